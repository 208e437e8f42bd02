package backend

import (
	"context"
	"iter"
)

// WaitlistEntriesService manages the waitlist, on which people put themselves until they are let in: Client.WaitlistEntries.
// Calls about an entry that is being processed, or whose status does not allow them, are an [ErrConflict] or an
// [ErrUnprocessable].
type WaitlistEntriesService service

// List returns a page of the waitlist, the newest entries first unless params.OrderBy says otherwise.
func (s *WaitlistEntriesService) List(ctx context.Context, params *WaitlistEntryListParams) (*Page[WaitlistEntry], error) {
	return do[Page[WaitlistEntry]](ctx, s.settings, get("/waitlist_entries", params))
}

// All iterates over the waitlist in the order of List.
func (s *WaitlistEntriesService) All(
	ctx context.Context, params *WaitlistEntryListParams,
) iter.Seq2[*WaitlistEntry, error] {
	return all[WaitlistEntry](ctx, s.settings, get("/waitlist_entries", params))
}

// Create puts an email address on the waitlist. If it is there already, Create returns the entry that it has.
func (s *WaitlistEntriesService) Create(ctx context.Context, params *WaitlistEntryCreateParams) (*WaitlistEntry, error) {
	return do[WaitlistEntry](ctx, s.settings, post("/waitlist_entries", params))
}

// CreateBulk puts up to 50 email addresses on the waitlist at once; no two may be the same. For an address that is there
// already it returns the entry that it has.
func (s *WaitlistEntriesService) CreateBulk(
	ctx context.Context, params []WaitlistEntryCreateBulkParams,
) ([]WaitlistEntry, error) {
	return doList[WaitlistEntry](ctx, s.settings, post("/waitlist_entries/bulk", params))
}

// Delete takes a pending entry off the waitlist.
func (s *WaitlistEntriesService) Delete(ctx context.Context, waitlistEntryID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/waitlist_entries/{waitlist_entry_id}", nil, waitlistEntryID))
}

// Invite sends an invitation to the address of an entry, and returns the entry with the invitation.
func (s *WaitlistEntriesService) Invite(
	ctx context.Context, waitlistEntryID string, params *WaitlistEntryInviteParams,
) (*WaitlistEntry, error) {
	return do[WaitlistEntry](ctx, s.settings, post("/waitlist_entries/{waitlist_entry_id}/invite", params, waitlistEntryID))
}

// Reject turns an entry down, and returns it. It stays on the list, with the status [WaitlistEntryStatusRejected].
func (s *WaitlistEntriesService) Reject(ctx context.Context, waitlistEntryID string) (*WaitlistEntry, error) {
	return do[WaitlistEntry](ctx, s.settings, post("/waitlist_entries/{waitlist_entry_id}/reject", nil, waitlistEntryID))
}

package backend

import (
	"context"
	"iter"
)

type WaitlistEntriesService service

// List SUMMARY(ListWaitlistEntries)
func (s *WaitlistEntriesService) List(ctx context.Context, params *WaitlistEntryListParams) (*Page[WaitlistEntry], error) {
	return do[Page[WaitlistEntry]](ctx, s.settings, get("/waitlist_entries", params))
}

// All SUMMARY(ListWaitlistEntries)
func (s *WaitlistEntriesService) All(ctx context.Context, params *WaitlistEntryListParams) iter.Seq2[*WaitlistEntry, error] {
	return all[WaitlistEntry](ctx, s.settings, get("/waitlist_entries", params))
}

// Create SUMMARY(CreateWaitlistEntry)
func (s *WaitlistEntriesService) Create(ctx context.Context, params *WaitlistEntryCreateParams) (*WaitlistEntry, error) {
	return do[WaitlistEntry](ctx, s.settings, post("/waitlist_entries", params))
}

// CreateBulk SUMMARY(CreateBulkWaitlistEntries)
func (s *WaitlistEntriesService) CreateBulk(ctx context.Context, params []WaitlistEntryCreateBulkParams) ([]WaitlistEntry, error) {
	return doList[WaitlistEntry](ctx, s.settings, post("/waitlist_entries/bulk", params))
}

// Delete SUMMARY(DeleteWaitlistEntry)
func (s *WaitlistEntriesService) Delete(ctx context.Context, waitlistEntryID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/waitlist_entries/{waitlist_entry_id}", nil, waitlistEntryID))
}

// Invite SUMMARY(InviteWaitlistEntry)
func (s *WaitlistEntriesService) Invite(ctx context.Context, waitlistEntryID string, params *WaitlistEntryInviteParams) (*WaitlistEntry, error) {
	return do[WaitlistEntry](ctx, s.settings, post("/waitlist_entries/{waitlist_entry_id}/invite", params, waitlistEntryID))
}

// Reject SUMMARY(RejectWaitlistEntry)
func (s *WaitlistEntriesService) Reject(ctx context.Context, waitlistEntryID string) (*WaitlistEntry, error) {
	return do[WaitlistEntry](ctx, s.settings, post("/waitlist_entries/{waitlist_entry_id}/reject", nil, waitlistEntryID))
}

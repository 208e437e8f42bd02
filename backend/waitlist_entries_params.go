package backend

// WaitlistEntryListParams select entries for WaitlistEntriesService.List and All.
type WaitlistEntryListParams struct {
	Status WaitlistEntryStatus `query:"status"` // any by default
	Query  string              `query:"query"`  // an email address or an id
	// OrderBy is created_at, invited_at or email_address, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

// WaitlistEntryCreateParams describe the entry for WaitlistEntriesService.Create.
type WaitlistEntryCreateParams struct {
	EmailAddress string `json:"email_address"` // required
	// Notify says whether an email confirms the place on the waitlist. Absent or null is true.
	Notify Opt[bool] `json:"notify,omitzero"`
}

// WaitlistEntryCreateBulkParams describe one of the entries for WaitlistEntriesService.CreateBulk. One can be converted from
// and to [WaitlistEntryCreateParams].
type WaitlistEntryCreateBulkParams WaitlistEntryCreateParams

// WaitlistEntryInviteParams are for WaitlistEntriesService.Invite.
type WaitlistEntryInviteParams struct {
	// IgnoreExisting says that the address may have been invited before or be a user's. Absent or null is false.
	IgnoreExisting Opt[bool] `json:"ignore_existing,omitzero"`
}

package backend

type WaitlistEntryListParams struct {
	Limit   int                 `query:"limit"`
	Offset  int                 `query:"offset"`
	Query   string              `query:"query"`
	Status  WaitlistEntryStatus `query:"status"`
	OrderBy string              `query:"order_by"`
}

type WaitlistEntryCreateParams struct {
	EmailAddress string    `json:"email_address"`
	Notify       Opt[bool] `json:"notify,omitzero"` // May be null.
}

type WaitlistEntryCreateBulkParams struct {
	EmailAddress string    `json:"email_address"`
	Notify       Opt[bool] `json:"notify,omitzero"` // May be null.
}

type WaitlistEntryInviteParams struct {
	IgnoreExisting Opt[bool] `json:"ignore_existing,omitzero"` // May be null.
}

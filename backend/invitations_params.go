package backend

type InvitationCreateParams struct {
	EmailAddress   string                      `json:"email_address"`
	PublicMetadata Opt[any]                    `json:"public_metadata,omitzero"`
	RedirectURL    Opt[string]                 `json:"redirect_url,omitzero"`
	Notify         Opt[bool]                   `json:"notify,omitzero"`          // May be null.
	IgnoreExisting Opt[bool]                   `json:"ignore_existing,omitzero"` // May be null.
	ExpiresInDays  Opt[int64]                  `json:"expires_in_days,omitzero"` // May be null.
	TemplateSlug   Opt[InvitationTemplateSlug] `json:"template_slug,omitzero"`
}

type InvitationTemplateSlug string

const (
	InvitationTemplateSlugInvitation         InvitationTemplateSlug = "invitation"
	InvitationTemplateSlugWaitlistInvitation InvitationTemplateSlug = "waitlist_invitation"
)

type InvitationListParams struct {
	Status  InvitationStatus `query:"status"`
	Query   string           `query:"query"`
	OrderBy string           `query:"order_by"`
	Limit   int              `query:"limit"`
	Offset  int              `query:"offset"`
}

type InvitationCreateBulkParams struct {
	EmailAddress   string                      `json:"email_address"`
	PublicMetadata Opt[any]                    `json:"public_metadata,omitzero"` // May be null.
	RedirectURL    Opt[string]                 `json:"redirect_url,omitzero"`    // May be null.
	Notify         Opt[bool]                   `json:"notify,omitzero"`          // May be null.
	IgnoreExisting Opt[bool]                   `json:"ignore_existing,omitzero"` // May be null.
	ExpiresInDays  Opt[int64]                  `json:"expires_in_days,omitzero"` // May be null.
	TemplateSlug   Opt[InvitationTemplateSlug] `json:"template_slug,omitzero"`
}

package backend

// InvitationCreateParams describe the invitation for InvitationsService.Create.
type InvitationCreateParams struct {
	EmailAddress string `json:"email_address"` // who is invited; required
	// PublicMetadata is a JSON object that becomes the public metadata of the user who signs up.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// RedirectURL is where the link in the email leads to. Only an application with a sign-up flow of its own needs it.
	RedirectURL Opt[string] `json:"redirect_url,omitzero"`
	// Notify says whether the email is sent. Absent or null is true.
	Notify Opt[bool] `json:"notify,omitzero"`
	// IgnoreExisting says that an address may have been invited before or be a user's. Absent or null is false.
	IgnoreExisting Opt[bool] `json:"ignore_existing,omitzero"`
	// ExpiresInDays is how long the invitation can be accepted: 1 to 365 days. Absent or null is 30 days.
	ExpiresInDays Opt[int]                    `json:"expires_in_days,omitzero"`
	TemplateSlug  Opt[InvitationTemplateSlug] `json:"template_slug,omitzero"` // which email is sent
}

// An InvitationTemplateSlug names the template of the email that an invitation is sent with.
type InvitationTemplateSlug string

// The templates of invitations: the usual one, and the one for people from the waitlist.
const (
	InvitationTemplateSlugInvitation         InvitationTemplateSlug = "invitation"
	InvitationTemplateSlugWaitlistInvitation InvitationTemplateSlug = "waitlist_invitation"
)

// InvitationCreateBulkParams describe one of the invitations for InvitationsService.CreateBulk.
type InvitationCreateBulkParams struct {
	EmailAddress string `json:"email_address"` // who is invited; required
	// PublicMetadata is a JSON object that becomes the public metadata of the user who signs up. May be null, which is none.
	PublicMetadata Opt[any] `json:"public_metadata,omitzero"`
	// RedirectURL is where the link in the email leads to. Only an application with a sign-up flow of its own needs it. May be
	// null.
	RedirectURL Opt[string] `json:"redirect_url,omitzero"`
	// Notify says whether the email is sent. Absent or null is true.
	Notify Opt[bool] `json:"notify,omitzero"`
	// IgnoreExisting says that an address may have been invited before. Absent or null is false.
	IgnoreExisting Opt[bool] `json:"ignore_existing,omitzero"`
	// ExpiresInDays is how long the invitation can be accepted: 1 to 365 days. Absent or null is 30 days.
	ExpiresInDays Opt[int] `json:"expires_in_days,omitzero"`
	// TemplateSlug is which email is sent. The default is [InvitationTemplateSlugInvitation].
	TemplateSlug Opt[InvitationTemplateSlug] `json:"template_slug,omitzero"`
}

// InvitationListParams select invitations for InvitationsService.List and All.
type InvitationListParams struct {
	Status InvitationStatus `query:"status"` // any but revoked by default
	Query  string           `query:"query"`  // an email address or an id
	// OrderBy is created_at, email_address or expires_at, descending with '-' before it. The default is -created_at.
	OrderBy string `query:"order_by"`
	Limit   int    `query:"limit"`  // the size of a page, 1 to 500; 10 by default
	Offset  int    `query:"offset"` // how many to skip
}

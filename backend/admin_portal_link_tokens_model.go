package backend

// An AdminPortalLinkToken opens the admin portal, once.
type AdminPortalLinkToken struct {
	Object            string   `json:"object"`               // "admin_portal_link_token"
	ID                string   `json:"id"`                   // aplt_…
	AdminPortalLinkID string   `json:"admin_portal_link_id"` // the link that it opens: apl_…
	InstanceID        string   `json:"instance_id"`          // the instance that it belongs to: ins_…
	OrganizationID    string   `json:"organization_id"`      // the organization that is set up, if it exists already
	ITContactID       string   `json:"it_contact_id"`        // who got the link, as Create was told
	Scopes            []string `json:"scopes"`               // what its holder may do, as Create was told
	// Token is the credential itself, which the link has in its query. Only Create returns it.
	Token            Secret `json:"token"`
	Revoked          bool   `json:"revoked"`           // it was ended before its time
	RevocationReason string `json:"revocation_reason"` // why
	Expired          bool   `json:"expired"`           // its time was over when Clerk answered
	Expiration       Time   `json:"expiration"`        // when it expires; zero: never
	CreatedAt        Time   `json:"created_at"`        // when it was made
	UpdatedAt        Time   `json:"updated_at"`        // when it last changed
}

package backend

type AdminPortalLinkToken struct {
	Object            string   `json:"object"`
	ID                string   `json:"id"`
	AdminPortalLinkID string   `json:"admin_portal_link_id"`
	InstanceID        string   `json:"instance_id"`
	OrganizationID    string   `json:"organization_id"`
	ITContactID       string   `json:"it_contact_id"`
	Scopes            []string `json:"scopes"`
	Token             Secret   `json:"token"`
	Revoked           bool     `json:"revoked"`
	RevocationReason  string   `json:"revocation_reason"`
	Expired           bool     `json:"expired"`
	Expiration        Time     `json:"expiration"`
	CreatedAt         Time     `json:"created_at"`
	UpdatedAt         Time     `json:"updated_at"`
}

package backend

type OrganizationInvitation struct {
	Object                 string                  `json:"object"`
	ID                     string                  `json:"id"`
	EmailAddress           string                  `json:"email_address"`
	Role                   string                  `json:"role"`
	RoleName               string                  `json:"role_name"`
	OrganizationID         string                  `json:"organization_id"`
	InviterID              string                  `json:"inviter_id"`
	PublicInviterData      *PublicUserData         `json:"public_inviter_data"`
	Status                 string                  `json:"status"`
	PublicMetadata         Metadata                `json:"public_metadata"`
	PrivateMetadata        Metadata                `json:"private_metadata"`
	URL                    string                  `json:"url"`
	ExpiresAt              Time                    `json:"expires_at"`
	CreatedAt              Time                    `json:"created_at"`
	UpdatedAt              Time                    `json:"updated_at"`
	PublicOrganizationData *PublicOrganizationData `json:"public_organization_data"`
}

package backend

// An OrganizationMembership says that a user is in an organization, and in which role.
type OrganizationMembership struct {
	Object          string          `json:"object"`           // "organization_membership"
	ID              string          `json:"id"`               // orgmem_…
	Role            string          `json:"role"`             // the role's key, such as org:admin
	RoleName        string          `json:"role_name"`        // the role's name for people, such as Admin
	Permissions     []string        `json:"permissions"`      // the keys of what the role allows
	PublicMetadata  Metadata        `json:"public_metadata"`  // for front end and back end
	PrivateMetadata Metadata        `json:"private_metadata"` // for the back end only
	Organization    Organization    `json:"organization"`     // what the member is in
	PublicUserData  *PublicUserData `json:"public_user_data"` // the member
	CreatedAt       Time            `json:"created_at"`       // when the user became a member
	UpdatedAt       Time            `json:"updated_at"`       // when it last changed
}

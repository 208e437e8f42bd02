package backend

// An OrganizationInvitation asks the owner of an email address to become a member of an organization.
type OrganizationInvitation struct {
	Object            string           `json:"object"`              // "organization_invitation"
	ID                string           `json:"id"`                  // orginv_…
	EmailAddress      string           `json:"email_address"`       // who is invited
	Role              string           `json:"role"`                // the key of the role that the member will have
	RoleName          string           `json:"role_name"`           // the role's name for people, such as Member
	OrganizationID    string           `json:"organization_id"`     // where the invitation leads
	InviterID         string           `json:"inviter_id"`          // the user who invites; "" if it is nobody
	PublicInviterData *PublicUserData  `json:"public_inviter_data"` // the user who invites; nil if it is nobody
	Status            InvitationStatus `json:"status"`              // what has become of it
	PublicMetadata    Metadata         `json:"public_metadata"`     // becomes the public metadata of the membership
	PrivateMetadata   Metadata         `json:"private_metadata"`    // becomes the private metadata of the membership
	// URL is the link by which the invitation is accepted, and string(URL) the address; "" if there is none. Who has it can
	// accept.
	URL       Secret `json:"url"`
	ExpiresAt Time   `json:"expires_at"` // zero if it does not expire
	CreatedAt Time   `json:"created_at"` // when it was made
	UpdatedAt Time   `json:"updated_at"` // when it last changed
	// PublicOrganizationData is what is public of the organization. Only ListForInstance and AllForInstance, and the
	// invitations of a user, have it.
	PublicOrganizationData *PublicOrganizationData `json:"public_organization_data"`
}

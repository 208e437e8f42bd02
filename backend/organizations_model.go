package backend

// An Organization is a group of users, such as a customer's company. Its members are [OrganizationMembership] objects.
type Organization struct {
	Object string `json:"object"` // "organization"
	ID     string `json:"id"`     // org_…
	Name   string `json:"name"`   // for people
	Slug   string `json:"slug"`   // for addresses of web pages; unique in the instance

	ImageURL string `json:"image_url"` // the logo, or a picture made by Clerk: see HasImage
	HasImage bool   `json:"has_image"` // whether a logo was uploaded
	// LogoURL is the logo's address in the answer of UploadLogo.
	//
	// Deprecated: Use ImageURL.
	LogoURL string `json:"logo_url"`

	// MembersCount is how many members there are. It is absent unless the params asked for it with IncludeMembersCount.
	MembersCount Opt[int] `json:"members_count"`
	// PendingInvitationsCount is how many invitations are neither accepted nor revoked nor expired; often absent.
	PendingInvitationsCount Opt[int] `json:"pending_invitations_count"`
	// MissingMemberWithElevatedPermissions says whether the organization lacks a member with elevated permissions. It is absent
	// unless the params asked for it with IncludeMissingMemberWithElevatedPermissions.
	MissingMemberWithElevatedPermissions Opt[bool] `json:"missing_member_with_elevated_permissions"`

	MaxAllowedMemberships int    `json:"max_allowed_memberships"` // how many members there may be; 0 is no limit
	AdminDeleteEnabled    bool   `json:"admin_delete_enabled"`    // whether its admins may delete it from the front end
	RoleSetKey            string `json:"role_set_key"`            // the [RoleSet] its roles come from; "" if Clerk does not say

	PublicMetadata  Metadata `json:"public_metadata"`  // front end and back end read it; only the back end writes it
	PrivateMetadata Metadata `json:"private_metadata"` // for the back end only

	CreatedBy    string `json:"created_by"`     // a user id; "" if Clerk does not say
	LastActiveAt Time   `json:"last_active_at"` // when a member was last active in it; zero if Clerk does not say
	CreatedAt    Time   `json:"created_at"`     // when it was made
	UpdatedAt    Time   `json:"updated_at"`     // when it last changed
}

// PublicUserData is what members of an organization and those invited to it may see of a user.
type PublicUserData struct {
	UserID    string `json:"user_id"`    // user_…
	FirstName string `json:"first_name"` // "" if there is none
	LastName  string `json:"last_name"`  // "" if there is none
	// ProfileImageURL is the picture's address.
	//
	// Deprecated: Use ImageURL.
	ProfileImageURL string `json:"profile_image_url"`

	ImageURL      string    `json:"image_url"`     // the user's picture, or one made by Clerk: see HasImage
	HasImage      bool      `json:"has_image"`     // whether the user has a picture
	Identifier    string    `json:"identifier"`    // what the user signs in with, such as an email address
	Username      string    `json:"username"`      // only in memberships
	Banned        Opt[bool] `json:"banned"`        // only in memberships: whether the user may not sign in
	Deprovisioned Opt[bool] `json:"deprovisioned"` // only in memberships: whether a directory took the user out
}

// PublicOrganizationData is what those may see of an organization who are not its members.
type PublicOrganizationData struct {
	ID       string `json:"id"`        // org_…
	Name     string `json:"name"`      // for people
	Slug     string `json:"slug"`      // for addresses of web pages
	ImageURL string `json:"image_url"` // the logo, or a picture made by Clerk: see HasImage
	HasImage bool   `json:"has_image"` // whether a logo was uploaded
}

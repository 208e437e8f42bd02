package backend

type Organization struct {
	Object                               string     `json:"object"`
	ID                                   string     `json:"id"`
	Name                                 string     `json:"name"`
	Slug                                 string     `json:"slug"`
	ImageURL                             string     `json:"image_url"`
	HasImage                             bool       `json:"has_image"`
	MembersCount                         Opt[int64] `json:"members_count"`
	MissingMemberWithElevatedPermissions Opt[bool]  `json:"missing_member_with_elevated_permissions"`
	PendingInvitationsCount              Opt[int64] `json:"pending_invitations_count"`
	MaxAllowedMemberships                int64      `json:"max_allowed_memberships"`
	AdminDeleteEnabled                   bool       `json:"admin_delete_enabled"`
	PublicMetadata                       Metadata   `json:"public_metadata"`
	PrivateMetadata                      Metadata   `json:"private_metadata"`
	CreatedBy                            string     `json:"created_by"`
	CreatedAt                            Time       `json:"created_at"`
	UpdatedAt                            Time       `json:"updated_at"`
	LastActiveAt                         Time       `json:"last_active_at"`
	RoleSetKey                           string     `json:"role_set_key"`
	LogoURL                              string     `json:"logo_url"` // Deprecated.
}

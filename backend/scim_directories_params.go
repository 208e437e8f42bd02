package backend

// SCIMDirectoryCreateParams are the params of SCIMDirectoriesService.Create. The other params of this service that are not
// here are those of DirectoriesService.
type SCIMDirectoryCreateParams struct {
	// EnterpriseConnectionID is the connection over which its users sign in. It is required.
	EnterpriseConnectionID string `json:"enterprise_connection_id"`
	// Name tells people which directory it is.
	Name Opt[string] `json:"name,omitzero"`
	// Provider is the IdP. It is required.
	Provider string `json:"provider"`
	// GroupRoleMappings are made along with the directory. Default: none.
	GroupRoleMappings []SCIMDirectoryGroupRoleMappingParams `json:"group_role_mappings,omitzero"`
}

// SCIMDirectoryGroupRoleMappingParams give the members of a group a role, in a directory that is about to be made.
type SCIMDirectoryGroupRoleMappingParams struct {
	SCIMGroupID          string      `json:"scim_group_id"`                    // the group's id at the IdP; required
	SCIMGroupDisplayName Opt[string] `json:"scim_group_display_name,omitzero"` // for people, at most 255 characters
	RoleID               string      `json:"role_id"`                          // the organization role: role_…; required
	// Precedence is 1 or more. The least wins where a user is in several groups. Default: the place in the list.
	Precedence Opt[int] `json:"precedence,omitzero"`
}

// SCIMDirectoryCreateGroupRoleMappingParams are the params of SCIMDirectoriesService.CreateGroupRoleMapping.
type SCIMDirectoryCreateGroupRoleMappingParams struct {
	SCIMGroupID string `json:"scim_group_id"` // the group's id at the IdP; required
	RoleID      string `json:"role_id"`       // the organization role: role_…; required
	// Precedence is 1 or more. The least wins where a user is in several groups. Default: after the others.
	Precedence Opt[int] `json:"precedence,omitzero"`
}

// SCIMDirectoryReplaceGroupRoleMappingsParams are the params of SCIMDirectoriesService.ReplaceGroupRoleMappings.
type SCIMDirectoryReplaceGroupRoleMappingsParams struct {
	// Mappings are all that the directory shall have: the first has the precedence 1. It is required, and may be empty.
	Mappings []SCIMDirectoryReplaceGroupRoleMapping `json:"mappings"`
}

// A SCIMDirectoryReplaceGroupRoleMapping gives the members of a group a role.
type SCIMDirectoryReplaceGroupRoleMapping struct {
	SCIMGroupID string `json:"scim_group_id"` // the group's id at the IdP; required
	RoleID      string `json:"role_id"`       // the organization role: role_…; required
}

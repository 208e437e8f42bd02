package backend

// DirectoryListParams are the params of DirectoriesService.List and All, and of those of SCIMDirectoriesService.
type DirectoryListParams struct {
	Limit  int `query:"limit"`  // directories on a page, 1 to 500; default: 10
	Offset int `query:"offset"` // directories to skip
}

// DirectoryCreateParams are the params of DirectoriesService.Create.
type DirectoryCreateParams struct {
	// EnterpriseConnectionID is the connection over which its users sign in. It is required.
	EnterpriseConnectionID string `json:"enterprise_connection_id"`
	// Name tells people which directory it is.
	Name Opt[string] `json:"name,omitzero"`
	// Provider is the IdP. It is required.
	Provider string `json:"provider"`
	// GroupRoleMappings are made along with the directory. Default: none.
	GroupRoleMappings []DirectoryGroupRoleMappingParams `json:"group_role_mappings,omitzero"`
}

// DirectoryGroupRoleMappingParams give the members of a group a role, in a directory that is about to be made.
type DirectoryGroupRoleMappingParams struct {
	// DirectoryGroupID is the group's id at the IdP. It is needed.
	DirectoryGroupID Opt[string] `json:"directory_group_id,omitzero"`
	// SCIMGroupID is DirectoryGroupID under its former name. If both are sent, they must be equal.
	SCIMGroupID Opt[string] `json:"scim_group_id,omitzero"`
	// DirectoryGroupDisplayName is the group's name for people, at most 255 characters.
	DirectoryGroupDisplayName Opt[string] `json:"directory_group_display_name,omitzero"`
	// SCIMGroupDisplayName is DirectoryGroupDisplayName under its former name. If both are sent, they must be equal.
	SCIMGroupDisplayName Opt[string] `json:"scim_group_display_name,omitzero"`
	// RoleID is the organization role: role_…. It is required.
	RoleID string `json:"role_id"`
	// Precedence is 1 or more. The least wins where a user is in several groups. Default: the place in the list.
	Precedence Opt[int] `json:"precedence,omitzero"`
}

// DirectoryUpdateParams are the params of DirectoriesService.Update and SCIMDirectoriesService.Update. What is absent stays as
// it is.
type DirectoryUpdateParams struct {
	Name     Opt[string] `json:"name,omitzero"`     // tells people which directory it is
	Enabled  Opt[bool]   `json:"enabled,omitzero"`  // takes what the IdP reports
	Provider Opt[string] `json:"provider,omitzero"` // the IdP
	// AttributeMapping is merged into that of the directory: a user attribute and the path where the IdP has it.
	// Null[string]() removes the attribute from the mapping.
	AttributeMapping map[string]Opt[string] `json:"attribute_mapping,omitzero"`
	// GroupRoleMappingEnabled gives members of mapped groups their roles.
	GroupRoleMappingEnabled Opt[bool] `json:"group_role_mapping_enabled,omitzero"`
}

// DirectoryCreateGroupRoleMappingParams are the params of DirectoriesService.CreateGroupRoleMapping.
type DirectoryCreateGroupRoleMappingParams struct {
	// DirectoryGroupID is the group's id at the IdP. It is needed.
	DirectoryGroupID Opt[string] `json:"directory_group_id,omitzero"`
	// SCIMGroupID is DirectoryGroupID under its former name. If both are sent, they must be equal.
	SCIMGroupID Opt[string] `json:"scim_group_id,omitzero"`
	// RoleID is the organization role: role_…. It is required.
	RoleID string `json:"role_id"`
	// Precedence is 1 or more. The least wins where a user is in several groups. Default: after the others.
	Precedence Opt[int] `json:"precedence,omitzero"`
}

// DirectoryReplaceGroupRoleMappingsParams are the params of DirectoriesService.ReplaceGroupRoleMappings.
type DirectoryReplaceGroupRoleMappingsParams struct {
	// Mappings are all that the directory shall have: the first has the precedence 1. It is required, and may be empty.
	Mappings []DirectoryReplaceGroupRoleMapping `json:"mappings"`
}

// A DirectoryReplaceGroupRoleMapping gives the members of a group a role.
type DirectoryReplaceGroupRoleMapping struct {
	// DirectoryGroupID is the group's id at the IdP. It is needed.
	DirectoryGroupID Opt[string] `json:"directory_group_id,omitzero"`
	// SCIMGroupID is DirectoryGroupID under its former name. If both are sent, they must be equal.
	SCIMGroupID Opt[string] `json:"scim_group_id,omitzero"`
	// RoleID is the organization role: role_…. It is required.
	RoleID string `json:"role_id"`
}

package backend

type SCIMDirectoryListParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type SCIMDirectoryCreateParams struct {
	EnterpriseConnectionID string                          `json:"enterprise_connection_id"`
	Name                   Opt[string]                     `json:"name,omitzero"`
	Provider               string                          `json:"provider"`
	GroupRoleMappings      []SCIMDirectoryGroupRoleMapping `json:"group_role_mappings,omitzero"`
}

type SCIMDirectoryGroupRoleMapping struct {
	SCIMGroupID          string      `json:"scim_group_id"`
	SCIMGroupDisplayName Opt[string] `json:"scim_group_display_name,omitzero"`
	RoleID               string      `json:"role_id"`
	Precedence           Opt[int64]  `json:"precedence,omitzero"`
}

type SCIMDirectoryUpdateParams struct {
	Name                    Opt[string]       `json:"name,omitzero"`
	Enabled                 Opt[bool]         `json:"enabled,omitzero"`
	Provider                Opt[string]       `json:"provider,omitzero"`
	AttributeMapping        map[string]string `json:"attribute_mapping,omitzero"`
	GroupRoleMappingEnabled Opt[bool]         `json:"group_role_mapping_enabled,omitzero"`
}

type SCIMDirectoryCreateGroupRoleMappingParams struct {
	SCIMGroupID string     `json:"scim_group_id"`
	RoleID      string     `json:"role_id"`
	Precedence  Opt[int64] `json:"precedence,omitzero"`
}

type SCIMDirectoryReplaceGroupRoleMappingsParams struct {
	Mappings []SCIMDirectoryReplaceGroupRoleMappingsParamsMapping `json:"mappings"`
}

type SCIMDirectoryReplaceGroupRoleMappingsParamsMapping struct {
	SCIMGroupID string `json:"scim_group_id"`
	RoleID      string `json:"role_id"`
}

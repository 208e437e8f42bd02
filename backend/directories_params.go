package backend

type DirectoryListParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type DirectoryCreateParams struct {
	EnterpriseConnectionID string                            `json:"enterprise_connection_id"`
	Name                   Opt[string]                       `json:"name,omitzero"`
	Provider               string                            `json:"provider"`
	GroupRoleMappings      []DirectoryGroupRoleMappingParams `json:"group_role_mappings,omitzero"`
}

type DirectoryGroupRoleMappingParams struct {
	DirectoryGroupID          Opt[string] `json:"directory_group_id,omitzero"`
	SCIMGroupID               Opt[string] `json:"scim_group_id,omitzero"`
	DirectoryGroupDisplayName Opt[string] `json:"directory_group_display_name,omitzero"`
	SCIMGroupDisplayName      Opt[string] `json:"scim_group_display_name,omitzero"`
	RoleID                    string      `json:"role_id"`
	Precedence                Opt[int64]  `json:"precedence,omitzero"`
}

type DirectoryUpdateParams struct {
	Name                    Opt[string]       `json:"name,omitzero"`
	Enabled                 Opt[bool]         `json:"enabled,omitzero"`
	Provider                Opt[string]       `json:"provider,omitzero"`
	AttributeMapping        map[string]string `json:"attribute_mapping,omitzero"`
	GroupRoleMappingEnabled Opt[bool]         `json:"group_role_mapping_enabled,omitzero"`
}

type DirectoryCreateGroupRoleMappingParams struct {
	DirectoryGroupID Opt[string] `json:"directory_group_id,omitzero"`
	SCIMGroupID      Opt[string] `json:"scim_group_id,omitzero"`
	RoleID           string      `json:"role_id"`
	Precedence       Opt[int64]  `json:"precedence,omitzero"`
}

type DirectoryReplaceGroupRoleMappingsParams struct {
	Mappings []DirectoryReplaceGroupRoleMappingsParamsMapping `json:"mappings"`
}

type DirectoryReplaceGroupRoleMappingsParamsMapping struct {
	DirectoryGroupID Opt[string] `json:"directory_group_id,omitzero"`
	SCIMGroupID      Opt[string] `json:"scim_group_id,omitzero"`
	RoleID           string      `json:"role_id"`
}

package backend

type Directory struct {
	Object                  string                     `json:"object"`
	ID                      string                     `json:"id"`
	Name                    string                     `json:"name"`
	EnterpriseConnectionID  string                     `json:"enterprise_connection_id"`
	EndpointURL             string                     `json:"endpoint_url"`
	Provider                string                     `json:"provider"`
	Enabled                 bool                       `json:"enabled"`
	GroupRoleMappingEnabled bool                       `json:"group_role_mapping_enabled"`
	AttributeMapping        map[string]string          `json:"attribute_mapping"`
	CustomAttributes        []DirectoryCustomAttribute `json:"custom_attributes"`
	APIKey                  Secret                     `json:"api_key"`
	CreatedAt               Time                       `json:"created_at"`
	UpdatedAt               Time                       `json:"updated_at"`
}

type DirectoryGroupRoleMapping struct {
	Object                    string `json:"object"`
	ID                        string `json:"id"`
	SCIMDirectoryID           string `json:"scim_directory_id"`
	DirectoryID               string `json:"directory_id"`
	SCIMGroupID               string `json:"scim_group_id"`
	DirectoryGroupID          string `json:"directory_group_id"`
	SCIMGroupDisplayName      string `json:"scim_group_display_name"`
	DirectoryGroupDisplayName string `json:"directory_group_display_name"`
	Role                      *Role  `json:"role"`
	Precedence                int64  `json:"precedence"`
	CreatedAt                 Time   `json:"created_at"`
	UpdatedAt                 Time   `json:"updated_at"`
}

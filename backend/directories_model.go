package backend

// A Directory takes reports of an identity provider (IdP) on the users of an enterprise connection.
type Directory struct {
	Object                  string `json:"object"`                     // "directory"; "scim_directory" from SCIMDirectoriesService
	ID                      string `json:"id"`                         // its id
	Name                    string `json:"name"`                       // which one it is, for people
	EnterpriseConnectionID  string `json:"enterprise_connection_id"`   // the connection over which its users sign in
	EndpointURL             string `json:"endpoint_url"`               // where the IdP reports to
	Provider                string `json:"provider"`                   // the IdP
	Enabled                 bool   `json:"enabled"`                    // it takes what the IdP reports
	GroupRoleMappingEnabled bool   `json:"group_role_mapping_enabled"` // members of mapped groups get their roles
	// AttributeMapping says for each user attribute the path where the IdP has it.
	AttributeMapping map[string]string `json:"attribute_mapping"`
	CustomAttributes []CustomAttribute `json:"custom_attributes"` // what else is taken over
	// APIKey is what the IdP reports with. Only Create and RotateAPIKey return it.
	APIKey    Secret `json:"api_key"`
	CreatedAt Time   `json:"created_at"` // when it was made
	UpdatedAt Time   `json:"updated_at"` // when it last changed
}

// A DirectoryGroupRoleMapping gives the members of a group of the identity provider (IdP) a role.
type DirectoryGroupRoleMapping struct {
	Object                    string `json:"object"`                       // "directory_group_role_mapping"
	ID                        string `json:"id"`                           // its id
	SCIMDirectoryID           string `json:"scim_directory_id"`            // DirectoryID under its former name
	DirectoryID               string `json:"directory_id"`                 // the directory that it belongs to
	SCIMGroupID               string `json:"scim_group_id"`                // DirectoryGroupID under its former name
	DirectoryGroupID          string `json:"directory_group_id"`           // the group's id at the IdP
	SCIMGroupDisplayName      string `json:"scim_group_display_name"`      // DirectoryGroupDisplayName under its former name
	DirectoryGroupDisplayName string `json:"directory_group_display_name"` // the group's name for people
	Role                      *Role  `json:"role"`                         // what its members get
	Precedence                int    `json:"precedence"`                   // from 1: the least wins where a user is in several groups
	CreatedAt                 Time   `json:"created_at"`                   // when it was made
	UpdatedAt                 Time   `json:"updated_at"`                   // when it last changed
}

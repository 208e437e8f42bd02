package backend

type RoleSet struct {
	Object           string            `json:"object"`
	ID               string            `json:"id"`
	Name             string            `json:"name"`
	Key              string            `json:"key"`
	Description      string            `json:"description"`
	Roles            []RoleSetItem     `json:"roles"`
	DefaultRole      *RoleSetItem      `json:"default_role"`
	CreatorRole      *RoleSetItem      `json:"creator_role"`
	Type             RoleSetType       `json:"type"`
	RoleSetMigration *RoleSetMigration `json:"role_set_migration"`
	CreatedAt        Time              `json:"created_at"`
	UpdatedAt        Time              `json:"updated_at"`
}

type RoleSetType string

const (
	RoleSetTypeInitial RoleSetType = "initial"
	RoleSetTypeCustom  RoleSetType = "custom"
)

type RoleSetItem struct {
	Object       string     `json:"object"`
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Key          string     `json:"key"`
	Description  string     `json:"description"`
	MembersCount Opt[int64] `json:"members_count"`
	HasMembers   Opt[bool]  `json:"has_members"`
	CreatedAt    Time       `json:"created_at"`
	UpdatedAt    Time       `json:"updated_at"`
}

type RoleSetMigration struct {
	Object          string            `json:"object"`
	ID              string            `json:"id"`
	OrganizationID  string            `json:"organization_id"`
	InstanceID      string            `json:"instance_id"`
	SourceRoleSetID string            `json:"source_role_set_id"`
	DestRoleSetID   string            `json:"dest_role_set_id"`
	TriggerType     string            `json:"trigger_type"`
	Status          string            `json:"status"`
	MigratedMembers int64             `json:"migrated_members"`
	Mappings        map[string]string `json:"mappings"`
	StartedAt       Time              `json:"started_at"`
	CompletedAt     Time              `json:"completed_at"`
	CreatedAt       Time              `json:"created_at"`
	UpdatedAt       Time              `json:"updated_at"`
}

package backend

// A RoleSet is the choice of roles that its organizations offer to their members.
type RoleSet struct {
	Object      string        `json:"object"`       // "role_set"
	ID          string        `json:"id"`           // its id, which works like Key
	Name        string        `json:"name"`         // for people
	Key         string        `json:"key"`          // role_set:default
	Description string        `json:"description"`  // for people; "" if there is none
	Type        RoleSetType   `json:"type"`         // whether new organizations get it
	Roles       []RoleSetItem `json:"roles"`        // what it offers
	DefaultRole *RoleSetItem  `json:"default_role"` // what new members get; nil if Clerk does not say
	CreatorRole *RoleSetItem  `json:"creator_role"` // what the creator of an organization gets; nil if Clerk does not say
	// RoleSetMigration is the move of members from this role set, while it is enqueued or in progress; nil otherwise.
	RoleSetMigration *RoleSetMigration `json:"role_set_migration"`
	CreatedAt        Time              `json:"created_at"` // when it was made
	UpdatedAt        Time              `json:"updated_at"` // when it last changed
}

// A RoleSetType says whether a role set is the one of new organizations.
type RoleSetType string

// The types of role sets. An instance has one that is initial.
const (
	RoleSetTypeInitial RoleSetType = "initial"
	RoleSetTypeCustom  RoleSetType = "custom"
)

// A RoleSetItem is a role within a role set. [Role] has its permissions.
type RoleSetItem struct {
	Object       string    `json:"object"`        // "role_set_item"
	ID           string    `json:"id"`            // that of the role
	Name         string    `json:"name"`          // for people, such as Admin
	Key          string    `json:"key"`           // that of the role, such as org:admin
	Description  string    `json:"description"`   // for people; "" if there is none
	MembersCount Opt[int]  `json:"members_count"` // how many members have the role by this role set
	HasMembers   Opt[bool] `json:"has_members"`   // whether a member has the role by this role set
	CreatedAt    Time      `json:"created_at"`    // when the role was made
	UpdatedAt    Time      `json:"updated_at"`    // when the role last changed
}

// A RoleSetMigration is a move of members to another role set or role.
type RoleSetMigration struct {
	Object          string `json:"object"`             // "role_set_migration"
	ID              string `json:"id"`                 // its id
	OrganizationID  string `json:"organization_id"`    // "" if it is about more than one organization
	InstanceID      string `json:"instance_id"`        // the instance it takes place in
	SourceRoleSetID string `json:"source_role_set_id"` // where members come from
	DestRoleSetID   string `json:"dest_role_set_id"`   // "" if Clerk does not say
	TriggerType     string `json:"trigger_type"`       // what led to it, such as role_set_deletion or role_removal
	Status          string `json:"status"`             // such as enqueued, in_progress or completed
	MigratedMembers int    `json:"migrated_members"`   // how many members have been moved until now
	// Mappings are role keys: which role of the destination comes in the place of which role of the source.
	Mappings    map[string]string `json:"mappings"`
	StartedAt   Time              `json:"started_at"`   // zero if it has not started
	CompletedAt Time              `json:"completed_at"` // zero if it has not ended
	CreatedAt   Time              `json:"created_at"`   // when it was asked for
	UpdatedAt   Time              `json:"updated_at"`   // when it last moved on
}

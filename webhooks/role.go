package webhooks

import "github.com/usher-auth/usher/backend"

// A RoleCreated says that a role for members of organizations was created.
type RoleCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the role, with its permissions.
	Data *backend.Role
}

func (e *RoleCreated) slots() (Type, *Event, any) { return TypeRoleCreated, &e.Event, &e.Data }

// A RoleUpdated says that a role changed, its permissions included.
type RoleUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the role after the change.
	Data *backend.Role
}

func (e *RoleUpdated) slots() (Type, *Event, any) { return TypeRoleUpdated, &e.Event, &e.Data }

// A RoleDeleted says that a role was deleted.
type RoleDeleted struct {
	// Event is what all events have in common.
	Event
	// Data is what is left of the role: the id, and that it was deleted.
	Data *backend.DeletedObject
}

func (e *RoleDeleted) slots() (Type, *Event, any) { return TypeRoleDeleted, &e.Event, &e.Data }

// A PermissionCreated says that a permission was created.
type PermissionCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the permission, as the Backend API has it.
	Data *backend.Permission
}

func (e *PermissionCreated) slots() (Type, *Event, any) {
	return TypePermissionCreated, &e.Event, &e.Data
}

// A PermissionUpdated says that a permission changed.
type PermissionUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the permission after the change.
	Data *backend.Permission
}

func (e *PermissionUpdated) slots() (Type, *Event, any) {
	return TypePermissionUpdated, &e.Event, &e.Data
}

// A PermissionDeleted says that a permission was deleted.
type PermissionDeleted struct {
	// Event is what all events have in common.
	Event
	// Data is what is left of the permission: the id, and that it was deleted.
	Data *backend.DeletedObject
}

func (e *PermissionDeleted) slots() (Type, *Event, any) {
	return TypePermissionDeleted, &e.Event, &e.Data
}

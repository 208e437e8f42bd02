package webhooks

import "github.com/usher-auth/usher/backend"

// A UserCreated says that a user was created: by signing up, or through the Backend API or the Dashboard.
type UserCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the user, as the Backend API has it.
	Data *backend.User
}

func (e *UserCreated) slots() (Type, *Event, any) { return TypeUserCreated, &e.Event, &e.Data }

// A UserUpdated says that something about a user changed, the metadata included. Data is all of the user, not what changed.
type UserUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the user after the change.
	Data *backend.User
}

func (e *UserUpdated) slots() (Type, *Event, any) { return TypeUserUpdated, &e.Event, &e.Data }

// A UserDeleted says that a user was deleted.
type UserDeleted struct {
	// Event is what all events have in common.
	Event
	// Data is what is left of the user: the id, and that it was deleted.
	Data *backend.DeletedObject
}

func (e *UserDeleted) slots() (Type, *Event, any) { return TypeUserDeleted, &e.Event, &e.Data }

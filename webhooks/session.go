package webhooks

import "github.com/usher-auth/usher/backend"

// A Session is a session as events have it: with the user whom it belongs to.
type Session struct {
	// Session is what the Backend API has of the session too.
	backend.Session
	// User is the user of the session, or nil if Clerk did not say more than Session.UserID.
	User *backend.User `json:"user"`
}

// A SessionCreated says that a user signed in.
type SessionCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the session, with its user.
	Data *Session
}

func (e *SessionCreated) slots() (Type, *Event, any) { return TypeSessionCreated, &e.Event, &e.Data }

// A SessionPending says that a user signed in and still owes a task, such as choosing an organization.
type SessionPending struct {
	// Event is what all events have in common.
	Event
	// Data is the session, with its user.
	Data *Session
}

func (e *SessionPending) slots() (Type, *Event, any) { return TypeSessionPending, &e.Event, &e.Data }

// A SessionEnded says that a session came to its end.
type SessionEnded struct {
	// Event is what all events have in common.
	Event
	// Data is the session, with its user.
	Data *Session
}

func (e *SessionEnded) slots() (Type, *Event, any) { return TypeSessionEnded, &e.Event, &e.Data }

// A SessionRemoved says that a user signed out, and the session was removed from the client.
type SessionRemoved struct {
	// Event is what all events have in common.
	Event
	// Data is the session, with its user.
	Data *Session
}

func (e *SessionRemoved) slots() (Type, *Event, any) { return TypeSessionRemoved, &e.Event, &e.Data }

// A SessionRevoked says that a session was revoked: by its user on another device, or through the Backend API or the Dashboard. Its tokens are valid until they expire.
type SessionRevoked struct {
	// Event is what all events have in common.
	Event
	// Data is the session, with its user.
	Data *Session
}

func (e *SessionRevoked) slots() (Type, *Event, any) { return TypeSessionRevoked, &e.Event, &e.Data }

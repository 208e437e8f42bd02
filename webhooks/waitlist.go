package webhooks

import "github.com/usher-auth/usher/backend"

// A WaitlistEntryCreated says that somebody joined the waitlist.
type WaitlistEntryCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the entry, as the Backend API has it.
	Data *backend.WaitlistEntry
}

func (e *WaitlistEntryCreated) slots() (Type, *Event, any) {
	return TypeWaitlistEntryCreated, &e.Event, &e.Data
}

// A WaitlistEntryUpdated says that an entry of the waitlist changed, such as by an invitation.
type WaitlistEntryUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the entry after the change.
	Data *backend.WaitlistEntry
}

func (e *WaitlistEntryUpdated) slots() (Type, *Event, any) {
	return TypeWaitlistEntryUpdated, &e.Event, &e.Data
}

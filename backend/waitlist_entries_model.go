package backend

// A WaitlistEntry is an email address on the waitlist.
type WaitlistEntry struct {
	Object       string              `json:"object"`        // "waitlist_entry"
	ID           string              `json:"id"`            // its id
	EmailAddress string              `json:"email_address"` // who waits
	Status       WaitlistEntryStatus `json:"status"`        // how far it has come
	IsLocked     Opt[bool]           `json:"is_locked"`     // whether it is being processed with others, and takes no calls
	Invitation   *Invitation         `json:"invitation"`    // nil if it was not invited
	CreatedAt    Time                `json:"created_at"`    // when it was put on the list
	UpdatedAt    Time                `json:"updated_at"`    // when it last changed
}

// A WaitlistEntryStatus says how far an entry of the waitlist has come.
type WaitlistEntryStatus string

// The statuses of waitlist entries: those who wait, were invited, have signed up, and were turned down.
const (
	WaitlistEntryStatusPending   WaitlistEntryStatus = "pending"
	WaitlistEntryStatusInvited   WaitlistEntryStatus = "invited"
	WaitlistEntryStatusCompleted WaitlistEntryStatus = "completed"
	WaitlistEntryStatusRejected  WaitlistEntryStatus = "rejected"
)

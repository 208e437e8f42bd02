package backend

type WaitlistEntry struct {
	Object       string              `json:"object"`
	ID           string              `json:"id"`
	EmailAddress string              `json:"email_address"`
	Status       WaitlistEntryStatus `json:"status"`
	IsLocked     Opt[bool]           `json:"is_locked"`
	CreatedAt    Time                `json:"created_at"`
	UpdatedAt    Time                `json:"updated_at"`
	Invitation   *Invitation         `json:"invitation"`
}

type WaitlistEntryStatus string

const (
	WaitlistEntryStatusPending   WaitlistEntryStatus = "pending"
	WaitlistEntryStatusInvited   WaitlistEntryStatus = "invited"
	WaitlistEntryStatusCompleted WaitlistEntryStatus = "completed"
	WaitlistEntryStatusRejected  WaitlistEntryStatus = "rejected"
)

package backend

// A Session is what a user has from a sign-in in one browser or app until it ends.
type Session struct {
	Object   string `json:"object"`    // "session"
	ID       string `json:"id"`        // sess_…
	UserID   string `json:"user_id"`   // who signed in
	ClientID string `json:"client_id"` // the browser or app: see BrowserClient
	// Actor is who acts in the user's name, as ActorTokensService.Create was told, and nil where nobody impersonates the user.
	Actor                    Metadata         `json:"actor"`
	Status                   SessionStatus    `json:"status"`                      // whether it may be used
	LastActiveOrganizationID string           `json:"last_active_organization_id"` // the organization it last worked in
	LastActiveAt             Time             `json:"last_active_at"`              // when it was last used
	LatestActivity           *SessionActivity `json:"latest_activity"`             // what it was last used with, if known
	ExpireAt                 Time             `json:"expire_at"`                   // when it ends, used or not
	AbandonAt                Time             `json:"abandon_at"`                  // when it is given up if nobody returns
	UpdatedAt                Time             `json:"updated_at"`                  // when it last changed
	CreatedAt                Time             `json:"created_at"`                  // when the user signed in
	Tasks                    []SessionTask    `json:"tasks"`                       // what a pending session waits for
}

// A SessionStatus is the state of a session.
type SessionStatus string

// The statuses of sessions. Only an active session signs its user in.
const (
	SessionStatusActive    SessionStatus = "active"    // the user is signed in
	SessionStatusPending   SessionStatus = "pending"   // the user still owes a task, such as choosing an organization
	SessionStatusEnded     SessionStatus = "ended"     // the user signed out
	SessionStatusRemoved   SessionStatus = "removed"   // the user signed out, and the client dropped it
	SessionStatusRevoked   SessionStatus = "revoked"   // it was ended for the user
	SessionStatusExpired   SessionStatus = "expired"   // its time is over
	SessionStatusAbandoned SessionStatus = "abandoned" // nobody came back to it in time
	SessionStatusReplaced  SessionStatus = "replaced"  // another session took its place
)

// A SessionActivity tells what a session was last used with. What is not known is "".
type SessionActivity struct {
	Object         string `json:"object"`          // "session_activity"
	ID             string `json:"id"`              // its id
	DeviceType     string `json:"device_type"`     // "Macintosh", "iPhone"
	IsMobile       bool   `json:"is_mobile"`       // a phone or a tablet
	BrowserName    string `json:"browser_name"`    // "Firefox"
	BrowserVersion string `json:"browser_version"` // of the browser
	IPAddress      string `json:"ip_address"`      // where the request came from
	City           string `json:"city"`            // a guess from the address
	Country        string `json:"country"`         // a guess from the address
}

// A SessionTask is something that a user must do before a pending session becomes active.
type SessionTask struct {
	Key string `json:"key"` // which task, such as "choose-organization"
}

// A SessionRefresh is what SessionsService.Refresh brings: a token or cookies, by the format that was asked for.
type SessionRefresh struct {
	Object string `json:"object"` // "token" or "cookies"
	JWT    Secret `json:"jwt"`    // the new session token
	// Cookies are values for Set-Cookie, one header each. They hold tokens: send them to the browser and nowhere else.
	Cookies []Secret `json:"cookies"`
}

// A SessionToken is a token that was made for a session.
type SessionToken struct {
	Object string `json:"object"` // "token"
	JWT    Secret `json:"jwt"`    // whoever has it is the user of the session until it expires
}

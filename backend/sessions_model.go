package backend

type Session struct {
	Object                   string           `json:"object"`
	ID                       string           `json:"id"`
	UserID                   string           `json:"user_id"`
	ClientID                 string           `json:"client_id"`
	Actor                    Metadata         `json:"actor"`
	Status                   SessionStatus    `json:"status"`
	LastActiveOrganizationID string           `json:"last_active_organization_id"`
	LastActiveAt             Time             `json:"last_active_at"`
	LatestActivity           *SessionActivity `json:"latest_activity"`
	ExpireAt                 Time             `json:"expire_at"`
	AbandonAt                Time             `json:"abandon_at"`
	UpdatedAt                Time             `json:"updated_at"`
	CreatedAt                Time             `json:"created_at"`
	Tasks                    []SessionTask    `json:"tasks"`
}

type SessionStatus string

const (
	SessionStatusActive    SessionStatus = "active"
	SessionStatusRevoked   SessionStatus = "revoked"
	SessionStatusEnded     SessionStatus = "ended"
	SessionStatusExpired   SessionStatus = "expired"
	SessionStatusRemoved   SessionStatus = "removed"
	SessionStatusAbandoned SessionStatus = "abandoned"
	SessionStatusReplaced  SessionStatus = "replaced"
	SessionStatusPending   SessionStatus = "pending"
)

type SessionRefresh struct {
	Object  string   `json:"object"`
	JWT     Secret   `json:"jwt"`
	Cookies []string `json:"cookies"`
}

type SessionToken struct {
	Object string `json:"object"`
	JWT    Secret `json:"jwt"`
}

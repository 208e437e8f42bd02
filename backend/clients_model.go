package backend

type BrowserClient struct {
	Object                     string    `json:"object"`
	ID                         string    `json:"id"`
	SessionIDs                 []string  `json:"session_ids"`
	Sessions                   []Session `json:"sessions"`
	SignInID                   string    `json:"sign_in_id"`
	SignUpID                   string    `json:"sign_up_id"`
	LastActiveSessionID        string    `json:"last_active_session_id"`
	LastAuthenticationStrategy string    `json:"last_authentication_strategy"`
	UpdatedAt                  Time      `json:"updated_at"`
	CreatedAt                  Time      `json:"created_at"`
}

type SessionActivity struct {
	Object         string `json:"object"`
	ID             string `json:"id"`
	DeviceType     string `json:"device_type"`
	IsMobile       bool   `json:"is_mobile"`
	BrowserName    string `json:"browser_name"`
	BrowserVersion string `json:"browser_version"`
	IPAddress      string `json:"ip_address"`
	City           string `json:"city"`
	Country        string `json:"country"`
}

type SessionTask struct {
	Key string `json:"key"`
}

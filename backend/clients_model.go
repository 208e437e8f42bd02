package backend

// A BrowserClient is a browser or app in which users sign in. Clerk calls it a client; here [Client] is what calls Clerk.
type BrowserClient struct {
	Object     string    `json:"object"`      // "client"
	ID         string    `json:"id"`          // client_…
	SessionIDs []string  `json:"session_ids"` // the ids of Sessions
	Sessions   []Session `json:"sessions"`    // the sessions in it, ended ones too
	SignInID   string    `json:"sign_in_id"`  // the sign-in that goes on in it
	SignUpID   string    `json:"sign_up_id"`  // the sign-up that goes on in it
	// LastActiveSessionID is the session that was used last: with several users in one browser, the one who is in front.
	LastActiveSessionID string `json:"last_active_session_id"`
	// LastAuthenticationStrategy is how its user last signed in: "password", "oauth_google".
	LastAuthenticationStrategy string `json:"last_authentication_strategy"`
	UpdatedAt                  Time   `json:"updated_at"` // when it last changed
	CreatedAt                  Time   `json:"created_at"` // when it was first seen
}

// A HandshakePayload is what ClientsService.HandshakePayload brings.
type HandshakePayload struct {
	// Directives are values for Set-Cookie, one header each. They hold tokens: send them to the browser and nowhere else.
	Directives []Secret `json:"directives"`
}

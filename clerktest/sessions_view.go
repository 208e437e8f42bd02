package clerktest

import "time"

// A sessionView is a session in an answer (Clerk: the session object).
type sessionView struct {
	Object                   string            `json:"object"`
	ID                       string            `json:"id"`
	UserID                   string            `json:"user_id"`
	ClientID                 string            `json:"client_id"`
	Actor                    map[string]string `json:"actor"`
	Status                   string            `json:"status"`
	LastActiveOrganizationID *string           `json:"last_active_organization_id"`
	LastActiveAt             int64             `json:"last_active_at"`
	ExpireAt                 int64             `json:"expire_at"`
	AbandonAt                int64             `json:"abandon_at"`
	UpdatedAt                int64             `json:"updated_at"`
	CreatedAt                int64             `json:"created_at"`
}

// viewSession shows a session. The caller holds the lock of clients.
func (c *Clerk) viewSession(s *session, now time.Time) sessionView {
	p := s.signIn.profile
	view := sessionView{
		Object: "session", ID: s.id, UserID: p.userID, ClientID: s.client.id, Status: c.status(s, now),
		LastActiveAt: s.lastActive.UnixMilli(), ExpireAt: s.created.Add(sessionLifetime).UnixMilli(),
		AbandonAt: s.created.Add(abandonAfter).UnixMilli(), UpdatedAt: s.updated.UnixMilli(), CreatedAt: s.created.UnixMilli(),
	}
	if p.actor != "" {
		view.Actor = map[string]string{"sub": p.actor}
	}
	if p.org != nil {
		view.LastActiveOrganizationID = &p.org.orgID
	}
	return view
}

// A clientView is a client in an answer (Clerk: the client object).
type clientView struct {
	Object                     string        `json:"object"`
	ID                         string        `json:"id"`
	SessionIDs                 []string      `json:"session_ids"`
	Sessions                   []sessionView `json:"sessions"`
	SignInID                   *string       `json:"sign_in_id"`
	SignUpID                   *string       `json:"sign_up_id"`
	LastActiveSessionID        *string       `json:"last_active_session_id"`
	LastAuthenticationStrategy *string       `json:"last_authentication_strategy"`
	UpdatedAt                  int64         `json:"updated_at"`
	CreatedAt                  int64         `json:"created_at"`
}

// viewClient shows a client. The caller holds the lock of clients.
func (c *Clerk) viewClient(of *client, now time.Time) clientView {
	st := c.standing(of, now)
	return clientView{
		Object: "client", ID: of.id, SessionIDs: each(of.sessions, func(s *session) string { return s.id }),
		Sessions:            each(of.sessions, func(s *session) sessionView { return c.viewSession(s, now) }),
		LastActiveSessionID: orNull(st.sessionID), UpdatedAt: of.updated.UnixMilli(), CreatedAt: of.created.UnixMilli(),
	}
}

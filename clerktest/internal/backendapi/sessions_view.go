package backendapi

import "github.com/usher-auth/usher/clerktest/internal/world"

// A SessionView is a session in an answer (Clerk: the session object).
type SessionView struct {
	Object                   string         `json:"object"`
	ID                       string         `json:"id"`
	UserID                   string         `json:"user_id"`
	ClientID                 string         `json:"client_id"`
	Actor                    world.Metadata `json:"actor"`
	Status                   string         `json:"status"`
	LastActiveOrganizationID *string        `json:"last_active_organization_id"`
	LastActiveAt             int64          `json:"last_active_at"`
	ExpireAt                 int64          `json:"expire_at"`
	AbandonAt                int64          `json:"abandon_at"`
	UpdatedAt                int64          `json:"updated_at"`
	CreatedAt                int64          `json:"created_at"`
}

// ViewSession shows a session. The caller holds the lock of the world.
func (a *API) ViewSession(s *world.Session) SessionView {
	v := SessionView{
		Object: "session", ID: s.ID, UserID: s.UserID, ClientID: s.ClientID, Actor: s.Actor, Status: a.w.Status(s),
		LastActiveAt: s.LastActiveAt.UnixMilli(), ExpireAt: s.ExpireAt.UnixMilli(), AbandonAt: s.AbandonAt.UnixMilli(),
		UpdatedAt: s.UpdatedAt.UnixMilli(), CreatedAt: s.CreatedAt.UnixMilli(),
	}
	if org := a.w.ActiveOrg(s); org != nil {
		v.LastActiveOrganizationID = &org.ID
	}
	return v
}

// A ClientView is a client in an answer (Clerk: the client object).
type ClientView struct {
	Object                     string        `json:"object"`
	ID                         string        `json:"id"`
	SessionIDs                 []string      `json:"session_ids"`
	Sessions                   []SessionView `json:"sessions"`
	SignInID                   *string       `json:"sign_in_id"`
	SignUpID                   *string       `json:"sign_up_id"`
	LastActiveSessionID        *string       `json:"last_active_session_id"`
	LastAuthenticationStrategy *string       `json:"last_authentication_strategy"`
	UpdatedAt                  int64         `json:"updated_at"`
	CreatedAt                  int64         `json:"created_at"`
}

// ViewClient shows a client. The caller holds the lock of the world.
func (a *API) ViewClient(c *world.Client) ClientView {
	sessions := a.w.Sessions.ByClient.Get(c.ID)
	v := ClientView{
		Object: "client", ID: c.ID, SessionIDs: eachRow(sessions, func(s *world.Session) string { return s.ID }),
		Sessions: eachRow(sessions, a.ViewSession), UpdatedAt: c.UpdatedAt.UnixMilli(), CreatedAt: c.CreatedAt.UnixMilli(),
	}
	if current := a.w.Current(c); current != nil {
		v.LastActiveSessionID = &current.ID
	}
	return v
}

// A sessionEvent is what webhooks show of a session: its user too.
type sessionEvent struct {
	SessionView
	User userView `json:"user"`
}

// eventOfSession names what happens to a session. That it changes otherwise is not told.
func (a *API) eventOfSession(before, after *world.Session) string {
	switch {
	case after == nil || a.w.Users.Get(after.UserID) == nil: // a user who is gone is told of
		return ""
	case before == nil && after.Pending:
		return "session.pending"
	case before == nil:
		return "session.created"
	case before.Ended == "" && (after.Ended == "ended" || after.Ended == "removed" || after.Ended == "revoked"):
		return "session." + after.Ended
	default:
		return ""
	}
}

func (a *API) viewSessionEvent(s *world.Session, _ bool) any {
	if u := a.w.Users.Get(s.UserID); u != nil {
		return sessionEvent{a.ViewSession(s), a.viewUser(u)}
	}
	return nil
}

package backendapi

import (
	"net/http"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// sessions are those operations that need no key of the instance. Tokens are made where the keys are.
func (a *API) sessions() []Operation {
	return []Operation{
		read("GET /clients", a.listClients),
		read("GET /clients/{client_id}", a.getClient),
		read("GET /sessions", a.listSessions),
		write("POST /sessions", a.createSession),
		read("GET /sessions/{session_id}", a.getSession),
		write("POST /sessions/{session_id}/revoke", a.revokeSession),
	}
}

type clientList struct {
	window
	Paginated bool `query:"paginated"`
}

func (a *API) listClients(_ Call, p clientList) (any, error) {
	views, total := list(source[world.Client]{rows: a.w.Clients.Rows()}, newest, p.window, a.ViewClient)
	return bareOrPaged(p.Paginated, views, total), nil
}

func (a *API) getClient(c Call, _ none) (any, error) {
	client, err := found(a.w.Clients.Table, "client", c.id("client_id"))
	if err != nil {
		return nil, err
	}
	return a.ViewClient(client), nil
}

type sessionList struct {
	window
	Paginated bool        `query:"paginated"`
	ClientID  string      `query:"client_id"`
	UserID    string      `query:"user_id"`
	Status    Opt[string] `query:"status" oneof:"abandoned active ended expired pending removed replaced revoked"`
}

func (a *API) listSessions(_ Call, p sessionList) (any, error) {
	if p.ClientID == "" && p.UserID == "" {
		return nil, missingQuery("client_id or user_id, which says whose sessions to list")
	}
	var f filter[world.Session]
	rows := a.w.Sessions.ByUser.Get(p.UserID)
	if p.ClientID != "" {
		rows = a.w.Sessions.ByClient.Get(p.ClientID)
	}
	if p.UserID != "" {
		f.when(func(s *world.Session) bool { return s.UserID == p.UserID })
	}
	if p.Status.Set {
		f.when(func(s *world.Session) bool { return a.w.Status(s) == p.Status.Value })
	}
	views, total := list(source[world.Session]{rows: rows, keep: f.keep()}, newest, p.window, a.ViewSession)
	return bareOrPaged(p.Paginated, views, total), nil
}

func (a *API) session(c Call) (*world.Session, error) {
	return found(a.w.Sessions.Table, "session", c.id("session_id"))
}

func (a *API) getSession(c Call, _ none) (any, error) {
	s, err := a.session(c)
	if err != nil {
		return nil, err
	}
	return a.ViewSession(s), nil
}

type sessionCreate struct {
	UserID string      `body:"user_id,required"`
	OrgID  Opt[string] `body:"active_organization_id"`
}

// createSession makes a session in a browser of its own. Nobody has that browser: its tokens come from the Backend API.
func (a *API) createSession(_ Call, p sessionCreate) (any, error) {
	if a.Instance().Production {
		return nil, refusal.New(http.StatusBadRequest, "request_invalid_for_environment", "Not in production",
			"Only development instances make sessions so; in production create a sign-in token.")
	}
	u, err := found(a.w.Users.Table, "user", p.UserID)
	if err != nil {
		return nil, err
	}
	if u.Banned {
		return nil, refusal.New(http.StatusForbidden, "user_banned", "The user may not sign in", "The user is banned, and has no sessions that go on.")
	}
	if err := a.checkActiveOrg("active_organization_id", p.OrgID.Value, u.ID); err != nil {
		return nil, err
	}
	client, err := a.w.NewClient()
	if err != nil {
		return nil, err
	}
	a.w.SignedIn(u.ID)
	org := a.w.LastOrg(u.ID)
	p.OrgID.Keep(&org)
	s, err := a.w.Begin(world.Session{ClientID: client.ID, UserID: u.ID, OrgID: org, Token: world.TokenForm{SecondFactor: -1}})
	if err != nil {
		return nil, err
	}
	return a.ViewSession(s), nil
}

func (a *API) revokeSession(c Call, _ none) (any, error) {
	s, err := a.session(c)
	if err != nil {
		return nil, err
	}
	if s, err = a.w.EndSession(s, "revoked"); err != nil {
		return nil, err
	}
	return a.ViewSession(s), nil
}

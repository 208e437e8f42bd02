package clerktest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// sessionEndpoints are the operations of the Backend API that the handshake and its surroundings need.
func (c *Clerk) sessionEndpoints() map[string]endpoint {
	return map[string]endpoint{
		"GET /v1/sessions/{session_id}":          c.getSession,
		"POST /v1/sessions/{session_id}/revoke":  c.revokeSession,
		"POST /v1/sessions/{session_id}/refresh": c.refreshSession,
		"POST /v1/sessions/{session_id}/tokens":  c.createSessionToken,
		"POST /v1/sessions/{session_id}/verify":  c.verifySession,

		"POST /v1/clients/verify":           c.verifyClient,
		"GET /v1/clients/handshake_payload": c.handshakePayload,
		"GET /v1/clients/{client_id}":       c.getClient,
	}
}

// onSession answers about the session in the path, with the lock of clients held.
func (c *Clerk) onSession(r *http.Request, answer func(s *session) any) (any, *refusal) {
	id := r.PathValue("session_id")
	c.clients.mu.Lock()
	defer c.clients.mu.Unlock()
	s := c.clients.sessions[id]
	if s == nil {
		return nil, noSuch("session", id)
	}
	return answer(s), nil
}

func (c *Clerk) getSession(r *http.Request) (any, *refusal) {
	return c.onSession(r, func(s *session) any { return c.viewSession(s, c.Now()) })
}

func (c *Clerk) revokeSession(r *http.Request) (any, *refusal) {
	return c.onSession(r, func(s *session) any {
		now := c.Now()
		c.status(s, now) // it may have ended in another way
		s.end("revoked", now)
		return c.viewSession(s, now)
	})
}

// createSessionToken makes a token of a session that goes on (Clerk: CreateSessionToken). It is for no origin in particular.
func (c *Clerk) createSessionToken(r *http.Request) (any, *refusal) {
	p, refused := readParams[struct {
		Seconds backendapi.Opt[int64] `body:"expires_in_seconds,nullable"`
	}](r)
	if refused != nil {
		return nil, refused
	}
	seconds, limited := p.Seconds.Value, p.Seconds.Set && !p.Seconds.Null
	if limited && (seconds < minTokenSeconds || seconds > maxTokenSeconds) {
		return nil, unprocessable(invalid("expires_in_seconds",
			"must be from %d to %d.", minTokenSeconds, maxTokenSeconds))
	}
	id := r.PathValue("session_id")
	now := c.Now()
	c.clients.mu.Lock()
	s := c.clients.sessions[id]
	if s != nil {
		c.status(s, now)
	}
	if s == nil || s.ended != "" {
		c.clients.mu.Unlock()
		return nil, noSuch("session that goes on", id)
	}
	s.lastActive = now
	signIn := s.aged(now).AuthorizedParty("")
	c.clients.mu.Unlock()
	if limited {
		signIn = signIn.ExpiresIn(time.Duration(seconds) * time.Second)
	}
	made, err := signIn.sign()
	if err != nil {
		return nil, refuse(http.StatusInternalServerError, "internal_clerk_error", "No token was made", "A token could not be made.")
	}
	return struct {
		Object string `json:"object"`
		JWT    string `json:"jwt"`
	}{"token", made}, nil
}

// Lifetimes that a token may be given (Clerk: CreateSessionToken).
const (
	minTokenSeconds = 30
	maxTokenSeconds = 315_360_000
)

// EndSession ends the session of a SignIn, as its user does who signs out elsewhere: the next handshake and the next refresh
// find nobody signed in. Tokens that were made work until they expire, as with Clerk.
func (c *Clerk) EndSession(s *SignIn) {
	c.tb.Helper()
	l := &c.clients
	l.mu.Lock()
	defer l.mu.Unlock()
	held := l.sessions[s.SessionID()]
	if held == nil {
		c.fail("EndSession: this instance knows no session %s; pass what its own SignIn returned", s.SessionID())
	}
	held.end("ended", c.Now())
}

func (c *Clerk) getClient(r *http.Request) (any, *refusal) {
	id := r.PathValue("client_id")
	c.clients.mu.Lock()
	defer c.clients.mu.Unlock()
	known := c.clients.byID[id]
	if known == nil {
		return nil, noSuch("client", id)
	}
	return c.viewClient(known, c.Now()), nil
}

// verifyClient answers whose the token in the cookie of a browser is (Clerk: VerifyClient).
func (c *Clerk) verifyClient(r *http.Request) (any, *refusal) {
	p, refused := readParams[struct {
		Token string `body:"token"`
	}](r)
	if refused != nil {
		return nil, refused
	}
	c.clients.mu.Lock()
	defer c.clients.mu.Unlock()
	known := c.clientOf(p.Token)
	if known == nil {
		return nil, refuse(http.StatusNotFound, "resource_not_found", "Not found",
			"The token is not that of a client of this instance.")
	}
	return c.viewClient(known, c.Now()), nil
}

type refreshParams struct {
	ExpiredToken string                         `body:"expired_token"`
	RefreshToken string                         `body:"refresh_token"`
	Origin       string                         `body:"request_origin"`
	Headers      backendapi.Opt[world.Metadata] `body:"request_headers,nullable"`
	Format       backendapi.Opt[string]         `body:"format,nullable"`
	IP           backendapi.Opt[string]         `body:"request_originating_ip,nullable"`
}

// refreshSession exchanges an expired token and the refresh token of a browser (Clerk: RefreshSession).
func (c *Clerk) refreshSession(r *http.Request) (any, *refusal) {
	p, refused := readParams[refreshParams](r)
	if refused != nil {
		return nil, refused
	}
	origin, format := p.Origin, p.Format.Value
	if format != "" && format != "token" && format != "cookie" {
		return nil, refuse(http.StatusBadRequest, "form_param_value_invalid", "is invalid", "format must be token or cookie.")
	}
	st, refused := c.mayRefresh(r.PathValue("session_id"), p.ExpiredToken, p.RefreshToken)
	if refused != nil {
		return nil, refused
	}
	target, why := c.target(origin)
	if why != "" || originOf(target) != origin {
		return nil, unauthorized("request_origin_invalid", "request_origin must be the origin of an application that this instance knows.")
	}
	fresh, err := st.signIn.AuthorizedParty(origin).sign()
	if err != nil {
		return nil, refuse(http.StatusInternalServerError, "internal_clerk_error", "The refresh failed", "A token could not be made.")
	}
	if format != "cookie" {
		return struct {
			Object string `json:"object"`
			JWT    string `json:"jwt"`
		}{"token", fresh}, nil
	}
	a := audience{secure: strings.HasPrefix(origin, "https:")}
	return struct {
		Object  string   `json:"object"`
		Cookies []string `json:"cookies"`
	}{"cookies", lines([]*http.Cookie{
		a.cookie(clerk.CookieSession, fresh), a.cookie(c.suffixed(clerk.CookieSession), fresh),
	})}, nil
}

// mayRefresh returns the standing of a session whose tokens may be refreshed with these.
func (c *Clerk) mayRefresh(id, expired, token string) (standing, *refusal) {
	payload, ok := opened(expired, categorySession, c.keys.good())
	var claims struct {
		SessionID string `json:"sid"`
	}
	if !ok || json.Unmarshal(payload, &claims) != nil || claims.SessionID != id {
		return standing{}, unauthorized("expired_token_invalid", "expired_token is not a session token of this session.")
	}
	now := c.Now()
	c.clients.mu.Lock()
	defer c.clients.mu.Unlock()
	s := c.clients.sessions[id]
	if s == nil || !same(s.refresh, token) {
		return standing{}, unauthorized("refresh_token_invalid", "refresh_token is not the one of this session.")
	}
	if status := c.status(s, now); s.ended != "" {
		return standing{}, unauthorized("refresh_session_token_expired", "The session is "+status+".")
	}
	s.lastActive = now
	return standing{signIn: s.aged(now)}, nil
}

func unauthorized(code, long string) *refusal {
	return refuse(http.StatusUnauthorized, code, "The session cannot be refreshed", long)
}

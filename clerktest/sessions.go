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

// sessionEndpoints are the operations of the Backend API about sessions that take the keys of the instance, and what belongs to
// handshakes.
func (c *Clerk) sessionEndpoints() map[string]endpoint {
	return map[string]endpoint{
		"POST /v1/sessions/{session_id}/refresh":                c.refreshSession,
		"POST /v1/sessions/{session_id}/tokens":                 c.createSessionToken,
		"POST /v1/sessions/{session_id}/tokens/{template_name}": c.createTemplateToken,
		"POST /v1/sessions/{session_id}/verify":                 c.verifySession,

		"POST /v1/clients/verify":           c.verifyClient,
		"GET /v1/clients/handshake_payload": c.handshakePayload,
	}
}

// Lifetimes that a token may be given (Clerk: CreateSessionToken).
const (
	minTokenSeconds = 30
	maxTokenSeconds = 315_360_000
)

type tokenParams struct {
	Seconds backendapi.Opt[int64] `body:"expires_in_seconds,nullable"`
}

// readSeconds reads how long a token is to be good, 0 for as long as any.
func readSeconds(r *http.Request) (int64, *refusal) {
	p, refused := readParams[tokenParams](r)
	if refused != nil {
		return 0, refused
	}
	seconds, limited := p.Seconds.Value, p.Seconds.Set && !p.Seconds.Null
	if limited && (seconds < minTokenSeconds || seconds > maxTokenSeconds) {
		return 0, unprocessable(invalid("expires_in_seconds",
			"must be from %d to %d.", minTokenSeconds, maxTokenSeconds))
	}
	return seconds, nil
}

// use hands the session in the path to f, with the lock of the world held. It has to go on, and counts as used.
func (c *Clerk) use(r *http.Request, f func(s *world.Session) error) *refusal {
	id, found := r.PathValue("session_id"), false
	err := c.world.Update(func() error {
		s := c.world.Sessions.Get(id)
		if found = s != nil && c.world.GoesOn(s); !found {
			return nil
		}
		if err := f(s); err != nil {
			return err
		}
		return c.world.SawSession(s)
	})
	switch {
	case err != nil:
		return &refusal{backendapi.Refusal(err)}
	case !found:
		return noSuch("session that goes on", id)
	}
	return nil
}

// createSessionToken makes a token of a session that goes on (Clerk: CreateSessionToken). It is for no origin in particular.
func (c *Clerk) createSessionToken(r *http.Request) (any, *refusal) {
	seconds, refused := readSeconds(r)
	if refused != nil {
		return nil, refused
	}
	var signIn *SignIn
	if refused := c.use(r, func(s *world.Session) error { signIn = c.signInOf(s).AuthorizedParty(""); return nil }); refused != nil {
		return nil, refused
	}
	if seconds != 0 {
		signIn = signIn.ExpiresIn(time.Duration(seconds) * time.Second)
	}
	return tokenAnswer(signIn)
}

// createTemplateToken makes a token of a session that goes on by a JWT template (Clerk: CreateSessionTokenFromTemplate).
func (c *Clerk) createTemplateToken(r *http.Request) (any, *refusal) {
	seconds, refused := readSeconds(r)
	if refused != nil {
		return nil, refused
	}
	var made string
	refused = c.use(r, func(s *world.Session) (err error) {
		made, err = c.api.MintTemplate(r.PathValue("template_name"), c.bearer(s), seconds)
		return err
	})
	if refused != nil {
		return nil, refused
	}
	return tokenView{"token", made}, nil
}

// bearer returns whom a token of a session by a JWT template is for. The caller holds the lock of the world.
func (c *Clerk) bearer(s *world.Session) backendapi.Bearer {
	b := backendapi.Bearer{UserID: s.UserID, SessionID: s.ID, Actor: s.Actor}
	if org := c.world.ActiveOrg(s); org != nil {
		b.OrgID = org.ID
	}
	return b
}

// A tokenView is a token in an answer.
type tokenView struct {
	Object string `json:"object"`
	JWT    string `json:"jwt"`
}

// tokenAnswer makes a token and answers with it.
func tokenAnswer(signIn *SignIn) (any, *refusal) {
	made, err := signIn.sign()
	if err != nil {
		return nil, refuse(http.StatusInternalServerError, "internal_clerk_error", "No token was made", "A token could not be made.")
	}
	return tokenView{"token", made}, nil
}

// EndSession ends the session of a SignIn, as its user does who signs out elsewhere: the next handshake and the next refresh
// find nobody signed in. Tokens that were made work until they expire, as with Clerk.
func (c *Clerk) EndSession(s *SignIn) {
	c.tb.Helper()
	known := false
	c.change(func() (err error) {
		held := c.world.Sessions.Get(s.SessionID())
		if known = held != nil; known {
			_, err = c.world.EndSession(held, "ended")
		}
		return err
	})
	if !known {
		c.fail("EndSession: this instance knows no session %s; pass what its own SignIn returned", s.SessionID())
	}
}

// verifyClient answers whose the token in the cookie of a browser is (Clerk: VerifyClient).
func (c *Clerk) verifyClient(r *http.Request) (answer any, refused *refusal) {
	p, refused := readParams[struct {
		Token string `body:"token"`
	}](r)
	if refused != nil {
		return nil, refused
	}
	c.world.View(func() {
		if known := c.clientOf(p.Token); known != nil {
			answer = c.api.ViewClient(known)
		}
	})
	if answer == nil {
		return nil, refuse(http.StatusNotFound, "resource_not_found", "Not found",
			"The token is not that of a client of this instance.")
	}
	return answer, nil
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
	signIn, refused := c.mayRefresh(r.PathValue("session_id"), p.ExpiredToken, p.RefreshToken)
	if refused != nil {
		return nil, refused
	}
	target, why := c.target(origin)
	if why != "" || originOf(target) != origin {
		return nil, unauthorized("refresh_request_origin_invalid", "request_origin must be the origin of an application that this instance knows.")
	}
	if signIn = signIn.AuthorizedParty(origin); format != "cookie" {
		return tokenAnswer(signIn)
	}
	fresh, err := signIn.sign()
	if err != nil {
		return nil, refuse(http.StatusInternalServerError, "internal_clerk_error", "The refresh failed", "A token could not be made.")
	}
	a := audience{secure: strings.HasPrefix(origin, "https:")}
	return struct {
		Object  string   `json:"object"`
		Cookies []string `json:"cookies"`
	}{"cookies", lines([]*http.Cookie{
		a.cookie(clerk.CookieSession, fresh), a.cookie(c.suffixed(clerk.CookieSession), fresh),
	})}, nil
}

// mayRefresh returns how tokens are made of a session whose tokens may be refreshed with these.
func (c *Clerk) mayRefresh(id, expired, token string) (signIn *SignIn, refused *refusal) {
	payload, ok := opened(expired, categorySession, c.keys.good())
	var claims struct {
		SessionID string `json:"sid"`
	}
	if !ok || json.Unmarshal(payload, &claims) != nil {
		return nil, unauthorized("expired_session_token_invalid", "expired_token is not a session token of this instance.")
	}
	if claims.SessionID != id {
		return nil, unauthorized("refresh_sid_mismatch", "expired_token is a token of another session than the one in the path.")
	}
	c.change(func() error {
		s := c.world.Sessions.Get(id)
		switch {
		case s == nil || !same(s.Refresh, token):
			refused = unauthorized("refresh_token_not_found", "refresh_token is not the one of this session.")
			return nil
		case !c.world.GoesOn(s):
			refused = unauthorized("session_refresh_inactive_session", "The session is "+c.world.Status(s)+".")
			return nil
		}
		signIn = c.signInOf(s)
		return c.world.SawSession(s)
	})
	return signIn, refused
}

func unauthorized(code, long string) *refusal {
	return refuse(http.StatusUnauthorized, code, "The session cannot be refreshed", long)
}

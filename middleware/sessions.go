package middleware

import (
	"net/http"
	"slices"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

// WithMultiSession is for applications where one browser holds several sessions: a request may name the one that it means, in the
// query parameter _clerk_session_id, and policy says what comes of it. The zero Policy is multisession.Assert: a request that
// names another session than it proves is signed out, with clerk.ReasonSessionMismatch. Guards answer it with 403, since to sign in
// again would not help.
//
// A request that names no session is judged as ever, by the session that was last active in its browser; see
// [Usher.RequireExplicitSession]. Name the session in links and forms with multisession.URL. The mode multisession.Lookup needs
// the SecretKey of the instance.
func WithMultiSession(policy multisession.Policy) Option {
	return option(func(s *settings) {
		s.sessions = &policy
		if err := policy.Validate(); err != nil {
			s.problems = append(s.problems, err)
		}
	})
}

// newChooser returns what finds out which session a request means, or nil where that was not asked for.
func (s *settings) newChooser(instance *clerk.Instance, client *backend.Client) (*multisession.Chooser, error) {
	if s.sessions == nil {
		return nil, nil
	}
	var api multisession.API
	if s.sessions.Mode == multisession.Lookup {
		once, err := client.With(backend.WithRetry(backend.Retry{Attempts: 1}))
		if err != nil {
			return nil, err
		}
		api = once.Sessions
	}
	return multisession.New(instance, *s.sessions, api)
}

// RequireExplicitSession lets signed-in users through whose request says as which of their sessions it acts: it names the session,
// see [WithMultiSession], or brings the session's token in the Authorization header. A user whose request leaves that to the cookies
// gets 403 and clerk.ReasonSessionIDMissing, and everybody else what [Usher.RequireAuth] answers. It is the guard for actions:
// which session was last active can change between the moment in which a page is rendered and that in which its button is pressed.
//
// CORS preflights pass, as with [Usher.RequireAuth]. It panics when routes are built and [WithMultiSession] is not set, because
// nobody could name a session.
func (u *Usher) RequireExplicitSession(next http.Handler) http.Handler {
	u.mustBeMade()
	if u.settings.sessions == nil {
		panic("middleware: RequireExplicitSession: requests cannot name a session here; use the option WithMultiSession")
	}
	mustHave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, v := u.attach(w, r)
		if u.answered(w, r, v) {
			return
		}
		err := judge(v, requireUser)
		if err == nil && !v.isExplicit() {
			refusal := multisession.Refusal(clerk.ReasonSessionIDMissing)
			err = &Error{Status: http.StatusForbidden, Reason: refusal.Reason, Detail: refusal.Detail, Presented: true, Err: refusal}
		}
		if err != nil && (u.settings.guardPreflights || !isPreflight(r)) {
			u.refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// RequireExplicitSession is [Usher.RequireExplicitSession] of the Usher that the request belongs to, and panics where that of any does.
func (s *Ushers) RequireExplicitSession(next http.Handler) http.Handler {
	return s.each(func(u *Usher) http.Handler { return u.RequireExplicitSession(next) })
}

// isExplicit reports whether the request itself says which session it means.
func (v *visit) isExplicit() bool {
	if v.tested {
		return v.credentials.Choice().ID != "" // which is the session of the test's identity
	}
	return v.decision.Explicit()
}

// meant returns a test's identity, unless the request names another session, and whether it stands.
func meant(identity *authobject.Auth, read *authn.Request) (*authobject.Auth, bool) {
	switch choice := read.Credentials.Choice(); {
	case choice.Reason != "":
		return authobject.SignedOut(choice.Reason), false
	case choice.ID != "" && choice.ID != identity.SessionID():
		return authobject.SignedOut(clerk.ReasonSessionMismatch), false
	}
	return identity, true
}

// varyBySession says that the answer depends on the header that names a session, where there is one.
func (u *Usher) varyBySession(h http.Header) {
	if u.settings.sessions == nil || u.settings.sessions.Header == "" {
		return
	}
	if name := http.CanonicalHeaderKey(u.settings.sessions.Header); !slices.Contains(h.Values("Vary"), name) {
		h.Add("Vary", name)
	}
}

package middleware

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// bondWithoutEnd is how long a bond lasts whose credential does not say when it ends, or can be revoked before.
const bondWithoutEnd = 5 * time.Minute

// A Bond ties a connection that stays open, such as a stream of server-sent events or a WebSocket, to the credential that opened
// it. Session tokens last a minute and connections last for hours, so without a bond a user who has signed out, or lost a role,
// goes on receiving. [Usher.Bind] makes one. A Bond is safe for concurrent use.
type Bond struct {
	usher  *Usher
	demand func(*authobject.Auth) *Error
	end    context.CancelCauseFunc

	mu     sync.Mutex
	auth   *authobject.Auth
	until  time.Time
	timer  *time.Timer
	forget func() bool // stops the wait for the end of the request
	err    error       // why the bond has ended
}

// Bind ties what goes on in a handler to the credential of its request. The context that it returns is the request's own, and
// ends when the credential does, or when [WithRevocations], [Usher.EndBonds] or [Usher.Close] ends it; context.Cause then returns an *Error that
// says why. [Bond.Renew] puts the end off. Call [Bond.Release] when the connection is over.
//
// A bond with a session token ends with the token, clock skew added. One with the credential of a program, which can be revoked
// at any time, or with anything else that has no end, lasts five minutes at most.
//
// The request must have passed [Usher.Authenticate] or a guard of this Usher, its caller must be known, and must meet the checks,
// also whenever the bond is renewed: name those of the guard again. The error is an *Error, for [WriteError].
func (u *Usher) Bind(r *http.Request, checks ...authobject.Check) (context.Context, *Bond, error) {
	v, ok := r.Context().Value(contextKey{}).(*visit)
	if !ok || !v.isOf(u, r) {
		return nil, nil, middlewareMissing()
	}
	demand := func(*authobject.Auth) *Error { return nil }
	if len(checks) > 0 {
		all := authobject.All(checks...)
		demand = func(auth *authobject.Auth) *Error { return refused(auth.Check(all)) }
	}
	if err := judge(v, demand); err != nil {
		return nil, nil, err
	}
	ctx, end := context.WithCancelCause(r.Context())
	b := &Bond{usher: u, demand: demand, end: end, auth: v.auth, until: u.goodUntil(v.auth)}
	b.mu.Lock()
	defer b.mu.Unlock()
	open := u.bonds.add(b)
	b.timer = time.AfterFunc(b.until.Sub(u.instance.Now()), b.expire)
	b.forget = context.AfterFunc(r.Context(), b.Release)
	switch {
	case !open:
		b.endLocked(bondEnded("the service is closing"))
	case u.bonds.isRevoked(ctx, b.auth): // since it was judged; who comes on the list from now on finds the bond
		b.endLocked(bondRevoked())
	}
	return ctx, b, nil
}

// goodUntil returns when a bond with a credential ends.
func (u *Usher) goodUntil(auth *authobject.Auth) time.Time {
	limit := u.instance.Now().Add(bondWithoutEnd)
	until := auth.ExpiresAt()
	if until.IsZero() {
		return limit
	}
	until = until.Add(u.instance.ClockSkew)
	if auth.IsMachine() && until.After(limit) {
		return limit
	}
	return until
}

// Auth returns the caller as the latest credential tells it.
func (b *Bond) Auth() *authobject.Auth {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.auth
}

// Until returns when the bond ends unless it is renewed.
func (b *Bond) Until() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.until
}

// Err returns why the bond has ended, nil while it holds: an *Error, or context.Canceled after [Bond.Release].
func (b *Bond) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expireLocked()
	return b.err
}

// Renew goes on with a new token of the same caller, which the client sends over the connection: Clerk's front-end libraries have
// a fresh one at any time, from getToken(). The token is judged as that of a request is, and must be of the same session, or
// the same program. Its caller must still meet the checks of [Usher.Bind]: one who does not any more ends the bond. After any other
// error, also an *Error, the bond holds as long as it did. Of a token that is too old or too new the error says so in the words of
// package token, as clerk.ReasonTokenExpired.
//
// The context bounds the wait for a key that is not known yet.
func (b *Bond) Renew(ctx context.Context, text string) error {
	if err := b.Err(); err != nil {
		return err
	}
	u := b.usher
	if u.bonds.isRevoked(ctx, b.Auth()) { // by a list that cannot be watched
		b.mu.Lock()
		defer b.mu.Unlock()
		b.endLocked(bondRevoked())
		return b.err
	}
	r := (&http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/"}, Header: http.Header{}}).WithContext(ctx)
	r.Header.Set(clerk.HeaderAuthorization, "Bearer "+text)
	v := &visit{by: u, decision: u.authenticator.Authenticate(r)}
	v.auth = v.decision.AuthWithPending()
	if !u.settings.pending {
		v.auth = v.auth.Settled()
	}
	if err := judge(v, func(*authobject.Auth) *Error { return nil }); err != nil {
		if known := (*token.Error)(nil); errors.As(err.Err, &known) {
			err.Reason = known.Reason // and not what a request is told, which has a method and could be refreshed
		}
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.expireLocked(); b.err != nil {
		return b.err
	}
	if !sameCaller(v.auth, b.auth) {
		return &Error{Status: http.StatusForbidden, Reason: ReasonCallerChanged, Presented: true,
			Detail: "the token is of another session than the connection; open a new connection"}
	}
	if v.auth.IssuedAt().Before(b.auth.IssuedAt()) {
		return nil // it came late, and says nothing new
	}
	if err := b.demand(v.auth); err != nil {
		b.endLocked(err)
		return err
	}
	b.auth = v.auth
	if until := u.goodUntil(v.auth); until.After(b.until) {
		b.until = until
		b.timer.Reset(until.Sub(u.instance.Now()))
	}
	return nil
}

// sameCaller reports whether two credentials are of one session, or of one program.
func sameCaller(a, b *authobject.Auth) bool {
	return a.Kind() == b.Kind() && a.Subject() == b.Subject() && a.SessionID() == b.SessionID() && a.ClientID() == b.ClientID()
}

// Release lets go of the bond when the connection is over. Its context ends. Further calls do nothing.
func (b *Bond) Release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget()
	b.endLocked(context.Canceled)
}

// expire ends the bond when its time has come, which the clock of the instance tells and not the timer.
func (b *Bond) expire() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expireLocked()
	if b.err == nil {
		b.timer.Reset(max(b.until.Sub(b.usher.instance.Now()), time.Millisecond))
	}
}

func (b *Bond) expireLocked() {
	if b.err == nil && !b.usher.instance.Now().Before(b.until) {
		b.endLocked(&Error{Status: http.StatusUnauthorized, Reason: clerk.ReasonTokenExpired, Presented: true,
			Detail: "the token that the connection was opened with has expired; send a new one, or open a new connection"})
	}
}

func (b *Bond) endLocked(err error) {
	if b.err == nil {
		b.err = err
		b.timer.Stop()
		b.usher.bonds.remove(b)
		b.end(err)
	}
}

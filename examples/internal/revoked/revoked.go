// Package revoked remembers which sessions are over before their tokens are.
//
// A session token is good until it expires, whatever has become of its session. [middleware.Usher.EndBonds] ends the connections of
// a session, and a client that connects again at once, as every EventSource does, would be let in with the same token for up to a
// minute. So the examples remember a session that is known to be over until its last token has expired, and ask with a check.
package revoked

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/webhooks"
)

// lastToken is more than a session token lives after its session is over, clock skew included.
const lastToken = 10 * time.Minute

// A List has the sessions that are over. It is safe for concurrent use. It knows of this process alone: where there are several, each
// has to be told, through the database or the message queue that they share.
type List struct {
	now func() time.Time

	mu  sync.Mutex
	all map[string]time.Time // when to forget a session, by its id
}

// New returns an empty list that goes by a clock.
func New(now func() time.Time) *List { return &List{now: now, all: map[string]time.Time{}} }

// Check returns a check for guards and for Bind: that the session of the caller is not known to be over.
func (l *List) Check() authobject.Check {
	return authobject.Func("a session that is not revoked", func(caller *authobject.Auth) bool { return !l.has(caller.SessionID()) })
}

func (l *List) has(session string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	until, ok := l.all[session]
	return ok && l.now().Before(until)
}

// End takes a session in, ends its connections and returns how many there were. The order matters: a connection that is opened
// in between finds the session on the list.
func (l *List) End(auth *middleware.Usher, session string) int {
	now := l.now()
	l.mu.Lock()
	for id, until := range l.all {
		if !now.Before(until) {
			delete(l.all, id)
		}
	}
	l.all[session] = now.Add(lastToken)
	l.mu.Unlock()
	return auth.EndBonds(func(caller *authobject.Auth) bool { return caller.SessionID() == session })
}

// Receive returns the receiver of webhooks that tells when a session ends elsewhere: its user has signed out, or somebody has
// revoked it.
func (l *List) Receive(verifier *webhooks.Verifier, auth *middleware.Usher) (http.Handler, error) {
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		return nil, err
	}
	webhooks.On(mux, func(_ context.Context, e webhooks.SessionRevoked) error { l.End(auth, e.Data.ID); return nil })
	webhooks.On(mux, func(_ context.Context, e webhooks.SessionEnded) error { l.End(auth, e.Data.ID); return nil })
	webhooks.On(mux, func(_ context.Context, e webhooks.SessionRemoved) error { l.End(auth, e.Data.ID); return nil })
	return mux, nil
}

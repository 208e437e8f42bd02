package middleware

import (
	"context"
	"net/http"
	"sync"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// bonds are those of one Usher that hold.
type bonds struct {
	revocations authn.Revocations // may be nil
	unwatch     func()

	mu     sync.Mutex
	all    map[*Bond]struct{}
	closed bool
}

func newBonds(revocations authn.Revocations) *bonds {
	s := &bonds{revocations: revocations, unwatch: func() {}}
	if list, ok := revocations.(RevocationWatcher); ok {
		s.unwatch = list.Watch(s.endRevoked)
	}
	return s
}

// endRevoked ends the bonds of all who have come on the list.
func (s *bonds) endRevoked() {
	s.endMatching(func(caller *authobject.Auth) bool { return s.isRevoked(context.Background(), caller) }, bondRevoked())
}

func (s *bonds) isRevoked(ctx context.Context, caller *authobject.Auth) bool {
	return s.revocations != nil && s.revocations.Revoked(ctx, caller)
}

// EndBonds ends every [Bond] of this process whose caller matches, and returns how many there were. Call it when a session is known
// to be over, from the handler of a webhook say:
//
//	auth.EndBonds(func(caller *authobject.Auth) bool { return caller.SessionID() == session.ID })
//
// The token itself stays good until it expires, within a minute: a client that opens a new connection with it until then is let
// in. [WithRevocations] does both, and is the better choice for sessions. EndBonds calls match for one bond after the other.
func (u *Usher) EndBonds(match func(caller *authobject.Auth) bool) int {
	return u.bonds.endMatching(match, bondEnded("the session has ended; sign in again"))
}

func (s *bonds) add(b *Bond) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if s.all == nil {
		s.all = map[*Bond]struct{}{}
	}
	s.all[b] = struct{}{}
	return true
}

func (s *bonds) remove(b *Bond) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, b)
}

func (s *bonds) list() []*Bond {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*Bond, 0, len(s.all))
	for b := range s.all {
		list = append(list, b)
	}
	return list
}

func (s *bonds) endMatching(match func(*authobject.Auth) bool, why *Error) int {
	n := 0
	for _, b := range s.list() {
		if !match(b.Auth()) {
			continue
		}
		b.mu.Lock()
		if b.err == nil {
			b.endLocked(why)
			n++
		}
		b.mu.Unlock()
	}
	return n
}

// close ends all bonds, now and from now on.
func (s *bonds) close() {
	s.unwatch()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.endMatching(func(*authobject.Auth) bool { return true }, bondEnded("the service is closing"))
}

func bondEnded(detail string) *Error {
	return &Error{Status: http.StatusUnauthorized, Reason: ReasonBondEnded, Detail: detail, Presented: true}
}

func bondRevoked() *Error {
	return &Error{Status: http.StatusUnauthorized, Reason: clerk.ReasonSessionRevoked, Detail: "the session is over, or its user is gone; sign in again",
		Presented: true}
}

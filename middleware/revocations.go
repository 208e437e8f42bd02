package middleware

import (
	"errors"
	"reflect"

	"github.com/usher-auth/usher/authn"
)

// WithRevocations has every verdict ask a list whether the session of the caller, or its user, is known to be over: without it a token is
// good until it expires, whatever has become of its session. A caller who is on the list is signed out, with
// clerk.ReasonSessionRevoked: 401 at guards, and the sign-in page. Make the list with [revocation.New], and have webhooks feed it
// with its method Feed. Several Ushers can have one list.
//
// If the list is a [RevocationWatcher], as a *revocation.List is, the bonds of those who come on it end at once, for the same
// reason; otherwise when they are renewed or expire.
//
// [revocation.New]: https://pkg.go.dev/github.com/usher-auth/usher/revocation#New
func WithRevocations(list authn.Revocations) Option {
	return option(func(s *settings) {
		if v := reflect.ValueOf(list); list == nil || v.Kind() == reflect.Pointer && v.IsNil() { // the latter of a constructor that failed
			s.problems = append(s.problems, errors.New("WithRevocations(nil): pass a list, as from revocation.New, or leave the option out"))
			return
		}
		s.revocations = list
	})
}

// A RevocationWatcher is a list that tells when it has changed.
type RevocationWatcher interface {
	authn.Revocations
	// Watch has changed called after the list has taken in another session or user, until stop is called. Calls may be concurrent.
	Watch(changed func()) (stop func())
}

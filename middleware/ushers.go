package middleware

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authobject"
)

// Ushers are several that share one set of routes, one for each domain or tenant: which of them counts is decided for each request.
// [ByHost] and [By] make one. It is immutable and safe for concurrent use.
//
// Its guards are those of [Usher]. A request that belongs to none is answered with 421 and [ReasonHostUnknown], by all of them.
type Ushers struct {
	all    []*Usher
	choose func(*http.Request) *Usher
}

// ByHost returns Ushers that are chosen by the Host of the request, written as in a URL: "shop.example", with the port if it is not
// the default one of http or https. The map is copied. Where a reverse proxy changes the Host, use [By].
//
// An Usher holds the keys, caches and connections of its instance, so make each one when the service starts, and none for a
// request. Several hosts may have the same one.
func ByHost(ushers map[string]*Usher) (*Ushers, error) {
	var problems []error
	byHost := map[string]*Usher{}
	for _, host := range slices.Sorted(maps.Keys(ushers)) {
		switch {
		case host != normalHost(host) || host == "" || strings.ContainsAny(host, "/@ "):
			problems = append(problems, fmt.Errorf("middleware: ByHost: %q is no host as browsers write it; write one as in shop.example or localhost:3000", host))
			continue
		case ushers[host] == nil:
			problems = append(problems, fmt.Errorf("middleware: ByHost: the Usher of %s is nil", host))
		}
		byHost[host] = ushers[host]
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return By(func(r *http.Request) *Usher { return byHost[normalHost(r.Host)] }, slices.Collect(maps.Values(byHost))...)
}

// By returns Ushers of which choose picks one for each request: by a header that a trusted proxy sets, by the path, or by
// whatever else tells tenants apart. It must return one of those that are given here, or nil for a request that belongs to none,
// must always choose alike for one request, and must be safe for concurrent use.
//
// Never choose by what a stranger can set and the proxy in front does not: it is the choice of whose signatures count.
func By(choose func(*http.Request) *Usher, ushers ...*Usher) (*Ushers, error) {
	var problems []error
	if choose == nil {
		problems = append(problems, errors.New("middleware: By: choose is nil; pass a function that returns one of the Ushers"))
	}
	if len(ushers) == 0 {
		problems = append(problems, errors.New("middleware: By: there is no Usher to choose"))
	}
	if slices.Contains(ushers, nil) {
		problems = append(problems, errors.New("middleware: By: an Usher is nil"))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	s := &Ushers{choose: choose}
	for _, u := range ushers {
		if !slices.Contains(s.all, u) {
			s.all = append(s.all, u)
		}
	}
	return s, nil
}

// normalHost writes a host as browsers do.
func normalHost(host string) string {
	host = strings.ToLower(host)
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
	return strings.TrimSuffix(host, ".")
}

// Of returns the Usher that a request belongs to, or nil: for [Usher.SignInURL] and [Usher.Bind] in a handler.
func (s *Ushers) Of(r *http.Request) *Usher {
	if u := s.choose(r); slices.Contains(s.all, u) {
		return u
	}
	return nil
}

// Authenticate is [Usher.Authenticate] of the Usher that the request belongs to.
func (s *Ushers) Authenticate(next http.Handler) http.Handler {
	return s.each(func(u *Usher) http.Handler { return u.Authenticate(next) })
}

// RequireAuth is [Usher.RequireAuth] of the Usher that the request belongs to.
func (s *Ushers) RequireAuth(next http.Handler) http.Handler {
	return s.each(func(u *Usher) http.Handler { return u.RequireAuth(next) })
}

// Require is [Usher.Require] of the Usher that the request belongs to, and panics where that does.
func (s *Ushers) Require(checks ...authobject.Check) func(http.Handler) http.Handler {
	return s.guard(func(u *Usher) func(http.Handler) http.Handler { return u.Require(checks...) })
}

// RequireAuthPage is [Usher.RequireAuthPage] of the Usher that the request belongs to, and panics where that of any does.
func (s *Ushers) RequireAuthPage(next http.Handler) http.Handler {
	return s.each(func(u *Usher) http.Handler { return u.RequireAuthPage(next) })
}

// RequirePage is [Usher.RequirePage] of the Usher that the request belongs to, and panics where that of any does.
func (s *Ushers) RequirePage(checks ...authobject.Check) func(http.Handler) http.Handler {
	return s.guard(func(u *Usher) func(http.Handler) http.Handler { return u.RequirePage(checks...) })
}

// RequireToken is [Usher.RequireToken] of the Usher that the request belongs to, and panics where that of any does.
func (s *Ushers) RequireToken(kinds ...authobject.TokenKind) func(http.Handler) http.Handler {
	return s.guard(func(u *Usher) func(http.Handler) http.Handler { return u.RequireToken(kinds...) })
}

// Close closes every Usher.
func (s *Ushers) Close() error {
	var problems []error
	for _, u := range s.all {
		problems = append(problems, u.Close())
	}
	return errors.Join(problems...)
}

// guard builds a guard once for each Usher, so that what is wrong with it is known before the first request.
func (s *Ushers) guard(of func(*Usher) func(http.Handler) http.Handler) func(http.Handler) http.Handler {
	guards := map[*Usher]func(http.Handler) http.Handler{}
	for _, u := range s.all {
		guards[u] = of(u)
	}
	return func(next http.Handler) http.Handler {
		return s.each(func(u *Usher) http.Handler { return guards[u](next) })
	}
}

// each builds a handler for each Usher and returns one that chooses among them.
func (s *Ushers) each(of func(*Usher) http.Handler) http.Handler {
	handlers := map[*Usher]http.Handler{}
	for _, u := range s.all {
		handlers[u] = of(u)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if handler := handlers[s.choose(r)]; handler != nil {
			handler.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		answer(WriteError, w, r, &Error{Status: http.StatusMisdirectedRequest, Reason: ReasonHostUnknown, Detail: "the service does not know this host"})
	})
}

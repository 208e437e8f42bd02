package middleware

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// WithTrustedOrigins names further origins whose pages may change something here with the cookies of a user:
// "https://admin.example.com", with the port if it is not the default one, and without a path.
//
// A browser sends cookies along whoever made the page that has it send a request. So a form on any site could act for a user who
// visits it, which is known as cross-site request forgery. Therefore cookies count in such a request only if it comes from a
// page of the application itself, from one of clerk.Options.AuthorizedParties, or from one of these origins; from anywhere else,
// also from another host of the same domain, its caller is signed out with [ReasonCrossOrigin], and guards answer 403.
//
// What is looked at are requests by a method that may change something, which is any but GET, HEAD and OPTIONS, and those that
// open a WebSocket. A token in the Authorization header always counts: no browser adds it by itself. Requests that say nothing of
// where they come from count as well, because browsers say it.
func WithTrustedOrigins(list ...string) Option {
	return option(func(s *settings) {
		for _, origin := range list {
			if err := http.NewCrossOriginProtection().AddTrustedOrigin(origin); err != nil || strings.ToLower(origin) != origin {
				s.problems = append(s.problems, fmt.Errorf("WithTrustedOrigins: %q is no origin; write one as in https://admin.example.com, in lower case", origin))
			}
		}
		s.trustedOrigins = append(s.trustedOrigins, list...)
	})
}

// WithoutCrossOriginProtection lets cookies count whoever made the page that had the browser send them. It is for services whose
// handlers guard against forged requests by themselves, with tokens in their forms say.
func WithoutCrossOriginProtection() Option { return option(func(s *settings) { s.anyOrigin = true }) }

// origins tell whether a request comes from a page that may use the cookies of its user.
type origins struct {
	protection *http.CrossOriginProtection // nil where every page may, or where cookies never count
}

func (s *settings) newOrigins(instance *clerk.Instance) origins {
	if s.anyOrigin || len(s.accepted) > 0 && !slices.Contains(s.accepted, authobject.SessionToken) {
		return origins{}
	}
	protection := http.NewCrossOriginProtection()
	trusted := append(slices.Clone(s.trustedOrigins), instance.AuthorizedParties...)
	if instance.PublicURL != "" {
		trusted = append(trusted, instance.PublicURL)
	}
	for _, origin := range trusted {
		_ = protection.AddTrustedOrigin(origin) // was checked before; what is not added is not trusted
	}
	return origins{protection}
}

// isForeign reports whether a request presents cookies that do not count, because another site had the browser send them.
func (o origins) isForeign(r *http.Request, read *authn.Request) bool {
	c := &read.Credentials
	if o.neverForeign(r) || read.ByHeader() || c.IsZero() {
		return false
	}
	probe := *r
	probe.Method = http.MethodPost // also for a WebSocket, which is opened by GET
	if o.protection.Check(&probe) == nil {
		return false
	}
	// Browsers from before 2023 say no more than the origin, which behind a proxy is another one than the Host has.
	return r.Header.Get("Sec-Fetch-Site") != "" || !isWithin(read.URL(), r.Header.Get(clerk.HeaderOrigin))
}

// neverForeign reports whether the cookies of a request count whatever it says of where it comes from.
func (o origins) neverForeign(r *http.Request) bool {
	return o.protection == nil || !mayChangeSomething(r)
}

// isWithin reports whether an address is at an origin.
func isWithin(address, origin string) bool {
	rest, ok := strings.CutPrefix(address, origin)
	return ok && origin != "" && strings.HasPrefix(rest, "/")
}

func mayChangeSomething(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return r.Header.Get("Upgrade") != ""
	}
	return true
}

// crossOrigin is the answer to a request whose cookies do not count.
func crossOrigin() *Error {
	return &Error{Status: http.StatusForbidden, Reason: ReasonCrossOrigin, Presented: true,
		Detail: "another site had the browser send this request, so its cookies do not count; send the session token as Authorization: Bearer <token>"}
}

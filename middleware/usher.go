package middleware

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/testidentity"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// An Usher authenticates the requests to one Clerk instance and guards its routes. It is immutable and safe for concurrent
// use. Close it when the service ends.
type Usher struct {
	authenticator *authn.Authenticator
	keys          *jwks.Cache
	log           *slog.Logger
	settings      settings
}

// New returns the middleware of an instance. What opts leave empty comes from the environment, see [clerk.Options].
//
// The error joins everything that is wrong with the configuration. New does no I/O: call [Usher.Preload] to fetch the
// verification keys before the first request.
func New(opts clerk.Options, with ...Option) (*Usher, error) {
	var s settings
	for _, option := range with {
		option.apply(&s)
	}
	instance, err := opts.Resolve()
	if err != nil {
		return nil, errors.Join(append([]error{err, s.keys.Validate()}, s.problems...)...)
	}
	keys, err := jwks.New(instance, s.keys)
	if err := errors.Join(append([]error{err}, s.problems...)...); err != nil {
		return nil, err
	}
	for _, warning := range instance.Warnings() {
		instance.Logger.Warn("usher: " + warning)
	}
	if len(instance.Issuers) == 0 && len(opts.Issuers) == 0 {
		instance.Logger.Warn("usher: the issuer of tokens is not checked, because no PublishableKey (CLERK_PUBLISHABLE_KEY) says which one is right")
	}
	if s.onError == nil {
		s.onError = WriteError
	}
	return &Usher{authenticator: authn.New(token.New(instance, keys)), keys: keys, log: instance.Logger, settings: s}, nil
}

// Preload fetches the verification keys. Call it at start-up and treat its error, a *jwks.Error, as a warning or as fatal,
// as you like: without it the first request waits for them.
func (u *Usher) Preload(ctx context.Context) error { return u.keys.Preload(ctx) }

// Ready returns nil when session tokens can be verified right now, and otherwise a *jwks.Error. It does no I/O: it is meant
// for readiness probes.
func (u *Usher) Ready() error { return u.keys.Ready() }

// Close ends the background refresh of the keys. Requests are still served with the keys that are known.
func (u *Usher) Close() error { return u.keys.Close() }

// Authenticate attaches an Auth to every request and refuses none: handlers below read it with authobject.FromContext, and
// a caller who is not signed in reaches them as well. Mount it once, above everything that asks who the caller is.
//
// Responses to callers who are not signed in say so in the headers X-Clerk-Auth-Status and X-Clerk-Auth-Reason; all
// responses vary by Authorization.
func (u *Usher) Authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, _ = u.attach(w, r)
		next.ServeHTTP(w, r)
	})
}

type contextKey struct{}

// A visit is what an Usher has found out about a request. It stays with the request's context, so that mounting twice
// verifies once, and it is believed only by the Usher that made it and only for the same credentials.
type visit struct {
	by       *Usher
	decision *authn.Decision
	auth     *authobject.Auth
}

// attach returns the request with its caller in the context.
func (u *Usher) attach(w http.ResponseWriter, r *http.Request) (*http.Request, *visit) {
	credentials := authn.ReadCredentials(r)
	if v, ok := r.Context().Value(contextKey{}).(*visit); ok && v.by == u && v.decision.Covers(credentials) {
		return r, v
	}
	v := &visit{by: u, decision: u.authenticator.Decide(r.Context(), r.Method, credentials)}
	v.auth = v.decision.AuthWithPending()
	if identity := testidentity.From(r.Context()); identity != nil && credentials.IsZero() {
		v.auth = identity
	}
	if !u.settings.pending {
		v.auth = v.auth.Settled()
	}
	u.setHeaders(w.Header(), v)
	u.logDecision(r, v)
	ctx := context.WithValue(r.Context(), contextKey{}, v)
	return withoutIdentityHeaders(r.WithContext(authobject.NewContext(ctx, v.auth))), v
}

// setHeaders sets what the decision asks for, and takes back what an Usher above has said of another decision.
func (u *Usher) setHeaders(h http.Header, v *visit) {
	if !slices.Contains(h.Values("Vary"), clerk.HeaderAuthorization) {
		h.Add("Vary", clerk.HeaderAuthorization)
	}
	h.Del(clerk.HeaderAuthStatus)
	h.Del(clerk.HeaderAuthReason)
	if v.auth.IsSignedIn() {
		return
	}
	for name, values := range v.decision.Header() {
		h[name] = append(h[name], values...)
	}
}

// withoutIdentityHeaders takes away the request headers that other stacks read a verdict from: only what was verified
// here may speak for the caller.
func withoutIdentityHeaders(r *http.Request) *http.Request {
	header := r.Header
	for _, name := range [...]string{clerk.HeaderAuthStatus, clerk.HeaderAuthReason, clerk.HeaderAuthMessage} {
		if _, sent := r.Header[name]; sent {
			if len(header) == len(r.Header) {
				header = header.Clone() // the map is the caller's
			}
			header.Del(name)
		}
	}
	r.Header = header
	return r
}

// logDecision leaves a trace of every decision for whoever turns on debug logs. That keys are missing is said by package jwks,
// once and not for every request.
func (u *Usher) logDecision(r *http.Request, v *visit) {
	const level = slog.LevelDebug
	if !u.log.Enabled(r.Context(), level) {
		return
	}
	attrs := []slog.Attr{slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("caller", v.auth)}
	if v.decision.Err != nil {
		attrs = append(attrs, slog.String("why", v.decision.Err.Error()))
	}
	u.log.LogAttrs(r.Context(), level, "usher: request", attrs...)
}

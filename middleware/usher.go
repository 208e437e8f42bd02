package middleware

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// An Usher authenticates the requests to one Clerk instance and guards its routes. It is immutable and safe for concurrent
// use. Close it when the service ends.
type Usher struct {
	instance      *clerk.Instance
	authenticator *authn.Authenticator
	keys          *jwks.Cache
	verifier      *token.Verifier
	machines      *token.Machines       // nil where no machine is accepted
	sessions      *multisession.Chooser // nil where requests do not name the session that they mean
	origins       origins
	pages         pages
	bonds         *bonds
	nobody        *authobject.Auth // the caller of every request that presents nothing and is not sent to Clerk
	loopMinute    atomic.Int64     // when a loop of sign-ins was last logged
	proxyMinute   atomic.Int64     // and when a proxy that nobody has configured
	log           *slog.Logger
	settings      settings
}

// New returns the middleware of an instance. What opts leave empty comes from the environment, see [clerk.Options].
//
// The error joins everything that is wrong with the configuration. New does no I/O: call [Usher.Preload] to fetch the
// verification keys before the first request.
func New(opts clerk.Options, with ...Option) (*Usher, error) {
	s := newSettings(with)
	instance, err := opts.Resolve()
	if err != nil {
		return nil, errors.Join(append([]error{err, s.keys.Validate()}, s.problems...)...)
	}
	keys, err := jwks.New(instance, s.keys)
	if err := errors.Join(append([]error{err}, s.check(instance)...)...); err != nil {
		if keys != nil {
			err = errors.Join(err, keys.Close())
		}
		return nil, err
	}
	config := authn.Config{Nonces: newNonces(instance), Accepts: s.accepts(), Revocations: s.revocations}
	var client *backend.Client
	if instance.SecretKey.IsZero() && instance.MachineSecretKey.IsZero() {
		for _, warning := range instance.Warnings() {
			instance.Logger.Warn("usher: " + warning)
		}
	} else {
		if client, err = backend.New(opts); err != nil { // logs the warnings
			return nil, errors.Join(err, keys.Close())
		}
	}
	if !instance.SecretKey.IsZero() {
		once, err := client.With(backend.WithRetry(backend.Retry{Attempts: 1}), backend.WithTimeout(authn.RefreshTimeout))
		if err != nil {
			return nil, errors.Join(err, keys.Close())
		}
		config.Refresher = once.Sessions
	}
	if config.Sessions, err = s.newChooser(instance, client); err != nil {
		return nil, errors.Join(err, keys.Close())
	}
	machines, err := s.newMachines(instance, keys, client)
	if err != nil {
		return nil, errors.Join(err, keys.Close())
	}
	if machines != nil {
		config.Machines = machines
	}
	verifier := token.New(instance, keys, s.verifier...)
	authenticator, err := authn.New(instance, verifier, config)
	if err != nil {
		return nil, errors.Join(err, keys.Close())
	}
	if len(instance.Issuers) == 0 && len(opts.Issuers) == 0 {
		instance.Logger.Warn("usher: the issuer of tokens is not checked, because no PublishableKey (CLERK_PUBLISHABLE_KEY) says which one is right")
	}
	if instance.Kind == clerk.KindProduction && len(instance.AuthorizedParties) == 0 && s.takesSessions() {
		instance.Logger.Warn("usher: session tokens for every application of the instance are accepted, also in cookies that another " +
			"subdomain has set, because AuthorizedParties is empty; set it to the origins of the front end")
	}
	whyNobody := clerk.ReasonNoCredentials
	if instance.Kind == clerk.KindDevelopment {
		whyNobody = clerk.ReasonDevBrowserMissing
	}
	return &Usher{
		instance: instance, authenticator: authenticator, keys: keys, verifier: verifier, machines: machines, sessions: config.Sessions,
		origins: s.newOrigins(instance), pages: s.newPages(instance), bonds: newBonds(s.revocations),
		nobody: authobject.Unauthenticated(authobject.SessionToken, whyNobody),
		log:    instance.Logger, settings: *s,
	}, nil
}

// Preload fetches the verification keys. Call it at start-up and treat its error, a *jwks.Error, as a warning or as fatal,
// as you like: without it the first request waits for them.
func (u *Usher) Preload(ctx context.Context) error { return u.keys.Preload(ctx) }

// Ready returns nil when session tokens can be verified right now, and otherwise a *jwks.Error. It is meant for readiness probes and
// waits for nothing: keys that nobody has asked for yet are fetched in the background, so that a service that gets no requests before
// it is ready becomes ready by its probes.
func (u *Usher) Ready() error {
	err := u.keys.Ready()
	if err != nil {
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		_ = u.keys.Preload(ended) // begins a fetch, if one is due, and does not wait for it
	}
	return err
}

// Close ends the background refresh of the keys, what Clerk is being asked, and every [Bond], and forgets what is remembered of
// tokens. Requests are still served with the keys that are known.
func (u *Usher) Close() error {
	u.bonds.close()
	err := errors.Join(u.authenticator.Close(), u.verifier.Close())
	if u.sessions != nil {
		err = errors.Join(err, u.sessions.Close())
	}
	if u.machines != nil {
		err = errors.Join(err, u.machines.Close())
	}
	return errors.Join(err, u.keys.Close())
}

// Authenticate attaches an Auth to every request and refuses none: handlers below read it with authobject.FromContext, and
// a caller who is not signed in reaches them as well. Mount it once, above everything that asks who the caller is.
//
// Responses to callers who are not signed in say so in the headers X-Clerk-Auth-Status and X-Clerk-Auth-Reason; all
// responses vary by Authorization and Cookie. A browser whose cookies have to be renewed by Clerk is sent there with
// status 307 instead, and comes back. A response with renewed cookies is marked no-store; a handler that sets Cache-Control
// itself must leave it at that, or a shared cache could hand one user's session to the next.
//
// The cookies of a request that another site has a browser send, by a method that changes something, do not count: such a
// caller is signed out, with [ReasonCrossOrigin]. See [WithTrustedOrigins].
//
// A browser that keeps no cookies is not sent round for ever either: it is signed out, with [ReasonCookiesBlocked], after at most two
// redirects of a development instance, or three of its satellite.
func (u *Usher) Authenticate(next http.Handler) http.Handler {
	u.mustBeMade()
	mustHave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, v := u.attach(w, r)
		if !u.answered(w, r, v) {
			next.ServeHTTP(w, r)
		}
	})
}

// answered answers what the decision itself answers, whatever lies below: a browser that is on its way to Clerk or back, and a
// request about which nothing can be decided.
func (u *Usher) answered(w http.ResponseWriter, r *http.Request, v *visit) bool {
	switch {
	case v.tested || v.foreign || v.cookieless:
		return false
	case v.decision != nil && v.decision.Redirects():
		u.warnOfProxy(r)
		u.checkCookies(w.Header(), r, v.decision)
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusTemporaryRedirect)
		return true
	case v.decision != nil && v.decision.Status == authn.Failed:
		u.log.Error("usher: a request cannot be decided", slog.String("why", v.decision.Err.Error()))
		w.Header().Set("Cache-Control", "no-store")
		answer(u.settings.onError, w, r, &Error{Status: v.decision.FailureStatus(), Reason: v.decision.Reason, Detail: v.decision.Message(),
			RetryAfter: v.decision.RetryAfter, Err: v.decision.Err})
		return true
	case u.dropsMark(w.Header(), r):
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusTemporaryRedirect)
		return true
	}
	return false
}

// logDecision leaves a trace of every decision for whoever turns on debug logs. That keys are missing is said by package jwks,
// once and not for every request.
func (u *Usher) logDecision(r *http.Request, v *visit) {
	const level = slog.LevelDebug
	if !u.log.Enabled(r.Context(), level) {
		return
	}
	attrs := []slog.Attr{slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("caller", v.auth)}
	if v.decision != nil && v.decision.Err != nil {
		attrs = append(attrs, slog.String("why", v.decision.Err.Error()))
	}
	u.log.LogAttrs(r.Context(), level, "usher: request", attrs...)
}

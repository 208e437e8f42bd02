package middleware

import (
	"errors"
	"fmt"
	"slices"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// An Option sets up an [Usher] beyond what [clerk.Options] say of the instance.
type Option interface{ apply(*settings) }

type settings struct {
	keys            jwks.Options
	verifier        []token.Option
	accepted        []authobject.TokenKind // empty: session tokens
	machines        token.MachineOptions
	onError         ErrorHandler
	pending         bool
	guardPreflights bool
	notFound        bool
	anyOrigin       bool
	trustedOrigins  []string
	signUpURL       string
	revocations     authn.Revocations
	sessions        *multisession.Policy // nil: what requests name is not read
	problems        []error

	tunesMachines bool // WithMachineOptions was given
}

// newSettings applies options to the defaults, and collects what is wrong with them.
func newSettings(with []Option) *settings {
	s := &settings{onError: WriteError}
	for n, o := range with {
		if o == nil {
			s.problems = append(s.problems, fmt.Errorf("middleware.New: option %d is nil; leave it out", n+1))
			continue
		}
		o.apply(s)
	}
	if s.tunesMachines && !s.takesMachines() {
		s.problems = append(s.problems, errors.New("WithMachineOptions: no credential of programs is accepted, so it does nothing; name their kinds in WithAcceptedTokens, or leave it out"))
	}
	return s
}

// check returns everything that is wrong with the settings for an instance.
func (s *settings) check(instance *clerk.Instance) []error {
	problems := slices.Clone(s.problems)
	for _, kind := range s.accepted {
		enough := !instance.SecretKey.IsZero() || (kind == authobject.M2MToken && !instance.MachineSecretKey.IsZero())
		if kind.IsMachine() && !enough {
			problems = append(problems, fmt.Errorf("WithAcceptedTokens(%s): Clerk has to be asked about some of them, which needs the option SecretKey (CLERK_SECRET_KEY)", kind))
		}
	}
	if s.sessions != nil && s.sessions.Mode == multisession.Lookup && instance.SecretKey.IsZero() {
		problems = append(problems, errors.New("WithMultiSession: the mode lookup asks Clerk, which needs the option SecretKey (CLERK_SECRET_KEY)"))
	}
	return problems
}

type option func(*settings)

func (f option) apply(s *settings) { f(s) }

// WithErrorHandler has refused requests answered by handler instead of [WriteError]: with one's own body, or a page. The handler has
// to write the status, see [ErrorHandler].
func WithErrorHandler(handler ErrorHandler) Option {
	return option(func(s *settings) {
		if handler == nil {
			s.problems = append(s.problems, errors.New("WithErrorHandler(nil): pass a function, or leave the option out for WriteError"))
			return
		}
		s.onError = handler
	})
}

// WithPendingSessions lets pending sessions count as signed in: users who have signed in and still owe a task, such as
// choosing an organization or enrolling a second factor. The default is to treat them as signed out, as Clerk does; use
// this for the routes that finish the task, in an Usher of their own.
func WithPendingSessions() Option { return option(func(s *settings) { s.pending = true }) }

// WithGuardedPreflights has guards refuse CORS preflights like any other request. The default lets them through, so that a
// CORS handler below a guard can answer them; a handler that acts on every method, OPTIONS included, would then be reached
// by anybody who sends one. Use this option, or better the safer order: the CORS handler above the guards, and handlers
// registered by method.
func WithGuardedPreflights() Option { return option(func(s *settings) { s.guardPreflights = true }) }

// WithKeyOptions tunes how verification keys are cached.
func WithKeyOptions(options jwks.Options) Option {
	return option(func(s *settings) { s.keys = options })
}

// WithTokenCache bounds what is remembered of verified session tokens. A token comes back with every request of its minute, so
// whom it speaks for is remembered until it ends, in memory and without the token itself. Its dates and its key are looked at again
// on each request. See [WithoutTokenCache] to verify every signature each time.
func WithTokenCache(options token.CacheOptions) Option {
	return option(func(s *settings) {
		if err := options.Validate(); err != nil {
			s.problems = append(s.problems, fmt.Errorf("WithTokenCache: %w", err))
			return
		}
		s.verifier = []token.Option{token.WithCache(options)}
	})
}

// WithoutTokenCache has the signature of every session token verified on every request, which takes some thirty times as long.
func WithoutTokenCache() Option {
	return option(func(s *settings) { s.verifier = []token.Option{token.WithoutCache()} })
}

package middleware

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// WithAcceptedTokens says which kinds of credential count. The default is authobject.SessionToken alone, so that no stranger can
// have Clerk asked about made-up API keys.
//
// Of several WithAcceptedTokens the last one counts. Where the kinds are machines' alone, cookies do not count. API keys and OAuth tokens need the SecretKey of the instance; M2M
// tokens need it or a MachineSecretKey. Programs pass [Usher.Authenticate], [Usher.RequireToken], and [Usher.Require] with
// authobject.Scope; they do not pass [Usher.RequireAuth], and authobject.FromContext takes none of them for a user.
func WithAcceptedTokens(kinds ...authobject.TokenKind) Option {
	return option(func(s *settings) {
		if len(kinds) == 0 {
			s.problems = append(s.problems, errors.New("WithAcceptedTokens(): name at least one kind, or leave the option out for session tokens"))
			return
		}
		for _, kind := range kinds {
			if kind != authobject.SessionToken && !kind.IsMachine() {
				s.problems = append(s.problems, fmt.Errorf("WithAcceptedTokens: %q is no kind of credential; use the constants of package authobject", kind))
			}
		}
		s.accepted = slices.Clone(kinds)
	})
}

// WithMachineOptions tunes how the credentials of programs are looked up. It needs [WithAcceptedTokens] with one of their kinds.
func WithMachineOptions(options token.MachineOptions) Option {
	return option(func(s *settings) {
		s.machines, s.tunesMachines = options, true
		if err := options.Validate(); err != nil {
			s.problems = append(s.problems, err)
		}
	})
}

// accepts translates the accepted kinds.
func (s *settings) accepts() authn.Accepts {
	if len(s.accepted) == 1 {
		return authn.AcceptOnly(s.accepted[0])
	}
	if len(s.accepted) > 1 {
		return authn.AcceptOneOf(s.accepted...)
	}
	return authn.Accepts{}
}

// takesSessions reports whether session tokens are accepted.
func (s *settings) takesSessions() bool {
	return len(s.accepted) == 0 || slices.Contains(s.accepted, authobject.SessionToken)
}

// takesMachines reports whether credentials of programs are accepted.
func (s *settings) takesMachines() bool {
	return slices.ContainsFunc(s.accepted, authobject.TokenKind.IsMachine)
}

// newMachines returns the verifier of the machines that are accepted, or nil where none are.
func (s *settings) newMachines(instance *clerk.Instance, keys *jwks.Cache, client *backend.Client) (*token.Machines, error) {
	if !s.takesMachines() {
		return nil, nil
	}
	return token.NewMachines(instance, keys, client, s.machines)
}

// RequireToken lets callers through who presented a verified credential of one of these kinds, and answers 401 to callers who
// are not known and 403 to others. It is the guard for programs whose scopes do not matter; with scopes, use [Usher.Require] and
// authobject.Scope.
//
// CORS preflights pass, as with [Usher.RequireAuth]. RequireToken panics when routes are built and a kind is not among those of
// [WithAcceptedTokens], because nobody could pass.
func (u *Usher) RequireToken(kinds ...authobject.TokenKind) func(http.Handler) http.Handler {
	u.mustBeMade()
	accepted := u.settings.accepted
	if len(accepted) == 0 {
		accepted = []authobject.TokenKind{authobject.SessionToken}
	}
	if len(kinds) == 0 {
		panic("middleware: RequireToken: name at least one kind of credential")
	}
	for _, kind := range kinds {
		if !slices.Contains(accepted, kind) {
			panic(fmt.Sprintf("middleware: RequireToken: %q is not accepted here; name it in WithAcceptedTokens", kind))
		}
	}
	own := slices.Clone(kinds) // the caller may go on to use the list
	return func(next http.Handler) http.Handler {
		return u.guard(func(auth *authobject.Auth) *Error {
			if slices.Contains(own, auth.Kind()) {
				return nil
			}
			return wrongKind("the caller's credential is of a kind that is not accepted here")
		}, next)
	}
}

// requireUser is what RequireAuth asks of a caller who is known.
func requireUser(auth *authobject.Auth) *Error {
	if auth.IsSignedIn() {
		return nil
	}
	return wrongKind("the caller is a program, and a user with a session is required")
}

func wrongKind(detail string) *Error {
	return &Error{Status: http.StatusForbidden, Reason: clerk.ReasonTokenTypeMismatch, Detail: detail}
}

package middleware

import (
	"context"
	"net/http"

	"github.com/usher-auth/usher/authobject"
)

// Guards are what [Usher] and [Ushers] have in common: the middleware that is mounted above routes. Adapters take either. The
// interface grows with them, and is not meant to be implemented elsewhere.
type Guards interface {
	// Authenticate attaches the caller to every request: see [Usher.Authenticate].
	Authenticate(next http.Handler) http.Handler
	// RequireAuth lets signed-in users through: see [Usher.RequireAuth].
	RequireAuth(next http.Handler) http.Handler
	// Require lets callers through who meet every check: see [Usher.Require].
	Require(checks ...authobject.Check) func(http.Handler) http.Handler
	// RequireAuthPage is RequireAuth for pages: see [Usher.RequireAuthPage].
	RequireAuthPage(next http.Handler) http.Handler
	// RequirePage is Require for pages: see [Usher.RequirePage].
	RequirePage(checks ...authobject.Check) func(http.Handler) http.Handler
	// RequireToken lets credentials of some kinds through: see [Usher.RequireToken].
	RequireToken(kinds ...authobject.TokenKind) func(http.Handler) http.Handler
	// RequireExplicitSession lets users through who say which of their sessions acts: see [Usher.RequireExplicitSession].
	RequireExplicitSession(next http.Handler) http.Handler
}

// A Passage takes one request through a guard: see [Adapt]. It is safe for concurrent use.
type Passage func(w http.ResponseWriter, r *http.Request, next func(*http.Request)) *Error

// Adapt is for routers whose handlers are no http.Handler; adapters/gin and adapters/echo are made with it. It builds guard, which
// is one of those of [Guards] and no other middleware, once, and panics where building it does.
//
// The Passage calls next with the request that carries the caller, if the caller may pass. Otherwise the response has been written
// when it returns, as everywhere else, and the result is the Error that was answered, for the logs and the error handlers of the
// router; it is nil where a browser was sent somewhere else, and where next was called. The router must not call any further
// handler unless next was called.
func Adapt(guard func(http.Handler) http.Handler) Passage {
	guarded := guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, ok := r.Context().Value(passageKey{}).(*passage)
		if !ok { // somebody has put another context into the request, and the way on is lost with the old one
			WriteError(w, r, middlewareMissing())
			return
		}
		p.passed = true
		p.next(r)
	}))
	return func(w http.ResponseWriter, r *http.Request, next func(*http.Request)) *Error {
		p := &passage{next: next}
		guarded.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), passageKey{}, p)))
		return p.refusal
	}
}

type passageKey struct{}

// A passage is one request on its way through one guard.
type passage struct {
	next    func(*http.Request)
	passed  bool
	refusal *Error
}

// answer has an error handler answer, and tells the adapter above, if there is one. What lies below a guard that was passed is not
// the adapter's refusal.
func answer(handler ErrorHandler, w http.ResponseWriter, r *http.Request, err *Error) {
	if p, ok := r.Context().Value(passageKey{}).(*passage); ok && !p.passed {
		p.refusal = err
	}
	handler(w, r, err)
}

package middleware

import (
	"context"
	"errors"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// RequireAuth lets signed-in callers through and answers 401 to all others, or 503 when the verification keys could not be
// had. It authenticates by itself where Authenticate is not mounted above it.
//
// CORS preflights pass, because browsers send them without credentials; see [WithGuardedPreflights].
func (u *Usher) RequireAuth(next http.Handler) http.Handler { return u.guard(nil, next) }

// Require lets callers through who meet every check. Callers who are not signed in get 401, callers who do not meet a check
// 403; where the check is a reverification, the 403 has the body that makes Clerk's front-end libraries ask the user to
// confirm a factor.
//
// CORS preflights pass, as with [Usher.RequireAuth]: register handlers by method, or use [WithGuardedPreflights].
//
// Like the pattern functions of net/http, Require panics when routes are built and a check makes no sense, or none is given.
func (u *Usher) Require(checks ...authobject.Check) func(http.Handler) http.Handler {
	all := authobject.All(checks...)
	if err := all.Validate(); err != nil {
		panic("middleware: Require: " + err.Error())
	}
	return func(next http.Handler) http.Handler { return u.guard(&all, next) }
}

func (u *Usher) guard(check *authobject.Check, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, v := u.attach(w, r)
		if err := u.judge(v, check); err != nil && (u.settings.guardPreflights || !isPreflight(r)) {
			w.Header().Set("Cache-Control", "no-store")
			u.settings.onError(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// judge returns why the caller may not pass, or nil.
func (u *Usher) judge(v *visit, check *authobject.Check) *Error {
	if !v.auth.IsSignedIn() {
		return unauthenticated(v)
	}
	if check == nil {
		return nil
	}
	err := v.auth.Check(*check)
	if err == nil {
		return nil
	}
	refused := &Error{Status: http.StatusForbidden, Reason: clerk.ReasonCheckInvalid, Detail: "a check refused", Err: err}
	var refusal *authobject.Refusal
	if errors.As(err, &refusal) {
		refused.Reason, refused.Detail, refused.Reverification = refusal.Reason, refusal.Detail, refusal.Reverification
	}
	return refused
}

// Unauthenticated returns what RequireAuth would answer to the caller of the request that ctx belongs to, for handlers below
// Authenticate that decide by themselves and answer with [WriteError] or in their own form. It returns nil only when somebody is
// signed in; where no Usher has looked at the request, it is an Error with status 500 and clerk.ReasonMiddlewareMissing.
func Unauthenticated(ctx context.Context) *Error {
	v, ok := ctx.Value(contextKey{}).(*visit)
	switch {
	case !ok:
		return &Error{Status: http.StatusInternalServerError, Reason: clerk.ReasonMiddlewareMissing, Err: authobject.ErrNoMiddleware,
			Detail: "the service does not know who is calling"}
	case v.auth.IsSignedIn():
		return nil
	}
	return unauthenticated(v)
}

func unauthenticated(v *visit) *Error {
	d := v.decision
	e := &Error{Status: http.StatusUnauthorized, Reason: v.auth.Reason(), Detail: d.Message(), Presented: d.Presented(), Err: d.Err}
	switch {
	case d.Unavailable:
		// What is wrong with the keys is for the log and for the error handler, not for strangers.
		e.Status, e.RetryAfter = http.StatusServiceUnavailable, d.RetryAfter
		e.Detail = "the service cannot verify session tokens at the moment; try again later"
	case e.Reason == clerk.ReasonSessionPending:
		e.Detail = "the user has signed in and still owes a task, such as choosing an organization; finish it in the front end"
	}
	return e
}

// isPreflight tells a CORS preflight (Fetch standard, section 4.8) from an OPTIONS request that wants an answer of its own.
func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != ""
}

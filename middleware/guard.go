package middleware

import (
	"context"
	"errors"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

// RequireAuth lets signed-in users through and answers 401 to all others, or 503 when the verification keys could not be
// had. Programs that [WithAcceptedTokens] lets in are no users and get 403. It authenticates by itself where Authenticate is
// not mounted above it.
//
// CORS preflights pass, because browsers send them without credentials; see [WithGuardedPreflights].
func (u *Usher) RequireAuth(next http.Handler) http.Handler { return u.guard(requireUser, next) }

// Require lets callers through who meet every check. Callers who are not known get 401, callers who do not meet a check
// 403; where the check is a reverification, the 403 has the body that makes Clerk's front-end libraries ask the user to
// confirm a factor.
//
// CORS preflights pass, as with [Usher.RequireAuth]: register handlers by method, or use [WithGuardedPreflights].
//
// Like the pattern functions of net/http, Require panics when routes are built and a check makes no sense, or none is given. So does
// every guard that is mounted above a nil handler, or is one of a nil Usher.
func (u *Usher) Require(checks ...authobject.Check) func(http.Handler) http.Handler {
	all := authobject.All(checks...)
	if err := all.Validate(); err != nil {
		panic("middleware: Require: " + err.Error())
	}
	return func(next http.Handler) http.Handler {
		return u.guard(func(auth *authobject.Auth) *Error { return refused(auth.Check(all)) }, next)
	}
}

// guard lets callers through who are known and whom demand does not refuse.
func (u *Usher) guard(demand func(*authobject.Auth) *Error, next http.Handler) http.Handler {
	return u.guardWith(demand, u.refuse, next)
}

// guardWith is guard with another answer to those who do not pass.
func (u *Usher) guardWith(demand func(*authobject.Auth) *Error, refuse ErrorHandler, next http.Handler) http.Handler {
	u.mustBeMade()
	mustHave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, v := u.attach(w, r)
		if u.answered(w, r, v) {
			return
		}
		if err := judge(v, demand); err != nil && (u.settings.guardPreflights || !isPreflight(r)) {
			refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// mustBeMade panics when routes are built with the Usher of a New that failed: the first request must not find out.
func (u *Usher) mustBeMade() {
	if u == nil {
		panic("middleware: the Usher is nil; look at the error that New has returned")
	}
}

// mustHave panics when routes are built and there is nothing to guard, as the patterns of net/http do.
func mustHave(next http.Handler) {
	if f, ok := next.(http.HandlerFunc); next == nil || ok && f == nil {
		panic("middleware: the handler is nil; pass what is to be guarded, and http.DefaultServeMux by its name")
	}
}

// refuse answers a caller who may not pass.
func (u *Usher) refuse(w http.ResponseWriter, r *http.Request, err *Error) {
	w.Header().Set("Cache-Control", "no-store")
	answer(u.settings.onError, w, r, u.settings.disguised(err))
}

// judge returns why the caller may not pass, or nil.
func judge(v *visit, demand func(*authobject.Auth) *Error) *Error {
	if !v.auth.IsAuthenticated() {
		return unauthenticated(v)
	}
	return demand(v.auth)
}

// refused returns the answer to a caller whom a check refuses, or nil.
func refused(err error) *Error {
	if err == nil {
		return nil
	}
	answer := &Error{Status: http.StatusForbidden, Reason: clerk.ReasonCheckInvalid, Detail: "a check refused", Err: err}
	var refusal *authobject.Refusal
	if errors.As(err, &refusal) {
		answer.Reason, answer.Detail, answer.Reverification = refusal.Reason, refusal.Detail, refusal.Reverification
	}
	return answer
}

// Unauthenticated returns what RequireAuth would answer to the caller of the request that ctx belongs to, for handlers below
// Authenticate that decide by themselves and answer with [WriteError] or in their own form. It returns nil only when somebody is
// signed in; where no Usher has looked at the request, it is an Error with status 500 and clerk.ReasonMiddlewareMissing.
func Unauthenticated(ctx context.Context) *Error {
	v, ok := ctx.Value(contextKey{}).(*visit)
	switch {
	case !ok:
		return middlewareMissing()
	}
	return judge(v, requireUser)
}

func middlewareMissing() *Error {
	return &Error{Status: http.StatusInternalServerError, Reason: clerk.ReasonMiddlewareMissing, Err: authobject.ErrNoMiddleware,
		Detail: "the service does not know who is calling"}
}

func unauthenticated(v *visit) *Error {
	switch {
	case v.foreign:
		return crossOrigin()
	case v.cookieless:
		return cookiesBlocked()
	}
	d := v.decision
	e := &Error{Status: http.StatusUnauthorized, Reason: v.auth.Reason(), Detail: d.Message(), Presented: d.Presented(), Err: d.Err}
	switch {
	case d.Unavailable:
		// What is wrong with the keys is for the log and for the error handler, not for strangers.
		e.Status, e.RetryAfter = http.StatusServiceUnavailable, d.RetryAfter
		e.Detail = "the service cannot verify credentials at the moment; try again later"
	case multisession.IsReason(e.Reason):
		// To sign in would not help, and a browser must not be sent to do so.
		e.Status, e.Detail = http.StatusForbidden, multisession.Refusal(e.Reason).Detail
	case e.Reason == clerk.ReasonSessionPending:
		e.Detail = "the user has signed in and still owes a task, such as choosing an organization; finish it in the front end"
	}
	return e
}

// isPreflight tells a CORS preflight (Fetch standard, section 4.8) from an OPTIONS request that wants an answer of its own.
func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != ""
}

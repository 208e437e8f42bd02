package middleware

import (
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// RequireAuthPage is [Usher.RequireAuth] for pages that people look at: a browser whose user is not signed in is sent to the
// sign-in page with status 303, and comes back to the page once somebody has signed in; see [Usher.SignInURL]. A session that
// still owes a task is sent to finish it. Everything else is answered as by RequireAuth: programs with 403, and 503 when the
// verification keys could not be had, as signing in would not help.
//
// Guard routes that scripts call with RequireAuth: a script cannot follow a redirect to another site.
//
// A browser that comes back time and again without a session that counts is not sent away any more but answered with 401, and a
// warning in the log says so. One that keeps no cookies is told so with 401 and [ReasonCookiesBlocked], after having been sent away
// twice at most. RequireAuthPage panics when routes are built and no sign-in page is known.
func (u *Usher) RequireAuthPage(next http.Handler) http.Handler {
	u.mustKnowSignIn("RequireAuthPage")
	return u.guardWith(requireUser, u.sendToSignIn, next)
}

// RequirePage is [Usher.Require] for pages, as [Usher.RequireAuthPage] is RequireAuth: whoever is not signed in is sent to the
// sign-in page, and whoever is and does not meet a check is refused with 403.
//
// It panics when routes are built and a check makes no sense, none is given, or no sign-in page is known.
func (u *Usher) RequirePage(checks ...authobject.Check) func(http.Handler) http.Handler {
	u.mustKnowSignIn("RequirePage")
	all := authobject.All(checks...)
	if err := all.Validate(); err != nil {
		panic("middleware: RequirePage: " + err.Error())
	}
	return func(next http.Handler) http.Handler {
		return u.guardWith(func(auth *authobject.Auth) *Error { return refused(auth.Check(all)) }, u.sendToSignIn, next)
	}
}

func (u *Usher) mustKnowSignIn(method string) {
	u.mustBeMade()
	if u.pages.signIn == nil {
		panic("middleware: " + method + ": there is no page to sign in on; set the option SignInURL (CLERK_SIGN_IN_URL) or PublishableKey (CLERK_PUBLISHABLE_KEY)")
	}
}

// cookieSignInCount counts how often a browser was sent to sign in, so that a loop is noticed: an application that does not accept
// the tokens that the sign-in page makes, for want of an authorized party say, would else send it there for ever.
const (
	cookieSignInCount = "__usher_sign_in_count"
	maxSignInCount    = 5
)

// sendToSignIn answers the browser of a page that may not be shown.
func (u *Usher) sendToSignIn(w http.ResponseWriter, r *http.Request, err *Error) {
	if err.Status != http.StatusUnauthorized || err.Reason == ReasonCookiesBlocked {
		u.refuse(w, r, err)
		return
	}
	count := signInCount(r)
	if count >= maxSignInCount || u.isSignInPage(r) {
		u.warnOfLoop(err)
		u.refuse(w, r, err)
		return
	}
	u.warnOfProxy(r)
	location := u.SignInURL(r, "")
	if err.Reason == clerk.ReasonSessionPending {
		location = u.TasksURL(r, "")
	}
	h := w.Header()
	h.Set("Location", u.checkOnSignIn(h, r, location))
	h.Set("Cache-Control", "no-store")
	h.Add("Set-Cookie", cookieSignInCount+"="+strconv.Itoa(count+1)+"; Path=/; Max-Age=10; HttpOnly; SameSite=Lax")
	w.WriteHeader(http.StatusSeeOther)
}

// warnOfLoop says so once a minute, because anybody can pretend to be in a loop.
func (u *Usher) warnOfLoop(err *Error) {
	minute := u.instance.Now().Unix() / 60
	if u.loopMinute.Swap(minute) != minute {
		u.log.Warn("usher: a browser is not sent to the sign-in page again; either that page is behind a guard itself, "+
			"or the sessions that it makes do not count here", slog.String("reason", string(err.Reason)))
	}
}

func signInCount(r *http.Request) int {
	cookie, err := r.Cookie(cookieSignInCount)
	if err != nil {
		return 0
	}
	count, err := strconv.Atoi(cookie.Value)
	if err != nil {
		return 0
	}
	return max(0, min(count, maxSignInCount))
}

// isSignInPage reports whether a request is for the sign-in page itself, or one below it.
func (u *Usher) isSignInPage(r *http.Request) bool {
	own, err := url.Parse(u.authenticator.Read(r).URL())
	page := u.pages.signIn
	if err != nil || page.Host != "" && page.Host != own.Host {
		return false
	}
	path := strings.TrimSuffix(page.Path, "/")
	return path != "" && (own.Path == path || strings.HasPrefix(own.Path, path+"/"))
}

package authn

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// A Refresher has Clerk renew an expired session token; the Sessions service of a *backend.Client is the one to use.
// Implementations must be safe for concurrent use.
type Refresher interface {
	// Refresh exchanges an expired token and a refresh token for cookies with a new one.
	Refresh(ctx context.Context, sessionID string, params *backend.SessionRefreshParams) (*backend.SessionRefresh, error)
}

// Why an expired session token was not refreshed, as the end of a reason.
const (
	refreshNoClient     = "missing-api-client"
	refreshUndecodable  = "expired-session-token-decode-failed"
	refreshNoSessionID  = "expired-session-token-missing-sid-claim"
	refreshInvalidToken = "invalid-session-token"
	refreshFetch        = "fetch-error"
	refreshUnexpected   = "unexpected-bapi-error"
	refreshUnreadable   = "unexpected-sdk-error"
)

// RefreshTimeout is how long one try of a refresh should take at most; an [Authenticator] waits no longer for one. A refresh should
// be tried once: the browser waits, and can be sent to Clerk instead.
const RefreshTimeout = 5 * time.Second

// fruitlessRefreshes is how many refreshes may come to nothing in any ten seconds of this process. Each takes a genuine token
// that has expired, so there are more of them than of exchanges.
const fruitlessRefreshes = 100

// refresh exchanges the expired token, the one that was refused, for a new one of the same session. It returns the values for
// Set-Cookie that go with it, or why it failed, and the fault where it was Clerk that could not be asked or said so.
func (f *flow) refresh(ctx context.Context, expired string) (auth *authobject.Auth, cookies []string, why clerk.Reason, fault error) {
	if f.config.Refresher == nil {
		return nil, nil, refreshNoClient, nil
	}
	seen := glance(expired)
	switch {
	case !seen.readable:
		return nil, nil, refreshUndecodable, nil
	case seen.session == "":
		return nil, nil, refreshNoSessionID, nil
	}
	params := &backend.SessionRefreshParams{
		ExpiredToken: expired, RefreshToken: f.c.Refresh.Reveal(), RequestOrigin: f.r.address.origin(),
		RequestHeaders: backend.Some(f.r.headersForClerk(f.suffix)), Format: backend.Some(backend.SessionRefreshFormatCookie),
	}
	if f.suffixed {
		params.SuffixedCookies = backend.Some(true)
	}
	answer, err := f.refreshes.do(ctx, func(ctx context.Context) (*backend.SessionRefresh, error) {
		return f.config.Refresher.Refresh(ctx, seen.session, params)
	}, expired, params.RefreshToken)
	if err != nil {
		return nil, nil, refreshProblem(err), err
	}
	if answer == nil || len(answer.Cookies) == 0 {
		return nil, nil, refreshUnreadable, nil
	}
	list := setCookies(answer.Cookies)
	cookies = f.sendable(list)
	text, ok := f.sessionOf(list, cookies)
	if !ok || text == "" {
		return nil, nil, refreshInvalidToken, nil
	}
	auth, err = f.verify(ctx, text)
	// A refresh token of another session answers with that session. Which user a session is of is for Clerk, which signed both, to
	// say: recorded refreshes answer with another one.
	if err != nil || auth.SessionID() != seen.session {
		return nil, nil, refreshInvalidToken, err
	}
	return auth, cookies, "", nil
}

// refreshProblem returns Clerk's own code for what went wrong, where there is one.
func refreshProblem(err error) clerk.Reason {
	var answer *backend.Error
	switch {
	case !errors.As(err, &answer):
		return refreshFetch
	case answer.Status < http.StatusMultipleChoices:
		return refreshUnreadable
	case len(answer.Errors) == 0 && answer.Status == http.StatusNotFound:
		return "resource_not_found"
	case len(answer.Errors) == 0:
		return refreshUnexpected
	}
	code := answer.Errors[0].Code
	odd := func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' }
	switch {
	case code == "unexpected_error":
		return refreshFetch
	case code == "" || len(code) > 64 || strings.ContainsFunc(code, odd):
		return refreshUnexpected
	}
	return clerk.Reason(code)
}

// maxRefreshHeaders is how many bytes of headers go along with a refresh.
const maxRefreshHeaders = 16 << 10

// headersForClerk returns the headers that Clerk judges a refresh by: what the browser says of itself and of the page, where the
// request comes from, and the cookies of this instance. All others stay here, since they may hold credentials for somebody else.
func (r *Request) headersForClerk(suffix string) map[string][]string {
	out := map[string][]string{}
	room := maxRefreshHeaders
	for _, name := range slices.Sorted(maps.Keys(r.header)) {
		value := strings.Join(r.header[name], ", ")
		switch name = strings.ToLower(name); {
		case name == "cookie":
			value = clerkCookies(r.header[clerk.HeaderCookie], suffix)
		case !isForClerk(name):
			continue
		}
		if value != "" && len(name)+len(value) <= room {
			room -= len(name) + len(value)
			out[name] = []string{value}
		}
	}
	return out
}

// isForClerk reports whether a header, in lower case, is about the browser or where the request comes from.
func isForClerk(name string) bool {
	switch name {
	case "user-agent", "origin", "referer", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
		"x-forwarded-port", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "cf-ipcountry", "fly-client-ip",
		"fastly-client-ip", "cloudfront-viewer-address", "x-vercel-forwarded-for":
		return true
	}
	return name == "accept" || strings.HasPrefix(name, "accept-") || strings.HasPrefix(name, "sec-ch-") || strings.HasPrefix(name, "sec-fetch-")
}

// clerkCookies returns the cookies of this instance.
func clerkCookies(lines []string, suffix string) string {
	var kept []string
	for _, line := range lines {
		for segment := range strings.SplitSeq(line, ";") {
			segment = strings.Trim(segment, " \t")
			name, _, ok := strings.Cut(segment, "=")
			if _, of, isClerks := clerk.SplitCookieName(name); ok && isClerks && (of == "" || of == suffix) {
				kept = append(kept, segment)
			}
		}
	}
	return strings.Join(kept, "; ")
}

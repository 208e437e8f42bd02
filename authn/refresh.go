package authn

import (
	"context"
	"errors"
	"net/http"
	"strings"

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

// refresh exchanges the expired token, the one that was refused, for a new one. It returns the values for Set-Cookie that go with
// it, or why it failed.
func (f *flow) refresh(ctx context.Context, expired string) (auth *authobject.Auth, cookies []string, why clerk.Reason) {
	if f.config.Refresher == nil {
		return nil, nil, refreshNoClient
	}
	seen := glance(expired)
	switch {
	case !seen.readable:
		return nil, nil, refreshUndecodable
	case seen.session == "":
		return nil, nil, refreshNoSessionID
	}
	params := &backend.SessionRefreshParams{
		ExpiredToken: expired, RefreshToken: f.c.Refresh.Reveal(), RequestOrigin: f.r.address.origin(),
		RequestHeaders: backend.Some(f.r.headersForClerk()), Format: backend.Some(backend.SessionRefreshFormatCookie),
	}
	if f.suffixed {
		params.SuffixedCookies = backend.Some(true)
	}
	answer, err := f.config.Refresher.Refresh(ctx, seen.session, params)
	if err != nil {
		return nil, nil, refreshProblem(err)
	}
	if len(answer.Cookies) == 0 {
		return nil, nil, refreshUnreadable
	}
	var list []string
	for _, cookie := range answer.Cookies {
		list = append(list, string(cookie))
	}
	list = sendable(list)
	text := ""
	for _, directive := range list {
		if name, value := cookieOf(directive); strings.HasPrefix(name, clerk.CookieSession) {
			text = value
		}
	}
	if auth, err = f.verify(ctx, text); err != nil {
		return nil, nil, refreshInvalidToken
	}
	return auth, list, ""
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

// headersForClerk returns the headers that Clerk judges a refresh by, such as the browser's name and address. Credentials that
// are none of Clerk's business stay here: the Authorization header and the cookies of others.
func (r *Request) headersForClerk() map[string][]string {
	out := map[string][]string{}
	for name, values := range r.header {
		switch name {
		case clerk.HeaderAuthorization, "Proxy-Authorization":
		case clerk.HeaderCookie:
			if own := clerkCookies(values); own != "" {
				out["cookie"] = []string{own}
			}
		default:
			out[strings.ToLower(name)] = []string{strings.Join(values, ", ")}
		}
	}
	return out
}

// clerkCookies returns the cookies whose names Clerk uses.
func clerkCookies(lines []string) string {
	var kept []string
	for _, line := range lines {
		for segment := range strings.SplitSeq(line, ";") {
			segment = strings.Trim(segment, " \t")
			for _, prefix := range [...]string{"__session", "__client", "__clerk", "__refresh"} {
				if strings.HasPrefix(segment, prefix) {
					kept = append(kept, segment)
					break
				}
			}
		}
	}
	return strings.Join(kept, "; ")
}

package middleware

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// WithSignUpURL names the page that users sign up on: an absolute http or https URL, or a path that begins with a slash. The default
// is clerk.Options.SignUpURL, or else follows from clerk.Options.SignInURL, with /create at the end of its path, or else is a page of
// the account portal.
func WithSignUpURL(page string) Option {
	return option(func(s *settings) {
		if u := parsePage(page); u == nil {
			s.problems = append(s.problems, errors.New("WithSignUpURL: write an absolute http or https URL, or a path that begins with a slash"))
			return
		}
		s.signUpURL = page
	})
}

// SignInURL returns the address to send the browser of r to, so that its user signs in and comes back to returnTo, a path of the
// application such as "/dashboard?tab=1". With "" the user comes back to the address of r itself, if it is one that a browser can
// load, by GET or HEAD. It is what a handler redirects to that decides by itself; [Usher.RequireAuthPage] does it for those that
// do not:
//
//	http.Redirect(w, r, auth.SignInURL(r, ""), http.StatusSeeOther)
//
// The address to come back to is always one of this application, at the origin where the browser sees it (see
// clerk.Options.PublicURL): what else returnTo may hold, a URL out of a request say, is left out, and the user ends where Clerk
// sends everybody. So is an address of more than 4 KiB. Parameters that only Clerk reads do not come along.
//
// The page is clerk.Options.SignInURL or else the one of the account portal. The result is "" where neither is known.
func (u *Usher) SignInURL(r *http.Request, returnTo string) string {
	return u.pageURL(r, u.pages.signIn, returnTo)
}

// SignUpURL is [Usher.SignInURL] for the page on which users sign up; see [WithSignUpURL].
func (u *Usher) SignUpURL(r *http.Request, returnTo string) string {
	return u.pageURL(r, u.pages.signUp, returnTo)
}

// TasksURL is [Usher.SignInURL] for the page on which users finish what a pending session owes, such as choosing an organization.
func (u *Usher) TasksURL(r *http.Request, returnTo string) string {
	return u.pageURL(r, below(u.pages.signIn, "tasks"), returnTo)
}

// Pages are where users sign in and up. Without a host they are paths of the application; nil is unknown.
type pages struct{ signIn, signUp *url.URL }

func (s *settings) newPages(instance *clerk.Instance) pages {
	accounts := primaryAccountsURL(instance)
	p := pages{signIn: parsePage(instance.SignInURL), signUp: parsePage(cmp.Or(s.signUpURL, instance.SignUpURL))}
	if p.signUp == nil {
		p.signUp = below(p.signIn, "create")
	}
	if p.signIn == nil && accounts != "" {
		p.signIn = parsePage(accounts + "/sign-in")
	}
	if p.signUp == nil && accounts != "" {
		p.signUp = parsePage(accounts + "/sign-up")
	}
	return p
}

// primaryAccountsURL returns the account portal of the primary domain: satellites have no pages of their own to sign in on.
func primaryAccountsURL(instance *clerk.Instance) string {
	primary := *instance
	primary.IsSatellite, primary.ProxyURL = false, ""
	return primary.AccountsURL()
}

// parsePage reads the address of a page, or returns nil: a browser must not read another host in it.
func parsePage(text string) *url.URL {
	u, err := url.Parse(text)
	if err == nil {
		u.Host = strings.ToLower(u.Host)
	}
	switch {
	case err != nil, text == "", u.User != nil, strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f || c == '\\' }):
		return nil
	case u.Scheme == "" && u.Host == "" && isOwnPath(text), (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return u
	}
	return nil
}

// isOwnPath reports whether text leads from a page to one on the same host.
func isOwnPath(text string) bool {
	return strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//")
}

// below returns the page at name below another one.
func below(page *url.URL, name string) *url.URL {
	if page == nil {
		return nil
	}
	return page.JoinPath(name)
}

// pageURL returns the address of a page for the user of a request, who comes back to returnTo.
func (u *Usher) pageURL(r *http.Request, page *url.URL, returnTo string) string {
	if page == nil {
		return ""
	}
	read := u.authenticator.Read(r)
	own, err := url.Parse(read.URL())
	if err != nil || own.Host == "" {
		return page.String() // without an address of its own, the application cannot be come back to
	}
	out := *page
	if out.Host == "" {
		out.Scheme, out.Host = own.Scheme, own.Host
	}
	elsewhere := out.Host != own.Host
	if back := comeBack(r.Method, own, returnTo); back != nil {
		if u.settings.sessions != nil {
			// Whoever signs in gets another session than the one that the page belonged to.
			back.RawQuery = withoutParams(back.RawQuery, clerk.QuerySessionID)
		}
		if elsewhere && u.instance.IsSatellite {
			back.RawQuery = withParam(back.RawQuery, clerk.QuerySynced, "false")
		}
		out.RawQuery = withParam(out.RawQuery, clerk.QueryRedirectURL, back.String())
	}
	if token := devBrowser(read.Credentials); elsewhere && token != "" && u.instance.Kind == clerk.KindDevelopment {
		out.RawQuery = withParam(out.RawQuery, clerk.QueryDevBrowser, token)
	}
	return out.String()
}

// maxComeBack is the longest path, query and fragment to come back to, in bytes: beyond it servers refuse the address that holds it.
const maxComeBack = 4 << 10

// comeBack returns the address to come back to, which is at the origin of own whatever returnTo is, or nil for none.
func comeBack(method string, own *url.URL, returnTo string) *url.URL {
	back := *own
	switch to := parsePage(returnTo); {
	case returnTo == "":
		if method != http.MethodGet && method != http.MethodHead {
			return nil
		}
	case to == nil || to.Host != "":
		return nil
	default:
		back = url.URL{Scheme: own.Scheme, Host: own.Host, Path: to.Path, RawPath: to.RawPath, RawQuery: to.RawQuery,
			Fragment: to.Fragment, RawFragment: to.RawFragment}
	}
	back.RawQuery = withoutParams(back.RawQuery, clerk.QueryHandshake, clerk.QueryHandshakeNonce, clerk.QueryDevBrowser,
		clerk.QueryDevSession, clerk.QueryHelp, queryCookieCheck)
	if len(back.Path)+len(back.RawQuery)+len(back.Fragment) > maxComeBack {
		return nil
	}
	return &back
}

// devBrowser returns by what a development instance knows the browser, or "".
func devBrowser(c authn.Credentials) string {
	for _, token := range []string{c.DevBrowser.Reveal(), c.Suffixed.DevBrowser.Reveal(), c.Plain.DevBrowser.Reveal()} {
		if token != "" {
			return token
		}
	}
	return ""
}

// withParam returns a query with one parameter at its end and no other of the name; the rest is left as it is written.
func withParam(raw, name, value string) string {
	raw = withoutParams(raw, name)
	if raw != "" {
		raw += "&"
	}
	return raw + url.QueryEscape(name) + "=" + url.QueryEscape(value)
}

// withoutParams returns a query without some parameters.
func withoutParams(raw string, names ...string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		if pair != "" && !slices.Contains(names, name) {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}

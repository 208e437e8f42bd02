package clerktest

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// maxHops is how many redirects a browser follows, as common browsers do.
const maxHops = 20

// A Browser is a browser without a screen: it keeps cookies, and follows redirects between applications and the instance. With
// it a test of a handler runs the whole way of a handshake:
//
//	b := ck.Browser().Serve("https://app.example.com", app)
//	page := b.SignIn(ada, "https://app.example.com/dashboard")
//	// page.StatusCode, page.Body, and in page.Hops how it got there
//
// Every host of the instance is the server at [Clerk.URL], whatever DNS would say: the host that the publishable key names, the
// account portal beside it, and the Frontend APIs of satellites. So a production instance at clerk.example.com works in a test,
// with cookies that applications below example.com get and others do not.
//
// Cookies expire by the clock of the instance, and what SameSite asks for is not looked at. Where that clock stands still, Usher
// counts the redirects of one page with those of the next; [Clerk.Advance] by three seconds parts them. There is no JavaScript.
// A Browser is safe for concurrent use.
type Browser struct {
	ck     *Clerk
	client *http.Client

	mu      sync.Mutex
	apps    map[string]http.Handler // by origin
	jar     jar
	blocked map[string]bool // origins whose cookies are not kept; "" stands for all
}

// Browser returns a new browser without cookies.
func (c *Clerk) Browser() *Browser {
	return &Browser{ck: c, apps: map[string]http.Handler{}, blocked: map[string]bool{}, client: &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{DisableKeepAlives: true}, // no goroutine outlives a request
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Serve has the application answer at an origin, in this process: "https://app.example.com". The instance sends browsers back
// to it from now on. Applications that listen on loopback need no Serve.
func (b *Browser) Serve(origin string, app http.Handler) *Browser {
	b.ck.tb.Helper()
	u, err := parseOrigin(origin)
	if err != nil {
		b.ck.fail("Browser.Serve(%q): %v", origin, err)
	}
	b.ck.origins.add(originOf(u))
	b.mu.Lock()
	defer b.mu.Unlock()
	b.apps[originOf(u)] = app
	return b
}

// BlockCookies has the browser keep and send no cookies of the applications at these origins, as the settings of a browser can
// say, or no cookies at all where none is named. What it holds already stays where it is, unsent.
func (b *Browser) BlockCookies(origins ...string) *Browser {
	b.ck.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(origins) == 0 {
		b.blocked[""] = true
	}
	for _, origin := range origins {
		u, err := parseOrigin(origin)
		if err != nil {
			b.ck.fail("Browser.BlockCookies(%q): %v", origin, err)
		}
		b.blocked[originOf(u)] = true
	}
	return b
}

// blocks reports whether cookies of an address are neither kept nor sent. b.mu is held.
func (b *Browser) blocks(u *url.URL) bool { return b.blocked[""] || b.blocked[originOf(u)] }

// Open opens an address, as if its user had typed it, and follows where it leads.
func (b *Browser) Open(address string) *Page {
	b.ck.tb.Helper()
	return b.Do(navigation(b.request(http.MethodGet, address, nil)))
}

// Fetch makes a request as a script on a page of the same application does, with the cookies and without a document to show.
func (b *Browser) Fetch(method, address string) *Page {
	b.ck.tb.Helper()
	r := b.request(method, address, nil)
	r.Header.Set("Accept", "*/*")
	r.Header.Set(clerk.HeaderSecFetchDest, "empty")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.Do(r)
}

// SignIn signs a user in on the account portal, and goes on to an address, "" for none.
func (b *Browser) SignIn(user User, returnTo string) *Page {
	b.ck.tb.Helper()
	return b.portal(b.ck.SignInURL(), returnTo, url.Values{"user_id": {user.ID}})
}

// SignOut signs out whoever is signed in, and goes on to an address, "" for none.
func (b *Browser) SignOut(returnTo string) *Page {
	b.ck.tb.Helper()
	return b.portal(b.ck.SignOutURL(), returnTo, url.Values{})
}

// portal opens a page of the account portal and sends its form.
func (b *Browser) portal(address, returnTo string, form url.Values) *Page {
	b.ck.tb.Helper()
	return b.portalAction(address, "", returnTo, form)
}

// portalAction is portal for a form whose action is another path than that of its page, unless it is "".
func (b *Browser) portalAction(address, action, returnTo string, form url.Values) *Page {
	b.ck.tb.Helper()
	if returnTo != "" {
		form.Set(clerk.QueryRedirectURL, returnTo)
		address += "?" + url.Values{clerk.QueryRedirectURL: {returnTo}}.Encode()
	}
	shown := b.Open(address)
	if shown.Err != nil || shown.StatusCode != http.StatusOK {
		return shown
	}
	u, err := url.Parse(shown.URL)
	if err != nil {
		return shown
	}
	u.RawQuery = ""
	if action != "" {
		u.Path = action
	}
	r := navigation(b.request(http.MethodPost, u.String(), []byte(form.Encode())))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set(clerk.HeaderOrigin, originOf(u))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.Do(r)
}

// Hold puts a session into the browser: the application at an origin finds its cookies, as [SignIn.Cookies] has them, and the
// instance knows the browser again.
func (b *Browser) Hold(s *SignIn, origin string) *Browser {
	b.ck.tb.Helper()
	cookies := s.Cookies()
	b.SetCookies(origin, cookies...)
	st := b.ck.register(s)
	u, err := url.Parse(b.ck.Issuer())
	if err != nil {
		b.ck.fail("Browser.Hold: the issuer is no address: %v", err)
	}
	own := &http.Cookie{Name: b.ck.suffixed(clerk.CookieDevBrowser), Value: st.devBrowser, Path: "/"}
	if b.ck.config.Kind == clerk.KindProduction {
		own.Name, own.Value = b.ck.suffixed(cookieClient), b.ck.clientToken(st.clientID)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.jar.set(u, own, b.ck.Now())
	return b
}

// Cookies returns the cookies that the browser sends to an address.
func (b *Browser) Cookies(address string) []*http.Cookie {
	b.ck.tb.Helper()
	u := b.request(http.MethodGet, address, nil).URL
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.jar.get(u, b.ck.Now())
}

// SetCookies has the browser take in cookies as if an address had set them. One with a negative MaxAge is taken away. The path
// is "/" where there is none.
func (b *Browser) SetCookies(address string, cookies ...*http.Cookie) {
	b.ck.tb.Helper()
	u := b.request(http.MethodGet, address, nil).URL
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, cookie := range cookies {
		k := *cookie
		if k.Path == "" {
			k.Path = "/"
		}
		b.jar.set(u, &k, b.ck.Now())
	}
}

// request makes a request, whose address has to be one.
func (b *Browser) request(method, address string, body []byte) *http.Request {
	b.ck.tb.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, address, strings.NewReader(string(body)))
	if err == nil && (r.URL.Host == "" || r.URL.Scheme != "http" && r.URL.Scheme != "https") {
		err = errAbsolute
	}
	if err != nil {
		b.ck.fail("Browser: the request %s %q cannot be made: %v", method, address, err)
	}
	return r
}

// navigation marks a request as one for a document to show.
func navigation(r *http.Request) *http.Request {
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	r.Header.Set(clerk.HeaderSecFetchDest, "document")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Site", "none")
	return r
}

// isInstance reports whether an address is one of the instance's.
func (b *Browser) isInstance(u *url.URL) bool {
	return slices.Contains([]string{b.ck.ownHost(), b.ck.primaryHost(), b.ck.accountsHost()}, u.Host) || b.ck.isSatellite(u.Host)
}

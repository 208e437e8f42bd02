package clerktest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/usher-auth/usher/internal/peer"
)

// maxPage is how much of an answer a browser reads, in bytes.
const maxPage = 4 << 20

var (
	errAbsolute = errors.New("it needs an absolute http or https address")
	errDropped  = errors.New("the application dropped the connection")
)

// A Page is where a browser ended up.
type Page struct {
	// URL is the address after all redirects.
	URL string
	// StatusCode is that of the last answer, 0 where there is none.
	StatusCode int
	// Header is that of the last answer.
	Header http.Header
	// Body is that of the last answer.
	Body string
	// Hops are the requests that were made, the last one included.
	Hops []Hop
	// Err says why there is no answer: nobody listens there, the connection broke, or the redirects never end.
	Err error
}

// A Hop is one request on the way to a [Page], and what it was answered with.
type Hop struct {
	// Method and URL are those of the request.
	Method, URL string
	// StatusCode is that of the answer, 0 where there is none.
	StatusCode int
	// Header is that of the answer, with Location and Set-Cookie.
	Header http.Header
}

// Do sends a request with the cookies of the browser added to its own, takes in those of the answer, and follows redirects,
// with the other header fields of r each time.
func (b *Browser) Do(r *http.Request) *Page {
	b.ck.tb.Helper()
	body, err := io.ReadAll(io.LimitReader(r.Body, maxPage))
	if err != nil {
		b.ck.fail("Browser.Do: the body of the request cannot be read: %v", err)
	}
	page := &Page{}
	method, u := r.Method, r.URL
	for len(page.Hops) <= maxHops {
		next, err := b.hop(r, page, method, u, string(body))
		if err != nil || next == nil {
			page.Err = err
			return page
		}
		switch page.StatusCode {
		case http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		default: // a form becomes a page (RFC 9110 section 15.4)
			if method != http.MethodHead {
				method, body = http.MethodGet, nil
			}
		}
		u = next
	}
	page.Err = fmt.Errorf("clerktest: the browser was redirected more than %d times, last to %s", maxHops, u.Redacted())
	return page
}

// hop makes one request and returns where it redirects to, or nil.
func (b *Browser) hop(like *http.Request, page *Page, method string, u *url.URL, body string) (*url.URL, error) {
	r, err := http.NewRequestWithContext(like.Context(), method, u.String(), strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("clerktest: the browser cannot ask %q: %w", u, err)
	}
	r.Header = like.Header.Clone()
	if body == "" {
		r.Header.Del("Content-Type")
		r.Body, r.ContentLength = http.NoBody, 0
	}
	now := b.ck.Now()
	b.mu.Lock()
	if !b.blocks(u) {
		for _, cookie := range b.jar.get(u, now) {
			r.AddCookie(cookie)
		}
	}
	app := b.apps[originOf(u)]
	b.mu.Unlock()

	*page = Page{URL: u.String(), Hops: append(page.Hops, Hop{Method: method, URL: u.String()})}
	answer, err := b.send(r, app)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxPage))
	if err != nil {
		return nil, fmt.Errorf("clerktest: the answer of %s broke off: %w", u.Host, err)
	}
	page.StatusCode, page.Header, page.Body = answer.StatusCode, answer.Header, string(text)
	last := &page.Hops[len(page.Hops)-1]
	last.StatusCode, last.Header = answer.StatusCode, answer.Header
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.blocks(u) {
		for _, cookie := range answer.Cookies() {
			b.jar.set(u, cookie, now)
		}
	}
	location := answer.Header.Get("Location")
	if answer.StatusCode < 300 || answer.StatusCode > 399 || location == "" {
		return nil, nil
	}
	next, err := u.Parse(location)
	if err != nil || next.Host == "" {
		return nil, fmt.Errorf("clerktest: %s redirects to %q, which is no address", u.Host, location)
	}
	return next, nil
}

// send asks an application in this process, the instance, or whoever listens on loopback.
func (b *Browser) send(r *http.Request, app http.Handler) (*http.Response, error) {
	switch {
	case app != nil:
		return ask(app, r)
	case b.isInstance(r.URL):
		r.Host = r.URL.Host
		to := *r.URL
		to.Scheme, to.Host = "http", b.ck.ownHost()
		r.URL = &to
	case !peer.IsLoopback(r.URL.Hostname()):
		return nil, fmt.Errorf("clerktest: nobody answers at %s in this browser; let an application do so with Serve", originOf(r.URL))
	}
	return b.client.Do(r)
}

// ask has a handler answer a request as if it had come over a connection.
func ask(app http.Handler, r *http.Request) (answer *http.Response, err error) {
	r.RequestURI, r.Host, r.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "127.0.0.1:50000"
	if r.URL.Scheme == "https" {
		r.TLS = &tls.ConnectionState{HandshakeComplete: true, ServerName: r.URL.Hostname()}
	}
	target := *r.URL
	r.URL = &url.URL{Path: target.Path, RawPath: target.RawPath, RawQuery: target.RawQuery} // as a server reads it
	defer func() {
		if p := recover(); p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so too
			answer, err = nil, errDropped
		} else if p != nil {
			panic(p)
		}
	}()
	w := &recorder{header: http.Header{}}
	app.ServeHTTP(w, r)
	w.WriteHeader(http.StatusOK)
	return &http.Response{StatusCode: w.status, Header: w.sent, Body: io.NopCloser(strings.NewReader(w.body.String()))}, nil
}

// A recorder keeps what a handler answers.
type recorder struct {
	header, sent http.Header
	status       int
	body         strings.Builder
}

// Header returns what the handler may change.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader fixes the status and the header, the first time.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && (status < 100 || status > 199) {
		w.status, w.sent = status, w.header.Clone()
	}
}

// Write keeps a part of the body.
func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Flush does what a server does at a Flush: the header is fixed.
func (w *recorder) Flush() { w.WriteHeader(http.StatusOK) }

package adaptertest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// host is the name by which all clients know the application; its address would differ.
const host = "app.example"

// A world is the Clerk that both frameworks of a comparison believe.
type world struct {
	*clerktest.Clerk
	t    testing.TB
	ada  clerktest.User
	past pastAnswers
	// patience is how long a client waits for what never comes.
	patience time.Duration
	// cookies are those that keep has kept.
	cookies []*http.Cookie
}

func newWorld(t testing.TB) *world {
	t.Helper()
	moment := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	ck := clerktest.New(t, clerktest.Config{Now: func() time.Time { return moment }, Origins: []string{"http://" + host}})
	return &world{Clerk: ck, t: t, ada: ck.AddUser(clerktest.User{ID: "user_ada"}), patience: 20 * time.Second}
}

// usher returns middleware of this instance.
func (w *world) usher(with ...middleware.Option) *middleware.Usher { return w.usherWith(nil, with...) }

func (w *world) usherWith(change func(*clerk.Options), with ...middleware.Option) *middleware.Usher {
	opts := w.Options()
	opts.HTTPClient = &http.Client{Transport: &w.past}
	if change != nil {
		change(&opts)
	}
	usher, err := middleware.New(opts, with...)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = usher.Close() })
	return usher
}

// user has a request carry a session token, after change.
func (w *world) user(change ...func(*clerktest.SignIn) *clerktest.SignIn) func(*http.Request) {
	return func(r *http.Request) { w.signIn(change...).Authorize(r) }
}

// member has a request carry the session token of a member of an organization.
func (w *world) member(role string, permissions ...string) func(*http.Request) {
	return w.user(func(s *clerktest.SignIn) *clerktest.SignIn { return s.OrgRole("acme", role, permissions...) })
}

// browser has a request carry the cookies of a session.
func (w *world) browser() func(*http.Request) {
	return func(r *http.Request) { w.signIn().AddCookies(r) }
}

func (w *world) signIn(change ...func(*clerktest.SignIn) *clerktest.SignIn) *clerktest.SignIn {
	s := w.SignIn(w.ada)
	for _, f := range change {
		s = f(s)
	}
	return s
}

// document has a request be one for a page, as browsers say it.
func document(r *http.Request) {
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("Accept", "text/html")
}

// pastAnswers has Clerk give the same answer to both frameworks where a second one would differ, as a new token does, and knows
// the credentials of programs, of which the test kit has none.
type pastAnswers struct {
	mu   sync.Mutex
	body map[string][]byte
}

// RoundTrip asks Clerk what was not asked before.
func (p *pastAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/verify"):
		return program(r)
	case !strings.HasSuffix(r.URL.Path, "/refresh"):
		return http.DefaultTransport.RoundTrip(r)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.body == nil {
		p.body = map[string][]byte{}
	}
	if known, ok := p.body[r.URL.Path]; ok {
		return jsonAnswer(r, http.StatusOK, known), nil
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || response.StatusCode != http.StatusOK {
		return response, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	p.body[r.URL.Path] = text
	return jsonAnswer(r, http.StatusOK, text), err
}

// program answers what Clerk is asked about a program's credential: one that is a guess is not known.
func program(r *http.Request) (*http.Response, error) {
	asked, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(asked), "_guess") {
		return jsonAnswer(r, http.StatusNotFound, []byte(`{"errors":[{"code":"resource_not_found","message":"no such token"}]}`)), nil
	}
	return jsonAnswer(r, http.StatusOK, []byte(`{"id":"id_1","subject":"user_ada","scopes":["reports:read"],"revoked":false,"expired":false}`)), nil
}

func jsonAnswer(r *http.Request, status int, text []byte) *http.Response {
	return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(text))}
}

package middleware_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/revocation"
)

// A tenement is a house with two people in one browser.
type tenement struct {
	house
	adas, bobs *clerktest.SignIn
}

func newTenement(t testing.TB, policy multisession.Policy, with ...middleware.Option) tenement {
	t.Helper()
	h := newHouse(t, append(with, middleware.WithMultiSession(policy))...)
	in := h.ck.SignIn(h.ada)
	return tenement{h, in, in.Beside(h.ck.AddUser(clerktest.User{ID: "user_bob"}))}
}

// named makes a request that names a session.
func named(method string, in *clerktest.SignIn, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "/?_clerk_session_id="+in.SessionID(), http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

// TestGuardsAndNamedSessions is the table of what guards answer, by what a request names.
func TestGuardsAndNamedSessions(t *testing.T) {
	h := newTenement(t, multisession.Policy{})
	for _, row := range []struct {
		name         string
		request      *http.Request
		requireAuth  int
		explicit     int
		reason       clerk.Reason // of the refusal by RequireExplicitSession
		authenticate string       // what X-Clerk-Auth-Reason says above a handler for everybody
	}{
		{"the named session", h.adas.AddCookies(named("POST", h.adas)), 200, 200, "", ""},
		{"another session is named", h.adas.AddCookies(named("POST", h.bobs)), 403, 403, clerk.ReasonSessionMismatch, "session-mismatch"},
		{"none is named", h.adas.AddCookies(request("POST")), 200, 403, clerk.ReasonSessionIDMissing, ""},
		{"none is named, and the token comes in the header", h.adas.Authorize(request("POST")), 200, 200, "", ""},
		{"something odd is named", h.adas.AddCookies(httptest.NewRequest("POST", "/?_clerk_session_id=1", http.NoBody)), 403, 403, clerk.ReasonSessionIDInvalid, "session-id-invalid"},
		{"two are named", h.adas.AddCookies(httptest.NewRequest("POST", "/?_clerk_session_id=sess_a&_clerk_session_id=sess_b", http.NoBody)), 403, 403, clerk.ReasonSessionIDAmbiguous, "session-id-ambiguous"},
		{"one is named, and nobody is signed in", named("POST", h.adas), 401, 401, "dev-browser-missing", "dev-browser-missing"},
		{"nobody is signed in", request("POST"), 401, 401, "dev-browser-missing", "dev-browser-missing"},
		{"a preflight", request("OPTIONS", "Origin", "https://other.example", "Access-Control-Request-Method", "POST"), 200, 200, "", "dev-browser-missing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if w := serve(h.RequireAuth(whoami), row.request.Clone(t.Context())); w.Code != row.requireAuth {
				t.Errorf("RequireAuth answers %d %s", w.Code, w.Body)
			}
			w := serve(h.RequireExplicitSession(whoami), row.request.Clone(t.Context()))
			if w.Code != row.explicit {
				t.Fatalf("RequireExplicitSession answers %d %s", w.Code, w.Body)
			}
			if row.reason != "" {
				p := problemOf(t, w)
				if p.Reason != string(row.reason) || strings.Contains(w.Body.String(), "sess_") {
					t.Errorf("the refusal is %+v", p)
				}
				if got := w.Header().Get("WWW-Authenticate"); (got != "") != (w.Code == 401) {
					t.Errorf("WWW-Authenticate is %q", got)
				}
				if w.Header().Get("Cache-Control") != "no-store" {
					t.Error("the refusal may be stored")
				}
			}
			w = serve(h.Authenticate(whoami), row.request.Clone(t.Context()))
			if got := w.Header().Get("X-Clerk-Auth-Reason"); w.Code != 200 || got != row.authenticate {
				t.Errorf("Authenticate answers %d with the reason %q", w.Code, got)
			}
		})
	}
}

func TestAPageOfAnotherSessionIsNotSentToSignIn(t *testing.T) {
	h := newTenement(t, multisession.Policy{})
	w := serve(h.RequireAuthPage(whoami), h.adas.AddCookies(named("GET", h.bobs, "Sec-Fetch-Dest", "document")))
	if w.Code != 403 || w.Header().Get("Location") != "" {
		t.Errorf("answered %d to %q", w.Code, w.Header().Get("Location"))
	}
	w = serve(h.RequireAuthPage(whoami), named("GET", h.bobs))
	if w.Code != 303 {
		t.Fatalf("a stranger is answered %d %s", w.Code, w.Body)
	}
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || to.Query().Get("redirect_url") != "http://example.com/" {
		t.Errorf("who signs in comes back to %q, as somebody whom that does not name", to.Query().Get("redirect_url"))
	}
	off := newHouse(t)
	w = serve(off.RequireAuthPage(whoami), named("GET", h.bobs))
	if to, err := url.Parse(w.Header().Get("Location")); err != nil || !strings.Contains(to.Query().Get("redirect_url"), "_clerk_session_id=") {
		t.Errorf("where the parameter is not read it is not taken away: %v", to)
	}
}

// TestACookieThatIsChosenIsABrowsers: a token in the header does not excuse another site that has a browser send the cookie of the
// session that is meant.
func TestACookieThatIsChosenIsABrowsers(t *testing.T) {
	for _, row := range []struct {
		name   string
		mode   multisession.Mode
		named  bool // bob's session, of which there is a cookie, beside Ada's token in the header
		site   string
		status int
		reason clerk.Reason
	}{
		{"chosen, of another site", multisession.Select, true, "cross-site", 403, middleware.ReasonCrossOrigin},
		{"chosen, of the same site", multisession.Select, true, "same-site", 403, middleware.ReasonCrossOrigin},
		{"chosen, of its own", multisession.Select, true, "same-origin", 200, ""},
		{"not chosen, of another site", multisession.Select, false, "cross-site", 200, ""},
		{"not to be chosen, of another site", multisession.Assert, true, "cross-site", 403, clerk.ReasonSessionMismatch},
		{"asked for, of another site", multisession.Lookup, true, "cross-site", 200, ""}, // what counts is the header
	} {
		t.Run(row.name, func(t *testing.T) {
			h := newTenement(t, multisession.Policy{Mode: row.mode})
			r := named("POST", h.bobs, "Sec-Fetch-Site", row.site)
			if !row.named {
				r = named("POST", h.adas, "Sec-Fetch-Site", row.site)
			}
			w := serve(h.RequireAuth(whoami), h.adas.Authorize(h.bobs.AddCookies(r)))
			if w.Code != row.status {
				t.Fatalf("answered %d %s", w.Code, w.Body)
			}
			if row.reason != "" && problemOf(t, w).Reason != string(row.reason) {
				t.Errorf("answered %s", w.Body)
			}
		})
	}
}

func TestLookupThroughTheMiddleware(t *testing.T) {
	h := newTenement(t, multisession.Policy{Mode: multisession.Lookup})
	ask := func() *httptest.ResponseRecorder {
		return serve(h.RequireExplicitSession(whoami), h.adas.AddCookies(named("POST", h.bobs)))
	}
	var who struct {
		UserID    string `json:"userId"`
		SessionID string `json:"sessionId"`
	}
	if w := ask(); w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &who) != nil || who.UserID != "user_bob" || who.SessionID != h.bobs.SessionID() {
		t.Fatalf("answered %d %s", w.Code, w.Body)
	}
	fresh := newTenement(t, multisession.Policy{Mode: multisession.Lookup})
	if err := fresh.Preload(t.Context()); err != nil {
		t.Fatal(err)
	}
	fresh.ck.Outage(true)
	w := serve(fresh.RequireExplicitSession(whoami), fresh.adas.AddCookies(named("POST", fresh.bobs)))
	if p := problemOf(t, w); w.Code != 503 || w.Header().Get("Retry-After") == "" || strings.Contains(p.Detail, "EOF") {
		t.Errorf("while Clerk is down the answer is %d, again after %q: %s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
	h.ck.EndSession(h.bobs)
	h.ck.Advance(61e9)
	in := h.adas.AddCookies(named("POST", h.bobs))
	if w := serve(h.RequireAuth(whoami), in); w.Code != 403 || problemOf(t, w).Reason != string(clerk.ReasonSessionEnded) {
		t.Errorf("after the session has ended the answer is %d %s", w.Code, w.Body)
	}
}

// TestARevokedSessionEndsForTheTabThatNamesIt has Bob's session revoked here while Clerk still has it: also where a token of it is
// remembered, and whichever way it is proven. Ada goes on.
func TestARevokedSessionEndsForTheTabThatNamesIt(t *testing.T) {
	for _, row := range []struct {
		mode   multisession.Mode
		bobs   bool // the request brings a cookie of his as well
		reason clerk.Reason
		status int // at RequireAuth
		page   int // at RequireAuthPage
	}{
		{multisession.Assert, true, clerk.ReasonSessionMismatch, 403, 403},
		{multisession.Select, true, clerk.ReasonSessionRevoked, 401, 303},
		{multisession.Lookup, false, clerk.ReasonSessionEnded, 403, 403}, // Ada is signed in, so to sign in would bring back her page
	} {
		t.Run(string(row.mode), func(t *testing.T) {
			list, err := revocation.New(revocation.Options{})
			if err != nil {
				t.Fatal(err)
			}
			h := newTenement(t, multisession.Policy{Mode: row.mode}, middleware.WithRevocations(list))
			send := func(guard func(http.Handler) http.Handler, who *clerktest.SignIn) *httptest.ResponseRecorder {
				r := h.adas.AddCookies(named("GET", who))
				if row.bobs {
					r.AddCookie(&http.Cookie{Name: "__session", Value: h.bobs.Token()})
				}
				return serve(guard(whoami), r)
			}
			if w := send(h.RequireAuth, h.bobs); (w.Code == 200) != (row.mode != multisession.Assert) {
				t.Fatalf("before, the answer is %d %s", w.Code, w.Body)
			}
			if err := list.RevokeSession(h.bobs.SessionID()); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if w := send(h.RequireAuth, h.bobs); w.Code != row.status || problemOf(t, w).Reason != string(row.reason) {
					t.Errorf("the answer is %d %s", w.Code, w.Body)
				}
				if w := send(h.RequireAuthPage, h.bobs); w.Code != row.page {
					t.Errorf("a page is answered %d %s", w.Code, w.Body)
				}
			}
			if w := send(h.RequireExplicitSession, h.adas); w.Code != 200 || !strings.Contains(w.Body.String(), "user_ada") {
				t.Errorf("Ada is answered %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestTheAnswerVariesByTheHeaderThatNamesASession(t *testing.T) {
	with, without := newTenement(t, multisession.Policy{Header: clerk.HeaderSessionID}), newTenement(t, multisession.Policy{})
	if got := serve(with.Authenticate(with.Authenticate(whoami)), get()).Header().Values("Vary"); fmt.Sprint(got) != "[Authorization, Cookie X-Clerk-Session-Id]" {
		t.Errorf("with a header Vary is %q", got)
	}
	if got := serve(without.Authenticate(whoami), get()).Header().Values("Vary"); fmt.Sprint(got) != "[Authorization, Cookie]" {
		t.Errorf("without one Vary is %q", got)
	}
	r := with.adas.AddCookies(request("POST", "X-Clerk-Session-Id", with.bobs.SessionID()))
	if w := serve(with.RequireAuth(whoami), r); w.Code != 403 {
		t.Errorf("the header is answered with %d", w.Code)
	}
}

func TestIdentitiesOfTheTestKitAreHeldToTheNameToo(t *testing.T) {
	h := newTenement(t, multisession.Policy{})
	for _, row := range []struct {
		name, query string
		status      int
		reason      clerk.Reason
	}{
		{"the session of the identity", "?_clerk_session_id=sess_test", 200, ""},
		{"another", "?_clerk_session_id=sess_other", 403, clerk.ReasonSessionMismatch},
		{"something odd", "?_clerk_session_id=", 403, clerk.ReasonSessionIDInvalid},
		{"none", "", 403, clerk.ReasonSessionIDMissing},
	} {
		w := serve(h.RequireExplicitSession(whoami), clerktest.As(httptest.NewRequest("POST", "/"+row.query, http.NoBody), clerktest.Identity{}))
		if w.Code != row.status || row.reason != "" && problemOf(t, w).Reason != string(row.reason) {
			t.Errorf("%s: answered %d %s", row.name, w.Code, w.Body)
		}
	}
}

func TestAVerdictIsForTheNamedSessionAlone(t *testing.T) {
	h := newTenement(t, multisession.Policy{})
	inner := h.RequireAuth(whoami)
	outer := h.Authenticate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.Clone(r.Context())
		r.URL.RawQuery = "_clerk_session_id=" + h.bobs.SessionID()
		inner.ServeHTTP(w, r)
	}))
	if w := serve(outer, h.adas.AddCookies(named("POST", h.adas))); w.Code != 403 {
		t.Errorf("a request that names another session is answered %d %s", w.Code, w.Body)
	}
}

func TestWithMultiSessionIsCheckedWhenItIsSetUp(t *testing.T) {
	ck := clerktest.New(t)
	for _, row := range []struct {
		name   string
		opts   clerk.Options
		policy multisession.Policy
		says   string
	}{
		{"a mode that there is not", ck.Options(), multisession.Policy{Mode: "any"}, `Mode is "any"`},
		{"lookup without a key", ck.PublicOptions(), multisession.Policy{Mode: multisession.Lookup}, "CLERK_SECRET_KEY"},
		{"lookup with the key of a machine alone", machineOptions(ck), multisession.Policy{Mode: multisession.Lookup}, "CLERK_SECRET_KEY"},
	} {
		_, err := middleware.New(row.opts, middleware.WithMultiSession(row.policy))
		if err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v", row.name, err)
		}
	}
	usher, err := middleware.New(ck.PublicOptions(), middleware.WithMultiSession(multisession.Policy{}))
	if err != nil {
		t.Fatalf("assert needs no key: %v", err)
	}
	defer func() { _ = usher.Close() }()
	plain := newHouse(t)
	several, err := middleware.ByHost(map[string]*middleware.Usher{"a.example": usher, "b.example": plain.Usher})
	if err != nil {
		t.Fatal(err)
	}
	for name, build := range map[string]func(http.Handler) http.Handler{
		"an Usher": plain.RequireExplicitSession, "one of several Ushers": several.RequireExplicitSession,
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s without WithMultiSession builds routes that nobody can pass", name)
				}
			}()
			build(whoami)
		}()
	}
}

func machineOptions(ck *clerktest.Clerk) clerk.Options {
	o := ck.PublicOptions()
	o.MachineSecretKey = "ak_" + strings.Repeat("a", 32)
	return o
}

func TestRefusalsOfNamedSessionsReachTheErrorHandler(t *testing.T) {
	var got *middleware.Error
	h := newTenement(t, multisession.Policy{}, middleware.WithErrorHandler(func(w http.ResponseWriter, _ *http.Request, err *middleware.Error) {
		got = err
		w.WriteHeader(err.Status)
	}))
	serve(h.RequireAuth(whoami), h.adas.AddCookies(named("POST", h.bobs)))
	var cause *multisession.Error
	if got == nil || !errors.As(got, &cause) || got.Reason != clerk.ReasonSessionMismatch || !got.Presented {
		t.Errorf("the handler got %v", got)
	}
	serve(h.RequireExplicitSession(whoami), h.adas.AddCookies(request("POST")))
	if !errors.As(got, &cause) || got.Reason != clerk.ReasonSessionIDMissing {
		t.Errorf("the handler got %v", got)
	}
	var seen *authobject.Auth
	serve(h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen, _ = authobject.Lookup(r.Context())
	})), h.adas.AddCookies(named("POST", h.bobs)))
	if seen.IsSignedIn() || seen.UserID() != "" || seen.SessionID() != "" || seen.Reason() != clerk.ReasonSessionMismatch {
		t.Errorf("a handler for everybody sees %v", seen)
	}
}

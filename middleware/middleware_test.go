package middleware_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A house is an Usher in front of handlers, with the Clerk that it believes.
type house struct {
	*middleware.Usher
	ck  *clerktest.Clerk
	ada clerktest.User
}

func newHouse(t testing.TB, with ...middleware.Option) house {
	t.Helper()
	ck := clerktest.New(t)
	usher, err := middleware.New(ck.Options(), with...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	return house{usher, ck, ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})}
}

// whoami answers with the caller as JSON.
var whoami = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	auth, err := authobject.Lookup(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_ = json.NewEncoder(w).Encode(auth)
})

// serve sends a request through a handler.
func serve(handler http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func get(headers ...string) *http.Request { return request(http.MethodGet, headers...) }

func request(method string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "/", http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

// A problem is the body of a refusal.
type problem struct {
	Type, Title, Detail, Reason string
	Status                      int
}

func problemOf(t testing.TB, w *httptest.ResponseRecorder) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("the body %q is not a problem: %v", w.Body, err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type is %q", got)
	}
	if p.Status != w.Code || p.Title != http.StatusText(w.Code) || p.Detail == "" || p.Type == "" {
		t.Errorf("status %d with problem %+v", w.Code, p)
	}
	return p
}

// TestGuards is the table of who passes what: status and reason for each kind of caller at each kind of guard.
func TestGuards(t *testing.T) {
	h := newHouse(t)
	stranger := clerktest.New(t)
	eve := stranger.AddUser(clerktest.User{ID: "user_eve"})
	role := h.Require(authobject.Role("org:admin"))
	both := h.Require(authobject.Role("org:admin"), authobject.Permission("org:billing:manage"))
	for _, row := range []struct {
		name   string
		guard  func(http.Handler) http.Handler
		caller func(*http.Request)
		status int
		reason string
	}{
		{"nobody passes Authenticate", h.Authenticate, func(*http.Request) {}, 200, ""},
		{"an expired token passes Authenticate", h.Authenticate, func(r *http.Request) { h.ck.SignIn(h.ada).Expired().Authorize(r) }, 200, ""},
		{"nobody at RequireAuth", h.RequireAuth, func(*http.Request) {}, 401, "dev-browser-missing"},
		{"a user at RequireAuth", h.RequireAuth, func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }, 200, ""},
		{"an expired token", h.RequireAuth, func(r *http.Request) { h.ck.SignIn(h.ada).Expired().Authorize(r) }, 401, "session-token-expired-refresh-non-eligible-no-refresh-cookie"},
		{"a forged token", h.RequireAuth, func(r *http.Request) { h.ck.SignIn(h.ada).Forged().Authorize(r) }, 401, "token-invalid-signature"},
		{"a pending session", h.RequireAuth, func(r *http.Request) { h.ck.SignIn(h.ada).Pending().Authorize(r) }, 401, "session-pending"},
		{"another Clerk's user", h.RequireAuth, func(r *http.Request) { stranger.SignIn(eve).Authorize(r) }, 401, "jwk-kid-mismatch"},
		{"garbage", h.RequireAuth, func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }, 401, "token-invalid"},
		{"somebody else's scheme", h.RequireAuth, func(r *http.Request) { r.SetBasicAuth("ada", "x") }, 401, "dev-browser-missing"},
		{"nobody at a role", role, func(*http.Request) {}, 401, "dev-browser-missing"},
		{"a user without organization at a role", role, func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }, 403, "role-missing"},
		{"a member at a role", role, func(r *http.Request) { h.ck.SignIn(h.ada).OrgRole("acme", "org:member").Authorize(r) }, 403, "role-missing"},
		{"an admin at a role", role, func(r *http.Request) { h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Authorize(r) }, 200, ""},
		{"a pending admin at a role", role, func(r *http.Request) { h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Pending().Authorize(r) }, 401, "session-pending"},
		{"an admin without the permission", both, func(r *http.Request) { h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Authorize(r) }, 403, "permission-missing"},
		{"an admin with the permission", both, func(r *http.Request) {
			h.ck.SignIn(h.ada).OrgRole("acme", "org:admin", "org:billing:manage").Authorize(r)
		}, 200, ""},
		{"a missing fva at a reverification", h.Require(authobject.Not(authobject.Reverified(authobject.Lax))), func(r *http.Request) { h.ck.SignIn(h.ada).Without("fva").Authorize(r) }, 403, "reverification-error"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			row.caller(r)
			w := serve(row.guard(whoami), r)
			if w.Code != row.status {
				t.Fatalf("status %d, want %d: %s", w.Code, row.status, w.Body)
			}
			if row.status == 200 {
				return
			}
			if got := problemOf(t, w).Reason; got != row.reason {
				t.Errorf("reason %q, want %q", got, row.reason)
			}
			if got := w.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control is %q", got)
			}
		})
	}
}

func TestTheCallerReachesTheHandler(t *testing.T) {
	h := newHouse(t)
	r := get()
	h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Authorize(r)
	w := serve(h.Authenticate(whoami), r)
	for _, want := range []string{`"signedIn":true`, `"userId":"user_ada"`, `"orgRole":"org:admin"`, `"orgSlug":"acme"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the handler sees %s, want %s", w.Body, want)
		}
	}
	if w.Header().Get("X-Clerk-Auth-Status") != "" || w.Header().Get("Vary") != "Authorization, Cookie" {
		t.Errorf("headers are %v", w.Header())
	}
	w = serve(h.Authenticate(whoami), get())
	if w.Header().Get("X-Clerk-Auth-Status") != "signed-out" || w.Header().Get("X-Clerk-Auth-Reason") != "dev-browser-missing" {
		t.Errorf("headers of a signed-out answer are %v", w.Header())
	}
}

func TestChallenges(t *testing.T) {
	h := newHouse(t)
	for _, row := range []struct {
		name   string
		caller func(*http.Request)
		want   string
	}{
		{"without a credential no error is named (RFC 6750 section 3)", func(*http.Request) {}, "Bearer"},
		{"a bad token is an invalid_token", func(r *http.Request) { h.ck.SignIn(h.ada).Expired().Authorize(r) }, `Bearer error="invalid_token", error_description="`},
		{"a missing role is an insufficient_scope", func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }, `Bearer error="insufficient_scope", error_description="`},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			row.caller(r)
			got := serve(h.Require(authobject.Role("admin"))(whoami), r).Header().Get("WWW-Authenticate")
			if !strings.HasPrefix(got, row.want) || (row.want == "Bearer" && got != "Bearer") {
				t.Errorf("WWW-Authenticate is %q, want %q", got, row.want)
			}
		})
	}
}

func TestReverificationIsAnsweredInClerksForm(t *testing.T) {
	h := newHouse(t)
	for _, row := range []struct {
		name, want string
		check      authobject.Check
	}{
		{"a preset", `{"clerk_error":{"type":"forbidden","reason":"reverification-error","metadata":{"reverification":"strict"}}}`, authobject.Reverified(authobject.Strict)},
		{"a level of one's own", `{"clerk_error":{"type":"forbidden","reason":"reverification-error","metadata":{"reverification":{"level":"first_factor","afterMinutes":5}}}}`, authobject.ReverifiedWithin(authobject.FirstFactor, 5*60e9)},
	} {
		t.Run(row.name, func(t *testing.T) {
			guarded := h.Require(row.check)(whoami)
			stale, fresh := get(), get()
			h.ck.SignIn(h.ada).FactorAges(100, 100).Authorize(stale)
			h.ck.SignIn(h.ada).FactorAges(0, 0).Authorize(fresh)
			w := serve(guarded, stale)
			if w.Code != 403 || strings.TrimSpace(w.Body.String()) != row.want || w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("answered %d %s %s", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			if w := serve(guarded, fresh); w.Code != 200 {
				t.Errorf("a fresh factor is answered %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestWithoutKeysTheAnswerIs503(t *testing.T) {
	h := newHouse(t)
	h.ck.Outage(true)
	r := get()
	h.ck.SignIn(h.ada).Authorize(r)
	w := serve(h.RequireAuth(whoami), r)
	if w.Code != 503 || problemOf(t, w).Reason != "unexpected-error" || w.Header().Get("Retry-After") == "" || w.Header().Get("WWW-Authenticate") != "" {
		t.Errorf("answered %d %v %s", w.Code, w.Header(), w.Body)
	}
	if h.Ready() == nil {
		t.Error("claims to be ready without keys")
	}
	if w := serve(h.RequireAuth(whoami), get()); w.Code != 401 {
		t.Errorf("a request without a token needs no keys, and is answered %d", w.Code)
	}
}

func TestKnownKeysOutliveAnOutage(t *testing.T) {
	h := newHouse(t)
	if err := h.Preload(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.ck.Outage(true)
	r := get()
	h.ck.SignIn(h.ada).Authorize(r)
	if w := serve(h.RequireAuth(whoami), r); w.Code != 200 {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
	if err := h.Ready(); err != nil {
		t.Error(err)
	}
}

func TestASecretKeyThatClerkRefusesIsNotTheCallersFault(t *testing.T) {
	ck := clerktest.New(t)
	opts := ck.Options()
	opts.SecretKey = "sk_test_another"
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()
	r := get()
	ck.SignIn(ck.AddUser(clerktest.User{})).Authorize(r)
	w := serve(usher.RequireAuth(whoami), r)
	if w.Code != 503 || problemOf(t, w).Reason != "secret-key-invalid" || strings.Contains(w.Body.String(), "sk_test_another") {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

func TestResponsesStream(t *testing.T) {
	h := newHouse(t)
	server := httptest.NewServer(h.RequireAuth(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		control := http.NewResponseController(w)
		_, _ = io.WriteString(w, "first\n")
		if err := control.Flush(); err != nil {
			t.Errorf("flush: %v", err)
		}
		if _, ok := w.(http.Hijacker); !ok {
			t.Error("the response writer cannot be hijacked any more")
		}
		if _, ok := w.(io.ReaderFrom); !ok {
			t.Error("the response writer has lost its fast path")
		}
	})))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	h.ck.SignIn(h.ada).Authorize(r)
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, _ := io.ReadAll(response.Body); response.StatusCode != 200 || string(body) != "first\n" {
		t.Errorf("answered %d %q", response.StatusCode, body)
	}
}

package middleware_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/token"
)

// A lookup answers what Clerk is asked about machines' credentials, and hands on everything else.
type lookup struct {
	asked  atomic.Int32
	status atomic.Int32
}

func (l *lookup) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/verify") {
		return http.DefaultTransport.RoundTrip(r)
	}
	l.asked.Add(1)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	status, answer := int(l.status.Load()), `{"id":"id_1","subject":"user_ada","scopes":["reports:read"],"revoked":false,"expired":false}`
	if status == 0 && strings.Contains(string(body), "_guess") {
		status, answer = http.StatusNotFound, `{"errors":[{"code":"resource_not_found","message":"no such token"}]}`
	}
	if status == 0 {
		status = http.StatusOK
	}
	return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(answer))}, nil
}

// newFactory is newHouse with programs at its doors.
func newFactory(t *testing.T, with ...middleware.Option) (house, *lookup) {
	t.Helper()
	ck := clerktest.New(t)
	opts := ck.Options()
	l := &lookup{}
	opts.HTTPClient = &http.Client{Transport: l}
	usher, err := middleware.New(opts, with...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	return house{usher, ck, ck.AddUser(clerktest.User{ID: "user_ada"})}, l
}

func TestGuardsAndMachines(t *testing.T) {
	h, l := newFactory(t, middleware.WithAcceptedTokens(authobject.SessionToken, authobject.APIKey, authobject.OAuthToken))
	scope := h.Require(authobject.Scope("reports:read"))
	either := h.Require(authobject.Any(authobject.Role("admin"), authobject.Scope("reports:read")))
	user := func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }
	admin := func(r *http.Request) { h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Authorize(r) }
	nobody := func(*http.Request) {}
	bearer := func(text string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+text) }
	}
	key, guess := bearer("ak_good"), bearer("ak_guess")
	const mismatch = clerk.ReasonTokenTypeMismatch
	for _, row := range []struct {
		name   string
		guard  func(http.Handler) http.Handler
		set    func(*http.Request)
		status int
		reason clerk.Reason
	}{
		{"a key passes Authenticate", h.Authenticate, key, 200, ""},
		{"a guess passes Authenticate, and is nobody", h.Authenticate, guess, 200, ""},
		{"a key is no user", h.RequireAuth, key, 403, mismatch},
		{"a guess at RequireAuth", h.RequireAuth, guess, 401, clerk.ReasonTokenInvalid},
		{"a key with the scope", scope, key, 200, ""},
		{"a key without the scope", h.Require(authobject.Scope("reports:write")), key, 403, clerk.ReasonScope},
		{"a guess at a scope", scope, guess, 401, clerk.ReasonTokenInvalid},
		{"a user at a scope", scope, user, 403, clerk.ReasonScope},
		{"nobody at a scope", scope, nobody, 401, clerk.ReasonDevBrowserMissing},
		{"a key at a role", h.Require(authobject.Role("admin")), key, 403, mismatch},
		{"a key at either", either, key, 200, ""},
		{"an admin at either", either, admin, 200, ""},
		{"a user at either", either, user, 403, clerk.ReasonAny},
		{"a key where keys are required", h.RequireToken(authobject.APIKey), key, 200, ""},
		{"a key where keys or OAuth tokens are required", h.RequireToken(authobject.APIKey, authobject.OAuthToken), key, 200, ""},
		{"a key where OAuth tokens are required", h.RequireToken(authobject.OAuthToken), key, 403, mismatch},
		{"a user where keys are required", h.RequireToken(authobject.APIKey), user, 403, mismatch},
		{"a user where sessions are required", h.RequireToken(authobject.SessionToken), user, 200, ""},
		{"nobody where keys are required", h.RequireToken(authobject.APIKey), nobody, 401, clerk.ReasonDevBrowserMissing},
		{"an M2M token, which is not accepted", h.RequireToken(authobject.APIKey), bearer("mt_good"), 401, mismatch},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			row.set(r)
			w := serve(row.guard(whoami), r)
			if w.Code != row.status || (row.reason != "" && !strings.Contains(w.Body.String(), `"reason":"`+string(row.reason)+`"`)) {
				t.Errorf("%d %s, want %d %s", w.Code, w.Body, row.status, row.reason)
			}
			if strings.Contains(w.Body.String()+fmt.Sprint(w.Header()), "_good") {
				t.Errorf("the answer shows the credential: %s", w.Body)
			}
		})
	}
	if l.asked.Load() != 2 {
		t.Errorf("Clerk was asked %d times about one key and one guess", l.asked.Load())
	}
	// Below Authenticate alone, code that was written for users meets the key's caller and must take it for nobody.
	forUsers := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := authobject.FromContext(r.Context()); ok {
			t.Error("a key is taken for a user")
		}
		if e := middleware.Unauthenticated(r.Context()); e == nil || e.Status != http.StatusForbidden {
			t.Errorf("what RequireAuth would answer: %v", e)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	r := get()
	key(r)
	_ = serve(h.Authenticate(forUsers), r)
	l.status.Store(http.StatusServiceUnavailable)
	r = get("Authorization", "Bearer ak_other")
	if w := serve(scope(whoami), r); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("Clerk is down: %d %v", w.Code, w.Header())
	}
}

func TestThreatO15ByDefaultNoMachineIsLookedUp(t *testing.T) {
	h, l := newFactory(t)
	for _, credential := range []string{"ak_good", "mt_good", "oat_good"} {
		if w := serve(h.Authenticate(h.RequireAuth(whoami)), get("Authorization", "Bearer "+credential)); w.Code != 401 {
			t.Errorf("%s: %d %s", credential, w.Code, w.Body)
		}
	}
	if l.asked.Load() != 0 {
		t.Errorf("Clerk was asked %d times", l.asked.Load())
	}
}

func TestACookieIsNoMachine(t *testing.T) {
	h, l := newFactory(t, middleware.WithAcceptedTokens(authobject.APIKey))
	r := get("Cookie", "__session=ak_good")
	if w := serve(h.RequireToken(authobject.APIKey)(whoami), r); w.Code != 401 || l.asked.Load() != 0 {
		t.Errorf("%d %s, %d questions", w.Code, w.Body, l.asked.Load())
	}
}

func TestMachineOptionsThatCannotBe(t *testing.T) {
	env := func(string) string { return "" }
	opts := clerk.Options{PublishableKey: "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k", Getenv: env}
	for _, row := range []struct {
		name string
		opts clerk.Options
		with middleware.Option
		says string
	}{
		{"no kind", opts, middleware.WithAcceptedTokens(), "at least one"},
		{"an unknown kind", opts, middleware.WithAcceptedTokens("robot"), `"robot"`},
		{"nothing to ask Clerk with", opts, middleware.WithAcceptedTokens(authobject.APIKey), "CLERK_SECRET_KEY"},
		{
			"a machine's key is not enough for API keys", clerk.Options{PublishableKey: opts.PublishableKey, MachineSecretKey: "ak_0123456789", Getenv: env},
			middleware.WithAcceptedTokens(authobject.M2MToken, authobject.APIKey), "api_key",
		},
		{"a cache without end", opts, middleware.WithMachineOptions(token.MachineOptions{CacheFor: 1e18}), "CacheFor"},
	} {
		if u, err := middleware.New(row.opts, row.with); u != nil || err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v", row.name, err)
		}
	}
	u, err := middleware.New(clerk.Options{PublishableKey: opts.PublishableKey, MachineSecretKey: "ak_0123456789", Getenv: env}, middleware.WithAcceptedTokens(authobject.M2MToken))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = u.Close() }()
	for name, kinds := range map[string][]authobject.TokenKind{"none": nil, "one that is not accepted": {authobject.APIKey}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("RequireToken with %s does not panic", name)
				}
			}()
			_ = u.RequireToken(kinds...)
		}()
	}
}

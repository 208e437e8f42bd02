package clerktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// moment is when tests happen whose clock stands still.
var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func atMoment() time.Time { return moment }

// A town is an instance with two users and an organization.
type town struct {
	ck       *clerktest.Clerk
	ada, bob clerktest.User
	acme     clerktest.Org
}

func newTown(t *testing.T) town {
	t.Helper()
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	n := town{
		ck:  ck,
		ada: ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"}),
		bob: ck.AddUser(clerktest.User{ID: "user_bob", FirstName: "Bob"}),
		acme: ck.AddOrg(clerktest.Org{ID: "org_1", Name: "Acme", Slug: "acme", Features: []string{"audit"},
			Roles: map[string][]string{"org:admin": {"org:invoices:read", "org:invoices:pay", "org:audit:read", "org:sys_profile:manage"}}}),
	}
	ck.AddMember(n.acme, n.ada, "org:admin")
	return n
}

// A gate is Usher's middleware that remembers how it judged.
type gate struct {
	usher   *middleware.Usher
	handler http.Handler
	auth    *authobject.Auth  // of the last request that passed
	refusal *middleware.Error // of the last that did not
}

func newGate(t *testing.T, opts clerk.Options, with ...middleware.Option) *gate {
	t.Helper()
	g := &gate{}
	remember := middleware.WithErrorHandler(func(_ http.ResponseWriter, _ *http.Request, err *middleware.Error) { g.refusal = err })
	usher, err := middleware.New(opts, append(with, remember)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	g.usher = usher
	g.handler = usher.RequireAuth(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		g.auth = authobject.MustFromContext(r.Context())
	}))
	return g
}

func request() *http.Request { return httptest.NewRequest(http.MethodGet, "/", http.NoBody) }

// ask sends a request and returns the caller, or why there is none.
func (g *gate) ask(r *http.Request) (*authobject.Auth, clerk.Reason) {
	g.auth, g.refusal = nil, nil
	g.handler.ServeHTTP(httptest.NewRecorder(), r)
	if g.refusal != nil {
		return nil, g.refusal.Reason
	}
	return g.auth, ""
}

// ask with a token.
func (g *gate) present(token string) (*authobject.Auth, clerk.Reason) {
	r := request()
	r.Header.Set("Authorization", "Bearer "+token)
	return g.ask(r)
}

// wantReason presents a token and compares the reason, "" for a token that is accepted.
func (g *gate) wantReason(t *testing.T, token string, want clerk.Reason) {
	t.Helper()
	if _, got := g.present(token); got != want {
		t.Errorf("got reason %q, want %q", got, want)
	}
}

// facts are what an Auth says, by name, for comparing some of it.
type facts map[string]any

func factsOf(a *authobject.Auth) facts {
	f := facts{
		"user": a.UserID(), "session": a.SessionID(), "status": a.Status(), "issuer": a.Issuer(), "party": a.AuthorizedParty(),
		"org": a.OrgID(), "slug": a.OrgSlug(), "role": a.OrgRole(), "permissions": a.OrgPermissions(), "token id": a.TokenID() != "",
		"issued": a.IssuedAt(), "expires": a.ExpiresAt(),
	}
	if actor, ok := a.Actor(); ok {
		f["actor"] = actor.Subject
	}
	if ages, ok := a.FactorAges(); ok {
		f["first"], f["second"] = ages.First, ages.Second
	}
	for _, claim := range []string{"fea", "pla", "o.per", "o.fpm", "v", "nbf", "tier", "org_permissions"} {
		if raw, ok := a.Claims().Get(claim); ok {
			f["claim "+claim] = string(raw)
		}
	}
	return f
}

// want compares those facts that are wanted; nil stands for none.
func (f facts) want(t *testing.T, want facts) {
	t.Helper()
	for name, value := range want {
		if got := f[name]; fmt.Sprint(got) != fmt.Sprint(value) {
			t.Errorf("%s is %v, want %v", name, got, value)
		}
	}
}

// A witness is a TB that sees a mistake.
type witness struct {
	message  string
	cleanups []func()
}

func (*witness) Helper() {}

func (w *witness) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }

func (w *witness) Fatalf(format string, args ...any) {
	w.message = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// failure runs a test that should fail and returns how it did, "" if it did not.
func failure(test func(clerktest.TB)) string {
	w := &witness{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(w)
	}()
	<-done
	for _, cleanup := range slices.Backward(w.cleanups) {
		cleanup()
	}
	return w.message
}

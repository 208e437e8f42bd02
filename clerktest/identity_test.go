package clerktest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func TestIdentitiesAreCallers(t *testing.T) {
	for _, row := range []struct {
		name string
		id   clerktest.Identity
		want facts
	}{
		{"the zero one is a user who has just signed in", clerktest.Identity{}, facts{
			"user": "user_test", "session": "sess_test", "org": "", "role": "", "status": "active", "first": 0, "second": -1,
			"actor": nil, "token id": true, "claim fea": nil, "claim v": 2,
		}},
		{"user and session", clerktest.Identity{UserID: "user_1", SessionID: "sess_1"}, facts{"user": "user_1", "session": "sess_1"}},
		{"an organization and a role", clerktest.Identity{OrgID: "org_1", OrgSlug: "acme", OrgRole: "org:admin"}, facts{
			"org": "org_1", "slug": "acme", "role": "org:admin", "permissions": "[]",
		}},
		{"a role alone has an organization", clerktest.Identity{OrgRole: "admin"}, facts{"org": "org_test", "role": "org:admin"}},
		{"a slug alone has an organization", clerktest.Identity{OrgSlug: "acme"}, facts{"org": "org_test", "slug": "acme", "role": ""}},
		{"permissions alone have an organization", clerktest.Identity{OrgPermissions: []string{"invoices:read", "org:sys_profile:manage"}}, facts{
			"org": "org_test", "permissions": "[org:invoices:read]", "claim fea": `"o:invoices"`,
		}},
		{"features and plans", clerktest.Identity{Features: []string{"u:beta"}, Plans: []string{"u:pro"}}, facts{
			"claim fea": `"u:beta"`, "claim pla": `"u:pro"`, "org": "",
		}},
		{"ages of factors", clerktest.Identity{FactorAges: &authobject.FactorAges{First: 20, Second: 5}}, facts{"first": 20, "second": 5}},
		{"an actor", clerktest.Identity{Actor: "user_support"}, facts{"actor": "user_support"}},
		{"claims of one's own", clerktest.Identity{Claims: map[string]any{"tier": "gold", "sub": "user_2", "exp": moment}}, facts{
			"claim tier": `"gold"`, "user": "user_2", "expires": moment,
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			factsOf(clerktest.Auth(row.id)).want(t, row.want)

			bare, ok := authobject.FromContext(clerktest.Context(t.Context(), row.id))
			if !ok {
				t.Fatalf("a handler without middleware finds %v", bare)
			}
			factsOf(bare).want(t, row.want)

			auth, reason := newGate(t, clerktest.New(t).PEMOptions()).ask(clerktest.As(request(), row.id))
			if auth == nil {
				t.Fatalf("the middleware refuses: %s", reason)
			}
			factsOf(auth).want(t, row.want)
		})
	}
}

func TestIdentitiesMeetChecksAsTokensDo(t *testing.T) {
	id := clerktest.Identity{OrgRole: "org:admin", OrgPermissions: []string{"org:invoices:read"},
		Features: []string{"o:audit"}, Plans: []string{"u:pro"}, FactorAges: &authobject.FactorAges{First: 5, Second: -1}}
	auth := clerktest.Auth(id)
	for check, want := range map[*authobject.Check]bool{
		ptr(authobject.Role("admin")):                     true,
		ptr(authobject.Role("member")):                    false,
		ptr(authobject.Permission("invoices:read")):       true,
		ptr(authobject.Permission("invoices:pay")):        false,
		ptr(authobject.Feature("org:audit")):              true,
		ptr(authobject.Feature("user:audit")):             false,
		ptr(authobject.Plan("pro")):                       true,
		ptr(authobject.Reverified(authobject.Strict)):     true,
		ptr(authobject.Not(authobject.Role("org:admin"))): false,
	} {
		if got := auth.Has(*check); got != want {
			t.Errorf("%v is %t, want %t", check, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func TestAPendingIdentityCountsAsSignedOut(t *testing.T) {
	n := newTown(t)
	for _, id := range []clerktest.Identity{{Pending: true}, {Claims: map[string]any{"sts": "pending"}}} {
		auth, ok := authobject.FromContext(clerktest.Context(context.Background(), id))
		if ok || auth.Reason() != clerk.ReasonSessionPending || auth.UserID() != "" {
			t.Errorf("a handler without middleware finds %v", auth)
		}
		if _, got := newGate(t, n.ck.Options()).ask(clerktest.As(request(), id)); got != clerk.ReasonSessionPending {
			t.Errorf("the middleware says %q", got)
		}
	}
}

func TestAsAndCredentials(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	id := clerktest.Identity{UserID: "user_1"}

	before := n.ck.SignIn(n.ada).Authorize(request())
	auth, _ := g.ask(clerktest.As(before, id))
	factsOf(auth).want(t, facts{"user": "user_1"})
	if auth, _ := g.ask(before); auth.UserID() != n.ada.ID {
		t.Errorf("As changed the request that it copies: the caller is %s", auth.UserID())
	}
	auth, _ = g.ask(n.ck.SignIn(n.ada).Authorize(clerktest.As(request(), id)))
	factsOf(auth).want(t, facts{"user": n.ada.ID})
	if _, got := g.ask(n.ck.SignIn(n.ada).Expired().Authorize(clerktest.As(request(), id))); got != clerk.ReasonSessionTokenExpired {
		t.Errorf("a bad token beside an identity is refused with %q", got)
	}
}

// A caller from the network cannot bring a context: nothing in a request but its token makes it somebody's.
func TestNoHeaderMakesAnIdentity(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	r := request()
	for _, name := range []string{"X-Clerk-Auth-Status", "X-User-Id", "X-Test-Identity"} {
		r.Header.Set(name, "user_1")
	}
	if _, got := g.ask(r); got != clerk.ReasonDevBrowserMissing {
		t.Errorf("the middleware says %q", got)
	}
}

func TestIdentitiesThatCannotBe(t *testing.T) {
	for _, row := range []struct {
		name string
		id   clerktest.Identity
		want string
	}{
		{"a permission without a feature", clerktest.Identity{OrgPermissions: []string{"read"}}, "org:feature:permission"},
		{"a feature without a scope", clerktest.Identity{Features: []string{"audit"}}, "o:audit"},
		{"a plan without a scope", clerktest.Identity{Plans: []string{"pro"}}, `"pro"`},
		{"a claim that is no JSON", clerktest.Identity{Claims: map[string]any{"f": func() {}}}, "JSON"},
		{"a user that is a number", clerktest.Identity{Claims: map[string]any{"sub": 1}}, "sub"},
	} {
		t.Run(row.name, func(t *testing.T) {
			defer func() {
				if got, _ := recover().(string); !strings.HasPrefix(got, "clerktest: Identity: ") || !strings.Contains(got, row.want) {
					t.Errorf("it panics with %q, which does not mention %q", got, row.want)
				}
			}()
			clerktest.As(request(), row.id)
			t.Error("it was accepted")
		})
	}
}

func TestRequireHoldsIdentitiesAgainstItsChecks(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options(), middleware.WithPendingSessions())
	g.handler = g.usher.Require(authobject.Role("org:admin"))(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		g.auth = authobject.MustFromContext(r.Context())
	}))
	if auth, reason := g.ask(clerktest.As(request(), clerktest.Identity{OrgRole: "org:admin"})); auth == nil {
		t.Errorf("an admin is refused: %s", reason)
	}
	if _, got := g.ask(clerktest.As(request(), clerktest.Identity{OrgRole: "org:member"})); got != clerk.ReasonRole {
		t.Errorf("a member is refused with %q, want %q", got, clerk.ReasonRole)
	}
	if age := time.Until(clerktest.Auth(clerktest.Identity{}).ExpiresAt()); age <= 0 || age > time.Minute {
		t.Errorf("an identity ends in %s", age)
	}
}

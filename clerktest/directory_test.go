package clerktest_test

import (
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

func TestMistakesEndTheTest(t *testing.T) {
	type town struct {
		ck       *clerktest.Clerk
		ada, bob clerktest.User
		acme     clerktest.Org
	}
	for _, row := range []struct {
		name    string
		mistake func(town)
		want    []string
	}{
		{"a user that is there already", func(n town) { n.ck.AddUser(clerktest.User{ID: n.ada.ID}) }, []string{"AddUser", "user_ada"}},
		{"an organization whose id is taken", func(n town) { n.ck.AddOrg(clerktest.Org{ID: n.acme.ID}) }, []string{"AddOrg", "org_1"}},
		{"an organization whose slug is taken", func(n town) { n.ck.AddOrg(clerktest.Org{Slug: "acme"}) }, []string{"AddOrg", "acme"}},
		{"a feature with a scope", func(n town) { n.ck.AddOrg(clerktest.Org{Features: []string{"o:audit"}}) }, []string{"AddOrg", "o:audit"}},
		{"a permission without a feature", func(n town) {
			n.ck.AddOrg(clerktest.Org{Roles: map[string][]string{"org:admin": {"org:read"}}})
		}, []string{"AddOrg", "org:admin", "org:feature:permission"}},
		{"a role without a name", func(n town) { n.ck.AddOrg(clerktest.Org{Roles: map[string][]string{"": nil}}) }, []string{"AddOrg", "no name"}},
		{"a member of no organization", func(n town) { n.ck.AddMember(clerktest.Org{Slug: "acme"}, n.bob, "org:member") }, []string{"AddMember", "AddOrg"}},
		{"a member who is no user", func(n town) { n.ck.AddMember(n.acme, clerktest.User{}, "org:member") }, []string{"AddMember", "AddUser"}},
		{"a role that the organization does not have", func(n town) { n.ck.AddMember(n.acme, n.bob, "org:owner") },
			[]string{"AddMember", "org:owner", "org:admin, org:auditor, org:member"}},
		{"a session of nobody", func(n town) { n.ck.SignIn(clerktest.User{ID: "user_eve"}) }, []string{"SignIn", "user_eve", "AddUser"}},
		{"an organization that the user is no member of", func(n town) { n.ck.SignIn(n.bob).Org(n.acme) },
			[]string{"SignIn.Org", "user_bob", "AddMember", "OrgRole"}},
		{"a role of no organization", func(n town) { n.ck.SignIn(n.bob).OrgRole("", "org:admin") }, []string{"OrgRole", "Claim"}},
		{"no role of an organization", func(n town) { n.ck.SignIn(n.bob).OrgRole("acme", "org:") }, []string{"OrgRole", "Claim"}},
		{"a permission with a comma", func(n town) { n.ck.SignIn(n.bob).OrgRole("acme", "admin", "org:a:b,c") }, []string{"OrgRole", "org:a:b,c"}},
		{"a feature without a scope", func(n town) { n.ck.SignIn(n.bob).Features("audit") }, []string{"Features", `"audit"`, "o:audit"}},
		{"a plan of an unknown scope", func(n town) { n.ck.SignIn(n.bob).Plans("x:pro") }, []string{"Plans", "x:pro"}},
		{"a version that does not exist", func(n town) { n.ck.SignIn(n.bob).Version(3) }, []string{"Version(3)", "Claim"}},
		{"a claim that is no JSON", func(n town) { n.ck.SignIn(n.bob).Claim("f", func() {}).Token() }, []string{"Claim", "JSON"}},
		{"ages that are no numbers", func(n town) { n.ck.SignIn(n.bob).FactorAges(math.NaN(), 0).Token() }, []string{"JSON"}},
		{"a header that is no JSON", func(n town) { n.ck.SignIn(n.bob).Header("f", func() {}).Token() }, []string{"Header", "JSON"}},
		{"a header of one's own that is no JSON", func(n town) { n.ck.Sign(map[string]any{"f": func() {}}, nil) }, []string{"header", "JSON"}},
		{"a status that is none", func(n town) { n.ck.FailWith(99) }, []string{"FailWith(99)"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			settle := func(ck *clerktest.Clerk) town {
				n := town{ck: ck, ada: ck.AddUser(clerktest.User{ID: "user_ada"}), bob: ck.AddUser(clerktest.User{ID: "user_bob"})}
				n.acme = ck.AddOrg(clerktest.Org{ID: "org_1", Slug: "acme", Roles: map[string][]string{"org:auditor": nil}})
				return n
			}
			got := failure(func(tb clerktest.TB) { row.mistake(settle(clerktest.New(tb))) })
			for _, want := range append(row.want, "clerktest: ") {
				if !strings.Contains(got, want) {
					t.Errorf("the failure does not mention %q: %q", want, got)
				}
			}

			ck, err := clerktest.Start(clerktest.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				_ = ck.Close()
				if panicked, _ := recover().(string); panicked == "" || len(panicked) < 40 {
					t.Errorf("without a test it panics with %q", panicked)
				}
			}()
			row.mistake(settle(ck))
		})
	}
}

func TestUsersAndOrganizationsAreKept(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{FirstName: "Ada", Email: "ada@example.com", PublicMetadata: map[string]any{"tier": "gold"}})
	if got, ok := ck.User(ada.ID); !ok || !strings.HasPrefix(ada.ID, "user_") || !reflect.DeepEqual(got, ada) {
		t.Errorf("User(%s) is %v, %t, want %v", ada.ID, got, ok, ada)
	}
	if _, ok := ck.User("user_nobody"); ok {
		t.Error("there is a user_nobody")
	}

	acme := ck.AddOrg(clerktest.Org{Slug: "acme", Roles: map[string][]string{"auditor": {"invoices:read"}}})
	want := map[string][]string{"org:admin": nil, "org:member": nil, "org:auditor": {"org:invoices:read"}}
	if !reflect.DeepEqual(acme.Roles, want) || !strings.HasPrefix(acme.ID, "org_") {
		t.Errorf("AddOrg returns %v", acme)
	}
	acme.Roles["org:auditor"][0] = "org:changed:afterwards"
	delete(acme.Roles, "org:admin")
	for _, name := range []string{acme.ID, "acme"} {
		if got, ok := ck.Org(name); !ok || got.ID != acme.ID || !reflect.DeepEqual(got.Roles, want) {
			t.Errorf("Org(%s) is %v, %t", name, got, ok)
		}
	}
	ck.AddOrg(clerktest.Org{})
	if _, ok := ck.Org(""); ok {
		t.Error("an organization without a slug is found by none")
	}
}

func TestAMembershipChanges(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	before := n.ck.SignIn(n.ada).Org(n.acme)
	n.ck.AddMember(n.acme, n.ada, "member")
	for session, want := range map[*clerktest.SignIn]string{before: "org:admin", n.ck.SignIn(n.ada).Org(n.acme): "org:member"} {
		auth, reason := g.present(session.Token())
		if auth.OrgRole() != want {
			t.Errorf("the role is %q (%s), want %s", auth.OrgRole(), reason, want)
		}
	}
}

// For the race detector.
func TestEverythingAtOnce(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	g.wantReason(t, n.ck.SignIn(n.ada).Token(), "")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 5 {
				user := n.ck.AddUser(clerktest.User{})
				n.ck.AddMember(n.acme, user, "org:member")
				org := n.ck.AddOrg(clerktest.Org{})
				n.ck.AddMember(org, user, "org:admin")
				session := n.ck.SignIn(user).Org(org)
				session.Pending().Token()
				n.ck.AddKey()
				n.ck.PublicKeyPEM()
				n.ck.SetDelay(0)
				n.ck.Outage(false)
				n.ck.Advance(1)
				n.ck.JWKSFetches()
				if _, _, err := get(t, n.ck.URL()+frontendKeys, ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	g.wantReason(t, n.ck.SignIn(n.ada).Org(n.acme).Token(), "")
}

package clerktest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
)

const seedFile = "testdata/seed.json"

func TestAnInstanceBeginsWithASeed(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{SeedFile: seedFile})
	acme, ok := ck.Org("acme")
	if !ok || acme.ID != "org_acme" || len(acme.Roles["org:admin"]) != 2 {
		t.Fatalf("Acme is %+v", acme)
	}
	ada, ok := ck.User("user_ada")
	if !ok || ada.Email != "ada@example.com" || ada.PublicMetadata["plan"] != "pro" {
		t.Fatalf("Ada is %+v", ada)
	}
	auth, reason := newGate(t, ck.Options()).present(ck.SignIn(ada).Org(acme).Token())
	if auth == nil || !auth.Has(authobject.Permission("org:invoices:write")) {
		t.Errorf("Ada is refused: %s", reason)
	}
	for _, row := range []struct{ request, body, want string }{
		{"POST /v1/users/user_ada/verify_password", `{"password":"correct horse battery"}`, `"verified":true`},
		{"GET /v1/users?external_id=42", "", "bob@example.com"},
		{"GET /v1/users?banned=true&username=eve", "", `"banned":true`},
		{"GET /v1/organizations/zoo/memberships", "", `"desk":7`},
		{"GET /v1/organizations/acme/billing/subscription", "", `"slug":"team"`},
		{"POST /v1/api_keys/verify", `{"secret":"ak_test_ada"}`, `"subject":"user_ada"`},
		{"POST /v1/api_keys/verify", `{"secret":"ak_test_ada"}`, `"team":"ops"`},
		{"GET /v1/api_keys?subject=org_acme", "", `"name":"import"`},
		{"GET /v1/machines/mch_billing/secret_key", "", `"ak_test_billing"`},
		{"GET /v1/machines/mch_billing", "", `"name":"ledger"`},
		{"GET /v1/users/user_ada/billing/subscription", "", `"is_free_trial":true`},
	} {
		method, path, _ := strings.Cut(row.request, " ")
		if got := send(ck, method, path, row.body); got.status != 200 || !strings.Contains(got.body, row.want) {
			t.Errorf("%s: %d %s does not have %s", row.request, got.status, got.body, row.want)
		}
	}
}

func TestSeedsThatAreRefused(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{SeedFile: seedFile})
	before := string(ck.Snapshot())
	for _, row := range []struct {
		name, seed string
		want       []string
	}{
		{"no JSON", "{\n\n?", []string{"line 3"}},
		{"nothing", "", []string{"line 1"}},
		{"null", "null", []string{"{} adds nothing"}},
		{"more than one object", "{}{}", []string{"follows"}},
		{"a member that there is not", "{\n\"users\":[{\"mail\":\"x\"}]}", []string{"line 2", "mail", "Clerk.Load"}},
		{"a member of another type", `{"users":[{"email":1}]}`, []string{"email", "string"}},
		{"a user without an identifier", `{"users":[{"first_name":"X"}]}`, []string{"users[0]", "email"}},
		{"a user who is there", `{"users":[{"username":"new"},{"id":"user_ada","username":"x"}]}`, []string{"users[1] (user_ada)", "already"}},
		{"an address that is taken", `{"users":[{"email":"ADA@example.com"}]}`, []string{"email address", "already"}},
		{"an organization without a name", `{"organizations":[{"slug":"x"}]}`, []string{"organizations[0] (x)", "name"}},
		{"a slug that is taken", `{"organizations":[{"name":"X","slug":"acme"}]}`, []string{"org_acme"}},
		{"a permission of another form", `{"organizations":[{"name":"X","roles":{"org:admin":["read"]}}]}`, []string{"role org:admin", "read"}},
		{"a membership of nobody", `{"memberships":[{"organization":"acme","user":"zed","role":"org:member"}]}`, []string{"memberships[0] (acme, zed)", "external id"}},
		{"a role that there is not", `{"memberships":[{"organization":"acme","user":"eve","role":"king"}]}`, []string{"org:king", "org:admin"}},
		{"a membership that there is", `{"memberships":[{"organization":"acme","user":"ada","role":"org:member"}]}`, []string{"member already"}},
		{"a machine without a name", `{"machines":[{"id":"mch_x"}]}`, []string{"machines[0] (mch_x)", "name"}},
		{"a machine that there is", `{"machines":[{"id":"mch_billing","name":"x"}]}`, []string{"mch_billing already"}},
		{"a secret that is taken", `{"machines":[{"name":"x","secret_key":"ak_test_billing"}]}`, []string{"secret key is that of mch_billing"}},
		{"a secret of another form", `{"machines":[{"name":"x","secret_key":"sk_test_1"}]}`, []string{"secret_key", "ak_"}},
		{"a scope that leads nowhere", `{"machines":[{"name":"x","scoped_machines":["y"]}]}`, []string{"scoped_machines", `"y"`}},
		{"a name that two machines have", `{"machines":[{"name":"billing"},{"name":"x","scoped_machines":["billing"]}]}`, []string{"several machines"}},
		{"a lifetime that is none", `{"machines":[{"name":"x","default_token_ttl":-1}]}`, []string{"default_token_ttl"}},
		{"an API key for nobody", `{"api_keys":[{"name":"x"}]}`, []string{"api_keys[0] (x)", "either a user"}},
		{"an API key for two", `{"api_keys":[{"name":"x","user":"ada","machine":"ledger"}]}`, []string{"either a user"}},
		{"an API key for somebody who is not there", `{"api_keys":[{"name":"x","user":"zed"}]}`, []string{"no user"}},
		{"the secret of an API key that is taken", `{"api_keys":[{"name":"x","user":"ada","secret":"ak_test_ada"}]}`, []string{"secret is that of ak_"}},
		{"an API key that has expired long ago", `{"api_keys":[{"name":"x","user":"ada","seconds_until_expiration":-1}]}`, []string{"seconds_until_expiration"}},
		{"a plan for nobody", `{"plans":[{"slug":"x","amount":0}]}`, []string{"payer_type"}},
		{"a plan without a price", `{"plans":[{"slug":"x","payer_type":"user"}]}`, []string{"no price"}},
		{"a discount of both kinds", `{"discounts":[{"percent_off":1,"amount_off":1}]}`, []string{"either"}},
		{"a subscription of nobody", `{"subscriptions":[{"plan":"pro"}]}`, []string{"either a user or an organization"}},
		{"a subscription to a plan for others", `{"subscriptions":[{"user":"eve","plan":"team"}]}`, []string{"payers of the type org"}},
		{"a period without a price", `{"subscriptions":[{"user":"eve","plan":"pro","period":"annual"}]}`, []string{"annual"}},
	} {
		err := ck.Load(strings.NewReader(row.seed))
		if err == nil {
			t.Errorf("%s: it was loaded", row.name)
			continue
		}
		if strings.Contains(err.Error(), "ak_test_") {
			t.Errorf("%s: a secret is in the error %q", row.name, err)
		}
		for _, want := range row.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not mention %q", row.name, err, want)
			}
		}
	}
	if after := string(ck.Snapshot()); tables(after) != tables(before) {
		t.Error("a seed that was refused left something behind")
	}
	_, err := clerktest.Start(clerktest.Config{SeedFile: filepath.Join(t.TempDir(), "none.json")})
	if err == nil || !strings.Contains(err.Error(), "Config.SeedFile") {
		t.Errorf("a file that is not there: %v", err)
	}
}

// tables is a snapshot without the number of ids that were made before it was known that they are not needed.
func tables(snapshot string) string { return snapshot[strings.Index(snapshot, `"tables"`):] }

func TestIDsFollowFromTheSeed(t *testing.T) {
	idsOf := func(seed string) (ids string) {
		ck := clerktest.New(t, clerktest.Config{Seed: seed, SeedFile: seedFile})
		zoo, _ := ck.Org("zoo")
		return fmt.Sprint(zoo.ID, ck.AddUser(clerktest.User{}).ID, ck.Options().SecretKey)
	}
	if a, b := idsOf("one"), idsOf("one"); a != b {
		t.Errorf("the same seed makes %s and %s", a, b)
	}
	if a, b := idsOf("one"), idsOf("two"); a == b {
		t.Errorf("two seeds make %s", a)
	}
	if a, b := idsOf(""), idsOf(""); a == b {
		t.Errorf("without a seed the ids are %s twice", a)
	}
}

// BenchmarkLoad loads 10,000 users, 1,000 organizations and 50,000 memberships.
func BenchmarkLoad(b *testing.B) {
	var users, orgs, members []string
	for i := range 10_000 {
		users = append(users, fmt.Sprintf(`{"id":"user_%05d","email":"u%d@example.com","first_name":"U%d","password":"password %d"}`, i, i, i, i))
	}
	for i := range 1000 {
		orgs = append(orgs, fmt.Sprintf(`{"id":"org_%04d","name":"Org %d","slug":"org-%d"}`, i, i, i))
		for j := range 50 {
			members = append(members, fmt.Sprintf(`{"organization":"org_%04d","user":"user_%05d","role":"org:member"}`, i, (i*50+j)%10_000))
		}
	}
	list := func(items []string) string { return "[" + strings.Join(items, ",") + "]" }
	text := `{"users":` + list(users) + `,"organizations":` + list(orgs) + `,"memberships":` + list(members) + `}`
	name := filepath.Join(b.TempDir(), "seed.json")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		ck, err := clerktest.Start(clerktest.Config{SeedFile: name})
		if err != nil {
			b.Fatal(err)
		}
		_ = ck.Close()
	}
}

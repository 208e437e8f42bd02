package clerktest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
)

func TestASnapshotIsTakenToAnotherInstance(t *testing.T) {
	n := newTown(t)
	other := clerktest.New(t)
	eve := other.AddUser(clerktest.User{Username: "eve"})
	if err := other.Restore(n.ck.Snapshot()); err != nil {
		t.Fatal(err)
	}
	if _, ok := other.User(eve.ID); ok {
		t.Error("who was there before still is")
	}
	if ada, ok := other.User(n.ada.ID); !ok || ada.FirstName != "Ada" {
		t.Errorf("Ada is %+v", ada)
	}
	if auth, reason := newGate(t, other.Options()).present(other.SignIn(n.ada).Org(n.acme).Token()); auth == nil ||
		auth.OrgRole() != "org:admin" || !auth.Has(authobject.Permission("org:invoices:read")) {
		t.Errorf("Ada is refused there: %s", reason)
	}
	err := other.Restore([]byte(`{"version":1,"tables":{"cats":[]}}`))
	if err == nil || !strings.Contains(err.Error(), "cats") {
		t.Errorf("a table that is unknown: %v", err)
	}
	if _, ok := other.User(n.ada.ID); !ok {
		t.Error("a snapshot that was refused changed something")
	}
}

// Browsers and sessions are in a snapshot, with all that a test has said about their tokens.
func TestASnapshotHasTheSessions(t *testing.T) {
	n := newTown(t)
	const origin = "http://localhost:3000"
	in := n.ck.SignIn(n.ada).OrgRole("zoo", "keeper", "org:cages:open").Actor("user_bob").FactorAges(3, -1).Features("u:beta").
		Plans("u:pro").Version(1).Claim("shop", map[string]any{"id": json.Number("12345678901234567890")}).Claim("at", atMoment()).Without("sts")
	b := n.ck.Browser().Serve(origin, newShop(t, n.ck, origin)).Hold(in, origin)
	before := claimsOf(t, n.ck, in)
	saved := n.ck.Snapshot()
	n.ck.EndSession(in)
	wantPage(t, b.Open(origin+"/a"), origin+"/a", "user_ada") // until its token expires
	if err := n.ck.Restore(saved); err != nil {
		t.Fatal(err)
	}
	if after := claimsOf(t, n.ck, in); after != before || !strings.Contains(after, "12345678901234567890") || strings.Contains(after, `"sts"`) {
		t.Errorf("its tokens were\n%s\nand are\n%s", before, after)
	}
	if got := b.Accounts(); len(got) != 1 || got[0].SessionID != in.SessionID() {
		t.Errorf("the browser holds %v", got)
	}
}

// claimsOf returns the claims of a token that the Backend API makes of a session, but for its id.
func claimsOf(t *testing.T, ck *clerktest.Clerk, in *clerktest.SignIn) string {
	t.Helper()
	made, err := newBackend(t, ck).Sessions.CreateToken(t.Context(), in.SessionID(), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(string(made.JWT), ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Tokens for other services say who has the session, as the template has it.
func TestATokenByATemplate(t *testing.T) {
	n := newTown(t)
	in := n.ck.SignIn(n.ada).Org(n.acme)
	in.Cookies() // the instance learns of the organization
	if got := send(n.ck, "POST", "/v1/jwt_templates", `{"name":"shop","claims":{"org":"{{org.slug}}","role":"{{org.role}}"}}`); got.status != 200 {
		t.Fatal(got.body)
	}
	path := "/v1/sessions/" + in.SessionID() + "/tokens/"
	for _, row := range []struct {
		name, path, body string
		status           int
		codes            string
	}{
		{"a template that there is not", path + "lost", "", 404, "resource_not_found"},
		{"too short a time", path + "shop", `{"expires_in_seconds":29}`, 422, "form_param_value_invalid(expires_in_seconds)"},
		{"a session that there is not", "/v1/sessions/sess_x/tokens/shop", "", 404, "resource_not_found"},
	} {
		if got := send(n.ck, "POST", row.path, row.body); got.status != row.status || got.codes() != row.codes {
			t.Errorf("%s: %d %s", row.name, got.status, got.body)
		}
	}
	made := send(n.ck, "POST", path+"shop", `{"expires_in_seconds":90}`)
	var token struct{ JWT string }
	_ = json.Unmarshal([]byte(made.body), &token)
	parts := strings.Split(token.JWT, ".")
	if len(parts) != 3 {
		t.Fatal(made.body)
	}
	text, _ := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Sub, Org, Role string
		Iat, Exp       int64
	}
	if _ = json.Unmarshal(text, &claims); claims.Sub != "user_ada" || claims.Org != "acme" || claims.Role != "org:admin" || claims.Exp-claims.Iat != 90 {
		t.Errorf("the claims are %s", text)
	}
	n.ck.EndSession(in)
	if got := send(n.ck, "POST", path+"shop", ""); got.status != 404 {
		t.Errorf("a session that has ended has a token: %d", got.status)
	}
}

// What the Backend API does to roles and members is in the tokens that are made of sessions from then on.
func TestTokensFollowTheRolesOfTheInstance(t *testing.T) {
	n := newTown(t)
	ask := func(request, body string) string {
		t.Helper()
		method, path, _ := strings.Cut(request, " ")
		got := send(n.ck, method, "/v1"+path, body)
		if got.status != 200 {
			t.Fatalf("%s: %d %s", request, got.status, got.body)
		}
		var made struct{ ID string }
		_ = json.Unmarshal([]byte(got.body), &made)
		return made.ID
	}
	read := ask("POST /organization_permissions", `{"name":"Read reports","key":"org:reports:read"}`)
	role := ask("POST /organization_roles", `{"name":"Editor","key":"org:editor","permissions":["`+read+`"],"include_in_initial_role_set":true}`)
	zoo := ask("POST /organizations", `{"name":"Zoo","slug":"zoo","created_by":"user_bob"}`)
	ask("POST /organizations/"+zoo+"/memberships", `{"user_id":"user_ada","role":"org:editor"}`)
	session := ask("POST /sessions", `{"user_id":"user_ada","active_organization_id":"`+zoo+`"}`)
	gate, client := newGate(t, n.ck.Options()), newBackend(t, n.ck)
	check := func(when, want string) {
		t.Helper()
		made, err := client.Sessions.CreateToken(t.Context(), session, nil)
		if err != nil {
			t.Fatal(err)
		}
		auth, reason := gate.present(string(made.JWT))
		if auth == nil {
			t.Fatalf("%s the token is refused: %s", when, reason)
		}
		if got := fmt.Sprint(auth.OrgSlug(), " ", auth.OrgRole(), " ", auth.OrgPermissions()); got != want {
			t.Errorf("%s the token has %s, want %s", when, got, want)
		}
	}
	check("at first", "zoo org:editor [org:reports:read]")
	ask("PATCH /organization_permissions/"+read, `{"key":"org:reports:see"}`)
	ask("PATCH /organization_roles/"+role, `{"key":"org:writer"}`)
	check("with new keys", "zoo org:writer [org:reports:see]")
	ask("PATCH /organizations/"+zoo+"/memberships/user_ada", `{"role":"org:admin"}`)
	check("as an admin, without what Clerk leaves out of tokens", "zoo org:admin []")
	ask("DELETE /organizations/"+zoo+"/memberships/user_ada", "")
	check("as no member any more", "  []")
}

func TestWhoIsDeletedIsSignedOut(t *testing.T) {
	n := newTown(t)
	in := n.ck.SignIn(n.ada)
	if got := send(n.ck, "DELETE", "/v1/users/"+n.ada.ID, ""); got.status != 200 {
		t.Fatal(got.body)
	}
	if got := send(n.ck, "GET", "/v1/sessions/"+in.SessionID(), "").body; !strings.Contains(got, `"status":"revoked"`) {
		t.Errorf("the session is %s", got)
	}
}

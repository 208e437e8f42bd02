package clerktest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

func TestUsersMakeAndChangeOrganizations(t *testing.T) {
	ck := clerktest.New(t)
	p := newAda(t, ck)
	made := p.post("/v1/organizations", 200, "name", "Acme", "slug", "acme").Response.ID
	one := "/v1/organizations/" + made
	p.forms([]form{
		{"POST /v1/organizations", "slug=x", 422, "form_param_missing"},
		{"POST /v1/organizations", "name=Other&slug=acme", 422, "form_identifier_exists"},
		{"POST /v1/organizations", "name=Other&slug=A+b", 422, "form_param_format_invalid"},
		{"GET " + one, "", 200, `"members_count":1`},
		{"PATCH " + one, "name=Acme+Inc", 200, `"name":"Acme Inc","slug":"acme"`},
		{"PATCH " + one, "name=", 422, "form_param_nil"},
		{"PATCH " + one, "slug=acme-inc", 200, `"slug":"acme-inc"`},
		{"GET " + one + "/memberships?paginated=true&role[]=org:admin", "", 200, `"total_count":1`},
		{"GET " + one + "/memberships?paginated=true&role=org:member", "", 200, `"data":[],"total_count":0`},
		{"GET " + one + "/memberships?limit=0", "", 422, "form_param_value_invalid"},
		{"GET " + one + "/domains", "", 501, "not_implemented"},
	})
	stranger := newPage(t, ck)
	stranger.forms([]form{
		{"POST /v1/organizations", "name=Evil", 401, "authentication_invalid"},
		{"GET " + one, "", 401, "authentication_invalid"},
	})

	bob := newPage(t, ck)
	begun := bob.post("/v1/client/sign_ins", 200, "identifier", "bob@example.com", "strategy", "email_code").Response.ID
	bob.post("/v1/client/sign_ins/"+begun+"/attempt_first_factor", 200, "strategy", "email_code", "code", "424242")
	forAll := []form{
		{"GET " + one, "", 403, "organization_not_found_or_unauthorized"},
		{"PATCH " + one, "name=Evil", 403, "organization_not_found_or_unauthorized"},
		{"DELETE " + one, "", 403, "organization_not_found_or_unauthorized"},
		{"GET " + one + "/memberships", "", 403, "organization_not_found_or_unauthorized"},
		{"GET /v1/organizations/org_x", "", 403, "organization_not_found_or_unauthorized"},
	}
	bob.forms(forAll)
	var id string
	for _, text := range strings.Split(bob.send("GET", "/v1/me", nil).body, `"`) {
		if strings.HasPrefix(text, "user_") {
			id = text
			break
		}
	}
	if got := send(ck, "POST", "/v1/organizations/"+made+"/memberships", `{"user_id":"`+id+`","role":"org:member"}`); got.status != 200 {
		t.Fatal(got.body)
	}
	bob.forms([]form{
		{"GET " + one, "", 200, `"members_count":2`},
		{"PATCH " + one, "name=Evil", 403, `"permissions":["org:sys_profile:manage"]`},
		{"DELETE " + one, "", 403, "missing_organization_permission"},
		{"GET " + one + "/memberships", "", 200, "bob@example.com"},
	})

	send(ck, "PATCH", "/v1/organizations/"+made, `{"admin_delete_enabled":false}`)
	p.forms([]form{{"DELETE " + one, "", 403, "organization_admin_delete_not_enabled"}})
	send(ck, "PATCH", "/v1/organizations/"+made, `{"admin_delete_enabled":true}`)
	p.forms([]form{{"DELETE " + one, "", 200, `"deleted":true`}, {"GET /v1/me/organization_memberships", "", 200, `"response":[]`}})
}

func TestUsersMakeAsManyOrganizationsAsTheyMay(t *testing.T) {
	ck := clerktest.New(t)
	p := newAda(t, ck)
	var me struct{ Response struct{ ID string } }
	p.decode(p.send("GET", "/v1/me", nil), 200, &me)
	user := "/v1/users/" + me.Response.ID
	send(ck, "PATCH", user, `{"create_organizations_limit":1}`)
	p.forms([]form{
		{"POST /v1/organizations", "name=One", 200, `"name":"One"`},
		{"POST /v1/organizations", "name=Two", 403, "quota_exceeded"},
	})
	send(ck, "PATCH", user, `{"create_organizations_limit":0,"create_organization_enabled":false}`)
	p.forms([]form{{"POST /v1/organizations", "name=Two", 403, "authorization_invalid"}})
	send(ck, "PATCH", user, `{"create_organization_enabled":true}`)
	send(ck, "PATCH", "/v1/instance/organization_settings", `{"enabled":false}`)
	p.forms([]form{{"POST /v1/organizations", "name=Two", 403, "organization_not_enabled_in_instance"}})
}

// Both APIs have addresses below /v1/organizations, at one address here.
func TestTheSecretKeySaysWhichAPIIsMeant(t *testing.T) {
	ck := clerktest.New(t)
	p := newAda(t, ck)
	key := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+ck.Options().SecretKey) }
	if got := p.send("GET", "/v1/organizations", nil, key); got.status != 200 || !strings.Contains(got.body, `"total_count":0`) {
		t.Errorf("with the key and the params of a page: %d %s", got.status, got.body)
	}
	nobody := &page{t: t, ck: ck, origin: p.origin}
	if got := nobody.send("GET", "/v1/organizations", nil); got.status != 401 || !strings.Contains(got.body, "authorization_header_missing") {
		t.Errorf("with neither: %d %s", got.status, got.body)
	}
	preflight := p.send("OPTIONS", "/v1/organizations", nil, func(r *http.Request) { r.Header.Set("Access-Control-Request-Method", "POST") })
	if preflight.status != 204 {
		t.Errorf("a page asks before, and is answered %d", preflight.status)
	}
}

func TestATouchOfTheClientLeadsBack(t *testing.T) {
	ck := clerktest.New(t)
	p := newAda(t, ck)
	for _, row := range []struct {
		target string
		status int
	}{
		{"http://localhost:3000/a?b=c", 303},
		{"https://evil.example.com/", 422},
		{"", 422},
	} {
		got := p.send("GET", "/v1/client/touch?redirect_url="+row.target, nil)
		if got.status != row.status || got.status == 303 && (got.header.Get("Location") != row.target || len(got.header.Values("Set-Cookie")) != 1) {
			t.Errorf("to %q: %d %q", row.target, got.status, got.header)
		}
	}
}

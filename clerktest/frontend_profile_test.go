package clerktest_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

// A form is a request of a page that changes something, and how it is answered.
type form struct {
	request, params string // "POST /v1/me/x", and the params as a query
	status          int
	want            string // the code of a refusal, or what the answer has in it
}

func (p *page) forms(rows []form) {
	p.t.Helper()
	for _, row := range rows {
		method, path, _ := strings.Cut(row.request, " ")
		if method != "GET" && method != "POST" {
			method, path = "POST", path+"?_method="+method
		}
		params, err := url.ParseQuery(row.params)
		if err != nil {
			p.t.Fatal(err)
		}
		if method == "GET" {
			params = nil
		}
		answer := p.send(method, path, params)
		if answer.status != row.status || !strings.Contains(answer.body, row.want) {
			p.t.Errorf("%s %s is answered %d, not %d, and without %q: %s", row.request, row.params, answer.status, row.status, row.want, answer.body)
		}
	}
}

// newAda signs Ada in, who has a password.
func newAda(t *testing.T, ck *clerktest.Clerk) *page {
	t.Helper()
	if got := send(ck, "POST", "/v1/users", `{"email_address":["ada@example.com"],"password":"correct horse"}`); got.status != 200 {
		t.Fatal(got.body)
	}
	ck.AddUser(clerktest.User{Email: "bob@example.com", Username: "bob"})
	p := newPage(t, ck)
	p.signIn()
	return p
}

func TestUsersChangeWhatTheyAre(t *testing.T) {
	p := newAda(t, clerktest.New(t, clerktest.Config{MinUsername: 3}))
	p.forms([]form{
		{"PATCH /v1/me", "first_name=Ada&last_name=King&username=ada", 200, `"last_name":"King"`},
		{"PATCH /v1/me", "last_name=", 200, `"last_name":null`},
		{"GET /v1/client", "", 200, `"username":"ada"`},
		{"PATCH /v1/me", "username=Bob", 422, "form_identifier_exists"},
		{"PATCH /v1/me", "username=ad&primary_email_address_id=idn_x", 422, `form_username_invalid_length`},
		{"PATCH /v1/me", "primary_email_address_id=idn_x", 422, `form_resource_not_found`},
		{"PATCH /v1/me", "unsafe_metadata=" + url.QueryEscape(`{"a":1,"b":{"c":2}}`), 200, `"unsafe_metadata":{"a":1,"b":{"c":2}}`},
		{"PATCH /v1/me/metadata", "unsafe_metadata=" + url.QueryEscape(`{"a":null,"b":{"d":3}}`), 200, `"unsafe_metadata":{"b":{"c":2,"d":3}}`},
		{"PATCH /v1/me/metadata", "unsafe_metadata=[]", 422, `form_param_value_invalid`},
		{"PATCH /v1/me", "unsafe_metadata=" + url.QueryEscape(`{"a":"`+strings.Repeat("x", 9<<10)+`"}`), 422, `form_param_exceeds_allowed_size`},
	})
	stranger := newPage(t, p.ck)
	stranger.forms([]form{
		{"PATCH /v1/me", "first_name=Eve", 401, "authentication_invalid"},
		{"DELETE /v1/me", "", 401, "authentication_invalid"},
		{"POST /v1/me/change_password", "new_password=correct+horse", 401, "authentication_invalid"},
		{"POST /v1/me/email_addresses", "email_address=eve@example.com", 401, "authentication_invalid"},
		{"GET /v1/me/sessions/active", "", 401, "authentication_invalid"},
	})
}

func TestUsersChangeTheirPassword(t *testing.T) {
	ck := clerktest.New(t)
	p := newAda(t, ck)
	other := newPage(t, ck)
	other.signIn()
	const change = "POST /v1/me/change_password"
	p.forms([]form{
		{change, "new_password=battery+staple", 422, "form_param_missing"},
		{change, "current_password=correct+horse", 422, "form_param_missing"},
		{change, "current_password=wrong&new_password=battery+staple", 422, "form_password_validation_failed"},
		{change, "current_password=correct+horse&new_password=short", 422, "form_password_length_too_short"},
		{change, "current_password=correct+horse&new_password=battery+staple", 200, `"password_enabled":true`},
	})
	other.forms([]form{{"GET /v1/me", "", 200, "ada@example.com"}})
	p.forms([]form{{change, "current_password=battery+staple&new_password=correct+horse&sign_out_of_other_sessions=true", 200, ""}})
	other.forms([]form{{"GET /v1/me", "", 401, "authentication_invalid"}})
	p.forms([]form{
		{"POST /v1/me/remove_password", "current_password=battery+staple", 422, "form_password_validation_failed"},
		{"POST /v1/me/remove_password", "current_password=correct+horse", 200, `"password_enabled":false`},
		{"POST /v1/me/remove_password", "", 400, "no_password_set"},
		{change, "new_password=battery+staple", 200, `"password_enabled":true`},
	})
	newPage(t, ck).post("/v1/client/sign_ins", 200, "identifier", "ada@example.com", "password", "battery staple")
}

func TestUsersAddEmailAddresses(t *testing.T) {
	p := newAda(t, clerktest.New(t))
	made := p.post("/v1/me/email_addresses/", 200, "email_address", "ada@work.example").Response.ID
	one := "/v1/me/email_addresses/" + made
	p.forms([]form{
		{"POST /v1/me/email_addresses", "email_address=bob@example.com", 422, "form_identifier_exists"},
		{"POST /v1/me/email_addresses", "email_address=ada", 422, "form_param_format_invalid"},
		{"POST /v1/me/email_addresses", "", 422, "form_param_missing"},
		{"GET /v1/me/email_addresses", "", 200, "ada@work.example"},
		{"PATCH /v1/me", "primary_email_address_id=" + made, 422, "form_verification_needed"},
		{"POST " + one + "/attempt_verification", "code=424242", 400, "verification_missing"},
		{"POST " + one + "/prepare_verification", "strategy=email_link", 422, "form_param_value_invalid"},
		{"POST " + one + "/prepare_verification", "strategy=email_code", 200, `"status":"unverified"`},
		{"POST " + one + "/attempt_verification", "code=000000", 422, "form_code_incorrect"},
		{"GET " + one, "", 200, `"attempts":1`},
		{"POST " + one + "/attempt_verification", "code=424242", 200, `"status":"verified"`},
		{"POST " + one + "/prepare_verification", "strategy=email_code", 400, "verification_already_verified"},
		{"PATCH /v1/me", "primary_email_address_id=" + made, 200, `"primary_email_address_id":"` + made + `"`},
		{"GET /v1/me/email_addresses/idn_x", "", 404, "resource_not_found"},
	})
	var all struct {
		Response []struct{ ID, EmailAddress string }
	}
	p.decode(p.send("GET", "/v1/me/email_addresses", nil), 200, &all)
	if len(all.Response) != 2 || all.Response[0].ID != made {
		t.Fatalf("the email addresses are %+v", all.Response)
	}
	p.forms([]form{
		{"DELETE /v1/me/email_addresses/" + all.Response[1].ID, "", 200, `"deleted":true`},
		{"DELETE " + one, "", 400, "identification_deletion_failed"},
		{"PATCH /v1/me", "username=ada", 200, ""},
		{"DELETE " + one, "", 200, `"deleted":true`},
	})
}

func TestUsersSeeAndEndTheirSessions(t *testing.T) {
	ck := clerktest.New(t)
	p := newAda(t, ck)
	other, bob := newPage(t, ck), newPage(t, ck)
	elsewhere := other.signIn()
	bobs := bob.post("/v1/client/sign_ins", 200, "identifier", "bob@example.com", "strategy", "email_code").Response.ID
	bobs = bob.post("/v1/client/sign_ins/"+bobs+"/attempt_first_factor", 200, "strategy", "email_code", "code", "424242").Response.CreatedSessionID
	sessions := func() (all []struct {
		ID       string
		Activity struct{ Object string } `json:"latest_activity"`
	}) {
		if err := json.Unmarshal([]byte(p.send("GET", "/v1/me/sessions/active", nil).body), &all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	if all := sessions(); len(all) != 2 || all[1].ID != elsewhere || all[0].Activity.Object != "session_activity" {
		t.Errorf("the sessions are %+v", all)
	}
	p.forms([]form{
		{"POST /v1/me/sessions/" + bobs + "/revoke", "", 404, "resource_not_found"},
		{"POST /v1/me/sessions/" + elsewhere + "/revoke", "", 200, `"status":"revoked"`},
	})
	if all := sessions(); len(all) != 1 {
		t.Errorf("the sessions that are left are %+v", all)
	}
	other.forms([]form{{"GET /v1/me", "", 401, "authentication_invalid"}})
}

func TestUsersDeleteThemselvesWhereTheyMay(t *testing.T) {
	ck := clerktest.New(t)
	p := newAda(t, ck)
	var me struct{ Response struct{ ID string } }
	p.decode(p.send("GET", "/v1/me", nil), 200, &me)
	send(ck, "PATCH", "/v1/users/"+me.Response.ID, `{"delete_self_enabled":false}`)
	p.forms([]form{{"DELETE /v1/me", "", 403, "authorization_invalid"}})
	send(ck, "PATCH", "/v1/users/"+me.Response.ID, `{"delete_self_enabled":true}`)
	p.forms([]form{{"DELETE /v1/me", "", 200, `"sessions":[]`}, {"GET /v1/me", "", 401, "authentication_invalid"}})
	if got := send(ck, "GET", "/v1/users/"+me.Response.ID, ""); got.status != 404 {
		t.Errorf("the user is still there: %s", got.body)
	}
}

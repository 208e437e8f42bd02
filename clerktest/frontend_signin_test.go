package clerktest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
)

func TestAForgottenPasswordIsReplacedByWayOfACode(t *testing.T) {
	ck := clerktest.New(t)
	other := newAda(t, ck)
	p := newPage(t, ck)
	id := p.post("/v1/client/sign_ins", 200, "identifier", "ada@example.com").Response.ID
	one := "POST /v1/client/sign_ins/" + id
	p.forms([]form{
		{"GET /v1/client", "", 200, `"strategy":"reset_password_email_code"`},
		{one + "/reset_password", "password=battery+staple", 400, "verification_not_allowed"},
		{one + "/prepare_first_factor", "strategy=email_code", 200, ""},
		{one + "/attempt_first_factor", "strategy=reset_password_email_code&code=424242", 422, "form_param_value_invalid"},
		{one + "/prepare_first_factor", "strategy=reset_password_email_code", 200, "needs_first_factor"},
		{one + "/attempt_first_factor", "strategy=reset_password_email_code&code=000000", 422, "form_code_incorrect"},
		{one + "/attempt_first_factor", "strategy=reset_password_email_code&code=424242", 200, "needs_new_password"},
		{"GET /v1/client", "", 200, `"sessions":[]`},
		{one + "/attempt_second_factor", "strategy=totp&code=1", 400, "verification_not_allowed"},
		{one + "/reset_password", "", 422, "form_param_missing"},
		{one + "/reset_password", "password=short", 422, "form_password_length_too_short"},
	})
	other.forms([]form{{"GET /v1/me", "", 200, "ada@example.com"}})
	p.forms([]form{
		{one + "/reset_password", "password=battery+staple&sign_out_of_other_sessions=true", 200, `"status":"complete"`},
		{one + "/reset_password", "password=correct+horse", 400, "verification_not_allowed"},
		{"GET /v1/me", "", 200, "ada@example.com"},
	})
	other.forms([]form{{"GET /v1/me", "", 401, "authentication_invalid"}})
	newPage(t, ck).wantRefusal("/v1/client/sign_ins", 422, "form_password_incorrect", "identifier", "ada@example.com", "password", "correct horse")
	newPage(t, ck).post("/v1/client/sign_ins", 200, "identifier", "ada@example.com", "password", "battery staple")
	newPage(t, ck).wantRefusal("/v1/client/sign_ins", 422, "strategy_for_user_invalid",
		"identifier", "bob@example.com", "strategy", "reset_password_email_code")
}

func TestASignInWithASecondFactorEndsWithACodeOfTheApp(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: func() time.Time { return time.Unix(59, 0) }})
	// The secret, the moment and the code are those of RFC 6238, appendix B.
	user := `{"email_address":["ada@example.com"],"password":"correct horse","totp_secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","backup_codes":["one","two"]}`
	if got := send(ck, "POST", "/v1/users", user); got.status != 200 {
		t.Fatal(got.body)
	}
	begin := func() (*page, string) {
		p := newPage(t, ck)
		begun := p.post("/v1/client/sign_ins", 200, "identifier", "ada@example.com", "password", "correct horse")
		if begun.Response.Status != "needs_second_factor" {
			t.Fatalf("the sign-in is %q", begun.Response.Status)
		}
		return p, "POST /v1/client/sign_ins/" + begun.Response.ID + "/attempt_second_factor"
	}
	p, second := begin()
	p.forms([]form{
		{"GET /v1/client", "", 200, `{"strategy":"backup_code"}`},
		{second, "strategy=phone_code&code=1", 422, "form_param_value_invalid"},
		{second, "strategy=totp", 422, "form_param_missing"},
		{second, "strategy=totp&code=one", 422, "form_code_incorrect"},
		{second, "strategy=totp&code=287082", 200, `"status":"complete"`},
		{second, "strategy=totp&code=287082", 400, "verification_not_allowed"},
		{"GET /v1/client", "", 200, `"factor_verification_age":[0,0]`},
	})
	p, second = begin()
	p.forms([]form{
		{second, "strategy=backup_code&code=one", 200, `"second_factor_verification":{"object":"verification","status":"verified","strategy":"backup_code"`},
	})
	p, second = begin()
	p.forms([]form{
		{second, "strategy=backup_code&code=one", 422, "form_code_incorrect"},
		{second, "strategy=backup_code&code=x", 422, "form_code_incorrect"},
		{second, "strategy=backup_code&code=x", 422, "form_code_incorrect"},
		{second, "strategy=backup_code&code=two", 400, "verification_failed"},
	})
	p = newPage(t, ck)
	first := p.post("/v1/client/sign_ins", 200, "identifier", "ada@example.com").Response.ID
	p.forms([]form{{strings.Replace(second, "/sign_ins/", "/sign_ins/x", 1), "strategy=totp&code=287082", 404, "resource_not_found"}})
	p.forms([]form{{"POST /v1/client/sign_ins/" + first + "/attempt_second_factor", "strategy=totp&code=287082", 400, "verification_not_allowed"}})
}

package backendapi

import (
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

func TestWhatIsRefusedOfIdentifications(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"email_address":["ada@example.com"],"phone_number":["+12025550143"]}`)
	bob := b.make(t, "POST /users", `{"username":"bob"}`)
	email := b.w.Identifications.Find(world.Email, "ADA@example.com").ID
	loose := b.make(t, "POST /email_addresses", `{"user_id":"`+bob+`","email_address":"bob@example.com"}`)
	b.refusals(t, []refusalRow{
		{"POST /email_addresses", `{}`, 422, "form_param_missing(email_address) form_param_missing(user_id)"},
		{"POST /email_addresses", `{"user_id":"","email_address":"x@example.com"}`, 422, "form_param_nil(user_id)"},
		{"POST /email_addresses", `{"user_id":"user_x","email_address":"x@example.com"}`, 404, "resource_not_found"},
		{"POST /phone_numbers", `{"user_id":"user_x","phone_number":"+12025550199"}`, 404, "resource_not_found"},
		{"POST /email_addresses", `{"user_id":"` + bob + `","email_address":"x"}`, 422, "form_param_format_invalid(email_address)"},
		{"POST /email_addresses", `{"user_id":"` + bob + `","email_address":"ada@example.com"}`, 422, "form_identifier_exists(email_address)"},
		{"POST /email_addresses", `{"user_id":"` + bob + `","email_address":"ada@example.com","verified":true}`, 422, "form_identifier_exists(email_address)"},
		{"POST /phone_numbers", `{"user_id":"` + bob + `","phone_number":"+12025550143","verified":true}`, 422, "form_identifier_exists(phone_number)"},
		{"POST /phone_numbers", `{"user_id":"` + bob + `","phone_number":"1"}`, 422, "form_param_format_invalid(phone_number)"},
		{"GET /email_addresses/idn_x", ``, 404, "resource_not_found"},
		{"GET /phone_numbers/" + email, ``, 404, "resource_not_found"},
		{"PATCH /email_addresses/" + loose, `{"primary":true}`, 422, "form_param_value_invalid(primary)"},
		{"PATCH /email_addresses/" + loose, `{"color":1}`, 422, "form_param_unknown(color)"},
		{"PUT /users/" + bob + "/email_address", `{"email_address":"n@example.com","identification_status":"sure"}`, 422, "form_param_value_invalid(identification_status)"},
		{"PUT /users/" + bob + "/email_address", `{"email_address":"ada@example.com"}`, 422, "form_identifier_exists(email_address)"},
		{"POST /email_addresses/" + loose + "/attempt_verification", `{"verification_id":"ver_x","code":"1"}`, 404, "resource_not_found"},
		{"DELETE /email_addresses/idn_x", ``, 404, "resource_not_found"},
	})
	if len(b.w.Of(b.w.Users.Get(bob), world.Email)) != 1 || b.w.Users.Get(ada).PrimaryEmailID != email {
		t.Error("a refused request changed something")
	}
}

func TestACodeVerifiesAnAddress(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	id := b.make(t, "POST /email_addresses", `{"user_id":"`+ada+`","email_address":"ada@example.com"}`)
	state := func() world.State { return b.w.Identifications.Get(id).State }
	try := func(code string) answer {
		attempt := b.w.Identifications.Get(id).Attempt
		return b.ask("POST /email_addresses/"+id+"/attempt_verification", `{"verification_id":"`+attempt.ID+`","code":"`+code+`"}`)
	}
	prepare := func() { b.make(t, "POST /email_addresses/"+id+"/prepare_verification", "") }

	prepare()
	if got := try("0"); got.object["status"] != "unverified" || got.object["attempts"] != 1.0 || state() != world.Unverified {
		t.Errorf("a wrong code: %s", got.body)
	}
	try("0")
	try("0")
	if got := try(theCode); got.object["status"] != "failed" || state() != world.Unverified {
		t.Errorf("the right code after too many wrong ones: %s", got.body)
	}
	prepare()
	b.now = b.now.Add(codeLifetime)
	if got := try(theCode); got.object["status"] != "expired" || state() != world.Unverified {
		t.Errorf("the right code too late: %s", got.body)
	}
	prepare()
	if got := try(theCode); got.object["status"] != "verified" || state() != world.Verified {
		t.Errorf("the right code: %s", got.body)
	}
	if got := try(theCode); got.status != 400 || got.codes != "verification_already_verified" {
		t.Errorf("the right code once more: %d %s", got.status, got.codes)
	}
	if got := b.ask("GET /email_addresses/"+id, ""); !strings.Contains(got.body, `"strategy":"email_code"`) {
		t.Errorf("how it was verified is not there: %s", got.body)
	}
}

func TestOneAddressReplacesAll(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"email_address":["a@example.com","b@example.com"]}`)
	b.now = b.now.Add(time.Hour)
	id := b.make(t, "PUT /users/"+ada+"/email_address", `{"email_address":"b@example.com"}`)
	u := b.w.Users.Get(ada)
	if all := b.w.Of(u, world.Email); len(all) != 1 || all[0].ID != id || u.PrimaryEmailID != id || !u.UpdatedAt.Equal(b.now) {
		t.Errorf("the user has %d addresses, %+v", len(all), u)
	}
	if b.w.Identifications.Find(world.Email, "a@example.com") != nil {
		t.Error("what was replaced is still taken")
	}
}

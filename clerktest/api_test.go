package clerktest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

func TestWrongBodiesAreRefused(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{Username: "ada", FirstName: "Ada"})
	one, metadata := "PATCH /v1/users/"+ada.ID, "PATCH /v1/users/"+ada.ID+"/metadata"
	for _, row := range []struct {
		request, body string
		status        int
		codes         string
	}{
		{"POST /v1/users", `{}`, 422, "form_data_missing"},
		{"POST /v1/users", `{"external_id":"1"}`, 422, "form_data_missing"},
		{"POST /v1/users", `{"email_address":"ada@example.com"}`, 422, "form_param_type_invalid(email_address)"},
		{"POST /v1/users", `{"email_address":[null]}`, 422, "form_param_type_invalid(email_address)"},
		{"POST /v1/users", `{"email_address":null}`, 422, "form_param_nil(email_address)"},
		{"POST /v1/users", `{"email_address":["ada"]}`, 422, "form_param_format_invalid(email_address)"},
		{"POST /v1/users", `{"email_address":["Ada <ada@example.com>"]}`, 422, "form_param_format_invalid(email_address)"},
		{"POST /v1/users", `{"phone_number":["5550001111"]}`, 422, "form_param_format_invalid(phone_number)"},
		{"POST /v1/users", `{"web3_wallet":["0x1"]}`, 422, "form_param_format_invalid(web3_wallet)"},
		{"POST /v1/users", `{"email_address":["a@example.com"],"email_address_identification_status":["verified","verified"]}`, 422,
			"form_param_value_invalid(email_address_identification_status)"},
		{"POST /v1/users", `{"phone_number":["+12025550143"],"phone_number_identification_status":["unverified"]}`, 422,
			"form_param_value_invalid(phone_number_identification_status)"},
		{"POST /v1/users", `{"username":"x","password":"short"}`, 422, "form_password_length_too_short(password)"},
		{"POST /v1/users", `{"username":"x","password":"short","skip_password_checks":true}`, 200, ""},
		{"POST /v1/users", `{"username":"y","password_digest":"d"}`, 422, "form_conditional_param_missing(password_hasher)"},
		{"POST /v1/users", `{"username":"y","password_hasher":"md5"}`, 422, "form_conditional_param_missing(password_digest)"},
		{"POST /v1/users", `{"username":"y","password":"long enough","password_digest":"d","password_hasher":"md5"}`, 422,
			"form_conditional_param_disallowed(password_digest)"},
		{"POST /v1/users", `{"username":"y","public_metadata":null}`, 422, "form_param_nil(public_metadata)"},
		{"POST /v1/users", `{"username":"y","created_at":"yesterday"}`, 422, "form_param_invalid_time(created_at)"},
		{"POST /v1/users", `{"username":"y","created_at":1}`, 422, "form_param_type_invalid(created_at)"},
		{"POST /v1/users", `{"username":"y","create_organizations_limit":-1}`, 422, "form_param_value_invalid(create_organizations_limit)"},
		{"POST /v1/users", `{"username":"y","create_organizations_limit":1.5}`, 422, "form_param_type_invalid(create_organizations_limit)"},

		{one, `{"tier":"gold","first_name":"Eve"}`, 422, "form_param_unknown(tier)"},
		{one, `{"public_metadata":{}}`, 422, "form_param_unknown(public_metadata)"},
		{one, `{"banned":true}`, 422, "form_param_unknown(banned)"},
		{one, `{"first_name":1,"delete_self_enabled":"yes"}`, 422,
			"form_param_type_invalid(delete_self_enabled) form_param_type_invalid(first_name)"},
		{one, `{"password_digest":null}`, 422, "form_param_nil(password_digest)"},
		{one, `{"profile_image_id":"img_1"}`, 422, "form_resource_not_found(profile_image_id)"},
		{one, ``, 400, "request_body_invalid"},
		{one, `null`, 400, "request_body_invalid"},
		{one, `[]`, 400, "request_body_invalid"},
		{one, `{"first_name":"Eve"`, 400, "request_body_invalid"},
		{one, `{"first_name":"Eve"} {}`, 400, "request_body_invalid"},
		{one, `{"first_name":"` + strings.Repeat("e", 1<<20) + `"}`, 413, "request_body_too_large"},
		{"PATCH /v1/users/user_nobody", `{}`, 404, "resource_not_found"},

		{metadata, `{"public_metadata":null}`, 422, "form_param_nil(public_metadata)"},
		{metadata, `{"public_metadata":[1]}`, 422, "form_param_value_invalid(public_metadata)"},
		{metadata, `{"first_name":"Eve"}`, 422, "form_param_unknown(first_name)"},
		{metadata, `{"public_metadata":{"a":"` + strings.Repeat("a", 8<<10) + `"}}`, 422, "form_param_exceeds_allowed_size(public_metadata)"},
		{"PUT /v1/users/user_nobody/metadata", `{}`, 404, "resource_not_found"},
		{"POST /v1/users/user_nobody/ban", ``, 404, "resource_not_found"},
		{"DELETE /v1/users/user_nobody", ``, 404, "resource_not_found"},
		{"GET /v1/users/user_nobody", ``, 404, "resource_not_found"},
		{"GET /v1/users/%2e%2e%2fjwks", ``, 404, "resource_not_found"},
		{"GET /v1/users/user_nobody/organization_memberships", ``, 404, "resource_not_found"},
		{"POST /v1/users/ban", `{}`, 422, "form_param_missing(user_ids)"},
		{"DELETE /v1/users", ``, 501, "not_implemented"},
		{"PUT /v1/users/" + ada.ID, `{}`, 501, "not_implemented"},
		{"POST /v1/organizations", `{}`, 422, "form_param_missing(name)"},
		{"POST /v1/audit_logs", `{}`, 501, "not_implemented"},
	} {
		t.Run(fmt.Sprintf("%.90s", row.request+" "+row.body), func(t *testing.T) {
			method, path, _ := strings.Cut(row.request, " ")
			reply := send(ck, method, path, row.body)
			if reply.status != row.status || reply.codes() != row.codes {
				t.Errorf("got %d %s, want %d %s", reply.status, reply.codes(), row.status, row.codes)
			}
			for _, e := range reply.errors {
				if e.Message == "" || len(e.LongMessage) < 20 {
					t.Errorf("the error does not explain: %+v", e)
				}
			}
			if row.status == 501 && !strings.Contains(reply.errors[0].LongMessage, method) {
				t.Errorf("it does not name the method: %s", reply.body)
			}
		})
	}
	if now, _ := ck.User(ada.ID); now.FirstName != "Ada" || now.PublicMetadata != nil {
		t.Errorf("a refused request changed %+v", now)
	}
}

func TestTheBackendAPIAsksForItsKeyAndForJSON(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{Username: "ada"})
	for _, path := range []string{"/v1/users", "/v1/users/count", "/v1/users/" + ada.ID, "/v1/organizations"} {
		r := httptest.NewRequest("GET", path, http.NoBody)
		if got := answer(ck, r); got.status != 401 || got.codes() != "authorization_header_missing" {
			t.Errorf("%s without a key: %d %s", path, got.status, got.codes())
		}
		r.Header.Set("Authorization", "Bearer sk_test_other")
		if got := answer(ck, r); got.status != 401 || got.codes() != "clerk_key_invalid" {
			t.Errorf("%s with another key: %d %s", path, got.status, got.codes())
		}
	}
	for contentType, want := range map[string]int{
		"application/json; charset=utf-8": 200, "": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, ";": 415,
	} {
		r := httptest.NewRequest("PATCH", "/v1/users/"+ada.ID, strings.NewReader(`{"first_name":"Ada"}`))
		r.Header.Set("Authorization", "Bearer "+ck.Options().SecretKey)
		r.Header.Set("Content-Type", contentType)
		if got := answer(ck, r); got.status != want {
			t.Errorf("content type %q: %d %s, want %d", contentType, got.status, got.codes(), want)
		}
	}
}

func TestFaultsHitTheBackendAPI(t *testing.T) {
	ck := clerktest.New(t)
	client := newBackend(t, ck)
	var e *backend.Error
	ck.FailWith(503)
	if _, err := client.Users.Count(t.Context(), nil); !errors.As(err, &e) || e.Status != 503 {
		t.Errorf("FailWith(503): %v", err)
	}
	ck.FailWith(0)
	ck.Outage(true)
	if _, err := client.Users.Count(t.Context(), nil); err == nil || errors.As(err, new(*backend.Error)) {
		t.Errorf("an outage: %v", err)
	}
	ck.Outage(false)
	if got := send(ck, "GET", "/v1/nothing", ""); got.status != 501 || got.codes() != "not_implemented" {
		t.Errorf("what is not there: %d %s", got.status, got.body)
	}
	if _, err := client.Users.Count(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if got := ck.JWKSFetches(); got != 0 {
		t.Errorf("%d requests count as fetches of keys", got)
	}
}

// For the race detector.
func TestTheBackendAPIAllAtOnce(t *testing.T) {
	n := newTown(t)
	client := newBackend(t, n.ck)
	const workers, rounds = 4, 6
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for round := range rounds {
				user, err := client.Users.Create(t.Context(), &backend.UserCreateParams{
					Username: backend.Some(fmt.Sprintf("w%d-%d", worker, round)), PublicMetadata: backend.JSON(map[string]int{"round": round}),
				})
				if err != nil {
					t.Error(err)
					return
				}
				n.ck.AddMember(n.acme, clerktest.User{ID: user.ID}, "member")
				_, err1 := client.Users.MergeMetadata(t.Context(), n.ada.ID, &backend.UserMergeMetadataParams{
					PublicMetadata: backend.JSON(map[string]any{user.Username: round}),
				})
				_, err2 := client.OrganizationMemberships.List(t.Context(), n.acme.ID, nil)
				_, err3 := client.Users.List(t.Context(), &backend.UserListParams{OrganizationID: []string{n.acme.ID}})
				var err4 error
				if round%2 == 0 {
					_, err4 = client.Users.Delete(t.Context(), user.ID)
				}
				if known, ok := n.ck.User(n.ada.ID); ok {
					known.PublicMetadata["mine"] = true // a copy
				}
				if err := errors.Join(err1, err2, err3, err4); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if got := must[int](t)(client.Users.Count(t.Context(), nil)); got != 2+workers*rounds/2 {
		t.Errorf("there are %d users", got)
	}
	if ada, _ := n.ck.User(n.ada.ID); len(ada.PublicMetadata) != workers*rounds {
		t.Errorf("of %d merges %d are there", workers*rounds, len(ada.PublicMetadata))
	}
}

// FuzzUpdateUser sends anything as the body of PATCH /v1/users/{user_id}: it is carried out or refused, and the user can be
// read afterwards.
func FuzzUpdateUser(f *testing.F) {
	for _, body := range []string{
		`{}`, `null`, ``, `{"first_name":"Ada"}`, `{"first_name":null,"last_name":1}`, `{"tier":1}`, `{"public_metadata":{}}`,
		`{"created_at":"2012-10-20T07:15:20.902Z"}`, `{"created_at":"9999-12-31T23:59:59Z","legal_accepted_at":null}`,
		`{"backup_codes":["a"],"totp_secret":"JBSWY3DPEHPK3PXP"}`, `{"password":"long enough","create_organizations_limit":0}`,
		`{"username":"\u0000\ud800","first_name":"a","first_name":"b"}`, `[[[[`, `{"delete_self_enabled":1e999}`,
	} {
		f.Add(body)
	}
	ck := clerktest.New(f)
	ada := ck.AddUser(clerktest.User{Username: "ada"})
	f.Fuzz(func(t *testing.T, body string) {
		reply := send(ck, "PATCH", "/v1/users/"+ada.ID, body)
		switch reply.status {
		case 200:
		case 400, 413, 422:
			if len(reply.errors) == 0 || reply.errors[0].Code == "" {
				t.Errorf("it is refused without a reason: %s", reply.body)
			}
		default:
			t.Errorf("got status %d: %s", reply.status, reply.body)
		}
		var user backend.User
		if after := send(ck, "GET", "/v1/users/"+ada.ID, ""); after.status != 200 || json.Unmarshal([]byte(after.body), &user) != nil {
			t.Errorf("the user is %s", after.body)
		}
	})
}

package backendapi

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// as has the bench bring another key.
func (b *bench) as(key string) *bench {
	b.key = key
	return b
}

// text returns a member of the object.
func (a answer) text(name string) string { text, _ := a.object[name].(string); return text }

// flag returns whether a member of the object is true.
func (a answer) flag(name string) bool { set, _ := a.object[name].(bool); return set }

func TestWhatIsRefusedOfAPIKeys(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	key := b.make(t, "POST /api_keys", `{"name":"deploys","subject":"`+ada+`"}`)
	keys := "POST /api_keys"
	b.refusals(t, []refusalRow{
		{keys, `{}`, 400, "form_param_missing form_param_missing"},
		{keys, `{"name":"ab","subject":"` + ada + `"}`, 400, "form_param_value_invalid"},
		{keys, `{"name":" abc","subject":"` + ada + `"}`, 400, "form_param_value_invalid"},
		{keys, `{"name":"abc","subject":"ada"}`, 400, "form_param_format_invalid"},
		{keys, `{"name":"abc","subject":"user_x"}`, 400, "form_resource_not_found"},
		{keys, `{"name":"abc","subject":"` + ada + `","created_by":"user_x"}`, 400, "form_resource_not_found"},
		{keys, `{"name":"abc","subject":"` + ada + `","seconds_until_expiration":0}`, 400, "form_param_value_invalid"},
		{keys, `{"name":"abc","subject":"` + ada + `","seconds_until_expiration":"1"}`, 400, "form_param_type_invalid form_param_value_invalid"},
		{keys, `{"name":"abc","subject":"` + ada + `","scopes":null}`, 400, "form_param_nil"},
		{keys, `{"name":"abc","subject":"` + ada + `","secret":"ak_mine"}`, 400, "form_param_unknown"},
		{keys, `{"name":"deploys","subject":"` + ada + `"}`, 409, "api_key_name_already_exists"},
		{keys, `[]`, 400, "request_body_invalid"},
		{"GET /api_keys", ``, 400, "form_param_missing"},
		{"GET /api_keys?subject=user_x", ``, 404, "resource_not_found"},
		{"GET /api_keys?limit=101&subject=" + ada, ``, 400, "form_param_value_invalid"},
		{"GET /api_keys/ak_x", ``, 404, "resource_not_found"},
		{"GET /api_keys/api_" + strings.Replace(key, "ak_", "key_", 1), ``, 200, ""},
		{"PATCH /api_keys/" + key, `{"subject":"org_x"}`, 400, "form_resource_not_found"},
		{"PATCH /api_keys/" + key, `{"subject":""}`, 400, "form_param_nil"},
		{"PATCH /api_keys/" + key, `{"name":"other"}`, 400, "form_param_unknown"},
		{"POST /api_keys/verify", `{}`, 400, "form_param_missing"},
		{"POST /api_keys/verify", `{"secret":"ak_x"}`, 404, "resource_not_found"},
		{"POST /api_keys/verify", `{"secret":"` + key + `"}`, 404, "resource_not_found"}, // the id is no secret
	})
	if got := b.ask(keys, `{}`); strings.Contains(got.body, "meta") || strings.Contains(got.body, "trace") {
		t.Errorf("this family has neither meta nor a trace id: %s", got.body)
	}
	b.as("sk_test_other").refusals(t, []refusalRow{{keys, `{}`, 401, "clerk_key_invalid"}})
}

func TestTheTextOfAnAPIKeyIsShownWhenItIsMade(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	made := b.ask("POST /api_keys", `{"name":"deploys","subject":"`+ada+`","claims":{"big":9007199254740993}}`)
	secret := made.text("secret")
	if !strings.HasPrefix(secret, "ak_") || !strings.Contains(made.body, "9007199254740993") {
		t.Fatalf("it is made as %s", made.body)
	}
	for _, request := range []string{"GET /api_keys/" + made.id(), "GET /api_keys?subject=" + ada} {
		if got := b.ask(request, ""); strings.Contains(got.body, secret) || !strings.Contains(got.body, made.id()) {
			t.Errorf("%s: %s", request, got.body)
		}
	}
	if got := b.ask("POST /api_keys/verify", `{"secret":"`+secret+`"}`); got.id() != made.id() || strings.Contains(got.body, secret) {
		t.Errorf("it is verified as %s", got.body)
	}
	if got := b.ask("GET /api_keys/"+made.id()+"/secret", ""); got.text("secret") != secret {
		t.Errorf("the secret is %s", got.body)
	}
	if got := b.ask("GET /api_keys/"+made.id(), ""); got.object["last_used_at"] != float64(moment.UnixMilli()) {
		t.Errorf("it was used at %v", got.object["last_used_at"])
	}
}

func TestAPIKeysExpireAndAreRevoked(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	brief := b.ask("POST /api_keys", `{"name":"brief","subject":"`+ada+`","seconds_until_expiration":1.5}`)
	leaked := b.ask("POST /api_keys", `{"name":"leaked","subject":"`+ada+`"}`)
	verify := func(made answer) answer {
		return b.ask("POST /api_keys/verify", `{"secret":"`+made.text("secret")+`"}`)
	}
	if got := verify(brief); got.flag("expired") {
		t.Errorf("it has expired before its time: %s", got.body)
	}
	b.now = b.now.Add(1500 * time.Millisecond)
	if got := verify(brief); got.status != 200 || !got.flag("expired") {
		t.Errorf("it has expired, and the answer is %d %s", got.status, got.body)
	}
	b.ask("POST /api_keys/"+leaked.id()+"/revoke", `{"revocation_reason":"leaked"}`)
	b.ask("POST /api_keys/"+leaked.id()+"/revoke", `{"revocation_reason":"again"}`)
	if got := verify(leaked); got.status != 200 || !got.flag("revoked") || got.text("revocation_reason") != "leaked" {
		t.Errorf("it is revoked, and the answer is %d %s", got.status, got.body)
	}
	if got := b.ask("GET /api_keys?subject="+ada, ""); got.object["total_count"] != 0.0 {
		t.Errorf("what is good is %s", got.body)
	}
	if got := b.ask("GET /api_keys?include_invalid=true&subject="+ada, ""); got.object["total_count"] != 2.0 {
		t.Errorf("all are %s", got.body)
	}
	b.refusals(t, []refusalRow{
		{"POST /api_keys", `{"name":"leaked","subject":"` + ada + `"}`, 200, ""}, // the name is free again
		{"PATCH /api_keys/" + brief.id(), `{"seconds_until_expiration":null}`, 200, ""},
	})
	if got := verify(brief); got.flag("expired") {
		t.Errorf("it lives for ever now: %s", got.body)
	}
	b.ask("DELETE /users/"+ada, "")
	if n := b.w.APIKeys.Len(); n != 0 {
		t.Errorf("%d keys are left of a user who is gone", n)
	}
}

func TestWhatIsRefusedOfMachines(t *testing.T) {
	b := newBench(t)
	shop := b.make(t, "POST /machines", `{"name":"shop"}`)
	billing := b.make(t, "POST /machines", `{"name":"billing","scoped_machines":["`+shop+`","`+shop+`"]}`)
	b.refusals(t, []refusalRow{
		{"POST /machines", `{}`, 422, "form_param_missing(name)"},
		{"POST /machines", `{"name":"` + strings.Repeat("x", 256) + `"}`, 422, "form_param_max_length_exceeded(name)"},
		{"POST /machines", `{"name":"x","default_token_ttl":0}`, 422, "form_param_value_invalid(default_token_ttl)"},
		{"POST /machines", `{"name":"x","scoped_machines":["mch_x"]}`, 422, "form_resource_not_found(scoped_machines)"},
		{"PATCH /machines/" + shop, `{"name":""}`, 422, "form_param_nil(name)"},
		{"PATCH /machines/mch_x", `{}`, 404, "resource_not_found"},
		{"POST /machines/" + shop + "/secret_key/rotate", `{}`, 422, "form_param_missing(previous_token_ttl)"},
		{"POST /machines/" + shop + "/secret_key/rotate", `{"previous_token_ttl":28801}`, 422, "form_param_value_invalid(previous_token_ttl)"},
		{"POST /machines/" + shop + "/scopes", `{"to_machine_id":"mch_x"}`, 422, "form_resource_not_found(to_machine_id)"},
		{"POST /machines/" + billing + "/scopes", `{"to_machine_id":"` + shop + `"}`, 409, "duplicate_record"},
		{"DELETE /machines/" + shop + "/scopes/" + billing, ``, 404, "resource_not_found"},
		{"DELETE /machines/" + billing + "/scopes/" + shop, ``, 200, ""},
		{"GET /machines?order_by=age", ``, 422, "form_param_value_invalid(order_by)"},
	})
	if n := b.w.Machines.Len(); n != 2 {
		t.Errorf("of a machine that was refused something is left: there are %d", n)
	}
	b.ask("POST /machines/"+billing+"/scopes", `{"to_machine_id":"`+shop+`"}`)
	b.ask("DELETE /machines/"+shop, "")
	if b.w.MachineScopes.Len() != 0 {
		t.Error("a scope leads to a machine that is gone")
	}
}

func TestAMachineHasNoMoreThan150Scopes(t *testing.T) {
	b := newBench(t)
	shop := b.make(t, "POST /machines", `{"name":"shop"}`)
	scopes := "POST /machines/" + shop + "/scopes"
	for range maxScopes {
		if got := b.ask(scopes, `{"to_machine_id":"`+b.make(t, "POST /machines", `{"name":"x"}`)+`"}`); got.status != 200 {
			t.Fatal(got.body)
		}
	}
	b.refusals(t, []refusalRow{{scopes, `{"to_machine_id":"` + b.make(t, "POST /machines", `{"name":"x"}`) + `"}`, 403, "machine_scope_quota_exceeded"}})
}

func TestAKeyThatWasRotatedAwayWorksForAWhile(t *testing.T) {
	b := newBench(t)
	made := b.ask("POST /machines", `{"name":"shop"}`)
	first := made.text("secret_key")
	rotate := "POST /machines/" + made.id() + "/secret_key/rotate"
	second := b.ask(rotate, `{"previous_token_ttl":60}`).text("secret")
	third := b.ask(rotate, `{"previous_token_ttl":0}`).text("secret")
	if got := b.ask("GET /machines/"+made.id()+"/secret_key", "").text("secret"); got != third {
		t.Errorf("the key is %q, and not the newest", got)
	}
	status := func(key string) int { return b.as(key).ask("POST /m2m_tokens", "").status }
	if status(first) != 201 || status(second) != 401 || status(third) != 201 {
		t.Errorf("the keys: %d, %d, %d", status(first), status(second), status(third))
	}
	b.now = b.now.Add(time.Minute)
	if status(first) != 401 || status(third) != 201 {
		t.Error("a key outlives its time")
	}
}

func TestWhoMayDoWhatWithM2MTokens(t *testing.T) {
	b := newBench(t)
	billing := b.ask("POST /machines", `{"name":"billing"}`)
	shop := b.ask("POST /machines", `{"name":"shop","scoped_machines":["`+billing.id()+`"]}`)
	ofShop, ofBilling, instance := shop.text("secret_key"), billing.text("secret_key"), b.key
	b.refusals(t, []refusalRow{{"POST /m2m_tokens", `{}`, 401, "machine_secret_key_required"}})
	b.as(ofShop).refusals(t, []refusalRow{
		{"POST /m2m_tokens", `{"token_format":"pem"}`, 400, "form_param_value_invalid"},
		{"POST /m2m_tokens", `{"seconds_until_expiration":-1}`, 400, "form_param_value_invalid"},
		{"POST /m2m_tokens", `{"min_remaining_ttl_seconds":-1}`, 400, "form_param_value_invalid"},
		{"POST /m2m_tokens", `{"min_remaining_ttl_seconds":3600}`, 400, "form_param_value_invalid"},
		{"POST /m2m_tokens", `{"token_format":"jwt","claims":[1]}`, 400, "form_param_value_invalid"},
		{"POST /m2m_tokens", `{"token_format":"jwt","claims":{"exp":1}}`, 400, "machine_token_reserved_claim"},
		{"GET /machines", ``, 401, "clerk_key_invalid"},
		{"POST /api_keys/verify", `{"secret":"x"}`, 401, "clerk_key_invalid"},
	})
	for _, format := range []string{"opaque", "jwt"} {
		made := b.as(ofShop).ask("POST /m2m_tokens", `{"token_format":"`+format+`","claims":{"a":1}}`)
		verify, revoke := `{"token":"`+made.text("token")+`"}`, "POST /m2m_tokens/"+made.id()+"/revoke"
		b.as(instance).refusals(t, []refusalRow{{"POST /m2m_tokens/verify", verify, 200, ""}})
		b.as(ofShop).refusals(t, []refusalRow{{"POST /m2m_tokens/verify", verify, 404, "resource_not_found"}})
		b.as(ofBilling).refusals(t, []refusalRow{
			{"POST /m2m_tokens/verify", verify, 200, ""},
			{revoke, `{}`, 404, "resource_not_found"},
		})
		if got := b.ask("POST /m2m_tokens/verify", verify); got.id() != made.id() || got.text("subject") != shop.id() || strings.Contains(got.body, `"token"`) {
			t.Errorf("the %s token is verified as %s", format, got.body)
		}
		if want := map[string]int{"opaque": 200, "jwt": 404}[format]; b.as(ofShop).ask(revoke, `{}`).status != want {
			t.Errorf("revoking the %s token has not the status %d", format, want)
		}
	}
	list := "GET /m2m_tokens?subject=" + shop.id()
	b.as(ofBilling).refusals(t, []refusalRow{{list, ``, 403, "authorization_invalid"}})
	b.as(instance).refusals(t, []refusalRow{
		{"GET /m2m_tokens?subject=mch_x", ``, 404, "resource_not_found"},
		{"GET /m2m_tokens", ``, 400, "form_param_missing"},
	})
	if got := b.ask(list, ""); got.object["total_count"] != 0.0 {
		t.Errorf("what is good is %s", got.body)
	}
	if got := b.as(ofShop).ask(list+"&revoked=true", ""); got.object["total_count"] != 1.0 {
		t.Errorf("all are %s", got.body)
	}
}

func TestATokenOfAMachineIsUsedAgain(t *testing.T) {
	b := newBench(t)
	b.as(b.ask("POST /machines", `{"name":"shop"}`).text("secret_key"))
	again := func(params string) string { return b.ask("POST /m2m_tokens", params).id() }
	first := again(`{"claims":{"a":1,"b":2},"min_remaining_ttl_seconds":60}`)
	if got := again(`{"claims":{"b":2, "a":1},"min_remaining_ttl_seconds":60}`); got != first {
		t.Error("the same claims have a new token")
	}
	if again(`{"claims":{"a":2},"min_remaining_ttl_seconds":60}`) == first || again(`{"claims":{"a":1,"b":2}}`) == first {
		t.Error("a token is used again for others, or without being asked for")
	}
	b.now = b.now.Add(59*time.Minute + time.Second) // of an hour
	if got := again(`{"claims":{"a":1,"b":2},"min_remaining_ttl_seconds":60}`); got == first {
		t.Error("a token is used again that ends too soon")
	}
}

func TestWhatIsRefusedOfOAuthApplications(t *testing.T) {
	b := newBench(t)
	apps := "POST /oauth_applications"
	desk := b.ask(apps, `{"name":"Desk","callback_url":"https://desk.example.com/cb"}`)
	if desk.text("callback_url") != "https://desk.example.com/cb" || desk.text("client_secret") == "" || desk.text("scopes") != "profile email" {
		t.Errorf("it is made as %s", desk.body)
	}
	b.refusals(t, []refusalRow{
		{apps, `{}`, 422, "form_param_missing(name)"},
		{apps, `{"name":"` + strings.Repeat("x", 257) + `"}`, 422, "form_param_max_length_exceeded(name)"},
		{apps, `{"name":"x","redirect_uris":["x"]}`, 422, "form_param_format_invalid(redirect_uris)"},
		{apps, `{"name":"x","callback_url":"javascript:alert(1)"}`, 422, "form_param_format_invalid(callback_url)"},
		{apps, `{"name":"x","scopes":"profile all"}`, 422, "form_param_value_invalid(scopes)"},
		{apps, `{"name":"x","public":true}`, 422, "form_public_client_requires_pkce(pkce_required)"},
		{apps, `{"name":"x","public":true,"pkce_required":false}`, 422, "form_public_client_requires_pkce(pkce_required)"},
		{"PATCH /oauth_applications/" + desk.id(), `{"public":true}`, 422, "form_public_client_requires_pkce(pkce_required)"},
		{"PATCH /oauth_applications/" + desk.id(), `{"name":""}`, 422, "form_param_nil(name)"},
		{"PATCH /oauth_applications/oa_x", `{}`, 404, "resource_not_found"},
		{"PUT /oauth_applications/" + desk.id() + "/logo", `{}`, 415, "unsupported_content_type"},
		{"POST /oauth_applications/" + desk.id() + "/revoke_token", `{"token":"oat_x"}`, 404, "resource_not_found"},
		{"POST /oauth_applications/access_tokens/verify", `{}`, 400, "form_param_missing"},
		{"POST /oauth_applications/access_tokens/verify", `{"access_token":"oat_x"}`, 404, "resource_not_found"},
	})
	if got := b.ask("GET /oauth_applications/"+desk.id(), ""); strings.Contains(got.body, "secret") {
		t.Errorf("the secret is shown again: %s", got.body)
	}
	if got := b.ask("POST /oauth_applications/"+desk.id()+"/rotate_secret", ""); got.text("client_secret") == desk.text("client_secret") {
		t.Error("the secret stays")
	}
	if got := b.ask(apps, `{"name":"App","public":true,"pkce_required":true}`); got.status != 200 || got.text("client_secret") != "" {
		t.Errorf("what is public has a secret: %s", got.body)
	}
}

func TestAccessTokensEnd(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	desk := b.make(t, "POST /oauth_applications", `{"name":"Desk"}`)
	other := b.make(t, "POST /oauth_applications", `{"name":"Other"}`)
	issue := func(jwt bool) (token string) {
		t.Helper()
		err := b.w.Update(func() error {
			made, err := b.api.NewOAuthToken(b.w.OAuthApps.Get(desk), ada, []string{"email"}, jwt, time.Hour)
			token = made.Token
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	verify := func(token string) answer {
		return b.ask("POST /oauth_applications/access_tokens/verify", `{"access_token":"`+token+`"}`)
	}
	opaque, revoked, jwt := issue(false), issue(false), issue(true)
	b.refusals(t, []refusalRow{
		{"POST /oauth_applications/" + other + "/revoke_token", `{"token":"` + revoked + `"}`, 404, "resource_not_found"},
		{"POST /oauth_applications/" + desk + "/revoke_token", `{"token":"` + jwt + `"}`, 422, "form_param_value_invalid(token)"},
		{"POST /oauth_applications/" + desk + "/revoke_token", `{"token":"` + revoked + `"}`, 204, ""},
	})
	if !verify(revoked).flag("revoked") || verify(opaque).flag("revoked") || verify(jwt).text("subject") != ada {
		t.Errorf("they are %s %s %s", verify(revoked).body, verify(opaque).body, verify(jwt).body)
	}
	b.now = b.now.Add(time.Hour)
	if !verify(opaque).flag("expired") || strings.TrimSpace(verify(jwt).body) != `{"active":false}` {
		t.Errorf("after an hour they are %s %s", verify(opaque).body, verify(jwt).body)
	}
	b.ask("DELETE /oauth_applications/"+desk, "")
	if got := verify(opaque); got.status != 404 || b.w.OAuthTokens.Len() != 0 {
		t.Errorf("without the application it is %d %s", got.status, got.body)
	}
}

func TestWhatIsIssuedOutlivesASnapshot(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	b.make(t, "POST /api_keys", `{"name":"deploys","subject":"`+ada+`","claims":{"a":[1]}}`)
	b.as(b.ask("POST /machines", `{"name":"shop"}`).text("secret_key")).ask("POST /m2m_tokens", `{}`)
	saved, err := b.w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	again := world.New(func() time.Time { return b.now }, "")
	if err := again.Restore(saved); err != nil {
		t.Fatal(err)
	}
	twice, err := again.Snapshot()
	if err != nil || !json.Valid(twice) || string(twice) != string(saved) {
		t.Errorf("%v:\n%s\n%s", err, saved, twice)
	}
}

func TestAJWTIsOnlyWhatItWasMadeFor(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	desk := b.make(t, "POST /oauth_applications", `{"name":"Desk"}`)
	shop := b.make(t, "POST /machines", `{"name":"shop"}`)
	var access, machine string
	err := b.w.Update(func() error {
		a, err := b.api.NewOAuthToken(b.w.OAuthApps.Get(desk), ada, nil, true, time.Hour)
		if err != nil {
			return err
		}
		m, err := b.api.NewM2MToken(b.w.Machines.Get(shop), true, nil, time.Hour, nil)
		access, machine = a.Token, m.Token
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.refusals(t, []refusalRow{
		{"POST /m2m_tokens/verify", `{"token":"` + machine + `"}`, 200, ""},
		{"POST /m2m_tokens/verify", `{"token":"` + access + `"}`, 404, "resource_not_found"},
		{"POST /m2m_tokens/verify", `{"token":"` + machine + `x"}`, 404, "resource_not_found"},
		{"POST /oauth_applications/access_tokens/verify", `{"access_token":"` + access + `"}`, 200, ""},
		{"POST /oauth_applications/access_tokens/verify", `{"access_token":"` + machine + `"}`, 404, "resource_not_found"},
	})
}

package backendapi

import (
	"strings"
	"testing"
)

func TestWhatIsRefusedOfTheListsOfIdentifiers(t *testing.T) {
	b := newBench(t)
	b.make(t, "POST /users", `{"email_address":["ada@example.com"]}`)
	for _, list := range []string{"/allowlist_identifiers", "/blocklist_identifiers"} {
		id := b.make(t, "POST "+list, `{"identifier":"Bob@example.com"}`)
		b.refusals(t, []refusalRow{
			{"POST " + list, `{}`, 422, "form_param_missing(identifier)"},
			{"POST " + list, `{"identifier":"bob"}`, 422, "form_param_format_invalid(identifier)"},
			{"POST " + list, `{"identifier":"*@"}`, 422, "form_param_format_invalid(identifier)"},
			{"POST " + list, `{"identifier":"bob@EXAMPLE.com"}`, 400, "duplicate_record"},
			{"POST " + list, `{"identifier":"*@example.com"}`, 200, ""},
			{"POST " + list, `{"identifier":"+12025550143"}`, 200, ""},
			{"DELETE " + list + "/x", ``, 404, "resource_not_found"},
			{"DELETE " + list + "/" + id, ``, 200, ""},
			{"DELETE " + list + "/" + id, ``, 404, "resource_not_found"},
		})
		if got := b.ask("GET "+list, ""); strings.Index(got.body, "phone_number") > strings.Index(got.body, "email_address") {
			t.Errorf("the newest is not the first: %s", got.body)
		}
	}
	b.refusals(t, []refusalRow{
		{"POST /blocklist_identifiers", `{"identifier":"eve@example.com","notify":true}`, 422, "form_param_unknown(notify)"},
		{"POST /allowlist_identifiers", `{"identifier":"ada@example.com","notify":true}`, 422, "form_identifier_exists(email_address)"},
	})
	got := b.ask("POST /allowlist_identifiers", `{"identifier":"eve@example.com","notify":true}`)
	if b.w.Invitations.Get(got.text("invitation_id")) == nil {
		t.Errorf("nobody is invited: %s", got.body)
	}
}

func TestWhatIsRefusedOfRedirectURLs(t *testing.T) {
	b := newBench(t)
	id := b.make(t, "POST /redirect_urls", `{"url":"my-app://callback"}`)
	b.refusals(t, []refusalRow{
		{"POST /redirect_urls", `{}`, 422, "form_param_missing(url)"},
		{"POST /redirect_urls", `{"url":"callback"}`, 422, "form_param_format_invalid(url)"},
		{"POST /redirect_urls", `{"url":"javascript:alert(1)"}`, 422, "form_param_format_invalid(url)"},
		{"POST /redirect_urls", `{"url":"https://%"}`, 422, "form_param_format_invalid(url)"},
		{"POST /redirect_urls", `{"url":"my-app://callback"}`, 422, "form_identifier_exists(url)"},
		{"DELETE /redirect_urls/" + id, ``, 200, ""},
		{"GET /redirect_urls/" + id, ``, 404, "resource_not_found"},
	})
}

func TestWhatIsRefusedOfDomains(t *testing.T) {
	b := newBench(t)
	b.production = true
	list := b.ask("GET /domains", "")
	primary, _ := list.object["data"].([]any)[0].(map[string]any)
	if primary["name"] != "example.com" || primary["accounts_portal_url"] != "https://accounts.example.com" || primary["is_satellite"] != false {
		t.Fatalf("the primary domain is %s", list.body)
	}
	first, _ := primary["id"].(string)
	satellite := b.make(t, "POST /domains", `{"name":"Sat.example","is_satellite":true,"proxy_url":"https://sat.example/__clerk"}`)
	b.refusals(t, []refusalRow{
		{"POST /domains", `{"name":"other.example"}`, 422, "form_param_missing(is_satellite)"},
		{"POST /domains", `{"name":"other.example","is_satellite":false}`, 422, "primary_domain_already_exists(is_satellite)"},
		{"POST /domains", `{"name":"https://other.example","is_satellite":true}`, 422, "form_param_format_invalid(name)"},
		{"POST /domains", `{"name":"localhost:3000","is_satellite":true}`, 422, "form_param_format_invalid(name)"},
		{"POST /domains", `{"name":"sat.example","is_satellite":true}`, 422, "form_identifier_exists(name)"},
		{"POST /domains", `{"name":"example.com","is_satellite":true}`, 422, "form_identifier_exists(name)"},
		{"POST /domains", `{"name":"other.example","is_satellite":true,"proxy_url":"/__clerk"}`, 422, "form_param_format_invalid(proxy_url)"},
		{"PATCH /domains/" + satellite, `{"name":"example.com"}`, 422, "form_identifier_exists(name)"},
		{"PATCH /domains/dmn_x", `{}`, 404, "resource_not_found"},
		{"DELETE /domains/" + first, ``, 403, "operation_not_allowed_on_primary_domain"},
		{"DELETE /domains/dmn_x", ``, 404, "resource_not_found"},
		{"POST /proxy_checks", `{"domain_id":"dmn_x","proxy_url":"https://a.example/"}`, 422, "form_resource_not_found(domain_id)"},
		{"POST /proxy_checks", `{"domain_id":"` + satellite + `","proxy_url":"ftp://a.example/"}`, 422, "form_param_format_invalid(proxy_url)"},
	})
	check := b.make(t, "POST /proxy_checks", `{"domain_id":"`+satellite+`","proxy_url":"https://a.example/"}`)
	if again := b.make(t, "POST /proxy_checks", `{"domain_id":"`+satellite+`","proxy_url":"https://b.example/"}`); again != check {
		t.Error("a domain has two checks")
	}
	b.ask("DELETE /domains/"+satellite, "")
	if b.w.Domains.Len()+b.w.ProxyChecks.Len() != 0 {
		t.Error("something is left of a domain that is gone")
	}
}

func TestThePrimaryDomainChanges(t *testing.T) {
	b := newBench(t)
	b.production = true
	list := b.ask("GET /domains", "")
	primary, _ := list.object["data"].([]any)[0].(map[string]any)
	id, _ := primary["id"].(string)
	changed := b.ask("PATCH /domains/"+id, `{"name":"new.example","proxy_url":"https://new.example/__clerk"}`)
	if changed.id() != id || changed.text("name") != "new.example" || changed.text("frontend_api_url") != "https://new.example/__clerk" {
		t.Errorf("it is changed to %s", changed.body)
	}
	if got := b.ask("GET /domains", ""); got.object["total_count"] != 1.0 || !strings.Contains(got.body, `"name":"new.example"`) {
		t.Errorf("the domains are %s", got.body)
	}
	if got := b.ask("PATCH /domains/"+id, `{"proxy_url":null}`); got.object["proxy_url"] != nil || got.text("name") != "new.example" {
		t.Errorf("without a proxy it is %s", got.body)
	}
}

func TestDevelopmentHasPortsAndNoProxies(t *testing.T) {
	b := newBench(t)
	b.refusals(t, []refusalRow{
		{"POST /domains", `{"name":"localhost:3000","is_satellite":true}`, 200, ""},
		{"POST /domains", `{"name":"a.example","is_satellite":true,"proxy_url":"https://a.example/"}`, 422, "form_param_value_invalid(proxy_url)"},
	})
}

func TestThereIsOneSvixAppOrNone(t *testing.T) {
	b := newBench(t)
	b.refusals(t, []refusalRow{
		{"POST /webhooks/svix_url", ``, 400, "svix_app_missing"},
		{"DELETE /webhooks/svix", ``, 400, "svix_app_missing"},
		{"POST /webhooks/svix", ``, 200, ""},
		{"POST /webhooks/svix", ``, 400, "svix_app_exists"},
		{"POST /webhooks/svix_url", ``, 200, ""},
		{"DELETE /webhooks/svix", ``, 204, ""},
		{"POST /webhooks/svix", ``, 200, ""},
	})
}

func TestTheInterstitialNeedsNoKeyAndRepeatsNothingUnescaped(t *testing.T) {
	b := newBench(t).as("")
	b.refusals(t, []refusalRow{{"GET /public/interstitial", ``, 400, "missing_query_parameter"}})
	got := b.ask(`GET /public/interstitial?frontendApi=a&domain=%22%3E%3Cscript%3E`, "")
	if got.status != 200 || strings.Contains(got.body, "<script>") || !strings.Contains(got.body, `data-clerk-frontend-api="a"`) {
		t.Errorf("the page is %d %s", got.status, got.body)
	}
}

func TestWhatIsRefusedOfMessageTemplates(t *testing.T) {
	b := newBench(t)
	email, sms := "/templates/email/verification_code", "/templates/sms/verification_code"
	b.refusals(t, []refusalRow{
		{"GET /templates/fax", ``, 400, "template_type_unsupported"},
		{"GET /templates/sms/magic_link_sign_in", ``, 404, "resource_not_found"},
		{"PUT " + email, `{"body":"hello"}`, 422, "form_param_value_invalid(body)"},
		{"PUT " + email, `{"from_email_name":"a@b"}`, 422, "form_param_value_invalid(from_email_name)"},
		{"PUT " + sms, `{"subject":"hello"}`, 422, "form_param_value_invalid(subject)"},
		{"POST " + email + "/preview", `{"body":"hello"}`, 422, "form_param_value_invalid(body)"},
		{"POST " + email + "/toggle_delivery", `{"delivered_by_clerk":null}`, 422, "form_param_nil(delivered_by_clerk)"},
	})
	if n := b.w.MessageTemplates.Len(); n != 0 {
		t.Errorf("what was refused has changed %d templates", n)
	}
}

func TestAMessageTemplateIsChangedAndReverted(t *testing.T) {
	b := newBench(t)
	path := "/templates/email/verification_code"
	before := b.ask("GET "+path, "")
	changed := b.ask("PUT "+path, `{"name":"Code","body":"Code: {{ otp_code }}","delivered_by_clerk":false}`)
	if changed.text("resource_type") != "user" || !changed.flag("can_revert") || changed.flag("delivered_by_clerk") ||
		changed.text("subject") != before.text("subject") {
		t.Errorf("it is changed to %s", changed.body)
	}
	if got := b.ask("POST "+path+"/toggle_delivery", `{"delivered_by_clerk":true}`); !got.flag("delivered_by_clerk") || got.id() != changed.id() {
		t.Errorf("it is delivered: %s", got.body)
	}
	preview := b.ask("POST "+path+"/preview", `{"subject":"For {{app.name}}","from_email_name":"hello"}`)
	if preview.text("body") != "Code: 424242" || preview.text("subject") != "For Example" || preview.text("from_email_address") != "hello@example.com" {
		t.Errorf("the preview is %s", preview.body)
	}
	if got := b.ask("GET "+path, ""); got.text("from_email_name") == "hello" {
		t.Error("a preview changes the template")
	}
	if got := b.ask("POST "+path+"/revert", ""); got.body != before.body {
		t.Errorf("it is reverted to %s", got.body)
	}
	if got := b.ask("GET /templates/sms?limit=1&offset=9&paginated=true", ""); got.object["total_count"] != 4.0 {
		t.Errorf("beyond the end: %s", got.body)
	}
}

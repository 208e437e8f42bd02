package backendapi

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWhatIsRefusedOfSessions(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	acme := b.make(t, "POST /organizations", `{"name":"Acme"}`)
	b.make(t, "POST /sessions", `{"user_id":"`+ada+`"}`)
	b.refusals(t, []refusalRow{
		{"POST /sessions", `{}`, 422, "form_param_missing(user_id)"},
		{"POST /sessions", `{"user_id":"user_x"}`, 404, "resource_not_found"},
		{"POST /sessions", `{"user_id":"` + ada + `","active_organization_id":"org_x"}`, 422, "form_resource_not_found(active_organization_id)"},
		{"POST /sessions", `{"user_id":"` + ada + `","active_organization_id":"` + acme + `"}`, 403, "not_a_member_in_organization"},
		{"GET /sessions", ``, 400, "missing_query_parameter"},
		{"GET /sessions?user_id=" + ada + "&status=asleep", ``, 422, "form_param_value_invalid(status)"},
		{"GET /sessions/sess_x", ``, 404, "resource_not_found"},
		{"POST /sessions/sess_x/revoke", ``, 404, "resource_not_found"},
		{"GET /clients/client_x", ``, 404, "resource_not_found"},
		{"GET /clients?limit=0", ``, 422, "form_param_value_invalid(limit)"},
	})
	b.production = true
	b.refusals(t, []refusalRow{{"POST /sessions", `{"user_id":"` + ada + `"}`, 400, "request_invalid_for_environment"}})
	if n := b.w.Sessions.Len() + b.w.Clients.Len(); n != 2 {
		t.Errorf("refusals left something behind: %d rows", n)
	}
}

func TestSessionsComeAndGo(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	acme := b.make(t, "POST /organizations", `{"name":"Acme","created_by":"`+ada+`"}`)
	b.events = nil
	first := b.make(t, "POST /sessions", `{"user_id":"`+ada+`","active_organization_id":"`+acme+`"}`)
	b.now = b.now.Add(time.Second)
	second := b.make(t, "POST /sessions", `{"user_id":"`+ada+`"}`)
	of := func(query string) string {
		t.Helper()
		var found []string
		for _, id := range []string{first, second} {
			if strings.Contains(b.ask("GET /sessions?user_id="+ada+query, "").body, id) {
				found = append(found, map[string]string{first: "first", second: "second"}[id])
			}
		}
		return strings.Join(found, " ")
	}
	get := b.ask("GET /sessions/"+first, "")
	if get.object["status"] != "active" || get.object["last_active_organization_id"] != acme {
		t.Errorf("a new session is %s", get.body)
	}
	client, _ := get.object["client_id"].(string)
	if got := b.ask("GET /clients/"+client, ""); got.object["last_active_session_id"] != first {
		t.Errorf("its client is %s", got.body)
	}
	if got := b.ask("GET /clients?paginated=true&limit=1", ""); got.object["total_count"] != 2.0 || strings.Contains(got.body, client) {
		t.Errorf("the newest client is %s", got.body)
	}
	if all, one := of("&status=active"), of("&client_id="+client); all != "first second" || one != "first" {
		t.Errorf("the active sessions are %s, those of the client %s", all, one)
	}
	if got := b.ask("GET /sessions?paginated=true&user_id="+ada, ""); got.object["total_count"] != 2.0 {
		t.Errorf("in pages they are %s", got.body)
	}
	b.ask("DELETE /organizations/"+acme+"/memberships/"+ada, "")
	if got := b.ask("GET /sessions/"+first, ""); got.object["last_active_organization_id"] != nil {
		t.Errorf("who has left an organization is still in it: %s", got.body)
	}
	b.events = slices.DeleteFunc(b.events, func(e string) bool { return !strings.HasPrefix(e, "session.") })
	if got := b.ask("POST /sessions/"+first+"/revoke", ""); got.object["status"] != "revoked" {
		t.Errorf("a revoked session is %s", got.body)
	}
	b.ask("POST /sessions/"+first+"/revoke", "")
	if got := of("&status=revoked"); got != "first" {
		t.Errorf("the revoked sessions are %s", got)
	}
	if want := []string{"session.created", "session.created", "session.revoked"}; !slices.Equal(b.events, want) {
		t.Errorf("told is %q", b.events)
	}
	b.now = b.now.Add(7 * 24 * time.Hour)
	if got := b.ask("POST /sessions/"+second+"/revoke", ""); got.object["status"] != "expired" {
		t.Errorf("a session that has expired is %s after it was revoked", got.body)
	}
}

func TestABanEndsWhatGoesOnAndNoMore(t *testing.T) {
	b := newBench(t)
	ada := b.make(t, "POST /users", `{"username":"ada"}`)
	expired := b.make(t, "POST /sessions", `{"user_id":"`+ada+`"}`)
	b.now = b.now.Add(8 * 24 * time.Hour)
	b.make(t, "POST /sessions", `{"user_id":"`+ada+`"}`)
	b.events = nil
	b.refusals(t, []refusalRow{
		{"POST /users/" + ada + "/ban", ``, 200, ""},
		{"POST /sessions", `{"user_id":"` + ada + `"}`, 403, "user_banned"},
		{"POST /users/" + ada + "/unban", ``, 200, ""},
	})
	if got := b.ask("GET /sessions/"+expired, ""); got.object["status"] != "expired" {
		t.Errorf("a session that had expired is %s", got.body)
	}
	if want := []string{"session.revoked", "user.updated", "user.updated"}; !slices.Equal(b.events, want) {
		t.Errorf("told is %q", b.events)
	}
}

func TestSessionsEndWithTheirUsers(t *testing.T) {
	for _, row := range []struct{ name, request, body string }{
		{"who is banned", "POST /users/{id}/ban", ""},
		{"who is deleted", "DELETE /users/{id}", ""},
		{"whose other sessions are to end", "PATCH /users/{id}", `{"sign_out_of_other_sessions":true}`},
		{"who is banned with others", "POST /users/ban", `{"user_ids":["{id}"]}`},
	} {
		b := newBench(t)
		ada, bob := b.make(t, "POST /users", `{"username":"ada"}`), b.make(t, "POST /users", `{"username":"bob"}`)
		adas, bobs := b.make(t, "POST /sessions", `{"user_id":"`+ada+`"}`), b.make(t, "POST /sessions", `{"user_id":"`+bob+`"}`)
		with := strings.NewReplacer("{id}", ada)
		if got := b.ask(with.Replace(row.request), with.Replace(row.body)); got.status != 200 {
			t.Fatalf("%s: %s", row.name, got.body)
		}
		if got := b.ask("GET /sessions/"+adas, ""); got.object["status"] != "revoked" {
			t.Errorf("the session of a user %s is %s", row.name, got.body)
		}
		if got := b.ask("GET /sessions/"+bobs, ""); got.object["status"] != "active" {
			t.Errorf("the session of somebody else is %s", got.body)
		}
	}
}

package clerktest_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
)

// ask makes a request of the Backend API that has to succeed, and returns a member of the answer that is a text.
func ask(t *testing.T, ck *clerktest.Clerk, request, body, member string) string {
	t.Helper()
	method, path, _ := strings.Cut(request, " ")
	got := send(ck, method, "/v1"+path, body)
	var made map[string]any
	if err := json.Unmarshal([]byte(got.body), &made); err != nil || got.status != 200 {
		t.Fatalf("%s: %d %s", request, got.status, got.body)
	}
	text, _ := made[member].(string)
	return text
}

func TestATicketSignsABrowserInOnce(t *testing.T) {
	const origin = "http://localhost:3000"
	n := newTown(t)
	b := n.ck.Browser().Serve(origin, newShop(t, n.ck, origin))
	back := "&redirect_url=" + url.QueryEscape(origin+"/a")

	address := ask(t, n.ck, "POST /sign_in_tokens", `{"user_id":"user_ada","org_id":"org_1","expires_in_seconds":60}`, "url")
	wantPage(t, b.Open(address+back), origin+"/a", "user_ada org_1 "+origin)
	used := func(when, address, code string) {
		t.Helper()
		if page := b.Open(address + back); !strings.Contains(page.Body, `"`+code+`"`) {
			t.Errorf("%s: %d %s, want %s", when, page.StatusCode, page.Body, code)
		}
	}
	used("a sign-in token that was used", address, "sign_in_token_already_used_code")
	used("a ticket that is none", n.ck.Issuer()+"/v1/tickets/accept?ticket=x", "resource_not_found")
	used("no ticket", n.ck.Issuer()+"/v1/tickets/accept?ticket=", "resource_not_found")

	address = ask(t, n.ck, "POST /sign_in_tokens", `{"user_id":"user_bob","expires_in_seconds":60}`, "url")
	n.ck.Advance(time.Minute)
	used("a sign-in token that has expired", address, "sign_in_token_cannot_be_used_code")

	body := `{"user_id":"user_bob","actor":{"sub":"user_ada","reason":"support"},"session_max_duration_in_seconds":120}`
	id := ask(t, n.ck, "POST /actor_tokens", body, "id")
	address = ask(t, n.ck, "POST /actor_tokens/"+id+"/revoke", "", "url")
	used("an actor token that was revoked", address, "actor_token_revoked_code")
	wantPage(t, b.Open(ask(t, n.ck, "POST /actor_tokens", body, "url")+back), origin+"/a", "user_bob "+origin)
	accounts := b.Accounts()
	if got := told(accounts); got != "user_ada, user_bob*" {
		t.Fatalf("the browser holds %s", got)
	}
	made, err := newBackend(t, n.ck).Sessions.CreateToken(t.Context(), accounts[1].SessionID, nil)
	if err != nil {
		t.Fatal(err)
	}
	auth, reason := newGate(t, n.ck.Options()).present(string(made.JWT))
	if auth == nil {
		t.Fatalf("the token of who acts is refused: %s", reason)
	}
	if actor, ok := auth.Actor(); !ok || actor.Subject != "user_ada" {
		t.Errorf("who acts is %v", actor)
	}
	n.ck.Advance(2 * time.Minute)
	if got := told(b.Accounts()); got != "user_ada*" {
		t.Errorf("after the session of who acts has ended the browser holds %s", got)
	}

	task := `{"on_behalf_of":{"user_id":"user_bob"},"permissions":"*","agent_name":"a","task_description":"b","redirect_url":"`
	wantPage(t, b.Open(ask(t, n.ck, "POST /agents/tasks", task+origin+`/b"}`, "url")+back), origin+"/b", "user_bob "+origin)
	used("a task that leads to somebody unknown", ask(t, n.ck, "POST /agents/tasks", task+`https://evil.example/"}`, "url"), "form_param_value_invalid")
	address = ask(t, n.ck, "POST /sign_in_tokens", `{"user_id":"user_ada"}`, "url")
	ask(t, n.ck, "POST /users/user_ada/ban", "", "id")
	used("a user who is banned", address, "user_banned")
}

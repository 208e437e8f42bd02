package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// A verdict is the status and the reason of an answer.
type verdict struct {
	status int
	reason string
}

// token asks the running program for the token of a persona.
func (p *program) token(t *testing.T, persona string) string {
	t.Helper()
	if persona == "nobody" {
		return ""
	}
	got := p.do(t, p.request(t, "POST", "/demo/token", strings.NewReader(`{"persona":"`+persona+`"}`)))
	var made struct{ Token string }
	if err := json.Unmarshal([]byte(got.body), &made); err != nil || got.status != 200 || made.Token == "" {
		t.Fatalf("POST /demo/token for %s answers %d", persona, got.status)
	}
	return made.Token
}

// reason reads the reason code of a refusal, in either of its two forms.
func (a answer) reason(t *testing.T) string {
	t.Helper()
	if a.status < 400 {
		return ""
	}
	var refusal struct {
		Reason string
		Clerk  struct{ Reason string } `json:"clerk_error"`
	}
	if err := json.Unmarshal([]byte(a.body), &refusal); err != nil {
		t.Errorf("the body is no JSON: %s", a.body)
	}
	return refusal.Reason + refusal.Clerk.Reason
}

func TestEveryPersonAtEveryRoute(t *testing.T) {
	const (
		none    = "dev-browser-missing"
		lateGET = "session-token-expired-refresh-non-eligible-no-refresh-cookie"
		late    = "session-token-expired-refresh-non-eligible-non-get"
		forged  = "token-invalid-signature"
		pending = "session-pending"
	)
	routes := []string{"GET /public", "GET /me", "GET /billing", "DELETE /projects/1", "POST /payout", "GET /beta"}
	want := map[string][]verdict{
		"nobody":  {{200, ""}, {401, none}, {401, none}, {401, none}, {401, none}, {401, none}},
		"member":  {{200, ""}, {200, ""}, {403, "permission-missing"}, {403, "role-missing"}, {403, "reverification-error"}, {200, ""}},
		"admin":   {{200, ""}, {200, ""}, {200, ""}, {200, ""}, {200, ""}, {403, "no-alternative-met"}},
		"pending": {{200, ""}, {401, pending}, {401, pending}, {401, pending}, {401, pending}, {401, pending}},
		"expired": {{200, ""}, {401, lateGET}, {401, lateGET}, {401, late}, {401, late}, {401, lateGET}},
		"forged":  {{200, ""}, {401, forged}, {401, forged}, {401, forged}, {401, forged}, {401, forged}},
	}
	p := start(t, nil, "-addr", "127.0.0.1:0")
	for persona, verdicts := range want {
		token := p.token(t, persona)
		for i, route := range routes {
			t.Run(persona+" at "+route, func(t *testing.T) {
				method, path, _ := strings.Cut(route, " ")
				r := p.request(t, method, path, nil)
				if token != "" {
					r.Header.Set("Authorization", "Bearer "+token)
				}
				a := p.do(t, r)
				if got := (verdict{a.status, a.reason(t)}); got != verdicts[i] {
					t.Errorf("the answer is %v, not %v: %s", got, verdicts[i], a.body)
				}
			})
		}
	}
	p.end()
	if strings.Contains(p.output.String(), "eyJ") {
		t.Error("the program prints a token")
	}
}

func TestWhoAmITellsEverybody(t *testing.T) {
	p := start(t, nil, "-addr", "127.0.0.1:0")
	for persona, want := range map[string]string{
		"nobody": `"signedIn":false`, "member": `"orgRole":"org:member"`, "admin": `"org:billing:manage"`, "pending": `"session-pending"`,
	} {
		r := p.request(t, "GET", "/whoami", nil)
		token := p.token(t, persona)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		a := p.do(t, r)
		if a.status != 200 || !strings.Contains(a.body, want) {
			t.Errorf("GET /whoami as %s answers %d %s, without %s", persona, a.status, a.body, want)
		}
		if token != "" && strings.Contains(a.body, token) {
			t.Errorf("GET /whoami as %s answers the token", persona)
		}
	}
}

func TestTokensAreForThePageAlone(t *testing.T) {
	p := start(t, nil, "-addr", "127.0.0.1:0")
	for name, c := range map[string]struct {
		site, body string
		status     int
	}{
		"the page itself asks":         {"same-origin", `{"persona":"admin"}`, 200},
		"a program asks":               {"", `{"persona":"admin"}`, 200},
		"another site asks":            {"cross-site", `{"persona":"admin"}`, 403},
		"another port of the host":     {"same-site", `{"persona":"admin"}`, 403},
		"somebody unknown is meant":    {"", `{"persona":"root"}`, 404},
		"nobody, who has none":         {"", `{"persona":"nobody"}`, 404},
		"the body is no JSON":          {"", `persona=admin`, 400},
		"the body is empty":            {"", ``, 400},
		"the body is long beyond need": {"", `{"persona":"` + strings.Repeat("a", 2<<10) + `"}`, 413},
	} {
		t.Run(name, func(t *testing.T) {
			r := p.request(t, "POST", "/demo/token", strings.NewReader(c.body))
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
			a := p.do(t, r)
			if a.status != c.status {
				t.Errorf("the answer is %d, not %d: %s", a.status, c.status, a.body)
			}
			if cache := a.header.Get("Cache-Control"); c.status == 200 && cache != "no-store" {
				t.Errorf("a token may be cached: Cache-Control is %q", cache)
			}
		})
	}
}

package browser

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/usher-auth/usher/examples/quickstart/demo"
)

// A row is what the table shows of a route.
type row struct{ Status, Reason, Sentence string }

// Rows that several people see.
var (
	public = row{"200 let in", "", "Anybody may read this."}
	wanted = []string{"GET /public", "GET /me", "GET /billing", "DELETE /projects/1", "POST /payout", "GET /beta"}
)

// refused returns the rows of somebody who is not signed in.
func refused(get, other, sentence string) []row {
	rows := []row{public}
	for _, route := range wanted[1:] {
		reason := other
		if strings.HasPrefix(route, "GET") {
			reason = get
		}
		rows = append(rows, row{"401 who are you?", reason, sentence})
	}
	return rows
}

// A visitor is somebody to be, and what the page then has to show.
type visitor struct {
	persona, headline, reason, sentence string
	auth                                map[string]any
	rows                                []row
}

func visitors() []visitor {
	const (
		none    = "the request carries no session token; send one as Authorization: Bearer <token>"
		pending = "the user has signed in and still owes a task, such as choosing an organization; finish it in the front end"
		expired = "the token has expired; the front end should get a new one, and if it did, compare the clocks"
		forged  = "no key of this Clerk instance made the token's signature"
		stale   = "session-token-expired-refresh-non-eligible-"
	)
	out := func(reason string) map[string]any { return map[string]any{"signedIn": false, "reason": reason} }
	return []visitor{
		{"nobody", "Nobody is signed in", "dev-browser-missing", none, out("dev-browser-missing"),
			refused("dev-browser-missing", "dev-browser-missing", none)},
		{"member", "Signed in as user_mel", "", "In the organization acme, as org:member.",
			map[string]any{"signedIn": true, "userId": "user_mel", "orgId": "org_acme", "orgRole": "org:member"}, []row{
				public,
				{"200 let in", "", "You are user_mel, in session "},
				{"403 not you", "permission-missing", "the caller lacks permission org:billing:read in the active organization"},
				{"403 not you", "role-missing", "the caller's role in the active organization is not org:admin"},
				{"403 not you", "reverification-error", "the second factor, or the first where no second is enrolled, must have been confirmed less than 10 minutes ago; the user has to confirm again"},
				{"200 let in", "", "You see it first."},
			}},
		{"admin", "Signed in as user_ada", "", "In the organization acme, as org:admin.",
			map[string]any{"signedIn": true, "userId": "user_ada", "orgId": "org_acme", "orgRole": "org:admin"}, []row{
				public,
				{"200 let in", "", "You are user_ada, in session "},
				{"200 let in", "", "Three bills, one of them open."},
				{"200 let in", "", "The project is gone."},
				{"200 let in", "", "The money is on its way."},
				{"403 not you", "no-alternative-met", "the caller meets not one of the alternatives: feature beta, plan pro"},
			}},
		{"pending", "Nobody is signed in", "session-pending", pending, out("session-pending"),
			refused("session-pending", "session-pending", pending)},
		{"expired", "Nobody is signed in", stale + "no-refresh-cookie", expired, out(stale + "no-refresh-cookie"),
			refused(stale+"no-refresh-cookie", stale+"non-get", expired)},
		{"forged", "Nobody is signed in", "token-invalid-signature", forged, out("token-invalid-signature"),
			refused("token-invalid-signature", "token-invalid-signature", forged)},
	}
}

// settled is true when the page has caught up with whoever was chosen.
func settled(persona string) string {
	return fmt.Sprintf(`document.querySelector("main").ariaBusy === "false" &&
		document.querySelector("[data-persona=%s]").ariaPressed === "true"`, persona)
}

const (
	answered = `[...document.querySelectorAll("tbody tr")].every((r) => ["open", "closed"].includes(r.dataset.state))`
	scrolls  = `document.documentElement.scrollWidth > document.documentElement.clientWidth`
	readRows = `[...document.querySelectorAll("tbody tr")].map((r) => {
		const text = (name) => r.querySelector(name).hidden ? "" : r.querySelector(name).textContent;
		return { Status: text(".status"), Reason: text(".outcome .reason"), Sentence: text(".outcome .sentence") };
	})`
)

// text returns what an element shows, "" when it is hidden.
func (p *tab) text(id string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`document.getElementById(%q).hidden ? "" : document.getElementById(%[1]q).textContent`, id))
}

func TestEveryPersonSeesTheirOwnAnswers(t *testing.T) {
	for _, width := range []int64{1280, 390} {
		t.Run(fmt.Sprintf("at %d pixels", width), func(t *testing.T) {
			p := open(t, serve(t, demo.Config{}), width, false)
			p.until(settled("nobody"))
			if routes := eval[[]string](p, `[...document.querySelectorAll("tbody .route")].map((r) => r.textContent.trim())`); fmt.Sprint(routes) != fmt.Sprint(wanted) {
				t.Fatalf("the table has the routes %q, not %q", routes, wanted)
			}
			p.picture(fmt.Sprintf("%d-0-first", width))
			p.click("#try-all")
			for i, v := range visitors() {
				p.click("[data-persona=" + v.persona + "]")
				p.until(settled(v.persona) + " && " + answered)
				check(p, v)
				if eval[bool](p, scrolls) {
					t.Errorf("as %s, the page scrolls sideways", v.persona)
				}
				p.picture(fmt.Sprintf("%d-%d-%s", width, i+1, v.persona))
			}
			for _, complaint := range p.complained() {
				t.Errorf("the browser complains: %s", complaint)
			}
		})
	}
}

// check holds the page against what a visitor has to see.
func check(p *tab, want visitor) {
	p.t.Helper()
	for id, text := range map[string]string{"headline": want.headline, "reason": want.reason, "sentence": want.sentence} {
		if got := p.text(id); got != text {
			p.t.Errorf("as %s, the %s is %q, not %q", want.persona, id, got, text)
		}
	}
	var auth map[string]any
	if err := json.Unmarshal([]byte(p.text("auth")), &auth); err != nil {
		p.t.Errorf("as %s, the Auth object is no JSON: %v", want.persona, err)
	}
	for name, value := range want.auth {
		if auth[name] != value {
			p.t.Errorf("as %s, the Auth object has %s=%v, not %v", want.persona, name, auth[name], value)
		}
	}
	for i, got := range eval[[]row](p, readRows) {
		same := got.Status == want.rows[i].Status && got.Reason == want.rows[i].Reason
		if !same || !strings.HasPrefix(got.Sentence, want.rows[i].Sentence) {
			p.t.Errorf("as %s, %s shows %q, not %q", want.persona, wanted[i], got, want.rows[i])
		}
	}
}

func TestTheKeyboardIsEnough(t *testing.T) {
	p := open(t, serve(t, demo.Config{}), 1280, true)
	p.until(settled("nobody"))
	for range 3 { // two pages to go to come first
		p.press(kb.Tab)
	}
	p.until(`document.activeElement.dataset.persona === "nobody"`)
	p.press(kb.Tab)
	p.press(kb.Enter)
	p.until(settled("member"))
	for range 30 {
		if eval[bool](p, `document.activeElement.matches("[data-path='/billing'] .try")`) {
			break
		}
		p.press(kb.Tab)
	}
	p.press(" ")
	p.until(`document.querySelector("[data-path='/billing']").dataset.status === "403"`)
	p.until(`document.getElementById("announcement").textContent.startsWith("GET /billing: 403, permission-missing")`)
	p.picture("1280-dark-keyboard")
	for _, complaint := range p.complained() {
		t.Errorf("the browser complains: %s", complaint)
	}
}

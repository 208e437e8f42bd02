package browser

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/usher-auth/usher/examples/multisession/notes"
	"github.com/usher-auth/usher/multisession"
)

// startNotes serves the notebook of two accounts and returns its address.
func startNotes(t *testing.T, mode multisession.Mode) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	origin := originOf(t, server, "127.0.0.1")
	app, err := notes.New(notes.Config{Origin: origin, Mode: mode})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	server.Config.Handler = app
	server.Start()
	t.Cleanup(server.Close)
	return origin
}

// acts waits until a tab shows whose notebook it is.
func (p *tab) acts(name string) {
	p.t.Helper()
	p.arrives(fmt.Sprintf(`document.getElementById("me") && document.getElementById("me").textContent === %q`, name))
}

// save writes a note with the form of the page.
func (p *tab) save(note string) {
	p.t.Helper()
	eval[string](p, fmt.Sprintf(`document.getElementById("text").value = %q`, note))
	p.click("#save")
}

// has waits for the notes of the page.
func (p *tab) has(note string) {
	p.t.Helper()
	p.arrives(fmt.Sprintf(`[...document.querySelectorAll("#notes li")].some((li) => li.textContent === %q)`, note))
}

// choose clicks on the button of the account portal whose text begins so.
func (p *tab) choose(text string) {
	p.t.Helper()
	p.arrives(fmt.Sprintf(`[...document.querySelectorAll("button")].some((b) => b.textContent.startsWith(%q))`, text))
	eval[bool](p, fmt.Sprintf(`{ [...document.querySelectorAll("button")].find((b) => b.textContent.startsWith(%q)).click(); true }`, text))
}

// twoTabs opens a tab as Ada and then one as Bob, in one browser.
func twoTabs(t *testing.T, origin string) (adas, bobs *tab) {
	t.Helper()
	adas = open(t, origin, 1280, false)
	adas.choose("Sign in as Ada")
	adas.acts("Ada")
	bobs = adas.another(origin)
	bobs.acts("Ada") // as the browser is hers so far
	bobs.click("#switch")
	bobs.choose("Sign in as Bob")
	bobs.acts("Bob")
	return adas, bobs
}

func TestTwoAccountsInTwoTabsTakeTurns(t *testing.T) {
	origin := startNotes(t, multisession.Assert)
	adas, bobs := twoTabs(t, origin)
	bobs.save("by Bob")
	bobs.has("by Bob")
	bobs.picture("accounts-1-bob")

	adas.save("by Ada, too early")
	adas.arrives(`document.getElementById("title") && document.getElementById("title").textContent === "That was another account's page"`)
	adas.picture("accounts-2-refused")
	if got, want := adas.text("detail"), "this is about another account than the one that is active in this browser now, so nothing was done; "+
		"switch back to that account, or load the page anew to go on with the active one"; got != want {
		t.Errorf("the stale tab says %q", got)
	}
	if got := adas.text("reason"); got != "session-mismatch" {
		t.Errorf("its reason is %q", got)
	}

	adas.click("#switch")
	adas.choose("Switch to Ada")
	adas.acts("Ada")
	adas.save("by Ada")
	adas.has("by Ada")
	if n := eval[int](adas, `document.querySelectorAll("#notes li").length`); n != 1 {
		t.Errorf("Ada's notebook has %d notes", n)
	}
	adas.picture("accounts-3-ada")

	bobs.reload() // the address names Bob, so the page of another account is not shown in its place
	bobs.arrives(`document.getElementById("reason") && document.getElementById("reason").textContent === "session-mismatch"`)
	bobs.click("#active")
	bobs.acts("Ada")
	bobs.click("#switch")
	bobs.choose("Switch to Bob")
	bobs.acts("Bob")
	bobs.has("by Bob")
	if n := eval[int](bobs, `document.querySelectorAll("#notes li").length`); n != 1 {
		t.Errorf("Bob's notebook has %d notes", n)
	}
	noComplaints(t, adas, bobs)
}

func TestTwoAccountsInTwoTabsGoOnAtTheSameTime(t *testing.T) {
	adas, bobs := twoTabs(t, startNotes(t, multisession.Lookup))
	for i := range 2 {
		for name, p := range map[string]*tab{"Ada": adas, "Bob": bobs} {
			note := fmt.Sprintf("%s's note %d", name, i)
			p.save(note)
			p.has(note)
			p.acts(name)
			if n := eval[int](p, `document.querySelectorAll("#notes li").length`); n != i+1 {
				t.Errorf("%s's notebook has %d notes", name, n)
			}
		}
	}
	adas.click("#reload")
	adas.acts("Ada")
	adas.click(".open")
	adas.acts("Bob")
	noComplaints(t, adas, bobs)
}

func noComplaints(t *testing.T, tabs ...*tab) {
	t.Helper()
	for _, p := range tabs {
		for _, complaint := range p.complained() {
			t.Errorf("the browser complains: %s", complaint)
		}
	}
}

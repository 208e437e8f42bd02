package notes

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/multisession"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const origin = "http://localhost:3000"

// A visit is a browser in which Ada and then Bob have signed in, with a tab of each.
type visit struct {
	t          *testing.T
	app        *App
	browser    *clerktest.Browser
	adas, bobs *clerktest.Page
}

func newVisit(t *testing.T, mode multisession.Mode) visit {
	t.Helper()
	app, err := New(Config{Origin: origin, Mode: mode})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.Close() })
	v := visit{t: t, app: app, browser: app.clerk.Browser().Serve(origin, app)}
	v.adas = v.signIn("user_ada")
	v.bobs = v.signIn("user_bob")
	return v
}

func (v visit) signIn(userID string) *clerktest.Page {
	v.t.Helper()
	user, _ := v.app.clerk.User(userID)
	page := v.browser.SignIn(user, origin+"/")
	v.app.clerk.Advance(3 * time.Second) // parts the redirects of this page from those of the next
	return page
}

// find returns what the first group of a pattern matches in a page.
func (v visit) find(page *clerktest.Page, pattern string) string {
	v.t.Helper()
	match := regexp.MustCompile(pattern).FindStringSubmatch(page.Body)
	if match == nil {
		v.t.Fatalf("there is no %s on the page: %d %s", pattern, page.StatusCode, page.Body)
	}
	return html.UnescapeString(match[1])
}

// save sends the form of a page.
func (v visit) save(page *clerktest.Page, text string) *clerktest.Page {
	v.t.Helper()
	address := origin + v.find(page, `<form method="post" action="([^"]+)"`)
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, address, strings.NewReader(url.Values{"text": {text}}.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	for name, value := range map[string]string{
		"Content-Type": "application/x-www-form-urlencoded", "Origin": origin, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document", "Accept": "text/html",
	} {
		r.Header.Set(name, value)
	}
	return v.browser.Do(r)
}

func TestNothingIsWrittenIntoAnotherAccountsNotebook(t *testing.T) {
	for _, mode := range []multisession.Mode{"", multisession.Assert, multisession.Select} {
		v := newVisit(t, mode)
		if got := v.find(v.bobs, `id="me">(\w+)<`); got != "Bob" {
			t.Errorf("the second tab acts as %s", got)
		}
		if got := v.save(v.bobs, "<b>Bob's</b>"); !strings.Contains(got.Body, "&lt;b&gt;Bob&#39;s&lt;/b&gt;") || got.StatusCode != 200 {
			t.Errorf("the second tab's note is answered with %d %s", got.StatusCode, got.Body)
		}
		stale := v.save(v.adas, "for Ada")
		if stale.StatusCode != 403 || v.find(stale, `id="reason">([^<]+)<`) != "session-mismatch" || !strings.Contains(v.find(stale, `id="detail">([^<]+)<`), "another account") {
			t.Errorf("the stale tab's note is answered with %d %s", stale.StatusCode, stale.Body)
		}
		if len(v.app.notes.of("user_ada")) != 0 || len(v.app.notes.of("user_bob")) != 1 {
			t.Errorf("the notebooks are %v", v.app.notes.notes)
		}
		if stale := v.browser.Open(origin + v.find(v.adas, `id="reload" href="([^"]+)"`)); stale.StatusCode != 403 || !strings.Contains(stale.Body, "another account") {
			t.Errorf("the stale page is answered with %d %s", stale.StatusCode, stale.Body)
		}
		v.browser.Switch(v.browser.Accounts()[0].SessionID, origin+"/")
		if got := v.save(v.adas, "for Ada"); got.StatusCode != 200 || len(v.app.notes.of("user_ada")) != 1 {
			t.Errorf("after switching back it is answered with %d %s", got.StatusCode, got.Body)
		}
	}
}

func TestWithLookupBothTabsGoOn(t *testing.T) {
	v := newVisit(t, multisession.Lookup)
	for page, user := range map[*clerktest.Page]string{v.adas: "user_ada", v.bobs: "user_bob"} {
		if got := v.save(page, "a note"); got.StatusCode != 200 || len(v.app.notes.of(user)) != 1 || !strings.Contains(got.Body, `data-user="`+user+`"`) {
			t.Errorf("the tab of %s is answered with %d %s", user, got.StatusCode, got.Body)
		}
	}
	if got := v.browser.Open(origin + v.find(v.bobs, `class="open" data-user="user_ada" href="([^"]+)"`)); v.find(got, `id="me">(\w+)<`) != "Ada" {
		t.Errorf("Ada's notebook is %s", got.Body)
	}
	v.browser.SignOutOf(v.browser.Accounts()[0].SessionID, "")
	v.app.clerk.Advance(61 * time.Second)
	if got := v.save(v.adas, "too late"); got.StatusCode != 403 || v.find(got, `id="reason">([^<]+)<`) != "session-ended" {
		t.Errorf("after Ada has signed out her tab is answered with %d %s", got.StatusCode, got.Body)
	}
}

func TestAStrangerIsSentToSignIn(t *testing.T) {
	v := newVisit(t, "")
	stranger := v.app.clerk.Browser().Serve(origin, v.app)
	if got := stranger.Open(origin + "/"); !strings.HasPrefix(got.URL, v.app.clerk.SignInURL()) {
		t.Errorf("a stranger is at %s", got.URL)
	}
	if got := stranger.Fetch("POST", origin+"/notes?_clerk_session_id=sess_x"); got.StatusCode != 401 {
		t.Errorf("a stranger's note is answered with %d", got.StatusCode)
	}
	if got := v.browser.Fetch("POST", origin+"/notes"); got.StatusCode != 403 || v.find(got, `id="reason">([^<]+)<`) != "session-id-missing" {
		t.Errorf("a note that names no session is answered with %d", got.StatusCode)
	}
}

func TestAModeThatThereIsNot(t *testing.T) {
	if _, err := New(Config{Origin: origin, Mode: "any"}); err == nil || !strings.Contains(err.Error(), "any") {
		t.Errorf("it is accepted: %v", err)
	}
}

func TestNotebooksAreBounded(t *testing.T) {
	n := &notebooks{}
	for range 50 {
		n.add("user_ada", strings.Repeat("ä", 300))
	}
	n.add("user_ada", "  \n ")
	if got := n.of("user_ada"); len(got) != maxNotes || len(got[0]) > maxNote+len("…") {
		t.Errorf("%d notes of %d bytes are kept", len(got), len(got[0]))
	}
}

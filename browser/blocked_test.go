package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/usher-auth/usher/examples/quickstart/demo"
)

// Settings of a Chromium's profile, as its settings page makes them.
const (
	blockAllCookies   = `{"profile": {"default_content_setting_values": {"cookies": 2}}}`
	blockThirdParties = `{"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": true}}`
	allowThirdParties = `{"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": false}}` // not the default everywhere
)

func TestABrowserWithoutCookiesEndsOnAPageThatSaysSo(t *testing.T) {
	s := start(t, besideClerk, demo.Config{})
	p := open(t, s.origin+"/account", 1280, false, withSettings(t, blockAllCookies))
	const told = "This browser keeps no cookies"
	for _, address := range []string{s.origin + "/account", s.origin + "/me", s.satellite + "/"} {
		p.visit(address)
		p.arrives(fmt.Sprintf(`document.querySelector("h1")?.textContent === %q && location.href.startsWith(%q)`, told, address))
		if locations, _ := s.handshakes(); len(locations) > 2 {
			t.Errorf("at %s the browser is sent to Clerk %d times: %q", address, len(locations), locations)
		}
		if held := eval[string](p, `document.cookie`); held != "" {
			t.Errorf("the browser keeps cookies after all: %s", held)
		}
	}
	p.visit(s.origin + "/account")
	p.picture("1280-no-cookies")
	p.click("#again")
	p.arrives(fmt.Sprintf(`document.querySelector("h1")?.textContent === %q && location.search !== ""`, told))
}

// A cookie that is too large, say, is dropped by browsers without a word.
func TestABrowserThatLosesTheSessionCookieIsSentRoundThreeTimes(t *testing.T) {
	s := start(t, besideClerk, demo.Config{})
	page := s.origin + "/account"
	p := open(t, page, 390, false)
	p.shows(page, nobody)
	p.signIn("user_ada")
	p.shows(page, ada)
	p.forget(s.origin, "__clerk_redirect_count") // as the browser does after two seconds
	s.handshakes()
	s.lose("__session")
	p.reload()
	p.shows(page, nobody)
	const reason = "client-uat-but-no-session-token"
	_, reasons := s.handshakes() // three of them, unless one takes longer than the two seconds that they are counted for
	if len(reasons) < 3 || slices.ContainsFunc(reasons, func(r string) bool { return r != reason }) {
		t.Errorf("the browser was sent to Clerk for %q", reasons)
	}
	if got := p.text("reason"); got != reason {
		t.Errorf("the page says the reason %q", got)
	}
	p.picture("390-account-lost")
}

// Clerk's own cookies are those of another site here. A development instance never needs them: it knows a browser by what the
// application keeps for it and sends along.
func TestThirdPartyCookiesAreNotNeeded(t *testing.T) {
	s := start(t, elsewhere, demo.Config{})
	page := s.origin + "/account"
	p := open(t, page, 1280, false, withSettings(t, blockThirdParties))
	if sendsThirdPartyCookies(t, p) {
		t.Fatal("the browser sends third-party cookies, so this test would show nothing")
	}
	if !sendsThirdPartyCookies(t, open(t, page, 1280, false, withSettings(t, allowThirdParties))) {
		t.Fatal("no browser sends third-party cookies here, so this test cannot tell whether they are blocked")
	}

	p.visit(page)
	p.shows(page, nobody)
	p.signIn("user_ada")
	p.shows(page, ada)
	clerk := eval[string](p, `new URL(document.getElementById("sign-out").href).origin`)
	s.handshakes()

	p.forget(clerk)
	s.expire()
	p.reload()
	p.shows(page, ada)
	if locations, _ := s.handshakes(); len(locations) != 1 || !strings.HasPrefix(locations[0], clerk+"/v1/client/handshake?") ||
		!strings.Contains(locations[0], "&__clerk_db_jwt=dvb_") {
		t.Errorf("the browser was sent to %q", locations)
	}
	p.signOut()
	p.shows(page, nobody)
	p.wantNoComplaints()
}

// sendsThirdPartyCookies reports whether a page on localhost can have the browser keep and send cookies of 127.0.0.1.
func sendsThirdPartyCookies(t *testing.T, p *tab) bool {
	t.Helper()
	third := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		http.SetCookie(w, &http.Cookie{Name: "third", Value: "party", SameSite: http.SameSiteNoneMode, Secure: true, HttpOnly: true})
		_, _ = fmt.Fprint(w, r.Header.Get("Cookie"))
	}))
	t.Cleanup(third.Close)
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,">`)
	}))
	t.Cleanup(first.Close)
	p.visit(originOf(t, first, "localhost"))
	const ask = `fetch(%q, {credentials: "include"}).then((answer) => answer.text())`
	asked := fmt.Sprintf(ask, third.URL)
	got := run(p, "ask a third party twice", chromedp.Evaluate[string](asked+".then(() => "+asked+")", chromedp.EvalAwaitPromise))
	return strings.Contains(got, "third=party")
}

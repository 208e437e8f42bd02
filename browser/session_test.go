package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/examples/quickstart/demo"
)

// Texts that the page of a session shows.
const (
	nobody = "Nobody is signed in"
	ada    = "Signed in as user_ada"
	mel    = "Signed in as user_mel"
)

// shows waits until the page of a session is loaded at an address and says who is signed in.
func (p *tab) shows(address, headline string) {
	p.t.Helper()
	p.arrives(fmt.Sprintf(`document.readyState === "complete" && location.href === %q && document.getElementById("headline")?.textContent === %q`,
		address, headline))
}

// way returns how the page says that it came to know, and how many handshakes the browser has made.
func (p *tab) way() string {
	p.t.Helper()
	return eval[string](p, `document.getElementById("way").dataset.way + " " + document.getElementById("handshakes").textContent`)
}

// signIn goes to Clerk's page and signs in there.
func (p *tab) signIn(userID string) {
	p.t.Helper()
	p.click("#sign-in")
	p.arrives(`document.title === "Sign in"`)
	p.click(fmt.Sprintf("form:has([value=%s]) button", userID))
}

// signOut goes to Clerk's page and signs out there.
func (p *tab) signOut() {
	p.t.Helper()
	p.click("#sign-out")
	p.arrives(`document.title === "Sign out"`)
	p.click("form button")
}

// wantWay checks the way, and that it took handshakes for these reasons.
func (p *tab) wantWay(s *site, want string, reasons ...string) {
	p.t.Helper()
	if got := p.way(); got != want {
		p.t.Errorf("the way is %q, not %q", got, want)
	}
	if _, got := s.handshakes(); fmt.Sprint(got) != fmt.Sprint(reasons) {
		p.t.Errorf("the reasons for handshakes are %q, not %q", got, reasons)
	}
}

func (p *tab) wantNoComplaints() {
	p.t.Helper()
	for _, complaint := range p.complained() {
		p.t.Errorf("the browser complains: %s", complaint)
	}
}

const ended = "session-token-expired-refresh-non-eligible-no-refresh-cookie"

func TestASessionInCookies(t *testing.T) {
	for _, width := range []int64{1280, 390} {
		t.Run(fmt.Sprintf("at %d pixels", width), func(t *testing.T) {
			s := start(t, besideClerk, demo.Config{})
			page := s.origin + "/account"
			p := open(t, page, width, false)
			p.shows(page, nobody)
			p.wantWay(s, "handshake 1", "dev-browser-missing")
			p.picture(fmt.Sprintf("%d-account-0-nobody", width))

			p.signIn("user_ada")
			p.shows(page, ada)
			p.wantWay(s, "handshake 2")
			p.picture(fmt.Sprintf("%d-account-1-signed-in", width))
			p.reload()
			p.shows(page, ada)
			p.wantWay(s, "cookie 2")

			s.expire()
			p.reload()
			p.shows(page, ada)
			p.wantWay(s, "handshake 3", ended)
			s.expire()
			p.click("#by-refresh")
			p.shows(page+"?renewal=refresh", ada)
			p.wantWay(s, "refresh 3")
			p.picture(fmt.Sprintf("%d-account-2-refreshed", width))

			if eval[bool](p, scrolls) {
				t.Error("the page scrolls sideways")
			}
			if eval[bool](p, `document.documentElement.outerHTML.includes(/__session=[^.]*\.([^.]*)/.exec(document.cookie)[1])`) {
				t.Error("the page shows the token")
			}
			p.signOut()
			p.shows(page+"?renewal=refresh", nobody)
			p.wantWay(s, "handshake 4")
			s.expire()
			p.reload()
			p.shows(page+"?renewal=refresh", nobody)
			p.wantWay(s, "cookie 4")
			p.wantNoComplaints()
		})
	}
}

func TestAPageForUsersSendsOthersToSignInAndHasThemBack(t *testing.T) {
	s := start(t, elsewhere, demo.Config{})
	p := open(t, s.origin+"/account", 1280, false)
	for _, page := range []string{s.origin + "/private", s.satellite + "/private"} {
		p.forget(s.origin)
		p.forget(s.satellite) // and with it what Clerk knows the browser by, on the host that they share
		p.visit(page)
		p.arrives(`document.title === "Sign in"`)
		p.click("form:has([value=user_ada]) button")
		p.arrives(fmt.Sprintf(`(location.origin + location.pathname) === %q && document.getElementById("headline")?.textContent === %q`, page, ada))
	}
	p.wantNoComplaints()
}

// Nothing moves the clock here: the visitor waits.
func TestTheTokenOfACookieRunsOut(t *testing.T) {
	s := start(t, besideClerk, demo.Config{TokenLifetime: 3 * time.Second})
	page := s.origin + "/account"
	p := open(t, page, 1280, true)
	p.shows(page, nobody)
	p.signIn("user_ada")
	p.shows(page, ada)
	p.until(`document.getElementById("life").dataset.state === "over"`)
	if got := p.text("note"); got != "The token lived 3 seconds and has ended. Load the page anew." {
		t.Errorf("the note is %q", got)
	}
	p.picture("1280-dark-account-over")
	before := eval[int](p, `Number(document.getElementById("handshakes").textContent)`)
	s.handshakes()
	p.click("#reload")
	p.arrives(fmt.Sprintf(`Number(document.getElementById("handshakes")?.textContent) > %d && document.getElementById("way").dataset.way === "handshake"`, before))
	p.shows(page, ada)
	if _, reasons := s.handshakes(); len(reasons) == 0 || reasons[0] != ended {
		t.Errorf("the reasons for handshakes are %q", reasons)
	}
	p.wantNoComplaints()
}

func TestSigningOutInOneTabIsSeenInTheOther(t *testing.T) {
	s := start(t, besideClerk, demo.Config{})
	page := s.origin + "/account"
	first := open(t, page, 1280, false)
	first.shows(page, nobody)
	second := first.another(page)
	second.shows(page, nobody)

	second.signIn("user_ada")
	second.shows(page, ada)
	first.shows(page, ada) // though nobody touched it
	second.signOut()
	second.shows(page, nobody)
	first.shows(page, nobody)
	first.signIn("user_mel")
	second.shows(page, mel)
	first.wantNoComplaints()
	second.wantNoComplaints()
}

func TestASatelliteFindsTheSession(t *testing.T) {
	for _, at := range []place{besideClerk, elsewhere} {
		t.Run("the application on "+at.application, func(t *testing.T) {
			s := start(t, at, demo.Config{})
			page, synced := s.origin+"/account", s.satellite+"/?__clerk_synced=true"
			p := open(t, s.satellite+"/", 1280, false)
			p.shows(synced, nobody) // it has asked, unbidden
			p.visit(page)
			p.shows(page, nobody)
			p.signIn("user_ada")
			p.shows(page, ada)

			p.forget(s.satellite, "__clerk_redirect_count") // as the browser does after two seconds
			p.click(`nav a[href="` + s.satellite + `/"]`)
			p.shows(synced, ada)
			p.picture("1280-satellite-" + at.satellite)
			p.visit(s.satellite + "/")
			p.shows(s.satellite+"/", ada)
			if got := p.way(); !strings.HasPrefix(got, "cookie ") {
				t.Errorf("a session that the satellite knows is found by the way %q", got)
			}

			p.visit(page)
			p.shows(page, ada)
			p.signOut()
			p.shows(page, nobody)
			s.expire()
			p.visit(s.satellite + "/")
			p.shows(s.satellite+"/", nobody)

			p.signIn("user_mel") // from the satellite
			p.shows(synced, mel)
			p.visit(page)
			p.shows(page, nobody) // which has not been told
			p.wantNoComplaints()
		})
	}
}

// The port of the Clerk inside the process, its keys and the suffix of its cookies are others in each run.
func TestCookiesOfAnEarlierRunAreNoTrouble(t *testing.T) {
	early, late := start(t, besideClerk, demo.Config{}), start(t, besideClerk, demo.Config{})
	p := open(t, early.origin+"/account", 1280, false)
	p.shows(early.origin+"/account", nobody)
	p.signIn("user_ada")
	p.shows(early.origin+"/account", ada)

	p.visit(late.origin + "/account")
	p.shows(late.origin+"/account", nobody)
	p.signIn("user_mel")
	p.shows(late.origin+"/account", mel)
	p.visit(early.origin + "/account")
	p.shows(early.origin+"/account", ada)
	p.visit(late.origin + "/account")
	p.shows(late.origin+"/account", mel)
}

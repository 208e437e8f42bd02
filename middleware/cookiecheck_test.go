package middleware_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// redirects returns how often an application redirected a browser on its way to a page.
func redirects(page *clerktest.Page, origin string) int {
	count := 0
	for _, hop := range page.Hops {
		if strings.HasPrefix(hop.URL, origin) && hop.StatusCode >= 300 && hop.StatusCode < 400 {
			count++
		}
	}
	return count
}

// TestABrowserWithoutCookiesComesToAnEnd says how often an application redirects a browser that keeps no cookies, and what it is
// told in the end.
func TestABrowserWithoutCookiesComesToAnEnd(t *testing.T) {
	for _, row := range towns[:2] {
		for _, path := range []string{"/dashboard", "/admin", "/api", "/"} {
			t.Run(row.name+", at "+path, func(t *testing.T) {
				n := newTown(t, row.origin, row.config, nil)
				n.browser.BlockCookies()
				page := n.browser.Open(n.origin + path + "?x=a+b")
				if page.Err != nil || redirects(page, n.origin) != 2 {
					t.Fatalf("redirected %d times, to end at %s (%v)", redirects(page, n.origin), page.URL, page.Err)
				}
				wantCookiesBlocked(t, page, path != "/")
				if again := n.browser.Open(page.URL); redirects(again, n.origin) != 0 {
					t.Errorf("a reload is redirected %d times", redirects(again, n.origin))
				}
				n.ck.Advance(time.Minute) // the mark counts no more
				late := n.browser.Open(page.URL)
				if redirects(late, n.origin) != 2 || strings.Count(late.URL, "__usher_cookies") != 1 {
					t.Errorf("after a minute, redirected %d times to end at %s", redirects(late, n.origin), late.URL)
				}
				wantCookiesBlocked(t, late, path != "/")
			})
		}
	}
}

// wantCookiesBlocked looks for the refusal, or at a page for everybody, for nobody.
func wantCookiesBlocked(t *testing.T, page *clerktest.Page, guarded bool) {
	t.Helper()
	status, body := 200, "<>"
	if guarded {
		status, body = 401, `"reason":"cookies-blocked"`
	}
	if page.StatusCode != status || !strings.Contains(page.Body, body) || page.Header.Get("X-Clerk-Auth-Reason") != "cookies-blocked" ||
		page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("ended at %s with %d %v %s", page.URL, page.StatusCode, page.Header, page.Body)
	}
}

// TestSigningInWithoutCookiesComesToAnEnd has the portal know the user, and the application never.
func TestSigningInWithoutCookiesComesToAnEnd(t *testing.T) {
	n := newTown(t, towns[2].origin, towns[2].config, nil)
	n.browser.BlockCookies(n.origin)
	stranger := n.browser.Open(n.origin + "/dashboard?tab=1")
	back := sentToSignIn(t, stranger)
	if redirects(stranger, n.origin) != 1 || back != n.origin+"/dashboard?tab=1" {
		t.Fatalf("redirected %d times, to come back to %s", redirects(stranger, n.origin), back)
	}
	returned := n.browser.SignIn(n.ada, back)
	returned.Hops = slices.DeleteFunc(returned.Hops, func(hop clerktest.Hop) bool { return hop.Method == http.MethodPost }) // to the portal
	if back = sentToSignIn(t, returned); redirects(returned, n.origin) != 1 || !strings.Contains(back, "/dashboard?tab=1&__usher_cookies=") {
		t.Fatalf("redirected %d times, to come back to %s", redirects(returned, n.origin), back)
	}
	n.ck.Advance(9 * time.Minute)
	again := n.browser.SignIn(n.ada, back)
	if redirects(again, n.origin) != 0 {
		t.Errorf("redirected %d times", redirects(again, n.origin))
	}
	wantCookiesBlocked(t, again, true)
	want(t, n.browser.Open(n.origin+"/"), n.origin+"/", "<>")

	n.browser = n.ck.Browser().Serve(n.origin, n.app()) // and one that keeps them, with the same address
	want(t, n.browser.SignIn(n.ada, back), n.origin+"/dashboard?tab=1", "<user_ada>")
}

// TestSatellitesWithoutCookiesComeToAnEnd goes to a satellite that asks the primary application about every stranger.
func TestSatellitesWithoutCookiesComeToAnEnd(t *testing.T) {
	for _, row := range []struct {
		name, primary, satellite, domain string
		config                           clerktest.Config
		bound                            int
	}{
		{"development", "http://localhost:3000", "http://127.0.0.1:3001", "127.0.0.1:3001", clerktest.Config{}, 3},
		{"production", "https://app.example.com", "https://sat.example", "sat.example", towns[2].config, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			n := newTown(t, row.primary, row.config, func(o *clerk.Options) { o.SatelliteOrigins = []string{row.satellite} })
			opts := n.ck.Options()
			opts.IsSatellite, opts.SatelliteAutoSync, opts.Domain = clerk.Value(true), true, row.domain
			opts.SignInURL = row.primary + "/sign-in"
			satellite, err := middleware.New(opts)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = satellite.Close() })
			n.browser.Serve(row.satellite, satellite.Authenticate(whoami)).BlockCookies(row.satellite, row.primary)
			page := n.browser.Open(row.satellite + "/")
			if page.Err != nil || redirects(page, row.satellite) != row.bound || page.StatusCode != 200 {
				t.Errorf("redirected %d times, to end at %s with %d (%v)", redirects(page, row.satellite), page.URL, page.StatusCode, page.Err)
			}
			if got := page.Header.Get("X-Clerk-Auth-Reason"); got != "cookies-blocked" {
				t.Errorf("the reason is %q", got)
			}
		})
	}
}

// TestAHandshakeThatComesBackAsItWentComesToAnEnd has a production satellite whose Frontend API leaves __clerk_synced as it is.
func TestAHandshakeThatComesBackAsItWentComesToAnEnd(t *testing.T) {
	const origin = "https://sat.example"
	n := newTown(t, towns[2].origin, towns[2].config, nil)
	opts := n.ck.Options()
	opts.IsSatellite, opts.SatelliteAutoSync, opts.Domain = clerk.Value(true), true, "sat.example"
	satellite, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = satellite.Close() })
	n.browser.Serve(origin, satellite.Authenticate(whoami)).BlockCookies(origin)
	n.browser.Serve("https://clerk.sat.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.FormValue("redirect_url"), http.StatusTemporaryRedirect)
	}))
	for _, path := range []string{"/", "/?__clerk_synced=false"} {
		page := n.browser.Open(origin + path)
		if page.Err != nil || redirects(page, origin) != 1 || page.Header.Get("X-Clerk-Auth-Reason") != "cookies-blocked" {
			t.Errorf("from %s redirected %d times, to end at %s with %d %v (%v)", path, redirects(page, origin), page.URL, page.StatusCode, page.Header, page.Err)
		}
	}
}

// TestASatellitesGuardedPageWithoutCookiesComesToAnEnd has a satellite that sends strangers to sign in.
func TestASatellitesGuardedPageWithoutCookiesComesToAnEnd(t *testing.T) {
	const origin = "https://sat.example"
	n := newTown(t, towns[2].origin, towns[2].config, nil)
	opts := n.ck.Options()
	opts.IsSatellite, opts.Domain = clerk.Value(true), "sat.example"
	satellite, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = satellite.Close() })
	app := satellite.RequireAuthPage(whoami)
	n.browser.Serve(origin, app).BlockCookies(origin)

	stranger := n.browser.Open(origin + "/a")
	back := sentToSignIn(t, stranger)
	if redirects(stranger, origin) != 1 || back != origin+"/a?__clerk_synced=false" {
		t.Fatalf("redirected %d times, to come back to %s", redirects(stranger, origin), back)
	}
	returned := n.browser.SignIn(n.ada, back)
	if returned.Err != nil || redirects(returned, origin) != 1 {
		t.Errorf("redirected %d times, to end at %s (%v)", redirects(returned, origin), returned.URL, returned.Err)
	}
	wantCookiesBlocked(t, returned, true)

	// Somebody who signs in by a letter that is opened in another browser was never given the cookie there.
	marked := back + "&__usher_cookies=s" + strconv.FormatInt(n.ck.Now().Unix()+500, 10)
	page := n.ck.Browser().Serve(origin, app).SignIn(n.ada, marked)
	if page.StatusCode != 200 || page.URL != origin+"/a?__clerk_synced=true" {
		t.Errorf("ended at %s with %d %s", page.URL, page.StatusCode, page.Body)
	}
}

// TestBrowsersWithCookiesAreNeverAccused opens tabs at once, from nothing, and after a sign-in elsewhere.
func TestBrowsersWithCookiesAreNeverAccused(t *testing.T) {
	for _, row := range towns {
		t.Run(row.name, func(t *testing.T) {
			n := newTown(t, row.origin, row.config, nil)
			check := func(page *clerktest.Page) {
				if page.Err != nil || page.Header.Get("X-Clerk-Auth-Reason") == "cookies-blocked" || strings.Contains(page.URL, "__usher_cookies") {
					t.Errorf("a tab ends at %s with %d %s (%v)", page.URL, page.StatusCode, page.Body, page.Err)
				}
			}
			tabs := func() {
				var wait sync.WaitGroup
				for i := range 10 {
					wait.Add(1)
					go func() {
						defer wait.Done()
						check(n.browser.Open(fmt.Sprint(n.origin, "/?tab=", i)))
						check(n.browser.Open(fmt.Sprint(n.origin, "/dashboard?tab=", i)))
					}()
				}
				wait.Wait()
			}
			tabs()
			n.browser = n.ck.Browser().Serve(n.origin, n.app())
			n.ck.Advance(3 * time.Second)
			// Whoever signs in first comes to the application without any cookie of it.
			want(t, n.browser.SignIn(n.ada, n.origin+"/dashboard?x=1"), n.origin+"/dashboard?x=1", "<user_ada>")
			tabs()
		})
	}
}

// TestMarksThatNobodyMade says what a mark in an address does that somebody has made up or kept.
func TestMarksThatNobodyMade(t *testing.T) {
	const origin, page = "https://app.example.com", "/dashboard"
	n := newTown(t, origin, towns[2].config, nil)
	now := moment.Unix()
	for _, row := range []struct {
		name, query, cookie string
		status              int
		location            string // of a sign-in page, its beginning
	}{
		{"a mark whose time has come", "__usher_cookies=h" + strconv.FormatInt(now, 10), "", 401, ""},
		{"a mark whose time has passed", "__usher_cookies=h" + strconv.FormatInt(now-1, 10), "", 307, origin + page},
		{"a mark from beyond its time", "__usher_cookies=h" + strconv.FormatInt(now+31, 10), "", 307, origin + page},
		{"a mark of a sign-in", "__usher_cookies=s" + strconv.FormatInt(now+600, 10), "", 401, ""},
		{"a mark of a sign-in from beyond its time", "__usher_cookies=s" + strconv.FormatInt(now+601, 10), "", 307, origin + page},
		{"a mark of a sort that there is not", "__usher_cookies=x" + strconv.FormatInt(now, 10), "", 307, origin + page},
		{"a mark without a sort", "__usher_cookies=" + strconv.FormatInt(now, 10), "", 307, origin + page},
		{"a mark that is no time", "__usher_cookies=x", "", 307, origin + page},
		{"an empty mark", "__usher_cookies", "", 307, origin + page},
		{"one beyond numbers", "__usher_cookies=99999999999999999999", "", 307, origin + page},
		{"a mark, and a cookie of Clerk's", "a=1&__usher_cookies=h" + strconv.FormatInt(now, 10), "x=y; __client_uat=0", 307, origin + page + "?a=1"},
		{"a mark, and the cookie that goes with it", "__usher_cookies=h" + strconv.FormatInt(now, 10), "__usher_cookies=1", 307, origin + page},
		{"a mark, and somebody else's cookie", "__usher_cookies=h" + strconv.FormatInt(now, 10), "_ga=1", 401, ""},
		{"a name that only looks like it", "x__usher_cookies=h" + strconv.FormatInt(now, 10), "", 303, "https://accounts.example.com/sign-in?"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", origin+page+"?"+row.query, http.NoBody)
			r.Header.Set("Sec-Fetch-Dest", "document")
			if row.cookie != "" {
				r.Header.Set("Cookie", row.cookie)
			}
			w := httptest.NewRecorder()
			n.RequireAuthPage(whoami).ServeHTTP(w, r)
			location := w.Header().Get("Location")
			matches := location == row.location || row.status == 303 && strings.HasPrefix(location, row.location)
			if w.Code != row.status || !matches {
				t.Errorf("answered %d to %q: %s", w.Code, location, w.Body)
			}
		})
	}
}

// TestAMarkHidesNobody says that a mark changes nothing for whoever proves who they are.
func TestAMarkHidesNobody(t *testing.T) {
	h := newHouse(t)
	marked := func() *http.Request {
		return httptest.NewRequest("GET", "/?__usher_cookies=h"+strconv.FormatInt(h.ck.Now().Unix(), 10), http.NoBody)
	}
	r := marked()
	h.ck.SignIn(h.ada).Authorize(r)
	if w := serve(h.RequireAuth(whoami), r); w.Code != 200 {
		t.Errorf("a token in the header is answered %d %s", w.Code, w.Body)
	}
	if w := serve(h.RequireAuth(whoami), clerktest.As(marked(), clerktest.Identity{UserID: "user_ada"})); w.Code != 200 {
		t.Errorf("an identity of the test kit is answered %d %s", w.Code, w.Body)
	}
	out := newHouse(t)
	out.ck.FailWith(500)
	r = marked()
	out.ck.SignIn(out.ada).Authorize(r)
	if w := serve(out.RequireAuth(whoami), r); w.Code != 503 {
		t.Errorf("an outage is answered %d %s", w.Code, w.Body)
	}
}

// TestABrowserThatKeepsNoCookiesIsNotSignedIn says that handlers below Authenticate learn why.
func TestABrowserThatKeepsNoCookiesIsNotSignedIn(t *testing.T) {
	h := newHouse(t)
	r := httptest.NewRequest("GET", "/?__usher_cookies=h"+strconv.FormatInt(h.ck.Now().Unix(), 10), http.NoBody)
	serve(h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		auth, err := authobject.Lookup(r.Context())
		if err != nil || auth.IsSignedIn() || auth.Reason() != middleware.ReasonCookiesBlocked {
			t.Errorf("the handler sees %v (%v)", auth, err)
		}
		refusal := middleware.Unauthenticated(r.Context())
		if refusal == nil || refusal.Status != 401 || refusal.Reason != middleware.ReasonCookiesBlocked || !strings.Contains(refusal.Detail, "cookies") {
			t.Errorf("and is told %v", refusal)
		}
	})), r)
}

package demo

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
)

// accountRoutes are pages for browsers, whose session is in cookies. The first is for everybody. What it takes is Authenticate:
// that reads the cookies, and sends a browser whose token has ended to Clerk and back, so that the page finds the user signed in
// still. The other two only show what happens. The second page is for users; all others are sent to sign in, and come back.
func accountRoutes(mux *http.ServeMux, auth *middleware.Usher, page account) {
	page.auth = auth
	mux.Handle("GET "+page.path(), countHandshakes(chooseRenewal(auth.Authenticate(page))))
	if page.links.SignOut != "" { // and so there is a page to sign in on
		mux.Handle("GET /private", auth.RequireAuthPage(http.HandlerFunc(page.private)))
	}
}

// An account is a page that the server writes for whoever asks. The application and its satellite have one each.
type account struct {
	auth      *middleware.Usher
	links     links
	satellite bool
	now       func() time.Time
}

// An accountView is what the template shows.
type accountView struct {
	Links      links
	Satellite  bool
	Path       string // of the page
	SignIn     string // where to go for that, and come back
	SignOut    string
	Renewal    renewal
	Way        way
	Handshakes int
	SignedIn   bool
	Auth       *authobject.Auth
	AuthJSON   string
	Sentence   string  // why nobody is signed in, where that is not because nobody is
	Left       float64 // seconds of the token
	Total      float64
	Cookies    []cookieRow
}

// A way is how the service came to know who is calling.
type way string

const (
	byCookie    way = "cookie"    // by the token in it, which was good
	byRefresh   way = "refresh"   // Clerk renewed the token while the browser waited
	byHandshake way = "handshake" // the browser has been to Clerk and back
)

// ServeHTTP shows who is signed in, and by which way that became known.
func (a account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	auth, err := authobject.Lookup(r.Context())
	if err != nil {
		http.Error(w, "the page is not below Authenticate", http.StatusInternalServerError)
		return
	}
	if auth.Reason() == middleware.ReasonCookiesBlocked {
		showNoCookies(w, r)
		return
	}
	v := accountView{Links: a.links, Satellite: a.satellite, Path: r.URL.Path, Renewal: renewalOf(r), SignedIn: auth.IsSignedIn(),
		Auth: auth, Way: byCookie, Cookies: cookiesOf(r)}
	v.Links.Primary = originOf(a.links.Primary, r)
	back := a.comeBackTo(r)
	v.SignIn, v.SignOut = a.auth.SignInURL(r, ""), withReturn(a.links.SignOut, back)

	made := readHandshakes(r)
	v.Handshakes = made.count
	switch {
	case made.fresh:
		v.Way = byHandshake
		handshakes{count: made.count}.write(w)
	case setsSession(w.Header()):
		v.Way = byRefresh
	}
	if v.SignedIn {
		v.Left, v.Total = auth.ExpiresAt().Sub(a.now()).Seconds(), auth.ExpiresAt().Sub(auth.IssuedAt()).Seconds()
	} else if refusal := middleware.Unauthenticated(r.Context()); refusal != nil && auth.Reason() != clerk.ReasonNoCredentials {
		v.Sentence = refusal.Detail
	}
	if text, err := json.MarshalIndent(auth, "", "  "); err == nil {
		v.AuthJSON = string(text)
	}
	showHTML(w, http.StatusOK, "account.html", v)
}

// path returns where the page is.
func (a account) path() string {
	if a.satellite {
		return "/{$}"
	}
	return "/account"
}

// private shows a page to somebody who is signed in.
func (a account) private(w http.ResponseWriter, r *http.Request) {
	auth, _ := authobject.FromContext(r.Context())
	showHTML(w, http.StatusOK, "private.html", accountView{Auth: auth, Satellite: a.satellite})
}

// comeBackTo returns the address that Clerk's pages lead back to. A satellite then has to ask anew who is signed in.
func (a account) comeBackTo(r *http.Request) string {
	origin := a.links.Primary
	if a.satellite {
		origin = a.links.Satellite
	}
	address := originOf(origin, r) + r.URL.Path
	query := renewalOf(r).query()
	if a.satellite {
		query.Set(clerk.QuerySynced, "false")
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

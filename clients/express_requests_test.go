package clients

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
)

// A sampler makes up requests to one application. What it chooses follows from its seed alone.
type sampler struct {
	dice     *rand.Rand
	ck       *clerktest.Clerk
	sessions map[string]*clerktest.SignIn // by what is wrong with their tokens
	portal   string                       // the account portal, an origin
	devToken string                       // "" in production
	suffix   string                       // of cookies, with the underscore
}

// newSampler prepares an instance, and a stranger that signs tokens of its own.
func newSampler(t *testing.T, ck, stranger *clerktest.Clerk, portal string) *sampler {
	t.Helper()
	s := &sampler{dice: rand.New(rand.NewPCG(seed, 1)), ck: ck, portal: portal}
	ada := ck.AddUser(clerktest.User{FirstName: "Ada"})
	org := ck.AddOrg(clerktest.Org{Name: "Acme", Slug: "acme"})
	ck.AddMember(org, ada, "admin")
	in := ck.SignIn(ada).AuthorizedParty("http://" + appHost)
	bob := stranger.SignIn(stranger.AddUser(clerktest.User{FirstName: "Bob"}))
	s.sessions = map[string]*clerktest.SignIn{
		"good": in, "org": in.Org(org), "another user": ck.SignIn(ck.AddUser(clerktest.User{FirstName: "Eve"})),
		"expired": in.Expired(), "forged": in.Forged(), "other instance": bob, "other key": in.SignedBy(stranger),
		"early": in.IssuedAt(ck.Now().Add(time.Hour)), "pending": in.Pending(), "version 1": in.Org(org).Version(1),
	}
	for _, c := range in.Cookies() {
		if suffix, is := strings.CutPrefix(c.Name, "__session_"); is {
			s.suffix = "_" + suffix
		}
		if c.Name == "__clerk_db_jwt" {
			s.devToken = c.Value
		}
	}
	if s.suffix == "" {
		t.Fatal("no cookie of the instance has a suffix")
	}
	return s
}

// of chooses one of some texts. One that stands there twice is twice as likely.
func (s *sampler) of(choices ...string) string { return choices[s.dice.IntN(len(choices))] }

// token returns the text of a token of a kind, see newSampler, or "" for none.
func (s *sampler) token(kind string) string {
	switch kind {
	case "":
		return ""
	case "garbage":
		return "not.a.token"
	case "word":
		return "garbage"
	default:
		return s.sessions[kind].Token()
	}
}

// A sample is a request that can be made again and again.
type sample struct {
	method, target string
	header         http.Header
	about          string // what was chosen
	expiredHeader  bool   // the token of the header has expired
}

// next makes a request up. Of what Usher decides otherwise on purpose (docs/differences.md) it makes nothing but what differences
// lists: no Sec-Fetch-Site and no Origin of another site, no token of another issuer with a key of this instance, no count of redirects
// above 3, no path that begins with two slashes.
func (s *sampler) next() sample {
	r := sample{method: s.of("GET", "GET", "GET", "GET", "GET", "GET", "POST", "HEAD"), header: http.Header{}}
	about := []string{}
	note := func(what, choice string) string {
		if choice != "" {
			about = append(about, what+" "+choice)
		}
		return choice
	}
	set := func(name, value string) {
		if note(name, value) != "" {
			r.header.Set(name, value)
		}
	}
	var cookies []string
	cookie := func(name, value string) { cookies = append(cookies, name+"="+value) }
	// spelled adds a cookie of Clerk's under its plain name, the one with the suffix, or both.
	spelled := func(name, value string) {
		how := note("spelled", s.of("plain", "suffixed", "suffixed", "both", "both"))
		if how != "suffixed" {
			cookie(name, value)
		}
		if how != "plain" {
			cookie(name+s.suffix, value)
		}
	}
	r.target = s.of("/", "/orders/17", "/a%20b", "/ümlaut", "/deep/er/") + s.of("", "", "", "?a=1&b=2", "?q=%E2%82%AC+x",
		"?empty=&&=x", "?x=a;b", "?redirect_url=https%3A%2F%2Fexample.org%2F%3Fy%3D1", "?__clerk_unknown=1", "?__clerk_synced=true", "?a=1&a=2")

	kind := ""
	if s.dice.IntN(3) == 0 {
		kind = note("bearer", s.of("good", "good", "org", "another user", "expired", "expired", "expired", "forged", "other instance",
			"other key", "early", "pending", "version 1", "garbage", "word"))
	}
	if kind != "" {
		r.header.Set("Authorization", s.of("Bearer ", "Bearer ", "Bearer ", "")+s.token(kind))
	} else if scheme := note("scheme", s.of("", "", "", "", "", "Basic YTpi", "Bearer", "Bearer ")); scheme != "" {
		r.header.Set("Authorization", scheme)
	}
	r.expiredHeader = kind == "expired"
	if kind := note("cookie", s.of("", "", "good", "good", "good", "org", "another user", "expired", "expired", "forged", "other instance",
		"other key", "early", "pending", "version 1", "garbage", "word")); kind != "" {
		spelled("__session", s.token(kind))
	}
	now := s.ck.Now()
	switch note("uat", s.of("", "", "old", "old", "old", "0", "new", "garbage", "negative")) {
	case "old":
		spelled("__client_uat", strconv.FormatInt(now.Add(-24*time.Hour).Unix(), 10))
	case "0":
		spelled("__client_uat", "0")
	case "new":
		spelled("__client_uat", strconv.FormatInt(now.Add(10*time.Minute).Unix(), 10))
	case "garbage":
		spelled("__client_uat", "soon")
	case "negative":
		spelled("__client_uat", "-5")
	}
	browser := s.devToken
	if browser == "" {
		browser = "dvb_of_another_kind" // which a production instance does not look at
	}
	switch note("dev browser", s.of("cookie", "cookie", "cookie", "address", "")) {
	case "cookie":
		spelled("__clerk_db_jwt", browser)
	case "address":
		sign := "?"
		if strings.Contains(r.target, "?") {
			sign = "&"
		}
		r.target += sign + "__clerk_db_jwt=" + browser
	}
	if note("refresh", s.of("", "", "garbage")) != "" {
		spelled("__refresh", "none")
	}
	if count := note("redirects", s.of("", "", "", "", "0", "1", "2", "3", "x")); count != "" {
		cookie("__clerk_redirect_count", count)
	}
	if len(cookies) > 0 {
		r.header.Set("Cookie", strings.Join(cookies, "; "))
	}
	set("Sec-Fetch-Dest", s.of("document", "document", "document", "iframe", "empty", ""))
	set("Accept", s.of("text/html,application/xhtml+xml", "text/html", "application/json", "*/*", ""))
	set("Referer", s.of("", "", "", "http://"+appHost+"/before", "https://example.org/", s.portal+"/sign-in"))
	set("User-Agent", s.of("Mozilla/5.0", "curl/8"))
	r.about = fmt.Sprintf("%s %s: %s", r.method, r.target, strings.Join(about, ", "))
	return r
}

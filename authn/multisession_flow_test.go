package authn_test

import (
	"context"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// TestTheNameOfASessionGoesAlongWithAHandshake: the browser comes back to the address that names it.
func TestTheNameOfASessionGoesAlongWithAHandshake(t *testing.T) {
	h := newHousehold(t)
	for _, policy := range each {
		for name, cookies := range map[string][]string{
			"no cookie": {}, "an expired cookie": {"__session=<ada expired>"}, "an expired cookie of another session": {"__session=<bob expired>"},
		} {
			d := h.authenticator(t, policy, nil, authn.Config{}).Authenticate(h.request(append(cookies, "GET", "document", "?x=1&_clerk_session_id={ada}")...))
			if d.Status != authn.Handshake {
				t.Fatalf("%s, %s: decided %v", modeOf(policy), name, d)
			}
			if back, want := locationQuery(t, d).Get("redirect_url"), h.words.Replace("https://app.example.com/notes?x=1&_clerk_session_id={ada}"); back != want {
				t.Errorf("%s, %s: comes back to %s, want %s", modeOf(policy), name, back, want)
			}
		}
	}
}

// TestWhatAHandshakeBringsIsHeldToTheName, and so is what a refresh brings. The cookies are the browser's all the same, and nobody
// is sent round in circles.
func TestWhatAHandshakeBringsIsHeldToTheName(t *testing.T) {
	h := newHousehold(t)
	for _, row := range []struct {
		name, brought, named string
		policies             []*multisession.Policy
		who                  string
		reason               clerk.Reason
	}{
		{"the named session", "<ada>", "{ada}", each, "ada", ""},
		{"another one", "<bob>", "{ada}", []*multisession.Policy{assert, picks}, "", clerk.ReasonSessionMismatch},
		{"another one of the browser, which Clerk is asked about", "<bob>", "{ada}", []*multisession.Policy{looks}, "ada", ""},
		{"one of another browser", "<eve>", "{ada}", []*multisession.Policy{looks}, "", clerk.ReasonSessionNotOfClient},
	} {
		for _, policy := range row.policies {
			cookie := h.words.Replace("__session=" + row.brought + "; Path=/")
			t.Run("a handshake brings "+row.name+", "+modeOf(policy), func(t *testing.T) {
				a := h.authenticator(t, policy, nil, authn.Config{Nonces: exchange{directives: []string{cookie}}})
				d := a.Authenticate(h.request("GET", "document", "__clerk_handshake_nonce=n", "?_clerk_session_id="+row.named))
				wantHeld(t, h, d, row.who, row.reason, cookie)
			})
			t.Run("a refresh brings "+row.name+", "+modeOf(policy), func(t *testing.T) {
				expired := strings.Replace(row.brought, ">", " expired>", 1)
				a := h.authenticator(t, policy, nil, authn.Config{Refresher: refresher{cookies: []backend.Secret{backend.Secret(cookie)}}})
				d := a.Authenticate(h.request("GET", "__session="+expired, "__refresh_SUFFIX=r", "?_clerk_session_id="+row.named))
				wantHeld(t, h, d, row.who, row.reason, cookie)
			})
		}
	}
}

func wantHeld(t *testing.T, h *household, d *authn.Decision, who string, reason clerk.Reason, cookie string) {
	t.Helper()
	if got := h.names[d.Auth().SessionID()]; got != who || d.Auth().Reason() != reason || d.Status == authn.Handshake {
		t.Errorf("decided %v as %q, want %q and %q", d, got, who, reason)
	}
	if got := d.Header().Values("Set-Cookie"); !slices.Contains(got, cookie) {
		t.Errorf("the cookies are %q", got)
	}
}

// TestADevelopmentBrowserIsSentOnWithTheName: what a handshake leaves in an address goes, and the name of the session stays.
func TestADevelopmentBrowserIsSentOnWithTheName(t *testing.T) {
	for _, policy := range each {
		chooser, err := multisession.New(instanceOf(t, test()), *policy, nobodyToAsk{t: t})
		if err != nil {
			t.Fatal(err)
		}
		a := authenticatorOf(t, test(), verdict{claims: `{"sub":"user_ada","sid":"sess_1"}`, directives: []string{"__session=S"}}, authn.Config{Sessions: chooser})
		for named, status := range map[string]authn.Status{"sess_1": authn.SignedIn, "sess_2": authn.SignedOut} {
			d := a.Authenticate(page("http://localhost/a?__clerk_handshake=h&_clerk_session_id="+named, ""))
			if want := "http://localhost/a?_clerk_session_id=" + named; d.Status != status || d.Header().Get("Location") != want {
				t.Errorf("%s: decided %v, to %q", named, d, d.Header().Get("Location"))
			}
		}
	}
}

// TestAPageChangesNoOtherSessionsOrganization: the handshake for the organization of a page acts on the session in front.
func TestAPageChangesNoOtherSessionsOrganization(t *testing.T) {
	h := newHousehold(t)
	organizations := func(o *clerk.Options) { o.OrganizationSync.OrganizationPatterns = []string{"/:id"} }
	for _, row := range []struct {
		name    string
		policy  *multisession.Policy
		request []string
		status  authn.Status
		reason  clerk.Reason
	}{
		{"off", off, []string{"__session_SUFFIX=<ada>"}, authn.Handshake, clerk.ReasonOrganizationMismatch},
		{"the session in front, named", assert, []string{"__session_SUFFIX=<ada>", "?_clerk_session_id={ada}"}, authn.Handshake, clerk.ReasonOrganizationMismatch},
		{"the session in front, not named", assert, []string{"__session_SUFFIX=<ada>"}, authn.Handshake, clerk.ReasonOrganizationMismatch},
		{"another one is named", assert, []string{"__session_SUFFIX=<ada>", "?_clerk_session_id={bob}"}, authn.SignedOut, clerk.ReasonSessionMismatch},
		{"another one is chosen", picks, []string{"__session_SUFFIX=<ada>", "__session=<bob>", "?_clerk_session_id={bob}"}, authn.SignedIn, ""},
		{"the one in front is chosen", picks, []string{"__session_SUFFIX=<ada>", "__session=<bob>", "?_clerk_session_id={ada}"}, authn.Handshake, clerk.ReasonOrganizationMismatch},
		{"another one is asked for", looks, []string{"__session_SUFFIX=<ada>", "?_clerk_session_id={bob}"}, authn.SignedIn, ""},
	} {
		d := h.authenticator(t, row.policy, organizations, authn.Config{}).Authenticate(h.request(append(row.request, "GET", "document")...))
		if d.Status != row.status || d.Reason != row.reason {
			t.Errorf("%s: decided %v, want %s %q", row.name, d, row.status, row.reason)
		}
	}
}

// TestWhileClerkIsDown nobody is taken for another session, and everybody else goes on.
func TestWhileClerkIsDown(t *testing.T) {
	h := newHousehold(t)
	a := h.authenticator(t, looks, nil, authn.Config{})
	named := func() *http.Request { return h.request("__session=<ada>", "?_clerk_session_id={bob}") }
	if d := a.Authenticate(h.request("__session=<ada>")); d.Auth().UserID() != "user_ada" { // the keys are known from now on
		t.Fatal(d)
	}
	for name, fault := range map[string]func(bool){
		"dropped connections": h.ck.Outage,
		"500":                 func(on bool) { h.fail(on, 500) }, "429": func(on bool) { h.fail(on, 429) }, "401": func(on bool) { h.fail(on, 401) },
		"404 by a gateway of another kind": func(on bool) { h.fail(on, 403) }, "200 and nothing in it": func(on bool) { h.fail(on, 200) },
	} {
		t.Run(name, func(t *testing.T) {
			a := h.authenticator(t, looks, func(o *clerk.Options) { o.JWTKey = h.ck.PublicKeyPEM() }, authn.Config{})
			fault(true)
			defer fault(false)
			d := a.Authenticate(named())
			if d.Status != authn.SignedOut || !d.Unavailable || d.RetryAfter == 0 {
				t.Errorf("decided %v, unavailable %v, again after %v", d, d.Unavailable, d.RetryAfter)
			}
			for _, r := range []*http.Request{h.request("__session=<ada>"), h.request("__session=<ada>", "?_clerk_session_id={ada}")} {
				if d := a.Authenticate(r); d.Auth().UserID() != "user_ada" {
					t.Errorf("a request that needs no question is decided %v", d)
				}
			}
		})
	}
	if d := a.Authenticate(named()); d.Auth().UserID() != "user_bob" {
		t.Errorf("once Clerk is back: %v", d)
	}
	h.ck.Outage(true)
	if d := a.Authenticate(named()); d.Auth().UserID() != "user_bob" {
		t.Errorf("what was asked a moment ago is asked again: %v", d)
	}
}

func (h *household) fail(on bool, status int) {
	if !on {
		status = 0
	}
	h.ck.FailWith(status)
}

// TestNobodyIsSignedInToASessionThatIsNotNamed puts thousands of requests together at random. Under Assert and Select who is signed
// in has a genuine token of the named session in that very request; under Lookup, one of a session in the same browser.
func TestNobodyIsSignedInToASessionThatIsNotNamed(t *testing.T) {
	h := newHousehold(t)
	genuine := map[string]string{} // token to session
	var pool []string
	for id, name := range h.names {
		for _, kind := range []string{"", " expired", " forged", " none", " signed elsewhere", " of another issuer", " future"} {
			text := h.words.Replace("<" + name + kind + ">")
			pool = append(pool, text)
			if kind == "" {
				genuine[text] = id
				pool = append(pool, text, text)
			}
		}
	}
	pool = append(pool, "x", "ak_1", "a.b.c", "")
	ids := []string{"sess_x", "", "x"}
	for id := range h.names {
		ids = append(ids, id, id)
	}
	slices.Sort(pool)
	slices.Sort(ids)
	accounts := map[string]bool{"ada": true, "bob": true, "pam": true, "ned": true} // one browser
	r := rand.New(rand.NewPCG(5, 8))
	signedIn := map[string]int{}
	for _, policy := range each {
		policy := *policy
		policy.Header = clerk.HeaderSessionID
		a := h.authenticator(t, &policy, func(o *clerk.Options) { o.JWTKey = h.ck.PublicKeyPEM() }, authn.Config{})
		for range 3000 {
			words := []string{pick(r, "GET", "POST"), pick(r, "document", "x=y")}
			var brought []string
			add := func(format string) {
				text := pick(r, pool...)
				brought, words = append(brought, text), append(words, strings.Replace(format, "%", text, 1))
			}
			for _, format := range []string{"Bearer %", "__session=%", "__session=%", "__session_SUFFIX=%", "__session_SUFFIX=%"} {
				if r.IntN(2) == 0 {
					add(format)
				}
			}
			var said []string
			for range pick(r, 0, 1, 1, 1, 1, 2) {
				said = append(said, pick(r, ids...))
			}
			if len(said) > 0 {
				words = append(words, "?_clerk_session_id="+strings.Join(said, "&_clerk_session_id="))
			}
			if r.IntN(4) == 0 {
				said = append(said, pick(r, ids...))
				words = append(words, clerk.HeaderSessionID+": "+said[len(said)-1])
			}
			d := a.Authenticate(h.request(words...))
			for _, auth := range []*authobject.Auth{d.Auth(), d.AuthWithPending()} {
				if !auth.IsAuthenticated() {
					continue
				}
				signedIn[modeOf(&policy)]++
				proven := slices.ContainsFunc(brought, func(text string) bool { return genuine[text] == auth.SessionID() && text == auth.Token().Reveal() })
				inBrowser := slices.ContainsFunc(brought, func(text string) bool {
					return genuine[text] != "" && accounts[h.names[genuine[text]]] && accounts[h.names[auth.SessionID()]]
				})
				switch {
				case len(said) > 0 && slices.ContainsFunc(said, func(id string) bool { return id != auth.SessionID() }):
					t.Fatalf("%s: %q is signed in as %s", modeOf(&policy), words, h.names[auth.SessionID()])
				case policy.Mode != multisession.Lookup && !proven, !proven && !inBrowser:
					t.Fatalf("%s: %q has not proven %s", modeOf(&policy), words, h.names[auth.SessionID()])
				case h.names[auth.SessionID()] == "ned" && !proven:
					t.Fatalf("%s: %q is signed in to a session that has ended", modeOf(&policy), words)
				}
			}
		}
	}
	for _, policy := range each {
		if signedIn[modeOf(policy)] < 200 {
			t.Errorf("%s: only %d were signed in: the requests are too much alike", modeOf(policy), signedIn[modeOf(policy)])
		}
	}
}

// FuzzNamedSessions: whatever an address and a header say, who is signed in is the one session that the request proves, and only
// where that is what it says.
func FuzzNamedSessions(f *testing.F) {
	for _, seed := range []string{"", "_clerk_session_id=sess_1", "_clerk_session_id=sess_1&_clerk_session_id=sess_2", "%5fclerk_session_id=sess_1", "_clerk_session_id=sess%5f1", "a;_clerk_session_id=x", "_clerk_session_id"} {
		f.Add(seed, "")
		f.Add(seed, "sess_1")
	}
	chooser, err := multisession.New(instanceOf(f, live()), multisession.Policy{Mode: multisession.Select, Header: clerk.HeaderSessionID}, nil)
	if err != nil {
		f.Fatal(err)
	}
	a := authenticatorOf(f, live(), ada, authn.Config{Sessions: chooser})
	f.Fuzz(func(t *testing.T, query, header string) {
		r := request("POST", "https://app.example.com/", "Cookie", join("__session="+session(9), "__client_uat=5"))
		r.URL.RawQuery = query
		if header != "" {
			r.Header[clerk.HeaderSessionID] = []string{header}
		}
		choice := a.Read(r).Credentials.Choice()
		values, err := splitQuery(query)
		if err == nil && choice.IsZero() && (header != "" || len(values) > 0) {
			t.Fatalf("%q and %q count as nothing", query, header)
		}
		if choice.ID != "" && !multisession.IsSessionID(choice.ID) {
			t.Fatalf("%q is taken for an id", choice.ID)
		}
		if d := a.Authenticate(r); d.Auth().IsSignedIn() != (choice.IsZero() || choice.ID == "sess_1") {
			t.Fatalf("%q and %q: %+v is decided %v", query, header, choice, d)
		}
	})
}

// splitQuery returns the values of the parameter as package net/url reads them.
func splitQuery(raw string) ([]string, error) {
	r, err := http.NewRequest("GET", "http://h/", http.NoBody)
	if err != nil {
		return nil, err
	}
	r.URL.RawQuery = raw
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return r.Form[clerk.QuerySessionID], nil
}

// A verifier of one's own knows nothing of tokens that Clerk mints, and judges them like any other.
func TestAVerifierOfOnesOwnJudgesWhatClerkMints(t *testing.T) {
	ck := clerktest.New(t)
	in := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	bob := in.Beside(ck.AddUser(clerktest.User{ID: "user_bob"}))
	instance, err := ck.Options().Resolve()
	if err != nil {
		t.Fatal(err)
	}
	client, err := backend.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	chooser, err := multisession.New(instance, *looks, client.Sessions)
	if err != nil {
		t.Fatal(err)
	}
	own := claimsOnly{refuse: map[string]bool{}}
	a, err := authn.New(instance, own, authn.Config{Sessions: chooser})
	if err != nil {
		t.Fatal(err)
	}
	r := request("GET", "/?_clerk_session_id="+bob.SessionID(), "Authorization", "Bearer "+in.Token())
	if d := a.Authenticate(r); d.Auth().UserID() != "user_bob" {
		t.Errorf("decided %v", d)
	}
	own.refuse["user_bob"] = true
	r = request("GET", "/?_clerk_session_id="+bob.SessionID(), "Authorization", "Bearer "+in.Token())
	if d := a.Authenticate(r); d.Auth().IsSignedIn() || d.Reason != clerk.ReasonTokenInvalidSignature {
		t.Errorf("a token that does not stand decided %v", d)
	}
}

// claimsOnly believes what a token says of itself, but for some users.
type claimsOnly struct {
	verdict
	refuse map[string]bool
}

func (v claimsOnly) Session(_ context.Context, text string) (*authobject.Auth, error) {
	auth, err := authobject.FromClaims(payloadOf(text), text)
	if err == nil && v.refuse[auth.UserID()] {
		return nil, &token.Error{Reason: clerk.ReasonTokenInvalidSignature, Detail: "no"}
	}
	return auth, err
}

func payloadOf(text string) []byte {
	parts := strings.Split(text, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		panic(err)
	}
	return payload
}

// nobodyToAsk is a Backend API that must not be asked.
type nobodyToAsk struct {
	multisession.API
	t *testing.T
}

func (n nobodyToAsk) Get(context.Context, string) (*backend.Session, error) {
	n.t.Error("Clerk was asked, for an answer that sends the browser on")
	return nil, errors.New("nobody to ask")
}

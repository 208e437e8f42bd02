package authn_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// A household is an instance with people in it. Ada and Bob share a browser, and Bob came second. So do Pam, whose session is
// pending, and Ned, whose session has ended. Eve has a browser of her own, and Ada another one, where she is as adaToo.
type household struct {
	ck     *clerktest.Clerk
	words  *strings.Replacer // {bob} is a session, <bob> a token of it, <bob expired> a bad one
	suffix string
	names  map[string]string // of sessions, by id
}

func newHousehold(t testing.TB) *household {
	t.Helper()
	// The clock stands still: which of two cookies is in front hangs on the seconds in which their tokens were made.
	moment := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	config := clerktest.Config{Kind: clerk.KindProduction, Now: func() time.Time { return moment }}
	h := &household{ck: clerktest.New(t, config), names: map[string]string{}}
	user := func(id string) clerktest.User { return h.ck.AddUser(clerktest.User{ID: id}) }
	adaHerself := user("user_ada")
	ada := h.ck.SignIn(adaHerself)
	in := map[string]*clerktest.SignIn{
		"ada": ada, "bob": ada.Beside(user("user_bob")), "pam": ada.Beside(user("user_pam")).Pending(),
		"ned": ada.Beside(user("user_ned")), "eve": h.ck.SignIn(user("user_eve")), "adaToo": h.ck.SignIn(adaHerself),
	}
	h.ck.SetSessionStatus(in["pam"], "pending")
	h.ck.SetSessionStatus(in["ned"], "ended")
	other := clerktest.New(t, config)
	b64 := base64.RawURLEncoding.EncodeToString
	var words []string
	for name, s := range in {
		h.names[s.SessionID()] = name
		words = append(words, "{"+name+"}", s.SessionID(),
			"<"+name+">", s.Token(), "<"+name+" expired>", s.Expired().Token(), "<"+name+" forged>", s.Forged().Token(),
			"<"+name+" signed elsewhere>", s.SignedBy(other).Token(), "<"+name+" of another issuer>", s.Claim("iss", other.Issuer()).Token(),
			"<"+name+" none>", b64([]byte(`{"alg":"none","typ":"JWT"}`))+"."+b64([]byte(`{"sub":"user_`+name+`","sid":"`+s.SessionID()+`"}`))+".",
			"<"+name+" future>", s.Claim("iat", h.ck.Now().Unix()+9000).Claim("nbf", h.ck.Now().Unix()+9000).Token())
	}
	h.suffix = clerk.CookieSuffix(h.ck.Options().PublishableKey)
	h.words = strings.NewReplacer(append(words, "SUFFIX", h.suffix)...)
	return h
}

// authenticator makes one of the household, with a policy.
func (h *household) authenticator(t testing.TB, policy *multisession.Policy, change func(*clerk.Options), config authn.Config) *authn.Authenticator {
	t.Helper()
	opts := h.ck.Options()
	if change != nil {
		change(&opts)
	}
	instance, err := opts.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	if policy != nil {
		client, err := backend.New(opts, backend.WithRetry(backend.Retry{Attempts: 1}))
		if err != nil {
			t.Fatal(err)
		}
		if config.Sessions, err = multisession.New(instance, *policy, client.Sessions); err != nil {
			t.Fatal(err)
		}
	}
	a, err := authn.New(instance, token.New(instance, keys), config)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// request makes a request of words. What begins with "Bearer " or a name and a colon is a header, everything else a cookie; GET and
// POST are methods, document a page that is loaded, and what begins with ? a query.
func (h *household) request(words ...string) *http.Request {
	method, query := "POST", ""
	header, cookies := http.Header{}, []string{"__client_uat=1", "__client_uat_SUFFIX=1"}
	if slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, "__client_uat") }) {
		cookies = nil
	}
	for _, word := range words {
		name, value, isHeader := strings.Cut(word, ": ")
		switch {
		case word == "GET" || word == "POST":
			method = word
		case word == "document":
			header.Set("Sec-Fetch-Dest", "document")
		case strings.HasPrefix(word, "?"):
			query = h.words.Replace(word)
		case strings.HasPrefix(word, "Bearer "):
			header.Add("Authorization", h.words.Replace(word))
		case isHeader:
			header.Add(name, h.words.Replace(value))
		default:
			cookies = append(cookies, word)
		}
	}
	r := request(method, "https://app.example.com/notes"+query)
	r.Header = header
	r.Header.Set("Cookie", h.words.Replace(join(cookies...)))
	return r
}

// Policies by which the rows of the table are judged.
var (
	off    *multisession.Policy
	assert = &multisession.Policy{}
	picks  = &multisession.Policy{Mode: multisession.Select}
	looks  = &multisession.Policy{Mode: multisession.Lookup}
	alias  = &multisession.Policy{Header: clerk.HeaderSessionID}
)

// each is the policies that judge alike, but for where they have more to choose from.
var each = []*multisession.Policy{assert, picks, looks}

// TestWhichSessionARequestMeans is the table of the three policies. Whatever the row, nobody may be signed in to another session
// than the named one.
func TestWhichSessionARequestMeans(t *testing.T) {
	const (
		adas, bobs     = "__session=<ada>", "__session=<bob>"
		suffixedBob    = "__session_SUFFIX=<bob>"
		invalid        = clerk.ReasonSessionIDInvalid
		ambiguous      = clerk.ReasonSessionIDAmbiguous
		mismatch       = clerk.ReasonSessionMismatch
		expiredForPOST = clerk.ReasonSessionTokenExpiredNonGET
	)
	satellite := func(o *clerk.Options) {
		o.IsSatellite, o.Domain, o.SignInURL = clerk.Value(true), "sat.example", "https://primary.example/sign-in"
	}
	parties := func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} }
	h := newHousehold(t)
	for _, row := range []struct {
		name     string
		policies []*multisession.Policy
		request  []string
		who      string // "" for nobody
		reason   clerk.Reason
		change   func(*clerk.Options)
	}{
		{"off: the parameter is not read", []*multisession.Policy{off}, []string{adas, "?_clerk_session_id={bob}"}, "ada", "", nil},
		{"off: an odd parameter is not read", []*multisession.Policy{off}, []string{adas, "?_clerk_session_id=x&_clerk_session_id=y"}, "ada", "", nil},
		{"off: with two cookies the first counts", []*multisession.Policy{off}, []string{adas, bobs}, "ada", "", nil},

		{"a request that names none is the last active session's", each, []string{adas}, "ada", "", nil},
		{"so is one with a token in the header", each, []string{"Bearer <ada>"}, "ada", "", nil},
		{"another parameter names nothing", each, []string{adas, "?clerk_session_id={bob}"}, "ada", "", nil},
		{"names of parameters tell capitals apart", each, []string{adas, "?_CLERK_SESSION_ID={bob}"}, "ada", "", nil},
		{"nobody is signed in, and none is named", each, nil, "", clerk.ReasonUATWithoutSessionToken, nil},
		{"nobody is signed in, and one is named", each, []string{"?_clerk_session_id={ada}"}, "", clerk.ReasonUATWithoutSessionToken, nil},
		{"the session of the cookie", each, []string{adas, "?_clerk_session_id={ada}"}, "ada", "", nil},
		{"the session of the suffixed cookie", each, []string{suffixedBob, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"the session of the header", each, []string{"Bearer <bob>", adas, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"among other parameters", each, []string{adas, "?a=1&_clerk_session_id={ada}&b=%"}, "ada", "", nil},
		{"the prefix twice", each, []string{adas, "?_clerk_session_id=sess_{ada}"}, "", invalid, nil},
		{"with its name encoded", each, []string{adas, "?%5Fclerk%5fsession_id={ada}"}, "ada", "", nil},
		{"when a page is loaded", each, []string{"GET", "document", adas, "?_clerk_session_id={ada}"}, "ada", "", nil},
		{"on a satellite", each, []string{"GET", "document", "__session_SUFFIX=<ada>", "?_clerk_session_id={ada}"}, "ada", "", satellite},
		{"on a satellite, another", []*multisession.Policy{assert, picks}, []string{"GET", "document", "__session_SUFFIX=<ada>", "?_clerk_session_id={bob}"}, "", mismatch, satellite},

		{"empty", each, []string{adas, "?_clerk_session_id="}, "", invalid, nil},
		{"without a value", each, []string{adas, "?_clerk_session_id"}, "", invalid, nil},
		{"the prefix alone", each, []string{adas, "?_clerk_session_id=sess_"}, "", invalid, nil},
		{"the id of a user", each, []string{adas, "?_clerk_session_id=user_ada"}, "", invalid, nil},
		{"an id with a mark", each, []string{adas, "?_clerk_session_id={ada}-"}, "", invalid, nil},
		{"an id with a path", each, []string{adas, "?_clerk_session_id={ada}%2F..%2Ftokens"}, "", invalid, nil},
		{"an id with a space", each, []string{adas, "?_clerk_session_id={ada}+"}, "", invalid, nil},
		{"an id with a zero byte", each, []string{adas, "?_clerk_session_id={ada}%00"}, "", invalid, nil},
		{"an id with letters of another script", each, []string{adas, "?_clerk_session_id=sess_%D0%B0"}, "", invalid, nil},
		{"an id of 65 bytes", each, []string{adas, "?_clerk_session_id=sess_" + strings.Repeat("a", 60)}, "", invalid, nil},
		{"an id in capitals", each, []string{adas, "?_clerk_session_id=SESS_a"}, "", invalid, nil},
		{"two ids in one", each, []string{adas, "?_clerk_session_id={ada},{bob}"}, "", invalid, nil},
		{"a query that is too long to be read", each, []string{adas, "?_clerk_session_id={bob}&a=" + strings.Repeat("a", 70<<10)}, "", invalid, nil},
		{"twice", each, []string{adas, "?_clerk_session_id={ada}&_clerk_session_id={bob}"}, "", ambiguous, nil},
		{"twice in the other order", each, []string{adas, "?_clerk_session_id={bob}&_clerk_session_id={ada}"}, "", ambiguous, nil},
		{"twice the same", each, []string{adas, "?_clerk_session_id={ada}&_clerk_session_id={ada}"}, "", ambiguous, nil},
		{"twice, once encoded", each, []string{adas, "?_clerk_session_id={ada}&%5fclerk_session_id={ada}"}, "", ambiguous, nil},
		{"once well and once empty", each, []string{adas, "?_clerk_session_id={ada}&_clerk_session_id"}, "", ambiguous, nil},

		{"the header is not read unless the policy names it", each, []string{adas, "X-Clerk-Session-Id: {bob}"}, "ada", "", nil},
		{"the header", []*multisession.Policy{alias}, []string{adas, "X-Clerk-Session-Id: {ada}"}, "ada", "", nil},
		{"the header names another", []*multisession.Policy{alias}, []string{adas, "X-Clerk-Session-Id: {bob}"}, "", mismatch, nil},
		{"the header and the parameter agree", []*multisession.Policy{alias}, []string{adas, "X-Clerk-Session-Id: {ada}", "?_clerk_session_id={ada}"}, "ada", "", nil},
		{"the header and the parameter do not", []*multisession.Policy{alias}, []string{adas, "X-Clerk-Session-Id: {ada}", "?_clerk_session_id={bob}"}, "", ambiguous, nil},
		{"the header twice", []*multisession.Policy{alias}, []string{adas, "X-Clerk-Session-Id: {ada}", "X-Clerk-Session-Id: {ada}"}, "", ambiguous, nil},
		{"the header is empty", []*multisession.Policy{alias}, []string{adas, "X-Clerk-Session-Id: "}, "", invalid, nil},
		{"the header is odd", []*multisession.Policy{alias}, []string{adas, "X-Clerk-Session-Id: {ada} "}, "", invalid, nil},

		{"another session of the browser", []*multisession.Policy{assert, picks}, []string{adas, "?_clerk_session_id={bob}"}, "", mismatch, nil},
		{"the same, with a token in the header", []*multisession.Policy{assert, picks}, []string{"Bearer <ada>", "?_clerk_session_id={bob}"}, "", mismatch, nil},
		{"the same user's session in another browser", []*multisession.Policy{assert, picks}, []string{adas, "?_clerk_session_id={adaToo}"}, "", mismatch, nil},
		{"another user's session", []*multisession.Policy{assert, picks}, []string{adas, "?_clerk_session_id={eve}"}, "", mismatch, nil},
		{"a session that nobody has", []*multisession.Policy{assert, picks}, []string{adas, "?_clerk_session_id=sess_x"}, "", mismatch, nil},
		{"a page of another session is not redirected", []*multisession.Policy{assert, picks}, []string{"GET", "document", adas, "?_clerk_session_id={bob}"}, "", mismatch, nil},
		{"a token that does not stand", each, []string{"__session=<ada forged>", "?_clerk_session_id={ada}"}, "", clerk.ReasonTokenInvalidSignature, nil},
		{"a token without a signature", each, []string{"Bearer <ada none>", "?_clerk_session_id={ada}"}, "", clerk.ReasonJWKKidMismatch, nil},
		{"an expired token", each, []string{"Bearer <ada expired>", "?_clerk_session_id={ada}"}, "", expiredForPOST, nil},
		{"a token of another issuer", each, []string{"Bearer <ada of another issuer>", "?_clerk_session_id={ada}"}, "", clerk.ReasonTokenInvalidIssuer, nil},
		{"a token from the future", each, []string{"Bearer <ada future>", "?_clerk_session_id={ada}"}, "", clerk.ReasonSessionTokenNBF, nil},
		{"a session that is pending", each, []string{"__session=<pam>", "?_clerk_session_id={pam}"}, "", clerk.ReasonSessionPending, nil},
		{"an API key where only sessions count", each, []string{"Bearer ak_123", adas, "?_clerk_session_id={ada}"}, "", clerk.ReasonTokenInvalid, nil},

		{"assert: a second cookie proves nothing", []*multisession.Policy{assert}, []string{adas, bobs, "?_clerk_session_id={bob}"}, "", mismatch, nil},
		{"assert: a cookie beside a header proves nothing", []*multisession.Policy{assert}, []string{"Bearer <ada>", bobs, "?_clerk_session_id={bob}"}, "", mismatch, nil},

		{"select: the second cookie", []*multisession.Policy{picks}, []string{adas, bobs, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"select: the first cookie", []*multisession.Policy{picks}, []string{adas, bobs, "?_clerk_session_id={ada}"}, "ada", "", nil},
		{"select: the plain cookie beside a suffixed one", []*multisession.Policy{picks}, []string{adas, suffixedBob, "?_clerk_session_id={ada}"}, "ada", "", nil},
		{"select: the suffixed cookie beside a plain one", []*multisession.Policy{picks}, []string{adas, suffixedBob, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"select: the second suffixed cookie", []*multisession.Policy{picks}, []string{"__session_SUFFIX=<ada>", suffixedBob, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"select: a cookie beside a header", []*multisession.Policy{picks}, []string{"Bearer <ada>", bobs, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"select: the header beside a cookie", []*multisession.Policy{picks}, []string{"Bearer <ada>", bobs, "?_clerk_session_id={ada}"}, "ada", "", nil},
		{"select: a cookie beside a forged header of another session", []*multisession.Policy{picks}, []string{"Bearer <ada forged>", bobs, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"select: a header of the session decides alone", []*multisession.Policy{picks}, []string{"Bearer <bob forged>", bobs, "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalidSignature, nil},
		{"select: a header that is no session token decides alone", []*multisession.Policy{picks}, []string{"Bearer x", bobs, "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalid, nil},
		{"select: an API key decides alone", []*multisession.Policy{picks}, []string{"Bearer ak_1", bobs, "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalid, nil},
		{"select: a forged cookie first", []*multisession.Policy{picks}, []string{"__session=<bob forged>", bobs, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"select: an expired cookie first", []*multisession.Policy{picks}, []string{"__session=<bob expired>", bobs, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"select: a forged cookie alone", []*multisession.Policy{picks}, []string{adas, "__session=<bob forged>", "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalidSignature, nil},
		{"select: a cookie without a signature", []*multisession.Policy{picks}, []string{adas, "__session=<bob none>", "?_clerk_session_id={bob}"}, "", clerk.ReasonJWKKidMismatch, nil},
		{"select: an expired cookie alone", []*multisession.Policy{picks}, []string{adas, "__session=<bob expired>", "?_clerk_session_id={bob}"}, "", expiredForPOST, nil},
		{"select: another instance's cookie", []*multisession.Policy{picks}, []string{adas, "__session=<bob signed elsewhere>", "?_clerk_session_id={bob}"}, "", clerk.ReasonJWKKidMismatch, nil},
		{"select: a cookie of another issuer", []*multisession.Policy{picks}, []string{adas, "__session=<bob of another issuer>", "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalidIssuer, nil},
		{"select: a pending session", []*multisession.Policy{picks}, []string{adas, "__session=<pam>", "?_clerk_session_id={pam}"}, "", clerk.ReasonSessionPending, nil},
		{"select: the browser has changed since", []*multisession.Policy{picks}, []string{adas, suffixedBob, "?_clerk_session_id={ada}", "__client_uat=9999999999", "__client_uat_SUFFIX=1"}, "", clerk.ReasonSessionTokenBeforeUAT, nil},
		{"select: somebody else has signed out since", []*multisession.Policy{picks}, []string{adas, suffixedBob, "?_clerk_session_id={ada}", "__client_uat=0", "__client_uat_SUFFIX=1"}, "", clerk.ReasonSessionTokenWithoutUAT, nil},
		{"select: neither cookie", []*multisession.Policy{picks}, []string{adas, bobs, "?_clerk_session_id={eve}"}, "", mismatch, nil},
		{"select: the ninth further cookie is not looked at", []*multisession.Policy{picks}, append(repeated(adas+"%d", 9), bobs, "?_clerk_session_id={bob}"), "", clerk.ReasonTokenInvalid, nil},
		{"select: the eighth is", []*multisession.Policy{picks}, append(repeated(adas+"%d", 8), bobs, "?_clerk_session_id={bob}"), "bob", "", nil},
		{"select: on a satellite", []*multisession.Policy{picks}, []string{"GET", "document", adas, bobs, "?_clerk_session_id={bob}"}, "bob", "", satellite},

		{"lookup: another session of the browser", []*multisession.Policy{looks}, []string{adas, "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"lookup: the other way round", []*multisession.Policy{looks}, []string{bobs, "?_clerk_session_id={ada}"}, "ada", "", nil},
		{"lookup: by a token in the header", []*multisession.Policy{looks}, []string{"Bearer <ada>", "?_clerk_session_id={bob}"}, "bob", "", nil},
		{"lookup: where parties are limited, which Clerk's own tokens do not name", []*multisession.Policy{looks}, []string{"Bearer <ada>", "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalidAuthorizedParties, parties},
		{"lookup: of another browser", []*multisession.Policy{looks}, []string{adas, "?_clerk_session_id={eve}"}, "", clerk.ReasonSessionNotOfClient, nil},
		{"lookup: of the same user in another browser", []*multisession.Policy{looks}, []string{adas, "?_clerk_session_id={adaToo}"}, "", clerk.ReasonSessionNotOfClient, nil},
		{"lookup: from another browser of hers", []*multisession.Policy{looks}, []string{"__session=<adaToo>", "?_clerk_session_id={bob}"}, "", clerk.ReasonSessionNotOfClient, nil},
		{"lookup: a cookie of the named session that does not count does not help", []*multisession.Policy{looks}, []string{"__session=<eve>", bobs, "?_clerk_session_id={bob}"}, "", clerk.ReasonSessionNotOfClient, nil},
		{"lookup: of nobody", []*multisession.Policy{looks}, []string{adas, "?_clerk_session_id=sess_x"}, "", clerk.ReasonSessionNotOfClient, nil},
		{"lookup: one that has ended", []*multisession.Policy{looks}, []string{adas, "?_clerk_session_id={ned}"}, "", clerk.ReasonSessionEnded, nil},
		{"lookup: one that is pending", []*multisession.Policy{looks}, []string{adas, "?_clerk_session_id={pam}"}, "", clerk.ReasonSessionPending, nil},
		{"lookup: from one that is pending", []*multisession.Policy{looks}, []string{"__session=<pam>", "?_clerk_session_id={ada}"}, "", clerk.ReasonSessionPending, nil},
		{"lookup: from one that has ended, whose token still stands", []*multisession.Policy{looks}, []string{"__session=<ned>", "?_clerk_session_id={ada}"}, "", clerk.ReasonSessionEnded, nil},
		{"lookup: from a forged one", []*multisession.Policy{looks}, []string{"__session=<ada forged>", "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalidSignature, nil},
		{"lookup: from an expired one", []*multisession.Policy{looks}, []string{"__session=<ada expired>", "?_clerk_session_id={bob}"}, "", expiredForPOST, nil},
		{"lookup: a token of the named session that does not stand does not help", []*multisession.Policy{looks}, []string{"Bearer <bob forged>", adas, "?_clerk_session_id={bob}"}, "", clerk.ReasonTokenInvalidSignature, nil},
	} {
		for _, policy := range row.policies {
			t.Run(row.name+", "+modeOf(policy), func(t *testing.T) {
				a := h.authenticator(t, policy, row.change, authn.Config{})
				r := h.request(row.request...)
				d := a.Authenticate(r)
				auth := d.Auth()
				if got := h.names[auth.SessionID()]; got != row.who || auth.Reason() != row.reason || d.Redirects() && row.who != "" {
					t.Fatalf("decided %v: session %q and reason %q; want %q and %q", d, got, auth.Reason(), row.who, row.reason)
				}
				if row.who == "" && multisession.IsReason(row.reason) && (d.Message() == "" || strings.Contains(d.Message(), "sess_")) {
					t.Errorf("the sentence is %q", d.Message())
				}
				if !d.Covers(a.Read(r).Credentials) {
					t.Error("the decision does not cover its own request")
				}
			})
		}
	}
}

func modeOf(policy *multisession.Policy) string {
	switch {
	case policy == nil:
		return "off"
	case policy.Mode == "":
		return string(multisession.Assert)
	}
	return string(policy.Mode)
}

// repeated returns n cookies that differ.
func repeated(format string, n int) (list []string) {
	for i := range n {
		list = append(list, strings.ReplaceAll(format, "%d", strings.Repeat("x", i+1)))
	}
	return list
}

func TestAMachineHasNoSessionToName(t *testing.T) {
	h := newHousehold(t)
	for _, policy := range each {
		for _, row := range []struct {
			name    string
			request []string
			reason  clerk.Reason
		}{
			{"that names none", []string{"Bearer ak_good"}, ""},
			{"that names a session", []string{"Bearer ak_good", "?_clerk_session_id={ada}"}, clerk.ReasonSessionMismatch},
			{"beside the cookie of the session", []string{"Bearer ak_good", "__session=<ada>", "?_clerk_session_id={ada}"}, clerk.ReasonSessionMismatch},
			{"that names something odd", []string{"Bearer ak_good", "?_clerk_session_id=1"}, clerk.ReasonSessionIDInvalid},
		} {
			t.Run(row.name+", "+modeOf(policy), func(t *testing.T) {
				a := h.authenticator(t, policy, nil, authn.Config{Accepts: authn.AcceptAny(), Machines: programs{}})
				d := a.Authenticate(h.request(row.request...))
				if d.Auth().Reason() != row.reason || d.Auth().IsAuthenticated() != (row.reason == "") {
					t.Errorf("decided %v", d)
				}
			})
		}
	}
}

func TestADecisionCoversWhatTheRequestNames(t *testing.T) {
	h := newHousehold(t)
	for _, policy := range each {
		a := h.authenticator(t, policy, nil, authn.Config{})
		named := h.request("__session=<ada>", "__session=<bob>", "?_clerk_session_id={ada}")
		d := a.Authenticate(named)
		for name, other := range map[string]*http.Request{
			"none": h.request("__session=<ada>", "__session=<bob>"), "another": h.request("__session=<ada>", "__session=<bob>", "?_clerk_session_id={bob}"),
			"something odd": h.request("__session=<ada>", "__session=<bob>", "?_clerk_session_id="),
		} {
			if d.Covers(a.Read(other).Credentials) {
				t.Errorf("%s: the decision covers a request that names %s", modeOf(policy), name)
			}
		}
	}
	a := h.authenticator(t, picks, nil, authn.Config{})
	d := a.Authenticate(h.request("__session=<ada>", "__session=<bob>", "?_clerk_session_id={ada}"))
	if d.Covers(a.Read(h.request("__session=<ada>", "__session=<eve>", "?_clerk_session_id={ada}")).Credentials) {
		t.Error("the decision covers another cookie to choose from")
	}
}

func TestWhatARequestChoosesFromIsNotPrinted(t *testing.T) {
	h := newHousehold(t)
	r := h.authenticator(t, picks, nil, authn.Config{}).Read(h.request("__session=<ada>", "__session=<bob>", "?_clerk_session_id={bob}"))
	c := r.Credentials
	if c.Choice().ID == "" || len(c.Named.Plain) != 1 {
		t.Fatalf("read %v", c.Named)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("read", "named", c.Named, "request", r, "credentials", c)
	text, err := json.Marshal(map[string]any{"named": c.Named, "credentials": c})
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{log.String(), string(text)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		shown = append(shown, fmt.Sprintf(verb, c.Named), fmt.Sprintf(verb, *c.Named), fmt.Sprintf(verb, r), fmt.Sprintf(verb, []any{c}))
	}
	for _, got := range shown {
		if secret := h.words.Replace("<bob>"); strings.Contains(got, secret) || strings.Contains(got, fmt.Sprintf("%x", secret)) {
			t.Errorf("a token is shown: %s", got)
		}
	}
}

func TestExplicit(t *testing.T) {
	h := newHousehold(t)
	for _, row := range []struct {
		name    string
		request []string
		want    bool
	}{
		{"a cookie alone leaves it to the browser", []string{"__session=<ada>"}, false},
		{"a cookie whose session is named", []string{"__session=<ada>", "?_clerk_session_id={ada}"}, true},
		{"a cookie whose session is not the named one", []string{"__session=<ada>", "?_clerk_session_id={bob}"}, false},
		{"a token in the header", []string{"Bearer <ada>"}, true},
		{"a forged one", []string{"Bearer <ada forged>"}, false},
		{"nothing", nil, false},
	} {
		if got := h.authenticator(t, assert, nil, authn.Config{}).Authenticate(h.request(row.request...)).Explicit(); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

// TestByHeader is about the cross-origin defence, which leaves requests alone that cookies do not decide.
func TestByHeader(t *testing.T) {
	h := newHousehold(t)
	for _, row := range []struct {
		name    string
		policy  *multisession.Policy
		request []string
		want    bool
	}{
		{"a cookie", assert, []string{"__session=<ada>"}, false},
		{"a header", assert, []string{"Bearer <ada>", "__session=<bob>"}, true},
		{"a header, and a cookie is named that does not count", assert, []string{"Bearer <ada>", "__session=<bob>", "?_clerk_session_id={bob}"}, true},
		{"a header, and a cookie is named that does", picks, []string{"Bearer <ada>", "__session=<bob>", "?_clerk_session_id={bob}"}, false},
		{"a header that is named", picks, []string{"Bearer <bob>", "__session=<bob>", "?_clerk_session_id={bob}"}, true},
		{"a header, and no cookie is the named one", picks, []string{"Bearer <ada>", "__session=<bob>", "?_clerk_session_id={eve}"}, true},
		{"a header, and the browser is asked for at Clerk", looks, []string{"Bearer <ada>", "__session=<bob>", "?_clerk_session_id={bob}"}, true},
	} {
		if got := h.authenticator(t, row.policy, nil, authn.Config{}).Read(h.request(row.request...)).ByHeader(); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
	if r := request("GET", "/", "Authorization", strings.Repeat("x", 1<<20)); !h.authenticator(t, picks, nil, authn.Config{}).Read(r).ByHeader() {
		t.Error("an oversized header leaves the decision to cookies")
	}
}

// A revoked session is none of the browser's any more, at once: also where its token is kept.
func TestARevokedSessionIsNotLookedUp(t *testing.T) {
	h := newHousehold(t)
	gone := revokedUsers{}
	parties := func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} }
	a := h.authenticator(t, looks, parties, authn.Config{Revocations: gone})
	ada := h.ck.SignIn(clerktest.User{ID: "user_ada"}).AuthorizedParty("https://app.example.com")
	bob := ada.Beside(clerktest.User{ID: "user_bob"})
	named := func() *http.Request {
		return request("POST", "https://app.example.com/?_clerk_session_id="+bob.SessionID(), "Authorization", "Bearer "+ada.Token())
	}
	if d := a.Authenticate(named()); d.Auth().UserID() != "user_bob" {
		t.Fatalf("decided %v", d)
	}
	gone["user_bob"] = true
	if d := a.Authenticate(named()); d.Auth().IsSignedIn() || d.Reason != clerk.ReasonSessionEnded {
		t.Errorf("the session is revoked, and decided %v", d)
	}
	delete(gone, "user_bob")
	gone["user_ada"] = true
	if d := a.Authenticate(named()); d.Auth().IsSignedIn() || d.Reason != clerk.ReasonSessionRevoked {
		t.Errorf("the session that asks is revoked, and decided %v", d)
	}
}

type revokedUsers map[string]bool

func (r revokedUsers) Revoked(_ context.Context, caller *authobject.Auth) bool {
	return r[caller.UserID()]
}

// TestTokensThatClerkMintsHaveNoParty is the way around the one check that they cannot pass.
func TestTokensThatClerkMintsHaveNoParty(t *testing.T) {
	h := newHousehold(t)
	a := h.authenticator(t, looks, func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} }, authn.Config{})
	ada := h.ck.SignIn(clerktest.User{ID: "user_ada"}).AuthorizedParty("https://app.example.com")
	bob := ada.Beside(clerktest.User{ID: "user_bob"})
	r := request("POST", "https://app.example.com/?_clerk_session_id="+bob.SessionID(), "Authorization", "Bearer "+ada.Token())
	if d := a.Authenticate(r); d.Auth().UserID() != "user_bob" {
		t.Errorf("decided %v", d)
	}
	r = request("POST", "https://app.example.com/", "Authorization", "Bearer "+bob.Token())
	if d := a.Authenticate(r); d.Reason != clerk.ReasonTokenInvalidAuthorizedParties {
		t.Errorf("in a request such a token counts: %v", d)
	}
}

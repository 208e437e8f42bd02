package authn_test

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// A pool is what a random request is put together from: genuine credentials of the instance, and all the others.
type pool struct {
	genuine  []string // session tokens that stand
	sessions []string // those, and session tokens that do not
	payloads []string // handshakes, some of them forged or old, with both in them

	sessionIn map[string]string // the session that a payload holds
}

func newPool(t *testing.T) pool {
	t.Helper()
	claims := func(user, issuer string, at int) map[string]any {
		return map[string]any{"sub": user, "sid": "sess_1", "iss": issuer, "iat": at, "nbf": at, "exp": at + 60}
	}
	p := pool{genuine: []string{sign(t, 0, claims("user_1", liveIssuer, now-5)), sign(t, 0, claims("user_2", liveIssuer, now-9))}}
	good := p.genuine[0]
	p.sessions = append(slices.Clone(p.genuine),
		sign(t, 0, claims("user_expired", liveIssuer, now-500)),
		sign(t, 0, claims("user_early", liveIssuer, now+500)),
		sign(t, 0, claims("user_elsewhere", "https://clerk.other.com", now-5)),
		sign(t, 0, claims("mch_1", liveIssuer, now-5)),
		sign(t, 1, claims("user_forged", liveIssuer, now-5)),
		jwt(claims("user_unsigned", liveIssuer, now-5)),
		good[:len(good)-8]+"AAAAAAAA", good+"=", "x"+good, "a.b.c", "ak_1", "mt_1", "oat_1", "null", "", "eyJhbGciOiJub25lIn0.e30.",
	)
	p.sessionIn = map[string]string{}
	for _, session := range p.sessions {
		for key := range 2 {
			for _, at := range []int{now, now - 1000} {
				payload := sign(t, key, map[string]any{"iat": at, "handshake": []string{"__session=" + session + "; Path=/", "__client_uat=5"}})
				p.payloads = append(p.payloads, payload)
				if key == 0 {
					p.sessionIn[payload] = session
				}
			}
		}
	}
	p.payloads = append(p.payloads, good, "x", "", jwt(map[string]any{"handshake": []string{"__session=" + good}}))
	return p
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// request puts a request together, and returns the genuine session tokens that are anywhere in it.
func (p pool) request(r *rand.Rand) *http.Request {
	token := func() string { return pick(r, p.sessions...) }
	target := "/" + pick(r, "", "orgs/org_1", "/evil.example", "me") + "?x=1"
	for _, name := range []string{"__clerk_handshake", "__clerk_handshake_nonce", "__clerk_synced", "__clerk_redirect_url", "__clerk_db_jwt"} {
		if r.IntN(8) == 0 {
			target += "&" + name + "=" + pick(r, "true", "false", "https://a.example/", pick(r, p.payloads...))
		}
	}
	req := request(pick(r, "GET", "GET", "GET", "POST", "HEAD", "OPTIONS"), "https://app.example.com"+target)
	if r.IntN(4) == 0 {
		req.Header.Set("Authorization", pick(r, "Bearer ", "", "bearer ", "Basic ")+token())
	}
	var cookies []string
	for _, suffix := range []string{"", liveSuffix, testSuffix, "_", "x"} {
		for _, c := range []struct{ name, value string }{
			{"__session", token()},
			{"__client_uat", pick(r, "0", "5", "1799999990", "9999999999", "x")},
			{"__clerk_db_jwt", "d"},
			{"__refresh", "r"},
			{"__clerk_handshake", pick(r, p.payloads...)},
			{"__clerk_handshake_nonce", "n"},
			{"__clerk_redirect_count", pick(r, "0", "1", "3")},
		} {
			if r.IntN(3) == 0 {
				cookies = append(cookies, c.name+suffix+"="+c.value)
			}
		}
	}
	r.Shuffle(len(cookies), func(i, j int) { cookies[i], cookies[j] = cookies[j], cookies[i] })
	req.Header.Set("Cookie", join(cookies...))
	req.Header.Set("Sec-Fetch-Dest", pick(r, "document", "iframe", "empty", ""))
	req.Header.Set("Referer", pick(r, "", "https://other.example/", "https://app.example.com/"))
	req.Header.Set("Origin", pick(r, "", "https://app.example.com"))
	if site := pick(r, "", "none", "same-origin", "same-site", "cross-site"); site != "" {
		req.Header.Set("Sec-Fetch-Site", site)
	}
	req.Header.Set("X-Clerk-Auth-Status", "signed-in")
	return req
}

// deciding returns the tokens that may decide about a request: that of the header or, where there is none, those of the cookies of
// this instance and of handshakes that may count; beside them what Clerk offers to whoever asks it.
func (p pool) deciding(r *http.Request, instance *clerk.Instance, offered string) []string {
	out := []string{offered}
	header := r.Header.Get("Authorization")
	if text, ok := strings.CutPrefix(header, "Bearer "); ok && text != "" {
		return append(out, text)
	} else if header != "" && !strings.Contains(header, " ") {
		return append(out, header)
	}
	own := []string{"__session"}
	if instance.CookieSuffix() != "" {
		own = append(own, "__session_"+instance.CookieSuffix())
	}
	for _, c := range strings.Split(r.Header.Get("Cookie"), "; ") {
		name, value, _ := strings.Cut(c, "=")
		switch {
		case slices.Contains(own, name):
			out = append(out, value)
		case name == "__clerk_handshake":
			out = append(out, p.sessionIn[value])
		}
	}
	site := r.Header.Get("Sec-Fetch-Site")
	if instance.Kind == clerk.KindDevelopment || r.Method == "GET" && r.Header.Get("Sec-Fetch-Dest") == "document" && site != "same-site" && site != "cross-site" {
		out = append(out, p.sessionIn[r.URL.Query().Get("__clerk_handshake")])
	}
	return out
}

// TestOnlyAVerifiedSignatureSignsIn puts thousands of requests together at random, of credentials good and bad, in all places and
// for all kinds of instances. Whatever the rules make of them: who is signed in has a token that this instance's key has
// signed, that stands at this moment, and that is the very text of a genuine one.
func TestOnlyAVerifiedSignatureSignsIn(t *testing.T) {
	p := newPool(t)
	instances := []clerk.Options{live(), test(), satellite(liveKey, true), satellite(testKey, false), {}}
	outcomes := map[authn.Status]int{}
	for n, options := range instances {
		options.JWTKey = publicKeyPEM(t)
		options.Issuers = []string{liveIssuer}
		options.OrganizationSync.OrganizationPatterns = []string{"/orgs/:id"}
		instance := instanceOf(t, options)
		cache, err := jwks.New(instance, jwks.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = cache.Close() }()
		verifier := token.New(instance, cache)
		r := rand.New(rand.NewPCG(1, uint64(n)))
		for range 4000 {
			offered := pick(r, p.sessions...)
			a, err := authn.New(instance, verifier, authn.Config{
				Accepts:   pick(r, authn.Accepts{}, authn.AcceptAny(), authn.AcceptOneOf(authobject.SessionToken, authobject.APIKey)),
				Machines:  programs{err: &token.Error{Reason: clerk.ReasonTokenInvalid}},
				Refresher: refresher{cookies: []backend.Secret{backend.Secret("__session=" + offered)}},
				Nonces:    exchange{directives: []string{"__session=" + offered}},
			})
			if err != nil {
				t.Fatal(err)
			}
			request := p.request(r)
			d := a.Authenticate(request)
			outcomes[d.Status]++
			switch signedIn := d.Auth().IsAuthenticated() || d.AuthWithPending().IsAuthenticated(); {
			case signedIn != (d.Status == authn.SignedIn):
				t.Fatalf("%s %s %v: %v and authenticated %v", request.Method, request.URL, request.Header, d, signedIn)
			case signedIn && !slices.Contains(p.genuine, d.Auth().Token().Reveal()) && !isDevelopersClock(instance, d):
				t.Fatalf("%s %s %v: %v by %q", request.Method, request.URL, request.Header, d, d.Auth().Token().Reveal())
			case signedIn && !slices.Contains(p.deciding(request, instance, offered), d.Auth().Token().Reveal()):
				t.Fatalf("%s %s %v: %v by a token from another place", request.Method, request.URL, request.Header, d)
			case d.Status == authn.Handshake && request.Method != "GET":
				t.Fatalf("%s is redirected: %v", request.Method, d)
			}
		}
	}
	for _, status := range []authn.Status{authn.SignedIn, authn.SignedOut, authn.Handshake, authn.Failed} {
		if outcomes[status] < 100 {
			t.Errorf("only %d requests were %s: the requests are too much alike", outcomes[status], status)
		}
	}
}

// isDevelopersClock reports whether a decision is the one exception: a token that came out of a handshake of a development
// instance, is genuine, and is off by less than a day.
func isDevelopersClock(instance *clerk.Instance, d *authn.Decision) bool {
	return instance.Kind == clerk.KindDevelopment && d.Header().Get("Access-Control-Allow-Origin") == "null" &&
		slices.Contains([]string{"user_expired", "user_early"}, d.Auth().UserID())
}

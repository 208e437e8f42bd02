package authn_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// absent leaves a claim out.
const absent = "absent"

// TestARememberedTokenIsDecidedAboutAsANewOne puts random requests to a verifier that knows every good token in them and to one that
// remembers none. Which cookies count depends on what the tokens in them say, which the first does not read again.
func TestARememberedTokenIsDecidedAboutAsANewOne(t *testing.T) {
	p := newPool(t)
	issuers := []string{liveIssuer, "https://foo-bar-13.clerk.accounts.dev", "http://clerk.example.com", "HTTPS://clerk.example.com", "clerk.example.com", "https://clerk.else.example"}
	for n, issuer := range issuers {
		for _, more := range []map[string]any{{"iat": now - 5 - n}, {"iat": now - 20 + n}, {"iat": nil}, {"iat": fmt.Sprint(now - 5)}, {"sts": "pending", "iat": now - 3}} {
			claims := map[string]any{"sub": fmt.Sprint("user_", n), "sid": fmt.Sprint("sess_", n), "iss": issuer, "exp": now + 30}
			for name, value := range more {
				claims[name] = value
			}
			p.sessions = append(p.sessions, sign(t, 0, claims))
		}
	}
	// What a verifier accepts of these, and what is remembered of them, may be read in two ways.
	for _, odd := range []map[string]any{
		{"iss": absent}, {"iss": nil}, {"iss": ""}, {"iss": 0}, {"iss": 5}, {"iss": false}, {"iss": []string{liveIssuer}}, {"iss": " " + liveIssuer},
		{"iat": absent}, {"iat": 0}, {"iat": -5}, {"iat": -62135596800}, {"iat": json.RawMessage("1799999995.9")}, {"iat": json.RawMessage("1.799999995e9")},
		{"exp": json.RawMessage("1800000030.9")}, {"exp": json.RawMessage("1e11")}, {"exp": now - 4}, {"sid": absent}, {"sid": 5}, {"sid": "sess_\u00e9<"},
	} {
		claims := map[string]any{"sub": "user_odd", "sid": "sess_1", "iss": liveIssuer, "iat": now - 4, "exp": now + 30}
		for name, value := range odd {
			if claims[name] = value; value == any(absent) {
				delete(claims, name)
			}
		}
		p.sessions = append(p.sessions, sign(t, 0, claims))
	}
	choose := func(instance *clerk.Instance) *multisession.Chooser {
		c, err := multisession.New(instance, multisession.Policy{Mode: multisession.Select, Header: clerk.HeaderSessionID}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	anyIssuer := live()
	anyIssuer.Issuers = []string{clerk.AnyIssuer}
	for name, row := range map[string]struct {
		options  clerk.Options
		config   authn.Config
		sessions bool
	}{
		"a production instance":       {live(), authn.Config{}, false},
		"a development instance":      {test(), authn.Config{}, false},
		"an instance of any issuer":   {anyIssuer, authn.Config{}, false},
		"a satellite":                 {satellite(liveKey, true), authn.Config{}, false},
		"with a list of revocations":  {live(), authn.Config{Revocations: revokedUser("user_1")}, false},
		"requests that name sessions": {live(), authn.Config{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if row.options.JWTKey = publicKeyPEM(t); row.options.Issuers == nil {
				row.options.Issuers = issuers
			}
			instance := instanceOf(t, row.options)
			keys, err := jwks.New(instance, jwks.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if row.sessions {
				row.config.Sessions = choose(instance)
			}
			knowing := token.New(instance, keys)
			for _, text := range p.sessions {
				_, _ = knowing.Session(context.Background(), text) // the good ones are remembered
			}
			var deciding [2]*authn.Authenticator
			for i, v := range []authn.Verifier{knowing, token.New(instance, keys, token.WithoutCache())} {
				if deciding[i], err = authn.New(instance, v, row.config); err != nil {
					t.Fatal(err)
				}
			}
			recalled := authn.CountRecalled(deciding[0])
			r := rand.New(rand.NewPCG(3, 3))
			for n := range 4000 {
				req := p.request(r)
				if n%2 == 0 {
					req.Header.Del("Authorization")
				}
				if n%10 == 0 {
					req.Header.Set(clerk.HeaderSessionID, fmt.Sprint("sess_", r.IntN(4)))
				}
				got, want := deciding[0].Authenticate(req), deciding[1].Authenticate(req)
				same(t, fmt.Sprint("request ", n, " ", req.URL, " ", req.Header), got, want)
				one, _ := json.Marshal(got.AuthWithPending())
				two, _ := json.Marshal(want.AuthWithPending())
				if string(one) != string(two) || got.AuthWithPending().Token().Reveal() != want.AuthWithPending().Token().Reveal() {
					t.Errorf("request %d: %s, and anew %s", n, one, two)
				}
				if t.Failed() {
					t.FailNow()
				}
			}
			if *recalled < 500 {
				t.Errorf("%d tokens were recalled: the requests are too much alike", *recalled)
			}
		})
	}
}

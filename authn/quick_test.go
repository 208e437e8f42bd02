package authn_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// same fails the test unless two decisions are the same in all that they say.
func same(t *testing.T, what string, got, want *authn.Decision) {
	t.Helper()
	describe := func(d *authn.Decision) string {
		return fmt.Sprint(d, d.Kind(), d.Err, d.Unavailable, d.RetryAfter, d.Message(), d.Presented(), d.FailureStatus(), d.Redirects())
	}
	if describe(got) != describe(want) || !reflect.DeepEqual(got.Header(), want.Header()) {
		t.Errorf("%s: quickly %s with %v, and thoroughly %s with %v", what, describe(got), got.Header(), describe(want), want.Header())
	}
}

// TestQuickDecisionsAreTheThoroughOnes puts random requests to both ways, for instances of all kinds.
func TestQuickDecisionsAreTheThoroughOnes(t *testing.T) {
	p := newPool(t)
	satellite := live()
	satellite.IsSatellite, satellite.Domain, satellite.SignInURL = clerk.Value(true), "satellite.example", "https://app.example.com/sign-in"
	for name, row := range map[string]struct {
		options clerk.Options
		config  authn.Config
	}{
		"a production instance":      {live(), authn.Config{}},
		"a development instance":     {test(), authn.Config{}},
		"with a list of revocations": {live(), authn.Config{Revocations: revokedUser("user_1")}},
		"a satellite":                {satellite, authn.Config{}},
		"without a publishable key":  {clerk.Options{}, authn.Config{}},
		"sessions among other kinds": {live(), authn.Config{Accepts: authn.AcceptOneOf(authobject.SessionToken, authobject.APIKey), Machines: noMachines{}}},
		"machines alone":             {live(), authn.Config{Accepts: authn.AcceptOnly(authobject.APIKey), Machines: noMachines{}}},
	} {
		t.Run(name, func(t *testing.T) {
			row.options.JWTKey = publicKeyPEM(t)
			instance := instanceOf(t, row.options)
			cache, err := jwks.New(instance, jwks.Options{})
			if err != nil {
				t.Fatal(err)
			}
			a, err := authn.New(instance, token.New(instance, cache), row.config)
			if err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(7, 7))
			headers, anonymous := 0, 0
			for n := range 3000 {
				req := p.request(r)
				if n%3 == 0 {
					req.Header.Del("Cookie")
				}
				if n%6 == 0 {
					req.Header.Del("Authorization")
				}
				what := fmt.Sprint("request ", n, " ", req.URL)
				want := a.Decide(context.Background(), a.Read(req))
				if auth, d := a.ByHeader(req); auth != nil {
					headers++
					one, _ := json.Marshal(auth)
					two, _ := json.Marshal(want.AuthWithPending())
					if want.Status != authn.SignedIn || string(one) != string(two) || len(want.Header()) > 0 || auth.Token().Reveal() != authn.HeaderToken(req) {
						t.Errorf("%s: quickly %s, and thoroughly %s", what, one, want)
					}
				} else if d != nil {
					headers++
					same(t, what, d, want)
				}
				if d := a.Anonymous(req); d != nil {
					anonymous++
					same(t, what, d, want)
				}
			}
			quick := name == "a production instance" || name == "with a list of revocations" || name == "without a publishable key"
			if (anonymous > 0) != (quick || name == "a development instance") || (headers > 0) != (quick || name == "a development instance") {
				t.Errorf("%d requests were decided by their header and %d for want of anything", headers, anonymous)
			}
		})
	}
}

// revokedUser is a list with one user on it.
type revokedUser string

func (u revokedUser) Revoked(_ context.Context, caller *authobject.Auth) bool {
	return caller.UserID() == string(u)
}

type noMachines struct{}

func (noMachines) Verify(_ context.Context, kind authobject.TokenKind, _ string) (*authobject.Auth, error) {
	return nil, &token.Error{Reason: clerk.ReasonTokenInvalid, Kind: kind, Detail: "there are none"}
}

func TestABadTokenIsVerifiedOnce(t *testing.T) {
	var asked []string
	v := faulty(clerk.ReasonTokenInvalidSignature)
	v.asked = &asked
	a := authenticatorOf(t, live(), v, authn.Config{})
	if auth, d := a.ByHeader(request(http.MethodGet, "/", "Authorization", "Bearer x.y.z")); auth != nil || d.Reason != clerk.ReasonTokenInvalidSignature {
		t.Errorf("%v, %v", auth, d)
	}
	if len(asked) != 1 {
		t.Errorf("the verifier was asked %d times", len(asked))
	}
}

func TestAVerifierThatNamesNobodyIsNotBelieved(t *testing.T) {
	a := authenticatorOf(t, live(), namesNobody{}, authn.Config{})
	if auth, d := a.ByHeader(request(http.MethodGet, "/", "Authorization", "Bearer x.y.z")); auth != nil || d.Status != authn.SignedOut {
		t.Errorf("%v, %v", auth, d)
	}
}

// namesNobody finds no fault and names nobody.
type namesNobody struct{ verdict }

func (namesNobody) Session(context.Context, string) (*authobject.Auth, error) {
	return authobject.SignedOut(""), nil
}

// TestAHandshakeInOtherLettersIsNotNothing presents one in a query whose names are escaped, and nothing else.
func TestAHandshakeInOtherLettersIsNotNothing(t *testing.T) {
	a := authenticatorOf(t, live(), verdict{claims: ada.claims, directives: []string{"__session=" + session(1) + "; Path=/"}}, authn.Config{})
	for _, name := range []string{"__clerk_handshake", "__clerk%5Fhandshake", "%5f%5fclerk_handshake", "_%5Fclerk%5Fhandshake"} {
		r := page("https://app.example.com/?"+name+"="+session(1), "")
		if d := a.Anonymous(r); d != nil {
			t.Errorf("%s counts as nothing: %v", name, d)
		}
		if d := a.Authenticate(r); d.Status != authn.SignedIn {
			t.Errorf("%s: %v", name, d)
		}
	}
}

// TestWhereSessionsAreNamedNothingIsQuick presents the name of a session, with a token and without: what such a name means is for the
// whole walk to say.
func TestWhereSessionsAreNamedNothingIsQuick(t *testing.T) {
	options := live()
	options.JWTKey = publicKeyPEM(t)
	sessions, err := multisession.New(instanceOf(t, options), multisession.Policy{Mode: multisession.Select, Header: clerk.HeaderSessionID}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := authenticatorOf(t, options, verdict{claims: ada.claims}, authn.Config{Sessions: sessions})
	named := []string{clerk.HeaderSessionID, "sess_1"}
	if d := a.Anonymous(request(http.MethodGet, "https://app.example.com/", named...)); d != nil {
		t.Errorf("the request counts as nothing: %v", d)
	}
	if auth, d := a.ByHeader(request(http.MethodGet, "https://app.example.com/", append(named, "Authorization", "Bearer x.y.z")...)); auth != nil || d != nil {
		t.Errorf("the header decides alone: %v, %v", auth, d)
	}
}

// TestAHeaderThatIsTooLongIsNotReadQuickly presents one that is a byte longer than any that is looked at.
func TestAHeaderThatIsTooLongIsNotReadQuickly(t *testing.T) {
	a := authenticatorOf(t, live(), verdict{claims: ada.claims}, authn.Config{})
	for _, row := range []struct {
		name string
		size int
		read bool
	}{{"as long as may be", authn.MaxAuthorizationSize, true}, {"a byte longer", authn.MaxAuthorizationSize + 1, false}} {
		r := request(http.MethodGet, "https://app.example.com/", "Authorization", "Bearer "+strings.Repeat("x", row.size-len("Bearer ")))
		auth, d := a.ByHeader(r)
		if (authn.HeaderToken(r) != "") != row.read || (auth != nil || d != nil) != row.read {
			t.Errorf("%s: %d bytes are read, and the header decides: %v, %v", row.name, len(authn.HeaderToken(r)), auth, d)
		}
		if d := a.Anonymous(r); d != nil {
			t.Errorf("%s: it counts as nothing: %v", row.name, d)
		}
	}
}

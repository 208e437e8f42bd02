package token_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/token"
)

// The tests named after a threat, here and in other packages, are those of the page docs/threats.md.

// TestThreatP07AForgedTokenLearnsNothing has claims that are wrong in every way, under a signature that is: no answer differs from
// that to the best forgery, neither by its reason nor by its text. Of what kind a token is, and whether it is one at all, is told
// before the signature: that says nothing of the configuration.
func TestThreatP07AForgedTokenLearnsNothing(t *testing.T) {
	k := newKit(t)
	verifier := k.verifier(t, func(o *clerk.Options) {
		o.Audience, o.RequireAudience, o.AuthorizedParties = []string{"api"}, true, []string{"https://app.example.com"}
	})
	now := moment.Unix()
	best := k.claims().with(members{"aud": "api"})
	answer := func(claims any) string {
		t.Helper()
		auth, err := verifier.Session(t.Context(), k.signWith(t, k.stranger, jose.RS256, k.header(), claims))
		if auth != nil || reasonOf(t, err) != clerk.ReasonTokenInvalidSignature {
			t.Errorf("%v: %v, %v", claims, auth, err)
		}
		return err.Error()
	}
	want := answer(best)
	for _, change := range []members{
		{"azp": "https://evil.example"}, {"azp": absent}, {"aud": "else"}, {"aud": absent}, {"iss": "https://clerk.evil.example"}, {"iss": absent},
		{"exp": now - 999}, {"exp": absent}, {"nbf": now + 999}, {"iat": now + 999}, {"sub": 5}, {"sub": absent}, {"sts": "pending"},
	} {
		if got := answer(best.with(change)); got != want {
			t.Errorf("%v is answered with %q, and the best forgery with %q", change, got, want)
		}
	}
	for _, payload := range []string{"[]", "{}", `{"sub":"a","sub":"b"}`} {
		if got := answer(payload); got != want {
			t.Errorf("%s is answered with %q, and the best forgery with %q", payload, got, want)
		}
	}
}

func TestThreatP08ATokenThatNamesNoPartyIsRefusedOncePartiesAre(t *testing.T) {
	k := newKit(t)
	verifier := k.verifier(t, func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} })
	for name, change := range map[string]members{
		"absent": {"azp": absent}, "empty": {"azp": ""}, "null": {"azp": nil}, "a list": {"azp": []string{"https://app.example.com"}},
		"a sibling": {"azp": "https://blog.example.com"}, "spelled otherwise": {"azp": absent, "Azp": "https://app.example.com"},
	} {
		if auth, err := verifier.Session(t.Context(), k.sign(t, k.header(), k.claims().with(change))); auth != nil || reasonOf(t, err) != clerk.ReasonTokenInvalidAuthorizedParties {
			t.Errorf("azp is %s: %v, %v", name, auth, err)
		}
	}
	if _, err := verifier.Session(t.Context(), k.sign(t, k.header(), k.claims())); err != nil {
		t.Errorf("the party itself: %v", err)
	}
}

// TestThreatP10EveryEntryPointTellsTheKindsApart presents genuine tokens of one kind wherever another is expected.
func TestThreatP10EveryEntryPointTellsTheKindsApart(t *testing.T) {
	k := newKit(t)
	verifier, machines := k.verifier(t, nil), k.machines(t, newFakeAPI(), token.MachineOptions{}, nil)
	const session, payload, m2m, oauth, template = "session", "handshake", "m2m", "oauth", "template"
	withCookies := members{"handshake": []string{"__session=x"}}
	texts := map[string]string{
		session:  k.sign(t, k.header().with(members{"cat": "cl_B7d4PD111AAA"}), k.claims()),
		payload:  k.sign(t, k.header(), withCookies),
		m2m:      k.sign(t, k.m2mHeader(), k.m2mClaims().with(withCookies)),
		oauth:    k.sign(t, k.oauthHeader(), k.oauthClaims().with(withCookies)),
		template: k.sign(t, k.header().with(members{"cat": "cl_B7d4PD222AAA"}), k.claims().with(withCookies)),
	}
	for name, entry := range map[string]struct {
		takes string
		ask   func(context.Context, string) error
	}{
		"Session": {session, func(ctx context.Context, text string) error { _, err := verifier.Session(ctx, text); return err }},
		"DeveloperSession": {session, func(ctx context.Context, text string) error {
			_, err := verifier.DeveloperSession(ctx, text)
			return err
		}},
		"Handshake": {payload, func(ctx context.Context, text string) error { _, err := verifier.Handshake(ctx, text); return err }},
		"Machines, M2M": {m2m, func(ctx context.Context, text string) error {
			_, err := machines.Verify(ctx, authobject.M2MToken, text)
			return err
		}},
		"Machines, OAuth": {oauth, func(ctx context.Context, text string) error {
			_, err := machines.Verify(ctx, authobject.OAuthToken, text)
			return err
		}},
		"Machines, an API key": {"", func(ctx context.Context, text string) error {
			_, err := machines.Verify(ctx, authobject.APIKey, text)
			return err
		}},
		"Machines, for session": {"", func(ctx context.Context, text string) error {
			_, err := machines.Verify(ctx, authobject.SessionToken, text)
			return err
		}},
	} {
		for kind, text := range texts {
			if err := entry.ask(t.Context(), text); (err == nil) != (kind == entry.takes) {
				t.Errorf("%s of %s: %v", name, kind, err)
			}
		}
	}
}

func TestThreatP11AConfiguredTypeIsRequiredAndAListOfAudiencesIsRead(t *testing.T) {
	k := newKit(t)
	for _, row := range []struct {
		name   string
		header members
		claims members
		want   clerk.Reason
	}{
		{"the configured type, and one of two audiences", nil, members{"aud": []string{"web", "api"}}, ""},
		{"no type", members{"typ": absent}, members{"aud": "api"}, clerk.ReasonTokenInvalid},
		{"an empty type", members{"typ": ""}, members{"aud": "api"}, clerk.ReasonTokenInvalid},
		{"a list without ours", nil, members{"aud": []string{"web", "apiary"}}, clerk.ReasonTokenVerificationFailed},
		{"a list whose text is ours", nil, members{"aud": `["api"]`}, clerk.ReasonTokenVerificationFailed},
		{"an empty list where an audience is required", nil, members{"aud": []string{}}, clerk.ReasonTokenVerificationFailed},
	} {
		t.Run(row.name, func(t *testing.T) {
			verifier := k.verifier(t, func(o *clerk.Options) {
				o.HeaderTypes, o.Audience, o.RequireAudience = []string{"JWT"}, []string{"api"}, true
			})
			_, err := verifier.Session(t.Context(), k.sign(t, k.header().with(row.header), k.claims().with(row.claims)))
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("reason %q, want %q", got, row.want)
			}
		})
	}
}

func TestThreatP12ASkewOfZeroIsZero(t *testing.T) {
	k := newKit(t)
	ended := k.sign(t, k.header(), k.claims().with(members{"exp": moment.Unix() - 1}))
	none := k.verifier(t, func(o *clerk.Options) { o.ClockSkew = clerk.Value(time.Duration(0)) })
	if _, err := none.Session(t.Context(), ended); reasonOf(t, err) != clerk.ReasonTokenExpired {
		t.Errorf("a second after its end, with no skew: %v", err)
	}
	if _, err := k.verifier(t, nil).Session(t.Context(), ended); err != nil {
		t.Errorf("with the default skew: %v", err)
	}
}

func TestThreatO05JSONNullIsATokenOfTheWrongForm(t *testing.T) {
	k := newKit(t)
	for name, text := range map[string]string{
		"the header": k.sign(t, "null", k.claims()), "the payload": k.sign(t, k.header(), "null"), "both": k.sign(t, "null", "null"),
		"the payload, with spaces": k.sign(t, k.header(), " null\n"),
	} {
		_, err := k.verifier(t, nil).Session(t.Context(), text)
		_, handshake := k.verifier(t, nil).Handshake(t.Context(), text)
		if reasonOf(t, err) != clerk.ReasonTokenInvalid || reasonOf(t, handshake) != clerk.ReasonTokenInvalid {
			t.Errorf("%s: %v as a session, %v as a handshake", name, err, handshake)
		}
	}
}

func TestThreatO06AnAudienceOfAnOddShapeIsRefused(t *testing.T) {
	k := newKit(t)
	configured := k.verifier(t, func(o *clerk.Options) { o.Audience = []string{"api"} })
	required := k.verifier(t, func(o *clerk.Options) { o.Audience, o.RequireAudience = []string{"api"}, true })
	for _, aud := range []any{5, true, members{"api": true}, []any{"api", 5}, []any{"api", nil}, []any{[]string{"api"}}, []any{members{}}} {
		text := k.sign(t, k.header(), k.claims().with(members{"aud": aud}))
		if _, err := configured.Session(t.Context(), text); reasonOf(t, err) != clerk.ReasonTokenVerificationFailed {
			t.Errorf("aud %v: %v", aud, err)
		}
	}
	for _, aud := range []any{absent, nil, "", []string{}, []string{""}} {
		text := k.sign(t, k.header(), k.claims().with(members{"aud": aud}))
		if _, err := required.Session(t.Context(), text); reasonOf(t, err) != clerk.ReasonTokenVerificationFailed {
			t.Errorf("aud %v where one is required: %v", aud, err)
		}
	}
}

func TestThreatO14ATokenOfAnotherInstanceWithTheSameKey(t *testing.T) {
	k := newKit(t)
	session := func(iss any) string { return k.sign(t, k.header(), k.claims().with(members{"iss": iss})) }
	for _, iss := range []any{"https://clerk.other.example", issuer + "/", issuer + ".evil.example", strings.ToUpper(issuer), "", nil, absent, []string{issuer}} {
		if auth, err := k.verifier(t, nil).Session(t.Context(), session(iss)); auth != nil || reasonOf(t, err) != clerk.ReasonTokenInvalidIssuer {
			t.Errorf("issuer %v: %v, %v", iss, auth, err)
		}
		oauth := k.sign(t, k.oauthHeader(), k.oauthClaims().with(members{"iss": iss}))
		if refused := asked(t, k.machines(t, newFakeAPI(), token.MachineOptions{}, nil), authobject.OAuthToken, oauth); refused == nil {
			t.Errorf("issuer %v passes in an OAuth token", fmt.Sprint(iss))
		}
	}
	for name, set := range map[string]func(*clerk.Options){
		"a satellite's": func(o *clerk.Options) { o.IsSatellite, o.Domain = clerk.Value(true), "satellite.example" },
		"a proxy's":     func(o *clerk.Options) { o.ProxyURL = "https://app.example.com/__clerk" },
	} {
		iss := map[string]string{"a satellite's": "https://clerk.satellite.example", "a proxy's": "https://app.example.com/__clerk"}[name]
		if _, err := k.verifier(t, set).Session(t.Context(), session(iss)); err != nil {
			t.Errorf("%s own: %v", name, err)
		}
	}
}

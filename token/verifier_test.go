package token_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// reasonOf returns the reason of a refusal, or "" when there was none. Any error but a *token.Error fails the test.
func reasonOf(tb testing.TB, err error) clerk.Reason {
	tb.Helper()
	if err == nil {
		return ""
	}
	var known *token.Error
	if !errors.As(err, &known) {
		tb.Fatalf("the error is a %T, not a *token.Error: %v", err, err)
	}
	if known.Reason == "" || known.Detail == "" {
		tb.Fatalf("the error lacks a reason or a sentence: %#v", known)
	}
	return known.Reason
}

func TestSessionReadsTheCaller(t *testing.T) {
	k := newKit(t)
	text := k.sign(t, k.header(), k.claims().with(members{"act": members{"sub": "user_support"}}))
	auth, err := k.verifier(t, nil).Session(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	actor, _ := auth.Actor()
	for _, row := range []struct{ what, got, want string }{
		{"user", auth.UserID(), "user_1"},
		{"session", auth.SessionID(), "sess_1"},
		{"organization", auth.OrgID(), "org_1"},
		{"slug", auth.OrgSlug(), "acme"},
		{"role", auth.OrgRole(), "org:admin"},
		{"status", string(auth.Status()), "active"},
		{"actor", actor.Subject, "user_support"},
		{"issuer", auth.Issuer(), issuer},
		{"authorized party", auth.AuthorizedParty(), "https://app.example.com"},
		{"token id", auth.TokenID(), "jti_1"},
		{"kind", string(auth.Kind()), string(authobject.SessionToken)},
		{"token", auth.Token().Reveal(), text},
	} {
		if row.got != row.want {
			t.Errorf("%s is %q, want %q", row.what, row.got, row.want)
		}
	}
	if !auth.ExpiresAt().Equal(moment.Add(50*time.Second)) || !auth.IssuedAt().Equal(moment.Add(-10*time.Second)) {
		t.Errorf("issued %v, expires %v", auth.IssuedAt(), auth.ExpiresAt())
	}
	if !auth.Has(authobject.Permission("org:posts:edit"), authobject.Permission("org:billing:read")) {
		t.Errorf("permissions are %v", auth.OrgPermissions())
	}
}

// TestSessionChecksInOrder walks the order of work: each row spoils one thing, and all that comes after it as well, so that
// the reason shows which check came first.
func TestSessionChecksInOrder(t *testing.T) {
	k := newKit(t)
	now := moment.Unix()
	verifier := k.verifier(t, func(o *clerk.Options) {
		o.Audience = []string{"api"}
		o.AuthorizedParties = []string{"https://app.example.com"}
	})
	spoiled := members{"aud": "else", "azp": "https://evil.example", "iss": "https://evil.example", "exp": now - 60, "nbf": now + 60, "iat": now + 60}
	// heal takes back the spoiling of the claims that come before the one under test.
	heal := func(names ...string) members {
		out := k.claims().with(spoiled)
		for _, name := range names {
			if name == "aud" {
				out = out.with(members{"aud": "api"})
				continue
			}
			out = out.with(members{name: k.claims()[name]})
		}
		return out
	}
	for _, row := range []struct {
		name string
		text string
		want clerk.Reason
	}{
		{"kind comes before typ", k.signWith(t, k.stranger, jose.RS256, k.header().with(members{"cat": "cl_B7d4PD222AAA", "typ": "x"}), heal()), clerk.ReasonTokenTypeMismatch},
		{"typ comes before alg", k.signWith(t, k.stranger, jose.RS256, k.header().with(members{"typ": "x", "alg": "none"}), heal()), clerk.ReasonTokenInvalid},
		{"alg comes before the signature", k.signWith(t, k.stranger, jose.RS256, k.header().with(members{"alg": "none"}), heal()), clerk.ReasonTokenInvalidAlgorithm},
		{"the signature comes before every claim", k.signWith(t, k.stranger, jose.RS256, k.header(), heal().with(members{"sub": absent})), clerk.ReasonTokenInvalidSignature},
		{"sub comes before aud", k.sign(t, k.header(), heal().with(members{"sub": absent})), clerk.ReasonTokenVerificationFailed},
		{"aud comes before azp", k.sign(t, k.header(), heal()), clerk.ReasonTokenVerificationFailed},
		{"azp comes before iss", k.sign(t, k.header(), heal("aud")), clerk.ReasonTokenInvalidAuthorizedParties},
		{"iss comes before exp", k.sign(t, k.header(), heal("aud", "azp")), clerk.ReasonTokenInvalidIssuer},
		{"exp comes before nbf", k.sign(t, k.header(), heal("aud", "azp", "iss")), clerk.ReasonTokenExpired},
		{"nbf comes before iat", k.sign(t, k.header(), heal("aud", "azp", "iss", "exp")), clerk.ReasonTokenNotActiveYet},
		{"iat comes last", k.sign(t, k.header(), heal("aud", "azp", "iss", "exp", "nbf")), clerk.ReasonTokenIATInTheFuture},
		{"and nothing is left", k.sign(t, k.header(), heal("aud", "azp", "iss", "exp", "nbf", "iat")), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth, err := verifier.Session(context.Background(), row.text)
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("reason %q, want %q (%v)", got, row.want, err)
			}
			if (auth != nil) != (row.want == "") {
				t.Errorf("auth is %v beside the error %v", auth, err)
			}
		})
	}
}

func TestClockSkewBoundaries(t *testing.T) {
	k := newKit(t)
	now := moment.Unix()
	for _, row := range []struct {
		name   string
		skew   *time.Duration
		change members
		want   clerk.Reason
	}{
		{"by default 5 s are allowed: expired 4 s ago", nil, members{"exp": now - 4}, ""},
		{"expired 6 s ago", nil, members{"exp": now - 6}, clerk.ReasonTokenExpired},
		{"exactly 5 s ago is expired", nil, members{"exp": now - 5}, clerk.ReasonTokenExpired},
		{"nbf 5 s ahead passes", nil, members{"nbf": now + 5}, ""},
		{"nbf 6 s ahead does not", nil, members{"nbf": now + 6}, clerk.ReasonTokenNotActiveYet},
		{"iat 5 s ahead passes", nil, members{"iat": now + 5}, ""},
		{"iat 6 s ahead does not", nil, members{"iat": now + 6}, clerk.ReasonTokenIATInTheFuture},
		{"no skew: expiring now is expired", clerk.Value(time.Duration(0)), members{"exp": now}, clerk.ReasonTokenExpired},
		{"no skew: expiring in 1 s is not", clerk.Value(time.Duration(0)), members{"exp": now + 1}, ""},
		{"no skew: nbf 1 s ahead does not pass", clerk.Value(time.Duration(0)), members{"nbf": now + 1}, clerk.ReasonTokenNotActiveYet},
		{"a minute of skew", clerk.Value(time.Minute), members{"exp": now - 59}, ""},
		{"fractions are cut off: 3.5 s ago counts as 4", nil, members{"exp": float64(now) - 3.5}, ""},
		{"fractions never save a token: 4.1 s ago counts as 5", nil, members{"exp": float64(now) - 4.1}, clerk.ReasonTokenExpired},
		{"nbf and iat may be absent", nil, members{"nbf": absent, "iat": absent}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			verifier := k.verifier(t, func(o *clerk.Options) { o.ClockSkew = row.skew })
			_, err := verifier.Session(context.Background(), k.sign(t, k.header(), k.claims().with(row.change)))
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("reason %q, want %q (%v)", got, row.want, err)
			}
		})
	}
}

func TestAudiencePartiesIssuersAndTypes(t *testing.T) {
	k := newKit(t)
	audience := func(list ...string) func(*clerk.Options) { return func(o *clerk.Options) { o.Audience = list } }
	strict := func(o *clerk.Options) { o.Audience, o.RequireAudience = []string{"api"}, true }
	parties := func(list ...string) func(*clerk.Options) {
		return func(o *clerk.Options) { o.AuthorizedParties = list }
	}
	issuers := func(list ...string) func(*clerk.Options) { return func(o *clerk.Options) { o.Issuers = list } }
	types := func(list ...string) func(*clerk.Options) { return func(o *clerk.Options) { o.HeaderTypes = list } }
	const (
		failed  = clerk.ReasonTokenVerificationFailed
		party   = clerk.ReasonTokenInvalidAuthorizedParties
		foreign = clerk.ReasonTokenInvalidIssuer
	)
	for _, row := range []struct {
		name   string
		set    func(*clerk.Options)
		header members
		claims members
		want   clerk.Reason
	}{
		{"no audience configured, any aud", nil, nil, members{"aud": "anything"}, ""},
		{"no audience configured, odd aud", nil, nil, members{"aud": 5}, ""},
		{"aud is the one", audience("api"), nil, members{"aud": "api"}, ""},
		{"aud is another", audience("api"), nil, members{"aud": "web"}, failed},
		{"aud differs by case", audience("api"), nil, members{"aud": "API"}, failed},
		{"one of several in common", audience("api", "web"), nil, members{"aud": []string{"x", "web"}}, ""},
		{"none in common", audience("api"), nil, members{"aud": []string{"x", "y"}}, failed},
		{"absent aud passes unless required", audience("api"), nil, nil, ""},
		{"null aud passes unless required", audience("api"), nil, members{"aud": nil}, ""},
		{"empty aud passes unless required", audience("api"), nil, members{"aud": ""}, ""},
		{"an empty list passes unless required", audience("api"), nil, members{"aud": []string{}}, ""},
		{"absent aud where it is required", strict, nil, nil, failed},
		{"null aud where it is required", strict, nil, members{"aud": nil}, failed},
		{"empty aud where it is required", strict, nil, members{"aud": []string{""}}, failed},
		{"a number as aud", audience("api"), nil, members{"aud": 5}, failed},
		{"an object as aud", audience("api"), nil, members{"aud": members{"api": 1}}, failed},
		{"a list with a number", audience("api"), nil, members{"aud": []any{"api", 5}}, failed},
		{"a list with null", audience("api"), nil, members{"aud": []any{"api", nil}}, failed},

		{"no parties configured, any azp", nil, nil, members{"azp": "https://evil.example"}, ""},
		{"no parties configured, no azp", nil, nil, members{"azp": absent}, ""},
		{"azp is listed", parties("https://a.example", "https://app.example.com"), nil, nil, ""},
		{"azp is not listed", parties("https://a.example"), nil, nil, party},
		{"azp is absent", parties("https://app.example.com"), nil, members{"azp": absent}, party},
		{"azp is empty", parties("https://app.example.com"), nil, members{"azp": ""}, party},
		{"azp is null", parties("https://app.example.com"), nil, members{"azp": nil}, party},
		{"azp is a list", parties("https://app.example.com"), nil, members{"azp": []string{"https://app.example.com"}}, party},
		{"azp with a slash at the end", parties("https://app.example.com"), nil, members{"azp": "https://app.example.com/"}, party},
		{"azp in another case", parties("https://app.example.com"), nil, members{"azp": "https://APP.example.com"}, party},
		{"azp with the listed one before it", parties("https://app.example.com"), nil, members{"azp": "https://app.example.com.evil.example"}, party},

		{"the issuer that the publishable key implies", nil, nil, nil, ""},
		{"another instance's issuer", nil, nil, members{"iss": "https://clerk.other.com"}, foreign},
		{"the issuer with another scheme", nil, nil, members{"iss": "http://clerk.example.com"}, foreign},
		{"the issuer with a slash", nil, nil, members{"iss": issuer + "/"}, foreign},
		{"no issuer", nil, nil, members{"iss": absent}, foreign},
		{"a number as issuer", nil, nil, members{"iss": 5}, foreign},
		{"an issuer that is listed", issuers("https://clerk.other.com"), nil, members{"iss": "https://clerk.other.com"}, ""},
		{"a list replaces what is implied", issuers("https://clerk.other.com"), nil, nil, foreign},
		{"any issuer, when asked for", issuers(clerk.AnyIssuer), nil, members{"iss": "https://clerk.other.com"}, ""},
		{"any issuer, none at all", issuers(clerk.AnyIssuer), nil, members{"iss": absent}, ""},
		{"the proxy is an issuer too", func(o *clerk.Options) { o.ProxyURL = "https://app.example.com/__clerk" }, nil, members{"iss": "https://app.example.com/__clerk"}, ""},

		{"typ may be absent", nil, members{"typ": absent}, nil, ""},
		{"typ in lower case", nil, members{"typ": "jwt"}, nil, clerk.ReasonTokenInvalid},
		{"typ is null", nil, members{"typ": nil}, nil, clerk.ReasonTokenInvalid},
		{"typ is empty", nil, members{"typ": ""}, nil, clerk.ReasonTokenInvalid},
		{"typ must be there once it is configured", types("JWT"), members{"typ": absent}, nil, clerk.ReasonTokenInvalid},
		{"a configured typ", types("JWT", "custom"), members{"typ": "custom"}, nil, ""},
		{"JWT is not accepted where others are configured", types("custom"), nil, nil, clerk.ReasonTokenInvalid},

		{"the category of sessions", nil, members{"cat": "cl_B7d4PD111AAA"}, nil, ""},
		{"the category of an instance without categories", nil, members{"cat": "cl_I7d4PD111III"}, nil, ""},
		{"the category of a JWT template", nil, members{"cat": "cl_B7d4PD222AAA"}, nil, clerk.ReasonTokenTypeMismatch},
		{"the category of machines", nil, members{"cat": "cl_B7d4PD333AAA"}, nil, clerk.ReasonTokenTypeMismatch},
		{"an unknown category", nil, members{"cat": "cl_new"}, nil, clerk.ReasonTokenTypeMismatch},
		{"an empty category", nil, members{"cat": ""}, nil, clerk.ReasonTokenTypeMismatch},
		{"null as category", nil, members{"cat": nil}, nil, clerk.ReasonTokenTypeMismatch},
		{"a machine as subject", nil, nil, members{"sub": "mch_1"}, clerk.ReasonTokenTypeMismatch},
		{"an OAuth access token", nil, members{"typ": "at+jwt"}, nil, clerk.ReasonTokenTypeMismatch},
		{"an OAuth access token, long form", nil, members{"typ": "application/at+jwt"}, nil, clerk.ReasonTokenTypeMismatch},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := k.sign(t, k.header().with(row.header), k.claims().with(row.claims))
			_, err := k.verifier(t, row.set).Session(context.Background(), text)
			if got := reasonOf(t, err); got != row.want {
				t.Errorf("reason %q, want %q (%v)", got, row.want, err)
			}
		})
	}
}

func TestSessionAllocations(t *testing.T) {
	k := newKit(t)
	texts := []string{k.sign(t, k.header(), k.claims()), k.sign(t, k.header(), k.claims().with(members{"sub": "user_2"}))}
	ctx := context.Background()
	for _, row := range []struct {
		name   string
		with   []token.Option
		tokens int // that come in turns
		budget float64
	}{
		{"a token that is not remembered", []token.Option{token.WithoutCache()}, 1, 30},
		{"a token that pushes another out, which is the next", []token.Option{token.WithCache(token.CacheOptions{MaxTokens: 1})}, 2, 35},
		{"a token that is remembered", nil, 1, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			verifier := k.verifierWith(t, nil, row.with...)
			n := 0
			allocs := testing.AllocsPerRun(100, func() {
				n++
				if _, err := verifier.Session(ctx, texts[n%row.tokens]); err != nil {
					t.Fatal(err)
				}
			})
			if allocs > row.budget {
				t.Errorf("it costs %.0f allocations; the budget is %.0f", allocs, row.budget)
			}
		})
	}
}

// brokenKeys stand for a key source of somebody else's making.
type brokenKeys struct{ err error }

func (b brokenKeys) Key(context.Context, string) (jwks.Key, error)      { return jwks.Key{}, b.err }
func (b brokenKeys) Renewed(context.Context, jwks.Key) (jwks.Key, bool) { return jwks.Key{}, false }

func TestKeysThatCannotBeHadAreNotTheTokensFault(t *testing.T) {
	k := newKit(t)
	text := k.sign(t, k.header(), k.claims())
	instance, err := clerk.Options{PublishableKey: publishableKey, Getenv: func(string) string { return "" }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name        string
		err         error
		reason      clerk.Reason
		unavailable bool
	}{
		{"no keys", &jwks.Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Detail: "d", Unavailable: true, RetryAfter: time.Second}, clerk.ReasonJWKRemoteFailedToLoad, true},
		{"an unknown key id", &jwks.Error{Reason: clerk.ReasonJWKKidMismatch, Detail: "d"}, clerk.ReasonJWKKidMismatch, false},
		{"an error of another type", errors.New("boom"), clerk.ReasonUnexpectedError, true},
		{"no error, and a key that verifies nothing", nil, clerk.ReasonTokenInvalidSignature, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth, err := token.New(instance, brokenKeys{row.err}).Session(context.Background(), text)
			if auth != nil || reasonOf(t, err) != row.reason {
				t.Fatalf("auth %v, error %v", auth, err)
			}
			var known *token.Error
			if errors.As(err, &known); known.Unavailable != row.unavailable {
				t.Errorf("unavailable is %v", known.Unavailable)
			}
		})
	}
}

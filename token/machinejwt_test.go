package token_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

const machineCategory = "cl_B7d4PD333AAA"

func (k kit) m2mHeader() members { return k.header().with(members{"cat": machineCategory}) }

func (kit) m2mClaims() members {
	now := moment.Unix()
	return members{"iss": issuer, "sub": "mch_1", "jti": "mt_jwt", "iat": now - 10, "nbf": now - 20, "exp": now + 60, "aud": []string{"mch_2"}, "scopes": "mch_2 mch_3"}
}

func (k kit) oauthHeader() members { return k.header().with(members{"typ": "at+jwt"}) }

func (kit) oauthClaims() members {
	now := moment.Unix()
	return members{"iss": issuer, "sub": "user_1", "jti": "oat_jwt", "client_id": "client_1", "iat": now - 10, "nbf": now - 20, "exp": now + 60, "scope": "email profile"}
}

// A machineForm is a JWT that passes, and what it says.
type machineForm struct {
	name, text string
	kind       authobject.TokenKind
	scopes     []string
	claims     string
}

func machineForms(tb testing.TB, k kit) []machineForm {
	tb.Helper()
	m2m := func(header, claims members) string {
		return k.sign(tb, k.m2mHeader().with(header), k.m2mClaims().with(claims))
	}
	oauth := func(header, claims members) string {
		return k.sign(tb, k.oauthHeader().with(header), k.oauthClaims().with(claims))
	}
	const m2mKind, oauthKind = authobject.M2MToken, authobject.OAuthToken
	bare := members{"aud": absent, "scopes": absent}
	return []machineForm{
		{"an M2M token", m2m(nil, nil), m2mKind, []string{"mch_2", "mch_3"}, `{"aud":["mch_2"],"scopes":"mch_2 mch_3"}`},
		{"without a category", m2m(members{"cat": absent}, nil), m2mKind, []string{"mch_2", "mch_3"}, `{"aud":["mch_2"],"scopes":"mch_2 mch_3"}`},
		{"without an id", m2m(nil, members{"jti": absent}), m2mKind, []string{"mch_2", "mch_3"}, `{"aud":["mch_2"],"scopes":"mch_2 mch_3"}`},
		{"the audience stands in for scopes", m2m(nil, members{"scopes": absent}), m2mKind, []string{"mch_2"}, `{"aud":["mch_2"]}`},
		{"two spaces make an empty scope", m2m(nil, members{"scopes": "a  b", "aud": absent}), m2mKind, []string{"a", "", "b"}, `{"scopes":"a  b"}`},
		{"scopes in a list", m2m(nil, members{"scopes": []any{"a", 5, "b"}, "aud": absent}), m2mKind, []string{"a", "b"}, `{"scopes":["a",5,"b"]}`},
		{"scopes of no known form grant nothing", m2m(nil, members{"scopes": 5}), m2mKind, nil, `{"aud":["mch_2"],"scopes":5}`},
		{"no claims of its own", m2m(nil, bare), m2mKind, nil, ``},
		{"names that have to be quoted", m2m(nil, bare.with(members{"a\"b\n": members{"sub": "x"}})), m2mKind, nil, `{"a\"b\n":{"sub":"x"}}`},
		{"an OAuth token", oauth(nil, nil), oauthKind, []string{"email", "profile"}, `{"client_id":"client_1","scope":"email profile"}`},
		{"the long form of typ", oauth(members{"typ": "application/at+jwt"}, nil), oauthKind, []string{"email", "profile"}, `{"client_id":"client_1","scope":"email profile"}`},
		{"a category counts for machines only", oauth(members{"cat": machineCategory}, nil), oauthKind, []string{"email", "profile"}, `{"client_id":"client_1","scope":"email profile"}`},
		{"scp counts before scope", oauth(nil, members{"scp": []string{"a"}}), oauthKind, []string{"a"}, `{"client_id":"client_1","scope":"email profile","scp":["a"]}`},
		{"a scp that is null", oauth(nil, members{"scp": nil}), oauthKind, []string{"email", "profile"}, `{"client_id":"client_1","scope":"email profile","scp":null}`},
		{"no scopes; the audience is none", oauth(nil, members{"scope": absent, "aud": []string{"x"}}), oauthKind, nil, `{"aud":["x"],"client_id":"client_1"}`},
	}
}

func TestJWTsOfMachinesAreRead(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	m := k.machines(t, api, token.MachineOptions{}, nil)
	for _, row := range machineForms(t, k) {
		t.Run(row.name, func(t *testing.T) {
			auth, err := m.Verify(t.Context(), row.kind, row.text)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(auth.Scopes(), row.scopes) || string(auth.Claims().Raw()) != row.claims {
				t.Errorf("scopes %q, claims %s", auth.Scopes(), auth.Claims().Raw())
			}
			if auth.Issuer() != issuer || !auth.ExpiresAt().Equal(moment.Add(time.Minute)) || !auth.IssuedAt().Equal(moment.Add(-10*time.Second)) {
				t.Errorf("issuer %q, issued %v, expires %v", auth.Issuer(), auth.IssuedAt(), auth.ExpiresAt())
			}
			switch row.kind {
			case authobject.M2MToken:
				if auth.Subject() != "mch_1" || auth.MachineID() != "mch_1" || auth.UserID() != "" || auth.ClientID() != "" {
					t.Errorf("it is %v", auth)
				}
			default:
				if auth.Subject() != "user_1" || auth.UserID() != "user_1" || auth.ClientID() != "client_1" || auth.MachineID() != "" {
					t.Errorf("it is %v", auth)
				}
			}
		})
	}
	if api.count() != 0 {
		t.Errorf("Clerk was asked %d times about JWTs", api.count())
	}
}

func TestJWTsOfMachinesAreRefused(t *testing.T) {
	k := newKit(t)
	now := moment.Unix()
	m2m := func(header, claims members) string {
		return k.sign(t, k.m2mHeader().with(header), k.m2mClaims().with(claims))
	}
	oauth := func(header, claims members) string {
		return k.sign(t, k.oauthHeader().with(header), k.oauthClaims().with(claims))
	}
	forged := k.signWith(t, k.stranger, jose.RS256, k.m2mHeader(), k.m2mClaims())
	audience := func(o *clerk.Options) { o.Audience = []string{"api"} }
	parties := func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} }
	const m2mKind, oauthKind, mismatch, failed = authobject.M2MToken, authobject.OAuthToken, clerk.ReasonTokenTypeMismatch, clerk.ReasonTokenVerificationFailed
	for _, row := range []struct {
		name  string
		set   func(*clerk.Options)
		kind  authobject.TokenKind
		text  string
		want  clerk.Reason // "": it passes
		inner clerk.Reason
	}{
		{"a session token", nil, m2mKind, k.sign(t, k.header(), k.claims()), mismatch, ""},
		{"an OAuth token as an M2M token", nil, m2mKind, oauth(nil, nil), mismatch, ""},
		{"an M2M token as an OAuth token", nil, oauthKind, m2m(nil, nil), mismatch, ""},
		{"a JWT as an API key", nil, authobject.APIKey, m2m(nil, nil), mismatch, ""},
		{"a JWT as a session, which others judge", nil, authobject.SessionToken, m2m(nil, nil), mismatch, ""},
		{"a machine's subject in an access token", nil, m2mKind, oauth(nil, members{"sub": "mch_1"}), failed, clerk.ReasonTokenInvalid},
		{"the category of sessions", nil, m2mKind, m2m(members{"cat": "cl_B7d4PD111AAA"}, nil), clerk.ReasonTokenInvalid, ""},
		{"the category of templates", nil, m2mKind, m2m(members{"cat": "cl_B7d4PD222AAA"}, nil), clerk.ReasonTokenInvalid, ""},
		{"a category that is null", nil, m2mKind, m2m(members{"cat": nil}, nil), clerk.ReasonTokenInvalid, ""},
		{"a forged token of an impossible category", nil, m2mKind, k.signWith(t, k.stranger, jose.RS256, k.m2mHeader().with(members{"cat": "x"}), k.m2mClaims()), clerk.ReasonTokenInvalid, ""},
		{"a stranger's signature", nil, m2mKind, forged, failed, clerk.ReasonTokenInvalidSignature},
		{"an algorithm with a shared secret", nil, m2mKind, m2m(members{"alg": "HS256"}, nil), failed, clerk.ReasonTokenInvalidAlgorithm},
		{"another typ", nil, m2mKind, m2m(members{"typ": "jwt"}, nil), failed, clerk.ReasonTokenInvalid},
		{"an expired M2M token", nil, m2mKind, m2m(nil, members{"exp": now - 60}), failed, clerk.ReasonTokenExpired},
		{"an M2M token that never expires", nil, m2mKind, m2m(nil, members{"exp": absent}), failed, clerk.ReasonTokenVerificationFailed},
		{"an M2M token of tomorrow", nil, m2mKind, m2m(nil, members{"nbf": now + 60}), failed, clerk.ReasonTokenNotActiveYet},
		{"an expired OAuth token", nil, oauthKind, oauth(nil, members{"exp": now - 60}), failed, clerk.ReasonTokenExpired},
		{"an OAuth token from the future", nil, oauthKind, oauth(nil, members{"iat": now + 60}), failed, clerk.ReasonTokenIATInTheFuture},
		{"an OAuth token without a subject", nil, oauthKind, oauth(nil, members{"sub": absent}), failed, clerk.ReasonTokenVerificationFailed},
		{"another issuer", nil, oauthKind, oauth(nil, members{"iss": "https://elsewhere.example.com"}), failed, clerk.ReasonTokenInvalidIssuer},
		{"an audience is configured, and an M2M token has none", audience, m2mKind, m2m(nil, members{"aud": absent}), "", ""},
		{"an audience is configured, and an OAuth token has none", audience, oauthKind, oauth(nil, nil), failed, clerk.ReasonTokenVerificationFailed},
		{"an audience is configured, and an OAuth token has another", audience, oauthKind, oauth(nil, members{"aud": "else"}), failed, clerk.ReasonTokenVerificationFailed},
		{"an audience is configured, and an OAuth token has an empty one", audience, oauthKind, oauth(nil, members{"aud": []string{""}}), failed, clerk.ReasonTokenVerificationFailed},
		{"an audience is configured, and an OAuth token has it", audience, oauthKind, oauth(nil, members{"aud": []string{"api", "x"}}), "", ""},
		{"parties are configured, and an M2M token has none", parties, m2mKind, m2m(nil, nil), failed, clerk.ReasonTokenInvalidAuthorizedParties},
		{"parties are configured, and an M2M token has one", parties, m2mKind, m2m(nil, members{"azp": "https://app.example.com"}), "", ""},
		{"session tokens have another typ here", func(o *clerk.Options) { o.HeaderTypes = []string{"x"} }, oauthKind, oauth(nil, nil), "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			api := newFakeAPI()
			refused := asked(t, k.machines(t, api, token.MachineOptions{}, row.set), row.kind, row.text)
			if refused == nil {
				if row.want != "" {
					t.Errorf("it passes, want %q", row.want)
				}
				return
			}
			var inner *token.Error
			if errors.As(refused.Err, &inner) != (row.inner != "") || (inner != nil && inner.Reason != row.inner) {
				t.Errorf("cause %v, want %q", refused.Err, row.inner)
			}
			if refused.Reason != row.want || refused.Kind != row.kind || refused.Unavailable {
				t.Errorf("refused %v as %s, want %q", refused, refused.Kind, row.want)
			}
			if api.count() != 0 {
				t.Error("Clerk was asked about a JWT")
			}
		})
	}
}

func TestAClaimThatStandsTwiceIsRefused(t *testing.T) {
	k := newKit(t)
	text := k.sign(t, k.m2mHeader(), `{"sub":"mch_1","iss":"`+issuer+`","exp":9e9,"scopes":"a","scopes":"b"}`)
	if refused := asked(t, k.machines(t, newFakeAPI(), token.MachineOptions{}, nil), authobject.M2MToken, text); refused == nil {
		t.Error("it passes")
	}
}

func TestKeysThatCannotBeHadAreNotTheMachinesFault(t *testing.T) {
	k := newKit(t)
	instance, err := clerk.Options{PublishableKey: publishableKey, Now: func() time.Time { return moment }, Getenv: func(string) string { return "" }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	down := brokenKeys{&jwks.Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Detail: "the endpoint is down", Unavailable: true, RetryAfter: 7 * time.Second}}
	m, err := token.NewMachines(instance, down, nil, token.MachineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	refused := asked(t, m, authobject.OAuthToken, k.sign(t, k.oauthHeader(), k.oauthClaims()))
	if refused == nil || refused.Reason != clerk.ReasonTokenVerificationFailed || !refused.Unavailable || refused.RetryAfter != 7*time.Second {
		t.Errorf("got %v", refused)
	}
	refused = asked(t, m, authobject.APIKey, "ak_secret")
	if refused == nil || refused.Reason != clerk.ReasonSecretKeyInvalid || !refused.Unavailable || !strings.Contains(refused.Detail, "SecretKey") {
		t.Errorf("without a client: %v", refused)
	}
	var none *backend.Client
	if _, err := token.NewMachines(instance, down, none, token.MachineOptions{CacheFor: -1, MaxUnknown: 1, StaleFor: time.Hour}); err == nil ||
		strings.Count(err.Error(), "machine option") != 3 {
		t.Errorf("options that cannot be: %v", err)
	}
}

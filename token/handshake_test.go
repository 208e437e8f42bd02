package token_test

import (
	"context"
	"slices"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
)

// TestHandshake is the table of payloads of a handshake: a signature by the instance's key, a list of cookies, and dates of now where there are any.
func TestHandshake(t *testing.T) {
	k := newKit(t)
	verifier := k.verifier(t, func(o *clerk.Options) { o.HeaderTypes = []string{"custom"} })
	cookies := []string{"__session=x; Path=/", "__client_uat=5"}
	good := members{"handshake": cookies}
	many := make([]string, 65)
	for _, row := range []struct {
		name, text string
		reason     clerk.Reason
		want       []string
	}{
		{"a payload", k.sign(t, k.header(), good), "", cookies},
		{"without typ", k.sign(t, k.header().with(members{"typ": absent}), good), "", cookies},
		{"of the session category", k.sign(t, k.header().with(members{"cat": "cl_B7d4PD111AAA"}), good), "", cookies},
		{"that has expired, with a session that has dates of its own", k.sign(t, k.header(), good.with(members{"exp": 1})), "", cookies},
		{"that has expired, without a session", k.sign(t, k.header(), members{"handshake": cookies[1:], "exp": 1}), clerk.ReasonTokenExpired, nil},
		{"of ten minutes ago", k.sign(t, k.header(), good.with(members{"iat": moment.Unix() - 600})), clerk.ReasonTokenExpired, nil},
		{"of a minute ago", k.sign(t, k.header(), good.with(members{"iat": moment.Unix() - 60})), "", cookies},
		{"of the future", k.sign(t, k.header(), good.with(members{"iat": moment.Unix() + 600})), clerk.ReasonTokenIATInTheFuture, nil},
		{"not valid yet", k.sign(t, k.header(), good.with(members{"nbf": moment.Unix() + 600})), clerk.ReasonTokenNotActiveYet, nil},
		{"a date that is none", k.sign(t, k.header(), good.with(members{"iat": "x"})), clerk.ReasonTokenVerificationFailed, nil},
		{"an empty list", k.sign(t, k.header(), members{"handshake": []string{}}), "", nil},
		{"no list", k.sign(t, k.header(), members{"handshake": "a=b"}), clerk.ReasonTokenInvalid, nil},
		{"nothing of it", k.sign(t, k.header(), members{"x": 1}), clerk.ReasonTokenInvalid, nil},
		{"another key's", k.signWith(t, k.stranger, jose.RS256, k.header(), good), clerk.ReasonTokenInvalidSignature, nil},
		{"of a JWT template", k.sign(t, k.header().with(members{"cat": "cl_B7d4PD222AAA"}), good), clerk.ReasonTokenInvalid, nil},
		{"of an unknown category", k.sign(t, k.header().with(members{"cat": ""}), good), clerk.ReasonTokenInvalid, nil},
		{"of another type, also one that session tokens may have", k.sign(t, k.header().with(members{"typ": "custom"}), good), clerk.ReasonTokenInvalid, nil},
		{"without an algorithm", k.sign(t, k.header().with(members{"alg": "none"}), good), clerk.ReasonTokenInvalidAlgorithm, nil},
		{"a list with a number", k.sign(t, k.header(), members{"handshake": []any{"a=b", 5}}), clerk.ReasonTokenInvalid, nil},
		{"65 cookies", k.sign(t, k.header(), members{"handshake": many}), clerk.ReasonTokenInvalid, nil},
		{"two lists", k.sign(t, k.header(), `{"handshake":["a=b"],"handshake":["c=d"]}`), clerk.ReasonTokenInvalid, nil},
		{"no token", "x", clerk.ReasonTokenInvalid, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := verifier.Handshake(t.Context(), row.text)
			if reasonOf(t, err) != row.reason || !slices.Equal(got, row.want) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	t.Run("without keys it is unavailable", func(t *testing.T) {
		if _, err := k.fetchingVerifier(t).Handshake(t.Context(), k.sign(t, k.header(), good)); reasonOf(t, err) != clerk.ReasonUnexpectedError {
			t.Errorf("got %v", err)
		}
	})
}

func TestADeveloperSessionMayBeADayOff(t *testing.T) {
	k := newKit(t)
	verifier := k.verifier(t, nil)
	at := func(iat int64) string {
		return k.sign(t, k.header(), k.claims().with(members{"iat": iat, "nbf": iat, "exp": iat + 60}))
	}
	const hour = 3600
	for _, row := range []struct {
		name   string
		text   string
		reason clerk.Reason
	}{
		{"an hour old", at(moment.Unix() - hour), ""},
		{"an hour early", at(moment.Unix() + hour), ""},
		{"25 hours old", at(moment.Unix() - 25*hour), clerk.ReasonTokenExpired},
		{"25 hours early", at(moment.Unix() + 25*hour), clerk.ReasonTokenNotActiveYet},
		{"another key's", k.signWith(t, k.stranger, jose.RS256, k.header(), k.claims()), clerk.ReasonTokenInvalidSignature},
		{"another party's", k.sign(t, k.header(), k.claims().with(members{"iss": "https://other.example"})), clerk.ReasonTokenInvalidIssuer},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := verifier.DeveloperSession(t.Context(), row.text); reasonOf(t, err) != row.reason {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := verifier.Session(t.Context(), at(moment.Unix()-hour)); reasonOf(t, err) != clerk.ReasonTokenExpired {
		t.Error("the leniency has become the verifier's own")
	}
}

// FuzzHandshake signs arbitrary payloads, and sends arbitrary text: cookies come out of genuine ones only.
func FuzzHandshake(f *testing.F) {
	k := newKit(f)
	verifier := k.verifier(f, nil)
	for _, seed := range []string{`{"handshake":["a=b"]}`, `{"handshake":[null]}`, `{"handshake":{"0":"a"}}`, `[]`, `null`, `5`, `{"handshake":["\u0000"]}`, "x.y.z"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := verifier.Handshake(context.Background(), k.sign(t, k.header(), string(data)))
		if reasonOf(t, err) != "" && list != nil {
			t.Fatalf("%q beside %v", list, err)
		}
		if list, err := verifier.Handshake(context.Background(), string(data)); err == nil || list != nil {
			t.Fatalf("%q passes unsigned: %q", data, list)
		}
	})
}

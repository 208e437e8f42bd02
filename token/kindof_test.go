package token_test

import (
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/token"
)

func TestKindOf(t *testing.T) {
	k := newKit(t)
	signed := func(header, claims members) string {
		return k.sign(t, k.header().with(header), k.claims().with(claims))
	}
	accessToken := signed(members{"typ": "at+jwt"}, nil)
	unsigned := accessToken[:strings.LastIndexByte(accessToken, '.')+1]
	for _, row := range []struct {
		name, text string
		want       authobject.TokenKind
	}{
		{"an API key", "ak_secret", authobject.APIKey},
		{"an opaque M2M token", "mt_secret", authobject.M2MToken},
		{"an opaque OAuth token", "oat_secret", authobject.OAuthToken},
		{"a prefix alone", "ak_", authobject.APIKey},
		{"a prefix and the form of a JWT", "oat_a.b.c", authobject.OAuthToken},
		{"prefixes are told apart by case", "AK_secret", ""},
		{"a prefix inside the text", "xak_secret", ""},
		{"a space before the prefix", " ak_secret", ""},
		{"a session token", signed(nil, nil), ""},
		{"a machine's JWT", signed(nil, members{"sub": "mch_1"}), authobject.M2MToken},
		{"the subject is only the prefix", signed(nil, members{"sub": "mch_"}), authobject.M2MToken},
		{"subjects are told apart by case", signed(nil, members{"sub": "MCH_1"}), ""},
		{"a subject that is no text", signed(nil, members{"sub": []string{"mch_1"}}), ""},
		{"the category of machines without such a subject", signed(members{"cat": "cl_B7d4PD333AAA"}, nil), ""},
		{"an OAuth access token", accessToken, authobject.OAuthToken},
		{"the long form of its typ", signed(members{"typ": "application/at+jwt"}, nil), authobject.OAuthToken},
		{"typ is told apart by case", signed(members{"typ": "AT+JWT"}, nil), ""},
		{"a machine's subject counts before typ", signed(members{"typ": "at+jwt"}, members{"sub": "mch_1"}), authobject.M2MToken},
		{"a JWT without a signature", unsigned, ""},
		{"a fourth part", accessToken + ".x", ""},
		{"a subject written with an escape", k.sign(t, k.header(), `{"sub":"\u006dch_1"}`), authobject.M2MToken},
		{"a typ written with an escape", k.sign(t, `{"alg":"RS256","typ":"application\/at\u002bjwt"}`, k.claims()), authobject.OAuthToken},
		{"the words in another place", signed(members{"kid": "at+jwt"}, members{"jti": "mch_1"}), ""},
		{"padding", accessToken + "=", ""},
		{"a header that is null", "bnVsbA.bnVsbA.c2ln", ""},
		{"parts that are no JSON", "a.b.c", ""},
		{"nothing", "", ""},
		{"dots", "..", ""},
		{"a token that is too large", accessToken + strings.Repeat("A", 16<<10), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, ok := token.KindOf(row.text); got != row.want || ok != (row.want != "") || ok != got.IsMachine() {
				t.Errorf("got %q, %v, want %q", got, ok, row.want)
			}
		})
	}
}

// FuzzKindOf sends arbitrary text: the kind follows from the text alone, and nothing that nobody signed passes as what it claims.
func FuzzKindOf(f *testing.F) {
	k := newKit(f)
	api := newFakeAPI()
	machines := k.machines(f, api, token.MachineOptions{}, nil)
	signed := map[string]bool{}
	for _, row := range machineForms(f, k) {
		signed[row.text] = true
		f.Add(row.text)
	}
	for _, row := range hostileTokens(f, k) {
		if len(row.text) < 4<<10 {
			f.Add(row.text)
		}
	}
	for _, text := range []string{"ak_", "ak_secret", "mt_a.b.c", "oat_\x00", "ak_é", "mt_ x", "eyJ0eXAiOiJhdCtqd3QifQ.e30.AA", "eyJ9.eyJzdWIiOiJtY2hfIn0.AA"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kind, ok := token.KindOf(text)
		if ok != kind.IsMachine() {
			t.Fatalf("kind %q beside %v", kind, ok)
		}
		for _, want := range []authobject.TokenKind{authobject.APIKey, authobject.M2MToken, authobject.OAuthToken, authobject.SessionToken} {
			refused := asked(t, machines, want, text)
			switch {
			case refused == nil && kind != want:
				t.Fatalf("%q passes as %s and claims to be %q", text, want, kind)
			case refused == nil && !signed[text] && !strings.Contains(text, "good"):
				t.Fatalf("%q passes", text)
			}
		}
	})
}

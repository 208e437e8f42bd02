package clerktest_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestSignWritesWhatItIsGiven(t *testing.T) {
	n := newTown(t)
	good := `{"iss":"` + n.ck.Issuer() + `","sub":"user_ada","exp":4102444800}`
	type header = map[string]any
	for _, row := range []struct {
		name    string
		header  header
		payload string
		signed  int // bytes of the signature
		want    clerk.Reason
	}{
		{"no header stands for a session token's", nil, good, 256, ""},
		{"the least header that is accepted", header{"alg": "RS256", "kid": n.ck.KeyID()}, good, 256, ""},
		{"RS384 is no algorithm of the key", header{"alg": "RS384", "kid": n.ck.KeyID()}, good, 256, clerk.ReasonTokenVerificationFailed},
		{"RS512 is no algorithm of the key", header{"alg": "RS512", "kid": n.ck.KeyID()}, good, 256, clerk.ReasonTokenVerificationFailed},
		{"HS256", header{"alg": "HS256", "kid": n.ck.KeyID()}, good, 32, clerk.ReasonTokenInvalidAlgorithm},
		{"HS384", header{"alg": "HS384", "kid": n.ck.KeyID()}, good, 48, clerk.ReasonTokenInvalidAlgorithm},
		{"HS512", header{"alg": "HS512", "kid": n.ck.KeyID()}, good, 64, clerk.ReasonTokenInvalidAlgorithm},
		{"PS512", header{"alg": "PS512", "kid": n.ck.KeyID()}, good, 256, clerk.ReasonTokenInvalidAlgorithm},
		{"none has no signature", header{"alg": "none", "kid": n.ck.KeyID()}, good, 0, clerk.ReasonTokenInvalidAlgorithm},
		{"an algorithm nobody knows", header{"alg": "XS1", "kid": n.ck.KeyID()}, good, 256, clerk.ReasonTokenInvalidAlgorithm},
		{"an algorithm that is a number", header{"alg": 256, "kid": n.ck.KeyID()}, good, 256, clerk.ReasonTokenInvalidAlgorithm},
		{"an empty header", header{}, good, 256, clerk.ReasonJWKKidMismatch},
		{"a payload that is null", nil, "null", 256, clerk.ReasonTokenInvalid},
		{"no payload", nil, "", 256, clerk.ReasonTokenInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			token := n.ck.Sign(row.header, []byte(row.payload))
			parts := strings.Split(token, ".")
			if len(parts) != 3 {
				t.Fatalf("the token has %d parts", len(parts))
			}
			if text, err := base64.RawURLEncoding.DecodeString(parts[1]); err != nil || string(text) != row.payload {
				t.Errorf("the payload is %q (%v)", text, err)
			}
			if got := base64.RawURLEncoding.DecodedLen(len(parts[2])); got != row.signed {
				t.Errorf("the signature has %d bytes, want %d", got, row.signed)
			}
			newGate(t, n.ck.Options()).wantReason(t, token, row.want)
		})
	}
}

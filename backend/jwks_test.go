package backend_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestAnOddKeyDoesNotSpoilItsSet(t *testing.T) {
	c := stub(map[string]string{"GET /jwks": `{"keys":[
		"a text", ["a list"], 7, null,
		{"kty":"RSA","kid":["k1"],"n":5,"e":"AQAB","x5c":"one"},
		{"kty":"RSA","kid":"k2","n":"n2","e":"AQAB"}
	]}`})
	set, err := c.JWKS.Get(t.Context())
	if err != nil || len(set.Keys) != 6 {
		t.Fatalf("got %+v, error %v", set, err)
	}
	if odd := set.Keys[4]; odd.Type != backend.JWKTypeRSA || odd.KeyID != "" || odd.N != "" || odd.E != "AQAB" || odd.X5C != nil {
		t.Errorf("the odd key is %+v", odd)
	}
	if sound := set.Keys[5]; sound.KeyID != "k2" || sound.N != "n2" {
		t.Errorf("the sound key is %+v", sound)
	}
}

func TestKeysOfEveryKind(t *testing.T) {
	c := stub(map[string]string{"GET /jwks": `{"keys":[
		{"kty":"OKP","kid":"k1","alg":"EdDSA","use":"sig","crv":"Ed25519","x":"x1","x5t#S256":"print","x5c":["a","b"],"x5u":"https://example.com/c","x5t":"sha1"},
		{"kty":"EC","kid":"k2","crv":"P-256","x":"x2","y":"y2"},
		{"kty":"RSA","kid":"k3","n":"n3","e":"AQAB"},
		{"kty":"RSA","kid":"k4","d":"private","p":"private","q":"private","dp":"private","dq":"private","qi":"private"},
		{"kty":"oct","kid":"k5","k":"private"},
		{"kty":"lattice","kid":"k6","seed":"unknown member"}
	]}`})
	set, err := c.JWKS.Get(t.Context())
	if err != nil || len(set.Keys) != 6 {
		t.Fatalf("got %+v, error %v", set, err)
	}
	okp, ec, rsa, private, oct, other := set.Keys[0], set.Keys[1], set.Keys[2], set.Keys[3], set.Keys[4], set.Keys[5]
	if okp.Type != backend.JWKTypeOKP || okp.Curve != "Ed25519" || okp.X != "x1" || okp.X5TS256 != "print" || okp.X5T != "sha1" ||
		len(okp.X5C) != 2 || okp.X5U == "" || okp.Algorithm != "EdDSA" || okp.Use != "sig" || okp.D != "" {
		t.Errorf("the OKP key is %+v", okp)
	}
	if ec.Type != backend.JWKTypeEC || ec.Y != "y2" || rsa.Type != backend.JWKTypeRSA || rsa.N != "n3" || rsa.E != "AQAB" {
		t.Errorf("the EC key is %+v, the RSA key %+v", ec, rsa)
	}
	if other.Type != "lattice" || other.KeyID != "k6" {
		t.Errorf("the key of an unknown kind is %+v", other)
	}
	for _, secret := range []backend.Secret{private.D, private.P, private.Q, private.DP, private.DQ, private.QI, oct.K} {
		if string(secret) != "private" {
			t.Errorf("a private member is %q", string(secret))
		}
	}
	encoded, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprintf("%v", set), fmt.Sprintf("%#v", set.Keys), string(encoded)} {
		if strings.Contains(text, "private") {
			t.Errorf("private members are shown: %s", text)
		}
	}
}

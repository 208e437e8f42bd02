package token

import (
	"context"
	"crypto/sha512"
	"encoding/base64"

	"github.com/usher-auth/usher/authobject"
)

// Remembered returns how many tokens a verifier remembers and about how many bytes they take.
func Remembered(v *Verifier) (tokens, bytes int) { return v.known.Size() }

// KnownHeader returns the header that a verifier knows, encoded.
func KnownHeader(v *Verifier) string { return v.headers.Known() }

// Filled returns the token that Fill makes of claims. Its signature is as long as one, and nobody made it.
func Filled(claims []byte) string {
	var signature [256]byte
	sum := sha512.Sum512(claims)
	copy(signature[:], sum[:])
	encode := base64.RawURLEncoding.EncodeToString
	return "eyJhbGciOiJSUzI1NiIsImNhdCI6ImNsX0I3ZDRQRDExMUFBQSIsImtpZCI6Imluc18xIiwidHlwIjoiSldUIn0." + encode(claims) + "." + encode(signature[:])
}

// Fill has a verifier remember n tokens that nobody has signed, so that a million of them take no minutes to make. They are put
// where Session puts one.
func Fill(v *Verifier, n int, claims func(i int) []byte) error {
	key, err := v.keys.Key(context.Background(), "ins_1")
	if err != nil {
		return err
	}
	for i := range n {
		text := claims(i)
		auth, err := authobject.FromClaims(text, "")
		if err != nil {
			return err
		}
		v.remember(v.known.Tag(Filled(text)), Filled(text), sessionVerdict{auth: auth, key: key, kid: "ins_1", claims: string(text), dates: dates{expires: auth.ExpiresAt().Unix(), since: noDate}})
	}
	return nil
}

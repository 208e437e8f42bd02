package clerktest

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash"

	"github.com/usher-auth/usher/internal/jose"
)

// categorySession is the header member cat of Clerk's session tokens (Clerk: token categories).
const categorySession = "cl_B7d4PD111AAA"

// sessionHeader returns the header of a session token as Clerk writes it.
func sessionHeader(key signingKey) map[string]any {
	return map[string]any{"alg": string(jose.RS256), "cat": categorySession, "kid": key.id, "typ": "JWT"}
}

// Sign returns a token of exactly this header and exactly these bytes, however little they make sense together, signed
// with the key that the instance signs with now. A nil header stands for the one that session tokens have. It is for
// tokens that Clerk would never make; for all others there is [Clerk.SignIn].
//
// The signature is what the header's alg says, so that tokens attack as they do in the field:
//
//   - RS256, RS384, RS512, PS256, PS384 and PS512 with the private key. The keys are published for RS256, so the others
//     are refused although the signature is right.
//   - HS256, HS384 and HS512 with the text of PublicKeyPEM as the shared secret, which fools verifiers that let the token
//     choose.
//   - none: nothing.
//   - anything else, or no text: as with RS256.
func (c *Clerk) Sign(header map[string]any, payload []byte) string {
	c.tb.Helper()
	key := c.keys.current()
	if header == nil {
		header = sessionHeader(key)
	}
	token, err := compact(key, header, payload)
	if err != nil {
		c.fail("%v", err)
	}
	return token
}

// compact makes a compact JWS (RFC 7515 section 7.1).
func compact(key signingKey, header map[string]any, payload []byte) (string, error) {
	text, err := json.Marshal(header)
	if err != nil {
		return "", fmt.Errorf("the header of the token is no JSON: %w", err)
	}
	input := base64.RawURLEncoding.EncodeToString(text) + "." + base64.RawURLEncoding.EncodeToString(payload)
	algorithm, _ := header["alg"].(string)
	signature, err := sign(key, algorithm, []byte(input))
	if err != nil {
		return "", fmt.Errorf("the token cannot be signed: %w", err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func sign(key signingKey, algorithm string, input []byte) ([]byte, error) {
	switch algorithm {
	case "none":
		return nil, nil
	case "HS256":
		return signHMAC(key, sha256.New, input)
	case "HS384":
		return signHMAC(key, sha512.New384, input)
	case "HS512":
		return signHMAC(key, sha512.New, input)
	case "RS384", "RS512", "PS256", "PS384", "PS512":
		return jose.Sign(jose.Algorithm(algorithm), input, key.private)
	}
	return jose.Sign(jose.RS256, input, key.private)
}

func signHMAC(key signingKey, newHash func() hash.Hash, input []byte) ([]byte, error) {
	secret, err := publicPEM(key)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(newHash, []byte(secret))
	mac.Write(input)
	return mac.Sum(nil), nil
}

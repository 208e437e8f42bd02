package jose

import (
	"crypto/rsa"
	"errors"
	"fmt"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jws"
)

// An Algorithm is one of the JWS algorithms that Clerk's instances sign with (RFC 7518 section 3.3). None of the symmetric
// ones is here, nor "none": a public key can never be used as a shared secret.
type Algorithm string

// The supported algorithms: RSASSA-PKCS1-v1_5 with SHA-256, SHA-384 and SHA-512.
const (
	RS256 Algorithm = "RS256"
	RS384 Algorithm = "RS384"
	RS512 Algorithm = "RS512"
)

// Errors of [Key.Verify].
var (
	ErrAlgorithmPinned = errors.New("the token's alg is not the one that its key is for")
	ErrSignature       = errors.New("the signature does not match")
)

// Verifiers are stateless; making them once spares a lock and a lookup on every token.
var rs256, rs384, rs512 = verifier(jwa.RS256), verifier(jwa.RS384), verifier(jwa.RS512)

func verifier(alg jwa.SignatureAlgorithm) jws.Verifier {
	v, err := jws.NewVerifier(alg)
	if err != nil {
		panic(fmt.Sprintf("jose: jwx was built without %s: %v", alg, err)) // a broken build, seen at once by every test
	}
	return v
}

// supported returns the algorithm named exactly so, or "".
func supported[T string | []byte](name T) Algorithm {
	switch string(name) {
	case "RS256":
		return RS256
	case "RS384":
		return RS384
	case "RS512":
		return RS512
	}
	return ""
}

// Verify checks a signature over signed with this key. It returns nil, [ErrAlgorithmPinned] or [ErrSignature].
func (k Key) Verify(alg Algorithm, signed, signature []byte) error {
	if k.pinned != "" && alg != k.pinned {
		return ErrAlgorithmPinned
	}
	var v jws.Verifier
	switch alg {
	case RS256:
		v = rs256
	case RS384:
		v = rs384
	case RS512:
		v = rs512
	default:
		return ErrAlgorithmPinned
	}
	if k.public == nil || v.Verify(signed, signature, k.public) != nil {
		return ErrSignature
	}
	return nil
}

// Sign makes the signature of a compact token. Only test kits sign; services verify.
func Sign(alg Algorithm, signingInput []byte, key *rsa.PrivateKey) ([]byte, error) {
	signer, err := jws.NewSigner(jwa.SignatureAlgorithm(alg))
	if err != nil {
		return nil, fmt.Errorf("alg %q cannot sign: %w", alg, err)
	}
	signature, err := signer.Sign(signingInput, key)
	if err != nil {
		return nil, fmt.Errorf("signing with %s: %w", alg, err)
	}
	return signature, nil
}

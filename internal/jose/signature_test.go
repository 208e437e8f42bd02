package jose_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"math/big"
	"testing"

	"github.com/usher-auth/usher/internal/jose"
)

// standard is the verdict of crypto/rsa alone.
func standard(alg jose.Algorithm, public *rsa.PublicKey, signed, signature []byte) bool {
	hash, ok := map[jose.Algorithm]crypto.Hash{jose.RS256: crypto.SHA256, jose.RS384: crypto.SHA384, jose.RS512: crypto.SHA512}[alg]
	if !ok {
		return false
	}
	digest := hash.New()
	digest.Write(signed)
	return rsa.VerifyPKCS1v15(public, hash, digest.Sum(nil), signature) == nil
}

func TestVerify(t *testing.T) {
	private, stranger := privateKeys()[0], privateKeys()[1]
	public := &private.PublicKey
	input := []byte("eyJhbGciOiJSUzI1NiJ9.e30")
	open := parsed(t, jwk(public, members{"alg": absent}))
	pinned := parsed(t, jwk(public, nil))
	pinned512 := parsed(t, jwk(public, members{"alg": "RS512"}))
	made := func(alg jose.Algorithm) []byte { return sign(t, alg, input, private) }
	changed := func(signature []byte, at int) []byte {
		signature[at] ^= 1
		return signature
	}
	pss, err := jose.Sign("PS256", input, private)
	if err != nil {
		t.Fatal(err)
	}
	// The classic confusion: the public key, which everybody has, as the secret of a symmetric algorithm.
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, der)
	mac.Write(input)

	for _, row := range []struct {
		name      string
		key       jose.Key
		alg       jose.Algorithm
		signed    []byte
		signature []byte
		want      error
	}{
		{"RS256", open, jose.RS256, input, made(jose.RS256), nil},
		{"RS384", open, jose.RS384, input, made(jose.RS384), nil},
		{"RS512", open, jose.RS512, input, made(jose.RS512), nil},
		{"nothing, signed", open, jose.RS256, nil, sign(t, jose.RS256, nil, private), nil},
		{"RS256 with a key for RS256", pinned, jose.RS256, input, made(jose.RS256), nil},
		{"RS512 with a key for RS512", pinned512, jose.RS512, input, made(jose.RS512), nil},

		{"RS384 with a key for RS256", pinned, jose.RS384, input, made(jose.RS384), jose.ErrAlgorithmPinned},
		{"RS512 with a key for RS256", pinned, jose.RS512, input, made(jose.RS512), jose.ErrAlgorithmPinned},
		{"RS256 with a key for RS512", pinned512, jose.RS256, input, made(jose.RS256), jose.ErrAlgorithmPinned},
		{"another hash than the one named", open, jose.RS256, input, made(jose.RS512), jose.ErrSignature},
		{"the other padding", open, "PS256", input, pss, jose.ErrAlgorithmPinned},
		{"the other padding under the right name", open, jose.RS256, input, pss, jose.ErrSignature},
		{"none", open, "none", input, nil, jose.ErrAlgorithmPinned},
		{"the empty algorithm", open, "", input, made(jose.RS256), jose.ErrAlgorithmPinned},
		{"an algorithm in lower case", open, "rs256", input, made(jose.RS256), jose.ErrAlgorithmPinned},
		{"the public key as a shared secret", open, "HS256", input, mac.Sum(nil), jose.ErrAlgorithmPinned},
		{"the public key as a shared secret under the right name", open, jose.RS256, input, mac.Sum(nil), jose.ErrSignature},
		{"an elliptic curve", open, "ES256", input, make([]byte, 64), jose.ErrAlgorithmPinned},

		{"another signer", open, jose.RS256, input, sign(t, jose.RS256, input, stranger), jose.ErrSignature},
		{"another text", open, jose.RS256, append(input[:len(input):len(input)], 'x'), made(jose.RS256), jose.ErrSignature},
		{"the first bit changed", open, jose.RS256, input, changed(made(jose.RS256), 0), jose.ErrSignature},
		{"the last bit changed", open, jose.RS256, input, changed(made(jose.RS256), 255), jose.ErrSignature},
		{"no signature", open, jose.RS256, input, nil, jose.ErrSignature},
		{"an empty signature", open, jose.RS256, input, []byte{}, jose.ErrSignature},
		{"a byte missing", open, jose.RS256, input, made(jose.RS256)[:255], jose.ErrSignature},
		{"a byte more", open, jose.RS256, input, append(made(jose.RS256), 0), jose.ErrSignature},
		{"a zero before", open, jose.RS256, input, append([]byte{0}, made(jose.RS256)...), jose.ErrSignature},
		{"the same number above the modulus", open, jose.RS256, input, new(big.Int).Add(public.N, new(big.Int).SetBytes(made(jose.RS256))).Bytes(), jose.ErrSignature},
		{"zeros", open, jose.RS256, input, make([]byte, 256), jose.ErrSignature},
		{"one", open, jose.RS256, input, append(make([]byte, 255), 1), jose.ErrSignature},
		{"the modulus", open, jose.RS256, input, public.N.Bytes(), jose.ErrSignature},
		{"16 KiB", open, jose.RS256, input, make([]byte, 16<<10), jose.ErrSignature},

		{"the zero key, RS256", jose.Key{}, jose.RS256, input, made(jose.RS256), jose.ErrSignature},
		{"the zero key, RS512", jose.Key{}, jose.RS512, input, nil, jose.ErrSignature},
		{"the zero key, none", jose.Key{}, "none", nil, nil, jose.ErrAlgorithmPinned},
		{"the zero key, nothing at all", jose.Key{}, "", nil, nil, jose.ErrAlgorithmPinned},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := row.key.Verify(row.alg, row.signed, row.signature)
			if !errors.Is(got, row.want) {
				t.Errorf("Verify: %v, want %v", got, row.want)
			}
			if accepted := standard(row.alg, public, row.signed, row.signature); got == nil && !accepted {
				t.Error("crypto/rsa refuses what Verify accepts")
			}
		})
	}
}

func TestSignMakesWhatTheStandardLibraryVerifies(t *testing.T) {
	private := privateKeys()[0]
	for _, alg := range []jose.Algorithm{jose.RS256, jose.RS384, jose.RS512} {
		for _, input := range []string{"", "header.payload"} {
			if !standard(alg, &private.PublicKey, []byte(input), sign(t, alg, []byte(input), private)) {
				t.Errorf("crypto/rsa refuses the %s signature of %q", alg, input)
			}
		}
	}
	for _, alg := range []jose.Algorithm{"", "none", "HS256", "ES256", "RS257"} {
		if signature, err := jose.Sign(alg, []byte("x"), private); err == nil {
			t.Errorf("%q signed %x", alg, signature)
		}
	}
}

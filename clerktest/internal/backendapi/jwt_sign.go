package backendapi

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strings"
)

// algorithmRS256 is what the instance signs with.
const algorithmRS256 = "RS256"

// An algorithm is one that a JWT template can have a key of its own for (RFC 7518 section 3).
type algorithm struct {
	hash  crypto.Hash
	mac   func() hash.Hash // nil: no HMAC
	curve elliptic.Curve   // nil: no ECDSA
}

var algorithms = map[string]algorithm{
	"HS256": {mac: sha256.New}, "HS384": {mac: sha512.New384}, "HS512": {mac: sha512.New},
	"RS256": {hash: crypto.SHA256}, "RS384": {hash: crypto.SHA384}, "RS512": {hash: crypto.SHA512},
	"ES256": {hash: crypto.SHA256, curve: elliptic.P256()}, "ES384": {hash: crypto.SHA384, curve: elliptic.P384()},
	"ES512": {hash: crypto.SHA512, curve: elliptic.P521()},
}

func sortedAlgorithms() []string { return slices.Sorted(maps.Keys(algorithms)) }

// keyFormOf says what a key of an algorithm is.
func keyFormOf(name string) string {
	switch {
	case strings.HasPrefix(name, "HS"):
		return "a text"
	case strings.HasPrefix(name, "RS"):
		return "a private RSA key in PEM form, of 2048 bits or more"
	default:
		return "a private ECDSA key in PEM form, on the curve of the algorithm"
	}
}

// signWith makes a compact token (RFC 7515 section 7.1) with a key: a text for the algorithms HS…, and a private key in PEM form for
// the others. No error shows the key.
func signWith(name, key string, header map[string]any, claims []byte) (string, error) {
	alg, known := algorithms[name]
	if !known {
		return "", fmt.Errorf("the algorithm %.20q is unknown", name)
	}
	header = maps.Clone(header)
	header["alg"] = name
	text, err := json.Marshal(header)
	if err != nil {
		return "", err
	}
	input := base64.RawURLEncoding.EncodeToString(text) + "." + base64.RawURLEncoding.EncodeToString(claims)
	signature, err := alg.sign(key, []byte(input))
	if err != nil {
		return "", err
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

var errWrongKey = errors.New("the signing key is not one of its algorithm")

func (alg algorithm) sign(key string, input []byte) ([]byte, error) {
	if alg.mac != nil {
		mac := hmac.New(alg.mac, []byte(key))
		_, _ = mac.Write(input) // never fails
		return mac.Sum(nil), nil
	}
	private, err := parsePrivateKey(key)
	if err != nil {
		return nil, err
	}
	digest := alg.hash.New()
	_, _ = digest.Write(input) // never fails
	sum := digest.Sum(nil)
	switch private := private.(type) {
	case *rsa.PrivateKey:
		if alg.curve != nil || private.N.BitLen() < 2048 {
			return nil, errWrongKey
		}
		return rsa.SignPKCS1v15(rand.Reader, private, alg.hash, sum)
	case *ecdsa.PrivateKey:
		if alg.curve == nil || private.Curve != alg.curve {
			return nil, errWrongKey
		}
		r, s, err := ecdsa.Sign(rand.Reader, private, sum)
		if err != nil {
			return nil, err
		}
		size := (alg.curve.Params().BitSize + 7) / 8 // RFC 7518 section 3.4
		signature := make([]byte, 2*size)
		r.FillBytes(signature[:size])
		s.FillBytes(signature[size:])
		return signature, nil
	}
	return nil, errWrongKey
}

// parsePrivateKey reads a private key in one of the forms of PEM.
func parsePrivateKey(text string) (any, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errWrongKey
	}
	switch block.Type {
	case "RSA PRIVATE KEY":
		return x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		return x509.ParseECPrivateKey(block.Bytes)
	default:
		return x509.ParsePKCS8PrivateKey(block.Bytes)
	}
}

package jose

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/lestrrat-go/jwx/v2/jwk"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// Bounds of a key that is worth trusting and cheap enough to verify with, and of a set.
const (
	minModulusBits = 2048
	maxModulusBits = 8192
	maxSetKeys     = 64
)

// Errors of [ParseSet] and [ParsePEM].
var (
	ErrSetSyntax = errors.New(`the answer is not a JWK set: JSON with a list named "keys" (RFC 7517 section 5)`)
	ErrSetSize   = fmt.Errorf("the JWK set holds more than %d keys", maxSetKeys)
	ErrPEM       = errors.New("the text is not an RSA public key in PEM or base64 form (SubjectPublicKeyInfo, RFC 5280 section 4.1)")
)

// A Key is one RSA public key that may verify session tokens. The zero value verifies nothing.
type Key struct {
	id     string
	pinned Algorithm // "" allows every supported algorithm
	public *rsa.PublicKey
}

// ID returns the key id, which is "" for a key read from a PEM.
func (k Key) ID() string { return k.id }

// IsZero reports whether k is the zero value.
func (k Key) IsZero() bool { return k.public == nil }

// Equal reports whether both keys are the same public key, whatever they are called.
func (k Key) Equal(other Key) bool {
	if k.public == nil || other.public == nil {
		return k.public == other.public
	}
	return k.public.Equal(other.public)
}

// Same reports whether both are the same public key under the same id and for the same algorithms, so that one verifies exactly
// what the other does.
func (k Key) Same(other Key) bool {
	return k == other || k.public != nil && other.public != nil && k.id == other.id && k.pinned == other.pinned && k.Equal(other)
}

// A Set is the usable part of a JWK set.
type Set struct {
	Keys     []Key
	Skipped  []error  // why each other key was left out
	Unusable []string // the ids of those, where they have one
}

// ParseSet reads a JWK set. Keys that cannot verify session tokens (another kty, use or alg, too short, broken, nameless)
// are skipped and reported; they never spoil the others.
func ParseSet(body []byte) (Set, error) {
	var doc map[string]json.RawMessage
	var raw []json.RawMessage
	if err := json.Unmarshal(body, &doc); err != nil || doc["keys"] == nil {
		return Set{}, ErrSetSyntax
	}
	if err := json.Unmarshal(doc["keys"], &raw); err != nil || raw == nil {
		return Set{}, ErrSetSyntax
	}
	if len(raw) > maxSetKeys {
		return Set{}, ErrSetSize
	}
	var set Set
	for i, member := range raw {
		key, err := parseKey(member)
		if err != nil {
			set.Skipped = append(set.Skipped, fmt.Errorf("key %d of the set: %w", i, err))
			if id, _ := jsonmember.GetString(member, "kid"); id != "" {
				set.Unusable = append(set.Unusable, id)
			}
			continue
		}
		set.Keys = append(set.Keys, key)
	}
	return set, nil
}

// parseKey reads one JWK. Its errors quote nothing of the key.
func parseKey(raw []byte) (Key, error) {
	// jwx finds kty without regard to case; names of members are case-sensitive (RFC 7517 section 4).
	if kty, _ := jsonmember.GetString(raw, "kty"); kty != "RSA" {
		return Key{}, errors.New("its kty is not RSA")
	}
	parsed, err := jwk.ParseKey(raw)
	if err != nil {
		return Key{}, errors.New("it cannot be parsed")
	}
	public, ok := parsed.(jwk.RSAPublicKey)
	if !ok {
		return Key{}, errors.New("it is not a public key")
	}
	key := Key{id: parsed.KeyID(), public: new(rsa.PublicKey)}
	if err := parsed.Raw(key.public); err != nil {
		return Key{}, errors.New("its modulus or exponent cannot be read")
	}
	if exponent := new(big.Int).SetBytes(public.E()); exponent.Cmp(big.NewInt(int64(key.public.E))) != 0 {
		return Key{}, errors.New("its public exponent is too large") // and jwx kept its last 64 bits
	}
	if use := parsed.KeyUsage(); use != "" && use != "sig" {
		return Key{}, errors.New("its use is not sig")
	}
	if ops := parsed.KeyOps(); len(ops) > 0 && !slices.Contains(ops, jwk.KeyOpVerify) {
		return Key{}, errors.New("its key_ops do not hold verify")
	}
	if key.id == "" || len(key.id) > MaxKeyIDSize {
		return Key{}, fmt.Errorf("its kid is absent or longer than %d bytes", MaxKeyIDSize)
	}
	if alg := parsed.Algorithm(); alg != nil && alg.String() != "" {
		if key.pinned = supported(alg.String()); key.pinned == "" {
			return Key{}, errors.New("its alg is none of RS256, RS384 and RS512")
		}
	}
	return key, checkStrength(key.public)
}

func checkStrength(public *rsa.PublicKey) error {
	if bits := public.N.BitLen(); bits < minModulusBits || bits > maxModulusBits {
		return fmt.Errorf("its modulus has %d bits, and %d to %d are accepted", bits, minModulusBits, maxModulusBits)
	}
	// What crypto/rsa refuses at every signature must not pass for a key.
	if public.N.Bit(0) == 0 {
		return errors.New("its modulus is even")
	}
	if public.E < 3 || public.E&1 == 0 || public.E > math.MaxInt32 {
		return errors.New("its public exponent is even, below 3 or above 31 bits")
	}
	return nil
}

// ParsePEM reads the public key of an instance from a PEM block, or from its bare base64. Clerk signs with RS256, and a
// PEM names no algorithm, so the key is pinned to RS256.
func ParsePEM(text string) (Key, error) {
	der, err := derOf(strings.TrimSpace(text))
	if err != nil {
		return Key{}, err
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return Key{}, ErrPEM
	}
	public, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return Key{}, fmt.Errorf("%w: it holds another kind of key", ErrPEM)
	}
	if err := checkStrength(public); err != nil {
		return Key{}, err
	}
	return Key{pinned: RS256, public: public}, nil
}

// derOf unwraps the PEM. Environment variables often lose their line breaks, which encoding/pem insists on.
func derOf(text string) ([]byte, error) {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		if block.Type != "PUBLIC KEY" {
			return nil, fmt.Errorf("%w: it is a %q block", ErrPEM, block.Type)
		}
		return block.Bytes, nil
	}
	text = strings.TrimPrefix(text, "-----BEGIN PUBLIC KEY-----")
	text = strings.TrimSuffix(text, "-----END PUBLIC KEY-----")
	text = strings.Join(strings.Fields(text), "")
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil || text == "" {
		return nil, ErrPEM
	}
	return der, nil
}

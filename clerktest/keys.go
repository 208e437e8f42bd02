package clerktest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	_ "embed" // for the primes below
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"slices"
	"sync"

	"github.com/usher-auth/usher/internal/jose"
)

const maxKeyIDSize = jose.MaxKeyIDSize

// testPrimes are 512 primes of 1,024 bits each, big-endian, one after another.
//
//go:embed test-primes.bin
var testPrimes []byte

const primeSize = 1024 / 8

// A signingKey is one key pair of an instance.
type signingKey struct {
	id      string
	private *rsa.PrivateKey
}

// newSigningKey makes an ordinary RSA-2048 key pair, with the public exponent 65537.
//
// Finding two primes takes about 60 ms, and twice that with the race detector: too long for each of a few hundred tests. So
// the primes are found already, and a pair of them is chosen at random, one of 130,816. That takes a millisecond. Such keys
// are as real as any to those who verify with them, and worthless as secrets, which the keys of a test are not.
func newSigningKey(id string) (signingKey, error) {
	p, q := randomPrime(), randomPrime()
	for p.Cmp(q) == 0 {
		q = randomPrime()
	}
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	const exponent = 65537 // none of the primes minus one is a multiple of it
	private := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: exponent},
		D:         new(big.Int).ModInverse(big.NewInt(exponent), phi), Primes: []*big.Int{p, q},
	}
	private.Precompute()
	return signingKey{id: id, private: private}, private.Validate()
}

func randomPrime() *big.Int {
	var random [2]byte
	_, _ = rand.Read(random[:]) // never fails
	i := int(binary.BigEndian.Uint16(random[:])) % (len(testPrimes) / primeSize)
	return new(big.Int).SetBytes(testPrimes[i*primeSize : (i+1)*primeSize])
}

// A keyring is the keys of an instance: those that it publishes, of which it signs with the last.
type keyring struct {
	mu        sync.Mutex
	published []signingKey
	withdrawn []signingKey // the last ones, which the instance itself still knows
}

// maxWithdrawn is how many keys the instance remembers that are published no more.
const maxWithdrawn = 100

func (k *keyring) current() signingKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.published[len(k.published)-1]
}

// good returns the keys that are published.
func (k *keyring) good() []signingKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.published)
}

// own returns the keys that are published or were.
func (k *keyring) own() []signingKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Concat(k.published, k.withdrawn)
}

// rotate publishes next alone.
func (k *keyring) rotate(next signingKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.withdrawn = append(k.withdrawn, k.published...)
	k.withdrawn = k.withdrawn[max(0, len(k.withdrawn)-maxWithdrawn):]
	k.published = []signingKey{next}
}

// add publishes next as well.
func (k *keyring) add(next signingKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.published = append(k.published, next)
}

// A jwk is a public key as the instance publishes it (RFC 7517 section 4, RFC 7518 section 6.3.1).
type jwk struct {
	Use       string `json:"use"`
	Type      string `json:"kty"`
	KeyID     string `json:"kid"`
	Algorithm string `json:"alg"`
	Modulus   string `json:"n"`
	Exponent  string `json:"e"`
}

// set returns what is published.
func (k *keyring) set() any {
	k.mu.Lock()
	defer k.mu.Unlock()
	text := base64.RawURLEncoding.EncodeToString
	list := make([]jwk, len(k.published))
	for i, key := range k.published {
		public := key.private.PublicKey
		list[i] = jwk{"sig", "RSA", key.id, string(jose.RS256), text(public.N.Bytes()), text(big.NewInt(int64(public.E)).Bytes())}
	}
	return struct {
		Keys []jwk `json:"keys"`
	}{list}
}

// KeyID returns the id of the key that tokens are signed with now (kid).
func (c *Clerk) KeyID() string { return c.keys.current().id }

// PublicKeyPEM returns the public key of the pair that tokens are signed with now, in PEM form, as clerk.Options.JWTKey
// takes it.
func (c *Clerk) PublicKeyPEM() string {
	c.tb.Helper()
	text, err := publicPEM(c.keys.current())
	if err != nil {
		c.fail("the public key cannot be written as PEM: %v", err)
	}
	return text
}

func publicPEM(key signingKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(&key.private.PublicKey)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), err
}

// RotateKeys gives the instance a new key with a new id. All others are withdrawn: tokens that they signed are refused by
// those who fetch the keys again.
func (c *Clerk) RotateKeys() {
	c.tb.Helper()
	c.keys.rotate(c.newKey("ins_" + randomText()))
}

// ReplaceKey gives the instance a new key under the id of the one that it signs with now, which is withdrawn like all
// others.
func (c *Clerk) ReplaceKey() {
	c.tb.Helper()
	c.keys.rotate(c.newKey(c.KeyID()))
}

// AddKey gives the instance a new key with a new id, to sign with from now on. The others stay published, and tokens that
// they signed stay good.
func (c *Clerk) AddKey() {
	c.tb.Helper()
	c.keys.add(c.newKey("ins_" + randomText()))
}

func (c *Clerk) newKey(id string) signingKey {
	c.tb.Helper()
	key, err := newSigningKey(id)
	if err != nil {
		c.fail("a new key cannot be made: %v", err)
	}
	return key
}

// randomText returns 26 characters that no other call returns (crypto/rand.Text).
func randomText() string { return rand.Text() }

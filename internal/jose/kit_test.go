package jose_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"os"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/internal/jose"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// privateKeys are two key pairs made for these tests. They are files, because what a fuzz test finds in one run must mean the
// same in the next.
var privateKeys = sync.OnceValue(func() (keys [2]*rsa.PrivateKey) {
	for i, file := range []string{"testdata/key-a.pem", "testdata/key-b.pem"} {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		block, _ := pem.Decode(text)
		if block == nil {
			panic(file + " is no PEM")
		}
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			panic(err)
		}
		keys[i] = key.(*rsa.PrivateKey)
	}
	return keys
})

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// members are the members of a JWK; the value absent leaves one out.
type members map[string]any

type absence struct{}

var absent = absence{}

// jwk is the public half of a key as an instance publishes it, with some members changed.
func jwk(public *rsa.PublicKey, change members) string {
	all := members{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "ins_1",
		"n": b64(public.N.Bytes()), "e": b64(big.NewInt(int64(public.E)).Bytes()),
	}
	maps.Copy(all, change)
	maps.DeleteFunc(all, func(_ string, value any) bool { return value == absent })
	text, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func set(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + `]}` }

// parsed is the one key of a set that must have one.
func parsed(tb testing.TB, member string) jose.Key {
	tb.Helper()
	got, err := jose.ParseSet([]byte(set(member)))
	if err != nil || len(got.Keys) != 1 || len(got.Skipped) != 0 {
		tb.Fatalf("ParseSet = %d keys, left out %v, %v, want one key", len(got.Keys), got.Skipped, err)
	}
	return got.Keys[0]
}

// pkix is a public key in PEM form.
func pkix(tb testing.TB, public any) string {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		tb.Fatal(err)
	}
	return block("PUBLIC KEY", der)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func sign(tb testing.TB, alg jose.Algorithm, input []byte, key *rsa.PrivateKey) []byte {
	tb.Helper()
	signature, err := jose.Sign(alg, input, key)
	if err != nil {
		tb.Fatal(err)
	}
	return signature
}

// odd makes an odd number of exactly so many bits, which is all that a modulus needs to look like one.
func odd(bits int) *big.Int {
	data := bytes.Repeat([]byte{0x55}, (bits+7)/8)
	data[0] = 1 << ((bits - 1) % 8)
	n := new(big.Int).SetBytes(data)
	if n.BitLen() != bits || n.Bit(0) != 1 {
		panic(fmt.Sprintf("%d bits went wrong", bits))
	}
	return n
}

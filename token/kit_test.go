package token_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// moment is when every test happens.
var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	publishableKey = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"
	issuer         = "https://clerk.example.com"
)

// twoKeys makes the instance's key and a stranger's once for all tests.
var twoKeys = sync.OnceValues(func() (mine, strangers *rsa.PrivateKey) {
	generate := func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return key
	}
	return generate(), generate()
})

// A kit signs tokens and makes verifiers for one instance whose key is a PEM, so that nothing needs a network.
type kit struct{ key, stranger *rsa.PrivateKey }

func newKit(testing.TB) kit {
	mine, strangers := twoKeys()
	return kit{mine, strangers}
}

// members are a JSON object to be, as tests write it.
type members map[string]any

// with returns a copy with some members replaced; the value absent leaves a member out.
func (m members) with(change members) members {
	out := maps.Clone(m)
	for name, value := range change {
		if value == absent {
			delete(out, name)
			continue
		}
		out[name] = value
	}
	return out
}

type absence struct{}

var absent = absence{}

func (kit) header() members { return members{"alg": "RS256", "typ": "JWT", "kid": "ins_1"} }

func (kit) claims() members {
	now := moment.Unix()
	return members{
		"iss": issuer, "sub": "user_1", "sid": "sess_1", "azp": "https://app.example.com", "jti": "jti_1",
		"iat": now - 10, "nbf": now - 20, "exp": now + 50, "fva": []int{5, -1}, "sts": "active", "v": 2,
		"fea": "o:posts,o:billing", "o": members{"id": "org_1", "rol": "admin", "slg": "acme", "per": "read,edit", "fpm": "3,1"},
	}
}

// sign makes a token of a header and claims, each members or ready text.
func (k kit) sign(tb testing.TB, header, claims any) string {
	tb.Helper()
	return k.signWith(tb, k.key, jose.RS256, header, claims)
}

func (k kit) signWith(tb testing.TB, key *rsa.PrivateKey, alg jose.Algorithm, header, claims any) string {
	tb.Helper()
	input := encode(tb, header) + "." + encode(tb, claims)
	signature, err := jose.Sign(alg, []byte(input), key)
	if err != nil {
		tb.Fatal(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func encode(tb testing.TB, v any) string {
	tb.Helper()
	if text, ok := v.(string); ok {
		return base64.RawURLEncoding.EncodeToString([]byte(text))
	}
	text, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// pem is the instance's public key.
func (k kit) pem(tb testing.TB) string {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(&k.key.PublicKey)
	if err != nil {
		tb.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// verifier returns a verifier at the moment, with options changed by set.
func (k kit) verifier(tb testing.TB, set func(*clerk.Options)) *token.Verifier {
	tb.Helper()
	return k.verifierWith(tb, set)
}

// verifierWith is verifier with options of the verifier's own.
func (k kit) verifierWith(tb testing.TB, set func(*clerk.Options), with ...token.Option) *token.Verifier {
	tb.Helper()
	opts := clerk.Options{
		PublishableKey: publishableKey, JWTKey: k.pem(tb), Getenv: func(string) string { return "" },
		Now: func() time.Time { return moment }, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	if set != nil {
		set(&opts)
	}
	instance, err := opts.Resolve()
	if err != nil {
		tb.Fatal(err)
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	v := token.New(instance, keys, with...)
	tb.Cleanup(func() { _ = v.Close(); _ = keys.Close() })
	return v
}

// fetchingVerifier returns a verifier whose keys would have to be fetched, from an address where nobody answers.
func (k kit) fetchingVerifier(tb testing.TB) *token.Verifier {
	tb.Helper()
	instance, err := clerk.Options{
		SecretKey: "sk_test_0123456789", APIURL: "http://127.0.0.1:1", Getenv: func(string) string { return "" },
		Now: func() time.Time { return moment }, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}.Resolve()
	if err != nil {
		tb.Fatal(err)
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = keys.Close() })
	return token.New(instance, keys)
}

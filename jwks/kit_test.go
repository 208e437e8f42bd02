package jwks_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/jwks"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	mark      = "S3CR3TMARK" // what no error and no log line may hold
	secretKey = "sk_test_" + mark
)

// A signer is a key pair with something that it signed.
type signer struct {
	public    *rsa.PublicKey
	signature []byte
}

var signed = []byte("what was signed")

// signers makes three key pairs once for all tests: RSA keys take their time.
var signers = sync.OnceValue(func() (all [3]signer) {
	for i := range all {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		signature, err := jose.Sign(jose.RS256, signed, key)
		if err != nil {
			panic(err)
		}
		all[i] = signer{&key.PublicKey, signature}
	}
	return all
})

// made reports whether the signer's private key belongs to this key.
func (s signer) made(key jwks.Key) bool { return key.Verify("RS256", signed, s.signature) == nil }

// jwk is the public key as an instance publishes it under this id (RFC 7517 section 4).
func (s signer) jwk(id string) string {
	n := base64.RawURLEncoding.EncodeToString(s.public.N.Bytes())
	e := base64.RawURLEncoding.EncodeToString(big.NewInt(int64(s.public.E)).Bytes())
	return fmt.Sprintf(`{"kty":"RSA","use":"sig","alg":"RS256","kid":%q,"n":%q,"e":%q}`, id, n, e)
}

func (s signer) pem(tb testing.TB) string {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(s.public)
	if err != nil {
		tb.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func set(members ...string) string { return `{"keys":[` + strings.Join(members, ",") + `]}` }

func textLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// resolve makes an instance of options that see no environment; without any key they get the secret one.
func resolve(tb testing.TB, opts clerk.Options) *clerk.Instance {
	tb.Helper()
	if opts.SecretKey == "" && opts.PublishableKey == "" && opts.JWTKey == "" {
		opts.SecretKey = secretKey
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	opts.Getenv = func(string) string { return "" }
	instance, err := opts.Resolve()
	if err != nil {
		tb.Fatal(err)
	}
	return instance
}

// open returns a cache that is closed when the test ends.
func open(tb testing.TB, opts clerk.Options, tuning jwks.Options) *jwks.Cache {
	tb.Helper()
	cache, err := jwks.New(resolve(tb, opts), tuning)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := cache.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
	})
	return cache
}

// warm is open with the keys loaded.
func warm(tb testing.TB, opts clerk.Options, tuning jwks.Options) *jwks.Cache {
	tb.Helper()
	cache := open(tb, opts, tuning)
	if err := cache.Preload(context.Background()); err != nil {
		tb.Fatalf("Preload: %v", err)
	}
	return cache
}

// expectKey asks for a key that must be there and be this signer's.
func expectKey(t *testing.T, cache *jwks.Cache, id string, s signer) jwks.Key {
	t.Helper()
	key, err := cache.Key(context.Background(), id)
	if err != nil {
		t.Fatalf("Key(%q): %v", id, err)
	}
	if !s.made(key) {
		t.Fatalf("Key(%q) is another key than the one published", id)
	}
	return key
}

// refusal checks that an error is what the package promises, holds no secret, and returns it.
func refusal(t *testing.T, err error) *jwks.Error {
	t.Helper()
	var refused *jwks.Error
	if !errors.As(err, &refused) {
		t.Fatalf("got error %v (%T), want a *jwks.Error", err, err)
	}
	for _, printed := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", *refused), refused.Detail} {
		if strings.Contains(printed, mark) {
			t.Errorf("the error holds the secret key: %s", printed)
		}
	}
	return refused
}

// expectMismatch asks for a key that the instance must be known not to have.
func expectMismatch(t *testing.T, cache *jwks.Cache, id string) {
	t.Helper()
	key, err := cache.Key(context.Background(), id)
	if refused := refusal(t, err); refused.Reason != clerk.ReasonJWKKidMismatch || refused.Unavailable || key != (jwks.Key{}) {
		t.Fatalf("Key(%q) = %v, %v, want %s", id, key, err, clerk.ReasonJWKKidMismatch)
	}
}

// expectUnavailable asks for a key about which nothing can be said.
func expectUnavailable(t *testing.T, cache *jwks.Cache, id string) {
	t.Helper()
	_ = unavailable(t, cache, id)
}

// unavailable is expectUnavailable for those who want to see the error.
func unavailable(t *testing.T, cache *jwks.Cache, id string) *jwks.Error {
	t.Helper()
	key, err := cache.Key(context.Background(), id)
	refused := refusal(t, err)
	if !refused.Unavailable || refused.Reason == clerk.ReasonJWKKidMismatch || key != (jwks.Key{}) {
		t.Fatalf("Key(%q) = %v, %v, want an unavailable one", id, key, err)
	}
	return refused
}

// together runs f n times at once and returns when all are done.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-begin
			f(i)
		})
	}
	close(begin)
	wg.Wait()
}

// pass lets time go by in a bubble.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// A clock stands still until it is set. It is for caches outside of bubbles.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

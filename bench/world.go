package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"time"
)

// A world is a Clerk instance as far as verifiers see it: keys, tokens that they signed, and the endpoint that publishes them.
type world struct {
	server  *httptest.Server
	fetches atomic.Int64 // of the key set
	down    atomic.Bool  // the endpoint fails
	flaky   atomic.Bool  // every other fetch fails

	mu        sync.Mutex
	published []signingKey
}

// A signingKey is one key of the instance.
type signingKey struct {
	id      string
	private *rsa.PrivateKey
}

const (
	issuer   = "https://clerk.example.com"
	audience = "api"
)

var worlds atomic.Int64

func newWorld() (*world, error) {
	// Some peers keep keys for the whole process, and by nothing but their ids.
	key, err := newSigningKey(fmt.Sprint("ins_", worlds.Add(1)))
	if err != nil {
		return nil, err
	}
	w := &world{published: []signingKey{key}}
	w.server = httptest.NewServer(http.HandlerFunc(w.serveKeys))
	return w, nil
}

func newSigningKey(id string) (signingKey, error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	return signingKey{id, private}, err
}

// serveKeys answers every path with the key set: each verifier asks under another.
func (w *world) serveKeys(out http.ResponseWriter, r *http.Request) {
	n := w.fetches.Add(1)
	// A fetch of Usher's is three attempts, so that an endpoint which fails every other time would never fail one.
	if w.down.Load() || w.flaky.Load() && n%4 != 1 {
		http.Error(out, "out of order", http.StatusServiceUnavailable)
		return
	}
	if r.URL.Path == "/.well-known/openid-configuration" {
		w.fetches.Add(-1)
		_ = json.NewEncoder(out).Encode(map[string]string{"issuer": w.server.URL, "jwks_uri": w.jwksURL()})
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	keys := []map[string]string{}
	encode := base64.RawURLEncoding.EncodeToString
	for _, k := range w.published {
		keys = append(keys, map[string]string{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": k.id,
			"n": encode(k.private.N.Bytes()), "e": encode(big.NewInt(int64(k.private.E)).Bytes())})
	}
	out.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(out).Encode(map[string]any{"keys": keys})
}

func (w *world) jwksURL() string { return w.server.URL + "/.well-known/jwks.json" }

// publish replaces the published keys.
func (w *world) publish(keys ...signingKey) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.published = keys
}

func (w *world) current() signingKey {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.published[0]
}

// pem returns the public key of the instance.
func (w *world) pem() string {
	der, err := x509.MarshalPKIXPublicKey(&w.current().private.PublicKey)
	if err != nil {
		panic(err) // an RSA key always can be written
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func (w *world) privatePEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(w.current().private)})
}

// claims are those of a usual session token of version 2, with an audience because some peers insist on one.
func claims(user string, lifetime time.Duration) map[string]any {
	now := time.Now().Unix()
	return map[string]any{
		"iss": issuer, "aud": audience, "sub": user, "sid": "sess_2f9qX0yPzK1vGd7mNcR4tLbWs8E", "azp": "https://app.example.com",
		"jti": "6f0c2b1a9d8e7f5a4b3c", "iat": now - 5, "nbf": now - 10, "exp": now + int64(lifetime.Seconds()), "fva": []int{5, -1},
		"sts": "active", "v": 2, "fea": "o:posts,o:billing",
		"o": map[string]any{"id": "org_2f9qWzT5kJrV8hYcB3nMxQ1pLdS", "rol": "admin", "slg": "acme", "per": "read,edit", "fpm": "3,1"},
	}
}

// sign makes a token of claims with a key.
func sign(key signingKey, claims any) (string, error) {
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	input := encode([]byte(`{"alg":"RS256","cat":"cl_B7d4PD111AAA","kid":"`+key.id+`","typ":"JWT"}`)) + "." + encode(body)
	sum := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(nil, key.private, crypto.SHA256, sum[:])
	if err != nil {
		return "", err
	}
	return input + "." + encode(signature), nil
}

// tokens makes n tokens of as many users, good for an hour.
func (w *world) tokens(n int) ([]string, error) {
	key := w.current()
	out := make([]string, n)
	for i := range out {
		var err error
		if out[i], err = sign(key, claims(fmt.Sprintf("user_2f9qWuYb6tRkA4%09d", i), time.Hour)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// request returns one with a token in the Authorization header.
func request(token string) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/me", http.NoBody)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

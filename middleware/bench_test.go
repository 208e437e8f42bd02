package middleware_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
)

// The benchmarks belong together: the first is the floor, the RSA arithmetic of one signature, and the others are whole
// requests through the middleware. Their ratios count, not the time of any of them.

func BenchmarkFloorVerifyPKCS1v15(b *testing.B) {
	h := newHouse(b)
	text := h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Token()
	dot := strings.LastIndexByte(text, '.')
	signature, err := base64.RawURLEncoding.DecodeString(text[dot+1:])
	if err != nil {
		b.Fatal(err)
	}
	block, _ := pem.Decode([]byte(h.ck.PublicKeyPEM()))
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		b.Fatal(err)
	}
	signed := []byte(text[:dot])
	b.ReportAllocs()
	for b.Loop() {
		digest := sha256.Sum256(signed)
		if err := rsa.VerifyPKCS1v15(key.(*rsa.PublicKey), crypto.SHA256, digest[:], signature); err != nil {
			b.Fatal(err)
		}
	}
}

// A sink is a response writer that keeps nothing, so that the benchmark measures the middleware and not a recorder.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }
func (s *sink) WriteHeader(status int)      { s.status = status }

func benchmark(b *testing.B, guard func(h house) func(http.Handler) http.Handler, authorize func(house, *http.Request), want int) {
	b.Helper()
	h := newHouse(b)
	if err := h.Preload(b.Context()); err != nil {
		b.Fatal(err)
	}
	handler := guard(h)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	authorize(h, r)
	b.ReportAllocs()
	for b.Loop() {
		w := &sink{header: http.Header{}}
		handler.ServeHTTP(w, r)
		if w.status != want {
			b.Fatalf("answered %d, want %d", w.status, want)
		}
	}
}

func BenchmarkRequireRole(b *testing.B) {
	benchmark(b, func(h house) func(http.Handler) http.Handler { return h.Require(authobject.Role("org:admin")) },
		func(h house, r *http.Request) { h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Authorize(r) }, http.StatusOK)
}

func BenchmarkRefuseAnonymous(b *testing.B) {
	benchmark(b, func(h house) func(http.Handler) http.Handler { return h.RequireAuth }, func(house, *http.Request) {}, http.StatusUnauthorized)
}

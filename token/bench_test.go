package token_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/token"
)

// The three benchmarks belong together: the first is the floor, the arithmetic that no verifier can do without, and the others
// are the whole of Session. Their ratio is what counts, not the time of either.

func BenchmarkFloorVerifyPKCS1v15(b *testing.B) {
	k := newKit(b)
	text := k.sign(b, k.header(), k.claims())
	dot := strings.LastIndexByte(text, '.')
	signature, err := base64.RawURLEncoding.DecodeString(text[dot+1:])
	if err != nil {
		b.Fatal(err)
	}
	signed := []byte(text[:dot])
	b.ReportAllocs()
	for b.Loop() {
		digest := sha256.Sum256(signed)
		if err := rsa.VerifyPKCS1v15(&k.key.PublicKey, crypto.SHA256, digest[:], signature); err != nil {
			b.Fatal(err)
		}
	}
}

// A cold token is not remembered, and what it leaves behind pushes out the one that comes next.
func BenchmarkSessionCold(b *testing.B) {
	k := newKit(b)
	verifier := k.verifierWith(b, nil, token.WithCache(token.CacheOptions{MaxTokens: 1}))
	texts := []string{k.sign(b, k.header(), k.claims()), k.sign(b, k.header(), k.claims().with(members{"sub": "user_2"}))}
	ctx := context.Background()
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		if _, err := verifier.Session(ctx, texts[n%2]); err != nil {
			b.Fatal(err)
		}
	}
}

// A warm token has been verified a moment ago.
func BenchmarkSessionWarm(b *testing.B) {
	k := newKit(b)
	verifier := k.verifier(b, nil)
	text := k.sign(b, k.header(), k.claims())
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := verifier.Session(ctx, text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkKindOf is what a request costs more where machines are accepted beside sessions.
func BenchmarkKindOf(b *testing.B) {
	k := newKit(b)
	text := k.sign(b, k.header(), k.claims())
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := token.KindOf(text); ok {
			b.Fatal("a session token counts as a machine's")
		}
	}
}

// BenchmarkRememberedKey is a request with an API key that Clerk was asked about a moment ago.
func BenchmarkRememberedKey(b *testing.B) {
	k := newKit(b)
	m := k.machines(b, newFakeAPI(), token.MachineOptions{}, nil)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Verify(ctx, authobject.APIKey, "ak_good"); err != nil {
			b.Fatal(err)
		}
	}
}

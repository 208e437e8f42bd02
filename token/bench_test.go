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

// The two benchmarks belong together: the first is the floor, the arithmetic that no verifier can do without, and the second
// is the whole of Session. Their ratio is what counts, not the time of either.

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

func BenchmarkSession(b *testing.B) {
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

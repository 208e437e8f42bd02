package token_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
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

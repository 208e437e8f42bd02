package world

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync/atomic"
)

// ids makes what nobody else has.
type ids struct {
	seed string
	made atomic.Uint64
}

const (
	letters  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	textSize = 27 // as Clerk's ids have it
)

// Text returns 27 letters and digits that no other call returns. With a seed they follow from it, from the use, and from how
// often it was called before.
func (w *World) Text(use string) string {
	return spell(w.bytes(use))
}

// fixed returns text of the form that ids have, which follows from another text alone.
func fixed(from string) string { return spell(sha256.Sum256([]byte(from))) }

func spell(bytes [sha256.Size]byte) string {
	text := make([]byte, textSize)
	for i := range text {
		text[i] = letters[int(bytes[i])%len(letters)]
	}
	return string(text)
}

// bytes returns what no other call returns.
func (w *World) bytes(use string) [sha256.Size]byte {
	n := w.ids.made.Add(1)
	var bytes [sha256.Size]byte
	if w.ids.seed == "" {
		_, _ = rand.Read(bytes[:]) // never fails
		return bytes
	}
	return sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", w.ids.seed, use, n))
}

// ID returns a new id: "user_" and text for ID("user").
func (w *World) ID(prefix string) string { return prefix + "_" + w.Text(prefix) }

// HexID is ID for the credentials of programs, whose ids have 32 hexadecimal digits: "mt_" and those for HexID("mt").
func (w *World) HexID(prefix string) string {
	bytes := w.bytes(prefix)
	return prefix + "_" + hex.EncodeToString(bytes[:16])
}

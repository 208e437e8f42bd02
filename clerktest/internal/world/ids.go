package world

import (
	"crypto/rand"
	"crypto/sha256"
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
	n := w.ids.made.Add(1)
	var bytes [sha256.Size]byte
	if w.ids.seed == "" {
		_, _ = rand.Read(bytes[:]) // never fails
	} else {
		bytes = sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", w.ids.seed, use, n))
	}
	text := make([]byte, textSize)
	for i := range text {
		text[i] = letters[int(bytes[i])%len(letters)]
	}
	return string(text)
}

// ID returns a new id: "user_" and text for ID("user").
func (w *World) ID(prefix string) string { return prefix + "_" + w.Text(prefix) }

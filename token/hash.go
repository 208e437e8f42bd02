package token

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"github.com/usher-auth/usher/authobject"
)

// A hasher turns credentials into what they are remembered under: nobody who sees a hash, and does not know the key of this
// process, can try out which credential it belongs to.
type hasher struct{ key [sha256.Size]byte }

func newHasher() *hasher {
	h := new(hasher)
	_, _ = rand.Read(h.key[:]) // never fails: the process ends where there is no randomness
	return h
}

// hash returns what a credential of one kind is remembered under.
func (h *hasher) hash(kind authobject.TokenKind, text string) string {
	mac := hmac.New(sha256.New, h.key[:])
	_, _ = mac.Write([]byte(string(kind) + "\x00" + text)) // a hash takes all that is written
	return string(mac.Sum(nil))
}

package asking

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strconv"
)

// A Hasher turns credentials into keys: nobody who sees a key, and does not know the secret of this process, can try out which
// credential it belongs to. [NewHasher] makes one.
type Hasher struct{ secret [sha256.Size]byte }

// NewHasher returns a hasher with a secret of its own.
func NewHasher() *Hasher {
	h := new(Hasher)
	_, _ = rand.Read(h.secret[:]) // never fails: the process ends where there is no randomness
	return h
}

// Hash returns the key of something that has these parts. No two lists of parts share one.
func (h *Hasher) Hash(parts ...string) string {
	mac := hmac.New(sha256.New, h.secret[:])
	for _, part := range parts {
		_, _ = mac.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // a hash takes all that is written
	}
	return string(mac.Sum(nil))
}

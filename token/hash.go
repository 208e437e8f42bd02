package token

import (
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/asking"
)

// A hasher turns credentials into what they are remembered under.
type hasher struct{ *asking.Hasher }

func newHasher() *hasher { return &hasher{asking.NewHasher()} }

// hash returns what a credential of one kind is remembered under.
func (h *hasher) hash(kind authobject.TokenKind, text string) string {
	return h.Hash(string(kind), text)
}

package jose

import (
	"strings"
	"sync/atomic"
)

// Headers remembers the header of a token that was found good. All tokens that one key has signed have the same, to the letter, so that
// most need not have theirs read. The zero value remembers none. It is safe for concurrent use.
type Headers struct{ last atomic.Pointer[knownHeader] }

// A knownHeader is a header and how it was written, which decides what it is.
type knownHeader struct {
	encoded string
	header  Header
}

// maxKnownHeader is the longest that is remembered, encoded. Clerk's are about 130 bytes.
const maxKnownHeader = 512

// Split is [Split].
func (h *Headers) Split(token string) (*Compact, error) { return split(token, h.last.Load()) }

// Keep remembers the header of a token that has passed every check: whoever sends others does not push it out.
func (h *Headers) Keep(c *Compact) {
	if last := h.last.Load(); len(c.encodedHeader) <= maxKnownHeader && (last == nil || last.encoded != c.encodedHeader) {
		h.last.Store(&knownHeader{strings.Clone(c.encodedHeader), c.Header}) // a clone, because the text is a part of the token
	}
}

// Known returns the header that is remembered, as tokens have it, or "". It is for tests.
func (h *Headers) Known() string {
	if last := h.last.Load(); last != nil {
		return last.encoded
	}
	return ""
}

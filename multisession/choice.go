package multisession

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerk"
)

// maxID is how long the id of a session may be, in bytes. Clerk's have about 30.
const maxID = 64

const idPrefix = "sess_"

// A Choice is what a request says of the session that it means. The zero Choice says nothing.
type Choice struct {
	// ID is the session that the request names, "" where it names none, or none that can be one.
	ID string
	// Reason says what is wrong with what the request says, and is else "": clerk.ReasonSessionIDInvalid or
	// clerk.ReasonSessionIDAmbiguous. Such a request is refused.
	Reason clerk.Reason
}

// IsZero reports whether the request says nothing of the session that it means.
func (c Choice) IsZero() bool { return c == Choice{} }

// IsSessionID reports whether a text has the form of the id of a session: sess_, and up to 59 letters and digits.
func IsSessionID(text string) bool {
	rest, ok := strings.CutPrefix(text, idPrefix)
	return ok && rest != "" && len(text) <= maxID && !strings.ContainsFunc(rest, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9')
	})
}

// Read reads what a request says: params are all values of the query parameter clerk.QuerySessionID, and header is its header, of
// which the one that [Policy] names counts, if it names any.
//
// A parameter or header that is there more than once is ambiguous, even where the values are equal: nothing that pins a session
// writes it twice, and programs differ in which of two they read. The parameter and the header together must agree. An empty one
// names no session and is not taken for an absent one: a page that was rendered for nobody does not act for whoever came later.
func (c *Chooser) Read(params []string, header http.Header) Choice {
	var headers []string
	if c.policy.Header != "" {
		headers = header[c.policy.Header]
	}
	switch {
	case len(params) == 0 && len(headers) == 0:
		return Choice{}
	case len(params) > 1 || len(headers) > 1, len(params) == 1 && len(headers) == 1 && params[0] != headers[0]:
		return Choice{Reason: clerk.ReasonSessionIDAmbiguous}
	}
	said := params
	if len(said) == 0 {
		said = headers
	}
	if !IsSessionID(said[0]) {
		return Choice{Reason: clerk.ReasonSessionIDInvalid}
	}
	return Choice{ID: said[0]}
}

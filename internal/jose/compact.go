package jose

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/usher-auth/usher/internal/jsonmember"
)

// MaxTokenSize is the largest token in bytes that is looked at. Clerk keeps session tokens below the 4 KiB of a cookie;
// OAuth access tokens with many scopes are the largest known.
const MaxTokenSize = 16 << 10

// MaxKeyIDSize is the longest key id in bytes that is looked up. Clerk's are about 30.
const MaxKeyIDSize = 64

// Errors of [Split], each saying what is wrong with the form of a token.
var (
	ErrTooLarge  = errors.New("the token is larger than 16 KiB")
	ErrSegments  = errors.New("a JWT has three parts separated by dots")
	ErrAlphabet  = errors.New("a part of the token is not base64url (RFC 4648 section 5, no padding)")
	ErrPadding   = errors.New("a part of the token carries base64 padding, which is not part of what Clerk signs (RFC 7515 section 2)")
	ErrHeader    = errors.New("the JOSE header is not JSON or is null")
	ErrPayload   = errors.New("the payload is not JSON or is null")
	ErrDuplicate = errors.New("a name stands more than once in the JOSE header (RFC 7515 section 4)")
	ErrCritical  = errors.New("the JOSE header asks for extensions (crit or b64), and none is supported (RFC 7515 section 4.1.11)")
)

// A Compact is a token taken apart and not yet believed.
type Compact struct {
	Header       Header
	Claims       jsonmember.Object // the payload: valid JSON, not null
	SigningInput []byte            // the bytes that the signature covers
	Signature    []byte

	encodedHeader string // as it stands in the token
}

// A Header is what Usher reads of a JOSE header. Members that name keys (jwk, jku, x5c, x5u) are ignored: a token never
// chooses the key that it is verified with. Members whose value has the wrong JSON type count as present but unusable.
type Header struct {
	Algorithm Algorithm // "" when alg is absent or none that is supported
	KeyID     string    // "" when kid is absent, not a string, empty or longer than MaxKeyIDSize
	Type      Member    // typ
	Category  Member    // cat, Clerk's own: what the token is for
}

// A Member is a header member that can be absent, a string, or something else.
type Member struct {
	Present bool
	Text    string // "" unless the value is a string
}

// Is reports whether the member is present and exactly text.
func (m Member) Is(text string) bool { return m.Present && m.Text == text && text != "" }

var encoding = base64.RawURLEncoding.Strict()

// Split takes a compact JWS apart. It accepts exactly one spelling of a token: three base64url parts without padding,
// white space or stray bits, whose header and payload are JSON.
func Split(token string) (*Compact, error) { return split(token, nil) }

// split is Split where the header may be known.
func split(token string, known *knownHeader) (*Compact, error) {
	if len(token) > MaxTokenSize {
		return nil, ErrTooLarge
	}
	first := strings.IndexByte(token, '.')
	last := first + 1 + strings.IndexByte(token[first+1:], '.')
	if first < 0 || first == last || strings.IndexByte(token[last+1:], '.') >= 0 {
		return nil, ErrSegments
	}
	isKnown := known != nil && token[:first] == known.encoded
	// The header is decoded into what the payload and then the signature overwrite: nothing keeps it.
	size := encoding.DecodedLen(max(first, last-first, len(token)-last))
	both := make([]byte, len(token)+size)
	raw, decoded := both[:copy(both, token):len(token)], both[len(token):]
	if bytes.IndexByte(raw, '\r') >= 0 || bytes.IndexByte(raw, '\n') >= 0 {
		return nil, ErrAlphabet // Go's decoder would skip them
	}
	c := &Compact{SigningInput: raw[:last], encodedHeader: token[:first]}
	var headerText string
	if !isKnown {
		header, err := decode(decoded, raw[:first], token)
		if err != nil {
			return nil, err
		}
		headerText = string(header)
	}
	payload, err := decode(decoded, raw[first+1:last], token)
	if err != nil {
		return nil, err
	}
	payloadText := string(payload)
	if c.Signature, err = decode(decoded, raw[last+1:], token); err != nil {
		return nil, err
	}
	if !usable(&c.Claims, payloadText) {
		return nil, ErrPayload
	}
	if isKnown {
		c.Header = known.header
	} else if c.Header, err = parseHeader(headerText); err != nil {
		return nil, err
	}
	return c, nil
}

// decode decodes a part of the token into buf.
func decode(buf, part []byte, token string) ([]byte, error) {
	n, err := encoding.Decode(buf, part)
	if err != nil {
		return nil, whyNotDecoded(token)
	}
	return buf[:n], nil
}

// whyNotDecoded tells padding apart from other strangers.
func whyNotDecoded(token string) error {
	padded := false
	for i := range len(token) {
		switch c := token[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			if padded {
				return ErrAlphabet
			}
		case c == '.':
			if padded {
				return ErrPadding
			}
		case c == '=':
			padded = true
		default:
			return ErrAlphabet
		}
	}
	if padded {
		return ErrPadding
	}
	return ErrAlphabet
}

// usable parses data and reports whether it is JSON other than null. Arrays and scalars are JSON without members; they fail
// later, for the want of the members that are needed.
func usable(o *jsonmember.Object, data string) bool {
	return o.Parse(data) && strings.Trim(data, " \t\r\n") != "null"
}

func parseHeader(data string) (Header, error) {
	var h Header
	var members jsonmember.Object
	if !usable(&members, data) {
		return h, ErrHeader
	}
	if _, dup := members.Duplicate(); dup {
		return h, ErrDuplicate
	}
	for name, value := range members.All() {
		switch name {
		case "alg":
			text, _ := value.Text()
			h.Algorithm = supported(text)
		case "kid":
			if text, ok := value.Text(); ok && len(text) <= MaxKeyIDSize {
				h.KeyID = text
			}
		case "typ":
			h.Type.Present = true
			h.Type.Text, _ = value.Text()
		case "cat":
			h.Category.Present = true
			h.Category.Text, _ = value.Text()
		case "crit", "b64":
			return h, ErrCritical
		}
	}
	return h, nil
}

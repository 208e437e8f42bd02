package jose

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
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
	Payload      []byte // the decoded claims: valid JSON, not null
	SigningInput []byte // the bytes that the signature covers
	Signature    []byte
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
func Split(token string) (*Compact, error) {
	if len(token) > MaxTokenSize {
		return nil, ErrTooLarge
	}
	first := strings.IndexByte(token, '.')
	last := strings.LastIndexByte(token, '.')
	if first < 0 || first == last || strings.IndexByte(token[first+1:last], '.') >= 0 {
		return nil, ErrSegments
	}
	if err := checkAlphabet(token); err != nil {
		return nil, err
	}

	raw := []byte(token)
	decoded := make([]byte, 0, len(token))
	header, decoded, err := decode(decoded, raw[:first])
	if err != nil {
		return nil, err
	}
	payload, decoded, err := decode(decoded, raw[first+1:last])
	if err != nil {
		return nil, err
	}
	signature, _, err := decode(decoded, raw[last+1:])
	if err != nil {
		return nil, err
	}
	if !usable(payload) {
		return nil, ErrPayload
	}
	c := &Compact{Payload: payload, SigningInput: raw[:last], Signature: signature}
	if c.Header, err = parseHeader(header); err != nil {
		return nil, err
	}
	return c, nil
}

// checkAlphabet refuses what Go's decoder would skip (line breaks) and tells padding apart from other strangers.
func checkAlphabet(token string) error {
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
	return nil
}

// decode appends the decoded part to buf and returns it together with the rest of the buffer.
func decode(buf, part []byte) (decoded, rest []byte, err error) {
	n := encoding.DecodedLen(len(part))
	out := buf[len(buf) : len(buf)+n]
	if _, err := encoding.Decode(out, part); err != nil {
		return nil, nil, ErrAlphabet
	}
	return out, buf[:len(buf)+n], nil
}

// usable reports whether data is JSON other than null. Arrays and scalars are JSON without members; they fail later, for
// the want of the members that are needed.
func usable(data []byte) bool {
	return json.Valid(data) && !isNull(data)
}

func isNull(data []byte) bool { return bytes.Equal(bytes.TrimSpace(data), []byte("null")) }

func parseHeader(data []byte) (Header, error) {
	var h Header
	if !usable(data) {
		return h, ErrHeader
	}
	if _, dup := jsonmember.Duplicate(data); dup {
		return h, ErrDuplicate
	}
	for name, value := range jsonmember.All(data) {
		switch string(name) {
		case "alg":
			text, _ := jsonmember.Text(value)
			h.Algorithm = supported(text)
		case "kid":
			if text, ok := jsonmember.String(value); ok && len(text) <= MaxKeyIDSize {
				h.KeyID = text
			}
		case "typ":
			h.Type.Present = true
			h.Type.Text, _ = jsonmember.String(value)
		case "cat":
			h.Category.Present = true
			h.Category.Text, _ = jsonmember.String(value)
		case "crit", "b64":
			return h, ErrCritical
		}
	}
	return h, nil
}

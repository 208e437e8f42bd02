package authn

import (
	"slices"
	"strings"
)

// maxQuerySize is how many bytes of a query are looked at. It holds the largest handshake payload that is accepted and more.
const maxQuerySize = 64 << 10

// A query is the raw query of an address. It is read as browsers write it: pairs between ampersands, anything undecodable left
// as it is. package net/url would drop pairs with semicolons and re-order the others.
type query struct{ raw string }

func newQuery(raw string) query {
	if len(raw) > maxQuerySize {
		return query{}
	}
	return query{raw}
}

// get returns the first value of a parameter, and whether it is there.
func (q query) get(name string) (value string, ok bool) {
	for pair := range strings.SplitSeq(q.raw, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if len(pair) > 0 && decodeForm(key) == name {
			return decodeForm(value), true
		}
	}
	return "", false
}

// all returns every value of a parameter, in order.
func (q query) all(name string) (values []string) {
	for pair := range strings.SplitSeq(q.raw, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if len(pair) > 0 && decodeForm(key) == name {
			values = append(values, decodeForm(value))
		}
	}
	return values
}

// without returns the raw query without all parameters of these names; the others stay exactly as they are.
func (q query) without(names ...string) query {
	var kept []string
	for pair := range strings.SplitSeq(q.raw, "&") {
		key, _, _ := strings.Cut(pair, "=")
		if pair != "" && !slices.Contains(names, decodeForm(key)) {
			kept = append(kept, pair)
		}
	}
	return query{strings.Join(kept, "&")}
}

// with returns the query with a parameter appended.
func (q query) with(name, value string) query {
	var b strings.Builder
	b.Grow(len(q.raw) + len(name) + len(value) + len(value)/2 + 2)
	if q.raw != "" {
		b.WriteString(q.raw)
		b.WriteByte('&')
	}
	encodeForm(&b, name)
	b.WriteByte('=')
	encodeForm(&b, value)
	return query{b.String()}
}

// decodeForm decodes what a form encodes (WHATWG URL standard, section 5.1): a percent sign without two digits stays.
func decodeForm(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b.WriteByte(' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b.WriteByte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			i += 2
		default:
			b.WriteByte(s[i])
		}
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}

// encodeForm writes a name or value as a query has it (WHATWG URL standard, section 5.2).
func encodeForm(b *strings.Builder, s string) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("*-._", c) >= 0:
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

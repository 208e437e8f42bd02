package jsonmember

// What the functions below return in place of an index.
const (
	invalid = -1 // this is no JSON
	tooDeep = -2 // nested deeper than maxDepth, so that somebody else has to say whether it is JSON
)

// maxDepth is how deep a value may be nested for value to follow it: one bit of a word for each level.
const maxDepth = 64

// value returns the index just past the JSON value that begins at i (RFC 8259), or a negative number. It accepts what
// encoding/json accepts, a fuzz test holds it to that, and takes a third of the time.
func value(s string, i int) int {
	var objects uint64 // a bit for each open object or list, the innermost lowest; set for objects
	depth := 0
	for {
		if i = space(s, i); i == len(s) {
			return invalid
		}
		switch c := s[i]; c {
		case '{', '[':
			isObject := c == '{'
			i = space(s, i+1)
			if i < len(s) && s[i] == closing(isObject) {
				i++
				break
			}
			if depth == maxDepth {
				return tooDeep
			}
			depth++
			objects <<= 1
			if isObject {
				objects |= 1
				if i = name(s, i); i < 0 {
					return invalid
				}
			}
			continue
		case '"':
			i = text(s, i)
		case 't':
			i = word(s, i, "true")
		case 'f':
			i = word(s, i, "false")
		case 'n':
			i = word(s, i, "null")
		default:
			i = number(s, i)
		}
		// What follows a value: a comma and the next one, or the end of as many objects and lists as there are.
		for {
			if i < 0 || depth == 0 {
				return i
			}
			isObject := objects&1 == 1
			if i = space(s, i); i == len(s) {
				return invalid
			}
			if s[i] == closing(isObject) {
				i++
				depth--
				objects >>= 1
				continue
			}
			if s[i] != ',' {
				return invalid
			}
			i++
			if isObject {
				if i = name(s, space(s, i)); i < 0 {
					return invalid
				}
			}
			break
		}
	}
}

func closing(isObject bool) byte {
	if isObject {
		return '}'
	}
	return ']'
}

// space returns the index of the first byte from i on that is not white space.
func space(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// name returns the index just past the name that begins at i and the colon after it.
func name(s string, i int) int {
	if i == len(s) || s[i] != '"' {
		return invalid
	}
	if i = text(s, i); i < 0 {
		return invalid
	}
	if i = space(s, i); i == len(s) || s[i] != ':' {
		return invalid
	}
	return i + 1
}

// text returns the index just past the string that begins at i.
func text(s string, i int) int {
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return invalid
		case c == '\\':
			i++
			if i == len(s) {
				return invalid
			}
			switch s[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if len(s)-i < 5 || !isHex(s[i+1]) || !isHex(s[i+2]) || !isHex(s[i+3]) || !isHex(s[i+4]) {
					return invalid
				}
				i += 4
			default:
				return invalid
			}
		}
	}
	return invalid
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// word returns the index just past one of the three words of JSON.
func word(s string, i int, want string) int {
	if len(s)-i < len(want) || s[i:i+len(want)] != want {
		return invalid
	}
	return i + len(want)
}

// number returns the index just past the number that begins at i.
func number(s string, i int) int {
	if i < len(s) && s[i] == '-' {
		i++
	}
	whole := i
	if i = digits(s, i); i == whole || s[whole] == '0' && i > whole+1 {
		return invalid
	}
	if i < len(s) && s[i] == '.' {
		fraction := i + 1
		if i = digits(s, fraction); i == fraction {
			return invalid
		}
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		exponent := i
		if i = digits(s, exponent); i == exponent {
			return invalid
		}
	}
	return i
}

// digits returns the index of the first byte from i on that is no digit.
func digits(s string, i int) int {
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return i
}

package clerk

import (
	"fmt"
	"strings"
)

// A lexeme is a piece of a pattern. Its kind is one of the constants below.
type lexeme struct {
	kind byte
	text string
}

const (
	lexChar     = 'c' // a character that stands for itself
	lexEscaped  = 'e' // one that was written with a backslash
	lexName     = 'n' // :name, without the colon
	lexRegexp   = 'r' // (regular expression), without the parentheses
	lexOpen     = '{'
	lexClose    = '}'
	lexModifier = 'm' // ?, * or +
)

func lexPattern(s string) ([]lexeme, error) {
	var out []lexeme
	for s != "" {
		size := 1
		switch c := s[0]; c {
		case '*', '+', '?':
			out = append(out, lexeme{lexModifier, s[:1]})
		case '{', '}':
			out = append(out, lexeme{c, s[:1]})
		case '\\':
			if len(s) > 1 {
				out = append(out, lexeme{lexEscaped, s[1:2]})
				size = 2
			}
		case ':':
			for size < len(s) && (isLetter(s[size]) || isDigit(s[size]) || s[size] == '_') {
				size++
			}
			if size == 1 {
				return nil, errPatternName
			}
			out = append(out, lexeme{lexName, s[1:size]})
		case '(':
			inner, err := parenthesised(s[1:])
			if err != nil {
				return nil, err
			}
			out = append(out, lexeme{lexRegexp, inner})
			size = len(inner) + 2
		default:
			out = append(out, lexeme{lexChar, s[:1]})
		}
		s = s[size:]
	}
	return out, nil
}

// parenthesised returns what stands before the parenthesis that closes.
func parenthesised(s string) (string, error) {
	if strings.HasPrefix(s, "?") {
		return "", errPatternQuestion
	}
	depth := 1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
			if !strings.HasPrefix(s[i+1:], "?") {
				return "", errPatternCapture
			}
		case ')':
			if depth--; depth > 0 {
				continue
			}
			if i == 0 {
				return "", errPatternEmpty
			}
			return s[:i], nil
		}
	}
	return "", errPatternParens
}

// A patternParser puts lexemes together. Text that one parameter follows directly belongs to that parameter if it is a slash or
// a dot, so that the two are optional together.
type patternParser struct {
	rest  []lexeme
	parts []patternPart
}

func (p *patternParser) take(kind byte) (string, bool) {
	if len(p.rest) == 0 || p.rest[0].kind != kind {
		return "", false
	}
	text := p.rest[0].text
	p.rest = p.rest[1:]
	return text, true
}

// text takes all characters that follow.
func (p *patternParser) text() string {
	var b strings.Builder
	for {
		text, ok := p.take(lexChar)
		if !ok {
			if text, ok = p.take(lexEscaped); !ok {
				return b.String()
			}
		}
		b.WriteString(text)
	}
}

func (p *patternParser) literal(text string) {
	if text != "" {
		p.parts = append(p.parts, patternPart{literal: text})
	}
}

func parsePattern(lexemes []lexeme) ([]patternPart, error) {
	p := &patternParser{rest: lexemes}
	pending := ""
	for len(p.rest) > 0 {
		char, hasChar := p.take(lexChar)
		name, hasName := p.take(lexName)
		expression, hasExpression := p.take(lexRegexp)
		if hasName || hasExpression {
			if char != "/" && char != "." {
				pending, char = pending+char, ""
			}
			p.literal(pending)
			pending = ""
			if err := p.add(patternPart{name: name, regexp: expression, prefix: char}); err != nil {
				return nil, err
			}
			continue
		}
		if !hasChar {
			char, hasChar = p.take(lexEscaped)
		}
		if hasChar {
			pending += char
			continue
		}
		p.literal(pending)
		pending = ""
		if err := p.group(); err != nil {
			return nil, err
		}
	}
	p.literal(pending)
	return p.parts, nil
}

// group takes {text:name(regexp)text} and its modifier.
func (p *patternParser) group() error {
	if _, ok := p.take(lexOpen); !ok {
		return errPatternGroup
	}
	part := patternPart{prefix: p.text()}
	part.name, _ = p.take(lexName)
	part.regexp, _ = p.take(lexRegexp)
	part.suffix = p.text()
	if _, ok := p.take(lexClose); !ok {
		return errPatternGroup
	}
	return p.add(part)
}

// add completes a parameter or a group: a name without an expression stands for the rest of its segment, up to the text that
// came before it.
func (p *patternParser) add(part patternPart) error {
	if part.name != "" && part.regexp == "" {
		before := part.prefix
		if n := len(p.parts); before == "" && n > 0 {
			before = p.parts[n-1].literal
			if before == "" {
				return errPatternAdjacent
			}
		}
		switch {
		case before == "" || strings.ContainsAny(before, "/#?"):
			part.regexp = "[^/#?]+?"
		case len(before) == 1:
			part.regexp = fmt.Sprintf(`[^/#?\x{%x}]+?`, before[0])
		default:
			return errPatternSeparator
		}
	}
	part.modifier, _ = p.take(lexModifier)
	p.parts = append(p.parts, part)
	return nil
}

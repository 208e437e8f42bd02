package clerk

import (
	"errors"
	"regexp"
	"strings"
)

const (
	maxPatternLength = 512
	maxPatterns      = 100
	manyPatterns     = 20      // above which an operator is warned
	maxMatchedPath   = 1 << 10 // a longer one belongs to nobody
)

// A pathPattern is a compiled path pattern, in the notation of path-to-regexp version 6: literal text, :name for one segment,
// (regular expression), {group}, and the modifiers ?, * and + behind a parameter or a group. It matches whole paths, without
// regard to case and to a slash at the end. Go's regular expressions need time in proportion to the path, whatever the pattern.
type pathPattern struct {
	regexp matcher
	names  []string // of the regexp's groups, in order; "" for those without a name
}

// A matcher is a *regexp.Regexp.
type matcher interface {
	FindStringSubmatchIndex(s string) []int
}

// match returns the parameters of a path, as they stand there, and whether the pattern is its.
func (p pathPattern) match(path string) (map[string]string, bool) {
	if len(path) > maxMatchedPath {
		return nil, false
	}
	found := p.regexp.FindStringSubmatchIndex(path)
	if found == nil {
		return nil, false
	}
	params := map[string]string{}
	for n, name := range p.names {
		if from := found[2*n+2]; name != "" && from >= 0 {
			params[name] = path[from:found[2*n+3]]
		}
	}
	return params, true
}

// Errors of a pattern, as sentences that follow "it ".
var (
	errPatternLength     = errors.New("is longer than 512 bytes")
	errPatternName       = errors.New("has a colon without a name behind it; write \\: for the character")
	errPatternParens     = errors.New("has a parenthesis that is not closed, or closed without being opened")
	errPatternEmpty      = errors.New("has empty parentheses")
	errPatternQuestion   = errors.New("has a regular expression that begins with a question mark")
	errPatternCapture    = errors.New("has a group within a regular expression; write (?:…)")
	errPatternGroup      = errors.New("has a brace or a modifier where none may stand; write \\ before the character")
	errPatternAdjacent   = errors.New("has two parameters without text between them")
	errPatternRegexp     = errors.New("has a regular expression that Go's package regexp does not know, such as one that looks ahead")
	errPatternRepetition = errors.New("repeats :id or :slug, which name one organization")
	errPatternSeparator  = errors.New("separates two parameters of one segment by more than one character")
)

// compilePattern reads a pattern.
func compilePattern(text string) (pathPattern, error) {
	if len(text) > maxPatternLength {
		return pathPattern{}, errPatternLength
	}
	lexemes, err := lexPattern(text)
	if err != nil {
		return pathPattern{}, err
	}
	parts, err := parsePattern(lexemes)
	if err != nil {
		return pathPattern{}, err
	}
	var p pathPattern
	var source strings.Builder
	source.WriteString("(?i)^")
	for _, part := range parts {
		text, err := part.source()
		if err != nil {
			return pathPattern{}, err
		}
		source.WriteString(text)
		if part.regexp != "" {
			p.names = append(p.names, part.name)
		}
	}
	source.WriteString("[/#?]?$")
	compiled, err := regexp.Compile(source.String())
	if err != nil || compiled.NumSubexp() != len(p.names) {
		return pathPattern{}, errPatternRegexp
	}
	p.regexp = compiled
	return p, nil
}

// A patternPart is literal text, or a parameter or group with the text that comes and goes with it.
type patternPart struct {
	literal        string
	name, regexp   string
	prefix, suffix string
	modifier       string // "", "?", "*" or "+"
}

// source returns the regular expression of a part.
func (p patternPart) source() (string, error) {
	prefix, suffix := regexp.QuoteMeta(p.prefix), regexp.QuoteMeta(p.suffix)
	repeats := p.modifier == "*" || p.modifier == "+"
	switch {
	case p.literal != "":
		return regexp.QuoteMeta(p.literal), nil
	case p.regexp == "":
		return "(?:" + prefix + suffix + ")" + p.modifier, nil
	case repeats && (p.name == "id" || p.name == "slug"):
		return "", errPatternRepetition
	case repeats && prefix+suffix == "":
		return "", errPatternGroup
	case repeats:
		optional := ""
		if p.modifier == "*" {
			optional = "?"
		}
		return "(?:" + prefix + "((?:" + p.regexp + ")(?:" + suffix + prefix + "(?:" + p.regexp + "))*)" + suffix + ")" + optional, nil
	case prefix+suffix != "":
		return "(?:" + prefix + "(" + p.regexp + ")" + suffix + ")" + p.modifier, nil
	}
	return "(" + p.regexp + ")" + p.modifier, nil
}

package authn

import "strings"

const (
	maxCookies   = 64
	maxDirective = 16 << 10
)

// sendable keeps the values for Set-Cookie that can be sent in a header: short enough, and without characters that end one.
func sendable(directives []string) []string {
	var out []string
	for _, d := range directives {
		clean := !strings.ContainsFunc(d, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f })
		if clean && d != "" && len(d) <= maxDirective && len(out) < maxCookies {
			out = append(out, d)
		}
	}
	return out
}

// cookieOf returns the name and value in a value for Set-Cookie.
func cookieOf(directive string) (name, value string) {
	pair, _, _ := strings.Cut(directive, ";")
	name, value, _ = strings.Cut(pair, "=")
	return name, value
}

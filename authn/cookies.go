package authn

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// MaxCookieSize is how many bytes of Cookie headers are looked at. Browsers keep about 180 cookies of 4 KiB for a domain at
// most, and servers accept far less; more than this counts as a session cookie of the wrong form.
const MaxCookieSize = 128 << 10

// The cookies that are looked for.
const (
	session = iota
	clientUAT
	devBrowser
	handshake
	nonce
	redirects
	suffixedSession
	suffixedClientUAT
	suffixedDevBrowser
	refresh
)

// cookieNames are the names of those. All begin with two underscores; one that the instance does not have is empty.
type cookieNames [refresh + 1]string

func newCookieNames(suffix string) cookieNames {
	names := cookieNames{session: clerk.CookieSession, clientUAT: clerk.CookieClientUAT, devBrowser: clerk.CookieDevBrowser,
		handshake: clerk.CookieHandshake, nonce: clerk.CookieHandshakeNonce, redirects: clerk.CookieRedirectCount}
	if suffix != "" {
		names[suffixedSession], names[suffixedClientUAT] = clerk.CookieSession+"_"+suffix, clerk.CookieClientUAT+"_"+suffix
		names[suffixedDevBrowser], names[refresh] = clerk.CookieDevBrowser+"_"+suffix, clerk.CookieRefresh+"_"+suffix
	}
	return names
}

// A slot is one cookie that is looked for.
type slot struct {
	value string
	found bool
}

// readCookies finds the cookies of an instance. The header is split first and each value decoded then, so that a decoded
// semicolon starts no new cookie; of several with one name the first counts. net/http would take quotation marks away and drop
// values with odd bytes, which the front end's cookies may have.
func readCookies(lines []string, names *cookieNames, c *Credentials) {
	if len(lines) == 0 {
		return
	}
	size := 0
	for _, line := range lines {
		size += len(line)
	}
	if size > MaxCookieSize {
		c.CookiesOversized = true
		return
	}
	var slots [len(names)]slot
	for _, line := range lines {
		for segment := range strings.SplitSeq(line, ";") {
			name, value, ok := strings.Cut(segment, "=")
			if name = strings.Trim(name, " \t"); !ok || !strings.HasPrefix(name, "__") {
				continue
			}
			if i := slices.Index(names[:], name); i >= 0 && !slots[i].found {
				slots[i] = slot{decodeCookie(strings.Trim(value, " \t")), true}
			}
		}
	}
	token := func(i int) authobject.Token { return authobject.NewToken(slots[i].value) }
	c.Plain = Cookies{token(session), slots[clientUAT].value, token(devBrowser)}
	c.Suffixed = Cookies{token(suffixedSession), slots[suffixedClientUAT].value, token(suffixedDevBrowser)}
	c.Refresh, c.Handshake, c.Nonce = token(refresh), token(handshake), token(nonce)
	c.RedirectCount = redirectCount(slots[redirects].value)
}

// decodeCookie undoes percent-encoding. A value that is not well encoded stays as it is.
func decodeCookie(value string) string {
	if !strings.Contains(value, "%") {
		return value
	}
	decoded, err := url.PathUnescape(value)
	if err != nil || !utf8.ValidString(decoded) {
		return value
	}
	return decoded
}

// redirectCount reads the counter of handshakes. What is no number counts as 0; it is a cookie that anybody can set, so it is
// kept between 0 and a small number.
func redirectCount(text string) int {
	const most = 99
	if text = strings.TrimSpace(text); text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if strings.Trim(text, "0123456789+-.eE") != "" && text != "Infinity" {
		err = strconv.ErrSyntax // Go reads more as a number than browsers do, 1_0 for one
	}
	if digits, hex := strings.CutPrefix(strings.ToLower(text), "0x"); hex {
		var whole uint64
		whole, err = strconv.ParseUint(digits, 16, 32)
		n = float64(whole)
	}
	if err != nil || math.IsNaN(n) || n < 0 {
		return 0
	}
	return int(min(n, most))
}

// leadingInteger reads the whole number that a text begins with, and 0 where there is none. After 0x its digits are hexadecimal.
func leadingInteger(text string) float64 {
	text = strings.TrimSpace(text)
	if digits, hex := strings.CutPrefix(strings.ToLower(text), "0x"); hex {
		digits = digits[:len(digits)-len(strings.TrimLeft(digits, "0123456789abcdef"))]
		n, _ := strconv.ParseFloat("0x"+digits+"p0", 64) // 0 where there are no digits
		return n
	}
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || end == 0 && (text[0] == '-' || text[0] == '+')) {
		end++
	}
	if end == 0 {
		return 0
	}
	n, err := strconv.ParseFloat(text[:end], 64)
	if err != nil {
		return 0
	}
	return n
}

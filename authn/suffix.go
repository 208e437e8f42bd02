package authn

import (
	"regexp"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// A glimpse is what a session token says of itself before anybody has verified it. It decides between cookies and words a
// request to Clerk; it never says who somebody is.
type glimpse struct {
	readable bool
	issuer   jsonmember.Value
	session  string
	issuedAt float64
	dated    bool // iat is there, and can be compared with a moment
	expires  int64
}

func glance(token string) glimpse {
	compact, err := jose.Split(token)
	if err != nil || !compact.Claims.IsObject() {
		return glimpse{}
	}
	g := glimpse{readable: true}
	g.issuer, _ = compact.Claims.Get("iss")
	sid, _ := compact.Claims.Get("sid")
	g.session, _ = sid.Text()
	iat, _ := compact.Claims.Get("iat")
	g.issuedAt, g.dated = looseDate(iat)
	exp, _ := compact.Claims.Get("exp")
	g.expires, _ = exp.Date()
	return g
}

// looseDate reads iat as the front end's language compares it: null counts as 0 and a number in quotation marks as one. Whether such
// a token is good is for a verifier to say; here a browser gets fresh cookies instead of a refusal.
func looseDate(iat jsonmember.Value) (seconds float64, ok bool) {
	if text, isText := iat.Text(); isText {
		text = strings.TrimSpace(text)
		if text == "" {
			return 0, true
		}
		iat = jsonmember.Value(text)
	}
	if iat == "null" {
		return 0, true
	}
	n, ok := iat.Date()
	return float64(n), ok
}

// namesIssuer reports whether iss holds anything at all.
func (g glimpse) namesIssuer() bool {
	switch g.issuer {
	case "", "null", "false", "0", `""`:
		return false
	}
	return true
}

var scheme = regexp.MustCompile(`(?i)https?://`)

// isIssuedBy reports whether iss is the Frontend API with this host.
func (g glimpse) isIssuedBy(host string) bool {
	issuer, ok := g.issuer.Text()
	return ok && scheme.ReplaceAllString(issuer, "") == host
}

// usesSuffixed decides which of the two sets of cookies counts, all of it or nothing. The plain cookies can be those of another
// instance on the same domain, or those of a front end from before the suffixed ones existed. The first rule that applies
// decides. An instance without a publishable key has no suffixed cookies, and needs no decision.
func usesSuffixed(instance *clerk.Instance, c Credentials, now int64) bool {
	plain, suffixed := glance(c.Plain.Session.Reveal()), glance(c.Suffixed.Session.Reveal())
	hasPlain, hasSuffixed := !c.Plain.Session.IsZero(), !c.Suffixed.Session.IsZero()
	plainUAT, suffixedUAT := c.Plain.ClientUAT, c.Suffixed.ClientUAT
	switch {
	case hasPlain && (!plain.readable || !plain.namesIssuer()):
		return false
	case hasPlain && !plain.isIssuedBy(strings.ToLower(instance.OwnFrontendAPIHost())):
		return true
	case suffixedUAT == "" && !hasSuffixed:
		return false
	case suffixedUAT != "0" && plainUAT != "0" && plain.issuedAt > suffixed.issuedAt:
		return false
	case suffixedUAT == "0" && plainUAT != "0":
		return false
	case instance.Kind == clerk.KindDevelopment && suffixedUAT != "0" && plainUAT == "0" && suffixed.readable && suffixed.expires <= now:
		return false
	case suffixedUAT == "" && hasSuffixed:
		return false
	}
	return true
}

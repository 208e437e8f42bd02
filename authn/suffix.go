package authn

import (
	"regexp"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// A glimpse is what a session token says of itself before anybody has verified it. It decides between cookies and words a
// request to Clerk; it never says who somebody is.
type glimpse struct {
	readable bool
	named    bool   // iss holds anything at all
	issuer   string // iss where it is text
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
	iss, _ := compact.Claims.Get("iss")
	g.named = namesIssuer(iss)
	g.issuer, _ = iss.Text()
	sid, _ := compact.Claims.Get("sid")
	g.session, _ = sid.Text()
	iat, _ := compact.Claims.Get("iat")
	g.issuedAt, g.dated = looseDate(iat)
	exp, _ := compact.Claims.Get("exp")
	g.expires, _ = exp.Date()
	return g
}

// glanceAt is glance for a token whose caller was recalled, if it was: that says the same and takes no reading.
func glanceAt(token string, recalled *authobject.Auth) glimpse {
	if recalled == nil || recalled.Issuer() == "" || recalled.IssuedAt().IsZero() || recalled.ExpiresAt().IsZero() {
		return glance(token)
	}
	return glimpse{readable: true, named: true, issuer: recalled.Issuer(), session: recalled.SessionID(),
		issuedAt: float64(recalled.IssuedAt().Unix()), dated: true, expires: recalled.ExpiresAt().Unix()}
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
func namesIssuer(iss jsonmember.Value) bool {
	switch iss {
	case "", "null", "false", "0", `""`:
		return false
	}
	return true
}

var scheme = regexp.MustCompile(`(?i)https?://`)

// isIssuedBy reports whether iss is the Frontend API with this host.
func (g glimpse) isIssuedBy(host string) bool {
	if rest, ok := strings.CutPrefix(g.issuer, "https://"); ok && rest == host {
		return true // as Clerk writes it, and it takes no pattern to see it
	}
	return g.issuer != "" && scheme.ReplaceAllString(g.issuer, "") == host
}

// usesSuffixed decides which of the two sets of cookies counts, all of it or nothing. The plain cookies can be those of another
// instance on the same domain, or those of a front end from before the suffixed ones existed. The first rule that applies
// decides. An instance without a publishable key has no suffixed cookies, and needs no decision.
func (f *flow) usesSuffixed(plain, suffixed glimpse) bool {
	c := &f.c
	hasPlain, hasSuffixed := !c.Plain.Session.IsZero(), !c.Suffixed.Session.IsZero()
	plainUAT, suffixedUAT := c.Plain.ClientUAT, c.Suffixed.ClientUAT
	switch {
	case hasPlain && (!plain.readable || !plain.named):
		return false
	case hasPlain && !plain.isIssuedBy(f.ownHost):
		return true
	case suffixedUAT == "" && !hasSuffixed:
		return false
	case suffixedUAT != "0" && plainUAT != "0" && plain.issuedAt > suffixed.issuedAt:
		return false
	case suffixedUAT == "0" && plainUAT != "0":
		return false
	case f.isDevelopment() && suffixedUAT != "0" && plainUAT == "0" && suffixed.readable && suffixed.expires <= f.instance.Now().Unix():
		return false
	case suffixedUAT == "" && hasSuffixed:
		return false
	}
	return true
}

package authn

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/token"
)

// maxOtherSessions is how many further cookies of one name are looked at.
const maxOtherSessions = 8

// Named is what a request says of the session that it means, and what it can choose from.
type Named struct {
	// Choice is what it says. It is not zero.
	Choice multisession.Choice
	// Plain and Suffixed are the tokens of further cookies with the names of the session cookies, in their order, each text once and
	// at most eight of either. They are read only where a request can choose among the sessions that it proves.
	Plain, Suffixed []authobject.Token

	selection []selected
}

// A selected cookie says of itself that it is of the session that the request names. Nobody has verified it. It counts instead of the
// usual one.
type selected struct {
	text     string
	suffixed bool
}

// Choice returns what the request says of the session that it means; the zero Choice where it says nothing, or nobody reads it.
func (c Credentials) Choice() multisession.Choice {
	if c.Named == nil {
		return multisession.Choice{}
	}
	return c.Named.Choice
}

// Format says how many tokens there are to choose from, without showing one, for every verb.
func (n Named) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "a named session, and %d further tokens", len(n.Plain)+len(n.Suffixed))
}

// LogValue says what Format does.
func (n Named) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(n)) }

func (n *Named) hasTokens() bool { return n != nil && len(n.Plain)+len(n.Suffixed) > 0 }

func (n *Named) chooses() bool { return n != nil && len(n.selection) > 0 }

func (n *Named) equal(other *Named) bool {
	same := func(a, b authobject.Token) bool { return a.Reveal() == b.Reveal() }
	return n == other || n != nil && other != nil && n.Choice == other.Choice &&
		slices.EqualFunc(n.Plain, other.Plain, same) && slices.EqualFunc(n.Suffixed, other.Suffixed, same)
}

// readNamed reads which session the request means, and which cookies may prove it.
func (a *Authenticator) readNamed(r *http.Request, q query, c *Credentials) *Named {
	chooser := a.config.Sessions
	if r.URL != nil && len(r.URL.RawQuery) > maxQuerySize {
		// Whatever it names has not been read, and must not count as nothing.
		return &Named{Choice: multisession.Choice{Reason: clerk.ReasonSessionIDInvalid}}
	}
	n := &Named{Choice: chooser.Read(q.all(clerk.QuerySessionID), r.Header)}
	switch {
	case n.Choice.IsZero():
		return nil
	case chooser.Mode() != multisession.Select, n.Choice.ID == "", !a.config.Accepts.includes(authobject.SessionToken):
		return n
	}
	if !c.CookiesOversized {
		n.Plain = others(r.Header[clerk.HeaderCookie], clerk.CookieSession, c.Plain.Session)
		if a.suffix != "" {
			n.Suffixed = others(r.Header[clerk.HeaderCookie], clerk.CookieSession+"_"+a.suffix, c.Suffixed.Session)
		}
	}
	if yields(c, n.Choice.ID) {
		n.choose(c.Suffixed.Session, n.Suffixed, true)
		n.choose(c.Plain.Session, n.Plain, false)
	}
	return n
}

// choose selects the cookies of one name.
func (n *Named) choose(first authobject.Token, more []authobject.Token, suffixed bool) {
	for _, token := range append([]authobject.Token{first}, more...) {
		if text := token.Reveal(); text != "" && glance(text).session == n.Choice.ID {
			n.selection = append(n.selection, selected{text, suffixed})
		}
	}
}

// yields reports whether the header leaves the decision to a cookie: there is nothing in it, or a session token that says of itself
// that it is of another session than the request names. Whatever else it holds decides alone.
func yields(c *Credentials, named string) bool {
	text := c.HeaderToken.Reveal()
	if text == "" || c.HeaderOversized {
		return !c.HeaderOversized
	}
	_, isMachine := token.KindOf(text)
	session := glance(text).session
	return !isMachine && session != "" && session != named
}

// others returns the tokens of the cookies of one name after the first.
func others(lines []string, name string, first authobject.Token) (list []authobject.Token) {
	seen, isFirst := []string{first.Reveal()}, true
	for _, line := range lines {
		for segment := range strings.SplitSeq(line, ";") {
			key, value, ok := strings.Cut(segment, "=")
			if !ok || strings.Trim(key, " \t") != name {
				continue
			}
			if isFirst {
				isFirst = false
				continue
			}
			text := decodeCookie(strings.Trim(value, " \t"))
			if text != "" && !slices.Contains(seen, text) && len(list) < maxOtherSessions {
				seen, list = append(seen, text), append(list, authobject.NewToken(text))
			}
		}
	}
	return list
}

// ByHeader reports whether the Authorization header alone decides who the caller is, so that cookies do not count. A browser does
// not add that header by itself.
func (r *Request) ByHeader() bool {
	c := &r.Credentials
	return c.HeaderOversized || !c.HeaderToken.IsZero() && !c.Named.chooses()
}

// Explicit reports whether the request is signed in and says itself as which session: it names that session, or brings its token in
// the Authorization header. Otherwise the session is the one that was last active in the browser, which another tab may have
// changed.
func (d *Decision) Explicit() bool {
	return d.Status == SignedIn && (d.credentials.Choice().ID != "" || !d.credentials.HeaderToken.IsZero())
}

package multisession

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A Mode is what comes of the session that a request names.
type Mode string

// The modes. The first two ask Clerk nothing.
const (
	// Assert lets a request through only if it names the session that it proves. It closes the race between two tabs: an action
	// that was meant for one account is never done as another.
	Assert Mode = "assert"
	// Select judges, of all session tokens that the request brings, the one of the named session: that of the Authorization
	// header, and those of the cookies, suffixed or plain, and also where several have one name. It closes the race between
	// cookies: which of them comes first does not matter any more.
	Select Mode = "select"
	// Lookup asks Clerk for a token of the named session, if it goes on in the browser of the one that the request proves. It
	// closes the race without refusing the tab that lost it: both tabs go on, each as its own account.
	Lookup Mode = "lookup"
)

// A Policy says how requests name the session that they mean, and what comes of it. The zero Policy is [Assert], by the query
// parameter _clerk_session_id alone.
type Policy struct {
	// Mode is what comes of the named session. Default: Assert.
	Mode Mode
	// Header is the name of a request header that names a session too, for scripts: clerk.HeaderSessionID, or one of your own. Where
	// a request has both, they must agree. Default: "", no header.
	Header string

	// Timeout bounds everything that Clerk is asked for one request, and before that the wait for a turn. Lookup only. Default: 5
	// seconds. At most 30 seconds.
	Timeout time.Duration
	// MaxEntries is how many tokens that Clerk made are kept, each for a minute at most. Lookup only. Default: 10,000.
	MaxEntries int
	// MaxUnknown is how many questions about sessions that are none of the browser's may be put to Clerk in any ten seconds, by
	// all callers together; one caller may put an eighth of them. Lookup only. Default: 80. At least 8.
	MaxUnknown int
}

const (
	defaultTimeout    = 5 * time.Second
	maxTimeout        = 30 * time.Second
	defaultMaxEntries = 10_000
	defaultMaxUnknown = 80
	minMaxUnknown     = 8
)

// Validate returns everything that is wrong with the policy, or nil.
func (p Policy) Validate() error {
	var problems []error
	refuse := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("multisession: Policy."+format, args...))
	}
	if !slices.Contains([]Mode{"", Assert, Select, Lookup}, p.Mode) {
		refuse("Mode is %q; it must be %q, %q or %q", p.Mode, Assert, Select, Lookup)
	}
	if p.Header != "" {
		switch name := http.CanonicalHeaderKey(p.Header); {
		case !isHeaderName(p.Header):
			refuse("Header is %q, which is no name of a header; use clerk.HeaderSessionID", p.Header)
		case slices.Contains(taken, name):
			refuse("Header is %q, which says something else already; use clerk.HeaderSessionID", p.Header)
		}
	}
	if p.Timeout < 0 || p.Timeout > maxTimeout {
		refuse("Timeout is %v; it must be up to %v, and 0 is %v", p.Timeout, maxTimeout, defaultTimeout)
	}
	if p.MaxEntries < 0 {
		refuse("MaxEntries is %d; it must be positive, and 0 is %d", p.MaxEntries, defaultMaxEntries)
	}
	if p.MaxUnknown != 0 && p.MaxUnknown < minMaxUnknown {
		refuse("MaxUnknown is %d; it must be at least %d, and 0 is %d", p.MaxUnknown, minMaxUnknown, defaultMaxUnknown)
	}
	if p.Mode != Lookup && (p.Timeout != 0 || p.MaxEntries != 0 || p.MaxUnknown != 0) {
		refuse("Timeout, MaxEntries and MaxUnknown are for the mode %q alone", Lookup)
	}
	return errors.Join(problems...)
}

func (p Policy) withDefaults() Policy {
	if p.Mode == "" {
		p.Mode = Assert
	}
	if p.Timeout == 0 {
		p.Timeout = defaultTimeout
	}
	if p.MaxEntries == 0 {
		p.MaxEntries = defaultMaxEntries
	}
	if p.MaxUnknown == 0 {
		p.MaxUnknown = defaultMaxUnknown
	}
	p.Header = http.CanonicalHeaderKey(p.Header)
	return p
}

// taken are headers that cannot name a session, because authentication reads something else there.
var taken = []string{
	clerk.HeaderAuthorization, clerk.HeaderCookie, clerk.HeaderHost, clerk.HeaderForwardedHost, clerk.HeaderForwardedProto,
	clerk.HeaderOrigin, clerk.HeaderReferer, clerk.HeaderSecFetchDest, clerk.HeaderAccept, clerk.HeaderUserAgent,
	clerk.HeaderAuthStatus, clerk.HeaderAuthReason, clerk.HeaderAuthMessage, "Sec-Fetch-Site",
}

// isHeaderName reports whether s is a token (RFC 9110 section 5.6.2).
func isHeaderName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", c)
	})
}

package backendapi

import (
	"math"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// What API keys, tokens of machines and OAuth access tokens have in common.

// A narrowWindow is a window of the lists of credentials, which are shorter than others.
type narrowWindow struct{ window }

const maxNarrowLimit = 100

func (n narrowWindow) checkLimit(wrong *problems) {
	if n.Limit > maxNarrowLimit {
		wrong.invalid("limit", "must be an integer from 1 to %d.", maxNarrowLimit)
	}
}

// checkSeconds refuses a lifetime that is none.
func checkSeconds(seconds Opt[float64], wrong *problems) {
	if seconds.Set && !seconds.Null && (seconds.Value <= 0 || seconds.Value > maxTokenTTL) {
		wrong.invalid("seconds_until_expiration", "must be a number over 0, of %d at most.", maxTokenTTL)
	}
}

// lifetime returns seconds as a duration, to the millisecond.
func lifetime(seconds float64) time.Duration {
	return time.Duration(math.Round(seconds*1000)) * time.Millisecond
}

// notFoundSecret says that nobody has a credential, without a word of what it is.
func notFoundSecret(kind string) error {
	return refusal.Newf(http.StatusNotFound, "resource_not_found", "Not found", "There is no such %s in this instance.", kind)
}

var subjectForm = regexp.MustCompile(`^(user|org|mch|scim)_\w{1,100}$`)

// checkSubject refuses what no credential can be for. Clerk's ids have 27 letters and digits after the prefix; those that a test
// chose may have others.
func checkSubject(subject string, wrong *problems) {
	if subject != "" && !subjectForm.MatchString(subject) {
		wrong.add(refusal.About("subject", "form_param_format_invalid", "is invalid",
			"must be the id of a user (user_…), an organization (org_…), a machine (mch_…) or a directory (scim_…)."))
	}
}

// hasSubject reports whether a subject is there. Directories are not looked for.
func (a *API) hasSubject(subject string) bool {
	switch prefix, _, _ := strings.Cut(subject, "_"); prefix {
	case "user":
		return a.w.Users.Get(subject) != nil
	case "org":
		return a.w.Organizations.Get(subject) != nil
	case "mch":
		return a.w.Machines.Get(subject) != nil
	default:
		return prefix == "scim"
	}
}

// A standingView is how good a credential is still.
type standingView struct {
	Revoked          bool    `json:"revoked"`
	RevocationReason *string `json:"revocation_reason"`
	Expired          bool    `json:"expired"`
	Expiration       *int64  `json:"expiration"`
}

func (a *API) viewStanding(s *world.Standing) standingView {
	return standingView{s.Revoked, orNull(s.RevocationReason), s.Expired(a.w.Now()), millis(s.ExpiresAt)}
}

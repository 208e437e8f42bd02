package authobject_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

func TestValidate(t *testing.T) {
	mustNot := func(*authobject.Auth) bool { panic("an invalid check was evaluated") }
	for _, row := range []struct {
		name  string
		check authobject.Check
		says  string // a part of the error that teaches; "" where the check is valid
	}{
		{"the zero Check", authobject.Check{}, "empty Check{}"},
		{"a role without a name", authobject.Role(""), `Role("org:admin")`},
		{"a role of the prefix alone", authobject.Role("org:"), `Role("org:admin")`},
		{"a role of two prefixes alone", authobject.Role("org:org:"), `Role("org:admin")`},
		{"a permission without a name", authobject.Permission(""), `Permission("org:invoices:read")`},
		{"a permission of the prefix alone", authobject.Permission("org:"), `Permission("org:invoices:read")`},
		{"a feature without a name", authobject.Feature(""), "name of a feature"},
		{"a feature of a scope alone", authobject.Feature("o:"), "name of a feature"},
		{"a feature of a scope and a colon", authobject.Feature("o::dash"), "name of a feature"},
		{"a feature of an unknown scope", authobject.Feature("x:dash"), "org:name or user:name"},
		{"a feature of both scopes", authobject.Feature("ou:dash"), "org:name or user:name"},
		{"a feature of a scope in capitals", authobject.Feature("Org:dash"), "org:name or user:name"},
		{"a feature with a colon before it", authobject.Feature(":dash"), "org:name or user:name"},
		{"a plan without a name", authobject.Plan(""), "name of a plan"},
		{"a plan of an unknown scope", authobject.Plan("team:pro"), "org:name or user:name"},
		{"a claim without a path", authobject.Claim("", "x"), "has no path"},
		{"a claim with an empty name in its path", authobject.Claim("a..b", "x"), "has no path"},
		{"a claim with a stray tilde in its pointer", authobject.Claim("/a~b", "x"), "JSON Pointer"},
		{"a claim without a value", authobject.Claim("a"), "at least one value"},
		{"a claim compared with nil", authobject.Claim("a", nil), "cannot compare with a <nil>"},
		{"a claim compared with a list", authobject.Claim("a", []string{"x"}), "cannot compare with a []string"},
		{"a claim compared with an unsigned number", authobject.Claim("a", "x", uint(1)), "cannot compare with a uint"},
		{"a claim compared with a type of one's own", authobject.Claim("a", authobject.StatusActive), "cannot compare with a authobject.SessionStatus"},
		{"a claim compared with NaN", authobject.Claim("a", math.NaN()), "no JSON number"},
		{"a claim compared with infinity", authobject.Claim("a", math.Inf(-1)), "no JSON number"},
		{"a preset that does not exist", authobject.Reverified("strictest"), "use Strict, StrictMFA, Moderate or Lax"},
		{"a preset without a name", authobject.Reverified(""), "use Strict, StrictMFA, Moderate or Lax"},
		{"a factor level that does not exist", authobject.ReverifiedWithin("third_factor", time.Minute), "not a factor level"},
		{"a factor level without a name", authobject.ReverifiedWithin("", time.Minute), "not a factor level"},
		{"an age of zero", authobject.ReverifiedWithin(authobject.FirstFactor, 0), "not positive"},
		{"a negative age", authobject.ReverifiedWithin(authobject.FirstFactor, -time.Minute), "not positive"},
		{"a function without a name", authobject.Func("", mustNot), "name and a function"},
		{"a name without a function", authobject.Func("x", nil), "name and a function"},
		{"all of nothing", authobject.All(), "no check is given"},
		{"any of nothing", authobject.Any(), "no check is given"},
		{"not the zero Check", authobject.Not(authobject.Check{}), "empty Check{}"},
		{"not what makes no sense", authobject.Not(authobject.Role("")), `Role("org:admin")`},
		{"all of one that makes no sense", authobject.All(authobject.Role("")), `Role("org:admin")`},
		{"all, and one makes no sense", authobject.All(authobject.Func("x", mustNot), authobject.Role("")), `Role("org:admin")`},
		{"any, and one makes no sense, though another would hold", authobject.Any(authobject.Role("member"), authobject.Role("")), `Role("org:admin")`},
		{"every problem is told", authobject.Any(authobject.Role(""), authobject.All(authobject.Plan("x:y"), authobject.Not(authobject.Any()))), "no check is given"},
		{"a problem, nested", authobject.All(isTrue, authobject.Any(isTrue, authobject.Not(authobject.Permission("")))), "invoices"},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := row.check.Validate()
			if err == nil || !strings.Contains(err.Error(), row.says) {
				t.Errorf("Validate() = %v, want it to say %q", err, row.says)
			}
			for name, auth := range map[string]*authobject.Auth{"somebody": somebody(t), "nobody": nil} {
				if got := judge(t, auth, row.check); got != unknown {
					t.Errorf("for %s the check is %s, want unknown", name, got)
				}
				if r := refusal(t, auth, row.check); r == nil || r.Reason != clerk.ReasonCheckInvalid || r.SignedOut {
					t.Errorf("for %s it refuses with %+v", name, r)
				}
			}
			if row.check.String() == "" {
				t.Error("it has no description")
			}
		})
	}
}

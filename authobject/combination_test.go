package authobject_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// Checks with the verdict of their name, for whoever somebody returns.
var (
	isTrue  = authobject.Role("member")
	isFalse = authobject.Role("admin")
	isOdd   = authobject.Plan("free") // the token tells nothing about plans
	isStale = authobject.Reverified(authobject.Strict)
)

func somebody(t testing.TB) *authobject.Auth {
	t.Helper()
	return caller(t, `"fva":[1000,1000],"v":2,"fea":"o:a","o":{"id":"org_1","rol":"member","per":"read","fpm":"1"}`)
}

func TestCombinations(t *testing.T) {
	all, anyOf, not := authobject.All, authobject.Any, authobject.Not
	for _, row := range []struct {
		name  string
		check authobject.Check
		want  verdict
	}{
		{"one that holds", isTrue, met},
		{"one that does not", isFalse, refused},
		{"one that cannot be evaluated", isOdd, unknown},
		{"one that is stale", isStale, refused},

		{"all of two that hold", all(isTrue, isTrue), met},
		{"all, the first fails", all(isFalse, isTrue), refused},
		{"all, the second fails", all(isTrue, isFalse), refused},
		{"all, one cannot be evaluated", all(isTrue, isOdd), unknown},
		{"all, one fails before one that cannot be evaluated", all(isFalse, isOdd), unknown},
		{"all, one fails after one that cannot be evaluated", all(isOdd, isFalse), unknown},
		{"all of one is that one", all(isFalse), refused},

		{"any, the first holds", anyOf(isTrue, isFalse), met},
		{"any, the second holds", anyOf(isFalse, isTrue), met},
		{"any, one holds beside one that cannot be evaluated", anyOf(isOdd, isTrue), met},
		{"any of two that fail", anyOf(isFalse, isStale), refused},
		{"any, one cannot be evaluated", anyOf(isFalse, isOdd), unknown},
		{"any, the first cannot be evaluated", anyOf(isOdd, isFalse), unknown},
		{"any of one is that one", anyOf(isOdd), unknown},

		{"not one that holds", not(isTrue), refused},
		{"not one that fails", not(isFalse), met},
		{"not one that cannot be evaluated", not(isOdd), unknown},
		{"not one that is stale", not(isStale), met},
		{"not not one that holds", not(not(isTrue)), met},
		{"not not one that fails", not(not(isFalse)), refused},
		{"not not one that cannot be evaluated", not(not(isOdd)), unknown},

		{"not all of what holds", not(all(isTrue, isTrue)), refused},
		{"not all of what fails", not(all(isTrue, isFalse)), met},
		{"not all, where one cannot be evaluated", not(all(isFalse, isOdd)), unknown},
		{"not any of what fails", not(anyOf(isFalse, isStale)), met},
		{"not any, where one cannot be evaluated", not(anyOf(isFalse, isOdd)), unknown},
		{"all of any and not", all(anyOf(isFalse, isTrue), not(isFalse)), met},
		{"any of all and not", anyOf(all(isTrue, isFalse), not(isTrue)), refused},
		{"what cannot be evaluated, three levels down", not(anyOf(isFalse, all(isTrue, not(isOdd)))), unknown},
		{"the same beside an alternative that holds", anyOf(not(all(isTrue, isOdd)), isTrue), met},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := judge(t, somebody(t), row.check); got != row.want {
				t.Errorf("%v is %s, want %s", row.check, got, row.want)
			}
			if err := row.check.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestHas is the rule for several checks at once (Clerk: has): at least one, and every one.
func TestHas(t *testing.T) {
	auth := somebody(t)
	for _, row := range []struct {
		name   string
		checks []authobject.Check
		want   clerk.Reason // "" where they are met
	}{
		{"no check is met by nobody", nil, clerk.ReasonCheckInvalid},
		{"one that holds", []authobject.Check{isTrue}, ""},
		{"several that hold", []authobject.Check{isTrue, authobject.Permission("a:read"), authobject.Feature("a")}, ""},
		{"the first that fails gives the reason", []authobject.Check{isTrue, isFalse, isStale}, clerk.ReasonRole},
		{"whatever comes first", []authobject.Check{isStale, isFalse}, clerk.ReasonReverification},
		{"one that cannot be evaluated fails", []authobject.Check{isTrue, isOdd}, clerk.ReasonPlan},
		{"an empty Check fails", []authobject.Check{isTrue, {}}, clerk.ReasonCheckInvalid},
		{"an empty Check alone fails", []authobject.Check{{}}, clerk.ReasonCheckInvalid},
		{"a check that makes no sense fails", []authobject.Check{isTrue, authobject.Role("")}, clerk.ReasonCheckInvalid},
		{"no alternative fails", []authobject.Check{authobject.Any()}, clerk.ReasonCheckInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := refusal(t, auth, row.checks...)
			if (r == nil) != (row.want == "") || (r != nil && r.Reason != row.want) {
				t.Errorf("refused with %+v, want reason %q", r, row.want)
			}
			if r := refusal(t, authobject.SignedOut(clerk.ReasonNoCredentials), row.checks...); r == nil {
				t.Error("a signed-out caller passes")
			}
		})
	}
}

func TestAnyRefusal(t *testing.T) {
	auth := somebody(t)
	for _, row := range []struct {
		name     string
		check    authobject.Check
		reason   clerk.Reason
		curable  bool
		describe string
	}{
		{"alternatives that fail for the same reason", authobject.Any(isFalse, authobject.Role("org:owner")), clerk.ReasonRole, false, "any of (role org:admin, role org:owner)"},
		{"alternatives that fail for different reasons", authobject.Any(isFalse, isOdd), clerk.ReasonAny, false, "any of (role org:admin, plan free)"},
		{"the one that can be cured goes first", authobject.Any(isFalse, isStale, isOdd), clerk.ReasonReverification, true, "reverification strict"},
		{"the first of two that can be cured", authobject.Any(isStale, authobject.Reverified(authobject.Moderate), isFalse), clerk.ReasonReverification, true, "reverification strict"},
		{"one that can be cured, nested", authobject.Any(isFalse, authobject.Any(isOdd, isStale)), clerk.ReasonReverification, true, "reverification strict"},
		{"one that can be cured, behind a check that holds", authobject.Any(isFalse, authobject.All(isTrue, isStale)), clerk.ReasonReverification, true, "reverification strict"},
		{"what a check before it refuses cannot be cured", authobject.Any(isOdd, authobject.All(isFalse, isStale)), clerk.ReasonAny, false, "any of (plan free, all of (role org:admin, reverification strict))"},
		{"a negation cannot be cured", authobject.Any(isFalse, authobject.Not(authobject.Reverified(authobject.Lax))), clerk.ReasonAny, false, "any of (role org:admin, not reverification lax)"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fresh := auth
			if strings.HasPrefix(row.name, "a negation") {
				fresh = caller(t, `"fva":[1,1],"org_id":"org_1","org_role":"org:member"`)
			}
			r := refusal(t, fresh, row.check)
			if r == nil {
				t.Fatal("met")
			}
			if r.Reason != row.reason || (r.Reverification != nil) != row.curable || r.Check != row.describe {
				t.Errorf("refused with %+v, want %s of %s", r, row.reason, row.describe)
			}
		})
	}
}

func TestFunc(t *testing.T) {
	var got *authobject.Auth
	calls := 0
	second := authobject.Func("second user", func(a *authobject.Auth) bool {
		calls++
		got = a
		return a.UserID() == "user_2"
	})
	auth := somebody(t)
	r := refusal(t, auth, second)
	if r == nil || r.Reason != clerk.ReasonFunc || r.Check != "check second user" || r.SignedOut {
		t.Errorf("refused with %+v", r)
	}
	if got != auth || calls != 2 {
		t.Errorf("called %d times, last with %v", calls, got)
	}
	calls = 0
	for _, nobody := range []*authobject.Auth{nil, authobject.SignedOut(clerk.ReasonSessionPending), new(authobject.Auth)} {
		for _, check := range []authobject.Check{second, authobject.Not(second), authobject.Any(second, second)} {
			if refusal(t, nobody, check) == nil || calls != 0 {
				t.Errorf("%v met, or called %d times, without a caller", check, calls)
			}
		}
	}
	two, err := authobject.FromClaims([]byte(`{"sub":"user_2"}`), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := judge(t, two, second); got != met {
		t.Errorf("got %s", got)
	}
}

func TestChecksDescribeThemselves(t *testing.T) {
	for _, row := range []struct {
		check authobject.Check
		want  string
	}{
		{authobject.Check{}, "no check"},
		{authobject.Role("admin"), "role org:admin"},
		{authobject.Permission("org:a:read"), "permission org:a:read"},
		{authobject.Feature("o:dash"), "feature o:dash"},
		{authobject.Plan("pro"), "plan pro"},
		{authobject.Claim("a.b", "secret value"), "claim a.b"},
		{authobject.Reverified(authobject.Lax), "reverification lax"},
		{authobject.ReverifiedWithin(authobject.MultiFactor, 90*time.Second), "reverification multi_factor within 1m30s"},
		{authobject.Func("weekday", func(*authobject.Auth) bool { return true }), "check weekday"},
		{authobject.All(isTrue, authobject.Any(isFalse, authobject.Not(isOdd))), "all of (role org:member, any of (role org:admin, not plan free))"},
	} {
		if got := row.check.String(); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}

// TestChecksDoNotChange holds that a list which checks were made from can be used again.
func TestChecksDoNotChange(t *testing.T) {
	auth := somebody(t)
	list := []authobject.Check{isFalse, isFalse}
	all, anyOf := authobject.All(list...), authobject.Any(list...)
	values := []any{"user_0", "user_2"}
	claim := authobject.Claim("sub", values...)
	list[0], list[1] = isTrue, isTrue
	values[0] = "user_1"
	for _, check := range []authobject.Check{all, anyOf, claim} {
		if got := judge(t, auth, check); got != refused {
			t.Errorf("after its list was written to %v is %s", check, got)
		}
	}
}

// TestChecksAreConcurrent runs under the race detector.
func TestChecksAreConcurrent(t *testing.T) {
	auth := somebody(t)
	check := authobject.All(isTrue, authobject.Permission("a:read"), authobject.Any(isFalse, authobject.Feature("a")), authobject.Not(isStale), authobject.Claim("o.rol", "member"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if err := auth.Check(check); err != nil {
					t.Error(err)
				}
				refusal(t, auth, isStale).Reverification.MaxAge = 0
			}
		})
	}
	wg.Wait()
}

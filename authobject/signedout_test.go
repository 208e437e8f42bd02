package authobject_test

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// nobodies are all the ways to be signed out.
func nobodies() map[string]*authobject.Auth {
	return map[string]*authobject.Auth{
		"nil":               nil,
		"the zero Auth":     new(authobject.Auth),
		"no credentials":    authobject.SignedOut(clerk.ReasonNoCredentials),
		"a pending session": authobject.SignedOut(clerk.ReasonSessionPending),
	}
}

// printer is the fmt.State that Format methods write to.
type printer struct{ io.Writer }

func (printer) Width() (int, bool)     { return 0, false }
func (printer) Precision() (int, bool) { return 0, false }
func (printer) Flag(int) bool          { return false }

// call calls a method with arguments that are there but say nothing, and returns what it returns.
func call(method reflect.Value) []any {
	var in []reflect.Value
	for i := range method.Type().NumIn() {
		switch t := method.Type().In(i); {
		case method.Type().IsVariadic() && i == method.Type().NumIn()-1:
		case t == reflect.TypeFor[fmt.State]():
			in = append(in, reflect.ValueOf(printer{io.Discard}))
		default:
			in = append(in, reflect.Zero(t))
		}
	}
	var out []any
	for _, v := range method.Call(in) {
		out = append(out, v.Interface())
	}
	return out
}

// TestEveryMethodTakesNobody calls whatever methods there are: one that is added is held to the rule as well.
func TestEveryMethodTakesNobody(t *testing.T) {
	tells := map[string]bool{ // methods that have something to say of nobody
		"Check": true, "Format": true, "Kind": true, "LogValue": true, "MarshalJSON": true, "Reason": true, "Settled": true, "Status": true, "String": true, "WithToken": true,
	}
	for name, nobody := range nobodies() {
		t.Run(name, func(t *testing.T) {
			value := reflect.ValueOf(nobody)
			for i := range value.NumMethod() {
				method := value.Type().Method(i).Name
				for _, result := range call(value.Method(i)) {
					if !tells[method] && result != nil && !reflect.ValueOf(result).IsZero() {
						t.Errorf("%s returns %v", method, result)
					}
				}
			}
			if value.NumMethod() < 20 {
				t.Errorf("only %d methods were called", value.NumMethod())
			}
		})
	}
}

// TestZeroValuesTakeEveryMethod does the same for the other values that come without a caller.
func TestZeroValuesTakeEveryMethod(t *testing.T) {
	for _, zero := range []any{authobject.Claims{}, authobject.Token{}, authobject.Check{}, authobject.Reverification{}, &authobject.Refusal{}} {
		value := reflect.ValueOf(zero)
		for i := range value.NumMethod() {
			call(value.Method(i))
		}
		if value.NumMethod() == 0 {
			t.Errorf("%T has no methods", zero)
		}
	}
	if got := fmt.Sprintf("%v%s%q%x", authobject.Token{}, authobject.Claims{}, authobject.Token{}, authobject.Claims{}); got != "" {
		t.Errorf("the absent print as %q", got)
	}
	if !(authobject.Token{}).IsZero() || (authobject.Claims{}).Raw() != nil {
		t.Error("the absent are there")
	}
	if _, ok := (authobject.Claims{}).Get("sub"); ok {
		t.Error("the absent claims have a sub")
	}
	if caller(t, ``).Token().Reveal() != "" || !caller(t, ``).Token().IsZero() {
		t.Error("an Auth without a token has one")
	}
}

func TestSignedOut(t *testing.T) {
	for _, row := range []struct {
		name   string
		auth   *authobject.Auth
		reason clerk.Reason
		kind   authobject.TokenKind
		status authobject.SessionStatus
		text   string
	}{
		{"nil counts as a forgotten middleware", nil, clerk.ReasonMiddlewareMissing, "", "", "signed out (reason=middleware-missing)"},
		{"without credentials", authobject.SignedOut(clerk.ReasonNoCredentials), clerk.ReasonNoCredentials, authobject.SessionToken, "", "signed out (reason=session-token-and-uat-missing)"},
		{"a pending session tells its status", authobject.SignedOut(clerk.ReasonSessionPending), clerk.ReasonSessionPending, authobject.SessionToken, authobject.StatusPending, "signed out (reason=session-pending)"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.auth.IsSignedIn() || row.auth.Reason() != row.reason || row.auth.Kind() != row.kind || row.auth.Status() != row.status {
				t.Errorf("signed in %v, reason %s, kind %s, status %s", row.auth.IsSignedIn(), row.auth.Reason(), row.auth.Kind(), row.auth.Status())
			}
			if got := fmt.Sprint(row.auth); got != row.text {
				t.Errorf("prints as %q, want %q", got, row.text)
			}
		})
	}
}

// TestNobodyMeetsACheck holds that no check and no combination is met by a signed-out caller.
func TestNobodyMeetsACheck(t *testing.T) {
	checks := append([]authobject.Check{
		isTrue, isFalse, isOdd, authobject.Permission("a:read"), authobject.Feature("a"), authobject.Claim("sub", "", "user_1"),
		authobject.Func("yes", func(*authobject.Auth) bool { return true }),
	}, demands...)
	for _, check := range checks {
		checks = append(checks, authobject.Not(check), authobject.Not(authobject.Not(check)), authobject.All(check, check), authobject.Any(check, authobject.Not(check)))
	}
	for name, nobody := range nobodies() {
		for _, check := range checks {
			if got := judge(t, nobody, check); got != unknown {
				t.Errorf("%s: %v is %s", name, check, got)
			}
			r := refusal(t, nobody, check)
			if r == nil || !r.SignedOut || r.Reason != nobody.Reason() || r.Reverification != nil {
				t.Errorf("%s: %v refuses with %+v", name, check, r)
			}
		}
	}
}

type contextTestKey struct{}

func TestContext(t *testing.T) {
	ada, out := caller(t, ``), authobject.SignedOut(clerk.ReasonSessionPending)
	background := context.WithValue(context.Background(), contextTestKey{}, ada) // somebody else's key
	for _, row := range []struct {
		name       string
		ctx        context.Context //nolint:containedctx // the row is about a context
		want       *authobject.Auth
		reason     clerk.Reason
		middleware bool
		signedIn   bool
	}{
		{"no middleware", background, nil, clerk.ReasonMiddlewareMissing, false, false},
		{"a nil Auth is no middleware", authobject.NewContext(background, nil), nil, clerk.ReasonMiddlewareMissing, false, false},
		{"signed out", authobject.NewContext(background, out), out, clerk.ReasonSessionPending, true, false},
		{"signed in", authobject.NewContext(background, ada), ada, "", true, true},
		{"the innermost counts", authobject.NewContext(authobject.NewContext(background, ada), out), out, clerk.ReasonSessionPending, true, false},
		{"a context made from it", context.WithoutCancel(authobject.NewContext(background, ada)), ada, "", true, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth, ok := authobject.FromContext(row.ctx)
			if auth == nil || ok != row.signedIn || auth.IsSignedIn() != ok || auth.Reason() != row.reason {
				t.Errorf("FromContext: %v, %v", auth, ok)
			}
			if row.want != nil && auth != row.want {
				t.Errorf("FromContext: %p, want %p", auth, row.want)
			}
			auth, err := authobject.Lookup(row.ctx)
			if auth != row.want || (err == nil) != row.middleware || (err != nil && err != authobject.ErrNoMiddleware) { //nolint:errorlint // the sentinel itself is returned
				t.Errorf("Lookup: %v, %v", auth, err)
			}
			defer func() {
				problem := recover()
				if (problem == nil) != row.signedIn {
					t.Errorf("MustFromContext panics with %v", problem)
				}
				if text := fmt.Sprint(problem); problem != nil && (!strings.Contains(text, "reason="+string(row.reason)) || !strings.Contains(text, "RequireAuth")) {
					t.Errorf("the panic %q does not say why and what to do", text)
				}
			}()
			if got := authobject.MustFromContext(row.ctx); got != row.want {
				t.Errorf("MustFromContext: %v", got)
			}
		})
	}
}

func TestAPendingSessionCountsAsSignedOutOnceSettled(t *testing.T) {
	pending := caller(t, `"sts":"pending"`)
	if got := pending.Settled(); !pending.IsSignedIn() || got.IsSignedIn() || got.UserID() != "" || got.Reason() != clerk.ReasonSessionPending {
		t.Errorf("settled, %v becomes %v", pending, got)
	}
	for name, auth := range map[string]*authobject.Auth{
		"an active session": caller(t, `"sts":"active"`), "a session of no status": caller(t, ``), "another status": caller(t, `"sts":"PENDING"`),
		"nobody": authobject.SignedOut(clerk.ReasonNoCredentials),
	} {
		if got := auth.Settled(); got != auth {
			t.Errorf("%s: settled, %v becomes %v", name, auth, got)
		}
	}
}

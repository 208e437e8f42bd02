package authobject_test

import (
	"errors"
	"testing"

	"github.com/usher-auth/usher/authobject"
)

// caller returns user_1, signed in, with these claims beside: members of a JSON object, `"a":1,"b":2`.
func caller(t testing.TB, members string) *authobject.Auth {
	t.Helper()
	if members != "" {
		members = "," + members
	}
	auth, err := authobject.FromClaims([]byte(`{"sub":"user_1"`+members+`}`), "")
	if err != nil {
		t.Fatalf("FromClaims of %s: %v", members, err)
	}
	return auth
}

// refusal returns what the checks answer, or nil when they are met. It holds Check and Has to the same answer.
func refusal(t testing.TB, auth *authobject.Auth, checks ...authobject.Check) *authobject.Refusal {
	t.Helper()
	err := auth.Check(checks...)
	if has := auth.Has(checks...); has != (err == nil) {
		t.Errorf("Has is %v and Check answers %v", has, err)
	}
	if err == nil {
		return nil
	}
	var r *authobject.Refusal
	if !errors.As(err, &r) || r == nil {
		t.Fatalf("Check answers %#v, which is no *Refusal", err)
	}
	return r
}

// A verdict is what a check and its negation come to. Every check has one of three.
type verdict string

const (
	met     verdict = "met"
	refused verdict = "refused"
	// unknown is the verdict of a check that lacks the facts: it refuses, and so does its negation.
	unknown verdict = "unknown"
)

// judge evaluates a check and its negation.
func judge(t testing.TB, auth *authobject.Auth, check authobject.Check) verdict {
	t.Helper()
	switch is, isNot := refusal(t, auth, check) == nil, refusal(t, auth, authobject.Not(check)) == nil; {
	case is && isNot:
		t.Fatalf("both %v and its negation are met", check)
		return ""
	case is:
		return met
	case isNot:
		return refused
	}
	return unknown
}

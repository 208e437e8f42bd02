package authobject

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerk"
)

// A Check is one requirement that a caller meets or does not. Make checks with [Role], [Permission], [Feature], [Plan],
// [Claim], [Reverified], [ReverifiedWithin], [Scope] and [Func], and combine them with [All], [Any] and [Not]. A Check is
// immutable and safe for concurrent use. The zero value refuses everybody.
//
// Every check but [Scope] is about a user's session and refuses programs with clerk.ReasonTokenTypeMismatch.
//
// A check that cannot be evaluated refuses: because nobody is signed in, because no organization is active, or because the
// token lacks the claim or holds it in an unexpected form.
type Check struct {
	text         string
	alternatives string // of a combination: its parts
	problem      string
	machines     bool                 // programs can meet it, too
	eval         func(*Auth) *Refusal // nil when it holds
}

// String describes the check: "role org:admin".
func (c Check) String() string {
	if c.text == "" {
		return "no check"
	}
	return c.text
}

// Validate returns an error when the check makes no sense as it was written and so refuses everybody. Guards call it when
// routes are built, so that such a mistake is seen at start-up.
func (c Check) Validate() error {
	switch {
	case c.problem != "":
		return errors.New(c.problem)
	case c.eval == nil:
		return errors.New("an empty Check{} refuses everybody; use Role, Permission or another constructor")
	}
	return nil
}

// Check returns nil when the caller meets every check, and otherwise the [Refusal] of the first that is not met. No check at
// all is met by nobody.
func (a *Auth) Check(checks ...Check) error {
	if r := All(checks...).evaluate(a); r != nil {
		return r
	}
	return nil
}

// Has reports whether the caller meets every check. It is [Auth.Check] as a bool; Has() without a check is false.
func (a *Auth) Has(checks ...Check) bool { return a.Check(checks...) == nil }

func (c Check) evaluate(a *Auth) *Refusal {
	if err := c.Validate(); err != nil {
		return &Refusal{Reason: clerk.ReasonCheckInvalid, Check: c.String(), Detail: err.Error(), unevaluable: true}
	}
	if a.IsMachine() && !c.machines {
		return unknown(clerk.ReasonTokenTypeMismatch, c.String(), "the caller is a program, and "+c.String()+" is for users with a session")
	}
	if !a.IsAuthenticated() {
		return &Refusal{Reason: a.Reason(), Check: c.String(), SignedOut: true, unevaluable: true,
			Detail: "nobody is signed in, and " + c.String() + " is required"}
	}
	return c.eval(a)
}

// invalid returns a check that refuses everybody and says why.
func invalid(text, problem string) Check { return Check{text: text, problem: problem} }

// Func returns a check that is met when f says so. name describes it in refusals. f is called only for signed-in callers,
// and must be safe for concurrent use.
func Func(name string, f func(*Auth) bool) Check {
	if name == "" || f == nil {
		return invalid("func", "Func needs a name and a function")
	}
	text := "check " + name
	return Check{text: text, eval: func(a *Auth) *Refusal {
		if f(a) {
			return nil
		}
		return &Refusal{Reason: clerk.ReasonFunc, Check: text, Detail: fmt.Sprintf("the %s refused", text)}
	}}
}

// All returns a check that is met when every one of checks is. All() without a check is met by nobody.
func All(checks ...Check) Check {
	if len(checks) == 1 {
		return checks[0]
	}
	all := combined("all of", checks)
	all.machines = true           // each part decides for itself
	parts := slices.Clone(checks) // the caller may go on to use the list
	all.eval = func(a *Auth) *Refusal {
		var first *Refusal
		unevaluable := false
		for _, c := range parts {
			if r := c.evaluate(a); r != nil {
				unevaluable = unevaluable || r.unevaluable
				if first == nil {
					first = r
				}
			}
		}
		if first == nil || first.unevaluable == unevaluable {
			return first
		}
		marked := *first
		marked.unevaluable = true
		return &marked
	}
	return all
}

// Any returns a check that is met when at least one of checks is. When none is met and one of them is a reverification, which
// the caller can cure by confirming a factor again, its refusal is the answer; otherwise the reason is the one that all have in
// common, or clerk.ReasonAny.
func Any(checks ...Check) Check {
	if len(checks) == 1 {
		return checks[0]
	}
	anyOf := combined("any of", checks)
	anyOf.machines = true // each alternative decides for itself
	parts := slices.Clone(checks)
	anyOf.eval = func(a *Auth) *Refusal {
		out := Refusal{Check: anyOf.text, Detail: "the caller meets not one of the alternatives: " + anyOf.alternatives}
		for i, c := range parts {
			r := c.evaluate(a)
			if r == nil {
				return nil
			}
			unevaluable := out.unevaluable || r.unevaluable
			switch {
			case r.Reverification != nil && out.Reverification == nil:
				out = *r
			case i == 0:
				out.Reason = r.Reason
			case out.Reason != r.Reason && out.Reverification == nil:
				out.Reason = clerk.ReasonAny
			}
			out.unevaluable = unevaluable
		}
		return &out
	}
	return anyOf
}

// Not returns a check that is met when check is evaluated and not met. Where check cannot be evaluated, its negation
// refuses as well: Not(Plan("free")) does not let a token pass that tells nothing about plans.
func Not(check Check) Check {
	text := "not " + check.String()
	if err := check.Validate(); err != nil {
		return invalid(text, err.Error())
	}
	return Check{text: text, machines: check.machines, eval: func(a *Auth) *Refusal {
		switch r := check.evaluate(a); {
		case r == nil:
			return &Refusal{Reason: clerk.ReasonNot, Check: text, Detail: "the caller is excluded by " + text}
		case r.unevaluable:
			return &Refusal{Reason: r.Reason, Check: text, unevaluable: true,
				Detail: text + " cannot be evaluated: " + r.Detail}
		}
		return nil
	}}
}

// combined describes a combination and passes on the problems of its parts.
func combined(how string, checks []Check) Check {
	if len(checks) == 0 {
		return invalid(how+" nothing", "no check is given, which refuses everybody; name at least one")
	}
	texts := make([]string, len(checks))
	var problems []string
	for i, c := range checks {
		texts[i] = c.String()
		if err := c.Validate(); err != nil {
			problems = append(problems, err.Error())
		}
	}
	list := strings.Join(texts, ", ")
	return Check{text: how + " (" + list + ")", alternatives: list, problem: strings.Join(problems, "; ")}
}

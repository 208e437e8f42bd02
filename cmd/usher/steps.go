package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/token"
)

// A step is a part of the verification, in the order in which package token takes them.
type step struct{ name, what string }

var sessionSteps = []step{
	{"form", "three parts in base64url, with JSON inside, and at most 16 KiB"},
	{"kind", "a session token, and none of a program or of a JWT template"},
	{"header", "names its key (kid), an accepted typ and RS256, RS384 or RS512"},
	{"key", "the instance has the key that it names"},
	{"signature", "made with that key, and with the algorithm that the key is for"},
	{"sub", "names somebody"},
	{"aud", "is for this audience, where one is configured"},
	{"azp", "was made for an accepted origin, where they are limited"},
	{"iss", "was issued by this instance"},
	{"exp", "has not expired"},
	{"nbf", "is valid already"},
	{"iat", "was not issued in the future"},
}

// opaqueSteps are those of a credential without claims.
var opaqueSteps = []step{
	{"form", "visible ASCII of at most 4 KiB"},
	{"key", "Clerk can be asked"},
	{"clerk", "Clerk knows it, and it is active"},
}

// machineSteps returns the steps of what programs present.
func machineSteps(isJWT bool) []step {
	if !isJWT {
		return opaqueSteps
	}
	steps := slices.Clone(sessionSteps)
	steps[1].what = "a machine's token, and of this kind"
	return steps
}

// failed returns the name of the step that an error of package token is about.
func failed(steps []step, e *token.Error) string {
	opaque := len(steps) == len(opaqueSteps)
	var cause *token.Error // what a machine's token was refused for has its own reason
	if errors.As(e.Err, &cause) {
		return failed(steps, cause)
	}
	switch {
	case e.Unavailable:
		return "key"
	case opaque && e.Reason == clerk.ReasonTokenInvalid && strings.Contains(e.Detail, "of this form"):
		return "form"
	case opaque:
		return "clerk"
	case e.Reason == clerk.ReasonTokenTypeMismatch, e.Reason == clerk.ReasonTokenInvalid && e.Claim == "cat":
		return "kind"
	case e.Claim == "kid" && strings.Contains(e.Detail, "does not name"):
		return "header"
	case e.Claim == "kid":
		return "key"
	case e.Claim == "typ", e.Claim == "alg" && e.Reason == clerk.ReasonTokenInvalidAlgorithm:
		return "header"
	case e.Claim == "alg", e.Reason == clerk.ReasonTokenInvalidSignature && !errors.Is(e, jose.ErrPadding):
		return "signature"
	case e.Claim != "":
		return e.Claim
	default:
		return "form"
	}
}

// report prints the steps and what to do, and reports whether all passed.
func report(t terminal, steps []step, instance *clerk.Instance, err error) bool {
	t.print("\nVerification\n")
	var e *token.Error
	if err != nil && !errors.As(err, &e) {
		t.print("  not judged: %v\n", err)
		return false
	}
	wrong := ""
	if e != nil {
		wrong = failed(steps, e)
	}
	verdict := "pass"
	for _, s := range steps {
		switch {
		case s.name == wrong && e.Unavailable:
			verdict = "CANNOT SAY"
		case s.name == wrong:
			verdict = "FAIL"
		}
		if verdict == "pass" && skipped(s.name, instance) {
			t.print("  %-11s %-9s %s\n", "not checked", s.name, "nothing is configured for it")
			continue
		}
		t.print("  %-11s %-9s %s\n", verdict, s.name, s.what)
		if s.name == wrong {
			verdict = "not judged"
		}
	}
	if e == nil {
		t.print("\nThe token is good.\n")
		return true
	}
	t.print("\n%s\ndocs/reasons.md says more about %s.\n", sentence(e.Error()), e.Reason)
	return false
}

// skipped reports whether a claim is not held against anything.
func skipped(name string, instance *clerk.Instance) bool {
	switch name {
	case "aud":
		return len(instance.Audience) == 0
	case "azp":
		return len(instance.AuthorizedParties) == 0
	case "iss":
		return len(instance.Issuers) == 0
	}
	return false
}

func sentence(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%s%s.", strings.ToUpper(text[:1]), text[1:])
}

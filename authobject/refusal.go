package authobject

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A Refusal is the error of a check that does not hold. Use [errors.As] to reach it.
type Refusal struct {
	// Reason is the machine-readable code: clerk.ReasonRole, clerk.ReasonPermission, clerk.ReasonFeature, clerk.ReasonPlan,
	// clerk.ReasonClaim, clerk.ReasonReverification, clerk.ReasonAny, clerk.ReasonNot, clerk.ReasonFunc, clerk.ReasonCheckInvalid, or, when
	// nobody is signed in, the reason of [Auth.Reason].
	Reason clerk.Reason
	// Check describes the check that refused, as the programmer wrote it: "role org:admin".
	Check string
	// Detail is a sentence for people. It holds nothing of the caller's claims.
	Detail string
	// Reverification says what the caller must confirm again, if that is what the check wants; otherwise nil.
	Reverification *Reverification
	// SignedOut reports that the check refused because nobody is signed in.
	SignedOut bool

	// unevaluable marks a refusal for want of facts, which a negation must not turn into a pass.
	unevaluable bool
}

// Error returns the detail and the reason code.
func (r *Refusal) Error() string { return fmt.Sprintf("%s (reason=%s)", r.Detail, r.Reason) }

// A Preset is one of Clerk's named strengths of reverification.
type Preset string

// The presets (Clerk: reverification). They want a second factor where one is enrolled and otherwise the first.
const (
	// StrictMFA wants both factors, each confirmed less than 10 minutes ago.
	StrictMFA Preset = "strict_mfa"
	// Strict wants the second factor, confirmed less than 10 minutes ago.
	Strict Preset = "strict"
	// Moderate wants the second factor, confirmed less than an hour ago.
	Moderate Preset = "moderate"
	// Lax wants the second factor, confirmed less than a day ago.
	Lax Preset = "lax"
)

// A FactorLevel says which factor has to be fresh.
type FactorLevel string

// The factor levels. Where the second factor is not enrolled, SecondFactor and MultiFactor are content with the first.
const (
	// FirstFactor wants the first factor. A session without one never passes.
	FirstFactor FactorLevel = "first_factor"
	// SecondFactor wants the second factor.
	SecondFactor FactorLevel = "second_factor"
	// MultiFactor wants both factors. A session without a first one never passes.
	MultiFactor FactorLevel = "multi_factor"
)

// A Reverification is what a caller is asked to confirm. As JSON it has the form that Clerk's front-end libraries expect:
// the preset's name, or an object with level and afterMinutes.
type Reverification struct {
	// Preset is the name of the preset, or "" for a custom one.
	Preset Preset
	// Level is which factor must be fresh.
	Level FactorLevel
	// MaxAge is the age from which on the factor is stale; exactly this age is stale.
	MaxAge time.Duration
}

// MarshalJSON writes the form that Clerk's front-end libraries expect.
func (r Reverification) MarshalJSON() ([]byte, error) {
	if r.Preset != "" {
		return json.Marshal(r.Preset)
	}
	return json.Marshal(struct {
		Level        FactorLevel `json:"level"`
		AfterMinutes float64     `json:"afterMinutes"`
	}{r.Level, r.MaxAge.Minutes()})
}

// sentence says what the demand is, for people.
func (r Reverification) sentence() string {
	factor := map[FactorLevel]string{
		FirstFactor: "the first factor", SecondFactor: "the second factor, or the first where no second is enrolled,", MultiFactor: "both factors",
	}[r.Level]
	age := r.MaxAge.String()
	if minutes := r.MaxAge.Minutes(); minutes == float64(int(minutes)) {
		age = fmt.Sprintf("%d minutes", int(minutes))
	}
	return factor + " must have been confirmed less than " + age + " ago"
}

// preset returns what a named strength stands for.
func preset(name Preset) (Reverification, bool) {
	switch name {
	case StrictMFA:
		return Reverification{name, MultiFactor, 10 * time.Minute}, true
	case Strict:
		return Reverification{name, SecondFactor, 10 * time.Minute}, true
	case Moderate:
		return Reverification{name, SecondFactor, time.Hour}, true
	case Lax:
		return Reverification{name, SecondFactor, 24 * time.Hour}, true
	}
	return Reverification{}, false
}

// satisfiedBy holds factor ages against the demand.
func (r Reverification) satisfiedBy(ages FactorAges) bool {
	limit := r.MaxAge.Minutes()
	fresh := func(age float64) bool { return age >= 0 && age < limit }
	secondEnrolled := ages.Second >= 0
	switch {
	case r.Level == FirstFactor, r.Level == SecondFactor && !secondEnrolled, r.Level == MultiFactor && !secondEnrolled:
		return fresh(ages.First)
	case r.Level == SecondFactor:
		return fresh(ages.Second)
	case r.Level == MultiFactor:
		return fresh(ages.First) && fresh(ages.Second)
	}
	return false
}

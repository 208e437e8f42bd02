package token

import (
	"errors"
	"fmt"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// MachineOptions tune [Machines]. The zero value is right for nearly everybody.
type MachineOptions struct {
	// CacheFor is how long the answer that an opaque credential is good is believed, though never beyond the credential's own
	// end. Zero means 30 seconds; at most 5 minutes. A credential that is revoked is refused after this time at the latest.
	CacheFor time.Duration
	// RefuseFor is how long the answer that a credential is no good is believed. Zero means 10 seconds; at most 1 minute.
	RefuseFor time.Duration
	// StaleFor is how long after it was last found good a credential is let in while Clerk cannot be asked. Zero means not at all
	// beyond CacheFor; at most 10 minutes. It trades revocation for availability: during an outage of Clerk, a credential
	// that was revoked works on for this long.
	StaleFor time.Duration
	// Timeout bounds one question to Clerk, and before that the wait for its turn, where many are asked at once. Zero means 5
	// seconds; at most 1 minute. Requests wait no longer than their context lets them.
	Timeout time.Duration
	// MaxEntries is how many good credentials are remembered. Zero means 10,000. Those beyond are asked about each time.
	MaxEntries int
	// MaxUnknown is how many questions in any ten seconds may go to Clerk about credentials that turn out to be no good, which
	// is what a flood of guesses costs of the rate limit of the instance. Zero means 100 for a production instance, whose limit
	// is 1,000 requests in ten seconds for all processes together, and 40 for others, whose limit is 100. Credentials that are new
	// are then answered with 503 until there is room; those that were found good lately are not affected.
	MaxUnknown int
}

// Validate returns everything that is wrong with the options at once, as [NewMachines] does.
func (o MachineOptions) Validate() error {
	_, err := o.withDefaults("")
	return err
}

func (o MachineOptions) withDefaults(kind clerk.InstanceKind) (MachineOptions, error) {
	var problems []error
	for _, d := range []struct {
		name               string
		value              *time.Duration
		standard, min, max time.Duration
	}{
		{"CacheFor", &o.CacheFor, 30 * time.Second, time.Second, 5 * time.Minute},
		{"RefuseFor", &o.RefuseFor, 10 * time.Second, time.Second, time.Minute},
		{"StaleFor", &o.StaleFor, 0, 0, 10 * time.Minute},
		{"Timeout", &o.Timeout, 5 * time.Second, time.Millisecond, time.Minute},
	} {
		if *d.value == 0 {
			*d.value = d.standard
		}
		if *d.value < d.min || *d.value > d.max {
			problems = append(problems, fmt.Errorf("machine option %s is %v; it must be %v to %v, or 0 for the default of %v", d.name, *d.value, d.min, d.max, d.standard))
		}
	}
	unknown := 40
	if kind == clerk.KindProduction {
		unknown = 100
	}
	for _, n := range []struct {
		name          string
		value         *int
		standard, max int
	}{
		{"MaxEntries", &o.MaxEntries, 10_000, 1_000_000},
		{"MaxUnknown", &o.MaxUnknown, unknown, 10_000},
	} {
		if *n.value == 0 {
			*n.value = n.standard
		}
		if *n.value < 2 || *n.value > n.max {
			problems = append(problems, fmt.Errorf("machine option %s is %d; it must be 2 to %d, or 0 for the default of %d", n.name, *n.value, n.max, n.standard))
		}
	}
	return o, errors.Join(problems...)
}

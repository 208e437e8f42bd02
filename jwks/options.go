package jwks

import (
	"errors"
	"fmt"
	"time"
)

// Options tune a [Cache]. The zero value is right for nearly everybody.
type Options struct {
	// RefreshEvery is how old keys get before a refresh in the background. Zero means 5 minutes, as the official SDK has
	// it; at least 1 second. A key that Clerk withdraws is refused after the next refresh.
	RefreshEvery time.Duration
	// MaxStale is how long past RefreshEvery the last keys stay in use while the endpoint is down. Zero means 12 hours. A
	// longer bound survives a longer outage of Clerk; a shorter one trusts a withdrawn key for less long during it.
	MaxStale time.Duration
	// Timeout bounds one fetch, its retries included. Zero means 5 seconds.
	Timeout time.Duration
}

// Validate returns everything that is wrong with the options at once, as [New] does.
func (o Options) Validate() error {
	_, err := o.withDefaults()
	return err
}

func (o Options) withDefaults() (Options, error) {
	var problems []error
	for _, d := range []struct {
		name          string
		value         *time.Duration
		standard, min time.Duration
	}{
		{"RefreshEvery", &o.RefreshEvery, 5 * time.Minute, time.Second},
		{"MaxStale", &o.MaxStale, 12 * time.Hour, time.Nanosecond},
		{"Timeout", &o.Timeout, 5 * time.Second, time.Millisecond},
	} {
		if *d.value == 0 {
			*d.value = d.standard
		}
		if *d.value < d.min {
			problems = append(problems, fmt.Errorf("jwks option %s is %v; it must be at least %v, or 0 for the default of %v", d.name, *d.value, d.min, d.standard))
		}
	}
	return o, errors.Join(problems...)
}

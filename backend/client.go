package backend

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// settings are what every service of a client shares. They never change.
type settings struct {
	address    string // of the API, without a slash at the end
	version    string // the path segment after it
	secretKey  clerk.Secret
	machineKey clerk.Secret
	kind       clerk.InstanceKind
	given      *http.Client // as passed
	client     *http.Client // given, or the default, without redirects
	timeout    time.Duration
	retry      Retry
	onRetry    func(context.Context, Attempt)
	limited    bool
	limit      *limiter
	log        *slog.Logger
	now        func() time.Time
	sleep      func(context.Context, time.Duration) error
}

const defaultTimeout = 10 * time.Second

// New returns a client for the Backend API of the instance that o describes. It opens no connection. The options that matter
// here are SecretKey, MachineSecretKey, APIURL, APIVersion, HTTPClient, Logger and Now; one of the two keys must be found.
//
// The error joins all problems of the configuration: [*clerk.OptionError] for those of o, and one for each bad opt.
func New(o clerk.Options, opts ...Option) (*Client, error) {
	instance, err := o.Resolve()
	if err != nil {
		_, optsErr := (&settings{}).with(opts)
		return nil, errors.Join(err, optsErr)
	}
	c, err := ForInstance(instance, opts...)
	log := instance.Logger
	if err == nil {
		log = c.settings.log
	}
	for _, warning := range instance.Warnings() { // also where there is a problem, of which one may be the cause
		log.Warn("usher: " + warning)
	}
	return c, err
}

// ForInstance is [New] for an instance that [clerk.Options.Resolve] has returned already. It logs no warnings: they are in
// Instance.Warnings.
func ForInstance(instance *clerk.Instance, opts ...Option) (*Client, error) {
	if instance == nil {
		return nil, errors.New("backend: the instance is nil; take one from clerk.Options.Resolve")
	}
	s, err := (&settings{
		address: instance.APIURL, version: instance.APIVersion,
		secretKey: instance.SecretKey, machineKey: instance.MachineSecretKey, kind: instance.Kind,
		given: instance.HTTPClient, timeout: defaultTimeout, log: instance.Logger, now: instance.Now, sleep: sleepFor,
	}).with(opts)
	if err != nil {
		return nil, err
	}
	return newClient(s), nil
}

// With returns a client that differs from c in the options. c is unchanged, and both may be used at the same time. The error
// joins one for each bad option.
func (c *Client) With(opts ...Option) (*Client, error) {
	s, err := c.settings.with(opts)
	if err != nil {
		return nil, err
	}
	return newClient(s), nil
}

// HasMachineKey reports whether the client has the secret key of a machine, with which it then asks about the tokens of machines: it
// learns of those that were made for that machine, and with the key of the instance of all.
func (c *Client) HasMachineKey() bool { return !c.settings.machineKey.IsZero() }

// with returns changed settings, checked and complete.
func (s *settings) with(opts []Option) (*settings, error) {
	changed := *s
	var problems []error
	for n, opt := range opts {
		if opt == nil {
			problems = append(problems, fmt.Errorf("option %d is nil; leave it out", n+1))
			continue
		}
		problems = append(problems, opt(&changed))
	}
	retry, err := changed.retry.withDefaults()
	problems = append(problems, err)
	if changed.address != "" && changed.secretKey.IsZero() && changed.machineKey.IsZero() {
		problems = append(problems, errors.New("options SecretKey and MachineSecretKey (CLERK_SECRET_KEY, CLERK_MACHINE_SECRET_KEY): "+
			"neither is set; every operation but one needs a key from the API keys page of the Clerk Dashboard"))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("backend: %w", err)
	}
	changed.retry = retry
	changed.client = withoutRedirects(changed.given)
	if changed.limited && (changed.limit == nil || changed.kind != s.kind || !changed.secretKey.Equal(s.secretKey)) {
		changed.limit = newLimiter(&changed)
	}
	return &changed, nil
}

// withoutRedirects copies a client. A redirect is an answer like any other: following it would hand the key, or at least the
// request, to an address that nobody configured.
func withoutRedirects(given *http.Client) *http.Client {
	client := &http.Client{}
	if given != nil {
		*client = *given
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}

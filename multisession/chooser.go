package multisession

import (
	"context"
	"errors"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// An API is what [Lookup] asks of the Backend API; the Sessions service of a *backend.Client is the one to use. Implementations
// must be safe for concurrent use. They should try once, as a browser waits.
type API interface {
	// Get returns a session by its id.
	Get(ctx context.Context, sessionID string) (*backend.Session, error)
	// CreateToken makes a session token, with the lifetime that Clerk chooses where params are nil.
	CreateToken(ctx context.Context, sessionID string, params *backend.SessionCreateTokenParams) (*backend.SessionToken, error)
}

// A Verify judges a session token that Clerk has made for this service, and returns who it speaks for. Where nothing can be said of
// the token, for want of keys say, its error should be an [*Error] with Unavailable set.
type Verify func(ctx context.Context, text string) (*authobject.Auth, error)

// A Chooser finds out which session a request means, by one policy. It is safe for concurrent use. Close it when the service ends.
type Chooser struct {
	policy Policy
	api    API
	desk   *desk // nil where nothing is asked
}

// New returns the chooser of an instance, which must come from [clerk.Options.Resolve]. Only [Lookup] needs an api; for the other
// modes it may be nil. The error joins everything that is wrong.
func New(instance *clerk.Instance, policy Policy, api API) (*Chooser, error) {
	problems := []error{policy.Validate()}
	if instance == nil {
		problems = append(problems, errors.New("multisession: the instance is nil; take one from clerk.Options.Resolve"))
	}
	if policy.Mode == Lookup && api == nil {
		problems = append(problems, errors.New("multisession: the mode lookup asks the Backend API, and the api is nil; pass the "+
			"Sessions of a *backend.Client, which needs SecretKey (CLERK_SECRET_KEY)"))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	c := &Chooser{policy: policy.withDefaults(), api: api}
	if c.policy.Mode == Lookup {
		c.desk = newDesk(c.policy, instance.Now, instance.Logger)
	}
	return c, nil
}

// Mode returns what comes of the session that a request names.
func (c *Chooser) Mode() Mode { return c.policy.Mode }

// Header returns the name of the header that names a session too, as http.Header spells it, or "".
func (c *Chooser) Header() string { return c.policy.Header }

// Close ends what Clerk is being asked and waits for it. Afterwards sessions are looked up as while Clerk does not answer. It always
// returns nil and may be called more than once.
func (c *Chooser) Close() error {
	if c.desk != nil {
		c.desk.questions.Close()
	}
	return nil
}

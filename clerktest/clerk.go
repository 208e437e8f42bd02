package clerktest

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// imageBase is the address that pictures lie below. Nothing is there: the domain is kept free for examples (RFC 2606).
const imageBase = "https://images.example.com/"

// A TB is what [New] needs of a test; *testing.T, *testing.B and *testing.F have it.
type TB interface {
	// Helper marks the calling function as a helper, whose lines are not reported.
	Helper()
	// Cleanup registers a function to call when the test ends.
	Cleanup(func())
	// Fatalf reports a failure and ends the test. It must not return.
	Fatalf(format string, args ...any)
}

// A Clerk is an instance of Clerk in this process. [New] and [Start] make one.
type Clerk struct {
	tb       TB
	config   Config // with its defaults filled in
	url      string
	instance *clerk.Instance
	keys     keyring
	clock    clock
	faults   faults
	limits   limits
	fetches  atomic.Int64
	world    *world.World
	api      *backendapi.API
	people   directory
	origins  origins
	payloads oneTime[[]string] // of handshakes, by nonce
	tickets  oneTime[ticket]   // of satellites

	deliveries deliveries

	handler http.Handler // of the server, but for Config.Middleware
	stop    func() error
	close   sync.Once
}

// New starts an instance that ends with the test. It takes at most one Config. Whatever goes wrong, now or in a method of
// the instance, is reported through t.Fatalf.
func New(t TB, config ...Config) *Clerk {
	t.Helper()
	if len(config) > 1 {
		t.Fatalf("clerktest: New takes at most one Config, and got %d", len(config))
	}
	var chosen Config
	if len(config) == 1 {
		chosen = config[0]
	}
	c, err := start(t, chosen)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Start starts an instance for a program, which has to close it. The error says what is wrong with the Config, or why
// the server cannot listen. Methods of the instance panic where a test would be ended.
func Start(config Config) (*Clerk, error) { return start(program{}, config) }

func start(tb TB, config Config) (*Clerk, error) {
	if err := config.fill(); err != nil {
		return nil, err
	}
	key, err := newSigningKey(config.KeyID)
	if err != nil {
		return nil, fmt.Errorf("clerktest: the signing key: %w", err)
	}
	c := &Clerk{tb: tb, config: config}
	for _, origin := range config.Origins {
		c.origins.add(origin) // as fill has spelled it
	}
	c.keys.rotate(key)
	c.clock.base = config.Now
	c.world = world.New(c.Now, config.Seed)
	c.api = backendapi.New(c.world, config.SecretKey, imageBase)
	c.api.Instance = c.describe
	c.people = directory{c.world}
	if err := c.listen(); err != nil {
		return nil, err
	}
	// What the options of this instance resolve to is what a service will see, the issuer of tokens included.
	if c.instance, err = c.Options().Resolve(); err != nil {
		return nil, errors.Join(fmt.Errorf("clerktest: Config describes no instance: %w", err), c.Close())
	}
	c.api.Tickets = c.Issuer() + pathTicket + "?ticket="
	if config.SeedFile != "" {
		if err := c.loadFile(config.SeedFile); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	if config.WebhookURL != "" {
		c.deliverTo(config.WebhookURL)
	}
	return c, nil
}

// Close stops the server and returns when none of its goroutines is left. Requests that it is delaying are dropped, and webhooks that
// have not arrived are not delivered any more. Tokens can still be made, and keys that somebody holds still verify them. Only the
// first call does something.
func (c *Clerk) Close() error {
	var err error
	c.close.Do(func() {
		c.deliveries.close()
		err = c.stop()
	})
	return err
}

// fail ends the test, or the program where there is none. It does not return.
func (c *Clerk) fail(format string, args ...any) {
	c.tb.Helper()
	c.tb.Fatalf("clerktest: "+format, args...)
	panic("clerktest: Fatalf of the TB that was passed to New returned; it must end the test")
}

// program stands in for a test where there is none.
type program struct{}

// Helper does nothing.
func (program) Helper() {}

// Cleanup does nothing: a program calls Close.
func (program) Cleanup(func()) {}

// Fatalf panics.
func (program) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

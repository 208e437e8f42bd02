package clerktest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
)

// A Config sets up a [Clerk]. The zero Config is right for nearly every test.
type Config struct {
	// Addr is where the server listens: an IPv4 loopback address or localhost, and a port. Default: "127.0.0.1:0", which
	// takes a free port. Another address is an error, because everybody knows the private keys, unless AllowRemote is set.
	Addr string

	// AllowRemote lets Addr be any IPv4 address, "0.0.0.0:4000", for services in containers. Whoever reaches the server can
	// then be any user of the services that trust this instance. URL, and the default publishable key, name 127.0.0.1 where
	// Addr names all addresses. Default: false.
	AllowRemote bool

	// Kind says whether the keys are test or live ones. Default: what PublishableKey and SecretKey imply, and else
	// clerk.KindDevelopment.
	Kind clerk.InstanceKind

	// PublishableKey names the instance. Default: one that names this server as the Frontend API. With another one,
	// tokens have the issuer that it implies, and [Clerk.PublicOptions] lead to a server that is not this one.
	PublishableKey string

	// SecretKey is the key that the server asks for. Default: a random one. It must be of the form of a secret key, of the
	// same kind as PublishableKey.
	SecretKey string

	// KeyID is the id of the first signing key (kid), at most 64 bytes. Default: a random one. Two instances with the same
	// KeyID still have different keys, which is how to test that a service keeps them apart.
	KeyID string

	// TokenLifetime is how long session tokens are valid. Default: 60 seconds, as with Clerk.
	TokenLifetime time.Duration

	// Origins are the origins of applications, besides those on loopback, that browsers are sent back to:
	// "https://app.example.com". AllowOrigin adds more. Default: none, so that the server is no open redirect.
	Origins []string

	// WebhookURL is where the events of all changes are delivered, signed with WebhookSigningSecret, as DeliverWebhooks has them
	// delivered: "http://127.0.0.1:8080/webhooks/clerk". Default: nowhere.
	WebhookURL string

	// WebhookRetries are the waits before each further attempt to deliver an event that did not arrive, by the clock of the
	// instance. An empty list that is not nil means one attempt. Default: seven, from 50 ms to 30 s, which are eight attempts in
	// all as with Clerk, within a minute and not 28 hours.
	WebhookRetries []time.Duration

	// Middleware, if there is one, stands before all that the server answers: for logs, and for pages of a program's own. It is
	// called once.
	Middleware func(next http.Handler) http.Handler

	// Seed makes the ids of users, organizations and all else that the Backend API knows follow from it, so that two instances
	// with the same Seed which are asked for the same, in the same order, have the same ids. SecretKey and KeyID follow from it too,
	// unless they are set. Default: "", and ids are random.
	Seed string

	// SeedFile is the name of a file of JSON to begin with, see [Clerk.Load]. Default: none, and nothing is there.
	SeedFile string

	// MinUsername is how many characters the usernames have at least that users are created and changed with, at most 64, which is
	// how many they have at most. Users of AddUser and of seeds may have any. Default: 1; with a new instance of Clerk it is 4.
	MinUsername int

	// RateLimits has the server answer with 429 and Retry-After where Clerk documents that it would, by the clock of the instance:
	// 1,000 requests to the Backend API in 10 seconds for production instances and 100 for development ones, not counting those
	// for the keys; in an hour 100 invitations and 25 lists of them, and 250 and 50 to organizations; in 10 seconds 10 updates of
	// one user, organization or membership. Default: false, no limits.
	RateLimits bool

	// Now is the clock that Advance and SetTime shift. It must be safe for concurrent use. Default: time.Now.
	Now func() time.Time

	// Logger is what the options of this instance carry, and what Usher then logs to. Default: one that discards all.
	Logger *slog.Logger
}

// fill sets what is not set and can be known before the server listens.
func (c *Config) fill() error {
	var problems []error
	refuse := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("clerktest: Config."+format, args...))
	}
	if c.Addr == "" {
		c.Addr = "127.0.0.1:0"
	}
	if !c.AllowRemote && !isLoopback(c.Addr) {
		refuse("Addr is %q; it must be an IPv4 loopback address or localhost and a port, as in 127.0.0.1:4000, because the "+
			"private keys of this package are public", c.Addr)
	}
	switch c.Kind {
	case "":
		c.Kind = c.impliedKind()
	case clerk.KindDevelopment, clerk.KindProduction:
	default:
		refuse("Kind is %q; it must be %q or %q", c.Kind, clerk.KindDevelopment, clerk.KindProduction)
	}
	if c.SecretKey == "" {
		c.SecretKey = c.prefix("sk") + c.text("secret key")
	}
	if c.KeyID == "" {
		c.KeyID = "ins_" + c.text("key id")
	}
	if len(c.KeyID) > maxKeyIDSize {
		refuse("KeyID has %d bytes; at most %d are accepted in tokens", len(c.KeyID), maxKeyIDSize)
	}
	if c.TokenLifetime < 0 {
		refuse("TokenLifetime is %v; for tokens that have expired use SignIn.Expired or SignIn.ExpiresIn", c.TokenLifetime)
	}
	if c.TokenLifetime == 0 {
		c.TokenLifetime = time.Minute
	}
	if c.MinUsername < 0 || c.MinUsername > backendapi.MaxUsername {
		refuse("MinUsername is %d; it must be from 1 to %d", c.MinUsername, backendapi.MaxUsername)
	}
	c.MinUsername = max(c.MinUsername, 1)
	origins := make([]string, 0, len(c.Origins))
	for i, origin := range c.Origins {
		u, err := parseOrigin(origin)
		if err != nil {
			refuse("Origins: entry %d: %w", i, err)
			continue
		}
		origins = append(origins, originOf(u))
	}
	c.Origins = origins
	if c.WebhookURL != "" {
		if _, why := parseTarget(c.WebhookURL); why != "" {
			refuse("WebhookURL %s", why)
		}
	}
	for i, wait := range c.WebhookRetries {
		if wait < 0 {
			refuse("WebhookRetries: entry %d is %v; a wait is not negative", i, wait)
		}
	}
	if c.WebhookRetries = slices.Clone(c.WebhookRetries); c.WebhookRetries == nil {
		c.WebhookRetries = webhookRetries
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return errors.Join(problems...)
}

// text returns text that follows from the seed, and without one random text.
func (c *Config) text(use string) string {
	if c.Seed == "" {
		return randomText()
	}
	sum := sha256.Sum256([]byte(use + "\x00" + c.Seed))
	return hex.EncodeToString(sum[:13])
}

func (c *Config) impliedKind() clerk.InstanceKind {
	if key, err := clerk.ParsePublishableKey(c.PublishableKey); err == nil {
		return key.Kind()
	}
	if _, kind, err := clerk.ParseSecretKey(c.SecretKey); err == nil {
		return kind
	}
	return clerk.KindDevelopment
}

// prefix returns what a key of the instance's kind begins with: "sk_test_".
func (c *Config) prefix(key string) string {
	if c.Kind == clerk.KindProduction {
		return key + "_live_"
	}
	return key + "_test_"
}

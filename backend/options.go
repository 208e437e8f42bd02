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

// An Option changes a client that is being made, by [New] or [Client.With]. Of two that say the same, the later counts.
type Option func(*settings) error

// WithSecretKey makes calls with another secret key, of the same instance or another one: sk_test_… or sk_live_….
func WithSecretKey(key string) Option {
	return func(s *settings) error {
		secret, kind, err := clerk.ParseSecretKey(key)
		if err != nil {
			return fmt.Errorf("option WithSecretKey: %w", err)
		}
		s.secretKey, s.kind = secret, kind
		return nil
	}
}

// WithMachineSecretKey makes the calls about machine tokens with the secret key of a machine: ak_….
func WithMachineSecretKey(key string) Option {
	return func(s *settings) error {
		secret, err := clerk.ParseMachineSecretKey(key)
		if err != nil {
			return fmt.Errorf("option WithMachineSecretKey: %w", err)
		}
		s.machineKey = secret
		return nil
	}
}

// WithAPIURL sends the calls to another address: absolute, with https, or http for loopback addresses, and without the
// version, as in https://api.clerk.com.
func WithAPIURL(address string) Option {
	return func(s *settings) error {
		instance, err := clerk.Options{
			SecretKey: "sk_test_x", APIURL: address, Getenv: func(string) string { return "" },
		}.Resolve()
		if err != nil {
			return fmt.Errorf("option WithAPIURL: %w", err)
		}
		s.address = instance.APIURL
		return nil
	}
}

// WithHTTPClient makes the calls with another client, whose transport, cookie jar and timeout count. Redirects are never
// followed. The default is a client on http.DefaultTransport.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		if client == nil {
			return errors.New("option WithHTTPClient: the client is nil; leave the option out for the default")
		}
		s.given = client
		return nil
	}
}

// WithTimeout bounds each try of a call, the reading of its answer included. The whole call is bounded by its context. The
// default is 10 seconds; an upload has a minute at least.
func WithTimeout(d time.Duration) Option {
	return func(s *settings) error {
		if d <= 0 {
			return errors.New("option WithTimeout: the duration must be positive; bound a single call by its context")
		}
		s.timeout = d
		return nil
	}
}

// WithRetry changes how failed calls are repeated. Retry{Attempts: 1} turns it off.
func WithRetry(r Retry) Option {
	return func(s *settings) error { s.retry = r; return nil }
}

// WithRetryHook calls f before each wait for the next try, on the goroutine of the call. f must be safe for concurrent use.
func WithRetryHook(f func(context.Context, Attempt)) Option {
	return func(s *settings) error { s.onRetry = f; return nil }
}

// WithRateLimit makes calls wait until the budgets that Clerk documents have room for them: 1,000 requests in 10 seconds for
// a production instance and 100 for another, those of invitations by the hour, and 10 updates of one object in 10 seconds. It
// counts what this client sends, not what other processes do; a 429 may still come. A call whose context ends before there is
// room fails at once. Clients made with the same key by [Client.With] share the budgets.
func WithRateLimit() Option {
	return func(s *settings) error { s.limited = true; return nil }
}

// WithLogger sends the records of requests to another logger, on the debug level: method, path template, attempt, status and
// duration. Ids, queries, bodies and keys are never logged. The default is Options.Logger.
func WithLogger(log *slog.Logger) Option {
	return func(s *settings) error {
		if log == nil {
			return errors.New("option WithLogger: the logger is nil; leave the option out for the default")
		}
		s.log = log
		return nil
	}
}

package jwks_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

// retryAfter refuses for so long (RFC 6585 section 4).
func retryAfter(value string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", value)
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

// retryAfterDate refuses until so long from now, in the form of a date. The clock of a bubble begins with a whole second.
func retryAfterDate(in time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		retryAfter(time.Now().Add(in).UTC().Format(http.TimeFormat))(w, r)
	}
}

// inTurn answers each request with the next of these, and with the last one for good.
func inTurn(answers ...http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		next := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		next(w, r)
	}
}

// cut promises more bytes than it sends.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "5000")
	_, _ = io.WriteString(w, `{"keys":[`)
}

// An answerRow is one way for the endpoint to answer and what the cache makes of it.
type answerRow struct {
	name       string
	answer     http.HandlerFunc
	requests   int
	reason     clerk.Reason // "" when the key is found
	retryAfter time.Duration
	detail     string // part of what the error says
}

func (row answerRow) check(t *testing.T, e *endpoint, opts clerk.Options) {
	t.Helper()
	var logged bytes.Buffer
	opts.Logger = textLogger(&logged)
	cache := open(t, opts, jwks.Options{})
	key, err := cache.Key(context.Background(), "ins_1")
	if closeErr := cache.Close(); closeErr != nil { // before anything else is fetched
		t.Errorf("Close: %v", closeErr)
	}
	if e.fetches() != row.requests {
		t.Errorf("%d requests, want %d", e.fetches(), row.requests)
	}
	if strings.Contains(logged.String(), mark) {
		t.Errorf("the secret key is logged: %s", &logged)
	}
	if row.reason == "" {
		if err != nil || !signers()[0].made(key) {
			t.Errorf("Key: %v", err)
		}
		return
	}
	refused := refusal(t, err)
	if refused.Reason != row.reason || !refused.Unavailable || refused.RetryAfter != row.retryAfter {
		t.Errorf("got %s, unavailable %v, retry after %v, want %s, true, %v", refused.Reason, refused.Unavailable, refused.RetryAfter, row.reason, row.retryAfter)
	}
	if !strings.Contains(refused.Error(), row.detail) || !strings.Contains(refused.Error(), string(row.reason)) {
		t.Errorf("the error is %q, want %q and %q in it", refused, row.detail, row.reason)
	}
}

const (
	unreachable = clerk.ReasonUnexpectedError
	unusable    = clerk.ReasonJWKRemoteFailedToLoad
	wrongSecret = clerk.ReasonSecretKeyInvalid
)

func TestAnswersOfTheEndpoint(t *testing.T) {
	const refusedKey = `{"errors":[{"message":"no","code":"clerk_key_invalid"}]}`
	published := set(signers()[0].jwk("ins_1"))
	good := text(http.StatusOK, published)
	for _, row := range []answerRow{
		{"a key set", good, 1, "", 0, ""},
		{"a secret key that Clerk does not know", text(401, refusedKey), 1, wrongSecret, time.Second, "CLERK_SECRET_KEY"},
		{"the same with another status", text(403, refusedKey), 1, wrongSecret, time.Second, "SecretKey"},
		{"the same as second of two errors", text(401, `{"errors":[{"code":"other"},{"code":"clerk_key_invalid"}]}`), 1, wrongSecret, time.Second, ""},
		{"401 without a code", text(401, ""), 1, unreachable, time.Second, "401"},
		{"401 with errors of another type", text(401, `{"errors":"clerk_key_invalid"}`), 1, unusable, time.Second, "401"},
		{"404", text(404, "not here"), 1, unreachable, time.Second, "404"},
		{"404 in Clerk's form", text(404, `{"errors":[{"code":"resource_not_found"}]}`), 1, unusable, time.Second, "404"},
		{"429 in Clerk's form", text(429, `{"errors":[{"code":"too_many_requests"}]}`), 1, unusable, time.Second, "429"},
		{"500 in Clerk's form", text(500, `{"errors":[{"code":"internal_clerk_error"}]}`), 3, unusable, time.Second, "500"},
		{"JSON that is no key set", text(200, `{"keys":"none"}`), 1, unusable, time.Second, "not a JWK set"},
		{"400", text(400, ""), 1, unreachable, time.Second, "400"},
		{"204", text(204, ""), 1, unreachable, time.Second, "204"},
		{"304", text(304, ""), 1, unreachable, time.Second, "304"},
		{"429", text(429, ""), 1, unreachable, time.Second, "429"},
		{"429 with Retry-After", retryAfter("17"), 1, unreachable, 17 * time.Second, "429"},
		{"429 with a Retry-After below the backoff", retryAfter("0"), 1, unreachable, time.Second, "429"},
		{"429 with a Retry-After of an hour", retryAfter("3600"), 1, unreachable, time.Minute, "429"},
		{"429 with a Retry-After of an age", retryAfter("9223372036854775807"), 1, unreachable, time.Minute, "429"},
		{"429 with a Retry-After that is a date", retryAfterDate(20 * time.Second), 1, unreachable, 20 * time.Second, "429"},
		{"429 with one that is a day away", retryAfterDate(24 * time.Hour), 1, unreachable, time.Minute, "429"},
		{"429 with one that has passed", retryAfterDate(-time.Hour), 1, unreachable, time.Second, "429"},
		{"429 with a negative Retry-After", retryAfter("-5"), 1, unreachable, time.Second, "429"},
		{"429 with a Retry-After that is no number", retryAfter("soon"), 1, unreachable, time.Second, "429"},
		{"500", text(500, ""), 3, unreachable, time.Second, "500"},
		{"503 once", inTurn(text(503, ""), good), 2, "", 0, ""},
		{"503 twice", inTurn(text(503, ""), text(502, ""), good), 3, "", 0, ""},
		{"503 three times", inTurn(text(503, ""), text(503, ""), text(503, ""), good), 3, unreachable, time.Second, "503"},
		{"503 and then 401", inTurn(text(503, ""), text(401, refusedKey)), 2, wrongSecret, time.Second, ""},
		{"a broken connection", drops, 3, unreachable, time.Second, "can reach"},
		{"a broken connection once", inTurn(drops, good), 2, "", 0, ""},
		{"a broken connection and a 503", inTurn(drops, text(503, ""), good), 3, "", 0, ""},
		{"a page", text(200, "<!doctype html><title>Sign in to the Wi-Fi</title>"), 3, unreachable, time.Second, "without JSON"},
		{"half an answer", text(200, published[:200]), 3, unreachable, time.Second, "without JSON"},
		{"two answers", text(200, published+"{}"), 3, unreachable, time.Second, "without JSON"},
		{"an empty body", text(200, ""), 3, unreachable, time.Second, "without JSON"},
		{"an empty set", text(200, set()), 1, unusable, time.Second, "no key"},
		{"a set without one usable key", text(200, set(`{"kty":"EC"}`, `{"kty":"oct"}`)), 1, clerk.ReasonJWKKidMismatch, time.Second, "2 left out"},
		{"a set whose key of that name is unusable", text(200, set(`{"kty":"EC","kid":"ins_1"}`)), 1, clerk.ReasonTokenVerificationFailed, time.Second, "1 left out"},
		{"a body of 1 MiB", text(200, padded(published, 1<<20)), 1, "", 0, ""},
		{"a body of 1 MiB and a byte", text(200, padded(published, 1<<20+1)), 1, unusable, time.Second, "1048576 bytes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := answering(row.answer)
				row.check(t, e, e.inMemory())
			})
		})
	}
}

func TestAnswersOfTheEndpointOverSockets(t *testing.T) {
	published := set(signers()[0].jwk("ins_1"))
	zipped := func(size int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write([]byte(padded(published, size)))
			_ = z.Close()
		}
	}
	for _, row := range []answerRow{
		{"a key set", text(http.StatusOK, published), 1, "", 0, ""},
		{"a broken connection", drops, 3, unreachable, time.Second, "can reach"},
		{"a body that breaks off", cut, 3, unreachable, time.Second, "can reach"},
		{"a body that breaks off once", inTurn(cut, text(http.StatusOK, published)), 2, "", 0, ""},
		{"a packed body", zipped(10_000), 1, "", 0, ""},
		{"a small body that unpacks to 1 MiB and a byte", zipped(1<<20 + 1), 1, unusable, time.Second, "1048576 bytes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := answering(row.answer)
			opts := e.on(t)
			opts.Now = newClock().now
			row.check(t, e, opts)
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		e := publishing(published)
		server := httptest.NewServer(e)
		server.Close()
		row := answerRow{requests: 0, reason: unreachable, retryAfter: time.Second, detail: "can reach"}
		row.check(t, e, clerk.Options{APIURL: server.URL, Now: newClock().now})
	})
}

// padded fills an answer up with white space to this size.
func padded(text string, size int) string { return text + strings.Repeat(" ", size-len(text)) }

func TestAttemptsAreSpacedAndEndWithTheTimeout(t *testing.T) {
	for _, row := range []struct {
		name    string
		answer  http.HandlerFunc
		timeout time.Duration
		at      []time.Duration // when each attempt is made
		end     time.Duration   // when the caller learns of the failure
	}{
		{"pauses of 100 and 200 ms", text(503, ""), 5 * time.Second, []time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond}, 300 * time.Millisecond},
		{"a Timeout within the second pause", text(503, ""), 250 * time.Millisecond, []time.Duration{0, 100 * time.Millisecond}, 250 * time.Millisecond},
		{"a Timeout within the first pause", drops, 50 * time.Millisecond, []time.Duration{0}, 50 * time.Millisecond},
		{"a server that hangs", hangs, 5 * time.Second, []time.Duration{0}, 5 * time.Second},
		{"a server that hangs the second time", inTurn(text(500, ""), hangs), time.Second, []time.Duration{0, 100 * time.Millisecond}, time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := answering(row.answer)
				cache := open(t, e.inMemory(), jwks.Options{Timeout: row.timeout})
				begin := time.Now()
				expectUnavailable(t, cache, "ins_1")
				if took := time.Since(begin); took != row.end {
					t.Errorf("it took %v, want %v", took, row.end)
				}
				var at []time.Duration
				for _, asked := range e.times() {
					at = append(at, asked.Sub(begin))
				}
				if fmt.Sprint(at) != fmt.Sprint(row.at) {
					t.Errorf("attempts at %v, want %v", at, row.at)
				}
			})
		})
	}
}

func TestASlowBodyIsBoundedByTheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := roundTripper(func(r *http.Request) (*http.Response, error) {
			trickle := body(func(p []byte) (int, error) { // a byte a second, for ever
				select {
				case <-time.After(time.Second):
					p[0] = ' '
					return 1, nil
				case <-r.Context().Done():
					return 0, r.Context().Err()
				}
			})
			return &http.Response{StatusCode: http.StatusOK, Body: trickle, Request: r}, nil
		})
		cache := open(t, clerk.Options{HTTPClient: &http.Client{Transport: slow}}, jwks.Options{Timeout: 10 * time.Second})
		begin := time.Now()
		refused := unavailable(t, cache, "ins_1")
		if took := time.Since(begin); took != 10*time.Second || !errors.Is(refused, context.DeadlineExceeded) {
			t.Errorf("after %v: %v, want the end of the Timeout after 10 s", took, refused)
		}
	})
}

func TestWhatIsAskedWhere(t *testing.T) {
	type request struct{ method, path, query, authorization, version, accept, agent string }
	record := func(seen *request) *httptest.Server {
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			*seen = request{
				r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("Authorization"), r.Header.Get("Clerk-API-Version"),
				r.Header.Get("Accept"), r.Header.Get("User-Agent"),
			}
			text(http.StatusOK, set(signers()[0].jwk("ins_1")))(w, r)
		}))
	}
	for _, row := range []struct {
		name string
		opts func(address string) clerk.Options
		want request
	}{
		{
			"a secret key leads to the Backend API",
			func(address string) clerk.Options {
				return clerk.Options{SecretKey: secretKey, APIURL: "http://" + address}
			},
			request{"GET", "/v1/jwks", "", "Bearer " + secretKey, clerk.APIVersionDate, "application/json", clerk.UserAgent},
		},
		{
			"also beside a publishable key, and in the version that is asked for",
			func(address string) clerk.Options {
				return clerk.Options{SecretKey: secretKey, PublishableKey: publishable("192.0.2.1"), APIURL: "http://" + address + "/api/", APIVersion: "v2"}
			},
			request{"GET", "/api/v2/jwks", "", "Bearer " + secretKey, clerk.APIVersionDate, "application/json", clerk.UserAgent},
		},
		{
			"a publishable key alone leads to the Frontend API, and no secret travels",
			func(address string) clerk.Options { return clerk.Options{PublishableKey: publishable(address)} },
			request{"GET", "/.well-known/jwks.json", "", "", "", "application/json", clerk.UserAgent},
		},
		{
			"behind a proxy it is the proxy that is asked",
			func(address string) clerk.Options {
				return clerk.Options{PublishableKey: publishable("192.0.2.1"), ProxyURL: "http://" + address + "/__clerk"}
			},
			request{"GET", "/__clerk/.well-known/jwks.json", "", "", "", "application/json", clerk.UserAgent},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got request
			server := record(&got)
			t.Cleanup(server.Close)
			address, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			cache := open(t, row.opts(address.Host), jwks.Options{})
			expectKey(t, cache, "ins_1", signers()[0])
			if got != row.want {
				t.Errorf("asked %+v, want %+v", got, row.want)
			}
		})
	}
}

// publishable makes a development key for a host of the Frontend API.
func publishable(host string) string {
	return "pk_test_" + base64.StdEncoding.EncodeToString([]byte(host+"$"))
}

package backend_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

// noon is what the clock of the client shows.
var noon = time.Date(2026, 5, 12, 12, 0, 0, 0, time.UTC)

// A faulty server answers every request in the same way and counts them.
type faulty struct {
	calls  atomic.Int32
	waits  []time.Duration
	client *backend.Client
	url    string
}

func newFaulty(t *testing.T, handler http.HandlerFunc, opts ...backend.Option) *faulty {
	t.Helper()
	return newFaultyReading(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		handler(w, r)
	}, opts...)
}

// newFaultyReading leaves the reading of the request to the handler.
func newFaultyReading(t *testing.T, handler http.HandlerFunc, opts ...backend.Option) *faulty {
	t.Helper()
	f := &faulty{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.calls.Add(1)
		handler(w, r)
	}))
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
	})
	f.url = server.URL
	o := options()
	o.APIURL, o.HTTPClient, o.Now = server.URL, &http.Client{Transport: transport}, func() time.Time { return noon }
	c, err := backend.New(o, append([]backend.Option{backend.WithSleep(func(ctx context.Context, d time.Duration) error {
		f.waits = append(f.waits, d)
		return ctx.Err()
	})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	f.client = c
	return f
}

func answerWith(status int, header http.Header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func hijack(w http.ResponseWriter) net.Conn {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	return connection
}

func TestFaults(t *testing.T) {
	const limited = `{"errors":[{"code":"too_many_requests","message":"slow down"}]}`
	read := func(ctx context.Context, c *backend.Client) error { _, err := c.Users.Get(ctx, "user_1"); return err }
	write := func(ctx context.Context, c *backend.Client) error { _, err := c.Users.Create(ctx, nil); return err }

	for _, row := range []struct {
		name    string
		handler http.HandlerFunc
		call    func(context.Context, *backend.Client) error
		calls   int32
		is      []error
		status  int
		after   time.Duration            // what Error.RetryAfter must be
		wait    func(time.Duration) bool // what each wait must fulfil
		says    string
	}{
		{
			name:    "a 429 that asks for 2 seconds is repeated after them, also for a POST",
			handler: answerWith(429, http.Header{"Retry-After": {"2"}}, limited),
			call:    write, calls: 3, is: []error{backend.ErrRateLimited}, status: 429, after: 2 * time.Second,
			wait: between(2*time.Second, 2200*time.Millisecond),
		},
		{
			name:    "a 429 that names a date is repeated then",
			handler: answerWith(429, http.Header{"Retry-After": {noon.Add(5 * time.Second).Format(http.TimeFormat)}}, limited),
			call:    read, calls: 3, is: []error{backend.ErrRateLimited}, status: 429, after: 5 * time.Second,
			wait: between(5*time.Second, 5500*time.Millisecond),
		},
		{
			name:    "a 429 that names a date in the past is repeated after a wait of our own",
			handler: answerWith(429, http.Header{"Retry-After": {noon.Add(-time.Hour).Format(http.TimeFormat)}}, limited),
			call:    read, calls: 3, is: []error{backend.ErrRateLimited}, status: 429, wait: between(0, time.Second),
		},
		{
			name:    "a 429 that asks for 11 days is returned at once, bounded to a day",
			handler: answerWith(429, http.Header{"Retry-After": {"999999"}}, limited),
			call:    read, calls: 1, is: []error{backend.ErrRateLimited}, status: 429, after: 24 * time.Hour, says: "24h",
		},
		{
			name:    "a 429 that asks for more seconds than a number can hold is returned at once",
			handler: answerWith(429, http.Header{"Retry-After": {strings.Repeat("9", 40)}}, limited),
			call:    read, calls: 1, is: []error{backend.ErrRateLimited}, status: 429, after: 24 * time.Hour,
		},
		{
			name:    "a 429 without Retry-After is repeated after a wait of our own",
			handler: answerWith(429, nil, limited),
			call:    read, calls: 3, is: []error{backend.ErrRateLimited}, status: 429, wait: between(0, time.Second),
		},
		{
			name:    "a 429 with nonsense in Retry-After is repeated after a wait of our own",
			handler: answerWith(429, http.Header{"Retry-After": {"soon"}}, limited),
			call:    read, calls: 3, is: []error{backend.ErrRateLimited}, status: 429, wait: between(0, time.Second),
		},
		{
			name:    "an HTML 502 keeps its status and is repeated for a GET",
			handler: answerWith(502, http.Header{"Content-Type": {"text/html"}}, "<html>Bad gateway</html>"),
			call:    read, calls: 3, is: []error{backend.ErrServer}, status: 502, wait: between(0, time.Second),
		},
		{
			name:    "an HTML 502 to a POST is not repeated, as it may have been carried out",
			handler: answerWith(502, http.Header{"Content-Type": {"text/html"}}, "<html>Bad gateway</html>"),
			call:    write, calls: 1, is: []error{backend.ErrServer}, status: 502,
		},
		{
			name:    "a 500 is not repeated",
			handler: answerWith(500, nil, `{"errors":[{"code":"internal_clerk_error","message":"oops"}]}`),
			call:    read, calls: 1, is: []error{backend.ErrServer}, status: 500, says: "internal_clerk_error",
		},
		{
			name:    "an empty body where a user was to come",
			handler: answerWith(200, nil, ""),
			call:    read, calls: 1, is: []error{backend.ErrBadAnswer}, status: 200, says: "no body",
		},
		{
			name:    "a body that is null",
			handler: answerWith(200, nil, "null"),
			call:    read, calls: 1, is: []error{backend.ErrBadAnswer}, status: 200, says: "null",
		},
		{
			name:    "JSON that is cut off",
			handler: answerWith(200, nil, `{"object":"user","id":"us`),
			call:    read, calls: 1, is: []error{backend.ErrBadAnswer}, status: 200, says: "unexpected end",
		},
		{
			name:    "JSON of another shape",
			handler: answerWith(200, nil, `["user_1"]`),
			call:    read, calls: 1, is: []error{backend.ErrBadAnswer}, status: 200,
		},
		{
			name: "a connection that ends in the middle of the body",
			handler: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "1000")
				_, _ = io.WriteString(w, `{"object":"user"`)
			},
			call: read, calls: 3, is: []error{io.ErrUnexpectedEOF}, wait: between(0, time.Second), says: "broke off",
		},
		{
			name: "a body that does not come to its end in time",
			handler: func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.WriteString(w, `{"object":`)
				_ = http.NewResponseController(w).Flush()
				<-r.Context().Done()
			},
			call: read, calls: 3, is: []error{context.DeadlineExceeded}, wait: between(0, time.Second), says: "timeout of 50ms",
		},
		{
			name: "a connection that is reset",
			handler: func(w http.ResponseWriter, _ *http.Request) {
				connection := hijack(w)
				_ = connection.(*net.TCPConn).SetLinger(0)
				_ = connection.Close()
			},
			call: read, calls: 3, is: []error{syscall.ECONNRESET}, wait: between(0, time.Second),
		},
		{
			name: "a connection that is closed without an answer to a POST",
			handler: func(w http.ResponseWriter, _ *http.Request) {
				_ = hijack(w).Close()
			},
			call: write, calls: 1, is: []error{io.EOF},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := newFaulty(t, row.handler, backend.WithTimeout(50*time.Millisecond))
			err := row.call(t.Context(), f.client)
			if err == nil {
				t.Fatal("there was no error")
			}
			for _, want := range row.is {
				if !errors.Is(err, want) {
					t.Errorf("got error %q, want one that is %q", err, want)
				}
			}
			var e *backend.Error
			if isError := errors.As(err, &e); isError != (row.status != 0) {
				t.Fatalf("got error %q of type %T, status wanted: %d", err, err, row.status)
			}
			if e != nil && (e.Status != row.status || e.RetryAfter != row.after || e.Attempts != int(row.calls)) {
				t.Errorf("got status %d, RetryAfter %v, %d attempts", e.Status, e.RetryAfter, e.Attempts)
			}
			if got := f.calls.Load(); got != row.calls {
				t.Errorf("the server was called %d times, want %d", got, row.calls)
			}
			if len(f.waits) != int(row.calls)-1 {
				t.Errorf("it waited %d times: %v", len(f.waits), f.waits)
			}
			for _, d := range f.waits {
				if !row.wait(d) {
					t.Errorf("it waited %v", d)
				}
			}
			if !strings.Contains(err.Error(), row.says) {
				t.Errorf("the error %q does not say %q", err, row.says)
			}
			for _, secret := range []string{"sk_test_example", "127.0.0.1:"} {
				if strings.Contains(err.Error(), secret) && !errors.Is(err, syscall.ECONNRESET) {
					t.Errorf("the error %q holds %q", err, secret)
				}
			}
		})
	}
}

func between(low, high time.Duration) func(time.Duration) bool {
	return func(d time.Duration) bool { return d >= low && d <= high }
}

func TestARedirectIsNotFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := newFaulty(t, func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		f := newFaulty(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.url, status) })
		_, err := f.client.Users.Create(t.Context(), nil)
		var e *backend.Error
		if !errors.As(err, &e) || e.Status != status || !strings.Contains(err.Error(), "redirects are not followed") {
			t.Errorf("%d: got error %v", status, err)
		}
		if f.calls.Load() != 1 || elsewhere.Load() != 0 {
			t.Errorf("%d: %d calls to the API, %d elsewhere", status, f.calls.Load(), elsewhere.Load())
		}
	}
}

func TestCancellingWhileWaitingForTheNextTry(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the user went home")
	f := newFaulty(t, answerWith(429, http.Header{"Retry-After": {"20"}}, ""),
		backend.WithRetryHook(func(context.Context, backend.Attempt) { cancel(why) }), backend.WithRealSleep())
	_, err := f.client.Users.Get(ctx, "user_1")
	if !errors.Is(err, why) || !errors.Is(err, context.Canceled) || !errors.Is(err, backend.ErrRateLimited) {
		t.Errorf("got error %v, want one that tells both", err)
	}
	if f.calls.Load() != 1 {
		t.Errorf("%d calls, want 1", f.calls.Load())
	}
}

func TestAWaitThatOutlastsTheContextIsNotBegun(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	f := newFaulty(t, answerWith(429, http.Header{"Retry-After": {"20"}}, ""))
	_, err := f.client.Users.Get(ctx, "user_1")
	var e *backend.Error
	if !errors.As(err, &e) || e.RetryAfter != 20*time.Second || f.calls.Load() != 1 || len(f.waits) != 0 {
		t.Errorf("got error %v, %d calls, waits %v", err, f.calls.Load(), f.waits)
	}
}

func TestARetrySucceeds(t *testing.T) {
	var n atomic.Int32
	var attempts []backend.Attempt
	f := newFaulty(t, func(w http.ResponseWriter, _ *http.Request) {
		if n.Add(1) < 3 {
			w.WriteHeader(503)
			return
		}
		_, _ = io.WriteString(w, `{"id":"user_1"}`)
	}, backend.WithRetryHook(func(_ context.Context, a backend.Attempt) { attempts = append(attempts, a) }))
	user, err := f.client.Users.Get(t.Context(), "user_1")
	if err != nil || user.ID != "user_1" || f.calls.Load() != 3 {
		t.Fatalf("got %v, error %v, %d calls", user, err, f.calls.Load())
	}
	for n, a := range attempts {
		if a.Number != n+1 || a.Method != "GET" || a.Path != "/users/{user_id}" || !errors.Is(a.Err, backend.ErrServer) {
			t.Errorf("attempt %d: %+v", n, a)
		}
	}
	if len(attempts) != 2 {
		t.Errorf("the hook was called %d times, want 2", len(attempts))
	}
}

func TestRetryingCanBeTurnedOff(t *testing.T) {
	f := newFaulty(t, answerWith(503, nil, ""), backend.WithRetry(backend.Retry{Attempts: 1}))
	if _, err := f.client.Users.Get(t.Context(), "user_1"); !errors.Is(err, backend.ErrServer) || f.calls.Load() != 1 {
		t.Errorf("got error %v after %d calls", err, f.calls.Load())
	}
}

func TestAnUnreachableServerIsTriedAgainAlsoForAPost(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	waits := 0
	o := options()
	o.APIURL = "http://" + address
	c, err := backend.New(o, backend.WithSleep(func(context.Context, time.Duration) error { waits++; return nil }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.Users.Create(t.Context(), nil); !errors.Is(err, syscall.ECONNREFUSED) || waits != 2 || !strings.Contains(err.Error(), "after 3 tries") {
		t.Errorf("got error %v after %d waits", err, waits)
	}
}

func TestACertificateThatCannotBeTrustedIsAskedForOnce(t *testing.T) {
	var dials atomic.Int32
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			dials.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	o := options()
	o.APIURL, o.HTTPClient = server.URL, &http.Client{Transport: &http.Transport{}}
	c, err := backend.New(o, backend.WithSleep(func(context.Context, time.Duration) error { return nil }))
	if err != nil {
		t.Fatal(err)
	}
	var certificate *tls.CertificateVerificationError
	if _, err = c.Users.Get(t.Context(), "user_1"); !errors.As(err, &certificate) || dials.Load() != 1 {
		t.Errorf("got error %v after %d connections", err, dials.Load())
	}
}

func TestRetriesStayWithinTheirBounds(t *testing.T) {
	f := newFaulty(t, answerWith(429, http.Header{"Retry-After": {"3"}}, ""), backend.WithRetry(backend.Retry{Attempts: 10, MaxWait: 3 * time.Second}))
	_, _ = f.client.Users.Get(t.Context(), "user_1")
	for _, wait := range f.waits {
		if wait != 3*time.Second {
			t.Errorf("it waited %v", wait)
		}
	}
	if len(f.waits) != 9 {
		t.Errorf("it waited %d times", len(f.waits))
	}
	for _, r := range []backend.Retry{{Attempts: 11}, {Attempts: -1}, {Base: -1}, {MaxWait: -1}, {Base: math.MaxInt64}, {MaxWait: math.MaxInt64}} {
		if _, err := f.client.With(backend.WithRetry(r)); err == nil {
			t.Errorf("%+v was accepted", r)
		}
	}
	f = newFaulty(t, answerWith(503, nil, ""), backend.WithRetry(backend.Retry{Attempts: 10, Base: 24 * time.Hour, MaxWait: 24 * time.Hour}))
	if _, err := f.client.Users.Get(t.Context(), "user_1"); !errors.Is(err, backend.ErrServer) || f.calls.Load() != 10 {
		t.Errorf("error %v after %d calls", err, f.calls.Load())
	}
}

func TestAnEndedContextIsFoundByItsErrorAndItsCause(t *testing.T) {
	why := errors.New("the user went home")
	for name, handler := range map[string]func(cancel context.CancelCauseFunc) http.HandlerFunc{
		"while a request is under way": func(cancel context.CancelCauseFunc) http.HandlerFunc {
			return func(_ http.ResponseWriter, r *http.Request) { cancel(why); <-r.Context().Done() }
		},
		"before the first request": func(cancel context.CancelCauseFunc) http.HandlerFunc {
			cancel(why)
			return answerWith(200, nil, "{}")
		},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		f := newFaulty(t, handler(cancel))
		_, err := f.client.Users.Get(ctx, "user_1")
		if !errors.Is(err, why) || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

func TestAnEndedContextMakesNoRequest(t *testing.T) {
	f := newFaulty(t, answerWith(200, nil, `{}`))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.client.Users.Get(ctx, "user_1"); !errors.Is(err, context.Canceled) || f.calls.Load() != 0 {
		t.Errorf("got error %v after %d calls", err, f.calls.Load())
	}
}

func TestAnAnswerOver32MiBIsRefused(t *testing.T) {
	f := newFaulty(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat(" ", 1<<20))
		for range 40 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	if _, err := f.client.Users.Get(t.Context(), "user_1"); !errors.Is(err, backend.ErrBadAnswer) || f.calls.Load() != 1 {
		t.Errorf("got error %v after %d calls", err, f.calls.Load())
	}
}

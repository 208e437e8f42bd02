package webhooks_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// moment is when tests happen whose clock stands still.
var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func atMoment() time.Time { return moment }

const (
	mark        = "S3CR3TMARK"                                     // what no error, answer or log line may hold
	otherSecret = "whsec_b3RoZXIgc2VjcmV0IG9mIHRoZSBlbmRwb2ludA==" // well formed, and not the one of the instance
)

// A post is an instance, its verifier, and what they logged.
type post struct {
	ck       *clerktest.Clerk
	verifier *webhooks.Verifier
	log      *safeBuffer
}

func newPost(t testing.TB, with ...webhooks.Option) *post {
	t.Helper()
	log := &safeBuffer{}
	ck := clerktest.New(t, clerktest.Config{Now: atMoment, Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	verifier, err := webhooks.New(options(ck), with...)
	if err != nil {
		t.Fatal(err)
	}
	return &post{ck: ck, verifier: verifier, log: log}
}

// options are those of a service that receives the webhooks of an instance.
func options(ck *clerktest.Clerk, secrets ...string) clerk.Options {
	o := ck.Options()
	o.WebhookSigningSecrets = append([]string{ck.WebhookSigningSecret()}, secrets...)
	return o
}

func (p *post) mux(t testing.TB, with ...webhooks.Option) *webhooks.Mux {
	t.Helper()
	mux, err := webhooks.NewMux(p.verifier, with...)
	if err != nil {
		t.Fatal(err)
	}
	return mux
}

// event is a delivery of a type that exists, with data that must not be seen.
func (p *post) event() *clerktest.Webhook {
	return p.ck.Webhook("user.created", map[string]any{"id": "user_1", "object": "user", "first_name": mark})
}

// reasonOf returns the reason of an error, "" if there is none.
func reasonOf(t testing.TB, err error) clerk.Reason {
	t.Helper()
	if err == nil {
		return ""
	}
	var refusal *webhooks.Error
	if !errors.As(err, &refusal) {
		t.Fatalf("%v is no *webhooks.Error", err)
	}
	if refusal.Status < 400 || refusal.Detail == "" || !strings.Contains(err.Error(), string(refusal.Reason)) {
		t.Errorf("status %d, detail %q and message %q do not tell what happened", refusal.Status, refusal.Detail, err)
	}
	if strings.Contains(err.Error(), mark) || strings.Contains(err.Error(), "whsec_") {
		t.Errorf("the error gives something away: %v", err)
	}
	return refusal.Reason
}

// counter is a handler that counts, and answers with err.
type counter struct {
	mu     sync.Mutex
	events []webhooks.Event
	err    error
}

func (c *counter) handle(_ context.Context, event *webhooks.Event) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, *event)
	return c.err
}

func (c *counter) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

func (c *counter) calls() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.events)
}

// wantStatus delivers and compares the status of the answer, which gives nothing away.
func wantStatus(t testing.TB, handler http.Handler, w *clerktest.Webhook, want int) {
	t.Helper()
	answer := w.Deliver(handler)
	if answer.Code != want {
		t.Errorf("got status %d (%s), want %d", answer.Code, answer.Body, want)
	}
	if strings.Contains(answer.Body.String(), mark) || strings.Contains(answer.Body.String(), "whsec_") {
		t.Errorf("the answer gives something away: %s", answer.Body)
	}
	if (answer.Code == http.StatusNoContent) != (answer.Body.Len() == 0) {
		t.Errorf("status %d with the body %q", answer.Code, answer.Body)
	}
}

// safeBuffer is a buffer for several goroutines.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// discard is a ResponseWriter that keeps nothing.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}

package webhooks_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/webhooks"
)

func TestAnswersSayHowTheyAreToBeTaken(t *testing.T) {
	p := newPost(t)
	answer := p.event().Forged().Deliver(p.mux(t))
	for name, want := range map[string]string{
		"Content-Type": "application/problem+json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Connection": "",
	} {
		if got := answer.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// dial opens a connection to a server and sends text, and has it answer.
func dial(t *testing.T, server *httptest.Server, text string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	// Far more than is needed; without it a fault would be a test that hangs.
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewReader(c)
}

func wantAnswer(t *testing.T, r *bufio.Reader, status int, reason string) {
	t.Helper()
	answer, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != status || !strings.Contains(string(body), reason) || answer.Close != (status != 204) {
		t.Fatalf("got %d %s %v, close %v, want %d %s", answer.StatusCode, body, err, answer.Close, status, reason)
	}
	if answer.Close {
		if rest, err := io.ReadAll(r); len(rest) > 0 || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the connection is not closed: %q, %v", rest, err)
		}
	}
}

// head is the head of a request whose body has this length.
func head(h http.Header, length int) string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: %d\r\n", length)
	_ = h.Write(&b)
	return b.String() + "\r\n"
}

func TestWhoSendsNoBodyIsNotWaitedFor(t *testing.T) {
	p := newPost(t)
	event := p.event()
	server := httptest.NewServer(p.mux(t, webhooks.WithReadTimeout(50*time.Millisecond)))
	defer server.Close()
	for _, row := range []struct {
		name, sent, reason string
		status             int
	}{
		{"without the headers of a delivery", head(http.Header{}, 1000), "webhook-headers-missing", 400},
		{"with the headers, and a part of the body", head(event.Header(), 1000) + "{", "webhook-body-unreadable", 400},
		{"with a length over the limit", head(event.Header(), 10<<20), "webhook-body-too-large", 413},
		{"and asks whether to send it, without headers", strings.Replace(head(http.Header{}, 1000), "\r\n", "\r\nExpect: 100-continue\r\n", 1), "webhook-headers-missing", 400},
		{"and asks whether to send it, 10 MB", strings.Replace(head(event.Header(), 10<<20), "\r\n", "\r\nExpect: 100-continue\r\n", 1), "webhook-body-too-large", 413},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, r := dial(t, server, row.sent)
			wantAnswer(t, r, row.status, row.reason)
		})
	}
}

func TestWhoAsksWhetherToSendTheBodyIsToldTo(t *testing.T) {
	p := newPost(t)
	event := p.event()
	server := httptest.NewServer(p.mux(t))
	defer server.Close()
	body := event.Body()
	c, r := dial(t, server, strings.Replace(head(event.Header(), len(body)), "\r\n", "\r\nExpect: 100-continue\r\n", 1))
	if line, err := r.ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 100") {
		t.Fatalf("got %q, %v", line, err)
	}
	if _, err := r.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(body); err != nil {
		t.Fatal(err)
	}
	wantAnswer(t, r, 204, "")
}

// The deadline is that of the connection: if it stayed, it would end the context of a function that takes longer.
func TestTheDeadlineOfTheBodyIsNotOneOfTheFunctions(t *testing.T) {
	const timeout = 20 * time.Millisecond
	p := newPost(t)
	mux := p.mux(t, webhooks.WithReadTimeout(timeout))
	mux.Handle(webhooks.TypeUserCreated, func(ctx context.Context, _ *webhooks.Event) error {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(5 * timeout):
			return nil
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	event := p.event()
	_, r := dial(t, server, head(event.Header(), len(event.Body()))+string(event.Body()))
	wantAnswer(t, r, 204, "")
	second := p.event() // on the same connection
	c, r := dial(t, server, head(second.Header(), len(second.Body()))+string(second.Body()))
	wantAnswer(t, r, 204, "")
	third := p.event()
	if _, err := io.WriteString(c, head(third.Header(), len(third.Body()))+string(third.Body())); err != nil {
		t.Fatal(err)
	}
	wantAnswer(t, r, 204, "")
}

// deadlines is a ResponseWriter that notes the deadlines that are set.
type deadlines struct {
	http.ResponseWriter
	set []time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error { d.set = append(d.set, t); return nil }

func TestADeadlineForReadingIsSetAndTakenAway(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	server := func(timeout time.Duration) context.Context {
		return context.WithValue(t.Context(), http.ServerContextKey, &http.Server{ReadTimeout: timeout, ReadHeaderTimeout: time.Second})
	}
	for _, row := range []struct {
		name  string
		ctx   context.Context //nolint:containedctx // of a row
		set   int
		clear bool
	}{
		{"without a server", t.Context(), 2, true},
		{"with a server without a timeout", server(0), 2, true},
		{"with a server that waits longer", server(time.Minute), 2, true},
		{"with a server that waits as long", server(10 * time.Second), 0, false},
		{"with a server that waits less long", server(time.Second), 0, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := &deadlines{ResponseWriter: httptest.NewRecorder()}
			before := time.Now()
			mux.ServeHTTP(w, p.event().Sign(request().WithContext(row.ctx)))
			if len(w.set) != row.set || (row.clear && !w.set[1].IsZero()) {
				t.Fatalf("the deadlines are %v", w.set)
			}
			if row.set > 0 && (w.set[0].Before(before.Add(10*time.Second)) || w.set[0].After(time.Now().Add(10*time.Second))) {
				t.Errorf("the deadline is %v after %v, want 10 seconds", w.set[0], before)
			}
		})
	}
	w := &deadlines{ResponseWriter: httptest.NewRecorder()}
	mux.ServeHTTP(w, request())
	if len(w.set) != 1 {
		t.Errorf("after a refusal the deadlines are %v; the first should stay", w.set)
	}
}

package token_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// A reply is what the fake Backend API answers to one question.
type reply struct {
	status int
	body   string
	after  string        // Retry-After
	delay  time.Duration // before the answer
	drop   bool          // the connection breaks
	panics bool
}

// fakeAPI stands in for the Backend API. It answers at once, in process.
type fakeAPI struct {
	mu        sync.Mutex
	answer    func(path, credential string) reply
	calls     map[string]int // by credential
	atOnce    int
	mostEver  int
	total     int
	authority []string // the Authorization headers of the last calls
}

// newFakeAPI answers that credentials with "good" in them are good, and that there are no others.
func newFakeAPI() *fakeAPI {
	return &fakeAPI{calls: map[string]int{}, answer: func(path, credential string) reply {
		if strings.Contains(credential, "good") {
			return reply{body: goodAnswer(path)}
		}
		return reply{status: http.StatusNotFound, body: `{"errors":[{"code":"resource_not_found","message":"not found"}]}`}
	}}
}

// goodAnswer is what Clerk says of a credential in good standing.
func goodAnswer(path string, change ...members) string {
	answer := members{"id": "ak_id", "name": "My key", "subject": "user_1", "scopes": []string{"read"}, "claims": members{"plan": "gold"}}
	switch path {
	case "/m2m_tokens/verify":
		answer = members{"id": "mt_id", "subject": "mch_1", "scopes": []string{"mch_2"}, "claims": members{"foo": "bar"}}
	case "/oauth_applications/access_tokens/verify":
		answer = members{"id": "oat_id", "subject": "user_1", "client_id": "client_1", "scopes": []string{"email"}}
	}
	answer = answer.with(members{"revoked": false, "expired": false, "expiration": nil, "created_at": moment.UnixMilli()})
	for _, c := range change {
		answer = answer.with(c)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func (f *fakeAPI) set(answer func(path, credential string) reply) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = answer
}

// always answers everything in one way.
func (f *fakeAPI) always(r reply) { f.set(func(string, string) reply { return r }) }

func (f *fakeAPI) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.total
}

func (f *fakeAPI) peak() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.mostEver
}

func (f *fakeAPI) countOf(credential string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[credential]
}

// RoundTrip makes it a transport.
func (f *fakeAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var sent map[string]string
	if err := json.Unmarshal(body, &sent); err != nil {
		return nil, err
	}
	path := strings.TrimPrefix(r.URL.Path, "/v1")
	name := map[string]string{"/api_keys/verify": "secret", "/m2m_tokens/verify": "token", "/oauth_applications/access_tokens/verify": "access_token"}[path]
	credential, ok := sent[name]
	if !ok || r.Method != http.MethodPost {
		return nil, fmt.Errorf("unexpected request %s %s with %v", r.Method, path, sent)
	}
	f.mu.Lock()
	f.calls[credential]++
	f.total++
	f.atOnce++
	f.mostEver = max(f.mostEver, f.atOnce)
	f.authority = append(f.authority, r.Header.Get("Authorization"))
	answer := f.answer(path, credential)
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.atOnce--
		f.mu.Unlock()
	}()
	if answer.delay > 0 {
		timer := time.NewTimer(answer.delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	switch {
	case answer.panics:
		panic("a fault of the transport")
	case answer.drop:
		return nil, errors.New("connection reset")
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if answer.after != "" {
		header.Set("Retry-After", answer.after)
	}
	if answer.status == 0 {
		answer.status = http.StatusOK
	}
	return &http.Response{StatusCode: answer.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, Header: header,
		Body: io.NopCloser(strings.NewReader(answer.body))}, nil
}

// machines returns a verifier of machines that asks api, with options changed by set.
func (k kit) machines(tb testing.TB, api http.RoundTripper, opts token.MachineOptions, set func(*clerk.Options)) *token.Machines {
	tb.Helper()
	o := clerk.Options{
		PublishableKey: publishableKey, SecretKey: "sk_live_0123456789", JWTKey: k.pem(tb), Getenv: func(string) string { return "" },
		Now: func() time.Time { return moment }, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), HTTPClient: &http.Client{Transport: api},
	}
	if set != nil {
		set(&o)
	}
	instance, err := o.Resolve()
	if err != nil {
		tb.Fatal(err)
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	client, err := backend.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	m, err := token.NewMachines(instance, keys, client, opts)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = m.Close()
		_ = keys.Close()
	})
	return m
}

// realTime lets the clock of the instance run, for tests in a bubble of testing/synctest.
func realTime(o *clerk.Options) { o.Now = time.Now }

// asked returns the error of a verification, or nil.
func asked(tb testing.TB, m *token.Machines, kind authobject.TokenKind, text string) *token.Error {
	tb.Helper()
	auth, err := m.Verify(tb.Context(), kind, text)
	if reasonOf(tb, err) == "" {
		if !auth.IsMachine() || auth.Kind() != kind || auth.Token().Reveal() != text {
			tb.Fatalf("%s passes as %v", text, auth)
		}
		return nil
	}
	var refused *token.Error
	_ = errors.As(err, &refused)
	switch {
	case auth != nil:
		tb.Fatalf("%v beside %v", auth, err)
	case len(text) > 8 && strings.Contains(fmt.Sprintf("%v %+v", err, *refused), text):
		tb.Fatalf("the error shows the credential: %v", err)
	case refused.Unavailable != (refused.RetryAfter > 0):
		tb.Fatalf("unavailable %v, to be tried again after %v: %v", refused.Unavailable, refused.RetryAfter, err)
	}
	return refused
}

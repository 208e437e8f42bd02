package multisession_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// An office is a Backend API that says what it is told, counts what it is asked, and has a clock that tests move.
type office struct {
	mu       sync.Mutex
	now      time.Time
	sessions map[string]*backend.Session
	fails    map[string]error // by what is asked: "get sess_ada", "mint sess_bob"
	tokens   map[string]string
	asked    []string
	holds    chan struct{} // if set, every question waits until it is closed

	longer       time.Duration // than a minute, which is how long tokens stand
	verified     int           // how many tokens were judged
	unverifiable error         // what every token is judged with
}

func newOffice() *office {
	o := &office{now: time.Unix(1_800_000_000, 0), sessions: map[string]*backend.Session{}, fails: map[string]error{}, tokens: map[string]string{}}
	for _, s := range []backend.Session{
		{ID: "sess_ada", UserID: "user_ada", ClientID: "client_1"}, {ID: "sess_bob", UserID: "user_bob", ClientID: "client_1"},
		{ID: "sess_eve", UserID: "user_eve", ClientID: "client_2"},
	} {
		s.Status = backend.SessionStatusActive
		o.sessions[s.ID] = &s
	}
	return o
}

// ask counts a question, and waits where that was asked for.
func (o *office) ask(ctx context.Context, question string) error {
	o.mu.Lock()
	o.asked = append(o.asked, question)
	err, holds := o.fails[question], o.holds
	if err == nil {
		err = o.fails["all"]
	}
	o.mu.Unlock()
	if holds != nil {
		select {
		case <-holds:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

func (o *office) Get(ctx context.Context, id string) (*backend.Session, error) {
	if err := o.ask(ctx, "get "+id); err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if s := o.sessions[id]; s != nil {
		own := *s
		return &own, nil
	}
	return nil, answered(404)
}

func (o *office) CreateToken(ctx context.Context, id string, params *backend.SessionCreateTokenParams) (*backend.SessionToken, error) {
	if err := o.ask(ctx, "mint "+id); err != nil {
		return nil, err
	}
	if params != nil {
		panic("the lifetime is Clerk's to choose")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if text, ok := o.tokens[id]; ok {
		return &backend.SessionToken{JWT: backend.Secret(text)}, nil
	}
	return &backend.SessionToken{JWT: backend.Secret(id + " at " + o.now.Format(time.RFC3339))}, nil
}

// change changes what the office has.
func (o *office) change(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f()
}

// questions returns what was asked since the last time.
func (o *office) questions() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	asked := o.asked
	o.asked = nil
	return asked
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) advance(d time.Duration) { o.change(func() { o.now = o.now.Add(d) }) }

// answered is an error of Clerk's.
func answered(status int) error {
	return &backend.Error{Method: "GET", Path: "/sessions/{session_id}", Status: status, Errors: []backend.ErrorDetail{{Code: "some_code"}}}
}

// byGateway is the answer of something in between.
func byGateway(status int) error { return &backend.Error{Status: status} }

func limited(wait time.Duration) error {
	return &backend.Error{Status: http.StatusTooManyRequests, RetryAfter: wait, Errors: []backend.ErrorDetail{{Code: "too_many_requests"}}}
}

// auth is who a session speaks for, a minute from a moment on.
func auth(t testing.TB, session string, from time.Time, more ...string) *authobject.Auth {
	t.Helper()
	a, err := authOf(session, session+" at "+from.Format(time.RFC3339), from, more...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func authOf(session, text string, from time.Time, more ...string) (*authobject.Auth, error) {
	user := strings.TrimSuffix(strings.TrimPrefix(session, "sess_"), "Twice") // who may have two
	claims := append([]string{fmt.Sprintf(`"sub":"user_%s","sid":%q,"exp":%d`, user, session, from.Unix()+60)}, more...)
	return authobject.FromClaims([]byte("{"+strings.Join(claims, ",")+"}"), text)
}

var errVerify = errors.New("the token does not stand")

// verify judges the tokens of the office: they say of which session they are and since when, and end after a minute.
func (o *office) verify(_ context.Context, text string) (*authobject.Auth, error) {
	session, since, ok := strings.Cut(text, " at ")
	from, err := time.Parse(time.RFC3339, since)
	o.change(func() { o.verified++ })
	if !ok || err != nil || !o.clock().Before(from.Add(time.Minute+o.longer)) {
		return nil, errVerify
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	var more []string
	if s := o.sessions[session]; s != nil && s.Status == backend.SessionStatusPending {
		more = append(more, `"sts":"pending"`)
	}
	if o.unverifiable != nil {
		return nil, o.unverifiable
	}
	return authOf(session, text, from.Add(o.longer), more...)
}

// chooser makes one that asks the office.
func (o *office) chooser(t testing.TB, policy multisession.Policy) *multisession.Chooser {
	t.Helper()
	policy.Mode = multisession.Lookup
	c, err := multisession.New(instance(t, o.clock), policy, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func instance(t testing.TB, now func() time.Time) *clerk.Instance {
	t.Helper()
	i, err := clerk.Options{SecretKey: "sk_test_x", Now: now, Getenv: func(string) string { return "" }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	return i
}

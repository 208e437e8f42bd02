package webhooks_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func TestTheContextOfAFunctionEnds(t *testing.T) {
	for _, row := range []struct {
		name string
		with []webhooks.Option
		want time.Duration
	}{
		{"after 15 seconds", nil, 15 * time.Second},
		{"after the time that was set", []webhooks.Option{webhooks.WithHandlerTimeout(time.Second)}, time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t)
			synctest.Test(t, func(t *testing.T) {
				mux := p.mux(t, row.with...)
				mux.Handle(webhooks.TypeUserCreated, func(ctx context.Context, _ *webhooks.Event) error {
					<-ctx.Done()
					return ctx.Err()
				})
				began := time.Now()
				wantStatus(t, mux, p.event(), 500)
				if took := time.Since(began); took != row.want {
					t.Errorf("it took %v, want %v", took, row.want)
				}
			})
		})
	}
}

func TestAFunctionThatHangsIsReported(t *testing.T) {
	p := newPost(t)
	synctest.Test(t, func(t *testing.T) {
		mux := p.mux(t)
		release := make(chan struct{})
		mux.Handle(webhooks.TypeUserCreated, func(context.Context, *webhooks.Event) error { <-release; return nil })
		event := p.event()
		var wg sync.WaitGroup
		wg.Go(func() { wantStatus(t, mux, event, 204) })
		<-time.After(15 * time.Second)
		wantStatus(t, mux, event, 503)
		if strings.Contains(p.log.String(), "level=ERROR") {
			t.Errorf("too early: %s", p.log)
		}
		<-time.After(time.Nanosecond)
		wantStatus(t, mux, event, 503)
		if log := p.log.String(); strings.Count(log, "level=ERROR") != 1 || !strings.Contains(log, "hangs") || !strings.Contains(log, "event.type=user.created") {
			t.Errorf("the log is %s", log)
		}
		close(release)
		wg.Wait()
		wantStatus(t, mux, event, 204)
	})
}

// A throwingStore panics where it is told to, and otherwise is one in memory.
type throwingStore struct {
	webhooks.MemoryStore
	where string
	calls int
}

func (s *throwingStore) throw(where string) {
	if s.where == where {
		s.calls++
		panic("about " + mark)
	}
}

func (s *throwingStore) Claim(ctx context.Context, id string) (webhooks.Claim, string, error) {
	s.throw("Claim")
	return s.MemoryStore.Claim(ctx, id)
}

func (s *throwingStore) Done(ctx context.Context, id, owner string) error {
	s.throw("Done")
	return s.MemoryStore.Done(ctx, id, owner)
}

func (s *throwingStore) Release(ctx context.Context, id, owner string) error {
	s.throw("Release")
	return s.MemoryStore.Release(ctx, id, owner)
}

func TestAStoreThatPanics(t *testing.T) {
	for _, row := range []struct {
		where string
		err   error // of the function
		want  int
	}{
		{"Claim", nil, 503},
		{"Done", nil, 204},
		{"Release", errNo, 500},
	} {
		t.Run("in "+row.where, func(t *testing.T) {
			p := newPost(t)
			store := &throwingStore{where: row.where}
			mux := p.mux(t, webhooks.WithStore(store))
			mux.Handle(webhooks.TypeUserCreated, (&counter{err: row.err}).handle)
			wantStatus(t, mux, p.event(), row.want)
			if log := p.log.String(); store.calls != 1 || !strings.Contains(log, "the store of webhooks") || !strings.Contains(log, "a string") || strings.Contains(log, mark) {
				t.Errorf("after %d panics the log is %s", store.calls, log)
			}
		})
	}
}

// A slowStore waits for the end of its context to end a claim.
type slowStore struct{ webhooks.MemoryStore }

func (s *slowStore) Done(ctx context.Context, _, _ string) error { <-ctx.Done(); return ctx.Err() }

func TestAStoreHasFiveSecondsToEndAClaim(t *testing.T) {
	p := newPost(t)
	synctest.Test(t, func(t *testing.T) {
		mux := p.mux(t, webhooks.WithStore(&slowStore{}))
		mux.Handle(webhooks.TypeUserCreated, (&counter{}).handle)
		began := time.Now()
		wantStatus(t, mux, p.event(), 204)
		if took := time.Since(began); took != 5*time.Second || !strings.Contains(p.log.String(), "could not mark the event as handled") {
			t.Errorf("it took %v, and the log is %s", took, p.log)
		}
	})
}

// A throwingHandler is a logger that panics.
type throwingHandler struct{ slog.Handler }

func (throwingHandler) Handle(context.Context, slog.Record) error { panic("the logger is broken") }

// An evilError cannot be asked for its text.
type evilError struct{}

func (*evilError) Error() string { panic("the error is broken") }

func TestALoggerThatPanicsDecidesNothing(t *testing.T) {
	p := newPost(t)
	o := options(p.ck)
	o.Logger = slog.New(throwingHandler{slog.NewTextHandler(&safeBuffer{}, &slog.HandlerOptions{Level: slog.LevelDebug})})
	verifier, err := webhooks.New(o)
	if err != nil {
		t.Fatal(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{err: errNo}
	mux.Handle(webhooks.TypeUserCreated, c.handle)
	event := p.event()
	wantStatus(t, mux, event, 500)
	wantStatus(t, mux, p.event().Forged(), 400)
	wantStatus(t, mux, p.ck.Webhook("dinosaur.created", nil), 204)
	c.fail(nil)
	wantStatus(t, mux, event, 204)
}

func TestAnErrorThatPanicsIsAnError(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	c := &counter{err: &evilError{}}
	mux.Handle(webhooks.TypeUserCreated, c.handle)
	event := p.event()
	wantStatus(t, mux, event, 500)
	c.fail(nil)
	wantStatus(t, mux, event, 204)
	if !strings.Contains(p.log.String(), "an error that panics") {
		t.Errorf("the log is %s", p.log)
	}
}

func TestNilOptionsAreErrors(t *testing.T) {
	p := newPost(t)
	var none *webhooks.MemoryStore
	_, err := webhooks.NewMux(p.verifier, nil, webhooks.WithStore(none), webhooks.WithObserver(nil), webhooks.WithHandlerTimeout(0),
		webhooks.WithReadTimeout(time.Hour+1), webhooks.WithTolerance(time.Minute))
	if err == nil {
		t.Fatal("they were accepted")
	}
	for _, want := range []string{
		"option 1 is nil", "WithStore(nil)", "WithObserver(nil)", "WithHandlerTimeout(0s)", "WithReadTimeout(1h0m0.000000001s)", "WithTolerance is an option of New,",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if _, err = webhooks.New(options(p.ck), nil, webhooks.WithStore(&webhooks.MemoryStore{})); err == nil ||
		!strings.Contains(err.Error(), "option 1 is nil") || !strings.Contains(err.Error(), "WithStore is an option of NewMux") {
		t.Errorf("New says %v", err)
	}
	if _, err = webhooks.NewMux(&webhooks.Verifier{}); err == nil {
		t.Error("a verifier that New did not make was accepted")
	}
	if _, err = (&webhooks.Verifier{}).Verify(vectorHeader("svix"), nil); reasonOf(t, err) != webhooks.ReasonSignatureInvalid {
		t.Errorf("it verifies: %v", err)
	}
}

func TestBoundsOfOptions(t *testing.T) {
	ck := clerktest.New(t)
	for _, row := range []struct {
		name   string
		option webhooks.Option
		ok     bool
	}{
		{"64 MiB", webhooks.WithMaxBody(64 << 20), true},
		{"more", webhooks.WithMaxBody(64<<20 + 1), false},
		{"a byte", webhooks.WithMaxBody(1), true},
		{"an hour", webhooks.WithTolerance(time.Hour), true},
		{"a second", webhooks.WithTolerance(time.Second), true},
		{"less", webhooks.WithTolerance(time.Second - 1), false},
		{"a second and a half", webhooks.WithTolerance(1500 * time.Millisecond), false},
	} {
		if _, err := webhooks.New(options(ck), row.option); (err == nil) != row.ok {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func TestAStoreHasToRememberForTwiceTheTolerance(t *testing.T) {
	p := newPost(t, webhooks.WithTolerance(time.Hour))
	for retention, ok := range map[time.Duration]bool{0: true, 2 * time.Hour: true, 2*time.Hour - 1: false} {
		store, err := webhooks.NewMemoryStore(webhooks.MemoryOptions{Retention: retention})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = webhooks.NewMux(p.verifier, webhooks.WithStore(store)); (err == nil) != ok {
			t.Errorf("with a retention of %v: %v", retention, err)
		}
	}
}

func TestWarningsOfTheConfigurationAreLogged(t *testing.T) {
	log := &safeBuffer{}
	_, err := webhooks.New(clerk.Options{
		WebhookSigningSecrets: []string{vectorSecret}, Logger: slog.New(slog.NewTextHandler(log, nil)),
		Getenv: func(name string) string { return map[string]string{"CLERK_IS_SATELLITE": "perhaps"}[name] },
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "CLERK_IS_SATELLITE") {
		t.Errorf("the log is %q", log)
	}
}

func TestAWarningIsLoggedThatMayExplainAProblem(t *testing.T) {
	log := &safeBuffer{}
	_, err := webhooks.New(clerk.Options{
		SecretKey: "sk_test_x", Logger: slog.New(slog.NewTextHandler(log, nil)),
		Getenv: func(name string) string { return map[string]string{"CLERK_IS_SATELLITE": "perhaps"}[name] },
	})
	if err == nil || !strings.Contains(log.String(), "CLERK_IS_SATELLITE") {
		t.Errorf("New returned %v and logged %q", err, log)
	}
}

func TestTheStoreOfAMuxGoesByTheClockOfTheVerifier(t *testing.T) {
	p := newPost(t)
	o, now := options(p.ck), moment
	o.Now = func() time.Time { return now }
	verifier, err := webhooks.New(o)
	if err != nil {
		t.Fatal(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{}
	mux.Handle(webhooks.TypeUserCreated, c.handle)
	event := p.event()
	wantStatus(t, mux, event, 204)
	now = now.Add(36*time.Hour - 1)
	wantStatus(t, mux, event.SignedAt(now), 204)
	now = now.Add(1)
	wantStatus(t, mux, event.SignedAt(now), 204)
	if c.calls() != 2 {
		t.Errorf("%d calls, want 2", c.calls())
	}
}

func TestAThirdSecretIsKnownToo(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	verifier, err := webhooks.New(options(ck, otherSecret, otherSecret, vectorSecret))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = verifier.VerifyRequest(ck.Webhook("user.created", nil).Secrets(vectorSecret).Sign(request())); err != nil {
		t.Error(err)
	}
}

func TestTheObserverIsToldOfEveryRequest(t *testing.T) {
	p := newPost(t)
	synctest.Test(t, func(t *testing.T) {
		var got []webhooks.Outcome
		mux := p.mux(t, webhooks.WithObserver(func(_ context.Context, o webhooks.Outcome) { got = append(got, o) }))
		mux.Handle(webhooks.TypeUserCreated, func(context.Context, *webhooks.Event) error { <-time.After(time.Second); return nil })
		mux.Handle(webhooks.TypeUserUpdated, (&counter{err: errors.New("no")}).handle)
		webhooks.On(mux, func(context.Context, webhooks.UserDeleted) error { return nil })
		event := p.event().ID("msg_1")
		for _, w := range []*clerktest.Webhook{
			event, event, event.Forged(), event.SignedAt(moment.Add(-time.Hour)), event.ID("a.b"),
			p.ck.Webhook("user.updated", nil).ID("msg_2"), p.ck.Webhook("user.deleted", nil).ID("msg_3"), p.ck.Webhook("x", nil).ID("msg_4"),
		} {
			w.Deliver(mux)
		}
		want := []webhooks.Outcome{
			{Type: "user.created", ID: "msg_1", Status: 204, Duration: time.Second},
			{Type: "user.created", ID: "msg_1", Status: 204},
			{Reason: webhooks.ReasonSignatureInvalid, ID: "msg_1", Status: 400},
			{Reason: webhooks.ReasonTimestampTooOld, ID: "msg_1", Status: 400},
			{Reason: webhooks.ReasonHeadersInvalid, Status: 400},
			{Reason: webhooks.ReasonHandlerFailed, Type: "user.updated", ID: "msg_2", Status: 500},
			{Reason: webhooks.ReasonEventInvalid, Type: "user.deleted", ID: "msg_3", Status: 500},
			{Type: "x", ID: "msg_4", Status: 204},
		}
		if len(got) != len(want) {
			t.Fatalf("%d outcomes, want %d", len(got), len(want))
		}
		for n := range want {
			if got[n] != want[n] {
				t.Errorf("request %d: got %+v, want %+v", n, got[n], want[n])
			}
		}
	})
}

func TestAnObserverThatPanicsIsLogged(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t, webhooks.WithObserver(func(context.Context, webhooks.Outcome) { panic(mark) }))
	wantStatus(t, mux, p.event(), 204)
	if log := p.log.String(); !strings.Contains(log, "the observer of webhooks panicked") || strings.Contains(log, mark) {
		t.Errorf("the log is %s", log)
	}
}

func TestRefusalsAreLoggedAtMostOnceAMinute(t *testing.T) {
	log, now := &safeBuffer{}, moment
	p := newPost(t)
	o := options(p.ck)
	o.Now = func() time.Time { return now }
	o.Logger = slog.New(slog.NewTextHandler(log, nil)) // from INFO on
	verifier, err := webhooks.New(o)
	if err != nil {
		t.Fatal(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		t.Fatal(err)
	}
	lines := func() []string {
		return strings.FieldsFunc(log.String(), func(c rune) bool { return c == '\n' })
	}
	forged := p.event().ID("msg_forged").Forged()
	for range 10 {
		wantStatus(t, mux, forged, 400)
	}
	if got := lines(); len(got) != 1 || !strings.Contains(got[0], "level=WARN") || !strings.Contains(got[0], "svix-id=msg_forged") || !strings.Contains(got[0], "signing secret") {
		t.Fatalf("the log is %q", got)
	}
	mux.ServeHTTP(discard{}, request()) // for another reason
	if got := lines(); len(got) != 2 || !strings.Contains(got[1], "level=INFO") || !strings.Contains(got[1], string(webhooks.ReasonHeadersMissing)) {
		t.Fatalf("the log is %q", got)
	}
	now = now.Add(time.Minute - 1)
	wantStatus(t, mux, forged, 400)
	now = now.Add(1)
	wantStatus(t, mux, forged, 400)
	if got := lines(); len(got) != 3 || !strings.Contains(got[2], "withheld=10") {
		t.Fatalf("the log is %q", got)
	}
	now = now.Add(-time.Hour) // a clock that is set back
	wantStatus(t, mux, forged, 400)
	if got := lines(); len(got) != 4 || strings.Contains(got[3], "withheld") {
		t.Errorf("the log is %q", got)
	}
}

package webhooks_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/webhooks"
)

var errNo = errors.New("the database is down")

func TestOnlyPOSTIsAnswered(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		r := p.event().Sign(request())
		r.Method = method
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, r)
		if answer.Code != 405 || answer.Header().Get("Allow") != "POST" {
			t.Errorf("%s: status %d, Allow %q", method, answer.Code, answer.Header().Get("Allow"))
		}
	}
}

func TestWhatBecomesOfAnEvent(t *testing.T) {
	for _, row := range []struct {
		name   string
		handle webhooks.HandlerFunc
		want   int
		logged string
	}{
		{"a function that succeeds", func(context.Context, *webhooks.Event) error { return nil }, 204, ""},
		{"a function that fails", func(context.Context, *webhooks.Event) error { return errNo }, 500, "the database is down"},
		{"a function that panics with a text", func(context.Context, *webhooks.Event) error { panic("about " + mark) }, 500, "a string"},
		{"a function that panics with an error", func(context.Context, *webhooks.Event) error { panic(errors.New(mark)) }, 500, "*errors.errorString"},
		{"a function that panics by mistake", func(_ context.Context, e *webhooks.Event) error { return []error{}[len(e.ID)] }, 500, "index out of range"},
		{"a function that panics as net/http handlers do", func(context.Context, *webhooks.Event) error { panic(http.ErrAbortHandler) }, 500, "panic"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t)
			mux := p.mux(t)
			mux.Handle(webhooks.TypeUserCreated, row.handle)
			wantStatus(t, mux, p.event(), row.want)
			if log := p.log.String(); strings.Contains(log, mark) || !strings.Contains(log, row.logged) || (row.logged == "" && log != "") {
				t.Errorf("the log is %s", log)
			}
		})
	}
}

func TestAnswersHaveAReason(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	answer := p.event().Forged().Deliver(mux)
	if answer.Code != 400 || answer.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(answer.Body.String(), `"reason":"webhook-signature-invalid"`) {
		t.Errorf("got %d %v %s", answer.Code, answer.Header(), answer.Body)
	}
	if log := p.log.String(); !strings.Contains(log, "webhook-signature-invalid") || strings.Contains(log, mark) {
		t.Errorf("the log is %s", log)
	}
}

func TestAFunctionThatFailedIsAskedAgain(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	c := &counter{err: errNo}
	mux.Handle(webhooks.TypeUserCreated, c.handle)
	event := p.event()
	wantStatus(t, mux, event, 500)
	wantStatus(t, mux, event, 500)
	c.fail(nil)
	wantStatus(t, mux, event, 204)
	for range 3 {
		wantStatus(t, mux, event, 204) // by now it was handled
	}
	if c.calls() != 3 {
		t.Errorf("%d calls, want 3", c.calls())
	}
	wantStatus(t, mux, p.event(), 204) // another event with the same data
	if c.calls() != 4 {
		t.Errorf("%d calls, want 4", c.calls())
	}
}

func TestAPanicReleasesTheEvent(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	for _, end := range []func(){func() { panic(1) }, runtime.Goexit} {
		broken := true
		mux.Handle("odd", func(context.Context, *webhooks.Event) error {
			if broken {
				end()
			}
			return nil
		})
		event := p.ck.Webhook("odd", nil)
		done := make(chan struct{})
		go func() { // Goexit ends its goroutine
			defer close(done)
			event.Deliver(mux)
		}()
		<-done
		broken = false
		wantStatus(t, mux, event, 204)
	}
}

func TestSeveralFunctionsForOneType(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	first, second, third := &counter{}, &counter{err: errNo}, &counter{}
	webhooks.On(mux, func(ctx context.Context, e webhooks.UserCreated) error { return first.handle(ctx, &e.Event) })
	mux.Handle(webhooks.TypeUserCreated, second.handle)
	webhooks.On(mux, func(ctx context.Context, e webhooks.UserCreated) error { return third.handle(ctx, &e.Event) })
	event := p.event()
	wantStatus(t, mux, event, 500)
	second.fail(nil)
	wantStatus(t, mux, event, 204)
	if got := []int{first.calls(), second.calls(), third.calls()}; !slices.Equal(got, []int{2, 2, 2}) {
		t.Errorf("calls %v, want 2 of each", got)
	}
}

func TestTypesThatNobodyIsRegisteredFor(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	unknown := p.ck.Webhook("dinosaur.created", map[string]any{"id": "dino_1"})
	wantStatus(t, mux, unknown, 204)
	wantStatus(t, mux, unknown.Forged(), 400)
	other, raw := &counter{}, &counter{}
	mux.HandleOther(other.handle)
	mux.Handle("dinosaur.created", raw.handle)
	wantStatus(t, mux, unknown, 204) // it was ignored before, so it was not handled
	wantStatus(t, mux, unknown.Forged(), 400)
	wantStatus(t, mux, p.ck.Webhook("dinosaur.extinct", nil), 204)
	wantStatus(t, mux, p.ck.Webhook("user.deleted", nil), 204)
	if raw.calls() != 1 || other.calls() != 2 || string(raw.events[0].Data) != `{"id":"dino_1"}` || raw.events[0].Type.Known() {
		t.Errorf("the raw function was called %d times and the other one %d times", raw.calls(), other.calls())
	}
}

func TestADuplicateDuringTheFirstDeliveryComesBackLater(t *testing.T) {
	p := newPost(t)
	for _, row := range []struct {
		name string
		err  error
		then int
	}{
		{"and the first succeeds", nil, 204},
		{"and the first fails", errNo, 500},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				mux := p.mux(t)
				c := &counter{err: row.err}
				mux.Handle(webhooks.TypeUserCreated, func(ctx context.Context, e *webhooks.Event) error {
					<-time.After(time.Second)
					return c.handle(ctx, e)
				})
				event := p.event()
				var wg sync.WaitGroup
				wg.Go(func() { wantStatus(t, mux, event, row.then) })
				synctest.Wait()
				answer := event.Deliver(mux)
				if answer.Code != 503 || answer.Header().Get("Retry-After") != "5" || !strings.Contains(answer.Body.String(), string(webhooks.ReasonInProgress)) {
					t.Errorf("the duplicate got %d %v %s", answer.Code, answer.Header(), answer.Body)
				}
				wantStatus(t, mux, p.event(), row.then) // another event does not wait
				wg.Wait()
				wantStatus(t, mux, event, row.then)
				if want := 3 - map[bool]int{true: 1}[row.err == nil]; c.calls() != want {
					t.Errorf("%d calls, want %d", c.calls(), want)
				}
			})
		})
	}
}

func TestManyDeliveriesOfFewEvents(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	var mu sync.Mutex
	running, handled := map[string]bool{}, map[string]int{}
	mux.Handle(webhooks.TypeUserCreated, func(_ context.Context, e *webhooks.Event) error {
		mu.Lock()
		if running[e.ID] {
			t.Errorf("%s is handled twice at once", e.ID)
		}
		running[e.ID] = true
		mu.Unlock()
		runtime.Gosched()
		mu.Lock()
		defer mu.Unlock()
		delete(running, e.ID)
		handled[e.ID]++
		return nil
	})
	var wg sync.WaitGroup
	for _, id := range []string{"msg_a", "msg_b", "msg_c", "msg_d"} {
		for range 25 {
			wg.Go(func() {
				for p.event().ID(id).Deliver(mux).Code != 204 {
					runtime.Gosched()
				}
			})
		}
	}
	wg.Wait()
	for id, n := range handled {
		if n != 1 {
			t.Errorf("%s was handled %d times", id, n)
		}
	}
	if len(handled) != 4 {
		t.Errorf("handled: %v", handled)
	}
}

func TestRegisteringWhileServing(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				wantStatus(t, mux, p.event(), 204)
			}
		})
		wg.Go(func() {
			for range 50 {
				webhooks.On(mux, func(context.Context, webhooks.UserCreated) error { return nil })
				mux.HandleOther(func(context.Context, *webhooks.Event) error { return nil })
			}
		})
	}
	wg.Wait()
}

// A brokenStore does what it is told to.
type brokenStore struct {
	claim              webhooks.Claim
	claimErr, endErr   error
	ended              []string
	contextWasOver     bool
	contextHasDeadline bool
}

func (s *brokenStore) Claim(_ context.Context, id string) (webhooks.Claim, string, error) {
	return s.claim, "owner of " + id, s.claimErr
}

func (s *brokenStore) end(ctx context.Context, how, id, owner string) error {
	if owner != "owner of "+id {
		return errors.New("the owner is another one")
	}
	s.ended = append(s.ended, how)
	s.contextWasOver = ctx.Err() != nil
	_, s.contextHasDeadline = ctx.Deadline()
	return s.endErr
}

func (s *brokenStore) Done(ctx context.Context, id, owner string) error {
	return s.end(ctx, "done", id, owner)
}

func (s *brokenStore) Release(ctx context.Context, id, owner string) error {
	return s.end(ctx, "released", id, owner)
}

func TestWhatAStoreAnswers(t *testing.T) {
	for _, row := range []struct {
		name    string
		store   brokenStore
		err     error // of the function
		want    int
		reason  clerk.Reason
		calls   int
		settled string
	}{
		{"claimed, and the function succeeds", brokenStore{claim: webhooks.Claimed}, nil, 204, "", 1, "done"},
		{"claimed, and the function fails", brokenStore{claim: webhooks.Claimed}, errNo, 500, webhooks.ReasonHandlerFailed, 1, "released"},
		{"in progress", brokenStore{claim: webhooks.InProgress}, nil, 503, webhooks.ReasonInProgress, 0, ""},
		{"handled", brokenStore{claim: webhooks.Handled}, nil, 204, "", 0, ""},
		{"an error", brokenStore{claim: webhooks.Claimed, claimErr: errNo}, nil, 503, webhooks.ReasonStoreFailed, 0, ""},
		{"nonsense", brokenStore{claim: 7}, nil, 503, webhooks.ReasonStoreFailed, 0, ""},
		{"nothing", brokenStore{}, nil, 503, webhooks.ReasonStoreFailed, 0, ""},
		{"an error after the function has succeeded", brokenStore{claim: webhooks.Claimed, endErr: errNo}, nil, 204, "", 1, "done"},
		{"an error after the function has failed", brokenStore{claim: webhooks.Claimed, endErr: errNo}, errNo, 500, webhooks.ReasonHandlerFailed, 1, "released"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPost(t)
			mux := p.mux(t, webhooks.WithStore(&row.store))
			c := &counter{err: row.err}
			mux.Handle(webhooks.TypeUserCreated, c.handle)
			ctx, cancel := context.WithCancel(t.Context())
			cancel() // the sender has gone; how the claim ended is noted all the same
			answer := httptest.NewRecorder()
			mux.ServeHTTP(answer, p.event().Sign(request().WithContext(ctx)))
			if answer.Code != row.want || !strings.Contains(answer.Body.String(), string(row.reason)) || c.calls() != row.calls {
				t.Errorf("got status %d, %s, after %d calls", answer.Code, answer.Body, c.calls())
			}
			if strings.Join(row.store.ended, " ") != row.settled || row.store.contextWasOver || (row.settled != "" && !row.store.contextHasDeadline) {
				t.Errorf("the claim was ended with %v", row.store.ended)
			}
			if failed := row.store.claimErr != nil || row.store.endErr != nil; failed && !strings.Contains(p.log.String(), "the store of webhooks") {
				t.Errorf("the log is %s", p.log)
			}
		})
	}
}

func TestNewMuxReportsEveryProblemAtOnce(t *testing.T) {
	_, err := webhooks.NewMux(nil, webhooks.WithStore(nil))
	if err == nil || !strings.Contains(err.Error(), "verifier") || !strings.Contains(err.Error(), "WithStore(nil)") {
		t.Errorf("got %v", err)
	}
}

func TestOverTheNetwork(t *testing.T) {
	p := newPost(t)
	mux := p.mux(t)
	c := &counter{}
	webhooks.On(mux, func(ctx context.Context, e webhooks.UserCreated) error { return c.handle(ctx, &e.Event) })
	server := httptest.NewServer(mux)
	defer server.Close()
	event := p.event()
	for _, row := range []struct {
		name string
		send func() (*httptest.ResponseRecorder, error)
		want int
	}{
		{"a good delivery", func() (*httptest.ResponseRecorder, error) { return event.Send(t.Context(), server.URL) }, 204},
		{"once more", func() (*httptest.ResponseRecorder, error) {
			return event.StandardHeaders().Send(t.Context(), server.URL)
		}, 204},
		{"a forged one", func() (*httptest.ResponseRecorder, error) { return event.Forged().Send(t.Context(), server.URL) }, 400},
	} {
		answer, err := row.send()
		if err != nil || answer.Code != row.want {
			t.Errorf("%s: %v, %v", row.name, answer, err)
		}
	}
	if c.calls() != 1 {
		t.Errorf("%d calls", c.calls())
	}
}

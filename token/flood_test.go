package token_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

const apiKey = authobject.APIKey

// A bubble is a test whose clock moves only when everything waits.
type bubble struct {
	*testing.T
	api *fakeAPI
	m   *token.Machines
}

// inBubble runs test in a bubble of its own.
func inBubble(t *testing.T, opts token.MachineOptions, test func(bubble)) {
	t.Helper()
	k := newKit(t)
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI()
		m := k.machines(t, api, opts, realTime)
		test(bubble{t, api, m})
		_ = m.Close()
	})
}

// later lets time pass.
func later(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
}

// TestAFloodOfGuesses presents 5,000 made-up keys within 50 seconds, 20 at once, beside 50 good ones that each call once a second
// and so are asked about again in between. The bound is that of MaxUnknown: 100 in any ten seconds.
func TestAFloodOfGuesses(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		var mu sync.Mutex
		var guesses []time.Time // when Clerk was asked about one
		answer := api.answer
		api.set(func(path, credential string) reply {
			r := answer(path, credential)
			r.delay = 50 * time.Millisecond
			if r.status == 404 {
				mu.Lock()
				defer mu.Unlock()
				guesses = append(guesses, time.Now())
			}
			return r
		})
		good := make([]string, 50)
		for i := range good {
			good[i] = fmt.Sprintf("ak_good_%d", i)
			if refused := asked(t, m, apiKey, good[i]); refused != nil {
				t.Fatal(refused)
			}
		}
		before := api.count()
		var wg sync.WaitGroup
		var invalid, exhausted, other, goodRefused atomic.Int64
		for g := range 20 {
			wg.Go(func() {
				for i := range 250 {
					switch refused := asked(t, m, apiKey, fmt.Sprintf("ak_guess_%d_%d", g, i)); {
					case refused == nil:
						other.Add(1)
					case refused.Reason == clerk.ReasonTokenInvalid:
						invalid.Add(1)
					case refused.Reason == clerk.ReasonLookupsExhausted && refused.Unavailable:
						exhausted.Add(1)
					default:
						other.Add(1)
					}
					later(150 * time.Millisecond)
				}
			})
		}
		for _, key := range good {
			wg.Go(func() {
				for range 50 {
					if refused := asked(t, m, apiKey, key); refused != nil {
						goodRefused.Add(1)
						t.Error(refused)
					}
					later(time.Second)
				}
			})
		}
		wg.Wait()
		most := 0
		for i := range guesses {
			n := 0
			for _, at := range guesses[i:] {
				if at.Sub(guesses[i]) < 10*time.Second {
					n++
				}
			}
			most = max(most, n)
		}
		t.Logf("5,000 guesses: %d questions to Clerk, at most %d in ten seconds, %d guesses answered with 503; 50 good keys in 2,500 requests: %d refused, %d questions",
			len(guesses), most, exhausted.Load(), goodRefused.Load(), api.count()-before-len(guesses))
		if invalid.Load()+exhausted.Load() != 5000 || other.Load() != 0 || goodRefused.Load() != 0 {
			t.Errorf("%d invalid, %d exhausted, %d other, %d good ones refused", invalid.Load(), exhausted.Load(), other.Load(), goodRefused.Load())
		}
		if most > 100 || exhausted.Load() == 0 {
			t.Errorf("%d questions about guesses within ten seconds", most)
		}
		if renewals := api.count() - before - len(guesses); renewals > 100 {
			t.Errorf("%d questions about 50 known keys in 50 seconds", renewals)
		}
	})
}

// TestAFloodAllAtOnce holds the clock still: 5,000 guesses in one moment cost half of MaxUnknown, 16 at once.
func TestAFloodAllAtOnce(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	m := k.machines(t, api, token.MachineOptions{}, nil)
	if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
		t.Fatal(refused)
	}
	var wg sync.WaitGroup
	for g := range 50 {
		wg.Go(func() {
			for i := range 100 {
				if asked(t, m, apiKey, fmt.Sprintf("ak_guess_%d_%d", g, i)) == nil {
					t.Error("a guess passes")
				}
				if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
					t.Error(refused)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("5,000 guesses in one moment: %d questions", api.count()-1)
	if n := api.count() - 1; n != 50 || api.peak() > 16 {
		t.Errorf("%d questions, %d at once; want 50 and at most 16", n, api.peak())
	}
}

// TestNewGoodCredentialsCostNoBudget presents 500 new keys at once, as after a restart: all pass, although 50 guesses would be the
// end.
func TestNewGoodCredentialsCostNoBudget(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		api.always(reply{body: goodAnswer("/api_keys/verify"), delay: 100 * time.Millisecond})
		start := time.Now()
		var wg sync.WaitGroup
		for i := range 500 {
			wg.Go(func() {
				if refused := asked(t, m, apiKey, fmt.Sprintf("ak_good_%d", i)); refused != nil {
					t.Error(refused)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); api.count() != 500 || api.peak() > 16 || took != 3200*time.Millisecond {
			t.Errorf("%d questions, %d at once, in %v", api.count(), api.peak(), took)
		}
	})
}

// TestTheQueueOfStrangersIsBounded presents 5,000 keys at once while Clerk is slow.
func TestTheQueueOfStrangersIsBounded(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		api.always(reply{body: goodAnswer("/api_keys/verify"), delay: 4 * time.Second})
		var wg sync.WaitGroup
		var atOnce, late, passed atomic.Int64
		for i := range 5000 {
			wg.Go(func() {
				start := time.Now()
				switch refused := asked(t, m, apiKey, fmt.Sprintf("ak_good_%d", i)); {
				case refused == nil:
					passed.Add(1)
				case time.Since(start) == 0 && refused.Reason == clerk.ReasonLookupsExhausted:
					atOnce.Add(1)
				default:
					late.Add(1)
				}
			})
		}
		wg.Wait()
		if atOnce.Load() != 4000 || passed.Load() != 32 || late.Load() != 968 {
			t.Errorf("%d turned away, %d late, %d passed", atOnce.Load(), late.Load(), passed.Load())
		}
	})
}

func TestASmallBudget(t *testing.T) {
	inBubble(t, token.MachineOptions{MaxUnknown: 2}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		if asked(t, m, apiKey, "ak_guess_1").Unavailable || !asked(t, m, apiKey, "ak_guess_2").Unavailable {
			t.Error("one guess is to be looked up, and then none for ten seconds")
		}
		later(9 * time.Second)
		if refused := asked(t, m, apiKey, "ak_guess_3"); !refused.Unavailable || refused.RetryAfter != time.Second {
			t.Errorf("after nine seconds: %v, again after %v", refused, refused.RetryAfter)
		}
		later(time.Second)
		if asked(t, m, apiKey, "ak_guess_4").Unavailable || api.count() != 2 {
			t.Errorf("after ten seconds: %d questions", api.count())
		}
	})
}

func TestOneQuestionForAllWhoAsk(t *testing.T) {
	for _, credential := range []string{"ak_good", "ak_guess"} {
		inBubble(t, token.MachineOptions{}, func(b bubble) {
			t, api, m := b.T, b.api, b.m
			answer := api.answer
			api.set(func(path, credential string) reply {
				r := answer(path, credential)
				r.delay = time.Second
				return r
			})
			var wg sync.WaitGroup
			for range 100 {
				wg.Go(func() { _ = asked(t, m, apiKey, credential) })
			}
			wg.Wait()
			if api.count() != 1 {
				t.Errorf("%s: %d questions", credential, api.count())
			}
		})
	}
}

// TestAFullMemory holds that what cannot be remembered is asked about, and pushes nothing out.
func TestAFullMemory(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	m := k.machines(t, api, token.MachineOptions{MaxEntries: 2}, nil)
	for range 3 {
		for _, key := range []string{"ak_good_1", "ak_good_2", "ak_good_3"} {
			if refused := asked(t, m, apiKey, key); refused != nil {
				t.Error(refused)
			}
		}
	}
	if api.countOf("ak_good_1") != 1 || api.countOf("ak_good_2") != 1 || api.countOf("ak_good_3") != 3 {
		t.Errorf("questions: %v", api.calls)
	}
}

func TestAnAnswerThatIsLargeIsNotKept(t *testing.T) {
	k := newKit(t)
	api := newFakeAPI()
	api.set(func(path, _ string) reply {
		return reply{body: goodAnswer(path, members{"claims": members{"x": string(make([]byte, 4<<10))}})}
	})
	m := k.machines(t, api, token.MachineOptions{}, nil)
	for range 2 {
		if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
			t.Error(refused)
		}
	}
	if api.count() != 2 {
		t.Errorf("%d questions", api.count())
	}
}

// TestErrorsBelongToTheirCaller holds that who writes to an error changes nobody else's.
func TestErrorsBelongToTheirCaller(t *testing.T) {
	k := newKit(t)
	m := k.machines(t, newFakeAPI(), token.MachineOptions{}, nil)
	first := asked(t, m, apiKey, "ak_guess")
	first.Reason, first.Detail = "changed", "changed"
	if second := asked(t, m, apiKey, "ak_guess"); second == first || second.Reason != clerk.ReasonTokenInvalid {
		t.Errorf("got %v", second)
	}
}

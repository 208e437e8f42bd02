package token_test

import (
	"context"
	"errors"
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

func TestHowLongAnswersAreBelieved(t *testing.T) {
	for _, row := range []struct {
		name       string
		credential string
		change     members
		opts       token.MachineOptions
		after      time.Duration
		want       int // questions
	}{
		{"a good one for 27 to 30 seconds", "ak_good", nil, token.MachineOptions{}, 26 * time.Second, 1},
		{"and no longer", "ak_good", nil, token.MachineOptions{}, 30 * time.Second, 2},
		{"as long as the options say", "ak_good", nil, token.MachineOptions{CacheFor: 2 * time.Minute}, 107 * time.Second, 1},
		{"a bad one for 10 seconds", "ak_guess", nil, token.MachineOptions{}, 9 * time.Second, 1},
		{"and no longer either", "ak_guess", nil, token.MachineOptions{}, 10 * time.Second, 2},
		{"a bad one as long as the options say", "ak_guess", nil, token.MachineOptions{RefuseFor: time.Second}, time.Second, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			inBubble(t, row.opts, func(b bubble) {
				t, api, m := b.T, b.api, b.m
				_ = asked(t, m, apiKey, row.credential)
				later(row.after)
				_ = asked(t, m, apiKey, row.credential)
				if api.count() != row.want {
					t.Errorf("%d questions, want %d", api.count(), row.want)
				}
			})
		})
	}
}

func TestNothingOutlivesItsEnd(t *testing.T) {
	inBubble(t, token.MachineOptions{CacheFor: time.Minute, StaleFor: 10 * time.Minute}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		end := time.Now().Add(5 * time.Second)
		api.set(func(path, _ string) reply {
			return reply{body: goodAnswer(path, members{"expiration": end.UnixMilli()})}
		})
		if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
			t.Fatal(refused)
		}
		later(4 * time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused != nil || api.count() != 1 {
			t.Fatal(refused, api.count())
		}
		later(time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused == nil || refused.Reason != clerk.ReasonTokenInactive {
			t.Errorf("after its end: %v", refused)
		}
		api.always(reply{status: 500})
		if refused := asked(t, m, apiKey, "ak_good"); refused == nil {
			t.Error("an outage brings it back")
		}
	})
}

func TestRevocationCounts(t *testing.T) {
	inBubble(t, token.MachineOptions{StaleFor: 10 * time.Minute}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		_ = asked(t, m, apiKey, "ak_good")
		api.set(func(path, _ string) reply { return reply{body: goodAnswer(path, members{"revoked": true})} })
		later(30 * time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused == nil || refused.Reason != clerk.ReasonTokenInactive {
			t.Fatalf("30 seconds after it was revoked: %v", refused)
		}
		api.always(reply{status: 500})
		later(15 * time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused == nil || !refused.Unavailable {
			t.Errorf("what is known to be revoked is never stale: %v", refused)
		}
	})
}

// TestWhatIsNotClerksVerdictCondemnsNobody says that answers of what stands between Clerk and us are outages: a credential that was
// good is served while StaleFor lasts, is asked about again, and is not remembered as refused.
func TestWhatIsNotClerksVerdictCondemnsNobody(t *testing.T) {
	for _, r := range []reply{
		{status: 400, body: "<html>"}, {status: 403, body: "<html>Attention Required!</html>"}, {status: 403, body: `{"errors":[{"code":"forbidden"}]}`},
		{status: 404, body: "<html>nope"}, {status: 405}, {status: 409, body: `{"errors":[{"code":"conflict"}]}`}, {status: 413}, {status: 422}, {status: 451},
	} {
		t.Run(fmt.Sprint(r.status, r.body), func(t *testing.T) {
			inBubble(t, token.MachineOptions{StaleFor: time.Minute}, func(b bubble) {
				t, api, m := b.T, b.api, b.m
				_ = asked(t, m, apiKey, "ak_good")
				api.always(r)
				later(31 * time.Second)
				if refused := asked(t, m, apiKey, "ak_good"); refused != nil || api.count() != 2 {
					t.Fatalf("while StaleFor lasts: %v, after %d questions", refused, api.count())
				}
				later(30 * time.Second)
				if refused := asked(t, m, apiKey, "ak_good"); refused == nil || !refused.Unavailable {
					t.Fatalf("after StaleFor: %v", refused)
				}
				if refused := asked(t, m, apiKey, "ak_good_new"); refused == nil || !refused.Unavailable {
					t.Fatalf("a new credential: %v", refused)
				}
				api.set(newFakeAPI().answer)
				for _, credential := range []string{"ak_good", "ak_good_new"} {
					if refused := asked(t, m, apiKey, credential); refused != nil {
						t.Errorf("%s, as soon as Clerk is back: %v", credential, refused)
					}
				}
			})
		})
	}
}

func TestAnOutage(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		_ = asked(t, m, apiKey, "ak_good")
		api.always(reply{drop: true})
		before := api.count()
		for i := range 1000 { // 20 seconds
			refused := asked(t, m, apiKey, fmt.Sprintf("ak_good_new_%d", i))
			if refused == nil || !refused.Unavailable || refused.RetryAfter < time.Second || refused.RetryAfter > 30*time.Second {
				t.Fatalf("a new credential during the outage: %v", refused)
			}
			if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
				t.Fatalf("a remembered credential during the outage: %v", refused)
			}
			later(20 * time.Millisecond)
		}
		if n := api.count() - before; n != 9 { // five to open, then after 1, 2, 4 and 8 seconds
			t.Errorf("%d questions in 20 seconds of an outage", n)
		}
		if refused := asked(t, m, authobject.OAuthToken, "oat_x"); refused == nil || api.count()-before != 10 {
			t.Errorf("each endpoint is for itself: %v", refused)
		}
		later(10 * time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused == nil || !refused.Unavailable {
			t.Errorf("by default nothing is stale: %v", refused)
		}
		api.set(newFakeAPI().answer)
		later(31 * time.Second)
		for i := range 10 {
			if refused := asked(t, m, apiKey, fmt.Sprintf("ak_good_%d", i)); refused != nil {
				t.Fatalf("after the outage: %v", refused)
			}
		}
	})
}

// TestGuessesThatClerkFailsOnShutOutNobody lets a stranger find a text on which Clerk fails.
func TestGuessesThatClerkFailsOnShutOutNobody(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		_ = asked(t, m, apiKey, "ak_good")
		answer := api.answer
		api.set(func(path, credential string) reply {
			if credential == "ak_good" {
				return answer(path, credential)
			}
			return reply{status: 500}
		})
		for i := range 600 { // a minute
			if refused := asked(t, m, apiKey, fmt.Sprintf("ak_evil_%d", i)); refused == nil || !refused.Unavailable {
				t.Fatal(refused)
			}
			if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
				t.Fatal(refused)
			}
			later(100 * time.Millisecond)
		}
		if n := api.countOf("ak_good"); n < 2 || n > 4 {
			t.Errorf("%d questions about the one who is known", n)
		}
		api.always(reply{status: 429, after: "60"})
		before := api.count()
		later(30 * time.Second)
		_ = asked(t, m, apiKey, "ak_evil")
		if refused := asked(t, m, apiKey, "ak_good"); refused == nil || api.count() != before+1 {
			t.Errorf("Clerk asked to wait, and is asked again: %v", refused)
		}
	})
}

func TestStaleAnswersDuringAnOutage(t *testing.T) {
	inBubble(t, token.MachineOptions{StaleFor: 2 * time.Minute}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		_ = asked(t, m, apiKey, "ak_good")
		api.always(reply{status: 503})
		later(119 * time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused != nil || api.count() != 2 {
			t.Errorf("within the bound: %v, %d questions", refused, api.count())
		}
		later(time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused == nil || !refused.Unavailable {
			t.Errorf("beyond the bound: %v", refused)
		}
	})
}

func TestRetryAfterIsRespected(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		api.always(reply{status: 429, after: "20"})
		for i := range 19 {
			refused := asked(t, m, apiKey, fmt.Sprintf("ak_good_%d", i))
			if want := time.Duration(20-i) * time.Second; refused == nil || refused.RetryAfter != want {
				t.Fatalf("after %d seconds: %v, again after %v", i, refused, refused.RetryAfter)
			}
			later(time.Second)
		}
		if api.count() != 1 {
			t.Errorf("%d questions while Clerk asks to wait", api.count())
		}
		api.set(newFakeAPI().answer)
		later(time.Second)
		if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
			t.Errorf("after the wait: %v", refused)
		}
	})
}

// TestOneQuestionFindsOutWhetherClerkIsBack holds that after the wait one goes first, and the others do not pile up behind it.
func TestOneQuestionFindsOutWhetherClerkIsBack(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		api.always(reply{status: 429})
		_ = asked(t, m, apiKey, "ak_good")
		api.always(reply{status: 503, delay: 3 * time.Second})
		later(time.Second)
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() { _ = asked(t, m, apiKey, fmt.Sprintf("ak_good_%d", i)) })
		}
		wg.Wait()
		if api.count() != 2 {
			t.Errorf("%d questions", api.count())
		}
	})
}

// TestASlowClerk holds that what needs no question does not wait: JWTs and remembered credentials.
func TestASlowClerk(t *testing.T) {
	k := newKit(t)
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		now := time.Now().Unix()
		jwt := k.sign(t, k.m2mHeader(), k.m2mClaims().with(members{"iat": now, "nbf": now, "exp": now + 60}))
		_ = asked(t, m, apiKey, "ak_good")
		api.always(reply{body: goodAnswer("/api_keys/verify"), delay: 6 * time.Second})
		var wg sync.WaitGroup
		for i := range 100 {
			wg.Go(func() {
				start := time.Now()
				refused := asked(t, m, apiKey, fmt.Sprintf("ak_new_%d", i))
				if took := time.Since(start); refused == nil || !refused.Unavailable || took > 10*time.Second {
					t.Errorf("a new credential: %v after %v", refused, took)
				}
			})
		}
		synctest.Wait()
		start := time.Now()
		for range 100 {
			if refused := asked(t, m, authobject.M2MToken, jwt); refused != nil {
				t.Fatal(refused)
			}
			if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
				t.Fatal(refused)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("JWTs and remembered credentials took %v", took)
		}
		wg.Wait()
		if api.peak() > 16 {
			t.Errorf("%d questions at once", api.peak())
		}
	})
}

func TestARequestLeavesEarly(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		api.always(reply{body: goodAnswer("/api_keys/verify"), delay: 3 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := m.Verify(ctx, apiKey, "ak_good")
		var refused *token.Error
		if !errors.As(err, &refused) || !refused.Unavailable || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("it got %v after %v", err, time.Since(start))
		}
		if refused := asked(t, m, apiKey, "ak_good"); refused != nil || time.Since(start) != 3*time.Second || api.count() != 1 {
			t.Errorf("the question went on for others: %v after %v, %d questions", refused, time.Since(start), api.count())
		}
	})
}

func TestClose(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		_ = asked(t, m, apiKey, "ak_good")
		api.always(reply{delay: time.Hour})
		done := make(chan *token.Error)
		go func() { done <- asked(t, m, apiKey, "ak_new") }()
		synctest.Wait()
		start := time.Now()
		_, _ = m.Close(), m.Close()
		if refused := <-done; refused == nil || !refused.Unavailable || time.Since(start) != 0 {
			t.Errorf("the question under way: %v after %v", refused, time.Since(start))
		}
		if refused := asked(t, m, apiKey, "ak_good"); refused != nil {
			t.Errorf("a remembered credential: %v", refused)
		}
		if refused := asked(t, m, apiKey, "ak_other"); refused == nil || !refused.Unavailable || api.count() != 2 {
			t.Errorf("a new credential: %v", refused)
		}
	})
}

// TestMoreThanClerkCanAnswer holds that who waits for a turn does not wait for ever, and that waiting counts as nobody's fault.
func TestMoreThanClerkCanAnswer(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		api.always(reply{body: goodAnswer("/api_keys/verify"), delay: 4 * time.Second})
		var wg sync.WaitGroup
		var passed, late atomic.Int64
		for i := range 100 {
			wg.Go(func() {
				switch refused := asked(t, m, apiKey, fmt.Sprintf("ak_good_%d", i)); {
				case refused == nil:
					passed.Add(1)
				case refused.Unavailable && refused.RetryAfter == time.Second:
					late.Add(1)
				default:
					t.Error(refused)
				}
			})
		}
		wg.Wait()
		if passed.Load() != 32 || late.Load() != 68 || api.count() != 32 {
			t.Errorf("%d pass, %d are late, %d questions", passed.Load(), late.Load(), api.count())
		}
		if refused := asked(t, m, apiKey, "ak_good_again"); refused != nil {
			t.Errorf("afterwards: %v", refused)
		}
	})
}

func TestCloseSendsThoseAwayWhoWaitForATurn(t *testing.T) {
	inBubble(t, token.MachineOptions{}, func(b bubble) {
		t, api, m := b.T, b.api, b.m
		api.always(reply{delay: time.Hour})
		var wg sync.WaitGroup
		for i := range 100 {
			wg.Go(func() {
				if refused := asked(t, m, apiKey, fmt.Sprintf("ak_new_%d", i)); refused == nil || !refused.Unavailable {
					t.Error(refused)
				}
			})
		}
		synctest.Wait()
		start := time.Now()
		_ = m.Close()
		wg.Wait()
		if took := time.Since(start); took != 0 || api.count() != 16 {
			t.Errorf("it took %v, %d questions", took, api.count())
		}
	})
}

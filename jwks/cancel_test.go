package jwks_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

func TestACancelledRequestLeavesTheFetchToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		release := make(chan struct{})
		e := answering(held(release, text(http.StatusOK, set(a.jwk("ins_1")))))
		cache := open(t, e.inMemory(), jwks.Options{})

		gone := errors.New("the client went away")
		ctx, cancel := context.WithCancelCause(context.Background())
		left, stayed := make(chan error, 1), make(chan error, 1)
		go func() {
			_, err := cache.Key(ctx, "ins_1")
			left <- err
		}()
		go func() {
			_, err := cache.Key(context.Background(), "ins_1")
			stayed <- err
		}()
		synctest.Wait()

		cancel(gone)
		atOnce(t, func() {
			err := refusal(t, <-left)
			if !errors.Is(err, gone) || !err.Unavailable || err.Reason != clerk.ReasonUnexpectedError {
				t.Errorf("the cancelled request got %v, want an unavailable one that wraps %v", err, gone)
			}
		})
		synctest.Wait()
		select {
		case err := <-stayed:
			t.Fatalf("the other request ended too: %v", err)
		default:
		}

		close(release)
		if err := <-stayed; err != nil {
			t.Errorf("the other request: %v", err)
		}
		// A request that has ended still gets what needs no waiting.
		if key, err := cache.Key(ctx, "ins_1"); err != nil || !a.made(key) {
			t.Errorf("a known key for an ended request: %v", err)
		}
		if e.fetches() != 1 {
			t.Errorf("%d fetches, want 1", e.fetches())
		}
	})
}

func TestTheFetchOfALoneCancelledRequestIsNotWasted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := signers()[0]
		release := make(chan struct{})
		e := answering(held(release, text(http.StatusOK, set(a.jwk("ins_1")))))
		cache := open(t, e.inMemory(), jwks.Options{})
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := refusal(t, cache.Preload(ctx)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Preload: %v, want the end of the request", err)
		}
		close(release)
		synctest.Wait()
		if err := cache.Ready(); err != nil || e.fetches() != 1 {
			t.Errorf("Ready = %v after %d fetches, want nil after 1", err, e.fetches())
		}
	})
}

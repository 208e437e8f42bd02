package webhooks_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/webhooks"
	"github.com/usher-auth/usher/webhooks/storetest"
)

type memory struct {
	*webhooks.MemoryStore
	now atomic.Int64
}

func newMemory(t testing.TB, opts webhooks.MemoryOptions) *memory {
	t.Helper()
	m := &memory{}
	m.now.Store(moment.UnixNano())
	opts.Now = func() time.Time { return time.Unix(0, m.now.Load()) }
	var err error
	if m.MemoryStore, err = webhooks.NewMemoryStore(opts); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *memory) want(t *testing.T, id string, want webhooks.Claim) (owner string) {
	t.Helper()
	got, owner, err := m.Claim(t.Context(), id)
	if got != want || err != nil || (owner != "") != (want == webhooks.Claimed) {
		t.Errorf("Claim(%q) = %v, %q, %v, want %v", id, got, owner, err, want)
	}
	return owner
}

func (m *memory) handle(t *testing.T, id string) {
	t.Helper()
	if err := m.Done(t.Context(), id, m.want(t, id, webhooks.Claimed)); err != nil {
		t.Error(err)
	}
}

func TestAMemoryStoreIsAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) webhooks.Store {
		t.Helper()
		return newMemory(t, webhooks.MemoryOptions{}).MemoryStore
	})
	t.Run("the zero one too", func(t *testing.T) {
		storetest.Run(t, func(*testing.T) webhooks.Store { return new(webhooks.MemoryStore) })
	})
}

func TestAClaimThatHasEndedIsAnError(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{})
	owner := m.want(t, "a", webhooks.Claimed)
	if err := m.Done(t.Context(), "a", owner); err != nil {
		t.Error(err)
	}
	if m.Done(t.Context(), "a", owner) == nil || m.Release(t.Context(), "a", owner) == nil || m.Done(t.Context(), "b", "") == nil {
		t.Error("nobody is told")
	}
}

func TestHandledEventsAreForgottenAfterTheirTime(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{})
	m.handle(t, "a")
	m.want(t, "open", webhooks.Claimed)
	m.now.Add(int64(36*time.Hour - 1))
	m.want(t, "a", webhooks.Handled)
	m.now.Add(1)
	m.want(t, "a", webhooks.Claimed)
	m.want(t, "open", webhooks.InProgress) // claims have no end but their own
}

func TestTheOldestEventIsForgottenFirst(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{Limit: 2})
	m.want(t, "open", webhooks.Claimed)
	for _, id := range []string{"a", "b", "c"} {
		m.handle(t, id)
	}
	m.want(t, "c", webhooks.Handled)
	m.want(t, "b", webhooks.Handled)
	m.want(t, "a", webhooks.Claimed)
	m.want(t, "open", webhooks.InProgress)
}

func TestTheMemoryIsBounded(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{Limit: 100})
	for i := range 10_000 {
		m.handle(t, fmt.Sprint(i))
	}
	for i := range 100 {
		m.want(t, fmt.Sprint(9900+i), webhooks.Handled)
	}
	m.want(t, "9899", webhooks.Claimed)
}

func TestTheMemoryHoldsAHundredThousandByDefault(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{})
	for i := range 100_001 {
		id := strconv.Itoa(i)
		_, owner, _ := m.Claim(t.Context(), id)
		_ = m.Done(t.Context(), id, owner)
	}
	m.want(t, "1", webhooks.Handled)
	m.want(t, "0", webhooks.Claimed)
}

func TestOneOfManyGetsTheClaim(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{})
	var claimed atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if claim, _, err := m.Claim(t.Context(), "a"); err == nil && claim == webhooks.Claimed {
				claimed.Add(1)
			}
		})
	}
	wg.Wait()
	if claimed.Load() != 1 {
		t.Errorf("%d got the claim", claimed.Load())
	}
}

func TestMemoryOptionsAreChecked(t *testing.T) {
	_, err := webhooks.NewMemoryStore(webhooks.MemoryOptions{Limit: -1, Retention: -1})
	if err == nil || !strings.Contains(err.Error(), "Limit") || !strings.Contains(err.Error(), "Retention") {
		t.Errorf("got %v", err)
	}
	for _, row := range []struct {
		name      string
		retention time.Duration
		ok        bool
	}{
		{"the default", 0, true},
		{"as long as a delivery can be sent again", 10 * time.Minute, true},
		{"a little shorter", 10*time.Minute - 1, false},
	} {
		if s, err := webhooks.NewMemoryStore(webhooks.MemoryOptions{Retention: row.retention}); (err == nil) != row.ok || (s != nil) != row.ok {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func TestClaimsHaveNames(t *testing.T) {
	for claim, want := range map[webhooks.Claim]string{webhooks.Claimed: "claimed", webhooks.InProgress: "in progress", webhooks.Handled: "handled", 0: "invalid", 9: "invalid"} {
		if claim.String() != want {
			t.Errorf("%d is %q", claim, claim)
		}
	}
}

func BenchmarkMemoryStore(b *testing.B) {
	s, err := webhooks.NewMemoryStore(webhooks.MemoryOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := range b.N {
		id := fmt.Sprintf("msg_%027d", i)
		_, owner, _ := s.Claim(b.Context(), id)
		_ = s.Done(b.Context(), id, owner)
	}
}

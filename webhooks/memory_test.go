package webhooks_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/webhooks"
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

func (m *memory) want(t *testing.T, id string, want webhooks.Claim) {
	t.Helper()
	if got, err := m.Claim(t.Context(), id); got != want || err != nil {
		t.Errorf("Claim(%q) = %v, %v, want %v", id, got, err, want)
	}
}

func (m *memory) handle(t *testing.T, id string) {
	t.Helper()
	m.want(t, id, webhooks.Claimed)
	if err := m.Done(t.Context(), id); err != nil {
		t.Error(err)
	}
}

func TestTheLifeOfAClaim(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{})
	m.want(t, "a", webhooks.Claimed)
	m.want(t, "a", webhooks.InProgress)
	if err := m.Release(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	m.want(t, "a", webhooks.Claimed)
	for range 2 { // a second time changes nothing
		if err := m.Done(t.Context(), "a"); err != nil {
			t.Error(err)
		}
	}
	m.want(t, "a", webhooks.Handled)
	if err := m.Release(t.Context(), "a"); err != nil { // too late
		t.Error(err)
	}
	m.want(t, "a", webhooks.Handled)
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

func TestOneOfManyGetsTheClaim(t *testing.T) {
	m := newMemory(t, webhooks.MemoryOptions{})
	var claimed atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if claim, err := m.Claim(t.Context(), "a"); err == nil && claim == webhooks.Claimed {
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
	if s, err := webhooks.NewMemoryStore(webhooks.MemoryOptions{}); err != nil || s == nil {
		t.Error(err)
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
		_, _ = s.Claim(b.Context(), id)
		_ = s.Done(b.Context(), id)
	}
}

package webhooks

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	defaultMemoryLimit     = 100_000
	defaultMemoryRetention = 36 * time.Hour
)

// MemoryOptions set up a [MemoryStore]. The zero value is right for nearly everybody.
type MemoryOptions struct {
	// Limit is how many handled events are remembered. Zero means 100,000, which take about 15 MB once there are so many. An
	// event over the limit makes the oldest one forgotten.
	Limit int
	// Retention is how long a handled event is remembered. Zero means 36 hours: Clerk's sender tries for a little under 28.
	// Someone who sends an event again by hand within this time, from the Clerk Dashboard, does not make it handled again.
	Retention time.Duration
	// Now tells the time. It must be safe for concurrent use. Nil means time.Now.
	Now func() time.Time
}

// A MemoryStore is a [Store] in the memory of this process: it knows nothing of other replicas and nothing after a restart.
// It starts no goroutine.
//
// Claims that have not been ended are never forgotten; there are as many as deliveries being served. Handled events are
// forgotten after their retention, or earlier from the oldest on when there are more than the limit. A forgotten event that is
// delivered again is handled again.
type MemoryStore struct {
	limit     int
	retention time.Duration
	now       func() time.Time

	mu      sync.Mutex
	claimed map[string]struct{}
	handled map[string]struct{}
	ages    []age // of handled, the oldest first
}

type age struct {
	id    string
	until time.Time
}

// NewMemoryStore returns an empty store. The error joins everything that is wrong with the options.
func NewMemoryStore(opts MemoryOptions) (*MemoryStore, error) {
	if opts.Limit == 0 {
		opts.Limit = defaultMemoryLimit
	}
	if opts.Retention == 0 {
		opts.Retention = defaultMemoryRetention
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	var problems []error
	if opts.Limit < 0 {
		problems = append(problems, fmt.Errorf("webhooks option Limit is %d; it must be at least 1, or 0 for the default of %d", opts.Limit, defaultMemoryLimit))
	}
	if opts.Retention < 0 {
		problems = append(problems, fmt.Errorf("webhooks option Retention is %v; it must be positive, or 0 for the default of %v", opts.Retention, defaultMemoryRetention))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return &MemoryStore{
		limit: opts.Limit, retention: opts.Retention, now: opts.Now,
		claimed: make(map[string]struct{}), handled: make(map[string]struct{}),
	}, nil
}

// Claim answers as [Store] has it, at once and without an error.
func (s *MemoryStore) Claim(_ context.Context, id string) (Claim, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(s.now(), s.limit)
	if _, ok := s.handled[id]; ok {
		return Handled, nil
	}
	if _, ok := s.claimed[id]; ok {
		return InProgress, nil
	}
	s.claimed[id] = struct{}{}
	return Claimed, nil
}

// Done remembers the event as handled. It returns nil.
func (s *MemoryStore) Done(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.claimed, id)
	if _, ok := s.handled[id]; ok {
		return nil
	}
	now := s.now()
	s.forget(now, s.limit-1)
	s.handled[id] = struct{}{}
	s.ages = append(s.ages, age{id, now.Add(s.retention)})
	return nil
}

// Release forgets the claim. It returns nil.
func (s *MemoryStore) Release(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.claimed, id)
	return nil
}

// forget drops what has ended, and the oldest beyond the limit. A clock that was set back only makes it drop later.
func (s *MemoryStore) forget(now time.Time, limit int) {
	for len(s.ages) > 0 && (len(s.ages) > limit || !now.Before(s.ages[0].until)) {
		delete(s.handled, s.ages[0].id)
		s.ages[0] = age{} // append copies what is left when it has to grow, and lets go of the rest
		s.ages = s.ages[1:]
	}
}

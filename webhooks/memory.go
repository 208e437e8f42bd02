package webhooks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
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
	// Someone who sends an event again by hand within this time, from the Clerk Dashboard, does not make it handled again. It
	// is 10 minutes at least, and twice the tolerance of [WithTolerance] where that is more: so long a delivery that somebody
	// has recorded passes verification.
	Retention time.Duration
	// Now tells the time. It must be safe for concurrent use. Nil means time.Now.
	Now func() time.Time
}

// A MemoryStore is a [Store] in the memory of this process: it knows nothing of other replicas and nothing after a restart.
// It starts no goroutine. The zero MemoryStore is ready for use and has the default options.
//
// Claims that have not been ended are never forgotten; there are as many as deliveries being served. Handled events are
// forgotten after their retention, or earlier from the oldest on when there are more than the limit. A forgotten event that is
// delivered again is handled again.
type MemoryStore struct {
	limit     int
	retention time.Duration
	now       func() time.Time

	mu      sync.Mutex
	claims  int               // that were made
	claimed map[string]string // id to owner
	handled map[string]struct{}
	ages    []age // of handled, the oldest first
}

type age struct {
	id    string
	until time.Time
}

// leastRetention is how long a delivery that was signed with a fast clock passes verification with the default tolerance.
const leastRetention = 2 * defaultTolerance

// NewMemoryStore returns an empty store. The error joins everything that is wrong with the options.
func NewMemoryStore(opts MemoryOptions) (*MemoryStore, error) {
	var problems []error
	if opts.Limit < 0 {
		problems = append(problems, fmt.Errorf("webhooks option Limit is %d; it must be at least 1, or 0 for the default of %d", opts.Limit, defaultMemoryLimit))
	}
	if opts.Retention < 0 || (opts.Retention > 0 && opts.Retention < leastRetention) {
		problems = append(problems, fmt.Errorf("webhooks option Retention is %v; it must be at least %v, for as long a delivery can be sent again, or 0 for the default of %v",
			opts.Retention, leastRetention, defaultMemoryRetention))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return &MemoryStore{limit: opts.Limit, retention: opts.Retention, now: opts.Now}, nil
}

func (s *MemoryStore) remembers() time.Duration { return cmp.Or(s.retention, defaultMemoryRetention) }

// lock also makes what the zero MemoryStore lacks, and returns what ends it.
func (s *MemoryStore) lock() (unlock func()) {
	s.mu.Lock()
	if s.claimed == nil {
		s.claimed, s.handled = make(map[string]string), make(map[string]struct{})
		s.limit, s.retention = cmp.Or(s.limit, defaultMemoryLimit), s.remembers()
		if s.now == nil {
			s.now = time.Now
		}
	}
	return s.mu.Unlock
}

// Claim answers as [Store] has it, at once and without an error.
func (s *MemoryStore) Claim(_ context.Context, id string) (Claim, string, error) {
	defer s.lock()()
	s.forget(s.now(), s.limit)
	if _, ok := s.handled[id]; ok {
		return Handled, "", nil
	}
	if _, ok := s.claimed[id]; ok {
		return InProgress, "", nil
	}
	s.claims++
	owner := strconv.Itoa(s.claims)
	s.claimed[id] = owner
	return Claimed, owner, nil
}

// Done remembers the event as handled. The error says that the claim has ended before.
func (s *MemoryStore) Done(_ context.Context, id, owner string) error {
	defer s.lock()()
	if !s.end(id, owner) {
		return errClaimEnded
	}
	now := s.now()
	s.forget(now, s.limit-1)
	s.handled[id] = struct{}{}
	s.ages = append(s.ages, age{id, now.Add(s.retention)})
	return nil
}

// Release forgets the claim. The error says that it has ended before.
func (s *MemoryStore) Release(_ context.Context, id, owner string) error {
	defer s.lock()()
	if !s.end(id, owner) {
		return errClaimEnded
	}
	return nil
}

var errClaimEnded = errors.New("webhooks: the claim has ended before, or is somebody else's")

func (s *MemoryStore) end(id, owner string) bool {
	if holder, ok := s.claimed[id]; !ok || holder != owner {
		return false
	}
	delete(s.claimed, id)
	return true
}

// forget drops what has ended, and the oldest beyond the limit. A clock that was set back only makes it drop later.
func (s *MemoryStore) forget(now time.Time, limit int) {
	for len(s.ages) > 0 && (len(s.ages) > limit || !now.Before(s.ages[0].until)) {
		delete(s.handled, s.ages[0].id)
		s.ages[0] = age{} // append copies what is left when it has to grow, and lets go of the rest
		s.ages = s.ages[1:]
	}
}

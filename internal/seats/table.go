// Package seats is a bounded table of what is known of tokens, for what is read on every request and written once for each token
// (docs/decisions/0011-token-cache.md says why it is neither a map with a lock nor a library).
package seats

import (
	"hash/maphash"
	"math"
	"sync"
	"sync/atomic"
)

// A Table holds values under tokens, without the tokens: see [proof]. Readers take no lock and write nothing, so that any number of cores read
// at once. Writers come one after the other: there is one for each new token.
//
// An entry has a seat in one of two sets of eight; the second choice keeps the sets evenly filled, so that they can be few and stay
// in the cache of a core. The table starts small and doubles when both sets are full, up to the size for its bounds; from then on
// the entry that ends first makes room, and none is ever refused.
type Table[V any] struct {
	maxEntries, maxBytes int
	seed                 maphash.Seed
	index                atomic.Pointer[index[V]] // nil while nothing is remembered

	mu      sync.Mutex
	entries int
	bytes   int
	hand    int // the set where room was last made
	closed  bool
}

// New returns a table for at most so many entries, which take at most so many bytes together.
func New[V any](maxEntries, maxBytes int) *Table[V] {
	return &Table[V]{maxEntries: maxEntries, maxBytes: maxBytes, seed: maphash.MakeSeed()}
}

const (
	seats     = 8
	firstSets = 8
)

type index[V any] struct{ sets []set[V] } // a power of two

// A set is eight seats. The tags stand together, so that a look for one reads one line of memory.
type set[V any] struct {
	tags  [seats]atomic.Uint64
	seats [seats]atomic.Pointer[Entry[V]]
}

// An Entry is one value and how long it counts. It is not changed once it is in a table.
type Entry[V any] struct {
	tag   uint64
	proof proof

	Ends  int64 // when it may make room for others, in Unix nanoseconds
	Size  int   // bytes that it takes, about
	Value V
}

// choice returns the first or the second set for a tag.
func (x *index[V]) choice(tag uint64, n int) *set[V] {
	return &x.sets[int(uint32(tag>>(32*n)))&(len(x.sets)-1)] //nolint:gosec // half of the tag is what is wanted
}

// find returns where the entry of a token is, and nil where it is nowhere.
func (x *index[V]) find(tag uint64, matches func(*proof) bool) (*set[V], int, *Entry[V]) {
	for n := range 2 {
		s := x.choice(tag, n)
		for i := range s.tags {
			if s.tags[i].Load() != tag {
				continue
			}
			if e := s.seats[i].Load(); e != nil && e.tag == tag && matches(&e.proof) {
				return s, i, e
			}
		}
	}
	return nil, -1, nil
}

// Tag returns what [Table.Get] and [Table.Put] want beside a token, so that it is hashed once for both.
func (t *Table[V]) Tag(token string) uint64 { return maphash.String(t.seed, token) }

// Get returns what is remembered of exactly this token, or nil. A token that is not here costs no cryptography.
func (t *Table[V]) Get(tag uint64, token string) *Entry[V] {
	x := t.index.Load()
	if x == nil {
		return nil
	}
	_, _, e := x.find(tag, func(p *proof) bool { return p.isOf(token) })
	return e
}

// Put remembers an entry of a token, which has passed every check. now tells which of the others have ended.
func (t *Table[V]) Put(tag uint64, token string, e *Entry[V], now int64) {
	e.tag, e.proof = tag, proofOf(token)
	t.put(e, now)
}

func (t *Table[V]) put(e *Entry[V], now int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || e.Size > t.maxBytes {
		return
	}
	x := t.index.Load()
	if x == nil {
		x = &index[V]{make([]set[V], firstSets)}
		t.index.Store(x)
	}
	if s, i, old := x.find(e.tag, e.proof.equal); old != nil {
		t.seat(s, i, e) // two requests have verified one token at the same time
	} else {
		t.add(x, e, now)
	}
	for t.entries > t.maxEntries || t.bytes > t.maxBytes {
		t.makeRoom(e)
	}
}

// add finds a seat for a new entry. t.mu is held.
func (t *Table[V]) add(x *index[V], e *Entry[V], now int64) {
	for {
		s := x.choice(e.tag, 0)
		i, ends := s.leaving()
		if second := x.choice(e.tag, 1); ends > now {
			if j, other := second.leaving(); other < ends {
				s, i, ends = second, j, other
			}
		}
		if ends <= now || len(x.sets)*seats/2 >= t.maxEntries {
			t.seat(s, i, e)
			return
		}
		x = t.double(x)
	}
}

// leaving returns the seat that is given up next, and when its entry ends: a free one, or that of the entry that ends first.
func (s *set[V]) leaving() (seat int, ends int64) {
	for i := range s.seats {
		e := s.seats[i].Load()
		if e == nil {
			return i, math.MinInt64
		}
		if i == 0 || e.Ends < ends {
			seat, ends = i, e.Ends
		}
	}
	return seat, ends
}

// seat puts an entry, or nothing, into a seat. t.mu is held.
func (t *Table[V]) seat(s *set[V], i int, e *Entry[V]) {
	if old := s.seats[i].Load(); old != nil {
		t.entries--
		t.bytes -= old.Size
	}
	tag := uint64(0)
	if e != nil {
		t.entries++
		t.bytes += e.Size
		tag = e.tag
	}
	s.seats[i].Store(e)
	s.tags[i].Store(tag)
}

// double returns an index of twice the size, which readers see from now on. t.mu is held.
func (t *Table[V]) double(old *index[V]) *index[V] {
	x := &index[V]{make([]set[V], 2*len(old.sets))}
	t.entries, t.bytes = 0, 0
	for i := range old.sets {
		for j := range old.sets[i].seats {
			if e := old.sets[i].seats[j].Load(); e != nil {
				n := 0 // an entry stays with its choice, so that those of one set go into two, where there is room for all
				if old.choice(e.tag, 0) != &old.sets[i] {
					n = 1
				}
				s := x.choice(e.tag, n)
				free, _ := s.leaving()
				t.seat(s, free, e)
			}
		}
	}
	t.index.Store(x)
	return x
}

// makeRoom takes an entry other than keep out, from one set after the other. t.mu is held.
func (t *Table[V]) makeRoom(keep *Entry[V]) {
	x := t.index.Load()
	for {
		t.hand = (t.hand + 1) & (len(x.sets) - 1)
		s := &x.sets[t.hand]
		victim := -1
		for i := range s.seats {
			e := s.seats[i].Load()
			if e != nil && e != keep && (victim < 0 || e.Ends < s.seats[victim].Load().Ends) {
				victim = i
			}
		}
		if victim >= 0 {
			t.seat(s, victim, nil)
			return
		}
	}
}

// Drop takes out every entry of which gone reports true, and returns how many are left. Of an empty table nothing stays.
func (t *Table[V]) Drop(gone func(*Entry[V]) bool) (left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	x := t.index.Load()
	if x == nil {
		return 0
	}
	for i := range x.sets {
		s := &x.sets[i]
		for j := range s.seats {
			if e := s.seats[j].Load(); e != nil && gone(e) {
				t.seat(s, j, nil)
			}
		}
	}
	if t.entries == 0 {
		t.index.Store(nil)
	}
	return t.entries
}

// All returns the entries that there are.
func (t *Table[V]) All() []*Entry[V] {
	var list []*Entry[V]
	if x := t.index.Load(); x != nil {
		for i := range x.sets {
			for j := range x.sets[i].seats {
				if e := x.sets[i].seats[j].Load(); e != nil {
					list = append(list, e)
				}
			}
		}
	}
	return list
}

// DropOne takes one entry out, if it is still there.
func (t *Table[V]) DropOne(e *Entry[V]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if x := t.index.Load(); x != nil {
		if s, i, found := x.find(e.tag, e.proof.equal); found == e {
			t.seat(s, i, nil)
		}
	}
}

// Close takes everything out, for good.
func (t *Table[V]) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	t.index.Store(nil)
	t.entries, t.bytes = 0, 0
}

// Size returns how many entries there are, ended ones included, and about how many bytes they take.
func (t *Table[V]) Size() (entries, bytes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.entries, t.bytes
}

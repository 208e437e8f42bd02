// Package seats is a bounded table under SHA-256 digests, for what is read on every request and written once for each token
// (docs/decisions/0011-token-cache.md says why it is neither a map with a lock nor a library).
package seats

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"math"
	"sync"
	"sync/atomic"
)

// A Digest is what a value is kept under.
type Digest [sha256.Size]byte

// Of hashes the exact bytes of a token. It goes through a buffer on the stack, because turning the text into bytes would
// copy it to the heap for every request.
func Of(text string) (sum Digest) {
	var buffer [512]byte
	h := sha256.New()
	for len(text) > 0 {
		n := copy(buffer[:], text)
		_, _ = h.Write(buffer[:n]) // a hash takes all that is written
		text = text[n:]
	}
	h.Sum(sum[:0])
	return sum
}

// tag is what an entry is looked for by. Only tokens that somebody has signed are kept, so nobody can choose tags that collide.
func (d *Digest) tag() uint64 { return binary.LittleEndian.Uint64(d[:]) }

// A Table holds values under digests. Readers take no lock and write nothing, so that any number of cores read
// at once. Writers come one after the other: there is one for each new token.
//
// An entry has a seat in one of two sets of eight; the second choice keeps the sets evenly filled, so that they can be few and stay
// in the cache of a core. The table starts small and doubles when both sets are full, up to the size for its bounds; from then on
// the entry that ends first makes room, and none is ever refused.
type Table[V any] struct {
	maxEntries, maxBytes int
	index                atomic.Pointer[index[V]] // nil while nothing is remembered

	mu      sync.Mutex
	entries int
	bytes   int
	hand    int // the set where room was last made
	closed  bool
}

// New returns a table for at most so many entries, which take at most so many bytes together.
func New[V any](maxEntries, maxBytes int) *Table[V] {
	return &Table[V]{maxEntries: maxEntries, maxBytes: maxBytes}
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
	Digest Digest // what it is found under
	Ends   int64  // when it may make room for others, in Unix nanoseconds
	Size   int    // bytes that it takes, about
	Value  V
}

// choice returns the first or the second set for a digest.
func (x *index[V]) choice(d *Digest, n int) *set[V] {
	return &x.sets[int(binary.LittleEndian.Uint32(d[8+8*n:]))&(len(x.sets)-1)]
}

// find returns where the entry of a digest is, and nil where it is nowhere.
func (x *index[V]) find(d *Digest) (*set[V], int, *Entry[V]) {
	for n := range 2 {
		s := x.choice(d, n)
		if i, e := s.find(d); e != nil {
			return s, i, e
		}
	}
	return nil, -1, nil
}

// find returns the seat of a digest, or -1.
func (s *set[V]) find(d *Digest) (int, *Entry[V]) {
	tag := d.tag()
	for i := range s.tags {
		if s.tags[i].Load() != tag {
			continue
		}
		if e := s.seats[i].Load(); e != nil && subtle.ConstantTimeCompare(e.Digest[:], d[:]) == 1 {
			return i, e
		}
	}
	return -1, nil
}

// Get returns what is remembered under a digest, or nil.
func (t *Table[V]) Get(d *Digest) *Entry[V] {
	x := t.index.Load()
	if x == nil {
		return nil
	}
	_, _, e := x.find(d)
	return e
}

// Put remembers an entry. now tells which of the others have ended.
func (t *Table[V]) Put(e *Entry[V], now int64) {
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
	if s, i, old := x.find(&e.Digest); old != nil {
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
		s := x.choice(&e.Digest, 0)
		i, ends := s.leaving()
		if second := x.choice(&e.Digest, 1); ends > now {
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
		tag = e.Digest.tag()
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
				if old.choice(&e.Digest, 0) != &old.sets[i] {
					n = 1
				}
				s := x.choice(&e.Digest, n)
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
		if s, i, found := x.find(&e.Digest); found == e {
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

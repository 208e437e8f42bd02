package token

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"sync"
	"sync/atomic"
)

// A digest is what a token is remembered under.
type digest [sha256.Size]byte

// digestOf hashes the exact bytes of a token. It goes through a buffer on the stack, because turning the text into bytes would
// copy it to the heap for every request.
func digestOf(text string) (sum digest) {
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

// place is the part of a digest that says where its entry is. Only tokens that somebody has signed have a place, so nobody can
// choose places that collide.
func (d *digest) place() uint64 { return binary.LittleEndian.Uint64(d[:]) }

// A table holds what is remembered of verified tokens. Readers take no lock and write nothing, so that any number of cores read
// at once. Writers come one after the other: there is one for each new token, after the work of verifying it.
//
// An entry has a place in one of eight seats of a set. The table starts small and doubles while a set overflows, up to the size
// for its bounds; from then on the entry that ends first makes room, and none is ever refused.
type table[V any] struct {
	maxEntries, maxBytes int
	index                atomic.Pointer[index[V]] // nil while nothing is remembered

	mu      sync.Mutex
	entries int
	bytes   int
	hand    int // the set where room was last made
	closed  bool
}

const (
	seats     = 8
	firstSets = 8
)

type index[V any] struct{ sets []set[V] } // a power of two

// A set is eight seats. The tags stand together, so that a look for one reads one line of memory.
type set[V any] struct {
	tags  [seats]atomic.Uint64
	seats [seats]atomic.Pointer[entry[V]]
}

// An entry is one token. It is not changed once it is in the table.
type entry[V any] struct {
	digest digest
	ends   int64 // Unix nanoseconds
	size   int   // bytes that it takes, about
	value  V
}

func (x *index[V]) set(d *digest) *set[V] { return &x.sets[d.place()>>32&uint64(len(x.sets)-1)] }

// find returns the seat of a digest, or -1.
func (s *set[V]) find(d *digest) (int, *entry[V]) {
	tag := d.place()
	for i := range s.tags {
		if s.tags[i].Load() != tag {
			continue
		}
		if e := s.seats[i].Load(); e != nil && subtle.ConstantTimeCompare(e.digest[:], d[:]) == 1 {
			return i, e
		}
	}
	return -1, nil
}

// get returns what is remembered under a digest, or nil.
func (t *table[V]) get(d *digest) *entry[V] {
	x := t.index.Load()
	if x == nil {
		return nil
	}
	_, e := x.set(d).find(d)
	return e
}

// put remembers an entry. now tells which of the others have ended.
func (t *table[V]) put(e *entry[V], now int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || e.size > t.maxBytes {
		return
	}
	x := t.index.Load()
	if x == nil {
		x = &index[V]{make([]set[V], firstSets)}
		t.index.Store(x)
	}
	if i, old := x.set(&e.digest).find(&e.digest); old != nil {
		t.seat(x.set(&e.digest), i, e) // two requests have verified one token at the same time
	} else {
		t.add(x, e, now)
	}
	for t.entries > t.maxEntries || t.bytes > t.maxBytes {
		t.makeRoom(e)
	}
}

// add finds a seat for a new entry. t.mu is held.
func (t *table[V]) add(x *index[V], e *entry[V], now int64) {
	for {
		s := x.set(&e.digest)
		i, taken := s.leaving(now)
		if !taken || len(x.sets)*seats/4 >= t.maxEntries {
			t.seat(s, i, e)
			return
		}
		x = t.double(x)
	}
}

// leaving returns the seat that is given up next, and whether its entry has not ended: a free one, or that of the entry that ends
// first.
func (s *set[V]) leaving(now int64) (seat int, taken bool) {
	first := int64(0)
	for i := range s.seats {
		e := s.seats[i].Load()
		if e == nil {
			return i, false
		}
		if i == 0 || e.ends < first {
			seat, first = i, e.ends
		}
	}
	return seat, first > now
}

// seat puts an entry, or nothing, into a seat. t.mu is held.
func (t *table[V]) seat(s *set[V], i int, e *entry[V]) {
	if old := s.seats[i].Load(); old != nil {
		t.entries--
		t.bytes -= old.size
	}
	tag := uint64(0)
	if e != nil {
		t.entries++
		t.bytes += e.size
		tag = e.digest.place()
	}
	s.seats[i].Store(e)
	s.tags[i].Store(tag)
}

// double returns an index of twice the size, which readers see from now on. t.mu is held.
func (t *table[V]) double(old *index[V]) *index[V] {
	x := &index[V]{make([]set[V], 2*len(old.sets))}
	t.entries, t.bytes = 0, 0
	for i := range old.sets {
		for j := range old.sets[i].seats {
			if e := old.sets[i].seats[j].Load(); e != nil {
				s := x.set(&e.digest)
				free, _ := s.leaving(0) // there is a free one: the entries of one set go into two
				t.seat(s, free, e)
			}
		}
	}
	t.index.Store(x)
	return x
}

// makeRoom takes an entry other than keep out, from one set after the other. t.mu is held.
func (t *table[V]) makeRoom(keep *entry[V]) {
	x := t.index.Load()
	for {
		t.hand = (t.hand + 1) & (len(x.sets) - 1)
		s := &x.sets[t.hand]
		victim := -1
		for i := range s.seats {
			e := s.seats[i].Load()
			if e != nil && e != keep && (victim < 0 || e.ends < s.seats[victim].Load().ends) {
				victim = i
			}
		}
		if victim >= 0 {
			t.seat(s, victim, nil)
			return
		}
	}
}

// drop takes out every entry of which gone reports true, and returns how many are left. Of an empty table nothing stays.
func (t *table[V]) drop(gone func(*entry[V]) bool) (left int) {
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

// all returns the entries that there are.
func (t *table[V]) all() []*entry[V] {
	var list []*entry[V]
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

// dropOne takes one entry out, if it is still there.
func (t *table[V]) dropOne(e *entry[V]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if x := t.index.Load(); x != nil {
		s := x.set(&e.digest)
		if i, found := s.find(&e.digest); found == e {
			t.seat(s, i, nil)
		}
	}
}

// close takes everything out, for good.
func (t *table[V]) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	t.index.Store(nil)
	t.entries, t.bytes = 0, 0
}

// size returns how many entries there are, ended ones included, and about how many bytes they take.
func (t *table[V]) size() (entries, bytes int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.entries, t.bytes
}

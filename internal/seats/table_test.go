package seats

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"sync"
	"testing"
)

// numbered returns the digest of a token that stands for a number.
func numbered(n uint64) Digest {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	return sha256.Sum256(b[:])
}

// check compares what a table counts with what is there.
func check(t *testing.T, x *Table[int]) {
	t.Helper()
	bytes := 0
	all := x.All()
	for _, e := range all {
		bytes += e.Size
		if x.Get(&e.Digest) != e {
			t.Fatal("an entry is not where it is looked for")
		}
	}
	if n, b := x.Size(); n != len(all) || b != bytes || n > x.maxEntries || b > x.maxBytes {
		t.Fatalf("%d entries of %d bytes are counted and %d of %d are there; at most %d of %d may be", n, b, len(all), bytes, x.maxEntries, x.maxBytes)
	}
}

// TestAMillionTokensStayWithinTheBounds signs nothing: it puts entries where Session would.
func TestAMillionTokensStayWithinTheBounds(t *testing.T) {
	for _, row := range []struct {
		name           string
		puts           int
		entries, bytes int
		least          int // that are there in the end
	}{
		{"by their number", 1_000_000, 5_000, 1 << 40, 4_900},
		{"by their size", 200_000, 1 << 20, 1 << 20, 900},
		{"one", 1_000, 1, 1 << 20, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			x := New[int](row.entries, row.bytes)
			if raceEnabled {
				row.puts /= 50 // the race detector makes each of them cost a hundred times as much
			}
			for i := range uint64(row.puts) {
				e := &Entry[int]{Digest: numbered(i), Ends: int64(1000 + i), Size: 1000 + int(i%100), Value: int(i)}
				x.Put(e, 0)
				if x.Get(&e.Digest) != e {
					t.Fatalf("entry %d was refused", i)
				}
				if i%10_000 == 0 {
					check(t, x)
				}
			}
			check(t, x)
			if n, _ := x.Size(); n < row.least {
				t.Errorf("%d entries are left, want at least %d", n, row.least)
			}
		})
	}
}

func TestBelowItsBoundsNothingIsPushedOut(t *testing.T) {
	x := New[int](20_000, 1<<40)
	for i := range uint64(20_000) {
		x.Put(&Entry[int]{Digest: numbered(i), Ends: 1000, Size: 1, Value: int(i)}, 0)
	}
	lost := 0
	for i := range uint64(20_000) {
		d := numbered(i)
		if x.Get(&d) == nil {
			lost++
		}
	}
	if lost > 20 { // a set can overflow once the index has its full Size: one in several thousand
		t.Errorf("%d of 20,000 entries are gone", lost)
	}
}

func TestTheEntryThatEndsFirstMakesRoom(t *testing.T) {
	x := New[int](2, 1<<40)
	d := []Digest{numbered(1), numbered(2), numbered(3)}
	x.Put(&Entry[int]{Digest: d[0], Ends: 300, Size: 1}, 0)
	x.Put(&Entry[int]{Digest: d[1], Ends: 200, Size: 1}, 0)
	x.Put(&Entry[int]{Digest: d[2], Ends: 250, Size: 1}, 210) // by then one has ended
	if x.Get(&d[2]) == nil {
		t.Error("the new entry is not there")
	}
	check(t, x)
	if n, _ := x.Size(); n != 2 {
		t.Errorf("%d entries are there", n)
	}
}

func TestAnEntryLargerThanTheTableIsLeftOut(t *testing.T) {
	x := New[int](10, 1000)
	small, large := numbered(1), numbered(2)
	x.Put(&Entry[int]{Digest: small, Ends: 1, Size: 500}, 0)
	x.Put(&Entry[int]{Digest: large, Ends: 1, Size: 1001}, 0)
	if x.Get(&small) == nil || x.Get(&large) != nil {
		t.Error("it pushed another out, or went in")
	}
	check(t, x)
}

// TestTagsThatCollideAreToldApart puts entries whose digests begin alike, as no two tokens of one signer will.
func TestTagsThatCollideAreToldApart(t *testing.T) {
	x := New[int](100, 1<<40)
	for i := range 8 {
		d := numbered(1)
		d[31] = byte(i) // which neither the tag nor the sets depend on
		x.Put(&Entry[int]{Digest: d, Ends: 1000, Size: 1, Value: i}, 0)
	}
	for i := range 9 {
		d := numbered(1)
		d[31] = byte(i) // which neither the tag nor the sets depend on
		if e := x.Get(&d); (e != nil) != (i < 8) || e != nil && e.Value != i {
			t.Errorf("digest %d leads to %v", i, e)
		}
	}
}

func TestReadersNeverSeeAnothersEntry(t *testing.T) {
	x := New[int](500, 1<<40)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(g)))
			for range 20_000 {
				n := r.Uint64N(1000)
				d := numbered(n)
				switch e := x.Get(&d); {
				case e != nil && e.Value != int(n):
					t.Errorf("%d leads to %d", n, e.Value)
				case e == nil:
					x.Put(&Entry[int]{Digest: d, Ends: int64(r.Uint64N(1000)), Size: 1, Value: int(n)}, 500)
				case r.Uint64N(10) == 0:
					x.DropOne(e)
				}
				if r.Uint64N(5000) == 0 {
					x.Drop(func(e *Entry[int]) bool { return e.Ends < 400 })
				}
			}
		})
	}
	wg.Wait()
	check(t, x)
}

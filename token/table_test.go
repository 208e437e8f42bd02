package token

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"sync"
	"testing"
)

// numbered returns the digest of a token that stands for a number.
func numbered(n uint64) digest {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	return sha256.Sum256(b[:])
}

func newTable(entries, bytes int) *table[int] {
	return &table[int]{maxEntries: entries, maxBytes: bytes}
}

// check compares what a table counts with what is there.
func check(t *testing.T, x *table[int]) {
	t.Helper()
	bytes := 0
	all := x.all()
	for _, e := range all {
		bytes += e.size
		if x.get(&e.digest) != e {
			t.Fatal("an entry is not where it is looked for")
		}
	}
	if n, b := x.size(); n != len(all) || b != bytes || n > x.maxEntries || b > x.maxBytes {
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
			x := newTable(row.entries, row.bytes)
			for i := range uint64(row.puts) {
				e := &entry[int]{digest: numbered(i), ends: int64(1000 + i), size: 1000 + int(i%100), value: int(i)}
				x.put(e, 0)
				if x.get(&e.digest) != e {
					t.Fatalf("entry %d was refused", i)
				}
				if i%50_000 == 0 {
					check(t, x)
				}
			}
			check(t, x)
			if n, _ := x.size(); n < row.least {
				t.Errorf("%d entries are left, want at least %d", n, row.least)
			}
		})
	}
}

func TestBelowItsBoundsNothingIsPushedOut(t *testing.T) {
	x := newTable(20_000, 1<<40)
	for i := range uint64(20_000) {
		x.put(&entry[int]{digest: numbered(i), ends: 1000, size: 1, value: int(i)}, 0)
	}
	lost := 0
	for i := range uint64(20_000) {
		d := numbered(i)
		if x.get(&d) == nil {
			lost++
		}
	}
	if lost > 20 { // a set can overflow once the index has its full size: one in several thousand
		t.Errorf("%d of 20,000 entries are gone", lost)
	}
}

func TestTheEntryThatEndsFirstMakesRoom(t *testing.T) {
	x := newTable(2, 1<<40)
	d := []digest{numbered(1), numbered(2), numbered(3)}
	x.put(&entry[int]{digest: d[0], ends: 300, size: 1}, 0)
	x.put(&entry[int]{digest: d[1], ends: 200, size: 1}, 0)
	x.put(&entry[int]{digest: d[2], ends: 250, size: 1}, 210) // by then one has ended
	if x.get(&d[2]) == nil {
		t.Error("the new entry is not there")
	}
	check(t, x)
	if n, _ := x.size(); n != 2 {
		t.Errorf("%d entries are there", n)
	}
}

func TestAnEntryLargerThanTheTableIsLeftOut(t *testing.T) {
	x := newTable(10, 1000)
	small, large := numbered(1), numbered(2)
	x.put(&entry[int]{digest: small, ends: 1, size: 500}, 0)
	x.put(&entry[int]{digest: large, ends: 1, size: 1001}, 0)
	if x.get(&small) == nil || x.get(&large) != nil {
		t.Error("it pushed another out, or went in")
	}
	check(t, x)
}

// TestTagsThatCollideAreToldApart puts entries whose digests begin alike, as no two tokens of one signer will.
func TestTagsThatCollideAreToldApart(t *testing.T) {
	x := newTable(100, 1<<40)
	for i := range 8 {
		d := numbered(1)
		d[31] = byte(i)
		x.put(&entry[int]{digest: d, ends: 1000, size: 1, value: i}, 0)
	}
	for i := range 9 {
		d := numbered(1)
		d[31] = byte(i)
		if e := x.get(&d); (e != nil) != (i < 8) || e != nil && e.value != i {
			t.Errorf("digest %d leads to %v", i, e)
		}
	}
}

func TestReadersNeverSeeAnothersEntry(t *testing.T) {
	x := newTable(500, 1<<40)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(g)))
			for range 20_000 {
				n := r.Uint64N(1000)
				d := numbered(n)
				switch e := x.get(&d); {
				case e != nil && e.value != int(n):
					t.Errorf("%d leads to %d", n, e.value)
				case e == nil:
					x.put(&entry[int]{digest: d, ends: int64(r.Uint64N(1000)), size: 1, value: int(n)}, 500)
				case r.Uint64N(10) == 0:
					x.dropOne(e)
				}
				if r.Uint64N(5000) == 0 {
					x.drop(func(e *entry[int]) bool { return e.ends < 400 })
				}
			}
		})
	}
	wg.Wait()
	check(t, x)
}

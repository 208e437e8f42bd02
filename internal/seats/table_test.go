package seats

import (
	"crypto/sha256"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// numbered returns a token that stands for a number.
func numbered(n uint64) string { return "header.claims." + strconv.FormatUint(n, 36) }

func get(x *Table[int], token string) *Entry[int] { return x.Get(x.Tag(token), token) }

func put(x *Table[int], token string, e *Entry[int], now int64) { x.Put(x.Tag(token), token, e, now) }

// check compares what a table counts with what is there.
func check(t *testing.T, x *Table[int]) {
	t.Helper()
	bytes := 0
	all := x.All()
	for _, e := range all {
		bytes += e.Size
		if _, _, found := x.index.Load().find(e.tag, e.proof.equal); found != e {
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
				e := &Entry[int]{Ends: int64(1000 + i), Size: 1000 + int(i%100), Value: int(i)}
				put(x, numbered(i), e, 0)
				if get(x, numbered(i)) != e {
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
		put(x, numbered(i), &Entry[int]{Ends: 1000, Size: 1, Value: int(i)}, 0)
	}
	lost := 0
	for i := range uint64(20_000) {
		if get(x, numbered(i)) == nil {
			lost++
		}
	}
	if lost > 20 { // a set can overflow once the index has its full Size: one in several thousand
		t.Errorf("%d of 20,000 entries are gone", lost)
	}
}

func TestTheEntryThatEndsFirstMakesRoom(t *testing.T) {
	x := New[int](2, 1<<40)
	d := []string{numbered(1), numbered(2), numbered(3)}
	put(x, d[0], &Entry[int]{Ends: 300, Size: 1}, 0)
	put(x, d[1], &Entry[int]{Ends: 200, Size: 1}, 0)
	put(x, d[2], &Entry[int]{Ends: 250, Size: 1}, 210) // by then one has ended
	if get(x, d[2]) == nil {
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
	put(x, small, &Entry[int]{Ends: 1, Size: 500}, 0)
	put(x, large, &Entry[int]{Ends: 1, Size: 1001}, 0)
	if get(x, small) == nil || get(x, large) != nil {
		t.Error("it pushed another out, or went in")
	}
	check(t, x)
}

// TestTagsThatCollideAreToldApart has the keyed hash fail altogether: what is believed is the signature.
func TestTagsThatCollideAreToldApart(t *testing.T) {
	x := New[int](100, 1<<40)
	const tag = 7
	for i := range uint64(8) {
		x.put(&Entry[int]{tag: tag, proof: proofOf(numbered(i)), Ends: 1000, Size: 1, Value: int(i)}, 0)
	}
	for i := range uint64(9) {
		_, _, e := x.index.Load().find(tag, func(p *proof) bool { return p.isOf(numbered(i)) })
		if (e != nil) != (i < 8) || e != nil && e.Value != int(i) {
			t.Errorf("token %d leads to %v", i, e)
		}
	}
}

// TestWhatIsTakenOutCannotBeRead has a table emptied in each way, and looks for what was in it.
func TestWhatIsTakenOutCannotBeRead(t *testing.T) {
	for name, empty := range map[string]func(*Table[int]){
		"closed":  (*Table[int]).Close,
		"dropped": func(x *Table[int]) { x.Drop(func(*Entry[int]) bool { return true }) },
	} {
		x := New[int](100, 1<<40)
		put(x, numbered(1), &Entry[int]{Ends: 1000, Size: 1}, 0)
		if empty(x); get(x, numbered(1)) != nil || len(x.All()) != 0 {
			t.Errorf("%s: the entry is still there", name)
		}
		if x.index.Load() != nil {
			t.Errorf("%s: an empty table takes up memory", name)
		}
	}
}

// TestAnEntryThatWasReplacedTakesNoOtherWithIt drops the one that a reader saw before another was put in its place.
func TestAnEntryThatWasReplacedTakesNoOtherWithIt(t *testing.T) {
	x := New[int](100, 1<<40)
	before, after := &Entry[int]{Ends: 1000, Size: 1}, &Entry[int]{Ends: 1000, Size: 1}
	put(x, numbered(1), before, 0)
	put(x, numbered(1), after, 0)
	if x.DropOne(before); get(x, numbered(1)) != after {
		t.Error("the new entry is gone")
	}
	check(t, x)
}

// TestOfASetTheEntryThatEndsFirstLeaves fills one.
func TestOfASetTheEntryThatEndsFirstLeaves(t *testing.T) {
	var s set[int]
	for i, ends := range []int64{50, 30, 70, 20, 60, 40, 80, 90} {
		if seat, at := s.leaving(); seat != i || at != math.MinInt64 {
			t.Errorf("seat %d is given up, want the free one %d", seat, i)
		}
		s.seats[i].Store(&Entry[int]{Ends: ends})
	}
	if seat, ends := s.leaving(); seat != 3 || ends != 20 {
		t.Errorf("seat %d leaves, which ends at %d, want 3 at 20", seat, ends)
	}
}

// TestEveryByteOfAProofCounts changes one at a time: SHA-256 never does that.
func TestEveryByteOfAProofCounts(t *testing.T) {
	p := proofOf("a.b.c")
	for i := range p {
		other := p
		if !p.equal(&other) {
			t.Fatal("a proof is not itself")
		}
		if other[i] ^= 0x80; p.equal(&other) {
			t.Errorf("byte %d does not count", i)
		}
	}
}

// TestProofsAreComparedInConstantTime reads the source: how long a comparison takes is no property that a test can measure.
func TestProofsAreComparedInConstantTime(t *testing.T) {
	source, err := os.ReadFile("proof.go")
	if err != nil {
		t.Fatal(err)
	}
	const body = "func (p *proof) equal(other *proof) bool { return subtle.ConstantTimeCompare(p[:], other[:]) == 1 }"
	if !strings.Contains(string(source), body) {
		t.Errorf("proof.go does not have the line\n%s", body)
	}
}

// TestEachTableHasAHashOfItsOwn asks two for the tag of one token: who has learnt how one table hashes knows nothing of another.
func TestEachTableHasAHashOfItsOwn(t *testing.T) {
	a, b := New[int](1, 1), New[int](1, 1)
	if first, again := a.Tag("a.b.c"), a.Tag("a.b.c"); first == b.Tag("a.b.c") || first != again {
		t.Error("two tables hash a token alike, or one does not twice")
	}
}

// TestATagThatIsAheadOfItsSeatLeadsNowhere has a reader come while a seat changes hands: the tag of one token, and the entry of another
// that ends with the same signature.
func TestATagThatIsAheadOfItsSeatLeadsNowhere(t *testing.T) {
	x := New[int](100, 1<<40)
	token := "header.claims." + strings.Repeat("s", 342)
	changed := "header.Claims." + strings.Repeat("s", 342)
	put(x, token, &Entry[int]{Ends: 1000, Size: 1}, 0)
	s, i, _ := x.index.Load().find(x.Tag(token), func(*proof) bool { return true })
	index := x.index.Load()
	for n := range 2 {
		other := index.choice(x.Tag(changed), n)
		other.tags[7].Store(x.Tag(changed))
		other.seats[7].Store(s.seats[i].Load())
	}
	if get(x, changed) != nil {
		t.Error("the entry of another token is found")
	}
}

// TestGrowingLosesNobody has a table double many times, below its bounds.
func TestGrowingLosesNobody(t *testing.T) {
	x := New[int](1<<20, 1<<40)
	const n = 30_000
	for i := range uint64(n) {
		put(x, numbered(i), &Entry[int]{Ends: 1000, Size: 1, Value: int(i)}, 0)
	}
	check(t, x)
	for i := range uint64(n) {
		if get(x, numbered(i)) == nil {
			t.Fatalf("entry %d of %d is gone", i, n)
		}
	}
}

// TestEveryByteOfATokenCounts changes one at a time, in parts of any length.
func TestEveryByteOfATokenCounts(t *testing.T) {
	for _, token := range []string{
		"header.claims.signature", "h..s", "..", "a", "header." + strings.Repeat("c", 5000) + "." + strings.Repeat("s", 342),
		"header.claims." + strings.Repeat("s", 182), "header.claims." + strings.Repeat("s", 184), "header.claims." + strings.Repeat("s", 5000),
	} {
		x := New[int](10, 1<<40)
		put(x, token, &Entry[int]{Ends: 1000, Size: 1, Value: 1}, 0)
		if get(x, token) == nil {
			t.Fatalf("%.30q of %d bytes is not there", token, len(token))
		}
		for i := range len(token) {
			for _, other := range []string{token[:i] + string(rune(token[i]^1)) + token[i+1:], token[:i], token[:i] + "." + token[i:]} {
				if get(x, other) != nil {
					t.Fatalf("%.30q of %d bytes is there for %.30q of %d", other, len(other), token, len(token))
				}
			}
		}
	}
}

// TestTheEndOfTheSignatureIsComparedByItsDigest has the keyed hash out of the way.
func TestTheEndOfTheSignatureIsComparedByItsDigest(t *testing.T) {
	token := "header.claims." + strings.Repeat("s", 342)
	p := proofOf(token)
	if p != sha256.Sum256([]byte(strings.Repeat("s", 183))) {
		t.Error("the proof is of something else than the last 183 bytes")
	}
	for i := range 183 {
		at := len(token) - 1 - i
		if p.isOf(token[:at] + "t" + token[at+1:]) {
			t.Errorf("byte %d from the end does not count", i)
		}
	}
	if short := proofOf("a.b.c"); short != sha256.Sum256([]byte("a.b.c")) || !short.isOf("a.b.c") || short.isOf("a.b.d") {
		t.Error("a token shorter than that has another proof than its own")
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
				switch e := get(x, d); {
				case e != nil && e.Value != int(n):
					t.Errorf("%d leads to %d", n, e.Value)
				case e == nil:
					put(x, d, &Entry[int]{Ends: int64(r.Uint64N(1000)), Size: 1, Value: int(n)}, 500)
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

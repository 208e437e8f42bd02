package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

type pet struct {
	ID, Name, Owner string
	Born            time.Time
	Tags            map[string]any
}

type shop struct {
	Store
	pets    *Table[pet]
	byName  *Unique[pet]
	byOwner *Multi[pet]
}

var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func newShop() *shop {
	s := &shop{}
	s.pets = New(&s.Store, "pets", func(p *pet) string { return p.ID }, func(p *pet) time.Time { return p.Born })
	s.byName = s.pets.Unique("name", func(p *pet) []string { return []string{strings.ToLower(p.Name)} })
	s.byOwner = s.pets.Multi(func(p *pet) []string { return []string{p.Owner} })
	return s
}

func (s *shop) put(t testing.TB, pets ...pet) {
	t.Helper()
	if err := s.Update(func() error {
		for _, p := range pets {
			if err := s.pets.Put(p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func names(pets []*pet) string {
	var all []string
	for _, p := range pets {
		all = append(all, p.Name)
	}
	return strings.Join(all, " ")
}

func (s *shop) all() string { return names(slices.Collect(s.pets.Rows().All())) }

func someShop(t testing.TB) *shop {
	t.Helper()
	s := newShop()
	s.put(t,
		pet{ID: "2", Name: "Bo", Owner: "ada", Born: moment.Add(2 * time.Hour)},
		pet{ID: "1", Name: "Al", Owner: "ada", Born: moment.Add(time.Hour)},
		pet{ID: "3", Name: "cy", Owner: "bob", Born: moment.Add(2 * time.Hour)},
		pet{ID: "4", Owner: "", Born: moment},
	)
	return s
}

func TestRowsLieInTheOrderOfTheirAgeAndThenOfTheirArrival(t *testing.T) {
	s := someShop(t)
	if got := s.all(); got != " Al Bo cy" {
		t.Errorf("got %q", got)
	}
	s.put(t, pet{ID: "2", Name: "Bo", Owner: "bob", Born: moment.Add(-time.Hour)})
	if got := s.all(); got != "Bo  Al cy" {
		t.Errorf("once its age has changed: %q", got)
	}
	if got := names(slices.Collect(s.byOwner.Get("bob").All())); got != "Bo cy" {
		t.Errorf("an index has %q", got)
	}
	if got := s.byOwner.Get("ada").Len(); got != 1 {
		t.Errorf("the index that it left has %d rows", got)
	}
}

func TestPagesOfRows(t *testing.T) {
	s := someShop(t)
	byName := func(p *pet) Rank { return ByText(p.Name) }
	ofAda := func(p *pet) bool { return p.Owner == "ada" }
	for _, row := range []struct {
		name  string
		query Query[pet]
		want  string
		total int
	}{
		{"all", Query[pet]{}, " Al Bo cy", 4},
		{"all, the youngest first", Query[pet]{Descending: true}, "cy Bo Al ", 4},
		{"a part", Query[pet]{Offset: 1, Limit: 2}, "Al Bo", 4},
		{"a part from the other end", Query[pet]{Offset: 1, Limit: 2, Descending: true}, "Bo Al", 4},
		{"a part beyond the end", Query[pet]{Offset: 9, Limit: 2}, "", 4},
		{"some", Query[pet]{Keep: ofAda}, "Al Bo", 2},
		{"a part of some, which counts all of them", Query[pet]{Keep: ofAda, Limit: 1}, "Al", 2},
		{"after a row", Query[pet]{After: "1", Limit: 1}, "Bo", 4},
		{"after a row, downwards", Query[pet]{After: "3", Descending: true, Limit: 2}, "Bo Al", 4},
		{"after a row that is not among them", Query[pet]{After: "3", Descending: true, Keep: ofAda}, "Bo Al", 2},
		{"after the last", Query[pet]{After: "3"}, "", 4},
		{"by name, nameless last", Query[pet]{Rank: byName}, "Al Bo cy ", 4},
		{"by name downwards, nameless last", Query[pet]{Rank: byName, Descending: true}, "cy Bo Al ", 4},
		{"a part by name", Query[pet]{Rank: byName, Offset: 1, Limit: 1}, "Bo", 4},
		{"a part of some by name", Query[pet]{Rank: byName, Keep: ofAda, Limit: 1}, "Al", 2},
		{"a part by name beyond the end", Query[pet]{Rank: byName, Offset: 4, Limit: 1}, "", 4},
		{"by what is the same for all: in the order of arrival", Query[pet]{Rank: func(*pet) Rank { return ByNumber(0) }}, "Bo Al cy ", 4},
	} {
		got, total := s.pets.Rows().Page(row.query)
		if names(got) != row.want || total != row.total {
			t.Errorf("%s: got %q of %d, want %q of %d", row.name, names(got), total, row.want, row.total)
		}
	}
}

func TestRankedPagesAreThoseOfASort(t *testing.T) {
	s := newShop()
	for i := range 300 {
		s.put(t, pet{ID: fmt.Sprint(i), Name: fmt.Sprint(i * 7919 % 300), Born: moment})
	}
	rank := func(p *pet) Rank { return ByText(p.Name) }
	all, _ := s.pets.Rows().Page(Query[pet]{Rank: rank})
	for _, window := range [][2]int{{0, 1}, {0, 10}, {7, 13}, {140, 20}, {295, 10}, {300, 1}} {
		got, _ := s.pets.Rows().Page(Query[pet]{Rank: rank, Offset: window[0], Limit: window[1]})
		if want := all[window[0]:min(300, window[0]+window[1])]; !slices.Equal(got, want) {
			t.Errorf("from %d: got %s, want %s", window[0], names(got), names(want))
		}
	}
}

func TestAKeyOfAUniqueIndexIsTaken(t *testing.T) {
	s := someShop(t)
	err := s.Update(func() error { return s.pets.Put(pet{ID: "9", Name: "AL"}) })
	var taken *TakenError
	if !errors.As(err, &taken) || *taken != (TakenError{Index: "name", Key: "al", Owner: "1"}) {
		t.Fatalf("got %v", err)
	}
	s.put(t, pet{ID: "1", Name: "AL", Born: moment}) // its own
	s.put(t, pet{ID: "1", Name: "Di", Born: moment}, pet{ID: "9", Name: "al", Born: moment}, pet{ID: "8", Born: moment})
	if got := s.byName.Get("al"); got == nil || got.ID != "9" {
		t.Errorf("al is %v", got)
	}
	_ = s.Update(func() error { s.pets.Delete("9"); return nil })
	if got := s.byName.Get("al"); got != nil {
		t.Errorf("a deleted row is found: %v", got)
	}
}

func TestATransactionThatFailsLeavesNothingBehind(t *testing.T) {
	s := someShop(t)
	before, _ := s.Snapshot()
	failure := errors.New("no")
	change := func() {
		s.put0(pet{ID: "5", Name: "Ed", Owner: "ada"})
		s.put0(pet{ID: "5", Name: "Flo", Owner: "bob"})
		s.put0(pet{ID: "1", Name: "Gus", Owner: "bob", Born: moment.Add(9 * time.Hour)})
		s.put0(pet{ID: "2", Name: "Al", Owner: "eve", Born: moment.Add(2 * time.Hour)}) // the name is free now
		s.pets.Delete("3")
		s.put0(pet{ID: "3", Name: "new"})
	}
	if err := s.Update(func() error { change(); return failure }); !errors.Is(err, failure) {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.Update(func() error { change(); panic("no") })
	}()
	if after, _ := s.Snapshot(); string(after) != string(before) {
		t.Errorf("it was\n%s\nand is\n%s", before, after)
	}
	if s.all() != " Al Bo cy" || s.byName.Get("al").ID != "1" || s.byName.Get("ed") != nil || s.byOwner.Get("bob").Len() != 1 {
		t.Errorf("the indexes are not as before: %q", s.all())
	}
}

func (s *shop) put0(p pet) {
	if err := s.pets.Put(p); err != nil {
		panic(err)
	}
}

func TestASnapshotIsRestored(t *testing.T) {
	s := someShop(t)
	s.put(t, pet{ID: "7", Name: "Ida", Born: moment, Tags: map[string]any{"n": 1}})
	saved, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	other := newShop()
	other.put(t, pet{ID: "1", Name: "somebody else", Born: moment})
	if err := other.Update(func() error { return other.Restore(saved) }); err != nil {
		t.Fatal(err)
	}
	again, _ := other.Snapshot()
	if string(again) != string(saved) || other.all() != s.all() || other.byName.Get("bo") == nil {
		t.Errorf("it was\n%s\nand is\n%s", saved, again)
	}
	for _, bad := range []string{`[]`, `{"cats":[]}`, `{"pets":{}}`, `{"pets":[{"ID":"1","Name":"a"},{"ID":"2","Name":"a"}]}`} {
		if err := other.Update(func() error { return other.Restore([]byte(bad)) }); err == nil {
			t.Errorf("%s is restored", bad)
		}
		if now, _ := other.Snapshot(); string(now) != string(saved) {
			t.Errorf("after the snapshot %s nothing is as it was", bad)
		}
	}
}

func TestAWatcherSeesEveryChange(t *testing.T) {
	s := newShop()
	var seen []string
	s.pets.Watch(func(before, after *pet) {
		switch {
		case before == nil:
			seen = append(seen, "+"+after.Name)
		case after == nil:
			seen = append(seen, "-"+before.Name)
			if s.pets.Get(before.ID) == nil {
				t.Error("the row has gone already")
			}
		default:
			seen = append(seen, before.Name+">"+after.Name)
		}
	})
	s.put(t, pet{ID: "1", Name: "Al"}, pet{ID: "1", Name: "Bo"})
	saved, _ := s.Snapshot()
	_ = s.Update(func() error { s.pets.Delete("1"); return nil })
	_ = s.Update(func() error { return s.Restore(saved) })
	if got := strings.Join(seen, " "); got != "+Al Al>Bo -Bo" {
		t.Errorf("got %s", got)
	}
}

// For the race detector.
func TestReadersNeverSeeHalfAChange(t *testing.T) {
	s := newShop()
	s.put(t, pet{ID: "a", Name: "0", Owner: "0"}, pet{ID: "b", Name: "b0", Owner: "0"})
	var group sync.WaitGroup
	group.Go(func() {
		for i := range 500 {
			s.put(t, pet{ID: "a", Name: fmt.Sprint(i), Owner: fmt.Sprint(i)}, pet{ID: "b", Name: fmt.Sprint("b", i), Owner: fmt.Sprint(i)})
		}
	})
	for range 2 {
		group.Go(func() {
			for range 500 {
				var a, b *pet
				s.View(func() { a, b = s.pets.Get("a"), s.pets.Get("b") })
				if a.Owner != b.Owner || a.Name != a.Owner {
					t.Errorf("half a change: %v %v", a, b)
				}
			}
		})
	}
	group.Wait()
}

const many = 50_000

func crowd(b *testing.B) *shop {
	b.Helper()
	s := newShop()
	pets := make([]pet, many)
	for i := range pets {
		pets[i] = pet{ID: fmt.Sprint(i), Name: fmt.Sprint(i * 7919 % many), Owner: fmt.Sprint(i % 1000), Born: moment.Add(time.Duration(i) * time.Second)}
	}
	s.put(b, pets...)
	return s
}

func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		crowd(b)
	}
}

func BenchmarkPage(b *testing.B) {
	for name, q := range map[string]Query[pet]{
		"by age":            {Descending: true, Offset: 20_000, Limit: 500},
		"by age, some":      {Descending: true, Limit: 500, Keep: func(p *pet) bool { return p.Owner == "7" }},
		"by name":           {Rank: func(p *pet) Rank { return ByText(p.Name) }, Limit: 10},
		"by name, far away": {Rank: func(p *pet) Rank { return ByText(p.Name) }, Limit: 500, Offset: 20_000},
	} {
		b.Run(name, func(b *testing.B) {
			s := crowd(b)
			for b.Loop() {
				s.pets.Rows().Page(q)
			}
		})
	}
}

package table

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// An order that a table keeps is held against the sort of each page, over changes, deletions and transactions that fail.
func TestAnOrderThatIsKeptIsThatOfASort(t *testing.T) {
	s := newShop()
	byOwner := func(p *pet) Rank { return ByText(p.Owner) }
	s.pets.Order("owner", byOwner)
	random := rand.New(rand.NewPCG(1, 2))
	compare := func(when string) {
		t.Helper()
		for _, descending := range []bool{false, true} {
			for _, keep := range []func(*pet) bool{nil, func(p *pet) bool { return !strings.HasSuffix(p.Name, "1") }} {
				q := Query[pet]{By: "owner", Descending: descending, Keep: keep, Offset: 3, Limit: 20}
				kept, total := s.pets.Rows().Page(q)
				q.Rank = byOwner
				if sorted, all := s.pets.Rows().Page(q); total != all || !slices.Equal(kept, sorted) {
					t.Fatalf("%s: the page is %q of %d, and by sorting it is %q of %d", when, names(kept), total, names(sorted), all)
				}
			}
		}
	}
	change := func() {
		id := fmt.Sprint(random.IntN(60))
		if random.IntN(4) == 0 {
			s.pets.Delete(id)
			return
		}
		owner := ""
		if n := random.IntN(9); n > 0 {
			owner = fmt.Sprint("o", n)
		}
		if err := s.pets.Put(pet{ID: id, Name: "pet " + id, Owner: owner, Born: moment.Add(time.Duration(random.IntN(3)) * time.Hour)}); err != nil {
			t.Error(err)
		}
	}
	compare("empty")
	for step := range 400 {
		failed := errors.New("failed")
		err := s.Update(func() error {
			for range 1 + random.IntN(5) {
				change()
			}
			if random.IntN(3) == 0 {
				compare("within a transaction")
				return failed
			}
			return nil
		})
		if err != nil && !errors.Is(err, failed) {
			t.Fatal(err)
		}
		compare(fmt.Sprint("step ", step))
	}
	few, _ := s.byOwner.Get("o3").Page(Query[pet]{By: "owner", Limit: 1})
	if len(few) != 1 || few[0].Owner != "o3" {
		t.Errorf("of some rows: %q", names(few))
	}
}

func TestARankOfSomethingElseIsMadeAgain(t *testing.T) {
	s := someShop(t)
	other := newShop()
	rank := map[string]string{"1": "a", "2": "b"}
	other.pets.Order("elsewhere", func(p *pet) Rank { return ByText(rank[p.ID]) })
	s.pets.Changed(func(p *pet) { other.pets.Reorder(p.ID) })
	other.put(t, pet{ID: "1", Name: "one"}, pet{ID: "2", Name: "two"})
	page := func() string {
		rows, _ := other.pets.Rows().Page(Query[pet]{By: "elsewhere"})
		return names(rows)
	}
	if got := page(); got != "one two" {
		t.Fatal(got)
	}
	rank["1"] = "c"
	s.put(t, pet{ID: "1", Name: "changed"})
	if got := page(); got != "two one" {
		t.Errorf("after a change elsewhere the order is %q", got)
	}
}

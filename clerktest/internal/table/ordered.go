package table

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"
)

// An ordered keeps all rows of a table in the order of a rank. It is built when it is first asked for. From then on it only notes
// which rows changed, and the next page puts those few in their places.
type ordered[T any] struct {
	table *Table[T]
	rank  func(*T) Rank

	mu     sync.Mutex // readers put rows in their places
	built  bool
	sorted []*placed[T]
	places map[*row[T]]*placed[T]
	moved  map[*row[T]]struct{}
}

// Order adds an order to an empty table, by a name for [Query.By]. If the rank is made of more than the row, [Table.Reorder] has
// to be called when that changes.
func (t *Table[T]) Order(name string, rank func(*T) Rank) {
	o := &ordered[T]{table: t, rank: rank}
	if t.orders == nil {
		t.orders = map[string]*ordered[T]{}
	}
	t.orders[name] = o
	t.indexes = append(t.indexes, o)
}

// Reorder notes that the ranks of a row may have changed with something that is not in the row.
func (t *Table[T]) Reorder(id string) {
	if r := t.rows[id]; r != nil {
		for _, o := range t.orders {
			o.add(r)
		}
	}
}

// Changed has f called with each value that a row gets and each that it loses, also when a transaction is taken back. f may call
// Reorder, and changes nothing.
func (t *Table[T]) Changed(f func(*T)) { t.indexes = append(t.indexes, hook[T]{f}) }

func (o *ordered[T]) label() string                          { return "" }
func (o *ordered[T]) conflict(*T, *row[T]) (string, *row[T]) { return "", nil }
func (o *ordered[T]) same(_, _ *T) bool                      { return !o.built }
func (o *ordered[T]) drop(r *row[T])                         { o.add(r) }

func (o *ordered[T]) add(r *row[T]) {
	if o.built {
		o.moved[r] = struct{}{}
	}
}

// settle returns all rows in their order. The list is good until the lock of the store is given back.
func (o *ordered[T]) settle() []*placed[T] {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.built || len(o.moved) > len(o.table.home)/8 {
		o.build()
	}
	for r := range o.moved {
		if p := o.places[r]; p != nil {
			if at, ok := slices.BinarySearchFunc(o.sorted, p, comparePlaces[T]); ok {
				o.sorted = slices.Delete(o.sorted, at, at+1)
			}
			delete(o.places, r)
		}
		if o.table.rows[o.table.id(r.value)] != r {
			continue // it is gone
		}
		p := &placed[T]{o.rank(r.value), r}
		at, _ := slices.BinarySearchFunc(o.sorted, p, comparePlaces[T])
		o.sorted = slices.Insert(o.sorted, at, p)
		o.places[r] = p
	}
	clear(o.moved)
	return o.sorted
}

func (o *ordered[T]) build() {
	o.built, o.moved = true, map[*row[T]]struct{}{}
	o.places = make(map[*row[T]]*placed[T], len(o.table.home))
	o.sorted = make([]*placed[T], len(o.table.home))
	for i, r := range o.table.home {
		o.sorted[i] = &placed[T]{o.rank(r.value), r}
		o.places[r] = o.sorted[i]
	}
	slices.SortFunc(o.sorted, comparePlaces[T])
}

func comparePlaces[T any](a, b *placed[T]) int {
	if a.rank.Missing != b.rank.Missing {
		if a.rank.Missing {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(a.rank.Number, b.rank.Number), strings.Compare(a.rank.Text, b.rank.Text),
		cmp.Compare(a.row.serial, b.row.serial))
}

// page makes the page of a query of all rows.
func (o *ordered[T]) page(q Query[T]) ([]*T, int) {
	sorted := o.settle()
	// Those that have no rank come last either way.
	missing := sort.Search(len(sorted), func(i int) bool { return sorted[i].rank.Missing })
	page, total, skip := []*T{}, 0, q.Offset
	for i := range sorted {
		switch {
		case q.Descending && i < missing:
			i = missing - 1 - i
		case q.Descending:
			i = len(sorted) - 1 - (i - missing)
		}
		full := q.Limit > 0 && len(page) == q.Limit
		if q.Keep == nil && full {
			return page, len(sorted)
		}
		v := sorted[i].row.value
		if q.Keep != nil && !q.Keep(v) {
			continue
		}
		total++
		switch {
		case full:
		case skip > 0:
			skip--
		default:
			page = append(page, v)
		}
	}
	return page, total
}

// A hook is an index that finds nothing, and tells of changes.
type hook[T any] struct{ f func(*T) }

func (h hook[T]) label() string                          { return "" }
func (h hook[T]) conflict(*T, *row[T]) (string, *row[T]) { return "", nil }
func (h hook[T]) same(_, _ *T) bool                      { return false }
func (h hook[T]) drop(r *row[T])                         { h.f(r.value) }
func (h hook[T]) add(r *row[T])                          { h.f(r.value) }

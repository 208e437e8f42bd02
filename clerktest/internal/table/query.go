package table

import (
	"iter"
	"slices"
	"strings"
	"time"
)

// Rows are rows in the order of their age. They are good until the lock is given back.
type Rows[T any] struct {
	table *Table[T]
	list  list[T]
}

// Rows returns all rows of the table.
func (t *Table[T]) Rows() Rows[T] { return Rows[T]{t, t.home} }

// Len returns how many there are.
func (r Rows[T]) Len() int { return len(r.list) }

// All yields the rows, the oldest first. It stands for the rows of the moment it is called at, and they may be changed and
// deleted on the way.
func (r Rows[T]) All() iter.Seq[*T] {
	held := slices.Clone(r.list)
	return func(yield func(*T) bool) {
		for _, one := range held {
			if !yield(one.value) {
				return
			}
		}
	}
}

// Each yields the rows like All, for those who change nothing on the way.
func (r Rows[T]) Each() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, one := range r.list {
			if !yield(one.value) {
				return
			}
		}
	}
}

// A Rank is what a row is ordered by. What is missing comes last, upwards and downwards.
type Rank struct {
	Missing bool
	Number  int64
	Text    string
}

// ByText ranks by a text without regard to case; "" is missing.
func ByText(text string) Rank { return Rank{Missing: text == "", Text: strings.ToLower(text)} }

// ByNumber ranks by a number.
func ByNumber[N ~int | ~int64](n N) Rank { return Rank{Number: int64(n)} }

// ByTime ranks by a time; the zero time is missing.
func ByTime(t time.Time) Rank {
	if t.IsZero() {
		return Rank{Missing: true}
	}
	return Rank{Number: t.UnixMilli()}
}

// A Query says which of some rows are wanted, and in which order.
type Query[T any] struct {
	Keep       func(*T) bool // nil: all
	Rank       func(*T) Rank // nil: see By
	By         string        // the name of an order of the table; one that it does not have is that of age
	Descending bool
	After      string // the id of a row, in or outside of the selection, that the page begins after; needs the order of age
	Offset     int
	Limit      int // 0: all
}

// Page returns a part of the rows that are kept, and how many those are without After, Offset and Limit. Rows of one rank are in
// the order of their arrival, or against it where the query is descending.
func (r Rows[T]) Page(q Query[T]) ([]*T, int) {
	if o := r.table.orders[q.By]; o != nil && q.Rank == nil {
		if len(r.list) == len(r.table.home) {
			return o.page(q)
		}
		q.Rank = o.rank
	}
	if q.Rank != nil {
		return r.ranked(q)
	}
	cursor := r.table.rows[q.After]
	page, total, skip := []*T{}, 0, q.Offset
	for i := range r.list {
		one := r.list[i]
		if q.Descending {
			one = r.list[len(r.list)-1-i]
		}
		full := q.Limit > 0 && len(page) == q.Limit
		if q.Keep == nil && full {
			return page, len(r.list) // all of them count
		}
		if q.Keep != nil && !q.Keep(one.value) {
			continue
		}
		total++
		if full || cursor != nil && (older(one, cursor) < 0) != q.Descending || one == cursor {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		page = append(page, one.value)
	}
	return page, total
}

// A placed row has its rank beside it, which is made once.
type placed[T any] struct {
	rank Rank
	row  *row[T]
}

// ranked makes the page of another order. Only so many rows as the page and what lies before it are kept in order.
func (r Rows[T]) ranked(q Query[T]) ([]*T, int) {
	compare := func(a, b placed[T]) int {
		c := comparePlaces(&a, &b)
		if q.Descending && a.rank.Missing == b.rank.Missing {
			return -c
		}
		return c
	}
	need := q.Offset + q.Limit
	if q.Limit == 0 || need > len(r.list) {
		need = len(r.list)
	}
	var best []placed[T]
	total, cut := 0, false // cut: the first rows of best are in order, and there are no better ones among those left out
	for _, one := range r.list {
		if q.Keep != nil && !q.Keep(one.value) {
			continue
		}
		total++
		next := placed[T]{q.Rank(one.value), one}
		if need == 0 || cut && compare(best[need-1], next) < 0 {
			continue
		}
		if best = append(best, next); len(best) == 2*need {
			slices.SortFunc(best, compare)
			best, cut = best[:need], true
		}
	}
	slices.SortFunc(best, compare)
	best = best[min(q.Offset, len(best)):]
	if q.Limit > 0 {
		best = best[:min(q.Limit, len(best))]
	}
	page := make([]*T, len(best))
	for i, b := range best {
		page[i] = b.row.value
	}
	return page, total
}

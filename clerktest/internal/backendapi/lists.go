package backendapi

import (
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// Limits of lists (Clerk: limit and offset).
const maxLimit = 500

type (
	limit  int
	offset int
)

// A window is the params of a list that say which part of it is wanted.
type window struct {
	Limit  limit  `query:"limit" default:"10"`
	Offset offset `query:"offset"`
}

// A page is a list with the number of all.
type page struct {
	Data       any `json:"data"`
	TotalCount int `json:"total_count"`
}

// A source is some rows, what to keep of them, and what they can be ordered by. An order that has no rank is one that the table
// keeps, or else that of age.
type source[T any] struct {
	rows  table.Rows[T]
	keep  func(*T) bool
	ranks map[string]func(*T) table.Rank
}

// list makes the views of a part of a source, and counts all of it.
func list[T, V any](s source[T], order Order, w window, view func(*T) V) ([]V, int) {
	return listAfter(s, order, w, "", view)
}

func listAfter[T, V any](s source[T], order Order, w window, after string, view func(*T) V) ([]V, int) {
	rows, total := s.rows.Page(table.Query[T]{
		Keep: s.keep, Rank: s.ranks[order.Name], By: order.Name, Descending: order.Descending, After: after,
		Limit: int(w.Limit), Offset: int(w.Offset),
	})
	return each(rows, view), total
}

// paged is list for the form {data, total_count}.
func paged[T, V any](s source[T], order Order, w window, view func(*T) V) page {
	views, total := list(s, order, w, view)
	return page{views, total}
}

// newest is the order of lists that have no order_by.
var newest = Order{Descending: true}

// bareOrPaged returns a list in the form that is asked for with paginated=true, and else as an array.
func bareOrPaged[V any](paginated bool, views []V, total int) any {
	if paginated {
		return page{views, total}
	}
	return views
}

// A selection is what a param with signs asks for: "-id" leaves one out, "+id" or "id" takes one in.
type selection struct{ in, out []string }

func selectionOf(values []string) selection {
	var s selection
	for _, value := range values {
		if id, excluded := strings.CutPrefix(value, "-"); excluded {
			s.out = append(s.out, id)
		} else {
			s.in = append(s.in, strings.TrimPrefix(value, "+"))
		}
	}
	return s
}

func (s selection) empty() bool { return len(s.in)+len(s.out) == 0 }

// allows reports whether something may be in the list that has an id if has says so: one of those that are taken in, where there
// are any, and none of those that are left out.
func (s selection) allows(has func(id string) bool) bool {
	return (len(s.in) == 0 || slices.ContainsFunc(s.in, has)) && !slices.ContainsFunc(s.out, has)
}

// allowsID is allows for what has one id.
func (s selection) allowsID(own string) bool {
	return s.allows(func(id string) bool { return id == own })
}

// A filter is conditions, all of which a row has to meet.
type filter[T any] []func(*T) bool

func (f *filter[T]) when(condition func(*T) bool) { *f = append(*f, condition) }

// keep returns the filter for a query: nil where there are no conditions.
func (f filter[T]) keep() func(*T) bool {
	if len(f) == 0 {
		return nil
	}
	return func(v *T) bool {
		for _, meets := range f {
			if !meets(v) {
				return false
			}
		}
		return true
	}
}

// contains reports whether one of the texts has the part in it, in whatever case. part is in lower case.
func contains(part string, texts ...string) bool {
	for _, text := range texts {
		if len(text) >= len(part) && strings.Contains(strings.ToLower(text), part) {
			return true
		}
	}
	return false
}

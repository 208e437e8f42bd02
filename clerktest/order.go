package clerktest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// A rank is what something is ordered by. What has none comes last in either direction.
type rank struct {
	missing bool
	number  int64
	text    string
}

func byText(text string) rank {
	return rank{missing: text == "", text: strings.ToLower(text)}
}

func byTime(t time.Time) rank {
	if t.IsZero() {
		return rank{missing: true}
	}
	return rank{number: t.UnixMilli()}
}

// An ordering is a total order of items: those that rank the same are in the order of their arrival.
type ordering[T any] struct {
	name       string
	descending bool
	rank       func(T) rank
	serial     func(T) int
}

// readOrder reads the param order_by: the name of one of the ranks with + or - in front, + if neither is there. Default: the
// newest first.
func readOrder[T any](q *query, serial func(T) int, ranks map[string]func(T) rank) ordering[T] {
	text := cmp.Or(q.text("order_by"), "-created_at")
	name, descending := strings.CutPrefix(text, "-")
	if !descending {
		name = strings.TrimPrefix(name, "+")
	}
	o := ordering[T]{name: name, descending: descending, rank: ranks[name], serial: serial}
	if o.rank == nil {
		hint := ""
		if strings.HasPrefix(text, " ") {
			hint = " A plus sign has to be written as %2B in an address."
		}
		q.wrong("order_by", "must be one of %s, with + or - in front.%s", strings.Join(slices.Sorted(maps.Keys(ranks)), ", "), hint)
	}
	return o
}

func (o ordering[T]) compare(a, b T) int {
	x, y := o.rank(a), o.rank(b)
	if x.missing != y.missing {
		if x.missing {
			return 1
		}
		return -1
	}
	c := cmp.Or(cmp.Compare(x.number, y.number), strings.Compare(x.text, y.text), cmp.Compare(o.serial(a), o.serial(b)))
	if o.descending {
		return -c
	}
	return c
}

// after returns the items that follow another one, which need not be among them.
func (o ordering[T]) after(items []T, cursor T) []T {
	at := slices.IndexFunc(items, func(item T) bool { return o.compare(cursor, item) < 0 })
	if at < 0 {
		return nil
	}
	return items[at:]
}

package contract

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pageSize is the limit that the iterators are called with.
const pageSize = 3

// A stock is what a list of a stand-in for Clerk holds. It pages as the real one does: by limit and offset, or by cursor.
type stock struct {
	op    *operation
	items []any
}

func newStock(op *operation, size int) *stock {
	s := &stock{op: op}
	item := listItem(op)
	for n := range size {
		m := maker{full: true}
		m.count = 100 * n
		value := m.make("", item).value
		if object, ok := value.(map[string]any); ok && object["id"] != nil {
			object["id"] = fmt.Sprintf("item_%d", n)
		}
		s.items = append(s.items, value)
	}
	return s
}

// listItem returns the schema of the items of a list.
func listItem(op *operation) *schema { return itemsOf(op.answer).item }

// pages reports whether a list comes in pages.
func pages(op *operation) bool { return op.takes("limit") && op.takes("offset") }

// answer returns the page that a request asks for, in the form of the document, or in an object if it says paginated.
func (s *stock) answer(r recorded) any {
	items := s.items
	if after := r.query.Get("starting_after"); after != "" {
		at := slices.IndexFunc(items, func(item any) bool { return reflect.DeepEqual(idOf(item), after) })
		items = items[at+1:]
	}
	if pages(s.op) {
		offset, _ := strconv.Atoi(r.query.Get("offset"))
		limit, err := strconv.Atoi(r.query.Get("limit"))
		if err != nil {
			limit = 10
		}
		items = items[min(offset, len(items)):]
		items = items[:min(limit, len(items))]
	}
	items = append([]any{}, items...)
	total := float64(len(s.items))
	switch {
	case s.op.answer.kind == list && r.query.Get("paginated") != "true":
		return items
	case s.op.answer.field("m2m_tokens") != nil:
		return map[string]any{"m2m_tokens": items, "total_count": total}
	default:
		return map[string]any{"data": items, "total_count": total}
	}
}

func idOf(item any) any {
	object, _ := item.(map[string]any)
	return object["id"]
}

// callsFor returns how many requests a list of so many items takes.
func callsFor(op *operation, size int) int {
	_, counted := map[string]bool{"Users.List": true}[op.name]
	switch {
	case !pages(op):
		return 1
	case counted: // nothing says that a full page was the last one
		return size/pageSize + 1
	default:
		return max(1, (size+pageSize-1)/pageSize)
	}
}

// checkIterator goes through lists of several sizes, to their end and not.
func checkIterator(v *view, op *operation, name string) (problems []problem) {
	fail := func(format string, args ...any) {
		problems = append(problems, problem{name, "", fmt.Sprintf(format, args...)})
	}
	for _, size := range []int{0, 1, pageSize, pageSize + 1, 3 * pageSize} {
		s := newStock(op, size)
		got, requests, err := iterate(v, op, name, s, -1)
		if err != nil {
			fail("a list of %d items: %v", size, err)
			return problems
		}
		if len(got) != size {
			fail("a list of %d items gives %d", size, len(got))
		}
		for i, item := range got[:min(len(got), size)] {
			if deltas := carried(s.items[i], item.json, item.value, fmt.Sprintf("/%d", i)); len(deltas) > 0 {
				fail("item %d of %d has %s at %s instead of %s", i, size, deltas[0].got, deltas[0].path, deltas[0].want)
				break
			}
		}
		if want := callsFor(op, size); len(requests) != want {
			fail("a list of %d items in pages of %d takes %d requests instead of %d", size, pageSize, len(requests), want)
		}
		for _, r := range requests {
			if op.takes("starting_after") && r.query.Get("offset") != "" && r.query.Get("offset") != "0" {
				fail("it pages by offset, and large offsets are slow; use the cursor starting_after")
			}
			if op.takes("paginated") && r.query.Get("paginated") != "true" {
				fail("it does not ask with paginated=true")
			}
		}
	}
	if _, requests, err := iterate(v, op, name, nil, -1); err != nil || len(requests) != 1 {
		fail("with nil params and a list of no items it makes %d requests instead of one, and gives the error %v", len(requests), err)
	}
	got, requests, err := iterate(v, op, name, newStock(op, 3*pageSize), 1)
	if err != nil || len(got) != 1 || len(requests) != 1 {
		fail("left after one item it gave %d, made %d requests instead of one, and the error %v", len(got), len(requests), err)
	}
	return problems
}

// An item is what an iterator gave, itself and in JSON.
type item struct {
	value reflect.Value
	json  any
}

// iterate goes through a list and leaves after so many items; -1 is never. No stock is an empty one, and nil params.
func iterate(v *view, op *operation, name string, s *stock, leave int) (got []item, requests []recorded, err error) {
	var failure error
	in := invocation{ids: idsFor(op), query: map[string]any{}, empty: s == nil}
	if s == nil {
		s = newStock(op, 0)
	}
	v.transport.answer = func(r recorded) (int, []byte) {
		body, err := marshal(s.answer(r))
		if err != nil {
			failure = err
		}
		return http.StatusOK, body
	}
	defer func() { v.transport.answer = nil }()
	v.transport.take()
	for _, p := range op.params {
		if p.required && p.name != "limit" {
			in.query[p.name] = maker{}.make("", p.schema).value
		}
	}
	if pages(op) {
		in.query["limit"] = float64(pageSize)
	}
	results, _, bad := invoke(v.methods[name], in)
	if bad != nil {
		return nil, nil, bad
	}
	for value, seqErr := range results[0].Seq2() {
		if !seqErr.IsNil() {
			err, _ = seqErr.Interface().(error)
			return got, v.transport.take(), err
		}
		back, err := marshalled(value)
		if err != nil {
			return nil, nil, err
		}
		got = append(got, item{value, back})
		if len(got) == leave {
			break
		}
	}
	return got, v.transport.take(), failure
}

func TestIterators(t *testing.T) {
	a, v := loadAPI(t), newView(t)
	n := 0
	for _, name := range sorted(v.methods) {
		op := listOf(a, name)
		if op == nil || !isIterator(v.methods[name]) {
			continue
		}
		n++
		if op.answer == nil || itemsOf(op.answer).kind != list {
			t.Errorf("%s goes through the answers of %s, which are no list", name, op.name)
			continue
		}
		report(t, checkIterator(v, op, name))
	}
	say("%d iterators", n)
	for _, op := range a.operations {
		service, method, _ := strings.Cut(op.name, ".")
		what, isList := strings.CutPrefix(method, "List")
		if _, ok := v.methods[service+".All"+what]; isList && pages(op) && !ok {
			t.Errorf("%s comes in pages and has no iterator %s.All%s; add it", op.name, service, what)
		}
	}
}

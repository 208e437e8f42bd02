package table

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// A Table is rows of one type, by id. Its methods need the lock of its [Store]: those that change something that of Update.
type Table[T any] struct {
	store   *Store
	id      func(*T) string
	born    func(*T) time.Time
	rows    map[string]*row[T]
	home    list[T] // all rows
	indexes []index[T]
	orders  map[string]*ordered[T]
	serial  int // of the last row
	watch   func(before, after *T)
}

// A row is the place of a value.
type row[T any] struct {
	value  *T
	born   int64 // Unix milliseconds
	serial int
}

// New adds a table to a store. id is what rows are found by, and born is how old they are.
func New[T any](s *Store, name string, id func(*T) string, born func(*T) time.Time) *Table[T] {
	t := &Table[T]{store: s, id: id, born: born, rows: map[string]*row[T]{}}
	if s.tables == nil {
		s.tables = map[string]saver{}
	}
	if s.tables[name] != nil {
		panic("table: there are two tables with the name " + name)
	}
	s.tables[name] = t
	return t
}

// Watch has f called for every change: before is nil for a row that is new, after for one that is deleted, and f is called
// before it goes. What is taken back later has been reported too. Several may watch, and are
// called in their order.
func (t *Table[T]) Watch(f func(before, after *T)) {
	first := t.watch
	if first == nil {
		t.watch = f
		return
	}
	t.watch = func(before, after *T) {
		first(before, after)
		f(before, after)
	}
}

// Get returns the row with this id, or nil. It must not be changed.
func (t *Table[T]) Get(id string) *T {
	if r := t.rows[id]; r != nil {
		return r.value
	}
	return nil
}

// Len returns how many rows there are.
func (t *Table[T]) Len() int { return len(t.home) }

// ID returns what a row is found by.
func (t *Table[T]) ID(v *T) string { return t.id(v) }

// Put adds a row, or takes one in the place of the row with the same id. The error is a *TakenError, and nothing has changed then.
func (t *Table[T]) Put(v T) error {
	at := t.rows[t.id(&v)]
	for _, i := range t.indexes {
		if key, owner := i.conflict(&v, at); owner != nil {
			return &TakenError{Index: i.label(), Key: key, Owner: t.id(owner.value)}
		}
	}
	if at == nil {
		t.serial++
		t.insert(&row[T]{value: &v, born: t.born(&v).UnixMilli(), serial: t.serial})
		return nil
	}
	before := at.value
	t.store.undo = append(t.store.undo, func() { t.replace(at, before) })
	t.replace(at, &v)
	t.report(before, &v)
	return nil
}

func (t *Table[T]) insert(r *row[T]) {
	t.store.undo = append(t.store.undo, func() { t.detach(r) })
	t.attach(r)
	t.report(nil, r.value)
}

func (t *Table[T]) report(before, after *T) {
	if t.watch != nil && !t.store.silent {
		t.watch(before, after)
	}
}

// Delete takes a row away and returns it, or nil if there was none.
func (t *Table[T]) Delete(id string) *T {
	r := t.rows[id]
	if r == nil {
		return nil
	}
	t.report(r.value, nil)
	t.store.undo = append(t.store.undo, func() { t.attach(r) })
	t.detach(r)
	return r.value
}

// DeleteAll takes rows of the table away.
func (t *Table[T]) DeleteAll(rows Rows[T]) {
	for v := range rows.All() {
		t.Delete(t.id(v))
	}
}

func (t *Table[T]) attach(r *row[T]) {
	t.rows[t.id(r.value)] = r
	t.home.insert(r)
	for _, i := range t.indexes {
		i.add(r)
	}
}

func (t *Table[T]) detach(r *row[T]) {
	delete(t.rows, t.id(r.value))
	t.home.remove(r)
	for _, i := range t.indexes {
		i.drop(r)
	}
}

// replace gives a row another value of the same id. Where it lies in the lists changes only if it has to.
func (t *Table[T]) replace(r *row[T], v *T) {
	born := t.born(v).UnixMilli()
	if born != r.born {
		t.detach(r)
		r.value, r.born = v, born
		t.attach(r)
		return
	}
	moved := slices.DeleteFunc(slices.Clone(t.indexes), func(i index[T]) bool { return i.same(r.value, v) })
	for _, i := range moved {
		i.drop(r)
	}
	r.value = v
	for _, i := range moved {
		i.add(r)
	}
}

func (t *Table[T]) save() (json.RawMessage, error) {
	arrived := slices.SortedFunc(slices.Values(t.home), func(a, b *row[T]) int { return cmp.Compare(a.serial, b.serial) })
	values := make([]*T, len(arrived))
	for i, r := range arrived {
		values[i] = r.value
	}
	return json.Marshal(values)
}

func (t *Table[T]) load(rows json.RawMessage) error {
	var values []T
	if err := decode(rows, &values); err != nil {
		return err
	}
	for _, v := range values {
		if err := t.Put(v); err != nil {
			return err
		}
	}
	return nil
}

// clear deletes all rows, the youngest first, which is quick.
func (t *Table[T]) clear() {
	for _, r := range slices.Backward(slices.Clone(t.home)) {
		t.Delete(t.id(r.value))
	}
}

package table

import (
	"cmp"
	"fmt"
	"slices"
)

// A TakenError says that another row has a key which only one may have.
type TakenError struct {
	Index string // the name of the index
	Key   string // what is taken
	Owner string // the id of the row that has it
}

// Error says it in a sentence.
func (t *TakenError) Error() string {
	return fmt.Sprintf("table: the %s %.80q is that of %s already", t.Index, t.Key, t.Owner)
}

// An index finds rows by keys that are made of their values.
type index[T any] interface {
	label() string
	conflict(v *T, own *row[T]) (string, *row[T])
	same(a, b *T) bool
	add(*row[T])
	drop(*row[T])
}

// A Unique index has one row at most for each key.
type Unique[T any] struct {
	name string
	keys func(*T) []string
	rows map[string]*row[T]
}

// Unique adds an index to an empty table. keys makes the keys of a row, in the spelling that they compare by; the key "" is none.
// The name is for [TakenError].
func (t *Table[T]) Unique(name string, keys func(*T) []string) *Unique[T] {
	u := &Unique[T]{name: name, keys: keys, rows: map[string]*row[T]{}}
	t.indexes = append(t.indexes, u)
	return u
}

// Get returns the row with this key, or nil.
func (u *Unique[T]) Get(key string) *T {
	if r := u.rows[key]; r != nil {
		return r.value
	}
	return nil
}

func (u *Unique[T]) label() string { return u.name }

func (u *Unique[T]) conflict(v *T, own *row[T]) (string, *row[T]) {
	for _, key := range u.keys(v) {
		if r := u.rows[key]; r != nil && r != own {
			return key, r
		}
	}
	return "", nil
}

func (u *Unique[T]) same(a, b *T) bool { return slices.Equal(u.keys(a), u.keys(b)) }

func (u *Unique[T]) add(r *row[T]) {
	for _, key := range u.keys(r.value) {
		if key != "" {
			u.rows[key] = r
		}
	}
}

func (u *Unique[T]) drop(r *row[T]) {
	for _, key := range u.keys(r.value) {
		delete(u.rows, key)
	}
}

// A Multi index has any number of rows for each key.
type Multi[T any] struct {
	table *Table[T]
	keys  func(*T) []string
	rows  map[string]*list[T]
}

// Multi adds an index to an empty table. keys makes the keys of a row, each once; the key "" is none.
func (t *Table[T]) Multi(keys func(*T) []string) *Multi[T] {
	m := &Multi[T]{table: t, keys: keys, rows: map[string]*list[T]{}}
	t.indexes = append(t.indexes, m)
	return m
}

// Get returns the rows with this key.
func (m *Multi[T]) Get(key string) Rows[T] {
	if l := m.rows[key]; l != nil {
		return Rows[T]{m.table, *l}
	}
	return Rows[T]{table: m.table}
}

func (m *Multi[T]) label() string { return "" }

func (m *Multi[T]) conflict(*T, *row[T]) (string, *row[T]) { return "", nil }

func (m *Multi[T]) same(a, b *T) bool { return slices.Equal(m.keys(a), m.keys(b)) }

func (m *Multi[T]) add(r *row[T]) {
	for _, key := range m.keys(r.value) {
		if key == "" {
			continue
		}
		if m.rows[key] == nil {
			m.rows[key] = &list[T]{}
		}
		m.rows[key].insert(r)
	}
}

func (m *Multi[T]) drop(r *row[T]) {
	for _, key := range m.keys(r.value) {
		l := m.rows[key]
		if l == nil {
			continue
		}
		if l.remove(r); len(*l) == 0 {
			delete(m.rows, key)
		}
	}
}

// A list is rows in the order of their age.
type list[T any] []*row[T]

func older[T any](a, b *row[T]) int {
	return cmp.Or(cmp.Compare(a.born, b.born), cmp.Compare(a.serial, b.serial))
}

func (l *list[T]) insert(r *row[T]) {
	if n := len(*l); n == 0 || older((*l)[n-1], r) < 0 {
		*l = append(*l, r) // nearly always
		return
	}
	at, _ := slices.BinarySearchFunc(*l, r, older[T])
	*l = slices.Insert(*l, at, r)
}

func (l *list[T]) remove(r *row[T]) {
	if at, ok := slices.BinarySearchFunc(*l, r, older[T]); ok {
		*l = slices.Delete(*l, at, at+1)
	}
}

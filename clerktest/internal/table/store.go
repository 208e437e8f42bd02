package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
)

// A Store is some tables under one lock. The zero Store is empty and ready.
type Store struct {
	mu     sync.RWMutex
	undo   []func() // what takes the running transaction back, the first step first
	silent bool     // while a snapshot is restored, which is no history
	tables map[string]saver
}

// A saver is a table of whatever type.
type saver interface {
	save() (json.RawMessage, error)
	load(rows json.RawMessage) error
	clear()
}

// View runs f while nothing changes. f only reads, and does not call View or Update.
func (s *Store) View(f func()) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f()
}

// Update runs f while nobody else reads or writes. If f returns an error, which Update returns too, or panics, all that it did to
// the tables is taken back. f does not call View or Update.
func (s *Store) Update(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := false
	defer func() {
		steps := s.undo
		s.undo = nil
		for i := len(steps) - 1; i >= 0 && !kept; i-- {
			steps[i]()
		}
	}()
	err := f()
	kept = err == nil
	return err
}

// Snapshot returns all rows of all tables as JSON. The caller holds the lock, by View or Update.
func (s *Store) Snapshot() (json.RawMessage, error) {
	all := map[string]json.RawMessage{}
	for name, t := range s.tables {
		rows, err := t.save()
		if err != nil {
			return nil, fmt.Errorf("table: %s cannot be written: %w", name, err)
		}
		all[name] = rows
	}
	return json.Marshal(all)
}

// Restore replaces all rows of all tables by those of a Snapshot. A table that it does not name is empty afterwards; a name that
// no table has is an error. The caller is within Update, which takes everything back after an error. Watchers are not called.
func (s *Store) Restore(snapshot []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(snapshot, &all); err != nil {
		return fmt.Errorf("table: the snapshot is no JSON object: %w", err)
	}
	for name := range all {
		if s.tables[name] == nil {
			return fmt.Errorf("table: the snapshot has a table %q, which is unknown here", name)
		}
	}
	s.silent = true
	defer func() { s.silent = false }()
	for name, t := range s.tables {
		t.clear()
		if rows, ok := all[name]; ok {
			if err := t.load(rows); err != nil {
				return fmt.Errorf("table: %s of the snapshot: %w", name, err)
			}
		}
	}
	return nil
}

// decode reads JSON with its numbers as they were written, so that none loses digits.
func decode(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(into)
}

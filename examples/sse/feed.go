package main

import (
	"strconv"
	"sync"
	"time"
)

// kept is how many notes a client can have missed and still get.
const kept = 500

// A note is what one user has told all others.
type note struct {
	id   int64
	From string `json:"from"`
	Text string `json:"text"`
}

// A feed has the latest notes. It is safe for concurrent use.
type feed struct {
	mu    sync.Mutex
	notes []note
	last  int64
	more  chan struct{} // closed by the next note
}

// newFeed begins to count at the time in milliseconds, so that ids of an earlier run are lower than all of this one: a client that
// comes back after a restart gets everything.
func newFeed(now time.Time) *feed { return &feed{last: now.UnixMilli(), more: make(chan struct{})} }

func (f *feed) add(from, text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last++
	if len(f.notes) == kept {
		f.notes = append(f.notes[:0:0], f.notes[1:]...)
	}
	f.notes = append(f.notes, note{f.last, from, text})
	close(f.more)
	f.more = make(chan struct{})
}

// after returns the notes after an id, and what is closed when there are more. Nothing is kept for a client that is slow, or gone: it
// asks again.
func (f *feed) after(id int64) ([]note, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, n := range f.notes {
		if n.id > id {
			return f.notes[i:len(f.notes):len(f.notes)], f.more
		}
	}
	return nil, f.more
}

// position reads the header Last-Event-ID, with which an EventSource says what it has got. What is no id means nothing yet.
func (f *feed) position(lastEventID string) int64 {
	id, err := strconv.ParseInt(lastEventID, 10, 64)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil || id > f.last {
		return 0
	}
	return id
}

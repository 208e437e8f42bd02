package main

import (
	"strconv"
	"testing"
	"time"
)

func TestWhatAClientHasMissed(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	f := newFeed(start)
	for i := range kept + 2 {
		f.add("user_ada", strconv.Itoa(i+1))
	}
	id := func(n int64) string { return strconv.FormatInt(start.UnixMilli()+n, 10) }
	for name, row := range map[string]struct {
		lastEventID string
		count       int
		first       string
	}{
		"nothing is known of it":                     {"", kept, "3"},
		"it has all":                                 {id(kept + 2), 0, ""},
		"it misses the last":                         {id(kept + 1), 1, "502"},
		"it misses more than is kept":                {id(1), kept, "3"},
		"it was here before a restart":               {strconv.FormatInt(start.Add(-time.Hour).UnixMilli()+900, 10), kept, "3"},
		"it has what was never written":              {id(kept + 3), kept, "3"},
		"it says what is no id":                      {"1e9", kept, "3"},
		"it says a number that is none in this code": {"99999999999999999999", kept, "3"},
	} {
		t.Run(name, func(t *testing.T) {
			notes, _ := f.after(f.position(row.lastEventID))
			if len(notes) != row.count || row.count > 0 && notes[0].Text != row.first {
				t.Errorf("it gets %d notes from %v, want %d from %s", len(notes), notes[:min(1, len(notes))], row.count, row.first)
			}
		})
	}
}

func TestTheNextNoteWakesWhoeverWaits(t *testing.T) {
	f := newFeed(time.Unix(1_700_000_000, 0))
	notes, more := f.after(0)
	select {
	case <-more:
		t.Fatal("there is something, before anybody has written")
	default:
	}
	f.add("user_ada", "hi")
	<-more
	if len(notes) != 0 {
		t.Error("what was read has changed")
	}
	if notes, _ = f.after(0); len(notes) != 1 || notes[0].From != "user_ada" {
		t.Errorf("there is %v", notes)
	}
}

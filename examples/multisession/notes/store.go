package notes

import (
	"slices"
	"strings"
	"sync"
)

const (
	maxForm  = 4 << 10 // bytes
	maxNote  = 200     // bytes
	maxNotes = 20      // of one account
)

// notebooks are the notes of all accounts, for as long as the program runs.
type notebooks struct {
	mu    sync.Mutex
	notes map[string][]string // by user
}

// add writes a note, and forgets the oldest where there are too many.
func (n *notebooks) add(userID, text string) {
	text = strings.ToValidUTF8(strings.TrimSpace(text), "")
	if text == "" {
		return
	}
	if len(text) > maxNote {
		text = strings.ToValidUTF8(text[:maxNote], "") + "…"
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.notes == nil {
		n.notes = map[string][]string{}
	}
	list := append(n.notes[userID], text)
	n.notes[userID] = list[max(0, len(list)-maxNotes):]
}

// of returns the notes of an account, the oldest first.
func (n *notebooks) of(userID string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.notes[userID])
}

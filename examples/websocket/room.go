package main

import "sync"

// backlog is how many messages a member may be behind.
const backlog = 64

// A message goes either way. What Type means is in the README.
type message struct {
	Type   string `json:"type"`
	From   string `json:"from,omitempty"`
	Text   string `json:"text,omitempty"`
	Token  string `json:"token,omitempty"` // from the client only
	Until  int64  `json:"until,omitempty"` // in milliseconds since 1970
	Reason string `json:"reason,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// A room has the connections that are told what is said. It is safe for concurrent use.
type room struct {
	mu      sync.Mutex
	members map[*member]struct{}
}

// A member is one connection.
type member struct {
	inbox chan message
	drop  func() // called for one that is too far behind
}

func newRoom() *room { return &room{members: map[*member]struct{}{}} }

func (r *room) join(drop func()) *member {
	m := &member{make(chan message, backlog), drop}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.members[m] = struct{}{}
	return m
}

func (r *room) leave(m *member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.members, m)
}

// tell tells everybody, and waits for nobody.
func (r *room) tell(what message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for m := range r.members {
		select {
		case m.inbox <- what:
		default:
			delete(r.members, m)
			m.drop()
		}
	}
}

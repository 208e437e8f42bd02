package main

import (
	"sync"
	"testing"
)

// A sender delivers until every delivery has been answered with 204, over the lives of a program.
type sender struct {
	mu       sync.Mutex
	queue    []happening
	answered map[string]bool // the events that were, by id
	answers  int
	again    int // deliveries that had to be repeated, for the answer was another one
	lost     int // deliveries without an answer
}

func (s *sender) next() (happening, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return happening{}, false
	}
	h := s.queue[0]
	s.queue = s.queue[1:]
	return h, true
}

// note takes down how a delivery ended, and returns how many there have been with 204.
func (s *sender) note(h happening, code int, err error) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil:
		s.lost++
	case code != 204:
		s.again++
	default:
		s.answered[h.id] = true
		s.answers++
		return s.answers
	}
	s.queue = append(s.queue, h)
	return 0
}

// send delivers with several workers until nothing is left or the program does not answer any more. At the answer with the
// number last, it kills the program.
func (s *sender) send(t *testing.T, c *child, last int) {
	t.Helper()
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for h, ok := s.next(); ok && t.Context().Err() == nil; h, ok = s.next() {
				answer, err := h.webhook.Send(t.Context(), c.url)
				code := 0
				if err == nil {
					code = answer.Code
				}
				if s.note(h, code, err) == last {
					c.kill()
				}
				if err != nil {
					return
				}
				if code != 204 && code != 503 {
					t.Errorf("a delivery is answered with %d: %s %s", code, answer.Body, c.output)
				}
			}
		})
	}
	workers.Wait()
}

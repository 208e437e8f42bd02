package replay

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// A reply is one prepared answer of the mock.
type reply struct {
	Status  int               `json:"status"`
	Body    json.RawMessage   `json:"body"`
	Headers map[string]string `json:"headers"`
	DelayMs int               `json:"delayMs"`
	Close   bool              `json:"close"`
}

// A mock is the Backend API of one case.
type mock struct {
	mu      sync.Mutex
	replies map[string][]reply
}

// Line returns the case as a line for the adapter, with the address of its own mock in it. The mock runs until stop.
func (c Case) Line() (line []byte, stop func(), err error) {
	m := &mock{replies: map[string][]reply{}}
	for call, raw := range c.Backend {
		var list []reply
		if json.Unmarshal(raw, &list) != nil {
			var one reply
			if err := json.Unmarshal(raw, &one); err != nil {
				return nil, nil, err
			}
			list = []reply{one}
		}
		m.replies[call] = list
	}
	server := httptest.NewServer(m)
	return bytes.ReplaceAll(c.line, []byte("{API_URL}"), []byte(server.URL)), server.Close, nil
}

// ServeHTTP answers a call with its next prepared reply, the last one for good, and 404 where there is none. The verify
// endpoints of machine tokens answer with and without /v1.
func (m *mock) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	next, ok := m.take(r.Method + " " + r.URL.Path)
	if !ok {
		if short, cut := strings.CutPrefix(r.URL.Path, "/v1"); cut {
			next, ok = m.take(r.Method + " " + short)
		}
	}
	if !ok {
		next, ok = m.take(r.Method + " /v1" + r.URL.Path)
	}
	switch {
	case !ok:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"errors":[{"code":"resource_not_found","message":"not found"}]}`))
		return
	case next.Close:
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
		return
	}
	if next.DelayMs > 0 {
		select {
		case <-time.After(time.Duration(next.DelayMs) * time.Millisecond):
		case <-r.Context().Done():
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	for name, value := range next.Headers {
		w.Header().Set(name, value)
	}
	if next.Status == 0 {
		next.Status = http.StatusOK
	}
	w.WriteHeader(next.Status)
	var text string
	if json.Unmarshal(next.Body, &text) == nil {
		_, _ = w.Write([]byte(text))
		return
	}
	_, _ = w.Write(next.Body)
}

func (m *mock) take(call string) (reply, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := m.replies[call]
	if len(list) == 0 {
		return reply{}, false
	}
	if len(list) > 1 {
		m.replies[call] = list[1:]
	}
	return list[0], true
}

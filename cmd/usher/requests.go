package main

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxSeen is how many requests are remembered.
const maxSeen = 200

// A seen is a request that was answered. Of its address only the path is kept: a query may hold tokens.
type seen struct {
	At           time.Time
	Method, Path string
	Status       int
	Took         time.Duration
}

// A journal is the last requests.
type journal struct {
	mu   sync.Mutex
	last []seen
}

func (j *journal) add(s seen) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.last = append(j.last, s); len(j.last) > maxSeen {
		j.last = slices.Delete(j.last, 0, 1)
	}
}

// newest returns what is remembered, the last one first.
func (j *journal) newest() []seen {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := slices.Clone(j.last)
	slices.Reverse(out)
	return out
}

// watch writes down what next answers.
func (j *journal) watch(next http.Handler, w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	noted := &statusWriter{ResponseWriter: w}
	defer func() { // also where the connection is dropped
		path := r.URL.Path
		if len(path) > 200 {
			path = path[:200] + "…"
		}
		j.add(seen{At: start, Method: r.Method, Path: path, Status: noted.status, Took: time.Since(start)})
	}()
	next.ServeHTTP(noted, r)
}

// A statusWriter notes the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int // 0 before there is one
}

// WriteHeader notes the status.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write notes that the status is 200 where none was written.
func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

package backend_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// options are those of a client that knows nothing of the environment.
func options() clerk.Options {
	return clerk.Options{
		SecretKey: "sk_test_example", MachineSecretKey: "ak_example", APIURL: "https://api.clerk.test",
		Getenv: func(string) string { return "" },
	}
}

// stub returns a client whose requests are answered from a table, without a network: the key is the method and the path after
// the version, as in "GET /users/user_1", the value the body. The query is not looked at; what is not in the table is a 404.
func stub(answers map[string]string) *backend.Client {
	c, _ := newStub(answers)
	return c
}

func newStub(answers map[string]string) (*backend.Client, *recorder) {
	r := &recorder{answers: answers}
	c, err := backend.New(options(), backend.WithHTTPClient(&http.Client{Transport: r}), backend.WithRetry(backend.Retry{Attempts: 1}))
	if err != nil {
		panic(err)
	}
	return c, r
}

// A recorder is a transport that answers from a table and keeps what was asked.
type recorder struct {
	answers map[string]string
	mu      sync.Mutex
	asked   []request
}

// A request is what a server would have seen.
type request struct {
	method, path, query, body string
	header                    http.Header
}

func (r *recorder) RoundTrip(q *http.Request) (*http.Response, error) {
	var body []byte
	if q.Body != nil {
		var err error
		if body, err = io.ReadAll(q.Body); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	path := strings.TrimPrefix(q.URL.EscapedPath(), "/v1")
	r.asked = append(r.asked, request{q.Method, path, q.URL.RawQuery, string(body), q.Header})
	text, ok := r.answers[q.Method+" "+path]
	status := http.StatusOK
	if !ok {
		status, text = http.StatusNotFound, `{"errors":[{"code":"resource_not_found","message":"not found"}],"clerk_trace_id":"trace_1"}`
	}
	return newAnswer(q, status, text), nil
}

func newAnswer(q *http.Request, status int, text string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: fmt.Sprint(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: q,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader([]byte(text))),
	}
}

// last returns the last request.
func (r *recorder) last(t *testing.T) request {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.asked) == 0 {
		t.Fatal("nothing was asked")
	}
	return r.asked[len(r.asked)-1]
}

package adaptertest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A client sends requests to a service and writes down what it sees.
type client struct {
	*world
	journal   *journal
	address   string
	transport *http.Transport

	mu   sync.Mutex
	seen strings.Builder
}

func (c *client) transcript() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen.String()
}

func (c *client) note(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(&c.seen, format+"\n", args...)
}

// request makes a request to the application, which all of them know by the same name.
func (c *client) request(method, path string, change ...func(*http.Request)) *http.Request {
	ctx, cancel := context.WithTimeout(c.t.Context(), c.patience)
	c.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, method, "http://"+c.address+path, http.NoBody)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Host = host
	for _, f := range change {
		f(r)
	}
	return r
}

// do sends a request and writes the answer down.
func (c *client) do(method, path string, change ...func(*http.Request)) {
	c.note("%s", c.answer(c.request(method, path, change...)))
}

// answer sends a request and returns the answer as text.
func (c *client) answer(r *http.Request) string {
	response, err := c.transport.RoundTrip(r)
	if err != nil {
		return fmt.Sprintf("== %s %s\nno answer: %v\n", r.Method, r.URL.Path, err)
	}
	defer response.Body.Close()
	return dump(r, response)
}

// dump returns all of a response but the date.
func dump(r *http.Request, response *http.Response) string {
	var b strings.Builder
	fmt.Fprintf(&b, "== %s %s\n%s\n", r.Method, r.URL.Path, response.Status)
	for _, name := range slices.Sorted(maps.Keys(response.Header)) {
		if name != "Date" {
			for _, value := range response.Header[name] {
				fmt.Fprintf(&b, "%s: %s\n", name, value)
			}
		}
	}
	body, err := io.ReadAll(response.Body)
	fmt.Fprintf(&b, "length %d %v\n\n%s\n", response.ContentLength, response.TransferEncoding, body)
	if err != nil {
		fmt.Fprintf(&b, "and then %v\n", err)
	}
	return b.String()
}

// raw sends a request on a connection of its own and writes the answer down; where the protocol was switched, it says ping and writes
// down what follows until the service hangs up.
func (c *client) raw(r *http.Request) {
	conn, err := new(net.Dialer).DialContext(r.Context(), "tcp", c.address)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(c.patience)); err != nil {
		c.t.Fatal(err)
	}
	if err := r.Write(conn); err != nil {
		c.t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, r)
	if err != nil {
		c.note("no answer: %v", err)
		return
	}
	defer response.Body.Close()
	c.note("%s", dump(r, response))
	if response.StatusCode != http.StatusSwitchingProtocols {
		return
	}
	if _, err := io.WriteString(conn, "ping\n"); err != nil {
		c.t.Fatal(err)
	}
	rest, err := io.ReadAll(reader)
	c.note("then %q, %v", rest, err)
}

// await waits for a handler.
func (c *client) await(what string, ch <-chan struct{}) {
	ctx, cancel := context.WithTimeout(c.t.Context(), c.patience)
	defer cancel()
	select {
	case <-ch:
	case <-ctx.Done():
		c.note("there is no %s", what)
	}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func at(host string) func(*http.Request) { return func(r *http.Request) { r.Host = host } }

func body(text string) func(*http.Request) {
	return func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
	}
}

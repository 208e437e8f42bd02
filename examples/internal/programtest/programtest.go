// Package programtest runs the examples inside their tests.
package programtest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"sync"
	"testing"
)

// A Run is a program without what belongs to the process. It returns the exit code.
type Run func(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int

// Start runs a program with an environment, until end or the end of the test, and returns what it prints. end is Ctrl-C, and returns
// the exit code.
func Start(t testing.TB, run Run, env map[string]string, args ...string) (out *Output, end func() int) {
	t.Helper()
	ctx, interrupt := context.WithCancel(context.Background())
	out = NewOutput()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, args, func(name string) string { return env[name] }, out, out)
		out.Finish()
	}()
	end = sync.OnceValue(func() int {
		interrupt()
		return <-code
	})
	t.Cleanup(func() { end() })
	return out, end
}

// An Output is what a program prints, and can be waited for. It is safe for concurrent use.
type Output struct {
	mu   sync.Mutex
	more *sync.Cond
	text bytes.Buffer
	done bool
}

// NewOutput returns an Output for a program that is not started by [Start].
func NewOutput() *Output {
	o := &Output{}
	o.more = sync.NewCond(&o.mu)
	return o
}

// Write appends what is printed.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.more.Broadcast()
	return o.text.Write(p)
}

// Finish says that the program has ended.
func (o *Output) Finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done = true
	o.more.Broadcast()
}

// Find waits until pattern is in the output and returns its first match, or "" when the program ended without it.
func (o *Output) Find(pattern string) string {
	re := regexp.MustCompile(pattern)
	o.mu.Lock()
	defer o.mu.Unlock()
	for {
		if match := re.FindString(o.text.String()); match != "" || o.done {
			return match
		}
		o.more.Wait()
	}
}

// String returns what was printed until now.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// An Answer is a response that was read to its end.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Do sends a request on a connection of its own and follows no redirect.
func Do(t testing.TB, r *http.Request) Answer {
	t.Helper()
	response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Answer{response.StatusCode, response.Header, string(body)}
}

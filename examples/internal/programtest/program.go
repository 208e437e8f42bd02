// Package programtest starts the program of an example in the process of its test, talks to it as a browser does, and stops it.
package programtest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
)

// A Run is a program without what belongs to the process: it serves until ctx ends and returns the exit code.
type Run func(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int

// A Program is one that runs.
type Program struct {
	// URL is the address that it prints.
	URL string
	// Client keeps cookies, as a browser does, and follows redirects.
	Client *http.Client
	// Output is what it prints.
	Output *Output
	// End is Ctrl-C, and returns the exit code. It may be called again.
	End func() int
}

// Start runs a program on a free port, with an environment and more arguments, until the test ends at the latest.
func Start(t *testing.T, run Run, env map[string]string, args ...string) *Program {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(context.Background())
	transport := &http.Transport{}
	p, code := &Program{Output: NewOutput(), Client: &http.Client{Transport: transport, Jar: jar}}, make(chan int, 1)
	go func() {
		code <- run(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...), func(name string) string { return env[name] }, p.Output, p.Output)
		p.Output.Finish()
	}()
	p.End = sync.OnceValue(func() int {
		interrupt()
		transport.CloseIdleConnections()
		return <-code
	})
	t.Cleanup(func() { p.End() })
	if p.Output.Find(`Ctrl-C ends it`) == "" {
		t.Fatalf("the program does not start: %s", p.Output)
	}
	p.URL = p.Output.Find(`http://[0-9a-z.:]+`)
	return p
}

// Env is the environment of a program whose instance is ck, and not one of its own.
func Env(ck *clerktest.Clerk) map[string]string {
	o := ck.Options()
	return map[string]string{
		"CLERK_SECRET_KEY": o.SecretKey, "CLERK_PUBLISHABLE_KEY": o.PublishableKey, "CLERK_API_URL": ck.URL(),
		"CLERK_SIGN_IN_URL": ck.SignInURL(), "CLERK_WEBHOOK_SIGNING_SECRET": ck.WebhookSigningSecret(),
	}
}

// patience is how long an answer may take, a stream to its end included. Tests wait for conditions, so it is never spent.
const patience = 30 * time.Second

// Request makes a request for a path, with "Name: value" lines for a header.
func (p *Program) Request(t *testing.T, method, path, body string, header ...string) *http.Request {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, method, p.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	return r
}

// An Answer is a response that was read to its end.
type Answer struct {
	// Status is the status code.
	Status int
	// Header is the header of the response.
	Header http.Header
	// Body is the body.
	Body string
	// URL is where the redirects led.
	URL string
}

// Do sends a request, and follows redirects.
func (p *Program) Do(t *testing.T, r *http.Request) Answer {
	t.Helper()
	response, err := p.Client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Answer{response.StatusCode, response.Header, string(body), response.Request.URL.String()}
}

// SignIn opens a page as a browser does that has to sign in, chooses a user by the name on the button, and returns the page that
// the browser comes back to.
func (p *Program) SignIn(t *testing.T, path, name string) Answer {
	t.Helper()
	page := p.Do(t, p.Request(t, "GET", path, "", document...))
	choice := regexp.MustCompile(`(?s)name="redirect_url" value="([^"]+)"><input type="hidden" name="user_id" value="([^"]+)">\s*<button>Sign in as ` + regexp.QuoteMeta(name))
	found := choice.FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("%s leads to %s, where nobody can sign in as %s: %d %s", path, page.URL, name, page.Status, page.Body)
	}
	form := "user_id=" + found[2] + "&redirect_url=" + strings.ReplaceAll(found[1], "&amp;", "%26")
	r := p.Request(t, "POST", "", form, append([]string{"Content-Type: application/x-www-form-urlencoded"}, document...)...)
	at, err := r.URL.Parse(page.URL)
	if err != nil {
		t.Fatal(err)
	}
	at.RawQuery = ""
	r.URL, r.Host = at, at.Host
	return p.Do(t, r)
}

// document is what a browser says when it loads a page.
var document = []string{"Sec-Fetch-Dest: document", "Accept: text/html"}

// An Output is what a program prints, and can be waited for.
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

// String returns what was printed so far.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

package main

import (
	"encoding/json"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/internal/programtest"
	"github.com/usher-auth/usher/examples/webhooks/people"
)

// A program runs in this process, until end.
type program struct {
	running *programtest.Program
	url     string // as it was printed
	end     func() int
	output  *programtest.Output
}

// start runs the program until the test ends, at the latest.
func start(t *testing.T, env map[string]string, args ...string) *program {
	t.Helper()
	running := programtest.Start(t, run, env, args...)
	return &program{running, running.URL, running.End, running.Output}
}

// do sends a request and returns status and body of the answer.
func (p *program) do(t *testing.T, method, path string, change func(*http.Request)) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, p.url+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	got := p.running.Do(t, r)
	return got.Status, got.Body
}

func TestOneCommandShowsWhatBecomesOfABadDay(t *testing.T) {
	p := start(t, nil)
	var users []people.User
	status, body := p.do(t, "GET", "/users", nil)
	if err := json.Unmarshal([]byte(body), &users); err != nil || status != 200 {
		t.Fatalf("GET /users answers %d: %s", status, body)
	}
	want := people.User{ID: "user_ada", FirstName: "Ada", LastName: "Lovelace", Email: "lovelace@example.com", UpdatedAt: users[0].UpdatedAt}
	if len(users) != 1 || users[0] != want {
		t.Errorf("the table is %v", users)
	}
	for line, times := range map[string]int{
		`(?m)^  msg_ada_\d +204 `:                                5,
		`(?m)^  msg_forged +400 `:                                1,
		`(?m)^  msg_bob_2 +user.updated +the table knew better$`: 1,
		`(?m)^  msg_... ?_?\w+ +user\.\w+ +(applied|the table)`:  6,
		`(?m)^  user_ada +Ada Lovelace +lovelace@example\.com$`:  1,
		`user_bob`:                               0,
		`(?m)^  msg_\w+ +user.deleted +applied$`: 1,
		`(?m)^Events from a Clerk inside this process go to http://`: 1,
	} {
		if got := len(regexp.MustCompile(line).FindAllString(p.output.String(), -1)); got != times {
			t.Errorf("%s is printed %d times, not %d: %s", line, got, times, p.output)
		}
	}
	if code := p.end(); code != 0 {
		t.Errorf("after Ctrl-C the exit code is %d, not 0: %s", code, p.output)
	}
	if got := p.output.String(); !strings.HasSuffix(got, "\nBye.\n") {
		t.Errorf("the last line is not a good bye: %s", got)
	}
}

func TestASecondStartOnTheSameFileChangesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "people.db")
	const came = `What the events came to(?s).*Ctrl-C`
	first := start(t, nil, "-db", file)
	want := first.output.Find(came)
	first.end()
	if got := start(t, nil, "-db", file).output.Find(came); got != want || want == "" {
		t.Errorf("at the second start it is\n%s, at the first\n%s", got, want)
	}
}

func TestWithASecretItReceivesFromARealInstance(t *testing.T) {
	ck := clerktest.New(t) // stands for the real one; the program knows its secret only
	p := start(t, map[string]string{"CLERK_WEBHOOK_SIGNING_SECRET": ck.WebhookSigningSecret()}, "-db", filepath.Join(t.TempDir(), "people.db"))
	if got := p.output.String(); strings.Contains(got, "Delivered") || !strings.Contains(got, "Events from your Clerk instance") {
		t.Errorf("it makes events up: %s", got)
	}
	answer, err := ck.Webhook("user.created", map[string]any{"id": "user_1"}).Send(t.Context(), p.url+"/webhooks")
	if err != nil || answer.Code != 204 {
		t.Errorf("an event is answered with %v (%v)", answer, err)
	}
	if _, body := p.do(t, "GET", "/users", nil); !strings.Contains(body, `"user_1"`) {
		t.Errorf("the user is not in the table: %s", body)
	}
}

func TestTheTableIsForThisMachineOnly(t *testing.T) {
	p := start(t, nil)
	port := p.url[strings.LastIndex(p.url, ":"):]
	header := func(name string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, "203.0.113.7") }
	}
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"by its address":                   {nil, 200},
		"by its name":                      {func(r *http.Request) { r.Host = "localhost" + port }, 200},
		"by another name":                  {func(r *http.Request) { r.Host = "example.ngrok.app" }, 403},
		"by another name, with the port":   {func(r *http.Request) { r.Host = "example.com" + port }, 403},
		"through a proxy":                  {header("X-Forwarded-For"), 403},
		"through a proxy that follows RFC": {header("Forwarded"), 403},
	} {
		if got, body := p.do(t, "GET", "/users", c.change); got != c.want || strings.Contains(body, "user_ada") != (got == 200) {
			t.Errorf("%s: GET /users answers %d: %s", name, got, body)
		}
	}
}

func TestAWrongStartIsASentenceAndAnExitCode(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	secret := map[string]string{"CLERK_WEBHOOK_SIGNING_SECRET": clerktest.New(t).WebhookSigningSecret()}
	missing := filepath.Join(t.TempDir(), "missing", "people.db")
	programtest.WrongStarts(t, run, []programtest.WrongStart{
		{Name: "the port is taken", Args: []string{"-addr", taken.Addr().String()}, Code: 1, Says: "is taken by another program"},
		{Name: "the address is none", Args: []string{"-addr", "127.0.0.1"}, Code: 1, Says: "cannot listen on 127.0.0.1"},
		{Name: "real events would be lost", Env: secret, Code: 1, Says: "-db people.db"},
		{Name: "the secret is none", Env: map[string]string{"CLERK_WEBHOOK_SIGNING_SECRET": "oops"}, Args: []string{"-db", missing}, Code: 1, Says: "CLERK_WEBHOOK_SIGNING_SECRET"},
		{Name: "the directory of the file is not", Args: []string{"-db", missing}, Code: 1, Says: "create that first"},
		{Name: "a flag is unknown", Args: []string{"-port", "1"}, Code: 2, Says: "-addr host:port"},
		{Name: "an argument has no meaning", Args: []string{"people.db"}, Code: 2, Says: `"people.db" is too much`},
		{Name: "help is asked for", Args: []string{"-h"}, Code: 0, Says: "-db file"},
	})
}

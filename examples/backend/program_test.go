package main

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// program runs with an environment and returns the exit code and what was printed.
func program(ctx context.Context, env map[string]string, args ...string) (code int, stdout, stderr string) {
	var out, problems bytes.Buffer
	code = run(ctx, args, func(name string) string { return env[name] }, &out, &problems)
	return code, out.String(), problems.String()
}

func TestTheWalkPrintsWhatItDoes(t *testing.T) {
	// A key in the environment does not count without -live.
	code, out, problems := program(t.Context(), map[string]string{"CLERK_SECRET_KEY": "sk_test_real"}, "-people", "7")
	if code != 0 || problems != "" {
		t.Fatalf("the exit code is %d: %s\n%s", code, problems, out)
	}
	// What differs from run to run has a name here.
	out = regexp.MustCompile(`usher\d+`).ReplaceAllString(out, "TAG")
	out = regexp.MustCompile(`user_\S+ is`).ReplaceAllString(out, "ID is")
	out = regexp.MustCompile(`at \d\S+Z`).ReplaceAllString(out, "at TIME")
	const want = `The instance is a Clerk inside this process; -live takes your own.

Create people
  made 7 people

List a page
  Person 01, person01.TAG+clerk_test@example.com
  Person 02, person02.TAG+clerk_test@example.com
  Person 03, person03.TAG+clerk_test@example.com

Iterate, and stop early
  Person 07
  Person 06
  Person 05
  Person 04

Count
  there are 7 of them

Create, and get
  ID is Grace, created at TIME

Update: set and clear
  after Some: first name "Ada", last name "Lovelace"
  after Null: first name "Ada", last name ""

Metadata: merge, replace, decode
  replaced: {"plan":"free","seats":3}, {"crm":"42"}
  merged:   {"plan":"pro","seats":3}, {}
  decoded:  plan pro with 3 seats

Not found
  there is no such user, which errors.Is(err, backend.ErrNotFound) says

Taken already
  422 form_identifier_exists: email_address

Retries
  try 1 of GET /users/count failed with status 503; once more
  try 2 of GET /users/count failed with status 503; once more
  and the call was answered

Delete
  one is gone for good; the others follow

Done.
`
	if out != want {
		t.Errorf("it prints\n%s\nwant\n%s", out, want)
	}
}

// instance is what stands in for a real one, with somebody in it.
func instance(t *testing.T) (*clerktest.Clerk, map[string]string) {
	t.Helper()
	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{FirstName: "Somebody"})
	return ck, map[string]string{"CLERK_SECRET_KEY": ck.Options().SecretKey, "CLERK_API_URL": ck.URL()}
}

// left returns how many users there are.
func left(t *testing.T, o clerk.Options) int {
	t.Helper()
	client, err := backend.New(o)
	if err != nil {
		t.Fatal(err)
	}
	n, err := client.Users.Count(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestALiveInstanceIsLeftAsItWas(t *testing.T) {
	ck, env := instance(t)
	code, out, problems := program(t.Context(), env, "-live")
	if code != 0 || !strings.Contains(out, "there are 12 of them") || !strings.Contains(out, "does not break down on demand") {
		t.Errorf("the exit code is %d: %s\n%s", code, problems, out)
	}
	if n := left(t, ck.Options()); n != 1 {
		t.Errorf("%d users are left, want the one who was there before", n)
	}
}

// A stopper ends a context when something is printed.
type stopper struct {
	bytes.Buffer
	stop context.CancelFunc
}

// Write notes what is printed.
func (s *stopper) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "made 5 people") {
		s.stop()
	}
	return s.Buffer.Write(p)
}

func TestAnInterruptedWalkLeavesNobodyBehind(t *testing.T) {
	ck, env := instance(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &stopper{stop: cancel}
	var problems bytes.Buffer
	code := run(ctx, []string{"-live", "-people", "5"}, func(name string) string { return env[name] }, out, &problems)
	if code != 1 || !strings.Contains(problems.String(), "List a page") {
		t.Errorf("the exit code is %d: %s\n%s", code, &problems, out)
	}
	if n := left(t, ck.Options()); n != 1 {
		t.Errorf("%d users are left, want the one who was there before", n)
	}
}

func TestWhatGoesWrongIsASentenceAndAnExitCode(t *testing.T) {
	ck, env := instance(t)
	ck.FailWith(500)
	for name, c := range map[string]struct {
		env  map[string]string
		args []string
		code int
		says string
	}{
		"the instance fails":         {env: env, args: []string{"-live"}, code: 1, says: "Create people: backend: POST /users: 500"},
		"there is no key":            {args: []string{"-live"}, code: 1, says: "CLERK_SECRET_KEY"},
		"the instance is production": {env: map[string]string{"CLERK_SECRET_KEY": "sk_live_x"}, args: []string{"-live"}, code: 1, says: "development instance"},
		"a flag is unknown":          {args: []string{"-alive"}, code: 2, says: "-live"},
		"an argument has no meaning": {args: []string{"live"}, code: 2, says: `"live" is too much`},
		"too few people":             {args: []string{"-people", "1"}, code: 2, says: "5 to 50"},
		"help is asked for":          {args: []string{"-h"}, code: 0, says: "-people"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, problems := program(t.Context(), c.env, c.args...)
			if code != c.code || !strings.Contains(problems, c.says) {
				t.Errorf("the exit code is %d, want %d, or %q is not in %q\n%s", code, c.code, c.says, problems, out)
			}
		})
	}
}

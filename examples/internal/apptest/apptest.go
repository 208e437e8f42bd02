// Package apptest tests an example of a router: the routes are the same with each of them, and so are the answers.
package apptest

import (
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/internal/app"
	"github.com/usher-auth/usher/examples/internal/programtest"
	"github.com/usher-auth/usher/middleware"
)

// Run tests all of a program.
func Run(t *testing.T, p app.Program) {
	t.Helper()
	t.Run("one command serves all routes until Ctrl-C", func(t *testing.T) { serves(t, p) })
	t.Run("a browser signs in and comes back", func(t *testing.T) { signsIn(t, p) })
	t.Run("a real instance has no made-up people", func(t *testing.T) { isReal(t, p) })
	t.Run("a wrong start is a sentence and an exit code", func(t *testing.T) { startsWrong(t, p) })
}

func start(t *testing.T, p app.Program, env map[string]string) (url string, out *programtest.Output, end func() int) {
	t.Helper()
	out, end = programtest.Start(t, p.Run, env, "-addr", "127.0.0.1:0")
	if out.Find(`Ctrl-C ends it`) == "" {
		t.Fatalf("the program does not start: %s", out)
	}
	return out.Find(`http://[0-9.:]+[0-9]`), out, end
}

func do(t *testing.T, method, url, token string) programtest.Answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return programtest.Do(t, r)
}

func serves(t *testing.T, p app.Program) {
	t.Helper()
	url, out, end := start(t, p, nil)
	for _, row := range []struct {
		name, method, path, as string
		status                 int
		says                   string
	}{
		{"everybody is greeted", "GET", "/", "", 200, "hello, stranger"},
		{"a user is greeted by id", "GET", "/", "bob", 200, "hello, user_bob"},
		{"a stranger is refused", "GET", "/api/me", "", 401, `"reason":`},
		{"a user is let in", "GET", "/api/me", "bob", 200, `"role":"org:member"`},
		{"a handler of net/http knows the user", "GET", "/api/plain", "ada", 200, "hello, user_ada, from net/http"},
		{"a member is no admin", "DELETE", "/api/admin/projects/7", "bob", 403, `"reason":"role-missing"`},
		{"a stranger is no admin", "DELETE", "/api/admin/projects/7", "", 401, `"reason":`},
		{"an admin is let in", "DELETE", "/api/admin/projects/7", "ada", 200, `"deleted":"7"`},
		{"a stranger is sent to sign in", "GET", "/dashboard", "", 303, ""},
		{"a path that nobody knows", "GET", "/nothing", "ada", 404, ""},
		{"somebody who is not there has no token", "GET", "/token/eve", "", 404, "ada, an admin"},
	} {
		t.Run(row.name, func(t *testing.T) {
			token := ""
			if row.as != "" {
				token = do(t, "GET", url+"/token/"+row.as, "").Body
			}
			got := do(t, row.method, url+row.path, token)
			if got.Status != row.status || !strings.Contains(got.Body, row.says) {
				t.Errorf("answered %d %s, want %d with %s", got.Status, got.Body, row.status, row.says)
			}
		})
	}
	if code := end(); code != 0 || !strings.HasSuffix(out.String(), "\nBye.\n") {
		t.Errorf("after Ctrl-C the exit code is %d: %s", code, out)
	}
}

func signsIn(t *testing.T, p app.Program) {
	t.Helper()
	const origin = "http://localhost:3000"
	ck := clerktest.New(t)
	auth, err := middleware.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = auth.Close() })
	routes, err := p.Routes(auth)
	if err != nil {
		t.Fatal(err)
	}
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	browser := ck.Browser().Serve(origin, routes)
	if page := browser.Open(origin + "/dashboard"); page.Err != nil || !strings.HasPrefix(page.URL, ck.SignInURL()) {
		t.Errorf("a stranger is sent to %s (%v)", page.URL, page.Err)
	}
	if page := browser.SignIn(ada, origin+"/dashboard"); page.Err != nil || page.URL != origin+"/dashboard" || !strings.Contains(page.Body, "hello, user_ada") {
		t.Errorf("the user comes back to %s with %s (%v)", page.URL, page.Body, page.Err)
	}
}

func isReal(t *testing.T, p app.Program) {
	t.Helper()
	// Nobody listens at the address of the instance, which is what a wrong CLERK_API_URL looks like.
	env := map[string]string{"CLERK_SECRET_KEY": secretKey, "CLERK_SIGN_IN_URL": "https://example.com/sign-in", "CLERK_API_URL": "http://127.0.0.1:1"}
	url, out, _ := start(t, p, env)
	if got := do(t, "GET", url+"/token/ada", ""); got.Status != http.StatusNotFound || strings.Contains(got.Body, "ada") {
		t.Errorf("GET /token/ada answers %d %s", got.Status, got.Body)
	}
	if !strings.Contains(out.String(), "your Clerk instance") || strings.Contains(out.String(), "made up") {
		t.Errorf("it does not say whose people these are: %s", out)
	}
	if got := do(t, "GET", url+"/api/me", ""); got.Status != http.StatusUnauthorized {
		t.Errorf("GET /api/me answers %d %s", got.Status, got.Body)
	}
}

// secretKey has the form of one, and is nobody's.
const secretKey = "sk_test_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

func startsWrong(t *testing.T, p app.Program) {
	t.Helper()
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	programtest.WrongStarts(t, p.Run, []programtest.WrongStart{
		{Name: "the port is taken", Args: []string{"-addr", taken.Addr().String()}, Code: 1, Says: "is taken by another program"},
		{Name: "the address is none", Args: []string{"-addr", "127.0.0.1"}, Code: 1, Says: "cannot listen on 127.0.0.1"},
		{Name: "there is no page to sign in on", Env: map[string]string{"CLERK_SECRET_KEY": secretKey}, Code: 1, Says: "CLERK_PUBLISHABLE_KEY as well"},
		{Name: "the environment is wrong", Env: map[string]string{"CLERK_SECRET_KEY": "pk_test_oops", "CLERK_SIGN_IN_URL": "https://example.com"}, Code: 1, Says: "CLERK_SECRET_KEY"},
		{Name: "a flag is unknown", Args: []string{"-port", "1"}, Code: 2, Says: "-addr host:port"},
		{Name: "an argument has no meaning", Args: []string{"8080"}, Code: 2, Says: `"8080" is too much`},
		{Name: "help is asked for", Args: []string{"-h"}, Code: 0, Says: "127.0.0.1:8080"},
	})
}

// Package apptest tests an example of a router: the routes are the same with each of them, and so are the answers.
package apptest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/internal/program"
	"github.com/usher-auth/usher/examples/internal/programtest"
)

// Run tests all of a program.
func Run(t *testing.T, example program.Program) {
	t.Helper()
	t.Run("one command serves all routes until Ctrl-C", func(t *testing.T) { serves(t, example) })
	t.Run("a browser signs in and comes back", func(t *testing.T) { signsIn(t, example) })
	t.Run("a real instance has no made-up people", func(t *testing.T) { isReal(t, example) })
}

// do asks a program as nobody or by a token, and follows no redirect.
func do(t *testing.T, p *programtest.Program, method, path, token string) programtest.Answer {
	t.Helper()
	p.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if token == "" {
		return p.Do(t, p.Request(t, method, path, ""))
	}
	return p.Do(t, p.Request(t, method, path, "", "Authorization: Bearer "+token))
}

func serves(t *testing.T, example program.Program) {
	t.Helper()
	p := programtest.Start(t, example.Run, nil)
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
				token = do(t, p, "GET", "/token/"+row.as, "").Body
			}
			got := do(t, p, row.method, row.path, token)
			if got.Status != row.status || !strings.Contains(got.Body, row.says) {
				t.Errorf("answered %d %s, want %d with %s", got.Status, got.Body, row.status, row.says)
			}
		})
	}
	if code := p.End(); code != 0 || !strings.HasSuffix(p.Output.String(), "\nBye.\n") {
		t.Errorf("after Ctrl-C the exit code is %d: %s", code, p.Output)
	}
}

func signsIn(t *testing.T, example program.Program) {
	t.Helper()
	p := programtest.Start(t, example.Run, nil)
	page := p.SignIn(t, "/dashboard", "Ada")
	if page.URL != p.URL+"/dashboard" || page.Status != 200 || !strings.Contains(page.Body, "hello, user_ada") {
		t.Errorf("the user comes back to %s with %d %s", page.URL, page.Status, page.Body)
	}
}

func isReal(t *testing.T, example program.Program) {
	t.Helper()
	ck := clerktest.New(t) // stands for the real one; the program knows its keys only
	p := programtest.Start(t, example.Run, programtest.Env(ck))
	if got := do(t, p, "GET", "/token/ada", ""); got.Status != http.StatusNotFound || strings.Contains(got.Body, "ada") {
		t.Errorf("GET /token/ada answers %d %s", got.Status, got.Body)
	}
	if got := do(t, p, "GET", "/api/me", ck.SignIn(ck.AddUser(clerktest.User{ID: "user_eve"})).Token()); !strings.Contains(got.Body, "hello, user_eve") {
		t.Errorf("GET /api/me answers %d %s", got.Status, got.Body)
	}
}

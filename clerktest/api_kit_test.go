package clerktest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

// newBackend returns a client of the instance that tries once.
func newBackend(t testing.TB, ck *clerktest.Clerk) *backend.Client {
	t.Helper()
	c, err := backend.New(ck.Options(), backend.WithRetry(backend.Retry{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A reply is what a raw request brought back.
type reply struct {
	status int
	body   string
	errors []backend.ErrorDetail
	header http.Header
}

// send makes a request of the Backend API by hand, with the secret key and a body of JSON.
func send(ck *clerktest.Clerk, method, path, body string) reply {
	var content io.Reader = http.NoBody
	if body != "" {
		content = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, ck.URL()+path, content)
	r.Header.Set("Authorization", "Bearer "+ck.Options().SecretKey)
	r.Header.Set("Content-Type", "application/json")
	return answer(ck, r)
}

func answer(ck *clerktest.Clerk, r *http.Request) reply {
	w := httptest.NewRecorder()
	ck.Handler().ServeHTTP(w, r)
	var refusal struct{ Errors []backend.ErrorDetail }
	_ = json.Unmarshal(w.Body.Bytes(), &refusal) // a list is no refusal
	return reply{w.Code, w.Body.String(), refusal.Errors, w.Header()}
}

// codes returns the codes of the refusal and the params that they are about: "form_param_unknown(tier)".
func (a reply) codes() string {
	var all []string
	for _, e := range a.errors {
		code := e.Code
		if name := e.ParamName(); name != "" {
			code += "(" + name + ")"
		}
		all = append(all, code)
	}
	return strings.Join(all, " ")
}

// must returns the value, or ends the test.
func must[T any](t testing.TB) func(v T, err error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ids returns the ids of users.
func ids(users []backend.User) string {
	var all []string
	for _, u := range users {
		all = append(all, strings.TrimPrefix(u.ID, "user_"))
	}
	return strings.Join(all, " ")
}

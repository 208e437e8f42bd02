package middleware_test

import (
	"net/http"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// TestThreatP05InstancesInOneProcessStayApart has two instances whose keys have the same id and whose issuers are not checked, so that
// nothing but the scope of the keys keeps them apart.
func TestThreatP05InstancesInOneProcessStayApart(t *testing.T) {
	type instance struct {
		ck    *clerktest.Clerk
		usher *middleware.Usher
		user  clerktest.User
	}
	start := func() instance {
		ck := clerktest.New(t, clerktest.Config{KeyID: "ins_shared"})
		opts := ck.Options()
		opts.Issuers = []string{clerk.AnyIssuer}
		usher, err := middleware.New(opts)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = usher.Close() })
		return instance{ck, usher, ck.AddUser(clerktest.User{})}
	}
	a, b := start(), start()
	ask := func(usher *middleware.Usher, of instance) int {
		r := get()
		of.ck.SignIn(of.user).Authorize(r)
		return serve(usher.RequireAuth(whoami), r).Code
	}
	for _, step := range []struct {
		name  string
		usher *middleware.Usher
		of    instance
		want  int
	}{
		{"a token of B at A, while both are cold", a.usher, b, http.StatusUnauthorized},
		{"a token of B at B, which warms B", b.usher, b, http.StatusOK},
		{"a token of B at A, now that B is warm", a.usher, b, http.StatusUnauthorized},
		{"a token of A at A", a.usher, a, http.StatusOK},
		{"a token of A at B", b.usher, a, http.StatusUnauthorized},
		{"a token of B at B again", b.usher, b, http.StatusOK},
	} {
		if got := ask(step.usher, step.of); got != step.want {
			t.Errorf("%s is answered %d, want %d", step.name, got, step.want)
		}
	}
}

func TestARotatedKeyIsAcceptedWithinOneRequest(t *testing.T) {
	for _, row := range []struct {
		name   string
		rotate func(*clerktest.Clerk)
	}{
		{"under a new id", (*clerktest.Clerk).RotateKeys},
		{"under the same id", (*clerktest.Clerk).ReplaceKey},
		{"beside the old one", (*clerktest.Clerk).AddKey},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := newHouse(t)
			if err := h.Preload(t.Context()); err != nil {
				t.Fatal(err)
			}
			row.rotate(h.ck)
			r := get()
			h.ck.SignIn(h.ada).Authorize(r)
			if w := serve(h.RequireAuth(whoami), r); w.Code != http.StatusOK {
				t.Errorf("the first request is answered %d %s", w.Code, w.Body)
			}
			if n := h.ck.JWKSFetches(); n != 2 {
				t.Errorf("%d fetches, want one at the start and one for the rotation", n)
			}
		})
	}
}

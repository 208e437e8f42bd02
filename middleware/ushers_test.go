package middleware_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

func TestUshersByHost(t *testing.T) {
	a, b := newHouse(t), newHouse(t)
	ushers, err := middleware.ByHost(map[string]*middleware.Usher{"a.example": a.Usher, "www.a.example": a.Usher, "b.example:8443": b.Usher})
	if err != nil {
		t.Fatal(err)
	}
	guards := map[string]http.Handler{
		"RequireAuth":     ushers.Authenticate(ushers.RequireAuth(whoami)),
		"Require":         ushers.Require(authobject.Role("admin"))(whoami),
		"RequireAuthPage": ushers.RequireAuthPage(whoami),
		"RequirePage":     ushers.RequirePage(authobject.Role("admin"))(whoami),
		"RequireToken":    ushers.RequireToken(authobject.SessionToken)(whoami),
	}
	for _, row := range []struct {
		name, host   string
		of           house
		status, page int
	}{
		{"a user of A at A", "a.example", a, 200, 200},
		{"at another host of A", "www.a.example", a, 200, 200},
		{"in capitals, with the default port and a dot", "A.example.:443", a, 200, 200},
		{"a user of B at B", "b.example:8443", b, 200, 200},
		{"a user of B at A", "a.example", b, 401, 303},
		{"a user of A at B", "b.example:8443", a, 401, 303},
		{"an unknown host", "evil.example", a, 421, 421},
		{"another port", "a.example:8443", a, 421, 421},
		{"no host", "", a, 421, 421},
	} {
		for guard, handler := range guards {
			t.Run(row.name+", "+guard, func(t *testing.T) {
				r := get()
				r.Host = row.host
				row.of.ck.SignIn(row.of.ada).OrgRole("acme", "org:admin").Authorize(r)
				status := row.status
				if strings.HasSuffix(guard, "Page") {
					status = row.page
				}
				w := serve(handler, r)
				if w.Code != status {
					t.Fatalf("answered %d %s, want %d", w.Code, w.Body, status)
				}
				if w.Code == 421 && (problemOf(t, w).Reason != "host-unknown" || w.Header().Get("WWW-Authenticate") != "") {
					t.Errorf("answered %v %s", w.Header(), w.Body)
				}
				if of := ushers.Of(r); (of == nil) != (status == 421) {
					t.Errorf("belongs to %v", of)
				}
			})
		}
	}
}

func TestUshersThatAreSetUpWrongly(t *testing.T) {
	h := newHouse(t)
	for name, problem := range map[string]func() error{
		"a URL for a host": func() error {
			_, err := middleware.ByHost(map[string]*middleware.Usher{"https://a.example": h.Usher})
			return err
		},
		"capitals": func() error {
			_, err := middleware.ByHost(map[string]*middleware.Usher{"A.example": h.Usher})
			return err
		},
		"the default port": func() error {
			_, err := middleware.ByHost(map[string]*middleware.Usher{"a.example:443": h.Usher})
			return err
		},
		"no host":        func() error { _, err := middleware.ByHost(map[string]*middleware.Usher{"": h.Usher}); return err },
		"a host without": func() error { _, err := middleware.ByHost(map[string]*middleware.Usher{"a.example": nil}); return err },
		"an empty map":   func() error { _, err := middleware.ByHost(nil); return err },
		"nothing to choose": func() error {
			_, err := middleware.By(func(*http.Request) *middleware.Usher { return nil })
			return err
		},
		"no choice": func() error { _, err := middleware.By(nil, h.Usher); return err },
		"nil among them": func() error {
			_, err := middleware.By(func(*http.Request) *middleware.Usher { return nil }, h.Usher, nil)
			return err
		},
	} {
		if err := problem(); err == nil || !strings.Contains(err.Error(), "middleware: By") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnUsherThatWasNotNamedIsNotChosen(t *testing.T) {
	a, b := newHouse(t), newHouse(t)
	ushers, err := middleware.By(func(*http.Request) *middleware.Usher { return b.Usher }, a.Usher)
	if err != nil {
		t.Fatal(err)
	}
	r := get()
	b.ck.SignIn(b.ada).Authorize(r)
	if w := serve(ushers.RequireAuth(whoami), r); w.Code != 421 || ushers.Of(r) != nil {
		t.Errorf("answered %d", w.Code)
	}
	if err := ushers.Close(); err != nil {
		t.Error(err)
	}
}

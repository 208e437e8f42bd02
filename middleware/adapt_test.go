package middleware_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// TestAdapt says what a router is told of a request that it takes through a guard.
func TestAdapt(t *testing.T) {
	h := newHouse(t)
	hidden := newHouse(t, middleware.WithNotFoundInstead())
	hosts, err := middleware.ByHost(map[string]*middleware.Usher{"other.example": h.Usher})
	if err != nil {
		t.Fatal(err)
	}
	user := func(r *http.Request) { h.ck.SignIn(h.ada).Authorize(r) }
	nobody := func(*http.Request) {}
	document := func(r *http.Request) { r.Header.Set("Sec-Fetch-Dest", "document") }
	for _, row := range []struct {
		name   string
		guard  func(http.Handler) http.Handler
		caller func(*http.Request)
		status int // of the response
		told   int // of the Error, 0 where there is none
		passes bool
	}{
		{"a stranger passes Authenticate", h.Authenticate, nobody, 200, 0, true},
		{"a user passes RequireAuth", h.RequireAuth, user, 200, 0, true},
		{"a stranger does not", h.RequireAuth, nobody, 401, 401, false},
		{"a user without the role does not", h.Require(authobject.Role("org:admin")), user, 403, 403, false},
		{"a browser is sent to Clerk, which is no error", h.Authenticate, document, 307, 0, false},
		{"a browser is sent to sign in, which is no error", h.RequireAuthPage, nobody, 303, 0, false},
		{"the error has the status that was answered", hidden.RequireAuth, nobody, 404, 404, false},
		{"a host that nobody knows", hosts.Authenticate, nobody, 421, 421, false},
		{"what cannot be decided", h.Authenticate, func(r *http.Request) {
			r.Header.Set("Cookie", "__clerk_db_jwt=d; __clerk_handshake=e30.e30.e30")
		}, 500, 500, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			pass := middleware.Adapt(row.guard)
			for range 2 { // a Passage is for every request
				r := get()
				row.caller(r)
				w := httptest.NewRecorder()
				passed := 0
				refusal := pass(w, r, func(r *http.Request) {
					passed++
					if _, err := authobject.Lookup(r.Context()); err != nil {
						t.Errorf("the request that passes carries no caller: %v", err)
					}
				})
				if w.Code != row.status || (passed == 1) != row.passes || passed > 1 {
					t.Errorf("answered %d %s, and passed %d times", w.Code, w.Body, passed)
				}
				if (refusal != nil) != (row.told != 0) || refusal != nil && refusal.Status != row.told {
					t.Errorf("the error is %v, want status %d", refusal, row.told)
				}
			}
		})
	}
}

// TestARefusalBelowIsNotTheAdapters has guards of net/http and of routers stand below one that was passed.
func TestARefusalBelowIsNotTheAdapters(t *testing.T) {
	h := newHouse(t)
	admin := h.Require(authobject.Role("org:admin"))
	outer, inner := middleware.Adapt(h.RequireAuth), middleware.Adapt(admin)
	for name, below := range map[string]func(http.ResponseWriter, *http.Request) *middleware.Error{
		"a guard of net/http": func(w http.ResponseWriter, r *http.Request) *middleware.Error {
			admin(whoami).ServeHTTP(w, r)
			return nil
		},
		"a guard of the router": func(w http.ResponseWriter, r *http.Request) *middleware.Error {
			return inner(w, r, func(*http.Request) { t.Error("it is passed") })
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := get()
			h.ck.SignIn(h.ada).Authorize(r)
			w := httptest.NewRecorder()
			var own *middleware.Error
			if err := outer(w, r, func(r *http.Request) { own = below(w, r) }); err != nil || w.Code != http.StatusForbidden {
				t.Errorf("answered %d, and the guard that was passed says %v", w.Code, err)
			}
			if name == "a guard of the router" && (own == nil || own.Status != http.StatusForbidden) {
				t.Errorf("the guard that refused says %v", own)
			}
		})
	}
}

// TestAGuardThatLosesTheWayOnFailsClosed passes what is no guard of an Usher.
func TestAGuardThatLosesTheWayOnFailsClosed(t *testing.T) {
	pass := middleware.Adapt(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), r.Method, r.URL.Path, http.NoBody))
		})
	})
	w := httptest.NewRecorder()
	err := pass(w, get(), func(*http.Request) { t.Error("it is passed") })
	if w.Code != http.StatusInternalServerError || err != nil { // the error belongs to no guard
		t.Errorf("answered %d %s (%v)", w.Code, w.Body, err)
	}
}

// A router whose handlers are functions of its own.
func ExampleAdapt() {
	ck, _ := clerktest.Start(clerktest.Config{}) // stands for Clerk
	defer func() { _ = ck.Close() }()
	auth, _ := middleware.New(ck.Options())
	defer func() { _ = auth.Close() }()

	type exchange struct { // what the router hands to its handlers
		w http.ResponseWriter
		r *http.Request
	}
	pass := middleware.Adapt(auth.RequireAuth) // once, when routes are built
	guarded := func(x *exchange, next func(*exchange)) {
		if err := pass(x.w, x.r, func(r *http.Request) {
			x.r = r // it carries the caller
			next(x)
		}); err != nil {
			fmt.Println("answered", err.Status, err.Reason)
		}
	}
	hello := func(x *exchange) {
		me, _ := authobject.FromContext(x.r.Context())
		fmt.Println("hello", me.UserID())
	}

	guarded(&exchange{httptest.NewRecorder(), httptest.NewRequest("GET", "/", http.NoBody)}, hello)
	r := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"})).Authorize(httptest.NewRequest("GET", "/", http.NoBody))
	guarded(&exchange{httptest.NewRecorder(), r}, hello)
	// Output:
	// answered 401 dev-browser-missing
	// hello user_ada
}

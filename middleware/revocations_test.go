package middleware_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/revocation"
)

func newList(t *testing.T) *revocation.List {
	t.Helper()
	list, err := revocation.New(revocation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestASessionThatIsRevokedIsSignedOut(t *testing.T) {
	list := newList(t)
	h := newHouse(t, middleware.WithRevocations(list))
	in, other := h.ck.SignIn(h.ada), h.ck.SignIn(h.ada)
	for _, err := range []error{list.RevokeSession(in.SessionID()), list.RevokeUser("user_gone")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	ok := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	for _, row := range []struct {
		name   string
		guard  func(http.Handler) http.Handler
		send   func(*http.Request) *http.Request
		status int
		reason clerk.Reason
	}{
		{"with a token", h.RequireAuth, in.Authorize, 401, clerk.ReasonSessionRevoked},
		{"with cookies", h.RequireAuth, in.AddCookies, 401, clerk.ReasonSessionRevoked},
		{"on a page", h.RequireAuthPage, in.AddCookies, 303, clerk.ReasonSessionRevoked},
		{"where nobody is refused", h.Authenticate, in.Authorize, 200, clerk.ReasonSessionRevoked},
		{"another session of the user", h.RequireAuth, other.Authorize, 200, ""},
		{"another session of the user, with cookies", h.RequireAuth, other.AddCookies, 200, ""},
		{"a user who was deleted", h.RequireAuth, h.ck.SignIn(h.ck.AddUser(clerktest.User{ID: "user_gone"})).Authorize, 401, clerk.ReasonSessionRevoked},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := serve(row.guard(ok), row.send(get("Sec-Fetch-Dest", "document")))
			if w.Code != row.status || w.Header().Get(clerk.HeaderAuthReason) != string(row.reason) {
				t.Errorf("answered %d %q", w.Code, w.Header().Get(clerk.HeaderAuthReason))
			}
			if row.status == 401 && problemOf(t, w).Reason != string(row.reason) {
				t.Errorf("answered %s", w.Body)
			}
		})
	}
}

func TestBondsEndWhenTheirSessionIsRevoked(t *testing.T) {
	list := newList(t)
	inHall(t, func(h hall) {
		t := h.t
		in := h.ck.SignIn(h.ada)
		ctx, bond := h.bind(in.Token())
		other, _ := h.bind(h.ck.SignIn(h.ada).Token())
		gone, _ := h.bind(h.ck.SignIn(h.ck.AddUser(clerktest.User{ID: "user_gone"})).Token())
		if err := list.RevokeSession(in.SessionID()); err != nil {
			t.Fatal(err)
		}
		if causeOf(ctx) != clerk.ReasonSessionRevoked || reasonOf(bond.Renew(t.Context(), in.Token())) != clerk.ReasonSessionRevoked {
			t.Errorf("the bond ended with %v", context.Cause(ctx))
		}
		if other.Err() != nil || gone.Err() != nil {
			t.Errorf("others ended too, with %v and %v", context.Cause(other), context.Cause(gone))
		}
		if err := list.RevokeUser("user_gone"); err != nil {
			t.Fatal(err)
		}
		if causeOf(gone) != clerk.ReasonSessionRevoked || other.Err() != nil {
			t.Errorf("the bond of a user who is gone ended with %v, the other with %v", context.Cause(gone), context.Cause(other))
		}
		_ = h.Close()
		if err := list.RevokeUser("user_ada"); err != nil || causeOf(other) != middleware.ReasonBondEnded {
			t.Errorf("after Close: %v, %v", err, context.Cause(other))
		}
	}, middleware.WithRevocations(list))
}

// TestASessionThatIsRevokedWhileItsHandlerRuns has the list change after the guard has judged and before the handler binds.
func TestASessionThatIsRevokedWhileItsHandlerRuns(t *testing.T) {
	list := newList(t)
	h := newHouse(t, middleware.WithRevocations(list))
	in := h.ck.SignIn(h.ada)
	serve(h.RequireAuth(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if err := list.RevokeSession(in.SessionID()); err != nil {
			t.Fatal(err)
		}
		ctx, bond, err := h.Bind(r)
		if err != nil {
			t.Fatal(err)
		}
		defer bond.Release()
		if causeOf(ctx) != clerk.ReasonSessionRevoked || reasonOf(bond.Err()) != clerk.ReasonSessionRevoked {
			t.Errorf("the bond holds, or ended with %v", context.Cause(ctx))
		}
	})), in.Authorize(get()))
}

// silentList does not tell when it changes.
type silentList struct{ full atomic.Bool }

func (l *silentList) Revoked(context.Context, *authobject.Auth) bool { return l.full.Load() }

func TestAListThatCannotBeWatchedEndsBondsThatAreRenewed(t *testing.T) {
	list := &silentList{}
	inHall(t, func(h hall) {
		t := h.t
		in := h.ck.SignIn(h.ada)
		ctx, bond := h.bind(in.Token())
		if err := bond.Renew(t.Context(), in.Token()); err != nil {
			t.Fatal(err)
		}
		list.full.Store(true)
		if ctx.Err() != nil {
			t.Errorf("ended with %v", context.Cause(ctx))
		}
		if err := bond.Renew(t.Context(), in.Token()); reasonOf(err) != clerk.ReasonSessionRevoked || causeOf(ctx) != clerk.ReasonSessionRevoked {
			t.Errorf("renewed: %v, %v", err, context.Cause(ctx))
		}
	}, middleware.WithRevocations(list))
}

// TestNoBondOutlivesItsSession has sessions revoked at the moment at which they are bound.
func TestNoBondOutlivesItsSession(t *testing.T) {
	list := newList(t)
	h := newHouse(t, middleware.WithRevocations(list))
	var all sync.WaitGroup
	for range 20 {
		in := h.ck.SignIn(h.ada)
		door := h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			ctx, bond, err := h.Bind(r)
			if err != nil {
				if reasonOf(err) != clerk.ReasonSessionRevoked {
					t.Error(err)
				}
				return
			}
			defer bond.Release()
			<-ctx.Done()
			if causeOf(ctx) != clerk.ReasonSessionRevoked {
				t.Errorf("ended with %v", context.Cause(ctx))
			}
		}))
		all.Go(func() { serve(door, in.Authorize(get())) })
		all.Go(func() {
			if err := list.RevokeSession(in.SessionID()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestAListIsNeeded(t *testing.T) {
	_, err := middleware.New(clerk.Options{Getenv: func(string) string { return "" }}, middleware.WithRevocations(nil))
	if err == nil || !strings.Contains(err.Error(), "WithRevocations(nil)") || !strings.Contains(err.Error(), "CLERK_SECRET_KEY") {
		t.Errorf("got %v", err)
	}
}

// watched counts who watches it.
type watched struct {
	silentList
	watchers int
}

func (l *watched) Watch(func()) func() {
	l.watchers++
	return func() { l.watchers-- }
}

func TestAnUsherThatIsClosedWatchesNoList(t *testing.T) {
	list := &watched{}
	h := newHouse(t, middleware.WithRevocations(list))
	if list.watchers != 1 {
		t.Errorf("%d watch before Close", list.watchers)
	}
	if _ = h.Close(); list.watchers != 0 {
		t.Errorf("%d watch after Close", list.watchers)
	}
}

package middleware_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// A hall is an Usher within a bubble of made-up time, which verifies without a network.
type hall struct {
	*middleware.Usher
	t   *testing.T
	ck  *clerktest.Clerk
	ada clerktest.User
}

// pass lets made-up time go by.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// inHall runs a test in a bubble.
func inHall(t *testing.T, test func(h hall), with ...middleware.Option) {
	t.Helper()
	ck := clerktest.New(t, clerktest.Config{Now: time.Now})
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	synctest.Test(t, func(t *testing.T) {
		usher, err := middleware.New(ck.PEMOptions(), with...)
		if err != nil {
			t.Fatal(err)
		}
		test(hall{usher, t, ck, ada})
		_ = usher.Close()
	})
}

// bind sends a request with a token and binds it, for as long as the test runs.
func (h hall) bind(token string, checks ...authobject.Check) (ctx context.Context, bond *middleware.Bond) {
	h.t.Helper()
	serve(h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var err error
		if ctx, bond, err = h.Bind(r, checks...); err != nil {
			h.t.Fatal(err)
		}
	})), get("Authorization", "Bearer "+token))
	h.t.Cleanup(bond.Release)
	return ctx, bond
}

func causeOf(ctx context.Context) clerk.Reason {
	var err *middleware.Error
	if errors.As(context.Cause(ctx), &err) {
		return err.Reason
	}
	return ""
}

func reasonOf(err error) clerk.Reason {
	var known *middleware.Error
	if errors.As(err, &known) {
		return known.Reason
	}
	return ""
}

func TestABondEndsWithItsToken(t *testing.T) {
	inHall(t, func(h hall) {
		t := h.t
		ctx, bond := h.bind(h.ck.SignIn(h.ada).Token())
		pass(64 * time.Second) // the token lives for 60 seconds, and the clocks may differ by 5
		if ctx.Err() != nil || bond.Err() != nil {
			t.Fatalf("ended early: %v", context.Cause(ctx))
		}
		pass(time.Second)
		if causeOf(ctx) != clerk.ReasonTokenExpired || reasonOf(bond.Err()) != clerk.ReasonTokenExpired {
			t.Errorf("ended with %v", context.Cause(ctx))
		}
		if err := bond.Renew(t.Context(), h.ck.SignIn(h.ada).Token()); reasonOf(err) != clerk.ReasonTokenExpired {
			t.Errorf("what has ended was renewed: %v", err)
		}
	})
}

func TestABondIsRenewed(t *testing.T) {
	inHall(t, func(h hall) {
		t := h.t
		in := h.ck.SignIn(h.ada).OrgRole("acme", "org:admin")
		ctx, bond := h.bind(in.Token(), authobject.Role("admin"))
		for range 10 {
			pass(50 * time.Second)
			if err := bond.Renew(t.Context(), in.Token()); err != nil {
				t.Fatal(err)
			}
		}
		if ctx.Err() != nil || !bond.Until().Equal(time.Now().Add(65*time.Second)) || bond.Auth().IssuedAt().Before(time.Now().Add(-time.Second)) {
			t.Errorf("until %v with %v: %v", bond.Until(), bond.Auth(), context.Cause(ctx))
		}
		pass(66 * time.Second)
		if causeOf(ctx) != clerk.ReasonTokenExpired {
			t.Errorf("ended with %v", context.Cause(ctx))
		}
	})
}

func TestWhatDoesNotRenewABond(t *testing.T) {
	inHall(t, func(h hall) {
		t := h.t
		in := h.ck.SignIn(h.ada).OrgRole("acme", "org:admin")
		old := in.Token()
		pass(10 * time.Second)
		ctx, bond := h.bind(in.Token(), authobject.Role("admin"))
		until := bond.Until()
		bob := h.ck.AddUser(clerktest.User{ID: "user_bob"})
		for name, row := range map[string]struct {
			token string
			want  clerk.Reason
		}{
			"nothing":                       {"", clerk.ReasonTokenInvalid},
			"garbage":                       {"x", clerk.ReasonTokenInvalid},
			"a forged token":                {h.ck.SignIn(h.ada).Forged().Token(), clerk.ReasonTokenInvalidSignature},
			"an expired token":              {h.ck.SignIn(h.ada).Expired().Token(), clerk.ReasonTokenExpired},
			"somebody else":                 {h.ck.SignIn(bob).OrgRole("acme", "org:admin").Token(), middleware.ReasonCallerChanged},
			"another session of the user":   {h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Token(), middleware.ReasonCallerChanged},
			"a token from before":           {old, ""},
			"an API key":                    {"ak_0123", clerk.ReasonTokenInvalid},
			"a session that became pending": {h.ck.SignIn(h.ada).Pending().Token(), clerk.ReasonSessionPending},
		} {
			if err := bond.Renew(t.Context(), row.token); reasonOf(err) != row.want || (err == nil) != (row.want == "") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if ctx.Err() != nil || !bond.Until().Equal(until) || bond.Auth().UserID() != "user_ada" {
			t.Errorf("the bond has changed: %v until %v, %v", bond.Auth(), bond.Until(), context.Cause(ctx))
		}
	})
}

func TestABondEndsWhenTheRoleIsGone(t *testing.T) {
	inHall(t, func(h hall) {
		t := h.t
		in := h.ck.SignIn(h.ada)
		ctx, bond := h.bind(in.OrgRole("acme", "org:admin").Token(), authobject.Role("admin"))
		pass(time.Second)
		if err := bond.Renew(t.Context(), in.OrgRole("acme", "org:member").Token()); reasonOf(err) != clerk.ReasonRole || causeOf(ctx) != clerk.ReasonRole {
			t.Errorf("renewed: %v, %v", err, context.Cause(ctx))
		}
	})
}

func TestSessionsThatAreKnownToBeOver(t *testing.T) {
	inHall(t, func(h hall) {
		t := h.t
		in := h.ck.SignIn(h.ada)
		one, _ := h.bind(in.Token())
		two, _ := h.bind(in.Token())
		other, _ := h.bind(h.ck.SignIn(h.ada).Token())
		gone, bond := h.bind(in.Token())
		bond.Release()
		bond.Release()
		if gone.Err() == nil || !errors.Is(bond.Err(), context.Canceled) || bond.Renew(t.Context(), in.Token()) == nil {
			t.Error("a released bond holds")
		}
		if n := h.EndBonds(func(caller *authobject.Auth) bool { return caller.SessionID() == in.SessionID() }); n != 2 {
			t.Errorf("ended %d", n)
		}
		if causeOf(one) != middleware.ReasonBondEnded || causeOf(two) != middleware.ReasonBondEnded || other.Err() != nil {
			t.Errorf("ended with %v, %v and %v", context.Cause(one), context.Cause(two), context.Cause(other))
		}
		_ = h.Close()
		if causeOf(other) != middleware.ReasonBondEnded {
			t.Errorf("after Close: %v", context.Cause(other))
		}
		if late, _ := h.bind(in.Token()); causeOf(late) != middleware.ReasonBondEnded {
			t.Errorf("bound after Close: %v", context.Cause(late))
		}
	})
}

func TestABondEndsWithItsRequest(t *testing.T) {
	inHall(t, func(h hall) {
		t := h.t
		var err error
		bound := make(chan context.Context, 1)
		r := get("Authorization", "Bearer "+h.ck.SignIn(h.ada).Token())
		ctx, cancel := context.WithCancel(r.Context())
		serve(h.RequireAuth(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			var own context.Context
			own, _, err = h.Bind(r)
			bound <- own
		})), r.WithContext(ctx))
		cancel()
		synctest.Wait()
		if own := <-bound; err != nil || own.Err() == nil || h.EndBonds(func(*authobject.Auth) bool { return true }) != 0 {
			t.Error("the bond holds")
		}
	})
}

func TestABondWithoutAnEnd(t *testing.T) {
	inHall(t, func(h hall) {
		t := h.t
		r := clerktest.As(get(), clerktest.Identity{})
		serve(h.RequireAuth(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, bond, err := h.Bind(r)
			if err != nil {
				t.Fatal(err)
			}
			defer bond.Release()
			if left := time.Until(bond.Until()); left <= 0 || left > 5*time.Minute {
				t.Errorf("lasts for %v", left)
			}
		})), r)
	})
}

func TestWhoIsNotBound(t *testing.T) {
	h := newHouse(t)
	other := newHouse(t)
	for _, row := range []struct {
		name   string
		mount  func(http.Handler) http.Handler
		token  string
		checks []authobject.Check
		status int
		reason clerk.Reason
	}{
		{"nobody", h.Authenticate, "", nil, 401, clerk.ReasonDevBrowserMissing},
		{"an expired token", h.Authenticate, h.ck.SignIn(h.ada).Expired().Token(), nil, 401, clerk.ReasonSessionTokenExpired},
		{"a user who does not meet the check", h.Authenticate, h.ck.SignIn(h.ada).Token(), []authobject.Check{authobject.Role("admin")}, 403, clerk.ReasonRole},
		{"a user whom a check without sense is asked about", h.Authenticate, h.ck.SignIn(h.ada).Token(), []authobject.Check{{}}, 403, clerk.ReasonCheckInvalid},
		{"a request that no Usher has seen", func(next http.Handler) http.Handler { return next }, h.ck.SignIn(h.ada).Token(), nil, 500, clerk.ReasonMiddlewareMissing},
		{"a request that another Usher has seen", other.Authenticate, h.ck.SignIn(h.ada).Token(), nil, 500, clerk.ReasonMiddlewareMissing},
		{"a request with another token than was seen", func(next http.Handler) http.Handler {
			return h.Authenticate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.Header.Set("Authorization", "Bearer "+h.ck.SignIn(h.ada).Forged().Token())
				next.ServeHTTP(w, r)
			}))
		}, h.ck.SignIn(h.ada).Token(), nil, 500, clerk.ReasonMiddlewareMissing},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			if row.token != "" {
				r.Header.Set("Authorization", "Bearer "+row.token)
			}
			serve(row.mount(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_, _, err := h.Bind(r, row.checks...)
				var refused *middleware.Error
				if !errors.As(err, &refused) || refused.Status != row.status || refused.Reason != row.reason {
					t.Errorf("got %v", err)
				}
			})), r)
		})
	}
}

func TestABondOfAProgram(t *testing.T) {
	h, _ := newFactory(t, middleware.WithAcceptedTokens(authobject.APIKey, authobject.OAuthToken))
	r := get("Authorization", "Bearer ak_good")
	serve(h.Require(authobject.Scope("reports:read"))(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, bond, err := h.Bind(r, authobject.Scope("reports:read"))
		if err != nil {
			t.Fatal(err)
		}
		defer bond.Release()
		first := bond.Until()
		if left := time.Until(first); left <= 0 || left > 5*time.Minute {
			t.Errorf("lasts for %v", left)
		}
		if err := bond.Renew(r.Context(), "ak_good"); err != nil || bond.Until().Before(first) {
			t.Errorf("renewed until %v: %v", bond.Until(), err)
		}
		if err := bond.Renew(r.Context(), "oat_good"); reasonOf(err) != middleware.ReasonCallerChanged {
			t.Errorf("renewed by another kind of credential: %v", err)
		}
		if err := bond.Renew(r.Context(), "ak_guess"); reasonOf(err) != clerk.ReasonTokenInvalid {
			t.Errorf("renewed by a guess: %v", err)
		}
	})), r)
}

// TestABondWhoseClockIsSlow has a timer that goes off while the clock of the instance says that the token is still good.
func TestABondWhoseClockIsSlow(t *testing.T) {
	var behind atomic.Int64
	now := func() time.Time { return time.Now().Add(-time.Duration(behind.Load())) }
	ck := clerktest.New(t, clerktest.Config{Now: now})
	ada := ck.AddUser(clerktest.User{})
	synctest.Test(t, func(t *testing.T) {
		usher, err := middleware.New(ck.PEMOptions())
		if err != nil {
			t.Fatal(err)
		}
		h := hall{usher, t, ck, ada}
		ctx, bond := h.bind(ck.SignIn(ada).Token())
		behind.Store(int64(30 * time.Second))
		pass(80 * time.Second)
		if ctx.Err() != nil {
			t.Errorf("ended by the timer: %v", context.Cause(ctx))
		}
		behind.Store(0)
		if reasonOf(bond.Err()) != clerk.ReasonTokenExpired {
			t.Errorf("does not look at the clock: %v", bond.Err())
		}
		_ = usher.Close()
	})
}

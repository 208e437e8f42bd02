package middleware_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/token"
)

// newProduction returns a house whose options look like those of a production instance, where strangers are not sent to Clerk.
func newProduction(tb testing.TB, with ...middleware.Option) house {
	tb.Helper()
	ck := clerktest.New(tb)
	usher, err := middleware.New(clerk.Options{JWTKey: ck.PublicKeyPEM(), Now: ck.Now, Getenv: func(string) string { return "" }}, with...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = usher.Close() })
	return house{usher, ck, ck.AddUser(clerktest.User{ID: "user_ada"})}
}

// TestARequestAllocatesLittle counts what lies between the request and the handler: the three are the context, the request that
// carries it and the Auth with its token. The room in the response's header, which net/http makes for the first one that anybody sets, is
// there already.
func TestARequestAllocatesLittle(t *testing.T) {
	h := newProduction(t)
	nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	signedIn := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Authorize(signedIn)
	anonymous := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	inCookies := httptest.NewRequest(http.MethodGet, "/?page=2", http.NoBody)
	h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").AddCookies(inCookies)
	dev := newHouse(t) // of a development instance, where a browser has to be known before anything else
	script := httptest.NewRequest(http.MethodGet, "https://app.example.com/api/notes?page=2", http.NoBody)
	script.Header.Set("Sec-Fetch-Dest", "empty")
	form, page := script.Clone(t.Context()), script.Clone(t.Context())
	form.Method = http.MethodPost
	form.Header.Set("Sec-Fetch-Dest", "document")
	page.Header.Set("Sec-Fetch-Dest", "document")
	for _, row := range []struct {
		name    string
		handler http.Handler
		r       *http.Request
		budget  float64
	}{
		{"good cookies, attached", h.Authenticate(nothing), inCookies, 10},
		{"good cookies, attached and guarded twice", h.Authenticate(h.RequireAuth(h.Require(authobject.Role("org:admin"))(nothing))), inCookies, 10},
		{"a good token in the header, attached", h.Authenticate(nothing), signedIn, 3},
		{"a good token in the header, guarded", h.RequireAuth(nothing), signedIn, 3},
		{"a good token in the header, guarded by a role", h.Require(authobject.Role("org:admin"))(nothing), signedIn, 3},
		{"a good token in the header, attached and guarded twice", h.Authenticate(h.RequireAuth(h.Require(authobject.Role("org:admin"))(nothing))), signedIn, 3},
		{"nobody, attached", h.Authenticate(nothing), anonymous, 2},
		{"nobody's program on a development instance, attached", dev.Authenticate(nothing), script, 2},
		{"nobody's form on a development instance, attached", dev.Authenticate(nothing), form, 2},
		{"nobody's page on a development instance, on its way to Clerk", dev.Authenticate(nothing), page, 35},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := &sink{header: http.Header{"Date": nil}}
			got := testing.AllocsPerRun(200, func() {
				clear(w.header)
				row.handler.ServeHTTP(w, row.r)
			})
			if got > row.budget {
				t.Errorf("%v allocations; the budget is %v", got, row.budget)
			}
		})
	}
}

// TestOneContextAnswersForAll walks what handlers and the standard library ask of the context.
func TestOneContextAnswersForAll(t *testing.T) {
	h := newProduction(t)
	type key struct{}
	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	h.ck.SignIn(h.ada).Authorize(r)
	outer, cancel := context.WithDeadline(context.WithValue(r.Context(), key{}, "outer"), time.Now().Add(time.Hour))
	defer cancel()
	serve(h.RequireAuth(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithCancel(r.Context())
		defer stop()
		if auth, ok := authobject.FromContext(ctx); !ok || auth.UserID() != "user_ada" {
			t.Errorf("the caller is %v", auth)
		}
		if ctx.Value(key{}) != "outer" || ctx.Value("nothing") != nil {
			t.Error("values of the contexts above are lost")
		}
		if _, ok := ctx.Deadline(); !ok {
			t.Error("the deadline is lost")
		}
		other := authobject.NewContext(ctx, authobject.SignedOut(clerk.ReasonNoCredentials))
		if _, ok := authobject.FromContext(other); ok {
			t.Error("a handler cannot put another caller above")
		}
		text, _, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), ".")
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			for _, what := range []any{r.Context(), ctx, []any{r.Context()}, struct{ C any }{r.Context()}} {
				if strings.Contains(fmt.Sprintf(format, what), text) {
					t.Errorf("%s of %T shows the token", format, what)
				}
			}
		}
		cancel()
		if ctx.Err() == nil {
			t.Error("the end of the request does not reach the handler")
		}
	})), r.WithContext(outer))
}

func TestAVerdictIsForTheTokenThatTheRequestCarriesNow(t *testing.T) {
	h := newProduction(t)
	bob := h.ck.AddUser(clerktest.User{ID: "user_bob"})
	cookies := func(user clerktest.User) func(*http.Request) {
		return func(r *http.Request) { h.ck.SignIn(user).AddCookies(r) }
	}
	cookieOf := func(user clerktest.User) string {
		r := get()
		cookies(user)(r)
		return r.Header.Get("Cookie")
	}
	adas := cookieOf(h.ada)
	change := func(to func(*http.Request)) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if to == nil {
					r.Header["Cookie"][0] = cookieOf(bob) // which the request above shares
				} else {
					r.Header = http.Header{}
					to(r)
				}
				next.ServeHTTP(w, r)
			})
		}
	}
	signIn := func(user clerktest.User) func(*http.Request) {
		return func(r *http.Request) { h.ck.SignIn(user).Authorize(r) }
	}
	nobody := func(*http.Request) {}
	for _, row := range []struct {
		name        string
		first, then func(*http.Request)
		status      int
		user        string
	}{
		{"another's token", signIn(h.ada), signIn(bob), 200, "user_bob"},
		{"no token any more", signIn(h.ada), nobody, 401, ""},
		{"a token after none", nobody, signIn(bob), 200, "user_bob"},
		{"a forged one", signIn(h.ada), func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+h.ck.SignIn(h.ada).Forged().Token()) }, 401, ""},
		{"another's cookies", cookies(h.ada), cookies(bob), 200, "user_bob"},
		{"the same cookies", cookies(h.ada), cookies(h.ada), 200, "user_ada"},
		{"no cookies any more", cookies(h.ada), nobody, 401, ""},
		{"a token that goes before the cookies", cookies(h.ada), func(r *http.Request) { cookies(h.ada)(r); signIn(bob)(r) }, 200, "user_bob"},
		{"another's cookies in a header of their own", func(r *http.Request) { r.Header.Set("Cookie", "theme=dark"); r.Header.Add("Cookie", cookieOf(h.ada)) },
			func(r *http.Request) { r.Header.Set("Cookie", "theme=dark"); r.Header.Add("Cookie", cookieOf(bob)) }, 200, "user_bob"},
		{"cookies in place of others, in the same list", cookies(h.ada), nil, 200, "user_bob"},
		{"the same cookies, which another site has sent for a change", func(r *http.Request) { r.Header.Set("Cookie", adas) }, func(r *http.Request) {
			r.Header.Set("Cookie", adas)
			r.Method = http.MethodPost
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}, 403, ""},
		{"a cookie after none", nobody, func(r *http.Request) { h.ck.SignIn(bob).AddCookies(r) }, 200, "user_bob"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			row.first(r)
			w := serve(h.Authenticate(change(row.then)(h.RequireAuth(whoami))), r)
			if w.Code != row.status || !strings.Contains(w.Body.String(), row.user) {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

func TestHandlersMayAddToTheHeaders(t *testing.T) {
	h := newProduction(t)
	add := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Vary", "Origin")
		w.Header().Add("X-Clerk-Auth-Reason", "mine")
	})
	for range 2 {
		w := serve(h.Authenticate(add), get())
		if got := fmt.Sprint(w.Header()["Vary"], w.Header()["X-Clerk-Auth-Status"], w.Header()["X-Clerk-Auth-Reason"]); got != "[Authorization, Cookie Origin] [signed-out] [session-token-and-uat-missing mine]" {
			t.Errorf("the headers are %s", got)
		}
	}
}

// TestRotationEndsRememberedTokens withdraws a key while its tokens are remembered.
func TestRotationEndsRememberedTokens(t *testing.T) {
	for _, row := range []struct {
		name   string
		rotate func(*clerktest.Clerk)
		want   int
	}{
		{"nothing happens", func(*clerktest.Clerk) {}, 200},
		{"a second key is published", func(ck *clerktest.Clerk) { ck.AddKey() }, 200},
		{"the key is withdrawn", func(ck *clerktest.Clerk) { ck.RotateKeys() }, 401},
		{"another key takes its name", func(ck *clerktest.Clerk) { ck.ReplaceKey() }, 401},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := newHouse(t, middleware.WithKeyOptions(jwks.Options{RefreshEvery: 2 * time.Second}))
			r := get()
			h.ck.SignIn(h.ada).Authorize(r)
			guarded := h.RequireAuth(whoami)
			for range 2 {
				if w := serve(guarded, r); w.Code != http.StatusOK {
					t.Fatalf("%d %s", w.Code, w.Body)
				}
			}
			row.rotate(h.ck)
			next := get() // a token of the key that is current now brings the new set in
			h.ck.SignIn(h.ada).Authorize(next)
			serve(guarded, next)
			if w := serve(guarded, r); w.Code != row.want {
				t.Errorf("%d %s, want %d", w.Code, w.Body, row.want)
			}
		})
	}
}

func TestCloseForgetsTokens(t *testing.T) {
	h := newProduction(t)
	r := get()
	h.ck.SignIn(h.ada).Authorize(r)
	serve(h.RequireAuth(whoami), r)
	if n := middleware.Remembered(h.Usher); n != 1 {
		t.Fatalf("%d tokens are remembered, want 1", n)
	}
	serve(h.RequireAuth(whoami), r)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if n := middleware.Remembered(h.Usher); n != 0 {
		t.Errorf("%d tokens are remembered after Close", n)
	}
	if w := serve(h.RequireAuth(whoami), r); w.Code != http.StatusOK || middleware.Remembered(h.Usher) != 0 {
		t.Errorf("after Close a good token is answered with %d, and is remembered", w.Code)
	}
}

func TestTheTokenCacheCanBeBoundedAndTurnedOff(t *testing.T) {
	for name, option := range map[string]middleware.Option{
		"bounded": middleware.WithTokenCache(token.CacheOptions{MaxTokens: 1}), "off": middleware.WithoutTokenCache(),
	} {
		t.Run(name, func(t *testing.T) {
			h := newProduction(t, option)
			for range 3 {
				r := get()
				h.ck.SignIn(h.ada).Authorize(r)
				if w := serve(h.RequireAuth(whoami), r); w.Code != http.StatusOK {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			}
		})
	}
	_, err := middleware.New(clerktest.New(t).Options(), middleware.WithTokenCache(token.CacheOptions{MaxTokens: -1, MaxBytes: -1}), middleware.WithErrorHandler(nil))
	for _, want := range []string{"WithTokenCache", "MaxTokens", "MaxBytes", "WithErrorHandler"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

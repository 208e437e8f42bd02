package middleware_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
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

func TestNewReportsEveryProblemAtOnce(t *testing.T) {
	_, err := middleware.New(
		clerk.Options{SecretKey: "nonsense", APIVersion: "a/b", Getenv: func(string) string { return "" }},
		middleware.WithErrorHandler(nil), middleware.WithKeyOptions(jwks.Options{MaxStale: -1}),
	)
	if err == nil {
		t.Fatal("was accepted")
	}
	for _, want := range []string{"SecretKey", "APIVersion", "WithErrorHandler", "MaxStale"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %s: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "nonsense") {
		t.Error("the error quotes the secret key")
	}
	_, err = middleware.New(clerk.Options{JWTKey: "bm90IGEga2V5", Getenv: func(string) string { return "" }}, middleware.WithKeyOptions(jwks.Options{Timeout: -1}))
	if err == nil || !strings.Contains(err.Error(), "CLERK_JWT_KEY") || !strings.Contains(err.Error(), "Timeout") {
		t.Errorf("the error should name the PEM and the timeout: %v", err)
	}
}

func TestRequirePanicsOnAMeaninglessCheck(t *testing.T) {
	h := newHouse(t)
	for name, checks := range map[string][]authobject.Check{
		"no check": {}, "an empty check": {{}}, "an empty role": {authobject.Role("")}, "an unknown preset": {authobject.Reverified("strictest")},
		"a claim without values": {authobject.Claim("a")}, "inside a combination": {authobject.Any(authobject.Role("admin"), authobject.Plan(""))},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("routes with a meaningless check were built")
				}
			}()
			h.Require(checks...)
		})
	}
}

func TestMountingTwiceVerifiesOnce(t *testing.T) {
	var log bytes.Buffer
	ck := clerktest.New(t)
	opts := ck.Options()
	opts.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()
	r := get()
	ck.SignIn(ck.AddUser(clerktest.User{})).OrgRole("acme", "org:admin").Authorize(r)
	handler := usher.Authenticate(usher.Authenticate(usher.RequireAuth(usher.Require(authobject.Role("admin"))(whoami))))
	w := serve(handler, r)
	if w.Code != 200 {
		t.Fatalf("answered %d %s", w.Code, w.Body)
	}
	if n := strings.Count(log.String(), "usher: request"); n != 1 {
		t.Errorf("the request was decided %d times:\n%s", n, &log)
	}
	if vary := w.Header().Values("Vary"); len(vary) != 1 {
		t.Errorf("Vary is sent %d times", len(vary))
	}
}

func TestAVerdictIsBelievedForItsOwnRequestOnly(t *testing.T) {
	h := newHouse(t)
	other := newHouse(t)
	inner := h.RequireAuth(whoami)
	t.Run("another credential in the same context is verified anew", func(t *testing.T) {
		handler := h.RequireAuth(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sub := httptest.NewRequestWithContext(r.Context(), http.MethodGet, "/", http.NoBody)
			inner.ServeHTTP(w, sub) // a request made inside the handler, without a token
		}))
		r := get()
		h.ck.SignIn(h.ada).Authorize(r)
		if w := serve(handler, r); w.Code != 401 {
			t.Errorf("the inner request is answered %d %s", w.Code, w.Body)
		}
	})
	t.Run("another Usher's verdict counts for nothing", func(t *testing.T) {
		r := get()
		other.ck.SignIn(other.ada).Authorize(r)
		if w := serve(other.RequireAuth(inner), r); w.Code != 401 {
			t.Errorf("answered %d %s", w.Code, w.Body)
		}
	})
	t.Run("an Auth in the context counts for nothing", func(t *testing.T) {
		auth, err := authobject.FromClaims([]byte(`{"sub":"user_1"}`), "")
		if err != nil {
			t.Fatal(err)
		}
		r := get()
		if w := serve(inner, r.WithContext(authobject.NewContext(r.Context(), auth))); w.Code != 401 {
			t.Errorf("answered %d %s", w.Code, w.Body)
		}
	})
}

func TestIdentitiesOfTheTestKit(t *testing.T) {
	h := newHouse(t)
	admin := h.Require(authobject.Role("admin"))(whoami)
	r := clerktest.As(get(), clerktest.Identity{UserID: "user_1", OrgID: "org_1", OrgRole: "org:admin"})
	if w := serve(admin, r); w.Code != 200 || !strings.Contains(w.Body.String(), "user_1") {
		t.Errorf("an admin without cryptography is answered %d %s", w.Code, w.Body)
	}
	if w := serve(admin, clerktest.As(get(), clerktest.Identity{UserID: "user_1"})); w.Code != 403 {
		t.Errorf("somebody without cryptography is answered %d %s", w.Code, w.Body)
	}
	r = clerktest.As(get(), clerktest.Identity{OrgID: "org_1", OrgRole: "org:admin"})
	r.Header.Set("Authorization", "Bearer x")
	if w := serve(admin, r); w.Code != 401 {
		t.Errorf("a bad token beside an identity is answered %d %s", w.Code, w.Body)
	}
}

func TestIdentityHeadersOfARequestAreRemoved(t *testing.T) {
	h := newHouse(t)
	r := get("X-Clerk-Auth-Status", "signed-in", "X-Clerk-Auth-Reason", "x", "X-Clerk-Auth-Message", "y", "X-Other", "z")
	sent := r.Header
	serve(h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		for name := range r.Header {
			if strings.HasPrefix(name, "X-Clerk-Auth") {
				t.Errorf("the handler sees %s: %s", name, r.Header.Get(name))
			}
		}
		if r.Header.Get("X-Other") != "z" {
			t.Error("another header was lost")
		}
	})), r)
	if sent.Get("X-Clerk-Auth-Status") == "" {
		t.Error("the caller's own header map was changed")
	}
}

func TestPreflights(t *testing.T) {
	open, guarded := newHouse(t), newHouse(t, middleware.WithGuardedPreflights())
	preflight := []string{"Origin", "https://app.example.com", "Access-Control-Request-Method", "DELETE"}
	for _, row := range []struct {
		name   string
		house  house
		method string
		header []string
		want   int
	}{
		{"a preflight passes", open, http.MethodOptions, preflight, 200},
		{"a preflight does not pass when told so", guarded, http.MethodOptions, preflight, 401},
		{"OPTIONS without the request method is no preflight", open, http.MethodOptions, preflight[:2], 401},
		{"OPTIONS without an origin is no preflight", open, http.MethodOptions, preflight[2:], 401},
		{"GET with the headers of one is no preflight", open, http.MethodGet, preflight, 401},
	} {
		t.Run(row.name, func(t *testing.T) {
			handler := row.house.Require(authobject.Role("admin"))(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if _, ok := authobject.FromContext(r.Context()); ok {
					t.Error("a preflight has an identity")
				}
			}))
			if w := serve(handler, request(row.method, row.header...)); w.Code != row.want {
				t.Errorf("answered %d, want %d", w.Code, row.want)
			}
		})
	}
}

func TestAnErrorHandlerOfOnesOwn(t *testing.T) {
	var got *middleware.Error
	h := newHouse(t, middleware.WithErrorHandler(func(w http.ResponseWriter, r *http.Request, err *middleware.Error) {
		got = err
		if err.Status == http.StatusForbidden {
			http.NotFound(w, r)
			return
		}
		middleware.WriteError(w, r, err)
	}))
	guarded := h.Require(authobject.Role("admin"))(whoami)
	r := get()
	h.ck.SignIn(h.ada).Authorize(r)
	if w := serve(guarded, r); w.Code != 404 {
		t.Errorf("answered %d", w.Code)
	}
	var refusal *authobject.Refusal
	if !errors.As(got, &refusal) || refusal.Reason != clerk.ReasonRole || got.Reason != clerk.ReasonRole {
		t.Errorf("the handler got %#v", got)
	}
	r = get()
	h.ck.SignIn(h.ada).Expired().Authorize(r)
	if w := serve(guarded, r); w.Code != 401 || problemOf(t, w).Reason != string(clerk.ReasonSessionTokenExpired) {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
	var refused *token.Error
	if !errors.As(got, &refused) || refused.Claim != "exp" || !got.Presented {
		t.Errorf("the handler got %#v", got)
	}
}

func TestAHandlerLearnsWhatRequireAuthWouldAnswer(t *testing.T) {
	h := newHouse(t)
	expired, good := get(), get()
	h.ck.SignIn(h.ada).Expired().Authorize(expired)
	h.ck.SignIn(h.ada).Authorize(good)
	for _, row := range []struct {
		name   string
		r      *http.Request
		status int
		reason clerk.Reason
	}{
		{"nobody", get(), 401, clerk.ReasonDevBrowserMissing},
		{"an expired token", expired, 401, clerk.ReasonSessionTokenExpired},
		{"a user", good, 0, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			serve(h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				got := middleware.Unauthenticated(r.Context())
				if (got != nil) != (row.status != 0) || (got != nil && (got.Status != row.status || got.Reason != row.reason || got.Detail == "")) {
					t.Errorf("got %v", got)
				}
			})), row.r)
		})
	}
	if got := middleware.Unauthenticated(t.Context()); got == nil || got.Status != 500 || got.Reason != clerk.ReasonMiddlewareMissing {
		t.Errorf("without a middleware, got %v", got)
	}
}

func TestPendingSessionsCanBeLetIn(t *testing.T) {
	h := newHouse(t, middleware.WithPendingSessions())
	r := get()
	h.ck.SignIn(h.ada).Pending().Authorize(r)
	w := serve(h.RequireAuth(whoami), r)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"sessionStatus":"pending"`) {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

func TestAPendingIdentityOfTheTestKit(t *testing.T) {
	strict, open := newHouse(t), newHouse(t, middleware.WithPendingSessions())
	r := clerktest.As(get(), clerktest.Identity{Pending: true})
	if w := serve(strict.RequireAuth(whoami), r); w.Code != 401 || problemOf(t, w).Reason != "session-pending" {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
	if w := serve(open.RequireAuth(whoami), r); w.Code != 200 {
		t.Errorf("where pending sessions are let in, answered %d %s", w.Code, w.Body)
	}
}

func TestARequestThatEndsWhileItWaitsEndsAtOnce(t *testing.T) {
	h := newHouse(t)
	h.ck.SetDelay(time.Minute)
	r := get()
	h.ck.SignIn(h.ada).Authorize(r)
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	if w := serve(h.RequireAuth(whoami), r.WithContext(ctx)); w.Code != 503 {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

// TestThreatP20LogsHoldNoToken turns on every log line that there is and looks for what must not be in them.
func TestThreatP20LogsHoldNoToken(t *testing.T) {
	var log bytes.Buffer
	ck := clerktest.New(t)
	opts := ck.Options()
	opts.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()
	ada := ck.AddUser(clerktest.User{})
	for _, text := range []string{ck.SignIn(ada).Token(), ck.SignIn(ada).Expired().Token(), ck.SignIn(ada).Forged().Token(), "garbage-that-is-secret"} {
		serve(usher.RequireAuth(whoami), get("Authorization", "Bearer "+text))
		for _, part := range strings.Split(text, ".") {
			if strings.Contains(log.String(), part) {
				t.Errorf("the log holds a part of the token: %s", &log)
			}
		}
	}
	if strings.Contains(log.String(), opts.SecretKey) || log.Len() == 0 {
		t.Errorf("the log is %s", &log)
	}
}

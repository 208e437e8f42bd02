package middleware_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
	"github.com/usher-auth/usher/revocation"
	"github.com/usher-auth/usher/token"
)

// noEnv keeps the environment of whoever runs the tests out.
func noEnv(string) string { return "" }

func TestWhatIsWrongWithOptionsIsSaidWhenTheServiceStarts(t *testing.T) {
	keys := clerk.Options{SecretKey: "sk_test_x", PublishableKey: "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk", Getenv: noEnv}
	var failed *revocation.List // of a constructor whose error nobody has looked at
	for _, row := range []struct {
		name string
		opts clerk.Options
		with []middleware.Option
		want []string // all of them in one error
	}{
		{"an option is nil", keys, []middleware.Option{middleware.WithPendingSessions(), nil}, []string{"option 2 is nil"}},
		{"the list of revocations is nil", keys, []middleware.Option{middleware.WithRevocations(nil)}, []string{"WithRevocations(nil)"}},
		{"the list of revocations was not made", keys, []middleware.Option{middleware.WithRevocations(failed)}, []string{"WithRevocations(nil)"}},
		{
			"programs are tuned and not accepted", keys,
			[]middleware.Option{middleware.WithMachineOptions(token.MachineOptions{})}, []string{"WithMachineOptions", "WithAcceptedTokens"},
		},
		{
			"several options need a secret key, and others are wrong beside them",
			clerk.Options{JWTKey: "bm90IGEga2V5", Getenv: noEnv},
			[]middleware.Option{
				middleware.WithAcceptedTokens(authobject.APIKey, authobject.OAuthToken), middleware.WithTrustedOrigins("app.example.com"),
				middleware.WithMultiSession(multisession.Policy{Mode: multisession.Lookup}), nil,
			},
			[]string{"CLERK_JWT_KEY", "WithAcceptedTokens(api_key)", "WithAcceptedTokens(oauth_token)", "WithTrustedOrigins", "WithMultiSession", "option 4 is nil"},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			usher, err := middleware.New(row.opts, row.with...)
			if err == nil || usher != nil {
				t.Fatalf("New returned %v, %v", usher, err)
			}
			for _, want := range row.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q: %v", want, err)
				}
			}
		})
	}
}

func TestOptionsForProgramsMayStandInAnyOrder(t *testing.T) {
	h := newHouse(t, middleware.WithMachineOptions(token.MachineOptions{}), middleware.WithAcceptedTokens(authobject.APIKey))
	h.RequireToken(authobject.APIKey)
}

func TestAllThatIsWrongWithAProxyIsSaidAtOnce(t *testing.T) {
	_, err := middleware.NewProxy(clerk.Options{SecretKey: "bad", Getenv: noEnv}, middleware.ProxyOptions{Upstream: "http://clerk.example"})
	if err == nil || !strings.Contains(err.Error(), "SecretKey") || !strings.Contains(err.Error(), "Upstream") {
		t.Errorf("got %v", err)
	}
}

func TestRoutesThatCannotWorkAreNotBuilt(t *testing.T) {
	h := newHouse(t, middleware.WithMultiSession(multisession.Policy{}))
	var nobody *middleware.Usher
	role := authobject.Role("org:admin")
	for name, build := range map[string]func(u *middleware.Usher, next http.Handler){
		"Authenticate":           func(u *middleware.Usher, next http.Handler) { u.Authenticate(next) },
		"RequireAuth":            func(u *middleware.Usher, next http.Handler) { u.RequireAuth(next) },
		"Require":                func(u *middleware.Usher, next http.Handler) { u.Require(role)(next) },
		"RequireAuthPage":        func(u *middleware.Usher, next http.Handler) { u.RequireAuthPage(next) },
		"RequirePage":            func(u *middleware.Usher, next http.Handler) { u.RequirePage(role)(next) },
		"RequireToken":           func(u *middleware.Usher, next http.Handler) { u.RequireToken(authobject.SessionToken)(next) },
		"RequireExplicitSession": func(u *middleware.Usher, next http.Handler) { u.RequireExplicitSession(next) },
	} {
		t.Run(name, func(t *testing.T) {
			build(h.Usher, whoami) // does not panic
			for _, row := range []struct {
				usher *middleware.Usher
				next  http.Handler
				says  string
			}{
				{nobody, whoami, "the Usher is nil; look at the error"},
				{h.Usher, nil, "the handler is nil"},
				{h.Usher, http.HandlerFunc(nil), "the handler is nil"},
			} {
				if what := panicOf(func() { build(row.usher, row.next) }); !strings.Contains(what, row.says) {
					t.Errorf("panics with %q, want %q", what, row.says)
				}
			}
		})
	}
}

// panicOf returns what a function panics with, "" for nothing.
func panicOf(f func()) (what string) {
	defer func() {
		if text, ok := recover().(string); ok {
			what = text
		}
	}()
	f()
	return ""
}

func TestAWarningIsLoggedOnce(t *testing.T) {
	var log bytes.Buffer
	usher, err := middleware.New(clerk.Options{
		SecretKey: "sk_test_x", Domain: "shop.example", Getenv: noEnv, Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()
	if n := strings.Count(log.String(), "IsSatellite"); n != 1 {
		t.Errorf("logged %d times:\n%s", n, &log)
	}
}

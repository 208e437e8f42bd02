package clerktest_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

func TestConfigsThatMakeAnInstance(t *testing.T) {
	const clerkExample = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"
	for _, row := range []struct {
		name   string
		config clerktest.Config
		check  func(ck *clerktest.Clerk, i *clerk.Instance) bool
	}{
		{"the zero one is a development instance on a free port", clerktest.Config{}, func(ck *clerktest.Clerk, i *clerk.Instance) bool {
			return i.Kind == clerk.KindDevelopment && strings.HasPrefix(ck.URL(), "http://127.0.0.1:") &&
				i.FrontendAPI() == ck.URL() && ck.Issuer() == ck.URL() && i.APIURL == ck.URL()
		}},
		{"a production instance has live keys", clerktest.Config{Kind: clerk.KindProduction}, func(ck *clerktest.Clerk, i *clerk.Instance) bool {
			return i.Kind == clerk.KindProduction && strings.HasPrefix(ck.Options().SecretKey, "sk_live_")
		}},
		{"a publishable key decides on kind and issuer", clerktest.Config{PublishableKey: clerkExample}, func(ck *clerktest.Clerk, i *clerk.Instance) bool {
			return i.Kind == clerk.KindProduction && ck.Issuer() == "https://clerk.example.com" && i.APIURL == ck.URL()
		}},
		{"a secret key decides on kind", clerktest.Config{SecretKey: "sk_live_1"}, func(_ *clerktest.Clerk, i *clerk.Instance) bool {
			return i.Kind == clerk.KindProduction && i.SecretKey.Reveal() == "sk_live_1"
		}},
		{"localhost is loopback", clerktest.Config{Addr: "localhost:0"}, func(ck *clerktest.Clerk, _ *clerk.Instance) bool {
			return strings.HasPrefix(ck.URL(), "http://127.0.0.1:")
		}},
		{"all addresses, where others may reach them", clerktest.Config{Addr: "0.0.0.0:0", AllowRemote: true}, func(ck *clerktest.Clerk, i *clerk.Instance) bool {
			return strings.HasPrefix(ck.URL(), "http://127.0.0.1:") && i.FrontendAPI() == ck.URL()
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.config.Now = atMoment
			ck := clerktest.New(t, row.config)
			instance, err := ck.Options().Resolve()
			if err != nil {
				t.Fatal(err)
			}
			if !row.check(ck, instance) {
				t.Errorf("got %v", instance)
			}
			newGate(t, ck.Options()).wantReason(t, ck.SignIn(ck.AddUser(clerktest.User{})).Token(), "")
		})
	}
}

func TestConfigsThatMakeNone(t *testing.T) {
	running := clerktest.New(t)
	for _, row := range []struct {
		name   string
		config clerktest.Config
		want   []string
	}{
		{"a receiver of webhooks that has no address", clerktest.Config{WebhookURL: "localhost:80", WebhookRetries: []time.Duration{-1}},
			[]string{"Config.WebhookURL", "http", "Config.WebhookRetries"}},
		{"an address that others can reach", clerktest.Config{Addr: "0.0.0.0:0"}, []string{"Config.Addr", "loopback"}},
		{"an address without a host", clerktest.Config{Addr: ":0"}, []string{"Config.Addr"}},
		{"an address without a port", clerktest.Config{Addr: "127.0.0.1"}, []string{"Config.Addr"}},
		{"an address that no publishable key can hold", clerktest.Config{Addr: "[::1]:0"}, []string{"Config.Addr"}},
		{"an address that is taken", clerktest.Config{Addr: strings.TrimPrefix(running.URL(), "http://")}, []string{"cannot listen"}},
		{"another kind", clerktest.Config{Kind: "staging"}, []string{"Config.Kind", "production"}},
		{"keys of two kinds", clerktest.Config{Kind: clerk.KindProduction, SecretKey: "sk_test_1"}, []string{"secret key", "publishable key"}},
		{"a broken publishable key", clerktest.Config{PublishableKey: "pk_test_?"}, []string{"PublishableKey"}},
		{"a key id that no verifier reads", clerktest.Config{KeyID: strings.Repeat("k", 65)}, []string{"Config.KeyID", "64"}},
		{"a lifetime below zero", clerktest.Config{TokenLifetime: -1}, []string{"Config.TokenLifetime", "Expired"}},
		{"usernames that are longer than they may be", clerktest.Config{MinUsername: 65}, []string{"Config.MinUsername", "64"}},
		{"several mistakes at once", clerktest.Config{Kind: "staging", TokenLifetime: -1}, []string{"Config.Kind", "Config.TokenLifetime"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			ck, err := clerktest.Start(row.config)
			if err == nil {
				_ = ck.Close()
				t.Fatal("it was accepted")
			}
			for _, want := range row.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not mention %q: %v", want, err)
				}
			}
			if got := failure(func(tb clerktest.TB) { clerktest.New(tb, row.config) }); got != err.Error() && !strings.Contains(got, "listen") {
				t.Errorf("New fails with %q, and Start with %q", got, err)
			}
		})
	}
	if got := failure(func(tb clerktest.TB) { clerktest.New(tb, clerktest.Config{}, clerktest.Config{}) }); !strings.Contains(got, "one Config") {
		t.Errorf("two Configs: %q", got)
	}
}

func TestTokenLifetimeIsConfigured(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment, TokenLifetime: time.Hour})
	auth, reason := newGate(t, ck.Options()).present(ck.SignIn(ck.AddUser(clerktest.User{})).Token())
	if auth == nil {
		t.Fatalf("refused: %s", reason)
	}
	factsOf(auth).want(t, facts{"expires": moment.Add(time.Hour)})
}

func TestOptionsSeeNoEnvironment(t *testing.T) {
	t.Setenv("CLERK_DOMAIN", "somewhere.example")
	t.Setenv("CLERK_JWT_KEY", "nonsense")
	ck := clerktest.New(t)
	for _, opts := range []clerk.Options{ck.Options(), ck.PublicOptions(), ck.PEMOptions()} {
		instance, err := opts.Resolve()
		if err != nil || instance.Domain != "" || instance.JWTKey == "nonsense" {
			t.Errorf("got %v, %v", instance, err)
		}
	}
}

func TestOptionsCarryTheLogger(t *testing.T) {
	if logger := clerktest.New(t).Options().Logger; logger == nil || logger.Enabled(t.Context(), slog.LevelError) {
		t.Error("the default logger is not one that discards")
	}
	var log bytes.Buffer
	ck := clerktest.New(t, clerktest.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	ck.FailWith(400)
	newGate(t, ck.Options()).present(ck.SignIn(ck.AddUser(clerktest.User{})).Token())
	if log.Len() == 0 {
		t.Error("Usher did not log to the logger of the Config")
	}
}

func TestCloseMayBeCalledTwiceAndLeavesTokensGood(t *testing.T) {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	ada := ck.AddUser(clerktest.User{})
	g := newGate(t, ck.Options())
	g.wantReason(t, ck.SignIn(ada).Token(), "")
	for range 2 {
		if err := ck.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	g.wantReason(t, ck.SignIn(ada).Token(), "")
	if _, _, err := get(t, ck.URL()+frontendKeys, ""); err == nil {
		t.Error("the server still answers")
	}
}

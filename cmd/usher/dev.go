package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// A devSetup is what the command line of usher dev says.
type devSetup struct {
	addr, secretKey, seed, webhookURL, app string
	allowRemote                            bool
	tokenLifetime                          time.Duration
}

var devCommand = command{
	name: "dev", summary: "an emulator of Clerk, for development",
	about: `
Runs an emulator of Clerk in memory until Ctrl-C: users, organizations, sessions, tokens, the Backend API, a page to sign in on, and
webhooks. It prints the variables that a service needs, one a line, and then a line "ready". Its address, opened in a browser, is a
page that lists users, sessions, requests and webhooks, and signs you in.

It is for development only: whoever reaches it can be any user of the services that trust it. So it listens on this machine alone
and refuses live keys. What it knows is gone when it ends.`,
	define: func(f *flag.FlagSet) func(context.Context, terminal, []string) error {
		var s devSetup
		f.StringVar(&s.addr, "addr", "127.0.0.1:4000", "where to listen, an IPv4 address or localhost and a port: `host:port`; port 0 takes a free one")
		f.StringVar(&s.secretKey, "secret-key", "", "the secret key that is asked for, `sk_test_…`; the signing secret of webhooks follows from it (default a random one)")
		f.StringVar(&s.seed, "seed", "", "a JSON `file` with what is there to begin with, such as what clerktest.Clerk.Snapshot returned")
		f.StringVar(&s.webhookURL, "webhook-url", "", "where the events of all changes are delivered, signed: a `URL` (default nowhere)")
		f.StringVar(&s.app, "app", "", "the `URL` of your application, where a browser goes that has signed in on the page")
		f.BoolVar(&s.allowRemote, "allow-remote", false, "let -addr be one that other machines reach, for services in containers; they can then be anybody")
		f.DurationVar(&s.tokenLifetime, "token-lifetime", time.Minute, "how long session tokens live; Clerk's live 1m")
		return func(ctx context.Context, t terminal, args []string) error {
			if err := atMost(0, args); err != nil {
				return err
			}
			return dev(ctx, t, s)
		}
	},
}

// dev serves until ctx ends.
func dev(ctx context.Context, t terminal, s devSetup) (err error) {
	if s.secretKey != "" {
		switch _, kind, err := clerk.ParseSecretKey(s.secretKey); {
		case err != nil:
			return usageError("-secret-key: " + err.Error())
		case kind != clerk.KindDevelopment:
			return errors.New("-secret-key is a live key; an emulator takes none, because a live key belongs nowhere but to Clerk and the " +
				"service that uses it. Make up one that begins with sk_test_")
		}
	}
	desk := newConsole(s.app)
	ck, err := clerktest.Start(clerktest.Config{
		Addr: s.addr, SecretKey: s.secretKey, WebhookURL: s.webhookURL, AllowRemote: s.allowRemote,
		TokenLifetime: s.tokenLifetime, Kind: clerk.KindDevelopment, Middleware: desk.middleware,
	})
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is taken by another program, perhaps another usher dev; choose another port, as in -addr 127.0.0.1:4001", s.addr)
	case err != nil:
		return inFlags(err)
	}
	defer func() { err = errors.Join(err, ck.Close()) }()
	if s.app != "" {
		if err := allowApp(ck, s.app); err != nil {
			return err
		}
	}
	if err := desk.open(ck, s.allowRemote); err != nil {
		return err
	}
	if s.seed != "" {
		if err := seed(ck, s.seed); err != nil {
			return err
		}
	}
	t.note("usher dev: an emulator of Clerk, for development only. %s shows what is in it. Ctrl-C ends it.\n", ck.URL())
	if host, _, err := net.SplitHostPort(s.addr); err == nil && s.allowRemote && host != "127.0.0.1" && host != "localhost" {
		t.note("usher dev: other machines may reach it, and be anybody there.\n")
	}
	o := ck.Options()
	t.print("CLERK_API_URL=%s\nCLERK_SECRET_KEY=%s\nCLERK_PUBLISHABLE_KEY=%s\nCLERK_WEBHOOK_SIGNING_SECRET=%s\nready\n",
		ck.URL(), o.SecretKey, o.PublishableKey, ck.WebhookSigningSecret())
	<-ctx.Done()
	t.note("usher dev: bye.\n")
	return nil
}

// readFile reads a file that the command line names, or says what is wrong in a sentence.
func readFile(name string) ([]byte, error) {
	text, err := os.ReadFile(name) //nolint:gosec // the file is the one that the user names
	if err != nil {
		return nil, fmt.Errorf("the file cannot be read: %w", err)
	}
	return text, nil
}

// inFlags says what is wrong with a Config in the words of the command line.
func inFlags(err error) error {
	text := err.Error()
	for _, flag := range [][2]string{
		{"clerktest: ", ""},
		{"Config.Addr is", "-addr is"}, {"because the private keys of this package are public", "because whoever reaches it can be anybody; -allow-remote allows others"},
		{"Config.SecretKey", "-secret-key"}, {"Config.WebhookURL", "-webhook-url"},
		{"Config.TokenLifetime is", "-token-lifetime is"},
		{"for tokens that have expired use SignIn.Expired or SignIn.ExpiresIn", "for tokens that have expired use usher token -expires -1m"},
	} {
		text = strings.ReplaceAll(text, flag[0], flag[1])
	}
	return errors.New(text)
}

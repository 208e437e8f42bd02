// Command quickstart serves a page on which you try six routes behind Usher's guards, as six different people.
//
//	go run ./quickstart -addr 127.0.0.1:8080
//
// It needs no account: the people come from a Clerk inside the process. With CLERK_SECRET_KEY, CLERK_PUBLISHABLE_KEY or
// CLERK_JWT_KEY set, they come from your own instance.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/examples/quickstart/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program, without what belongs to the process: it serves until ctx ends and returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "where to listen, a `host:port`; port 0 takes a free one")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		_, _ = fmt.Fprintf(stderr, "quickstart: %q is too much; the only thing to say is -addr host:port\n", flags.Arg(0))
		return 2
	}
	if err := serve(ctx, *addr, getenv, stdout); err != nil {
		_, _ = fmt.Fprintln(stderr, "quickstart:", err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, addr string, getenv func(string) string, stdout io.Writer) (err error) {
	app, err := demo.New(configure(getenv))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, app.Close()) }()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is taken by another program; end that one, or choose another port, as in -addr 127.0.0.1:0 for any free one", addr)
	case err != nil:
		return fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	server := &http.Server{
		Handler:           app,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second,
		IdleTimeout:       time.Minute,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	announce(ctx, stdout, app, listener.Addr().String())
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	_, _ = fmt.Fprintln(stdout, "\nBye.")
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		return server.Close() // somebody holds on to a request
	}
	return nil
}

// configure chooses the real Clerk when the environment names one.
func configure(getenv func(string) string) demo.Config {
	named := func(name string) bool { return getenv(name) != "" }
	if slices.ContainsFunc([]string{"CLERK_SECRET_KEY", "CLERK_PUBLISHABLE_KEY", "CLERK_JWT_KEY"}, named) {
		return demo.Config{Clerk: &clerk.Options{Getenv: getenv}}
	}
	return demo.Config{}
}

// announce says where to look, and at whom.
func announce(ctx context.Context, w io.Writer, app *demo.Demo, addr string) {
	if host, port, err := net.SplitHostPort(addr); err == nil {
		if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
			addr = net.JoinHostPort("localhost", port)
		}
	}
	source := "The people are made up, by a Clerk inside this process. Set CLERK_SECRET_KEY to use your own instance."
	if !app.Embedded() {
		source = "The people are those of your Clerk instance, as the environment names it."
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		if err := app.Preload(ctx); err != nil {
			source += "\nIts keys could not be fetched yet, so every token is answered with 503 until they can: " + err.Error()
		}
	}
	_, _ = fmt.Fprintf(w, "Usher quickstart. Open this page:\n\n    http://%s\n\n%s\nCtrl-C ends it.\n", addr, source)
}

// Command multisession serves a notebook for two accounts in one browser, in as many tabs as you like: each tab shows as whom it
// acts, and nothing that is written in one account's tab ends up in another account's notebook.
//
//	go run ./multisession -addr 127.0.0.1:8080 -policy assert
//
// It needs no account: Ada and Bob come from a Clerk inside the process.
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
	"syscall"
	"time"

	"github.com/usher-auth/usher/examples/multisession/notes"
	"github.com/usher-auth/usher/multisession"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program, without what belongs to the process: it serves until ctx ends and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("multisession", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "where to listen, a `host:port`; port 0 takes a free one")
	policy := flags.String("policy", string(multisession.Assert), "what comes of the session that a request names: assert, select or lookup")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		_, _ = fmt.Fprintf(stderr, "multisession: %q is too much; there are only -addr host:port and -policy name\n", flags.Arg(0))
		return 2
	}
	if err := serve(ctx, *addr, multisession.Mode(*policy), stdout); err != nil {
		_, _ = fmt.Fprintln(stderr, "multisession:", err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, addr string, mode multisession.Mode, stdout io.Writer) (err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is taken by another program; end that one, or choose another port, as in -addr 127.0.0.1:0 for any free one", addr)
	case err != nil:
		return fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	origin := originOf(listener)
	app, err := notes.New(notes.Config{Origin: origin, Mode: mode})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, app.Close()) }()
	server := &http.Server{
		Handler:           app,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second,
		IdleTimeout:       time.Minute,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	_, _ = fmt.Fprintf(stdout, "Usher multisession, with the policy %s. Open this page in two tabs, and sign in as somebody else in each:\n\n    %s\n\nCtrl-C ends it.\n", mode, origin)
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	_, _ = fmt.Fprintln(stdout, "\nBye.")
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if server.Shutdown(patience) != nil {
		return server.Close() // somebody holds on to a request
	}
	return nil
}

// originOf returns where a browser on this machine finds a listener.
func originOf(listener net.Listener) string {
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Package app is what the small examples have in common: flags, a Clerk inside the process or one's own instance, and a server that
// ends with Ctrl-C. Their own files hold what differs, the routes of one framework.
package app

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

	"github.com/usher-auth/usher/middleware"
)

// A Program is one example.
type Program struct {
	// Name is that of its directory.
	Name string
	// Routes returns the service behind auth.
	Routes func(auth *middleware.Usher) (http.Handler, error)
}

// Main runs the program as the process, until Ctrl-C, and does not return.
func (p Program) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := p.Run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run is the program, without what belongs to the process: it serves until ctx ends and returns the exit code.
func (p Program) Run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet(p.Name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "where to listen, a `host:port`; port 0 takes a free one")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		_, _ = fmt.Fprintf(stderr, "%s: %q is too much; there is only -addr host:port\n", p.Name, flags.Arg(0))
		return 2
	}
	if err := p.serve(ctx, *addr, getenv, stdout); err != nil {
		_, _ = fmt.Fprintf(stderr, "%s: %v\n", p.Name, err)
		return 1
	}
	return 0
}

func (p Program) serve(ctx context.Context, addr string, getenv func(string) string, stdout io.Writer) (err error) {
	from, err := newSource(getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	auth, err := middleware.New(from.options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, auth.Close()) }()
	routes, err := p.Routes(auth)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is taken by another program; end that one, or choose another port, as in -addr 127.0.0.1:0 for any free one", addr)
	case err != nil:
		return fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	server := &http.Server{
		Handler:           from.withTokens(routes),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second,
		IdleTimeout:       time.Minute,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	p.announce(stdout, "http://"+listener.Addr().String(), from)
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

// Package program is what examples have around them: flags, a Clerk inside the process or the one that the
// environment names, and a server that ends its connections before it waits for them.
package program

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
	"strings"
	"syscall"
	"time"
)

// A Program is one example.
type Program struct {
	// Name is that of the directory.
	Name string
	// Title says in a line what the page shows.
	Title string
	// Routes makes the application. Whatever it starts ends when the context does.
	Routes func(ctx context.Context, with Setup) (http.Handler, error)
	// Try are lines to print below, in which URL stands for the address. It may be empty.
	Try string
}

// Main runs a program in this process until Ctrl-C, and ends the process.
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
	lifetime := flags.Duration("token-lifetime", 20*time.Second, "how long session tokens of the people inside the process live; Clerk's live 60s")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		_, _ = fmt.Fprintf(stderr, "%s: %q is too much; there are only -addr host:port and -token-lifetime duration\n", p.Name, flags.Arg(0))
		return 2
	}
	if err := p.serve(ctx, *addr, *lifetime, getenv, stdout); err != nil {
		_, _ = fmt.Fprintf(stderr, "%s: %v\n", p.Name, err)
		return 1
	}
	return 0
}

func (p Program) serve(ctx context.Context, addr string, lifetime time.Duration, getenv func(string) string, stdout io.Writer) (err error) {
	listener, err := listen(ctx, addr)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // which the server has done already, if it came to serving
	with, err := open(origin(listener), lifetime, getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, with.close()) }()
	background, end := context.WithCancel(ctx)
	defer end()
	handler, err := p.Routes(background, with.Setup)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second, // handlers that stream put it off
		IdleTimeout:       time.Minute,
	}
	// Shutdown waits for streams and knows nothing of sockets. Close ends the bonds of both, and those of requests that still come.
	server.RegisterOnShutdown(func() { _ = with.Auth.Close() })
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	_, _ = fmt.Fprintf(stdout, "Usher %s. Open this page:\n\n    %-32s %s\n%s\n%s\nCtrl-C ends it.\n", p.Name, with.Origin, p.Title,
		strings.ReplaceAll(p.Try, "URL", with.Origin), with.source)
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	_, _ = fmt.Fprintln(stdout, "\nBye.")
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if server.Shutdown(patience) != nil {
		return server.Close() // somebody holds on to a request
	}
	return with.wait(patience)
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken by another program; end that one, or choose another port, as in -addr 127.0.0.1:0 for any free one", addr)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	return listener, nil
}

// origin returns where a browser on this machine finds a listener.
func origin(listener net.Listener) string {
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

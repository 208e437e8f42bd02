// Command webhooks keeps a table of users in SQLite in step with Clerk's webhooks.
//
//	go run ./webhooks
//
// It needs no account: a Clerk inside the process sends it events, late, twice and forged, and the program prints what became
// of them. With CLERK_WEBHOOK_SIGNING_SECRET set it is the receiver for an endpoint of your own instance.
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
	"path/filepath"
	"syscall"
	"time"

	"github.com/usher-auth/usher/examples/webhooks/people"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program, without what belongs to the process: it serves until ctx ends and returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("webhooks", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "where to listen, a `host:port`; port 0 takes a free one")
	file := flags.String("db", "", "the `file` of the database; without it, one that goes with the program")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		_, _ = fmt.Fprintf(stderr, "webhooks: %q is too much; there are only -addr host:port and -db file\n", flags.Arg(0))
		return 2
	}
	if err := receive(ctx, *addr, *file, getenv, stdout, stderr); err != nil {
		_, _ = fmt.Fprintln(stderr, "webhooks:", err)
		return 1
	}
	return 0
}

// receive opens what the program needs, serves, and closes it all.
func receive(ctx context.Context, addr, file string, getenv func(string) string, stdout, stderr io.Writer) (err error) {
	from, err := newSource(getenv, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	if file == "" {
		if !from.embedded() {
			return errors.New("say with -db file where to keep the users, as in -db people.db; an event that was answered does not " +
				"come again, so a table that goes with the program would miss everybody at the next start")
		}
		dir, err := os.MkdirTemp("", "usher-webhooks-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		file = filepath.Join(dir, "people.db")
	}
	store, err := people.Open(ctx, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	handler, err := routes(from.verifier, store)
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
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second, // the sender waits for 15
		IdleTimeout:       time.Minute,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	url := "http://" + listener.Addr().String()
	_, _ = fmt.Fprintf(stdout, "Usher webhooks. The table:\n\n    %s/users\n\nEvents from %s go to %s/webhooks\n", url, from.name, url)
	err = from.rehearse(ctx, url+"/webhooks", store, stdout)
	if err == nil {
		_, _ = fmt.Fprintln(stdout, "\nCtrl-C ends it.")
		err = attend(ctx, store, served)
	}
	_, _ = fmt.Fprintln(stdout, "\nBye.")
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if server.Shutdown(patience) != nil {
		return errors.Join(err, server.Close()) // somebody holds on to a request
	}
	return err
}

// attend prunes now and then until ctx ends or the server does.
func attend(ctx context.Context, store *people.Store, served <-chan error) error {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if _, err := store.Prune(ctx, people.Retention); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-hourly.C:
		case err := <-served:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

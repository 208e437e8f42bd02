// Command quickstart serves pages on which you try six routes behind Usher's guards as six different people, and have a session
// in cookies, here and on a satellite.
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

// A setup is what the command line says.
type setup struct {
	addr, satelliteAddr string
	tokenLifetime       time.Duration
}

// run is the program, without what belongs to the process: it serves until ctx ends and returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var s setup
	flags.StringVar(&s.addr, "addr", "127.0.0.1:8080", "where to listen, a `host:port`; port 0 takes a free one")
	flags.StringVar(&s.satelliteAddr, "satellite-addr", "", "where the satellite listens, a `host:port` (default the next port on 127.0.0.1, or a free one)")
	flags.DurationVar(&s.tokenLifetime, "token-lifetime", 20*time.Second, "how long session tokens of the people inside the process live; Clerk's live 60s")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		_, _ = fmt.Fprintf(stderr, "quickstart: %q is too much; there are flags only, such as -addr host:port\n", flags.Arg(0))
		return 2
	}
	if err := serve(ctx, s, getenv, stdout); err != nil {
		_, _ = fmt.Fprintln(stderr, "quickstart:", err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, s setup, getenv func(string) string, stdout io.Writer) (err error) {
	config := configure(getenv)
	doors, err := open(ctx, s, config.Clerk == nil)
	if err != nil {
		return err
	}
	defer doors.close()
	config.TokenLifetime, config.Origin, config.SatelliteOrigin = s.tokenLifetime, doors.origin, doors.satelliteOrigin
	app, err := demo.New(config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, app.Close()) }()

	servers := map[*http.Server]net.Listener{newServer(app): doors.listener}
	if doors.satellite != nil {
		servers[newServer(app.Satellite())] = doors.satellite
	}
	served := make(chan error, len(servers))
	for server, listener := range servers {
		go func() { served <- server.Serve(listener) }()
	}
	announce(ctx, stdout, app, doors)
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	_, _ = fmt.Fprintln(stdout, "\nBye.")
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	for server := range servers {
		if problem := server.Shutdown(patience); problem != nil {
			err = errors.Join(err, server.Close()) // somebody holds on to a request
		}
	}
	return err
}

func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      20 * time.Second,
		IdleTimeout:       time.Minute,
	}
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
func announce(ctx context.Context, w io.Writer, app *demo.Demo, at *doors) {
	source := "The people are made up, by a Clerk inside this process. Set CLERK_SECRET_KEY to use your own instance."
	if !app.Embedded() {
		source = "The people are those of your Clerk instance, as the environment names it."
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		if err := app.Preload(ctx); err != nil {
			source += "\nIts keys could not be fetched yet, so every token is answered with 503 until they can: " + err.Error()
		}
	}
	pages := fmt.Sprintf("    %-32s a token in a header\n    %-32s a session in cookies\n", at.origin, at.origin+"/account")
	if at.satelliteOrigin != "" {
		pages += fmt.Sprintf("    %-32s a satellite, which finds the session of the other\n", at.satelliteOrigin)
	}
	_, _ = fmt.Fprintf(w, "Usher quickstart. Open these pages:\n\n%s\n%s\nCtrl-C ends it.\n", pages, source)
}

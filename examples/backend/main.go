// Command backend walks through users with package backend: list, count, create, read, change, metadata, errors, delete.
//
//	go run ./backend                                  # against a Clerk inside the process
//	CLERK_SECRET_KEY=sk_test_… go run ./backend -live # against your development instance
//
// It deletes whom it made. Each step is a function in steps.go, which is the file to read.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program, without what belongs to the process. It returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("backend", flag.ContinueOnError)
	flags.SetOutput(stderr)
	live := flags.Bool("live", false, "use the development instance that CLERK_SECRET_KEY names, and not the one inside the process")
	people := flags.Int("people", 12, "how many people to make, `n` from 5 to 50")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		_, _ = fmt.Fprintf(stderr, "backend: %q is too much; there are -live and -people n\n", flags.Arg(0))
		return 2
	case *people < 5 || *people > 50:
		_, _ = fmt.Fprintf(stderr, "backend: -people %d: make 5 to 50 people\n", *people)
		return 2
	}
	walk := embedded
	if *live {
		walk = actual
	}
	if err := walk(ctx, *people, getenv, stdout); err != nil {
		_, _ = fmt.Fprintln(stderr, "backend:", err)
		return 1
	}
	return 0
}

// embedded walks through a Clerk inside the process.
func embedded(ctx context.Context, people int, _ func(string) string, stdout io.Writer) (err error) {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ck.Close()) }()
	_, _ = fmt.Fprintln(stdout, "The instance is a Clerk inside this process; -live takes your own.")
	t, err := newTour(ck.Options(), stdout)
	if err != nil {
		return err
	}
	// For the step about retries, the instance can be out of order.
	t.breakDown, t.repair = func() { ck.FailWith(503) }, func() { ck.FailWith(0) }
	return t.walk(ctx, people)
}

// actual walks through the instance that the environment names.
func actual(ctx context.Context, people int, getenv func(string) string, stdout io.Writer) error {
	o := clerk.Options{Getenv: getenv}
	instance, err := o.Resolve()
	if err != nil {
		return err
	}
	if instance.Kind == clerk.KindProduction {
		return errors.New("CLERK_SECRET_KEY is that of a production instance, and this program makes and deletes users: " +
			"take the key of a development instance (sk_test_…)")
	}
	_, _ = fmt.Fprintln(stdout, "The instance is your own. Whoever is made here is deleted in the end.")
	t, err := newTour(o, stdout)
	if err != nil {
		return err
	}
	return t.walk(ctx, people)
}

// newTour makes the client. WithRateLimit keeps it within what Clerk allows, and the hook tells of every retry.
func newTour(o clerk.Options, out io.Writer) (*tour, error) {
	t := &tour{out: out, tag: fmt.Sprintf("usher%d", time.Now().UnixNano())}
	client, err := backend.New(o,
		backend.WithRateLimit(),
		backend.WithRetry(backend.Retry{Attempts: 4, Base: 50 * time.Millisecond}),
		backend.WithRetryHook(t.onRetry),
	)
	t.client = client
	return t, err
}

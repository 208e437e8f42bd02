package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, terminal{os.Stdin, os.Stdout, os.Stderr, os.Getenv}, os.Args[1:])
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	exitOK      = 0
	exitRefused = 1
	exitUsage   = 2
)

// A terminal is what a program has of the process that it runs in.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

func (t terminal) print(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format, args...) }

func (t terminal) note(format string, args ...any) { _, _ = fmt.Fprintf(t.err, format, args...) }

// A command is one thing that usher does.
type command struct {
	name, args, summary string
	about               string // what -h says above the flags
	// define defines the flags, and returns what to do once they are read.
	define func(f *flag.FlagSet) func(ctx context.Context, t terminal, args []string) error
}

func commands() []command {
	return []command{devCommand, tokenCommand, inspectCommand, webhookSendCommand, webhookReplayCommand}
}

// A usageError says that the command line makes no sense.
type usageError string

func (e usageError) Error() string { return string(e) }

// errQuiet is a refusal that was told already.
var errQuiet = errors.New("told already")

// run is the program, without what belongs to the process. It returns the exit code.
func run(ctx context.Context, t terminal, args []string) int {
	given := strings.Join(args, " ")
	for _, c := range commands() {
		words := len(strings.Fields(c.name))
		if given == c.name || strings.HasPrefix(given, c.name+" ") {
			return c.run(ctx, t, args[words:])
		}
	}
	switch {
	case len(args) == 1 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help" || args[0] == "help"):
		t.print("%s", overview())
		return exitOK
	case len(args) == 0:
		t.note("%s", overview())
	default:
		t.note("usher: there is no command %q\n\n%s", args[0], overview())
	}
	return exitUsage
}

func overview() string {
	var text strings.Builder
	text.WriteString("usher is a Clerk on your own machine, for development, and the tools around it.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&text, "  usher %-15s %s\n", c.name, c.summary)
	}
	text.WriteString("\nusher COMMAND -h says more. Exit codes: 0 all went well, 1 something was refused, 2 the command line makes no sense.\n")
	return text.String()
}

func (c command) run(ctx context.Context, t terminal, args []string) int {
	flags := flag.NewFlagSet("usher "+c.name, flag.ContinueOnError)
	flags.SetOutput(t.err)
	do := c.define(flags)
	flags.Usage = func() {
		_, _ = fmt.Fprintf(flags.Output(), "usher %s [flags]%s\n\n%s\n\nFlags:\n", c.name, c.args, strings.TrimSpace(c.about))
		flags.PrintDefaults()
	}
	for _, arg := range args {
		if arg == "-h" || arg == "-help" || arg == "--help" {
			flags.SetOutput(t.out) // what is asked for is no complaint
		}
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	err := do(ctx, t, flags.Args())
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		t.note("usher %s: %v; usher %s -h says more\n", c.name, err, c.name)
		return exitUsage
	case !errors.Is(err, errQuiet):
		t.note("usher %s: %v\n", c.name, err)
	}
	return exitRefused
}

// A list is a flag that may be given several times.
type list []string

// String is what flag.Value asks for.
func (l *list) String() string { return strings.Join(*l, ", ") }

// Set is what flag.Value asks for.
func (l *list) Set(text string) error {
	*l = append(*l, text)
	return nil
}

// atMost refuses arguments beyond so many.
func atMost(n int, args []string) error {
	if len(args) > n {
		return usageError(fmt.Sprintf("%q is too much; flags come before the arguments", args[n]))
	}
	return nil
}

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
	return []command{devCommand, tokenCommand, inspectCommand, webhookSendCommand, webhookReplayCommand, versionCommand}
}

// A usageError says that the command line makes no sense.
type usageError string

func (e usageError) Error() string { return string(e) }

// errQuiet is a refusal that was told already.
var errQuiet = errors.New("told already")

// run is the program, without what belongs to the process. It returns the exit code.
func run(ctx context.Context, t terminal, args []string) int {
	asked, args := asks(args)
	given := strings.Join(args, " ")
	for _, c := range commands() {
		words := len(strings.Fields(c.name))
		if given == c.name || strings.HasPrefix(given, c.name+" ") {
			args = args[words:]
			if asked {
				args = []string{"-h"}
			}
			return c.run(ctx, t, args)
		}
	}
	switch {
	case len(args) == 0 && asked:
		t.print("%s", overview(""))
		return exitOK
	case len(args) == 0:
		t.note("%s", overview(""))
	case overview(args[0]+" ") == "":
		t.note("usher: there is no command %q\n\n%s", args[0], overview(""))
	case len(args) == 1 && asked:
		t.print("%s", overview(args[0]+" "))
		return exitOK
	case len(args) == 1:
		t.note("usher: there is no command %q alone\n\n%s", args[0], overview(args[0]+" "))
	default:
		t.note("usher: there is no command %q\n\n%s", args[0]+" "+args[1], overview(args[0]+" "))
	}
	return exitUsage
}

// asks returns what a command line is about, and whether it asks for help with that: usher help dev, usher webhook -h. What asks for
// the version is the command of that name.
func asks(args []string) (asked bool, rest []string) {
	if len(args) == 0 {
		return false, nil
	}
	if args[0] == "-version" || args[0] == "--version" {
		return false, append([]string{"version"}, args[1:]...)
	}
	if args[0] == "help" || isHelp(args[0]) {
		return true, args[1:]
	}
	if last := len(args) - 1; last == 1 && isHelp(args[last]) {
		return true, args[:last]
	}
	return false, args
}

func isHelp(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" }

// overview lists the commands whose names begin so, "" if there are none.
func overview(prefix string) string {
	var list strings.Builder
	for _, c := range commands() {
		if strings.HasPrefix(c.name, prefix) {
			fmt.Fprintf(&list, "  usher %-15s %s\n", c.name, c.summary)
		}
	}
	if list.Len() == 0 {
		return ""
	}
	return "usher is a Clerk on your own machine, for development, and the tools around it.\n\n" + list.String() +
		"\nusher COMMAND -h says more. Exit codes: 0 all went well, 1 something was refused, 2 the command line makes no sense.\n"
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
		if isHelp(arg) {
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

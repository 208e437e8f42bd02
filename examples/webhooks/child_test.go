package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"modernc.org/sqlite"

	"github.com/usher-auth/usher/examples/internal/programtest"
)

// dieAtCommit makes this test binary the program itself, instead of its tests. It says at which commit to the database the
// program kills itself, 0 for never.
const dieAtCommit = "WEBHOOKS_TEST_DIE_AT_COMMIT"

func TestMain(m *testing.M) {
	if commit, ok := os.LookupEnv(dieAtCommit); ok {
		killAtCommit(commit)
		main()
	}
	goleak.VerifyTestMain(m)
}

// killAtCommit has the process killed when a transaction has changed what it changes and has not been committed.
func killAtCommit(commit string) {
	last, err := strconv.Atoi(commit)
	if err != nil {
		panic(err)
	}
	sqlite.RegisterConnectionHook(func(connection sqlite.ExecQuerierContext, _ string) error {
		commits := 0 // of this connection, which is the only one
		connection.(sqlite.HookRegisterer).RegisterCommitHook(func() int32 {
			if commits++; commits == last {
				self, err := os.FindProcess(os.Getpid())
				if err == nil {
					err = self.Kill()
				}
				if err != nil {
					panic(err)
				}
				select {} // nothing happens here any more
			}
			return 0
		})
		return nil
	})
}

// A child is the program in a process of its own.
type child struct {
	url     string
	command *exec.Cmd
	output  *programtest.Output
	ended   chan struct{} // closed when it has
}

// startChild starts the program on a database, and returns when it listens or has ended; then url is empty.
func startChild(t *testing.T, secret, file string, commit int) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{command: exec.Command(self, "-addr", "127.0.0.1:0", "-db", file), output: programtest.NewOutput(), ended: make(chan struct{})}
	c.command.Env = append(os.Environ(), dieAtCommit+"="+strconv.Itoa(commit), "CLERK_WEBHOOK_SIGNING_SECRET="+secret)
	c.command.Stdout, c.command.Stderr = c.output, c.output
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = c.command.Wait() // killed, as it should be
		c.output.Finish()
		close(c.ended)
	}()
	t.Cleanup(func() {
		c.kill()
		<-c.ended
	})
	c.url = strings.TrimSuffix(c.output.Find(`http://\S+/webhooks\n`), "\n")
	return c
}

// kill is SIGKILL: no handler, no deferred call, no answer to anybody.
func (c *child) kill() { _ = c.command.Process.Kill() }

package programtest

import (
	"bytes"
	"strings"
	"testing"
)

// A WrongStart is a way to start a program that does not work, or not for long.
type WrongStart struct {
	Name string
	Env  map[string]string
	Args []string
	// Code is the exit code, and Says a part of what is printed for the problem.
	Code int
	Says string
}

// WrongStarts checks that each is a sentence and an exit code, and that nothing is announced that is not served.
func WrongStarts(t *testing.T, run Run, starts []WrongStart) {
	t.Helper()
	for _, s := range starts {
		t.Run(s.Name, func(t *testing.T) {
			var out, problems bytes.Buffer
			code := run(t.Context(), s.Args, func(name string) string { return s.Env[name] }, &out, &problems)
			if code != s.Code || !strings.Contains(problems.String(), s.Says) {
				t.Errorf("the exit code is %d and not %d, or %q is not in what it says: %s", code, s.Code, s.Says, &problems)
			}
			if out.Len() > 0 {
				t.Errorf("it announces what it does not serve: %s", &out)
			}
		})
	}
}

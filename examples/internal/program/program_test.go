package program_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/examples/internal/program"
	"github.com/usher-auth/usher/examples/internal/programtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// example is a program whose routes say what they were made with.
func example() program.Program {
	return program.Program{Name: "example", Title: "a page", Routes: func(_ context.Context, with program.Setup) (http.Handler, error) {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if with.Webhooks != nil {
				w.Header().Set("X-Webhooks", "yes")
			}
			_, _ = w.Write([]byte(with.Origin))
		}), nil
	}}
}

func TestAProgramServesWhereItSaysAndCtrlCEndsIt(t *testing.T) {
	for name, args := range map[string][]string{"on loopback": nil, "on all addresses": {"-addr", "0.0.0.0:0"}} {
		t.Run(name, func(t *testing.T) {
			p := programtest.Start(t, example().Run, nil, args...)
			if got := p.Do(t, p.Request(t, "GET", "/", "")); got.Body != p.URL || got.Header.Get("X-Webhooks") != "yes" {
				t.Errorf("%s serves %v", p.URL, got)
			}
			if code := p.End(); code != 0 || !strings.HasSuffix(p.Output.String(), "Bye.\n") {
				t.Errorf("it ends with %d: %s", code, p.Output)
			}
		})
	}
}

func TestYourOwnInstanceComesFromTheEnvironment(t *testing.T) {
	p := programtest.Start(t, example().Run, map[string]string{
		"CLERK_SECRET_KEY": "sk_test_" + strings.Repeat("a", 40), "CLERK_PUBLISHABLE_KEY": "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk",
	})
	if got := p.Do(t, p.Request(t, "GET", "/", "")); got.Header.Get("X-Webhooks") != "" || p.Output.Find("your Clerk instance") == "" {
		t.Errorf("it has webhooks without a secret, or does not say whose people there are: %v %s", got, p.Output)
	}
}

func TestAWrongStartIsASentenceAndAnExitCode(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	broken := example()
	broken.Routes = func(context.Context, program.Setup) (http.Handler, error) { return nil, errors.New("no routes") }
	for name, row := range map[string]struct {
		program program.Program
		env     map[string]string
		args    []string
		code    int
		says    string
	}{
		"the port is taken":      {args: []string{"-addr", taken.Addr().String()}, code: 1, says: "is taken by another program"},
		"the address is none":    {args: []string{"-addr", "127.0.0.1"}, code: 1, says: "cannot listen on 127.0.0.1"},
		"a key is wrong":         {env: map[string]string{"CLERK_SECRET_KEY": "pk_test_oops"}, code: 1, says: "CLERK_SECRET_KEY"},
		"a key is missing":       {env: map[string]string{"CLERK_SECRET_KEY": "sk_test_x"}, code: 1, says: "CLERK_PUBLISHABLE_KEY is not set"},
		"tokens live no time":    {args: []string{"-token-lifetime", "1s"}, code: 1, says: "-token-lifetime 1s"},
		"there is no app":        {program: broken, code: 1, says: "no routes"},
		"a flag is unknown":      {args: []string{"-port", "1"}, code: 2, says: "-addr host:port"},
		"an argument is no flag": {args: []string{"8080"}, code: 2, says: `"8080" is too much`},
		"help is asked for":      {args: []string{"-h"}, code: 0, says: "127.0.0.1:8080"},
	} {
		t.Run(name, func(t *testing.T) {
			p := example()
			if row.program.Routes != nil {
				p = row.program
			}
			var out, problems bytes.Buffer
			args := append([]string{"-addr", "127.0.0.1:0"}, row.args...)
			code := p.Run(t.Context(), args, func(name string) string { return row.env[name] }, &out, &problems)
			if code != row.code || !strings.Contains(problems.String(), row.says) || out.Len() > 0 {
				t.Errorf("the exit code is %d, not %d, or %q is not in %q, or it announces a page: %s", code, row.code, row.says, &problems, &out)
			}
		})
	}
}

package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestThePrintedAddressServesThePageAndCtrlCEndsIt(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"-addr", "127.0.0.1:0", "-policy", "lookup"}, write, write)
		_ = write.Close()
	}()
	printed := make([]byte, 4096)
	n, err := read.Read(printed)
	address := regexp.MustCompile(`http://\S+`).FindString(string(printed[:n]))
	if err != nil || address == "" || !strings.Contains(string(printed[:n]), "policy lookup") {
		t.Fatalf("it prints %q, %v", printed[:n], err)
	}
	client := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != 303 || !strings.Contains(answer.Header.Get("Location"), "/sign-in?") {
		t.Errorf("a stranger is answered with %d to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
	interrupt()
	bye, err := io.ReadAll(read)
	if got := <-code; got != 0 || err != nil || !strings.HasSuffix(string(bye), "Bye.\n") {
		t.Errorf("the exit code is %d, and the last words %q", got, bye)
	}
}

func TestAWrongStartIsASentenceAndAnExitCode(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"the port is taken":          {[]string{"-addr", taken.Addr().String()}, 1, "is taken by another program"},
		"the address is none":        {[]string{"-addr", "127.0.0.1"}, 1, "cannot listen on 127.0.0.1"},
		"the policy is none":         {[]string{"-addr", "127.0.0.1:0", "-policy", "any"}, 1, `"any"`},
		"a flag is unknown":          {[]string{"-port", "1"}, 2, "-addr host:port"},
		"an argument has no meaning": {[]string{"8080"}, 2, `"8080" is too much`},
		"help is asked for":          {[]string{"-h"}, 0, "127.0.0.1:8080"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, problems bytes.Buffer
			if code := run(t.Context(), c.args, &out, &problems); code != c.code || !strings.Contains(problems.String(), c.says) {
				t.Errorf("the exit code is %d and not %d, or %q is not in what it says: %s", code, c.code, c.says, &problems)
			}
			if out.Len() > 0 {
				t.Errorf("it announces a page that it does not serve: %s", &out)
			}
		})
	}
}

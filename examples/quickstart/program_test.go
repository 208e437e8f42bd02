package main

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/examples/internal/programtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A program is the quickstart while it runs.
type program struct {
	url    string // of the page, as it was printed
	client *http.Client
	end    func() int // Ctrl-C; returns the exit code
	output *programtest.Output
}

// start runs the program with an environment until the test ends.
func start(t *testing.T, env map[string]string, args ...string) *program {
	t.Helper()
	running := programtest.Start(t, run, env, args...)
	return &program{running.URL, &http.Client{Transport: running.Client.Transport}, running.End, running.Output} // without a cookie jar
}

// An answer is a response that was read to its end.
type answer struct {
	status int
	header http.Header
	body   string
}

// do sends a request.
func (p *program) do(t *testing.T, r *http.Request) answer {
	t.Helper()
	response, err := p.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

func (p *program) request(t *testing.T, method, path string, body io.Reader) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, p.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestThePrintedAddressServesThePageAndCtrlCEndsIt(t *testing.T) {
	p := start(t, nil, "-addr", "127.0.0.1:0")
	if page := p.do(t, p.request(t, "GET", "/", nil)); page.status != 200 || !strings.Contains(page.body, "Who are you?") {
		t.Errorf("GET / answers %d: %s", page.status, page.body)
	}
	if code := p.end(); code != 0 {
		t.Errorf("after Ctrl-C the exit code is %d, not 0: %s", code, p.output)
	}
	if got := p.output.String(); !strings.HasSuffix(got, "Bye.\n") {
		t.Errorf("the last line is not a good bye: %s", got)
	}
}

func TestTheProgramHasASessionInCookiesAndASatellite(t *testing.T) {
	for name, c := range map[string]struct{ args []string }{
		"where nothing is said":       {},
		"on all addresses":            {[]string{"-addr", "0.0.0.0:0"}},
		"with an address of its own":  {[]string{"-satellite-addr", "127.0.0.1:0"}},
		"where the next port is gone": {[]string{"-addr", beforeATakenPort(t)}},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, nil, append([]string{"-addr", "127.0.0.1:0"}, c.args...)...)
			page := p.do(t, p.request(t, "GET", "/account", nil))
			if page.status != 200 || !strings.Contains(page.body, "Nobody is signed in") {
				t.Errorf("GET /account answers %d: %s", page.status, page.body)
			}
			satellite := strings.Fields(p.output.Find(`http://\S+ +a satellite`))
			if len(satellite) == 0 || !strings.Contains(page.body, satellite[0]) {
				t.Fatalf("the page has no link to the satellite, which is printed as %q", satellite)
			}
			p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			primary := p.url
			p.url = satellite[0]
			r := p.request(t, "GET", "/", nil)
			r.Header.Set("Sec-Fetch-Dest", "document")
			to, err := url.Parse(p.do(t, r).header.Get("Location"))
			if err != nil || "http://"+to.Host+to.Path != primary+"/sign-in" || to.Query().Get("__clerk_redirect_url") != p.url+"/" {
				t.Errorf("the satellite sends a stranger to %v (%v)", to, err)
			}
			if to.Hostname() == r.URL.Hostname() {
				t.Error("the satellite shares its cookies with the application")
			}
		})
	}
}

// beforeATakenPort returns an address whose next port is taken until the test ends.
func beforeATakenPort(t *testing.T) string {
	t.Helper()
	for {
		taken, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = taken.Close() })
		before := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(taken.Addr().(*net.TCPAddr).Port-1)).String()
		if free, err := net.Listen("tcp", before); err == nil {
			_ = free.Close()
			return before
		}
	}
}

func TestAWrongStartIsASentenceAndAnExitCode(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	programtest.WrongStarts(t, run, []programtest.WrongStart{
		{Name: "the port is taken", Args: []string{"-addr", taken.Addr().String()}, Code: 1,
			Says: taken.Addr().String() + " is taken by another program"},
		{Name: "the address is none", Args: []string{"-addr", "127.0.0.1"}, Code: 1, Says: "cannot listen on 127.0.0.1"},
		{Name: "the environment is wrong", Env: map[string]string{"CLERK_SECRET_KEY": "pk_test_oops"}, Args: []string{"-addr", "127.0.0.1:0"},
			Code: 1, Says: "CLERK_SECRET_KEY"},
		{Name: "the port of the satellite is taken", Args: []string{"-addr", "127.0.0.1:0", "-satellite-addr", taken.Addr().String()}, Code: 1,
			Says: "as in -satellite-addr 127.0.0.1:0"},
		{Name: "a satellite of a real instance", Env: map[string]string{"CLERK_JWT_KEY": "x"}, Args: []string{"-satellite-addr", "127.0.0.1:0"},
			Code: 1, Says: "has to be set up at Clerk"},
		{Name: "tokens that live no time", Args: []string{"-addr", "127.0.0.1:0", "-token-lifetime", "1s"}, Code: 1, Says: "TokenLifetime is 1s"},
		{Name: "a flag is unknown", Args: []string{"-port", "1"}, Code: 2, Says: "-addr host:port"},
		{Name: "an argument has no meaning", Args: []string{"8080"}, Code: 2, Says: `"8080" is too much`},
		{Name: "help is asked for", Args: []string{"-h"}, Code: 0, Says: "127.0.0.1:8080"},
	})
}

func TestARealInstanceHasNoMadeUpPeople(t *testing.T) {
	// The instance is not reachable: nobody listens at its address, which is what a wrong CLERK_API_URL looks like.
	p := start(t, map[string]string{"CLERK_SECRET_KEY": "sk_test_" + strings.Repeat("a", 40), "CLERK_API_URL": "http://127.0.0.1:1"},
		"-addr", "127.0.0.1:0")
	if p.output.Find("keys could not be fetched") == "" {
		t.Errorf("it does not say that the keys are missing: %s", p.output)
	}
	page := p.do(t, p.request(t, "GET", "/", nil)).body
	if !strings.Contains(page, "Clerk.session.getToken()") || strings.Contains(page, `data-persona="admin"`) {
		t.Error("the page does not ask for a token of one's own, or offers made-up people")
	}
	refused := p.do(t, p.request(t, "POST", "/demo/token", strings.NewReader(`{"persona":"admin"}`)))
	if refused.status != 404 && refused.status != 405 {
		t.Errorf("POST /demo/token answers %d", refused.status)
	}
}

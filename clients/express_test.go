package clients

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

const (
	appHost  = "app.example.com:8080" // by which clients know both applications, so that redirects come back to the same place
	requests = 200
	seed     = 8 // one by which every difference below occurs
)

// instances are the two kinds. Their Frontend APIs are named as Clerk names them, for @clerk/express sends browsers to https wherever
// they are, and Usher to http on loopback. Nobody follows those redirects here: keys and refreshes come from the Backend API.
var instances = []struct{ name, key, stranger, portal string }{
	{"development", keyOf("pk_test_", "calm-owl-7.clerk.accounts.dev"), keyOf("pk_test_", "mad-fox-8.clerk.accounts.dev"), "https://calm-owl-7.accounts.dev"},
	{"production", keyOf("pk_live_", "clerk.example.com"), keyOf("pk_live_", "clerk.example.net"), "https://accounts.example.com"},
}

// keyOf returns the publishable key of an instance by the host of its Frontend API.
func keyOf(prefix, host string) string {
	return prefix + base64.RawStdEncoding.EncodeToString([]byte(host+"$"))
}

// differences are those rows of docs/differences.md that random requests meet. Each has to occur, and explains nothing else.
var differences = []struct {
	name     string
	explains func(r sample, official, ours answer) bool
}{
	{"the other parameters keep their spelling in the address that a handshake comes back to", func(r sample, official, ours answer) bool {
		official.location = strings.Replace(official.location, "a%253Bb", "a%3Bb", 1)
		return strings.Contains(r.target, "x=a;b") && official == ours
	}},
	{"the token that has expired is refreshed, and not that of the cookie in place of the header's", func(r sample, official, ours answer) bool {
		const prefix = "session-token-expired-refresh-"
		refreshed := strings.HasPrefix(official.reason, prefix) && strings.HasPrefix(ours.reason, prefix)
		official.location = strings.Replace(official.location, "&__clerk_hs_reason="+official.reason+"&", "&__clerk_hs_reason="+ours.reason+"&", 1)
		official.reason = ours.reason
		return refreshed && r.expiredHeader && strings.Contains(r.header.Get("Cookie"), "__session") && official == ours
	}},
}

// TestClerksExpressMiddlewareDecidesAlike sends the same requests to @clerk/express and to Usher, both with the emulator as their
// Clerk, and wants the same answers.
func TestClerksExpressMiddlewareDecidesAlike(t *testing.T) {
	node := tool(t, "node")
	install(t, "express")
	for _, in := range instances {
		t.Run(in.name, func(t *testing.T) {
			ck := clerktest.New(t, clerktest.Config{PublishableKey: in.key, Seed: "express", TokenLifetime: time.Hour})
			stranger := clerktest.New(t, clerktest.Config{PublishableKey: in.stranger, Seed: "stranger", TokenLifetime: time.Hour})
			express, usher := startExpress(t, node, ck), startUsher(t, ck)
			sampler := newSampler(t, ck, stranger, in.portal)
			outcomes, explained := map[string]int{}, map[string]int{}
			for range requests {
				r := sampler.next()
				official, ours := ask(t, express, r), ask(t, usher, r)
				outcomes[official.outcome()]++
				if official == ours {
					continue
				}
				if name := explanation(r, official, ours); name != "" {
					explained[name]++
					continue
				}
				t.Errorf("%s\n@clerk/express %+v\nUsher          %+v", r.about, official, ours)
			}
			t.Logf("%d requests: %v; deliberately otherwise: %v", requests, outcomes, explained)
			for _, outcome := range []string{"signed-in", "signed-out", "handshake"} {
				if outcomes[outcome] < 30 {
					t.Errorf("%d requests came out as %s, and 30 have to", outcomes[outcome], outcome)
				}
			}
			for _, d := range differences {
				if explained[d.name] == 0 {
					t.Errorf("it does not occur that %s: take it out of the list, or have requests show it", d.name)
				}
			}
		})
	}
}

// explanation returns the name of the difference that explains two answers, "" if none does.
func explanation(r sample, official, ours answer) string {
	for _, d := range differences {
		if d.explains(r, official, ours) {
			return d.name
		}
	}
	return ""
}

// An identity is who an application says that the caller is.
type identity struct {
	UserID          string `json:"userId"`
	SessionID       string `json:"sessionId"`
	OrgID           string `json:"orgId"`
	IsAuthenticated bool   `json:"isAuthenticated"`
}

// An answer is what is compared.
type answer struct {
	status                                            int
	seen, body, location, authStatus, reason, cookies string
}

// outcome says what kind of answer it is.
func (a answer) outcome() string {
	switch {
	case a.status == http.StatusTemporaryRedirect:
		return "handshake"
	case a.status == http.StatusOK && strings.Contains(a.seen, `"isAuthenticated":true`):
		return "signed-in"
	case a.status == http.StatusOK:
		return "signed-out"
	default:
		return "something else"
	}
}

// ask sends a request to an application.
func ask(t *testing.T, base string, from sample) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), from.method, base+from.target, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Host, r.Header = appHost, from.header.Clone()
	r.Close = true                                  // so that no request meets a connection that the other side is about to close
	resp, err := http.DefaultTransport.RoundTrip(r) // follows no redirect
	if err != nil {
		t.Fatalf("%s: %v", from.about, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	h := resp.Header
	return answer{
		resp.StatusCode, h.Get("Seen"), string(body), h.Get("Location"), h.Get("X-Clerk-Auth-Status"), h.Get("X-Clerk-Auth-Reason"),
		strings.Join(h.Values("Set-Cookie"), "\n"),
	}
}

// startUsher serves an application behind Usher until the test ends, and returns its address.
func startUsher(t *testing.T, ck *clerktest.Clerk) string {
	t.Helper()
	usher, err := middleware.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(usher.Authenticate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, _ := authobject.FromContext(r.Context())
		seen, err := json.Marshal(identity{a.UserID(), a.SessionID(), a.OrgID(), a.IsSignedIn()})
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Seen", string(seen))
		_, _ = w.Write(seen)
	})))
	t.Cleanup(func() {
		server.Close()
		if err := usher.Close(); err != nil {
			t.Error(err)
		}
	})
	return server.URL
}

// startExpress runs express/server.mjs until the test ends, and returns its address.
func startExpress(t *testing.T, node string, ck *clerktest.Clerk) string {
	t.Helper()
	opts := ck.Options()
	ctx, stop := context.WithCancel(context.Background())
	run := exec.CommandContext(ctx, node, "server.mjs")
	run.Dir = "express"
	for _, variable := range os.Environ() { // the instance of whoever runs this is none of its business
		if !strings.Contains(variable, "CLERK_") {
			run.Env = append(run.Env, variable)
		}
	}
	run.Env = append(run.Env, "NODE_ENV=production", "CLERK_TELEMETRY_DISABLED=1", "CLERK_SECRET_KEY="+opts.SecretKey,
		"CLERK_PUBLISHABLE_KEY="+opts.PublishableKey, "CLERK_API_URL="+opts.APIURL)
	var complaints bytes.Buffer
	run.Stderr = &complaints
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = run.Wait() // it was killed
		if t.Failed() && complaints.Len() > 0 {
			t.Logf("express/server.mjs: %s", &complaints)
		}
	})
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		stop()
		_ = run.Wait()
		t.Fatalf("express/server.mjs does not start: %s", &complaints)
	}
	return "http://127.0.0.1:" + lines.Text()
}

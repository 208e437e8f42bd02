package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A result is what a run of the program came to.
type result struct {
	code     int
	out, err string
}

// usher runs the program.
func usher(t *testing.T, env map[string]string, in string, args ...string) result {
	t.Helper()
	var out, complaints bytes.Buffer
	code := run(t.Context(), terminal{strings.NewReader(in), &out, &complaints, func(name string) string { return env[name] }}, args)
	return result{code, out.String(), complaints.String()}
}

// want fails the test unless the run ended so and said all of this.
func (r result) want(t *testing.T, code int, says ...string) result {
	t.Helper()
	if r.code != code {
		t.Errorf("the exit code is %d, not %d:\n%s%s", r.code, code, r.out, r.err)
	}
	for _, text := range says {
		if !strings.Contains(r.out+r.err, text) {
			t.Errorf("it does not say %q:\n%s%s", text, r.out, r.err)
		}
	}
	return r
}

// startDev runs usher dev until the test ends and returns what it printed to copy.
func startDev(t *testing.T, args ...string) map[string]string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	var notes bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, terminal{nil, writer, &notes, func(string) string { return "" }}, append([]string{"dev", "-addr", "127.0.0.1:0"}, args...))
		_ = writer.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != exitOK {
			t.Errorf("after Ctrl-C the exit code is %d: %s", code, &notes)
		}
	})
	env := map[string]string{}
	lines := bufio.NewScanner(reader)
	for lines.Scan() && lines.Text() != "ready" {
		name, value, _ := strings.Cut(lines.Text(), "=")
		env[name] = value
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	if len(env) != 4 {
		t.Fatalf("it printed %v; %s", env, &notes)
	}
	return env
}

// get loads a page.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// addUser fills the form of the page in.
func addUser(t *testing.T, env map[string]string, name, email string) {
	t.Helper()
	r, err := http.NewRequest("POST", env["CLERK_API_URL"]+"/usher/users", strings.NewReader(url.Values{"name": {name}, "email": {email}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 200 { // after the redirect
		t.Fatalf("the form is answered with %s", response.Status)
	}
}

func TestDevPrintsWhatAServiceNeeds(t *testing.T) {
	env := startDev(t, "-secret-key", "sk_test_chosen")
	options := clerk.Options{Getenv: func(name string) string { return env[name] }}
	instance, err := options.Resolve()
	if err != nil || instance.SecretKey.Reveal() != "sk_test_chosen" || instance.FrontendAPI() != env["CLERK_API_URL"] || len(instance.WebhookSigningSecrets) != 1 {
		t.Errorf("a service makes of it %v, %v", instance, err)
	}
}

func TestDevShowsWhatIsInIt(t *testing.T) {
	env := startDev(t, "-app", "http://127.0.0.1:9/app", "-webhook-url", "http://127.0.0.1:1/hooks")
	addUser(t, env, "<Ada>", "ada@example.com")
	get(t, env["CLERK_API_URL"]+"/v1/users?secret=1")
	status, page := get(t, env["CLERK_API_URL"]+"/")
	for _, part := range []string{"Sign in as &lt;Ada&gt;", "ada@example.com", "user.created", "GET /v1/users<", "401", "http://127.0.0.1:9/app"} {
		if status != 200 || !strings.Contains(page, part) {
			t.Errorf("the page (%d) lacks %q:\n%s", status, part, page)
		}
	}
	for _, secret := range []string{"secret=1", env["CLERK_SECRET_KEY"], env["CLERK_WEBHOOK_SIGNING_SECRET"]} {
		if strings.Contains(page, secret) {
			t.Errorf("the page shows %q", secret)
		}
	}
}

func TestDevBeginsWithASeed(t *testing.T) {
	ck := clerktest.New(t)
	ck.AddUser(clerktest.User{Email: "ada@example.com", Username: "ada"})
	file := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(file, ck.Snapshot(), 0o600); err != nil {
		t.Fatal(err)
	}
	usher(t, startDev(t, "-seed", file), "", "token", "-user", "ada").want(t, exitOK)
	usher(t, startDev(t, "-seed", "../../clerktest/testdata/seed.json"), "", "token", "-user", "ada@example.com").want(t, exitOK)
	if err := os.WriteFile(file, []byte(`{"tables":{"cats":[]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	usher(t, nil, "", "dev", "-addr", "127.0.0.1:0", "-seed", file).want(t, exitRefused, "-seed", "seed.json")
}

func TestTokensAreMadeForThoseWhoMaySignIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seed.json")
	seed := `{"users":[{"id":"user_ada","username":"ada","external_id":"42"},{"username":"eve","banned":true},{"username":"joe","locked":true}]}`
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		t.Fatal(err)
	}
	env := startDev(t, "-seed", file)
	usher(t, env, "", "token", "-user", "eve").want(t, exitRefused, "is banned", "/unban")
	usher(t, env, "", "token", "-user", "joe").want(t, exitRefused, "is locked", "/unlock")
	byExternalID := usher(t, env, "", "token", "-user", "42").want(t, exitOK)
	usher(t, env, byExternalID.out, "inspect", "-").want(t, exitOK, `"sub": "user_ada"`)
	pending := usher(t, env, "", "token", "-user", "ada", "-pending").want(t, exitOK)
	usher(t, env, pending.out, "inspect", "-").want(t, exitOK, `"sts": "pending"`)
}

func TestDevAnswersUnderTheNamesOfThisMachineOnly(t *testing.T) {
	env := startDev(t)
	for host, want := range map[string]int{"attacker.example": 421, "localhost": 200} {
		r, err := http.NewRequest("GET", env["CLERK_API_URL"]+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("under %s it answers %d", host, response.StatusCode)
		}
	}
	if status, _ := get(t, env["CLERK_API_URL"]+"/usher/webhooks"); status != 401 {
		t.Errorf("without the key the events are answered with %d", status)
	}
}

func TestATokenOfARunningDevIsGood(t *testing.T) {
	env := startDev(t)
	usher(t, env, "", "token").want(t, exitRefused, "there are no users yet")
	addUser(t, env, "Ada", "ada@example.com")
	made := usher(t, env, "", "token", "-user", "ada@example.com", "-org", "acme", "-role", "admin", "-permission", "org:invoices:read",
		"-party", "https://app.example.com", "-claim", "plan=pro", "-claim", "seats=3").want(t, exitOK)
	usher(t, env, made.out, "inspect", "-party", "https://app.example.com", "-").want(t, exitOK,
		"The token is good", `"plan": "pro"`, `"seats": 3`, `"slg": "acme"`, "pass        azp", "pass        iss")
	usher(t, env, made.out, "inspect", "-party", "https://other.example.com", "-").want(t, exitRefused, "FAIL        azp", "not judged  iss")
	old := usher(t, env, "", "token", "-expires", "-1h").want(t, exitOK)
	usher(t, env, "Bearer "+old.out, "inspect", "-").want(t, exitRefused, "FAIL        exp", "token-expired", "ago")
	usher(t, env, "", "token", "-user", "eve").want(t, exitRefused, `no user with the id, email address, username or external id "eve"`)
	usher(t, env, "", "token", "-org", "acme").want(t, exitRefused, "no organization")
	usher(t, env, "", "token", "-secret-key", "sk_test_other").want(t, exitRefused, "the secret key is not the one")
	addUser(t, env, "Bob", "bob@example.com")
	usher(t, env, "", "token").want(t, exitRefused, "several users")
}

func TestATokenOfANewInstanceIsVerifiedWithItsPEM(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key.pem")
	made := usher(t, nil, "", "token", "-user", "user_1", "-org", "acme", "-pem", key).want(t, exitOK)
	usher(t, nil, made.out, "inspect", "-pem", key, "-").want(t, exitOK, "The token is good", "user_1", "not checked iss")
	text, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	usher(t, map[string]string{"CLERK_JWT_KEY": string(text)}, made.out, "inspect", "-").want(t, exitOK)
	other := usher(t, nil, "", "token").want(t, exitOK, "of a new instance")
	usher(t, nil, other.out, "inspect", "-pem", key, "-").want(t, exitRefused, "FAIL        signature")
}

func TestInspectNamesTheStepThatFails(t *testing.T) {
	ck := clerktest.New(t)
	signIn := ck.SignIn(ck.AddUser(clerktest.User{}))
	env := map[string]string{"CLERK_SECRET_KEY": ck.Options().SecretKey, "CLERK_API_URL": ck.URL(), "CLERK_PUBLISHABLE_KEY": ck.Options().PublishableKey}
	for _, row := range []struct{ name, token, step string }{
		{"no token", "hello", "FAIL        form"},
		{"padding", signIn.Token() + "==", "FAIL        form"},
		{"of a template", signIn.WithoutHeader("cat").Header("cat", "cl_B7d4PD222AAA").Token(), "FAIL        kind"},
		{"without a key id", signIn.WithoutHeader("kid").Token(), "FAIL        header"},
		{"with an algorithm that is refused", signIn.Header("alg", "HS256").Token(), "FAIL        header"},
		{"of another type", signIn.Header("typ", "at+json").Token(), "FAIL        header"},
		{"of an unknown key", signIn.Header("kid", "ins_unknown").Token(), "FAIL        key"},
		{"with another algorithm than its key's", signIn.Header("alg", "RS512").Token(), "FAIL        signature"},
		{"forged", signIn.Forged().Token(), "FAIL        signature"},
		{"without a subject", signIn.Without("sub").Token(), "FAIL        sub"},
		{"of another issuer", signIn.Claim("iss", "https://x.example").Token(), "FAIL        iss"},
		{"expired", signIn.Expired().Token(), "FAIL        exp"},
		{"not valid yet", signIn.Claim("nbf", 9e9).Token(), "FAIL        nbf"},
		{"issued in the future", signIn.Claim("iat", 9e9).Token(), "FAIL        iat"},
		{"a machine's, forged", signIn.Claim("sub", "mch_1").Header("cat", "cl_B7d4PD333AAA").Forged().Token(), "FAIL"},
		{"an OAuth token without an audience of the right form", signIn.Header("typ", "at+jwt").WithoutHeader("cat").Claim("exp", 1).Token(), "FAIL        exp"},
		{"an API key with an impossible character", "ak_ü", "FAIL        form"},
		{"an API key that Clerk is asked about", "ak_123", "clerk"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := usher(t, env, row.token, "inspect", "-").want(t, exitRefused, row.step, "docs/reasons.md")
			if parts := strings.Split(row.token, "."); len(parts) == 3 && strings.Contains(got.out, strings.TrimRight(parts[2], "=")) {
				t.Error("it shows the signature")
			}
		})
	}
}

func TestInspectShowsNothingThatATerminalWouldCarryOut(t *testing.T) {
	ck := clerktest.New(t)
	token := ck.SignIn(ck.AddUser(clerktest.User{})).Claim("x", "\x1b]0;title\x07\u009b31m\u202eevil").Token()
	got := usher(t, nil, token, "inspect", "-").want(t, exitRefused, "CANNOT SAY  key", "-pem")
	for _, r := range got.out {
		if r < ' ' && r != '\n' || r == '\u009b' || r == '\u202e' {
			t.Errorf("it prints %q", r)
		}
	}
}

func TestWebhooksAreSentAndReplayed(t *testing.T) {
	var v *webhooks.Verifier
	var mu sync.Mutex
	var got []*webhooks.Event
	status := http.StatusNoContent
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		event, err := v.VerifyRequest(r)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		got = append(got, event)
		w.WriteHeader(status)
	}))
	defer server.Close()
	env := startDev(t, "-webhook-url", server.URL)
	var err error
	if v, err = webhooks.New(clerk.Options{Getenv: func(name string) string { return env[name] }}); err != nil {
		t.Fatal(err)
	}
	last := func() *webhooks.Event {
		mu.Lock()
		defer mu.Unlock()
		return got[len(got)-1]
	}
	answer := func(with int) {
		mu.Lock()
		defer mu.Unlock()
		status = with
	}

	usher(t, env, "", "webhook", "send", server.URL).want(t, exitOK, "user.created", "204")
	if created, err := webhooks.As[webhooks.UserCreated](last()); err != nil || created.Data.ID == "" {
		t.Errorf("the example is %+v, %v", created, err)
	}
	usher(t, env, `{"id":"sess_1"}`, "webhook", "send", "-type", "session.created", "-data", "-", "-id", "msg_1", server.URL).want(t, exitOK)
	if e := last(); e.Type != "session.created" || e.ID != "msg_1" || string(e.Data) != `{"id":"sess_1"}` {
		t.Errorf("there arrived %+v", e)
	}
	usher(t, env, "", "webhook", "send", "-type", "cat.born", server.URL).want(t, exitRefused, "no example", "organization.created")
	usher(t, env, "x", "webhook", "send", "-data", "-", server.URL).want(t, exitRefused, "no JSON")
	for line := range strings.Lines(usher(t, env, "", "webhook", "send", "-list").want(t, exitOK, "user.deleted").out) {
		if eventType := strings.TrimSpace(line); !webhooks.Type(eventType).Known() {
			t.Errorf("there is an example of %s, which Clerk does not send", eventType)
		}
	}

	addUser(t, env, "Ada", "ada@example.com")
	listed := usher(t, env, "", "webhook", "replay").want(t, exitOK, "user.created")
	id, _, _ := strings.Cut(listed.out, " ")
	usher(t, env, "", "webhook", "replay", id).want(t, exitOK, "204")
	if e := last(); e.ID != id || e.Type != "user.created" {
		t.Errorf("there arrived %+v", e)
	}
	answer(http.StatusInternalServerError)
	usher(t, env, "", "webhook", "replay", id).want(t, exitRefused, "500", "did not take")
	usher(t, env, "", "webhook", "replay", "msg_none").want(t, exitRefused, `no event "msg_none"`)

	answer(http.StatusNoContent)
	file := filepath.Join(t.TempDir(), "event.json")
	if err := os.WriteFile(file, last().Raw, 0o600); err != nil {
		t.Fatal(err)
	}
	usher(t, env, "", "webhook", "replay", "-file", file, "-to", server.URL, "msg_file").want(t, exitOK)
	if e := last(); e.ID != "msg_file" || e.Type != "user.created" {
		t.Errorf("there arrived %+v", e)
	}
}

func TestWrongCommandLines(t *testing.T) {
	taken := startDev(t)
	address, err := url.Parse(taken["CLERK_API_URL"])
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		line string
		env  map[string]string
		code int
		says string
	}{
		{"", nil, exitUsage, "usher dev"},
		{"-h", nil, exitOK, "Exit codes"},
		{"fly", nil, exitUsage, `no command "fly"`},
		{"webhook", nil, exitUsage, `no command "webhook"`},
		{"dev -h", nil, exitOK, "for development only"},
		{"dev -port 1", nil, exitUsage, "-port"},
		{"dev now", nil, exitUsage, `"now" is too much`},
		{"dev -secret-key sk_live_1", nil, exitRefused, "is a live key"},
		{"dev -secret-key pk_test_1", nil, exitUsage, "-secret-key"},
		{"dev -addr 0.0.0.0:0", nil, exitRefused, "-addr is \"0.0.0.0:0\""},
		{"dev -addr :4000", nil, exitRefused, "-allow-remote"},
		{"dev -addr 127.0.0.1:0 -token-lifetime -1s", nil, exitRefused, "usher token -expires"},
		{"dev -addr " + address.Host, nil, exitRefused, "is taken by another program"},
		{"dev -addr 127.0.0.1:0 -app x", nil, exitUsage, "-app"},
		{"dev -addr 127.0.0.1:0 -seed /none", nil, exitRefused, "-seed"},
		{"dev -addr 127.0.0.1:0 -webhook-url x", nil, exitRefused, "-webhook-url must be"},
		{"token -h", nil, exitOK, "curl"},
		{"token -claim x", nil, exitUsage, "-claim plan=pro"},
		{"token -role admin", nil, exitRefused, "-org"},
		{"token -org acme -role admin -permission x", nil, exitRefused, "org:feature:permission"},
		{"token -url http://127.0.0.1:1 -secret-key sk_test_1", nil, exitRefused, "is it running?"},
		{"token -url http://127.0.0.1:1", map[string]string{"CLERK_SECRET_KEY": "sk_live_1"}, exitRefused, "is a live key"},
		{"token -url http://127.0.0.1:1", map[string]string{"CLERK_JWT_KEY": "x"}, exitRefused, "there is no secret key"},
		{"token -url http://127.0.0.1:1 -secret-key sk_test_1 -pem x", nil, exitUsage, "-fresh"},
		{"inspect", nil, exitUsage, "there is no token"},
		{"inspect -", nil, exitUsage, "empty"},
		{"inspect -pem /none x", nil, exitRefused, "-pem"},
		{"inspect -secret-key oops x", nil, exitRefused, "SecretKey"},
		{"webhook send", nil, exitUsage, "no URL"},
		{"webhook send http://127.0.0.1:1", nil, exitRefused, "CLERK_WEBHOOK_SIGNING_SECRET"},
		{"webhook send -secret x http://127.0.0.1:1", nil, exitUsage, "-secret"},
		{"webhook replay", nil, exitRefused, "no usher dev is named"},
		{"webhook replay -file x", nil, exitUsage, "-to"},
	} {
		t.Run(fmt.Sprintf("usher %s", row.line), func(t *testing.T) {
			usher(t, row.env, "", strings.Fields(row.line)...).want(t, row.code, row.says)
		})
	}
}

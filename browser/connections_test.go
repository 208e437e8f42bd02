package browser

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// startExample builds the program of an example, runs it until the test ends, and returns the address that it prints.
func startExample(t *testing.T, name string, args ...string) string {
	t.Helper()
	chromium(t) // before anything is built for nothing
	binary := filepath.Join(t.TempDir(), name)
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./"+name)
	build.Dir = "../examples" // a module of its own
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	program := exec.CommandContext(t.Context(), binary, append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	program.Env = []string{}
	program.Cancel = func() error { return program.Process.Signal(os.Interrupt) }
	output, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = program.Cancel()
		_ = program.Wait() // its exit code is for the tests of the example
	})
	address := regexp.MustCompile(`http://[0-9.:]+`)
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if found := address.FindString(lines.Text()); found != "" {
			return found
		}
	}
	t.Fatal("the program prints no address")
	return ""
}

// enter loads the page of an example and signs in on the way.
func (p *tab) enter(userID, headline string) {
	p.t.Helper()
	p.arrives(`document.title === "Sign in"`)
	p.click("form:has([value=" + userID + "]) button")
	p.arrives(`document.querySelector("h1")?.textContent === "` + headline + `"`)
	p.until(`document.getElementById("state").textContent === "connected as ` + userID + `"`)
}

// lists is the condition that the page lists a line.
func lists(text string) string {
	return `[...document.querySelectorAll("#list li")].some((item) => item.textContent.includes("` + text + `"))`
}

func TestAStreamOfEventsComesBack(t *testing.T) {
	url := startExample(t, "sse", "-token-lifetime", "3s")
	p := open(t, url, 1280, false)
	p.enter("user_ada", "Notes")
	// What the page says of its state at the moment it says that the stream has ended, which is before the browser tells it.
	eval[any](p, `new MutationObserver(() => { if (`+lists("The stream ended")+`) window.stateThen ??= document.getElementById("state").textContent })
		.observe(document.getElementById("list"), { childList: true })`)
	write := `document.getElementById("text").value = "it rains"; document.getElementById("write").requestSubmit()`
	eval[any](p, write)
	p.until(lists("user_ada: it rains"))
	p.until(lists("The stream ended: the token"))
	if state := eval[string](p, `window.stateThen`); state != "connecting" {
		t.Errorf("with its stream at an end the page says %q", state)
	}
	p.until(`document.getElementById("state").textContent === "connected as user_ada"`)
	if n := eval[int](p, `[...document.querySelectorAll("#list li.note")].length`); n != 1 {
		t.Errorf("the note is there %d times", n)
	}
	p.click("#revoke")
	p.until(lists("The stream ended: the session is over"))
	p.until(`document.getElementById("state").textContent.startsWith("refused")`)
}

func TestAChatGoesOnWithNewTokens(t *testing.T) {
	url := startExample(t, "websocket", "-token-lifetime", "3s")
	p := open(t, url, 1280, false)
	p.enter("user_bob", "Chat")
	p.until(lists("The token was renewed."))
	p.click("#renew")
	eval[any](p, `document.getElementById("text").value = "hello"; document.getElementById("say").requestSubmit()`)
	p.until(lists("user_bob: hello"))
	p.until(lists("4401 token-expired"))
	p.click("#again")
	p.until(`document.getElementById("state").textContent === "connected as user_bob"`)
	p.click("#revoke")
	p.until(lists("4401 session-revoked"))
}

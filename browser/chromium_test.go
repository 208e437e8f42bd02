package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/usher-auth/usher/examples/quickstart/demo"
)

// patience is how long one step may take before the test gives up. Steps wait for conditions, so it is never spent.
const patience = 30 * time.Second

// chromium returns the path of a Chromium, or ends the test.
func chromium(t *testing.T) string {
	t.Helper()
	const names = "chromium chromium-browser google-chrome headless_shell"
	for _, name := range append([]string{os.Getenv("CHROMIUM")}, strings.Fields(names)...) {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	if os.Getenv("USHER_REQUIRE_BROWSER") == "1" || os.Getenv("CI") == "true" {
		t.Fatalf("there is no Chromium: neither $CHROMIUM nor one of %s in PATH", names)
	}
	t.Skipf("skipped for want of a Chromium: neither $CHROMIUM nor one of %s in PATH", names)
	return ""
}

// serve starts the quickstart and returns its address. Each layer is put around it.
func serve(t *testing.T, config demo.Config, layers ...func(http.Handler) http.Handler) string {
	t.Helper()
	app, err := demo.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	var handler http.Handler = app
	for _, layer := range layers {
		handler = layer(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// A tab is a page in a Chromium of its own.
type tab struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // chromedp's handle of a tab is a context

	mu         sync.Mutex
	complaints []string
}

// open starts a Chromium, as wide as told, and loads url.
func open(t *testing.T, url string, width int64, dark bool, more ...chromedp.ExecAllocatorOption) *tab {
	t.Helper()
	options := append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(chromium(t)),
		chromedp.Flag("headless", "new"),
		chromedp.NoSandbox, // as root there is none; the only pages are our own
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.Flag("disable-dev-shm-usage", true), // containers have little of it
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.WSURLReadTimeout(patience),
	}, more...)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...) // not t.Context, which ends before the browser is closed
	t.Cleanup(cancel)
	p := newTab(ctx, t)
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	p.do("load the page",
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			return err
		}),
		chromedp.EmulateViewport(width, 900),
		chromedp.Navigate(url),
	)
	return p
}

// newTab opens a tab in the Chromium of ctx, which it starts if there is none.
func newTab(ctx context.Context, t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("Chromium does not close well: %v", err)
		}
		cancel()
	})
	p := &tab{t: t, ctx: ctx}
	// The browser lives as long as the context that it is started with.
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return p
}

// another opens a second tab of the same browser.
func (p *tab) another(url string) *tab {
	p.t.Helper()
	second := newTab(p.ctx, p.t)
	second.visit(url)
	return second
}

// visit loads an address.
func (p *tab) visit(url string) {
	p.t.Helper()
	p.do("load "+url, chromedp.Navigate(url))
}

// reload loads the page anew, as the button of a browser does.
func (p *tab) reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
}

// forget takes cookies of an address away: all, or the one with a name.
func (p *tab) forget(url string, names ...string) {
	p.t.Helper()
	p.do("forget cookies", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		held, err := cdp.Call(ctx, target, network.GetCookies, network.GetCookiesParams{URLs: []string{url}})
		if err != nil {
			return err
		}
		for _, cookie := range held.Cookies {
			if len(names) > 0 && !slices.Contains(names, cookie.Name) {
				continue
			}
			if _, err := cdp.Call(ctx, target, network.DeleteCookies, network.DeleteCookiesParams{Name: cookie.Name, URL: url}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// withSettings has a Chromium start with a profile in which these settings were made.
func withSettings(t *testing.T, settings string) chromedp.ExecAllocatorOption {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "Default"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "Default", "Preferences"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	return chromedp.UserDataDir(dir)
}

// listen collects what the page complains about. That a route answers 401 or 403 is no complaint, but what the page is for.
func (p *tab) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.complaints = append(p.complaints, "exception: "+exception(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		p.complaints = append(p.complaints, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded:
		refused := strings.Contains(e.Entry.Text, "status of 401") || strings.Contains(e.Entry.Text, "status of 403")
		if e.Entry.Source != log.EntrySourceNetwork || !refused {
			p.complaints = append(p.complaints, fmt.Sprintf("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL))
		}
	}
}

// exception returns what was thrown.
func exception(details *runtime.ExceptionDetails) string {
	if details.Exception != nil {
		return details.Exception.Description
	}
	return details.Text
}

// complained returns what has been collected.
func (p *tab) complained() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.complaints...)
}

// run takes one step and returns what comes of it, or ends the test.
func run[T any](p *tab, what string, step chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	out, err := chromedp.Run(ctx, step)
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	return out
}

// do takes steps, or ends the test.
func (p *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, what, chromedp.Steps(steps...))
}

// click clicks on the first element that a CSS selector matches.
func (p *tab) click(selector string) {
	p.t.Helper()
	p.do("click on "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// press presses and releases a key.
func (p *tab) press(key string) {
	p.t.Helper()
	p.do(fmt.Sprintf("press %q", key), chromedp.KeyEvent(key))
}

// until waits for a JavaScript condition.
func (p *tab) until(condition string) {
	p.t.Helper()
	run(p, "wait until "+condition, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(patience)))
}

// arrives waits for a JavaScript condition on whichever page comes next, or the one after that.
func (p *tab) arrives(condition string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	const pause = 20 * time.Millisecond // by a timer: hidden tabs draw no frames
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingInterval(pause), chromedp.WithPollingTimeout(patience-time.Second)))
		var gone *cdproto.Error
		switch {
		case err == nil:
			return
		case !errors.As(err, &gone) || gone.Code != contextGone:
			p.t.Fatalf("wait until %s: %v; the page is now %s", condition, err, eval[string](p, `location.href + "\n" + document.body.innerText`))
		}
	}
}

// contextGone is the code of the error that says that the page is another one meanwhile.
const contextGone = -32000

// eval evaluates a JavaScript expression.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	return run(p, "evaluate "+expression, chromedp.Evaluate[T](expression))
}

// picture keeps a screenshot of the whole page if USHER_SCREENSHOTS names a directory.
func (p *tab) picture(name string) {
	p.t.Helper()
	dir := os.Getenv("USHER_SCREENSHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	png := run(p, "take a screenshot", chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

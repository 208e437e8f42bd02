package demo

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T, config Config) *Demo {
	t.Helper()
	d, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestTheTableIsReadFromTheSource(t *testing.T) {
	rows, source, err := guardedRoutes()
	if err != nil {
		t.Fatal(err)
	}
	want := []route{
		{"GET", "/public", ""},
		{"GET", "/me", "auth.RequireAuth"},
		{"GET", "/billing", `auth.Require(authobject.Permission("org:billing:read"))`},
		{"DELETE", "/projects/1", `auth.Require(authobject.Role("org:admin"))`},
		{"POST", "/payout", `auth.Require(authobject.Reverified(authobject.Strict))`},
		{"GET", "/beta", `auth.Require(authobject.Any(authobject.Feature("beta"), authobject.Plan("pro")))`},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("the rows are %q, not %q", rows, want)
	}
	if !strings.HasPrefix(source, "func routes(") || !strings.HasSuffix(source, "\n}") {
		t.Errorf("the source is not that of the function: %s", source)
	}
	for _, row := range rows {
		var all string
		for _, line := range row.GuardLines() {
			all += strings.Join(line, "")
		}
		if all != row.Guard {
			t.Errorf("the lines of a guard make %q, not %q", all, row.Guard)
		}
	}
}

func TestEveryResponseKeepsThePageToItself(t *testing.T) {
	d := open(t, Config{})
	for _, path := range []string{"/", "/assets/app.js", "/assets/style.css", "/whoami", "/me", "/nowhere", "/account", "/private", "/sign-in"} {
		h := get(d, path).Header()
		if got := h.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'self';") || strings.Contains(got, "unsafe") {
			t.Errorf("the policy of %s is %q", path, got)
		}
		if got := h.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s has X-Content-Type-Options %q", path, got)
		}
	}
}

func TestThePageBringsEverythingAlong(t *testing.T) {
	d := open(t, Config{})
	page := get(d, "/").Body.String()
	for _, forbidden := range []string{`<script>`, `<style`, ` style="`, ` onclick=`, `https://`, `//cdn`} {
		if strings.Contains(page, forbidden) {
			t.Errorf("the page has %s", forbidden)
		}
	}
	links := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 3 {
		t.Errorf("the page links to %q", links)
	}
	for _, link := range links {
		if w := get(d, link[1]); w.Code != 200 {
			t.Errorf("%s answers %d", link[1], w.Code)
		}
	}
	err := fs.WalkDir(assets, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".js") {
			return err
		}
		for _, imported := range regexp.MustCompile(`from "\./([^"]+)"`).FindAllStringSubmatch(get(d, "/"+path).Body.String(), -1) {
			if w := get(d, "/assets/"+imported[1]); w.Code != 200 {
				t.Errorf("%s imports %s, which answers %d", path, imported[1], w.Code)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAWrongConfigurationIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		config Config
		says   string
	}{
		"tokens that live no time":         {Config{TokenLifetime: time.Second}, "TokenLifetime is 1s"},
		"tokens that live half a second":   {Config{TokenLifetime: 2500 * time.Millisecond}, "whole seconds"},
		"a satellite on the same host":     {Config{Origin: "http://localhost:1", SatelliteOrigin: "http://localhost:2"}, "cookies do not know ports"},
		"a satellite of nothing":           {Config{SatelliteOrigin: "http://localhost:2"}, "both are needed"},
		"a satellite of a real instance":   {Config{Clerk: &clerk.Options{}, SatelliteOrigin: "http://localhost:2"}, "set up at Clerk"},
		"an origin that is none":           {Config{Origin: "127.0.0.1:1"}, "Origin"},
		"a real instance without any keys": {Config{Clerk: &clerk.Options{Getenv: func(string) string { return "" }}}, "CLERK_SECRET_KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := New(c.config); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v, without %q", err, c.says)
			}
		})
	}
}

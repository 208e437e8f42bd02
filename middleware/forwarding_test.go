package middleware_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

func TestAProxyThatNobodyHasConfiguredIsWarnedOf(t *testing.T) {
	ck := clerktest.New(t)
	for _, row := range []struct {
		name    string
		set     func(*clerk.Options)
		headers []string
		warns   bool
	}{
		{"a proxy that ends TLS", nil, []string{"X-Forwarded-Proto", "https"}, true},
		{"a proxy that changes the host", nil, []string{"X-Forwarded-Host", "app.example.com", "X-Forwarded-Proto", "http"}, true},
		{"no proxy", nil, nil, false},
		{"a proxy that changes nothing", nil, []string{"X-Forwarded-Host", "EXAMPLE.com:80", "X-Forwarded-Proto", "http"}, false},
		{
			"the address is configured", func(o *clerk.Options) { o.PublicURL = "https://app.example.com" },
			[]string{"X-Forwarded-Proto", "https"}, false,
		},
		{
			"the proxy is trusted", func(o *clerk.Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} },
			[]string{"X-Forwarded-Proto", "https"}, false,
		},
		{
			"another proxy is trusted", func(o *clerk.Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} },
			[]string{"X-Forwarded-Proto", "https"}, true,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			var log bytes.Buffer
			opts := ck.Options()
			opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
			if row.set != nil {
				row.set(&opts)
			}
			usher, err := middleware.New(opts)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = usher.Close() }()
			page := usher.RequireAuthPage(whoami)
			for range 3 {
				if w := serve(page, get(append([]string{"Accept", "text/html"}, row.headers...)...)); w.Code != http.StatusTemporaryRedirect {
					t.Fatalf("answered %d, want a handshake", w.Code)
				}
			}
			want := 0
			if row.warns {
				want = 1
			}
			if n := strings.Count(log.String(), "TrustedProxies"); n != want {
				t.Errorf("%d warnings, want %d:\n%s", n, want, &log)
			}
		})
	}
}

func TestAProxyIsWarnedOfWhereABrowserIsSentToSignIn(t *testing.T) {
	var log bytes.Buffer
	ck := clerktest.New(t)
	opts := ck.Options()
	opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
	usher, err := middleware.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = usher.Close() }()
	r := get("Cookie", "__clerk_db_jwt=dvb_1", "X-Forwarded-Proto", "https") // known to the instance, and nobody is signed in
	if w := serve(usher.RequireAuthPage(whoami), r); w.Code != http.StatusSeeOther || !strings.Contains(log.String(), "TrustedProxies") {
		t.Errorf("answered %d, and logged %q", w.Code, &log)
	}
	log.Reset()
	if w := serve(usher.RequireAuth(whoami), get("X-Forwarded-Proto", "https")); w.Code != http.StatusUnauthorized || log.Len() > 0 {
		t.Errorf("a caller who is sent nowhere is answered %d, and %q logged", w.Code, &log)
	}
}

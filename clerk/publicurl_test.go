package clerk_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestTrustedProxies(t *testing.T) {
	prefixes := func(texts ...string) (out []netip.Prefix) {
		for _, text := range texts {
			out = append(out, netip.MustParsePrefix(text))
		}
		return out
	}
	for _, row := range []struct {
		name     string
		prefixes []netip.Prefix
		remote   string
		want     bool
	}{
		{"nobody by default", nil, "10.0.0.1:1234", false},
		{"an address within", prefixes("10.0.0.0/8"), "10.1.2.3:1234", true},
		{"one outside", prefixes("10.0.0.0/8"), "11.1.2.3:1234", false},
		{"a prefix that is written with more bits", prefixes("10.1.2.3/8"), "10.9.9.9:1", true},
		{"an IPv4 address in IPv6 dress", prefixes("10.0.0.0/8"), "[::ffff:10.1.2.3]:1234", true},
		{"IPv6", prefixes("fd00::/8"), "[fd00::1]:1234", true},
		{"IPv6 with a zone", prefixes("fe80::/10"), "[fe80::1%eth0]:1234", true},
		{"without a port", prefixes("10.0.0.0/8"), "10.1.2.3", true},
		{"everybody", clerk.AnyProxy(), "203.0.113.9:1", true},
		{"a Unix socket among everybody", clerk.AnyProxy(), "@", true},
		{"a Unix socket", prefixes("10.0.0.0/8"), "@", false},
		{"everybody with IPv4", prefixes("0.0.0.0/0"), "@", false},
		{"nothing", prefixes("10.0.0.0/8"), "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := resolve(t, clerk.Options{PublishableKey: liveKey, TrustedProxies: row.prefixes})
			if got := i.TrustsProxy(row.remote); got != row.want {
				t.Errorf("%s is trusted: %v", row.remote, got)
			}
		})
	}
}

func TestPublicURL(t *testing.T) {
	i := resolve(t, clerk.Options{PublishableKey: liveKey, PublicURL: "https://app.example.com:8443", ProxyURL: "/__clerk/"})
	if i.PublicURL != "https://app.example.com:8443" || i.ProxyURL != "https://app.example.com:8443/__clerk" {
		t.Errorf("got %v", i)
	}
	for _, row := range []struct {
		name, option string
		options      clerk.Options
	}{
		{"a path", "PublicURL", clerk.Options{PublicURL: "https://app.example.com/x"}},
		{"no scheme", "PublicURL", clerk.Options{PublicURL: "app.example.com"}},
		{"another scheme", "PublicURL", clerk.Options{PublicURL: "ftp://app.example.com"}},
		{"a user name", "PublicURL", clerk.Options{PublicURL: "https://user@app.example.com"}},
		{"trusted proxies beside it", "PublicURL, TrustedProxies", clerk.Options{PublicURL: "https://app.example.com", TrustedProxies: clerk.AnyProxy()}},
		{"a prefix that is none", "TrustedProxies", clerk.Options{TrustedProxies: []netip.Prefix{{}}}},
		{"a proxy URL that is a path, and no public URL", "ProxyURL", clerk.Options{ProxyURL: "/__clerk"}},
		{"a proxy URL that names another host", "ProxyURL", clerk.Options{ProxyURL: "//evil.example", PublicURL: "https://app.example.com"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.options.PublishableKey = liveKey
			if all := problems(t, row.options); len(all) != 1 || all[0].Option != row.option || all[0].Fix == "" {
				t.Errorf("got %v", all)
			}
		})
	}
}

func TestWhereClerksOwnPagesAre(t *testing.T) {
	sat := clerk.Options{PublishableKey: liveKey, IsSatellite: clerk.Value(true), Domain: "satellite.example", ProxyURL: "https://satellite.example/__clerk"}
	for _, row := range []struct {
		name, frontend, accounts string
		options                  clerk.Options
	}{
		{"production", "clerk.example.com", "https://accounts.example.com", clerk.Options{PublishableKey: liveKey}},
		{"development", "foo-bar-13.clerk.accounts.dev", "https://foo-bar-13.accounts.dev", clerk.Options{PublishableKey: testKey}},
		{"a satellite behind a proxy", "clerk.satellite.example", "https://accounts.satellite.example", sat},
		{"no publishable key", "", "", clerk.Options{SecretKey: liveSecret}},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := resolve(t, row.options)
			if i.OwnFrontendAPIHost() != row.frontend || i.AccountsURL() != row.accounts {
				t.Errorf("got %s and %s", i.OwnFrontendAPIHost(), i.AccountsURL())
			}
		})
	}
}

func TestNewOptionsArePrinted(t *testing.T) {
	o := clerk.Options{
		PublishableKey: liveKey, PublicURL: "https://app.example.com", SatelliteAutoSync: true,
		OrganizationSync: clerk.OrganizationSync{OrganizationPatterns: []string{"/orgs/:id"}, PersonalAccountPatterns: []string{"/me"}},
	}
	for _, want := range []string{"PublicURL: https://app.example.com", "SatelliteAutoSync: true", "/orgs/:id", "/me"} {
		if !strings.Contains(o.String(), want) {
			t.Errorf("%s is not in %s", want, o)
		}
	}
	i := resolve(t, clerk.Options{PublishableKey: liveKey, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	if !strings.Contains(i.String(), "10.0.0.0/8") {
		t.Errorf("got %s", i)
	}
}

func TestSatelliteOriginsAreSpelledAsBrowsersSpellThem(t *testing.T) {
	for _, entry := range []string{"", "satellite.example", "https://satellite.example/", "https://*.example", "https://a@b.example", "https://A.example"} {
		all := problems(t, clerk.Options{PublishableKey: testKey, SatelliteOrigins: []string{"https://satellite.example", entry}})
		if len(all) != 1 || all[0].Option != "SatelliteOrigins" || !strings.HasPrefix(all[0].Problem, "entry 2: ") {
			t.Errorf("%q: %v", entry, all)
		}
	}
	i := resolve(t, clerk.Options{PublishableKey: testKey, SatelliteOrigins: []string{"https://satellite.example"}})
	if len(i.SatelliteOrigins) != 1 || !strings.Contains(i.String(), "SatelliteOrigins: [https://satellite.example]") {
		t.Errorf("got %v", i)
	}
}

func TestAnyOriginStandsAloneAndInDevelopmentOnly(t *testing.T) {
	all := []string{clerk.AnyOrigin}
	for _, row := range []struct {
		name    string
		options clerk.Options
	}{
		{"beside another origin", clerk.Options{PublishableKey: testKey, SatelliteOrigins: append([]string{"https://satellite.example"}, all...)}},
		{"in production", clerk.Options{PublishableKey: liveKey, SatelliteOrigins: all}},
		{"where no key says what the instance is", clerk.Options{JWTKey: "pem", SatelliteOrigins: all}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := problems(t, row.options); len(got) != 1 || got[0].Option != "SatelliteOrigins" || got[0].Fix == "" {
				t.Errorf("got %v", got)
			}
		})
	}
	if i := resolve(t, clerk.Options{PublishableKey: testKey, SatelliteOrigins: all}); !slices.Equal(i.SatelliteOrigins, all) {
		t.Errorf("got %v", i.SatelliteOrigins)
	}
}

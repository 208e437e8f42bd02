package authn_test

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

// proxied are the options of an application behind a proxy on 192.0.2.1, the address that httptest gives its requests.
func proxied(options clerk.Options, prefixes ...string) clerk.Options {
	for _, p := range prefixes {
		options.TrustedProxies = append(options.TrustedProxies, netip.MustParsePrefix(p))
	}
	return options
}

func TestThePublicAddress(t *testing.T) {
	anybody := live()
	anybody.TrustedProxies = clerk.AnyProxy()
	fixed := live()
	fixed.PublicURL = "https://www.example.org:8443"
	trusted := proxied(live(), "192.0.2.0/24")
	forwarded := []string{"X-Forwarded-Host", "www.example.org", "X-Forwarded-Proto", "https"}

	for _, row := range []struct {
		name    string
		options clerk.Options
		target  string
		host    string
		headers []string
		want    string
	}{
		{"the request's own host", live(), "/a?b=c", "app.example.com", nil, "http://app.example.com/a?b=c"},
		{"https by TLS", live(), "https://app.example.com/a", "", nil, "https://app.example.com/a"},
		{"the default port is left out", live(), "https://app.example.com/a", "app.example.com:443", nil, "https://app.example.com/a"},
		{"and the other one stays", live(), "https://app.example.com/a", "app.example.com:80", nil, "https://app.example.com:80/a"},
		{"capitals", live(), "/", "APP.Example.COM", nil, "http://app.example.com/"},
		{"no path", live(), "https://app.example.com", "", nil, "https://app.example.com/"},

		{"nobody is trusted by default", live(), "/", "app.example.com", forwarded, "http://app.example.com/"},
		{"a proxy that is trusted", trusted, "/", "app.example.com", forwarded, "https://www.example.org/"},
		{"a proxy that is not among them", proxied(live(), "10.0.0.0/8"), "/", "app.example.com", forwarded, "http://app.example.com/"},
		{"everybody", anybody, "/", "app.example.com", forwarded, "https://www.example.org/"},
		{"a fixed address goes before every header", fixed, "/a?b", "evil.example", forwarded, "https://www.example.org:8443/a?b"},

		{"the host alone", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "www.example.org"}, "http://www.example.org/"},
		{"the scheme alone", anybody, "/", "app.example.com", []string{"X-Forwarded-Proto", "https"}, "https://app.example.com/"},
		{"the first of a list", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com, b.com", "X-Forwarded-Proto", "https,http"}, "https://a.com/"},
		{"the first of two headers", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com", "X-Forwarded-Host", "b.com"}, "http://a.com/"},
		{"a port", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com:8443"}, "http://a.com:8443/"},
		{"the default port of the forwarded scheme", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com:443", "X-Forwarded-Proto", "https"}, "https://a.com/"},
		{"an IPv6 address", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "[::1]:3000"}, "http://[::1]:3000/"},
		{"an underscore, as in names that only a proxy knows", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "my_app"}, "http://my_app/"},
		{"capitals in both", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "A.Com", "X-Forwarded-Proto", "HTTPS"}, "https://a.com/"},
		{"the port header is for nobody", anybody, "/", "app.example.com", []string{"X-Forwarded-Port", "99"}, "http://app.example.com/"},
		{"RFC 7239 is not read", anybody, "/", "app.example.com", []string{"Forwarded", "host=a.com;proto=https"}, "http://app.example.com/"},

		{"an empty host", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", ""}, "http://app.example.com/"},
		{"an empty first entry", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", ",a.com"}, "http://app.example.com/"},
		{"a user name", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "user@a.com"}, "http://app.example.com/"},
		{"a path", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com/evil"}, "http://app.example.com/"},
		{"a backslash", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", `a.com\evil`}, "http://app.example.com/"},
		{"a space", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "bad host"}, "http://app.example.com/"},
		{"a port that is none", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com:99999"}, "http://app.example.com/"},
		{"a scheme that runs code", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com", "X-Forwarded-Proto", "javascript"}, "http://app.example.com/"},

		{"two slashes are a path", anybody, "//evil.example/x", "app.example.com", forwarded, "https://www.example.org//evil.example/x"},
		{"without a proxy as well", live(), "//evil.example/x", "app.example.com", nil, "http://app.example.com//evil.example/x"},
		{"a backslash in a path", live(), `/\evil.example`, "app.example.com", nil, "http://app.example.com/%5Cevil.example"},
		{"dots are resolved as browsers do", live(), "/a/b/../c/./d", "app.example.com", nil, "http://app.example.com/a/c/d"},
		{"dots that are written otherwise", live(), "/a/%2e%2E/b", "app.example.com", nil, "http://app.example.com/b"},
		{"dots at the end leave the slash", live(), "/a/b/..", "app.example.com", nil, "http://app.example.com/a/"},
		{"dots do not climb over the root", live(), "/../../x", "app.example.com", nil, "http://app.example.com/x"},
		{"an escaped slash stays escaped", live(), "/a%2Fb", "app.example.com", nil, "http://app.example.com/a%2Fb"},
		{"a query stays as it is", live(), "/?a=%2F&b&c=d+e;f", "app.example.com", nil, "http://app.example.com/?a=%2F&b&c=d+e;f"},

		{"a host that is none", live(), "/", "bad host", nil, ""},
		{"a host with a user name", live(), "/", "a@b", nil, ""},
		{"an address that fits into no header", live(), "/?" + strings.Repeat("x", 100_000), "app.example.com", nil, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := request("GET", row.target, row.headers...)
			if row.host != "" {
				r.Host = row.host
			}
			if got := authenticatorOf(t, row.options, ada, authn.Config{}).Read(r).URL(); got != row.want {
				t.Errorf("the address is %q, want %q", got, row.want)
			}
		})
	}
}

// TestTheAddressIsTheBrowsers says that handlers above may change the URL of a request: browsers come back to their own.
func TestTheAddressIsTheBrowsers(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	var got string
	http.StripPrefix("/app", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = a.Read(r).URL() })).
		ServeHTTP(nil, request("GET", "http://app.example.com/app/x?y=z"))
	if got != "http://app.example.com/app/x?y=z" {
		t.Errorf("the address is %q", got)
	}
	built, _ := http.NewRequest("GET", "https://app.example.com/x?y=z", http.NoBody)
	built.TLS = &tls.ConnectionState{}
	if got := a.Read(built).URL(); got != "https://app.example.com/x?y=z" {
		t.Errorf("the address of a request that nobody sent is %q", got)
	}
}

// FuzzForwardedHeaders sends any host, scheme and target: the address, where there is one, is http or https, has the path that was
// asked for, and no user name.
func FuzzForwardedHeaders(f *testing.F) {
	f.Add("a.com", "https", "/x", "b.com")
	f.Add("user@a.com", "javascript", "//evil", "")
	f.Add("[::1]:80", "http,https", "/../..", "[::1]")
	f.Add("a.com:443", "HTTPS", "/%2e%2e/%zz?x=\x00#y", "a b")
	f.Add(`a\b`, "", `/\..\`, "a.com/x")
	options := live()
	options.TrustedProxies = clerk.AnyProxy()
	a := authenticatorOf(f, options, faulty(clerk.ReasonTokenExpired), authn.Config{})
	f.Fuzz(func(t *testing.T, host, proto, target, own string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(target, "/") {
			return
		}
		r := &http.Request{Method: "GET", URL: u, Host: own, RequestURI: target, Header: http.Header{
			"X-Forwarded-Host": {host}, "X-Forwarded-Proto": {proto}, "Authorization": {"T"}, "Sec-Fetch-Dest": {"document"},
		}}
		text := a.Read(r).URL()
		checkHeader(t, a.Authenticate(r))
		if text == "" {
			return
		}
		got, err := url.Parse(text)
		if err != nil || (got.Scheme != "http" && got.Scheme != "https") || got.Host == "" || got.User != nil || !strings.HasPrefix(got.EscapedPath(), "/") {
			t.Fatalf("the address is %q (%v)", text, err)
		}
		if !strings.EqualFold(got.Hostname(), hostOf(host)) && !strings.EqualFold(got.Hostname(), hostOf(own)) {
			t.Fatalf("the host of %q is neither of %q and %q", text, host, own)
		}
	})
}

// hostOf is the host name in the first entry of a list, by means of package net/url.
func hostOf(list string) string {
	first, _, _ := strings.Cut(list, ",")
	return (&url.URL{Host: first}).Hostname()
}

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
		{"a space before the comma belongs to the entry", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com", "X-Forwarded-Proto", "https , http"}, "http://app.example.com/"},
		{"the first of two headers", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com", "X-Forwarded-Host", "b.com"}, "http://a.com/"},
		{"a list behind one proxy is partly a stranger's", trusted, "/", "app.example.com", []string{"X-Forwarded-Host", "evil.com, www.example.org"}, "http://app.example.com/"},
		{"and so are two headers", trusted, "/", "app.example.com", []string{"X-Forwarded-Host", "evil.com", "X-Forwarded-Host", "www.example.org"}, "http://app.example.com/"},
		{"and a list of schemes", trusted, "/", "app.example.com", []string{"X-Forwarded-Host", "www.example.org", "X-Forwarded-Proto", "https,http"}, "http://app.example.com/"},
		{"behind two proxies the last entry counts", trusted, "/", "app.example.com", []string{"X-Forwarded-Host", "evil.com, www.example.org", "X-Forwarded-For", "203.0.113.9, 192.0.2.7"}, "http://www.example.org/"},
		{"in the last of several headers", trusted, "/", "app.example.com", []string{"X-Forwarded-Host", "evil.com", "X-Forwarded-Host", "www.example.org", "X-Forwarded-For", "203.0.113.9", "X-Forwarded-For", "192.0.2.7"}, "http://www.example.org/"},
		{"three entries are too many for two proxies", trusted, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com, b.com, c.com", "X-Forwarded-For", "203.0.113.9, 192.0.2.7"}, "http://app.example.com/"},
		{"a proxy behind a stranger is made up", trusted, "/", "app.example.com", []string{"X-Forwarded-Host", "evil.com, www.example.org", "X-Forwarded-For", "192.0.2.7, 203.0.113.9"}, "http://app.example.com/"},
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
		{"a colon and no port", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com:"}, "http://a.com/"},
		{"a port with noughts before it", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com:08443"}, "http://a.com:8443/"},
		{"the default port with noughts", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com:0080"}, "http://a.com/"},
		{"an IPv6 address in its long form", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "[2001:DB8:0:0::1]"}, "http://[2001:db8::1]/"},
		{"an IPv4 address", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "192.0.2.7:81"}, "http://192.0.2.7:81/"},
		{"a number that is no IPv4 address", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "256.1.1.1"}, "http://app.example.com/"},
		{"an IPv4 address in a form that hides it", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "0x7f.1"}, "http://app.example.com/"},
		{"a letter that only in lower case is one of a host name", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "\u212Aube.example"}, "http://app.example.com/"},
		{"a name that begins with a number", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "1.2.3a"}, "http://1.2.3a/"},
		{"a scheme that runs code", anybody, "/", "app.example.com", []string{"X-Forwarded-Host", "a.com", "X-Forwarded-Proto", "javascript"}, "http://app.example.com/"},

		{"two slashes are a path", anybody, "//evil.example/x", "app.example.com", forwarded, "https://www.example.org//evil.example/x"},
		{"without a proxy as well", live(), "//evil.example/x", "app.example.com", nil, "http://app.example.com//evil.example/x"},
		{"a backslash in a path", live(), `/\evil.example`, "app.example.com", nil, "http://app.example.com/%5Cevil.example"},
		{"dots are resolved as browsers do", live(), "/a/b/../c/./d", "app.example.com", nil, "http://app.example.com/a/c/d"},
		{"dots that are written otherwise", live(), "/a/%2e%2E/b", "app.example.com", nil, "http://app.example.com/b"},
		{"dots at the end leave the slash", live(), "/a/b/..", "app.example.com", nil, "http://app.example.com/a/"},
		{"dots do not climb over the root", live(), "/../../x", "app.example.com", nil, "http://app.example.com/x"},
		{"an escaped slash stays escaped", live(), "/a%2Fb", "app.example.com", nil, "http://app.example.com/a%2Fb"},
		{"marks that browsers do not escape stay", live(), "/a|b^c[d]", "app.example.com", nil, "http://app.example.com/a|b^c[d]"},
		{"what fits into no URL is escaped", live(), "/a{b}`\u00e9\"", "app.example.com", nil, "http://app.example.com/a%7Bb%7D%60%C3%A9%22"},
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

// TestAFilterThatRemovesTheQuery says that credentials which a handler above took out of the query are not seen, while the browser
// still comes back to its own address.
func TestAFilterThatRemovesTheQuery(t *testing.T) {
	a := authenticatorOf(t, test(), ada, authn.Config{})
	const address = "https://app.example.com/p?__clerk_handshake=h&__clerk_handshake_nonce=n&__clerk_db_jwt=d&__clerk_redirect_url=https%3A%2F%2Fevil.example"
	r := page(address, "")
	if got := a.Read(r).Credentials; got.Handshake.IsZero() || got.Nonce.IsZero() || got.DevBrowser.IsZero() {
		t.Fatalf("unfiltered: %v", got)
	}
	r.URL = &url.URL{Path: r.URL.Path}
	read := a.Read(r)
	if got := read.Credentials; !got.Handshake.IsZero() || !got.Nonce.IsZero() || !got.DevBrowser.IsZero() || got.HandshakeInQuery || got.NonceInQuery {
		t.Errorf("filtered: %v", got)
	}
	if read.URL() != address {
		t.Errorf("the address is %q", read.URL())
	}
	if d := a.Authenticate(r); d.Reason != clerk.ReasonDevBrowserMissing {
		t.Errorf("decided %v", d)
	}
}

// TestThreatP04AMalformedTargetIsNowhereToComeBackTo and the next test are about requests that servers usually refuse themselves.
func TestThreatP04AMalformedTargetIsNowhereToComeBackTo(t *testing.T) {
	for _, target := range []string{"/%zz", "/%", "/a%2", "/%2g/orgs/x", "/a\x00b", "/\x7f"} {
		r := page("https://app.example.com/", "__client_uat=5")
		r.RequestURI, r.URL = target, &url.URL{Path: target}
		refusedWithoutRedirect(t, target, r)
		r.URL = nil
		refusedWithoutRedirect(t, target+" without a URL", r)
	}
}

func TestThreatP27AMalformedHostIsNowhereToComeBackTo(t *testing.T) {
	for _, host := range []string{"", "bad host", "a@b", "a:99999", "[::1", "a/b", `a\b`, "a%zz", "a\r\nX: y", "..", strings.Repeat("a", 300)} {
		r := page("https://app.example.com/", "__client_uat=5")
		r.Host = host
		refusedWithoutRedirect(t, host, r)
	}
}

// refusedWithoutRedirect expects a decision with a reason that sends the browser nowhere, where a good address would be sent to Clerk.
func refusedWithoutRedirect(t *testing.T, what string, r *http.Request) {
	t.Helper()
	for _, options := range []clerk.Options{live(), test()} {
		a := authenticatorOf(t, options, ada, authn.Config{})
		d := a.Authenticate(r)
		if d.Status != authn.SignedOut || d.Reason == "" || d.Header().Get("Location") != "" || a.Read(r).URL() != "" {
			t.Errorf("%q: decided %v, %v", what, d, d.Header())
		}
	}
}

// FuzzForwardedLists sends any lists, each in two header lines, through one trusted proxy that appends to them: no entry but its own,
// the last one, can name the host or the scheme, and none does where there are more entries than proxies. RFC 7239 is not read.
func FuzzForwardedLists(f *testing.F) {
	f.Add("evil.com, www.example.org", "www.example.org", "https,http", "http", "1.2.3.4", "192.0.2.1", "host=evil.com")
	f.Add("www.example.org", "", "https", "", "1.2.3.4, 5.6.7.8", "", "")
	f.Add(",,", ",", ",", ",,,", ",", "192.0.2.1,192.0.2.1", "for=1;host=\"a\";proto=javascript, host=b")
	f.Add("a.com,b.com", "c.com", "", "https", "192.0.2.1", "192.0.2.1, 192.0.2.1", ";;,")
	a := authenticatorOf(f, proxied(live(), "192.0.2.1/32"), ada, authn.Config{})
	f.Fuzz(func(t *testing.T, hosts, moreHosts, schemes, moreSchemes, through, moreThrough, rfc7239 string) {
		r := request("GET", "http://app.example.com/", "X-Forwarded-Host", hosts, "X-Forwarded-Host", moreHosts, "X-Forwarded-Proto", schemes,
			"X-Forwarded-Proto", moreSchemes, "X-Forwarded-For", through, "X-Forwarded-For", moreThrough, "Forwarded", rfc7239)
		got, err := url.Parse(a.Read(r).URL())
		if err != nil || got.Scheme != "http" && got.Scheme != "https" || got.User != nil || got.Path != "/" {
			t.Fatalf("the address is %q (%v)", got, err)
		}
		if got.Host == "app.example.com" && got.Scheme == "http" {
			return // that of the request itself
		}
		last := func(text string) string { return strings.TrimSpace(text[strings.LastIndexByte(text, ',')+1:]) }
		if host := hostOf(last(moreHosts)); !strings.EqualFold(got.Hostname(), host) || !strings.EqualFold(got.Scheme, last(moreSchemes)) {
			t.Fatalf("%q and %q, %q and %q: %q", hosts, moreHosts, schemes, moreSchemes, got)
		}
		entries := 2 + strings.Count(hosts+moreHosts, ",")
		proxies := 1 + strings.Count(through+","+moreThrough, "192.0.2.1")
		if entries > proxies && !strings.Contains(through+moreThrough, ":") { // which writes the address in other ways
			t.Fatalf("%d entries through %d proxies are believed: %q", entries, proxies, got)
		}
		r.Header.Del("X-Forwarded-Host")
		r.Header.Del("X-Forwarded-Proto")
		if alone := a.Read(r).URL(); alone != "http://app.example.com/" {
			t.Fatalf("by %q alone: %q", rfc7239, alone)
		}
	})
}

// FuzzForwardedHeaders sends any host, scheme and target: the address, where there is one, is http or https, has the path that was
// asked for, and no user name.
func FuzzForwardedHeaders(f *testing.F) {
	f.Add("a.com", "https", "/x", "b.com")
	f.Add("user@a.com", "javascript", "//evil", "")
	f.Add("[::1]:80", "http,https", "/../..", "[::1]")
	f.Add("[]:00", "0", "/", "[::0]")
	f.Add("a.com:443", "HTTPS", "/%2e%2e/%zz?x=\x00#y", "a b")
	f.Add(`a\b`, "", `/\..\`, "a.com/x")
	f.Add("0", "0", "/", "\u0130")
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

// hostOf is the host name in the first entry of a list, by means of package net/url, and an address in its short form.
func hostOf(list string) string {
	first, _, _ := strings.Cut(list, ",")
	name := (&url.URL{Host: first}).Hostname()
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.String()
	}
	return name
}

// TestTheAddressIsThatOfTheRequestLine has a handler above change the URL, or leave it as it is, which spares reading the line again.
func TestTheAddressIsThatOfTheRequestLine(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	for _, line := range []string{
		"/", "/a/b-c_d.e~f", "/A/9/", "//evil.example/x", "/a?", "/a?x=1&y=/../z", "/a??x", "/a/../b", "/a/./b?c", "/a%2fb", "/a%2Fb?%zz",
		"/%61", "/a;b=c", "/a:b@c", "/ä", "/a?ä", `/a?x="q"`, "/a?x=<y>", "/a\\b", "/a?x=a%20b+c", "/a!$&'()*+,=", "/a?__clerk_synced=1",
		"http://other.example/a?b", "/{a}", "/a?#b",
	} {
		u, err := url.ParseRequestURI(line)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		request := func(u *url.URL) *http.Request {
			return &http.Request{Method: http.MethodGet, Host: "www.example.org", RequestURI: line, URL: u, Header: http.Header{}}
		}
		untouched := a.Read(request(u)).URL()
		for _, to := range []*url.URL{
			{Path: "/changed", RawQuery: "above"}, {Path: u.Path, RawPath: u.RawPath, RawQuery: "above"}, {Path: u.Path, RawPath: u.RawPath},
			{Path: "/changed", RawQuery: u.RawQuery}, {Path: u.Path[:1], RawQuery: u.RawQuery}, {Path: u.Path + "/", RawQuery: u.RawQuery},
			{Path: u.Path, RawPath: strings.Replace(u.Path, "a", "%61", 1), RawQuery: u.RawQuery}, {},
		} {
			if changed := a.Read(request(to)).URL(); untouched != changed || untouched == "" {
				t.Errorf("%q: the address is %q, and after a handler has made the URL %q it is %q", line, untouched, to, changed)
			}
		}
	}
}

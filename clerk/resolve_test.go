package clerk_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
)

func TestDefaults(t *testing.T) {
	i := resolve(t, clerk.Options{SecretKey: liveSecret})
	if i.APIURL != "https://api.clerk.com" || i.APIVersion != "v1" || i.ClockSkew != 5*time.Second || i.IsSatellite {
		t.Errorf("got %v", i)
	}
	if i.Kind != clerk.KindProduction || !i.PublishableKey.IsZero() || i.FrontendAPI() != "" || i.CookieSuffix() != "" {
		t.Errorf("got %v", i)
	}
	if len(i.AuthorizedParties)+len(i.Audience)+len(i.Issuers)+len(i.HeaderTypes)+len(i.Warnings()) != 0 || i.RequireAudience {
		t.Errorf("got %v", i)
	}
	if i.Logger != slog.Default() || i.HTTPClient != nil {
		t.Errorf("got logger %p, client %p", i.Logger, i.HTTPClient)
	}
	if ago := time.Since(i.Now()); ago < 0 || ago > time.Minute {
		t.Errorf("Now is %v off", ago)
	}
}

func TestOptionsArePassedOn(t *testing.T) {
	client, logger, then := &http.Client{}, slog.New(slog.DiscardHandler), time.Unix(1_700_000_000, 0)
	i := resolve(t, clerk.Options{
		SecretKey: liveSecret, HTTPClient: client, Logger: logger, Now: func() time.Time { return then },
		Audience: []string{"My API"}, RequireAudience: true, HeaderTypes: []string{"at+jwt"}, Issuers: []string{"https://a.example/"},
		ClockSkew: clerk.Value(time.Duration(0)),
	})
	if i.HTTPClient != client || i.Logger != logger || !i.Now().Equal(then) || i.ClockSkew != 0 || !i.RequireAudience {
		t.Errorf("got %v", i)
	}
	for got, want := range map[string]string{
		fmt.Sprint(i.Audience): "[My API]", fmt.Sprint(i.HeaderTypes): "[at+jwt]", fmt.Sprint(i.Issuers): "[https://a.example/]",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestInstanceSharesNoSliceWithItsOptions(t *testing.T) {
	o := clerk.Options{
		SecretKey: liveSecret, AuthorizedParties: []string{"https://a.example"}, Audience: []string{"a"},
		Issuers: []string{"https://a.example"}, HeaderTypes: []string{"JWT"},
	}
	i := resolve(t, o)
	for _, list := range [][]string{o.AuthorizedParties, o.Audience, o.Issuers, o.HeaderTypes} {
		list[0] = "changed"
	}
	for _, list := range [][]string{i.AuthorizedParties, i.Audience, i.Issuers, i.HeaderTypes} {
		if list[0] == "changed" {
			t.Errorf("the caller can change %v", i)
		}
	}
}

func TestKindFollowsFromTheKeys(t *testing.T) {
	for _, row := range []struct {
		name, secret, publishable string
		want                      clerk.InstanceKind
	}{
		{"a live publishable key", "", liveKey, clerk.KindProduction},
		{"a test publishable key", "", testKey, clerk.KindDevelopment},
		{"a live secret key", liveSecret, "", clerk.KindProduction},
		{"a test secret key", testSecret, "", clerk.KindDevelopment},
		{"an old secret key", "test_abc", "", clerk.KindDevelopment},
		{"both", testSecret, testKey, clerk.KindDevelopment},
		{"neither", "", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := resolve(t, clerk.Options{SecretKey: row.secret, PublishableKey: row.publishable, JWTKey: "AAAA"})
			if i.Kind != row.want {
				t.Errorf("Kind = %q, want %q", i.Kind, row.want)
			}
		})
	}
}

func TestOneKeyIsEnough(t *testing.T) {
	for name, o := range map[string]clerk.Options{
		"the secret key":      {SecretKey: liveSecret},
		"the publishable key": {PublishableKey: liveKey},
		"the JWT key":         {JWTKey: "AAAA"},
	} {
		t.Run(name, func(t *testing.T) { resolve(t, o) })
	}
}

func TestAPIURLFollowsFromThePublishableKey(t *testing.T) {
	for host, want := range map[string]string{
		"clerk.example.com":             "https://api.clerk.com",
		"foo-bar-13.clerk.accounts.dev": "https://api.clerk.com",
		"clerk.puma-74.lcl.dev":         "https://api.clerk.com",
		"puma.accounts.lclclerk.com":    "https://api.lclclerk.com",
		"puma.clerk.accountsstage.dev":  "https://api.clerkstage.dev",
	} {
		if got := resolve(t, clerk.Options{PublishableKey: publishable(host)}).APIURL; got != want {
			t.Errorf("%s: got %q, want %q", host, got, want)
		}
	}
	o := clerk.Options{PublishableKey: publishable("puma.clerk.accountsstage.dev"), APIURL: "https://api.example.com"}
	if got := resolve(t, o).APIURL; got != "https://api.example.com" {
		t.Errorf("the option does not win: %q", got)
	}
}

func TestFrontendAPIAndIssuers(t *testing.T) {
	for _, row := range []struct {
		name     string
		opts     clerk.Options
		frontend string
		issuers  []string
	}{
		{
			"a proxy is the Frontend API, and one issuer of two",
			clerk.Options{PublishableKey: liveKey, ProxyURL: "https://app.example.com/__clerk/"},
			"https://app.example.com/__clerk", []string{"https://clerk.example.com", "https://app.example.com/__clerk"},
		},
		{
			"a proxy goes before the domain of a satellite",
			clerk.Options{
				PublishableKey: liveKey, ProxyURL: "https://app.example.com/__clerk", Domain: "sat.example", IsSatellite: clerk.Value(true),
			},
			"https://app.example.com/__clerk",
			[]string{"https://clerk.example.com", "https://clerk.sat.example", "https://app.example.com/__clerk"},
		},
		{
			"a production satellite has its own",
			clerk.Options{PublishableKey: liveKey, Domain: "Sat.Example", IsSatellite: clerk.Value(true)},
			"https://clerk.sat.example", []string{"https://clerk.example.com", "https://clerk.sat.example"},
		},
		{
			"a domain without a satellite is ignored",
			clerk.Options{PublishableKey: liveKey, Domain: "sat.example"},
			"https://clerk.example.com", []string{"https://clerk.example.com"},
		},
		{
			"production", clerk.Options{PublishableKey: liveKey},
			"https://clerk.example.com", []string{"https://clerk.example.com"},
		},
		{
			"a development satellite uses that of the publishable key",
			clerk.Options{PublishableKey: testKey, Domain: "sat.example", IsSatellite: clerk.Value(true), SignInURL: "https://a.example/"},
			"https://foo-bar-13.clerk.accounts.dev", []string{"https://foo-bar-13.clerk.accounts.dev"},
		},
		{
			"a satellite whose domain is that of the publishable key has one issuer",
			clerk.Options{PublishableKey: liveKey, Domain: "example.com", IsSatellite: clerk.Value(true)},
			"https://clerk.example.com", []string{"https://clerk.example.com"},
		},
		{
			"an emulator on a loopback address speaks plain http",
			clerk.Options{PublishableKey: publishable("127.0.0.1:1234")},
			"http://127.0.0.1:1234", []string{"http://127.0.0.1:1234"},
		},
		{
			"a proxy alone", clerk.Options{SecretKey: liveSecret, ProxyURL: "http://localhost:3000/__clerk"},
			"http://localhost:3000/__clerk", []string{"http://localhost:3000/__clerk"},
		},
		{
			"a production satellite without a publishable key",
			clerk.Options{SecretKey: liveSecret, Domain: "sat.example", IsSatellite: clerk.Value(true)},
			"https://clerk.sat.example", []string{"https://clerk.sat.example"},
		},
		{"nothing but a secret key implies no issuer", clerk.Options{SecretKey: liveSecret}, "", nil},
		{"nothing but a JWT key implies no issuer", clerk.Options{JWTKey: "AAAA"}, "", nil},
		{
			"issuers that are set replace the implied ones",
			clerk.Options{PublishableKey: liveKey, Issuers: []string{"https://one.example", "https://two.example"}},
			"https://clerk.example.com", []string{"https://one.example", "https://two.example"},
		},
		{
			"AnyIssuer leaves none to check",
			clerk.Options{PublishableKey: liveKey, Issuers: []string{clerk.AnyIssuer}}, "https://clerk.example.com", nil,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := resolve(t, row.opts)
			if got := i.FrontendAPI(); got != row.frontend {
				t.Errorf("FrontendAPI() = %q, want %q", got, row.frontend)
			}
			if !slices.Equal(i.Issuers, row.issuers) {
				t.Errorf("Issuers = %q, want %q", i.Issuers, row.issuers)
			}
		})
	}
}

func TestAddressesThatAreAccepted(t *testing.T) {
	for _, row := range []struct{ name, given, want string }{
		{"https", "https://api.example.com", "https://api.example.com"},
		{"a slash at the end is dropped", "https://api.example.com/", "https://api.example.com"},
		{"all slashes at the end are", "https://api.example.com/a//", "https://api.example.com/a"},
		{"a path", "https://api.example.com/a/b", "https://api.example.com/a/b"},
		{"a port", "https://api.example.com:8443", "https://api.example.com:8443"},
		{"capital letters in scheme and host", "HTTPS://API.example.com/A", "https://api.example.com/A"},
		{"http on a loopback address", "http://127.0.0.1:1234", "http://127.0.0.1:1234"},
		{"http on any loopback address", "http://127.1.2.3:1234", "http://127.1.2.3:1234"},
		{"http on the IPv6 loopback address", "http://[::1]:1234/", "http://[::1]:1234"},
		{"http on localhost", "http://localhost:1234/", "http://localhost:1234"},
		{"https on an IPv6 address", "https://[2001:db8::1]", "https://[2001:db8::1]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := resolve(t, clerk.Options{SecretKey: liveSecret, APIURL: row.given, ProxyURL: row.given})
			if i.APIURL != row.want || i.ProxyURL != row.want {
				t.Errorf("got APIURL %q, ProxyURL %q; want %q", i.APIURL, i.ProxyURL, row.want)
			}
		})
	}
}

func TestAddressesThatAreRefused(t *testing.T) {
	for _, row := range []struct{ name, given, says string }{
		{"a host alone", "api.example.com", "not an absolute URL"},
		{"a host with a port", "localhost:1234", "scheme"},
		{"a scheme that is not spoken", "ftp://api.example.com", "scheme"},
		{"no host", "https://", "no host"},
		{"one slash", "https:/api.example.com", "no host"},
		{"no slash", "https:api.example.com", "no host"},
		{"a port alone", "https://:443", "no host"},
		{"an empty port", "https://api.example.com:", "no host"},
		{"a port that cannot be", "https://api.example.com:70000", "no host"},
		{"a host that cannot be", "https://api..example.com", "no host"},
		{"an IPv6 address with a zone", "https://[fe80::1%25eth0]", "no host"},
		{"a password", "https://user:" + mark + "@api.example.com", "password"},
		{"a user name", "https://" + mark + "@api.example.com", "password"},
		{"a query", "https://api.example.com?a=b", "query"},
		{"an empty query", "https://api.example.com?", "query"},
		{"a fragment", "https://api.example.com#a", "fragment"},
		{"an empty fragment", "https://api.example.com#", "fragment"},
		{"a backslash", `https://api.example.com\a`, "not a URL"},
		{"a broken escape with a password before it", "https://user:" + mark + "@%zz", "not a URL"},
		{"plain http", "http://api.example.com", "plain http"},
		{"plain http in a private network", "http://192.168.0.1", "plain http"},
		{"plain http under .localhost", "http://clerk.localhost", "plain http"},
		{"plain http on a name that begins like a loopback address", "http://127.0.0.1.example.com", "plain http"},
		{"a newline after it", "https://api.example.com\n", "newline"},
		{"quotation marks", `"https://api.example.com"`, "quotation marks"},
		{"a space", "https://api .example.com", "white space"},
		{"nothing but a space", " ", "nothing but white space"},
		{"a secret key", liveSecret, "not an absolute URL"},
	} {
		for _, option := range []string{"APIURL", "ProxyURL"} {
			t.Run(option+" is "+row.name, func(t *testing.T) {
				o := clerk.Options{PublishableKey: liveKey}
				reflect.ValueOf(&o).Elem().FieldByName(option).SetString(row.given)
				got := problem(t, o)
				if got.Option != option || !strings.Contains(got.Problem, row.says) || got.Fix == "" || strings.Contains(got.Error(), mark) {
					t.Errorf("got %v, want something about %q", got, row.says)
				}
			})
		}
	}
	for option, o := range map[string]clerk.Options{
		"secret key":     {SecretKey: liveSecret, APIURL: "http://api.example.com"},
		"session tokens": {SecretKey: liveSecret, ProxyURL: "http://api.example.com"},
	} {
		if got := problem(t, o); !strings.Contains(got.Problem, option) {
			t.Errorf("%v does not say that the %s would be seen", got, option)
		}
	}
}

func TestRequireAuthorizedParties(t *testing.T) {
	for _, key := range []string{liveKey, testKey} {
		if got := problem(t, clerk.Options{PublishableKey: key, RequireAuthorizedParties: true}); got.Option != "RequireAuthorizedParties" {
			t.Errorf("got %v", got)
		}
		resolve(t, clerk.Options{PublishableKey: key, RequireAuthorizedParties: true, AuthorizedParties: []string{"https://app.example.com"}})
		resolve(t, clerk.Options{PublishableKey: key})
	}
}

func TestAuthorizedParties(t *testing.T) {
	accepted := []string{
		"https://app.example.com", "http://localhost:3000", "https://app.example.com:8443", "http://my_app.test",
		"chrome-extension://abcdefghijklmnop", "capacitor://localhost", "http://[::1]:3000", "http://127.0.0.1", "http://a.example:443",
	}
	if got := resolve(t, clerk.Options{SecretKey: liveSecret, AuthorizedParties: accepted}).AuthorizedParties; !slices.Equal(got, accepted) {
		t.Errorf("got %q, want %q", got, accepted)
	}
	for _, row := range []struct{ name, given, says string }{
		{"nothing", "", "empty"},
		{"a slash at the end", "https://app.example.com/", "remove the trailing slash"},
		{"a path", "https://app.example.com/a", "path"},
		{"a path and a slash at the end", "https://app.example.com/a/", "path"},
		{"a query", "https://app.example.com?a", "query"},
		{"a fragment", "https://app.example.com#a", "fragment"},
		{"a host alone", "app.example.com", "no scheme"},
		{"a scheme alone", "https://", "no host"},
		{"no scheme before the colon", "://app.example.com", "scheme"},
		{"a scheme that begins with a digit", "1http://app.example.com", "scheme"},
		{"null", "null", "no scheme"},
		{"a password", "https://user:" + mark + "@app.example.com", "password"},
		{"capital letters in the host", "https://App.example.com", "lower case"},
		{"capital letters in the scheme", "HTTPS://app.example.com", "lower case"},
		{"the default port of https", "https://app.example.com:443", "default port"},
		{"the default port of http", "http://app.example.com:80", "default port"},
		{"a port that cannot be", "https://app.example.com:x", "no host"},
		{"an IPv4 address in brackets", "https://[127.0.0.1]", "no host"},
		{"an IPv6 address with a zone", "https://[fe80::1%eth0]", "no host"},
		{"an IPv6 address without its closing bracket", "https://[::1", "no host"},
		{"text after an IPv6 address", "https://[::1]x", "no host"},
		{"a wildcard", "https://*.example.com", "wildcard"},
		{"a wildcard alone", "*", "wildcard"},
		{"a space at the end", "https://app.example.com ", "white space"},
		{"a list in one entry", "https://a.example,https://b.example", "path"},
		{"an umlaut", "https://bücher.example", "ASCII"},
		{"a secret key", liveSecret, "no scheme"},
	} {
		t.Run("an entry is "+row.name, func(t *testing.T) {
			got := problem(t, clerk.Options{SecretKey: liveSecret, AuthorizedParties: []string{"https://a.example", row.given}})
			if got.Option != "AuthorizedParties" || !strings.Contains(got.Problem, "entry 2") || !strings.Contains(got.Error(), row.says) {
				t.Errorf("got %v, want entry 2 and something about %q", got, row.says)
			}
			if strings.Contains(got.Error(), mark) {
				t.Errorf("the error shows the entry: %v", got)
			}
		})
	}
}

func TestOtherProblems(t *testing.T) {
	satellite := clerk.Value(true)
	for _, row := range []struct {
		name         string
		opts         clerk.Options
		option, says string
	}{
		{"no key at all", clerk.Options{}, "SecretKey, PublishableKey, JWTKey", "no key"},
		{"a newline after the secret key", clerk.Options{SecretKey: liveSecret + "\n"}, "SecretKey", "newline"},
		{"a publishable key as secret key", clerk.Options{SecretKey: liveKey}, "SecretKey", "publishable key, not a secret"},
		{"a secret key as publishable key", clerk.Options{PublishableKey: liveSecret}, "PublishableKey", "secret credential"},
		{"a test secret key with a live publishable key", clerk.Options{SecretKey: testSecret, PublishableKey: liveKey}, "SecretKey, PublishableKey", "same instance"},
		{"a live secret key with a test publishable key", clerk.Options{SecretKey: liveSecret, PublishableKey: testKey}, "SecretKey, PublishableKey", "same instance"},
		{"a secret key as JWT key", clerk.Options{JWTKey: liveSecret}, "JWTKey", "another kind"},
		{"a publishable key as JWT key", clerk.Options{JWTKey: liveKey}, "JWTKey", "another kind"},
		{"a private key as JWT key", clerk.Options{JWTKey: "-----BEGIN RSA PRIVATE KEY-----\n" + mark}, "JWTKey", "private key"},
		{"white space as JWT key", clerk.Options{JWTKey: " \n"}, "JWTKey", "white space"},
		{"a JWT key in quotation marks", clerk.Options{JWTKey: `"-----BEGIN PUBLIC KEY-----\nAAAA"`}, "JWTKey", "quotation marks"},
		{"a version with a slash", clerk.Options{SecretKey: liveSecret, APIVersion: "v1/users"}, "APIVersion", "segment"},
		{"a version in capital letters", clerk.Options{SecretKey: liveSecret, APIVersion: "V1"}, "APIVersion", "segment"},
		{"a dot as version", clerk.Options{SecretKey: liveSecret, APIVersion: "."}, "APIVersion", "segment"},
		{"two dots as version", clerk.Options{SecretKey: liveSecret, APIVersion: ".."}, "APIVersion", "segment"},
		{"an escape in the version", clerk.Options{SecretKey: liveSecret, APIVersion: "%2e%2e"}, "APIVersion", "segment"},
		{"a newline after the version", clerk.Options{SecretKey: liveSecret, APIVersion: "v1\n"}, "APIVersion", "segment"},
		{"a proxy path", clerk.Options{SecretKey: liveSecret, ProxyURL: "/__clerk"}, "ProxyURL", "absolute URL"},
		{"an API address with the version", clerk.Options{SecretKey: liveSecret, APIURL: "https://api.clerk.com/v1/"}, "APIURL", "remove the version"},
		{
			"an API address with a version of one's own", clerk.Options{SecretKey: liveSecret, APIURL: "https://a.example/v2", APIVersion: "v2"},
			"APIURL", "remove the version",
		},
		{"a clock skew without a unit", clerk.Options{SecretKey: liveSecret, ClockSkew: clerk.Value(time.Duration(5))}, "ClockSkew", "5*time.Second"},
		{
			"a webhook secret that is missing", clerk.Options{SecretKey: liveSecret, WebhookSigningSecrets: []string{signingSecret("a", 24), ""}},
			"WebhookSigningSecrets", "why its value is missing",
		},
		{"a domain with a scheme", clerk.Options{SecretKey: liveSecret, Domain: "https://sat.example"}, "Domain", "host alone"},
		{"a domain with a slash", clerk.Options{SecretKey: liveSecret, Domain: "sat.example/"}, "Domain", "host alone"},
		{"a domain with a newline", clerk.Options{SecretKey: liveSecret, Domain: "sat.example\n"}, "Domain", "newline"},
		{
			"a satellite without a domain or proxy",
			clerk.Options{PublishableKey: liveKey, IsSatellite: satellite}, "Domain, ProxyURL", "neither",
		},
		{
			"a development satellite without a sign-in page",
			clerk.Options{PublishableKey: testKey, IsSatellite: satellite, Domain: "sat.example"},
			"SignInURL", "as in https://foo-bar-13.accounts.dev/sign-in",
		},
		{
			"a development satellite, told by its secret key, without a sign-in page",
			clerk.Options{SecretKey: testSecret, IsSatellite: satellite, Domain: "sat.example"},
			"SignInURL", "as in https://primary.example/sign-in",
		},
		{
			"a development satellite with a sign-in page of its own",
			clerk.Options{PublishableKey: testKey, IsSatellite: satellite, Domain: "sat.example", SignInURL: "/sign-in"},
			"SignInURL", "another domain",
		},
		{
			"white space around the satellite switch",
			clerk.Options{SecretKey: liveSecret, Getenv: env(map[string]string{"CLERK_IS_SATELLITE": "false\n"})}, "IsSatellite", "newline",
		},
		{"an empty audience", clerk.Options{SecretKey: liveSecret, Audience: []string{"a", ""}}, "Audience", "entry 2: it is empty"},
		{"white space around an audience", clerk.Options{SecretKey: liveSecret, Audience: []string{"a "}}, "Audience", "white space"},
		{"an audience required but not named", clerk.Options{SecretKey: liveSecret, RequireAudience: true}, "RequireAudience", "Audience"},
		{"an empty issuer", clerk.Options{SecretKey: liveSecret, Issuers: []string{""}}, "Issuers", "entry 1: it is empty"},
		{"a newline after an issuer", clerk.Options{SecretKey: liveSecret, Issuers: []string{"https://a.example\n"}}, "Issuers", "newline"},
		{"AnyIssuer among others", clerk.Options{SecretKey: liveSecret, Issuers: []string{"https://a.example", clerk.AnyIssuer}}, "Issuers", "AnyIssuer"},
		{"AnyIssuer twice", clerk.Options{SecretKey: liveSecret, Issuers: []string{clerk.AnyIssuer, clerk.AnyIssuer}}, "Issuers", "AnyIssuer"},
		{"an empty header type", clerk.Options{SecretKey: liveSecret, HeaderTypes: []string{""}}, "HeaderTypes", "entry 1: it is empty"},
		{"a negative clock skew", clerk.Options{SecretKey: liveSecret, ClockSkew: clerk.Value(-time.Nanosecond)}, "ClockSkew", "negative"},
		{"a clock skew over 5 minutes", clerk.Options{SecretKey: liveSecret, ClockSkew: clerk.Value(5*time.Minute + 1)}, "ClockSkew", "5 minutes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := problem(t, row.opts)
			if got.Option != row.option || !strings.Contains(got.Error(), row.says) || got.Problem == "" || got.Fix == "" {
				t.Errorf("got %v, want %s and something about %q", got, row.option, row.says)
			}
			if strings.Contains(got.Error(), mark) {
				t.Errorf("the error shows a secret: %v", got)
			}
		})
	}
	resolve(t, clerk.Options{SecretKey: liveSecret, ClockSkew: clerk.Value(5 * time.Minute)})
}

func TestSatellitesThatAreComplete(t *testing.T) {
	for name, o := range map[string]clerk.Options{
		"production with a domain": {PublishableKey: liveKey, Domain: "sat.example"},
		"production with a proxy":  {PublishableKey: liveKey, ProxyURL: "https://sat.example/__clerk"},
		"development with a domain and a sign-in page": {
			PublishableKey: testKey, Domain: "localhost:3001", SignInURL: "http://localhost:3000/sign-in",
		},
	} {
		t.Run(name, func(t *testing.T) {
			o.IsSatellite = clerk.Value(true)
			if !resolve(t, o).IsSatellite {
				t.Errorf("no satellite")
			}
		})
	}
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	found := problems(t, clerk.Options{
		SecretKey: "bad", PublishableKey: "bad", JWTKey: "sk_bad", APIURL: "bad", APIVersion: "b/d", Domain: "b/d", ProxyURL: "/bad",
		SignInURL: "bad", AuthorizedParties: []string{"bad", "bad"}, RequireAudience: true, Issuers: []string{""},
		HeaderTypes: []string{""}, ClockSkew: clerk.Value(-time.Second), IsSatellite: clerk.Value(true),
	})
	var options []string
	for _, problem := range found {
		options = append(options, problem.Option)
	}
	want := "SecretKey PublishableKey JWTKey APIURL APIVersion ProxyURL SignInURL Domain " +
		"AuthorizedParties AuthorizedParties HeaderTypes RequireAudience ClockSkew Issuers"
	if got := strings.Join(options, " "); got != want {
		t.Errorf("got problems with %s, want %s", got, want)
	}
}

func TestRefusedKeysHaveAReason(t *testing.T) {
	_, err := clerk.Options{SecretKey: liveSecret + "\n", Getenv: noEnv}.Resolve()
	var refused *clerk.KeyError
	if !errors.As(err, &refused) || refused.Reason != clerk.ReasonKeyBlemish {
		t.Errorf("got %+v", refused)
	}
	var other *clerk.KeyError
	if _, err := (clerk.Options{Getenv: noEnv}).Resolve(); errors.As(err, &other) {
		t.Errorf("no key at all is not a refused key: %v", other)
	}
}

func TestNoErrorShowsASecretWhereverItWasPut(t *testing.T) {
	options := reflect.TypeFor[clerk.Options]()
	for n := range options.NumField() {
		for _, secret := range []string{liveSecret, liveSecret + "\n", `"` + liveSecret + `"`, "https://" + mark + ":x@a.example", "-----BEGIN " + mark} {
			var o clerk.Options
			switch value := reflect.ValueOf(&o).Elem().Field(n); {
			case value.Kind() == reflect.String:
				value.SetString(secret)
			case value.Type() == reflect.TypeFor[[]string]():
				value.Set(reflect.ValueOf([]string{secret, ""}))
			default:
				continue
			}
			o.Getenv = noEnv
			if _, err := o.Resolve(); err != nil && strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), mark) {
				t.Errorf("%s = %q: the error shows it: %v", options.Field(n).Name, secret, err)
			}
			if got := fmt.Sprintf("%v %+v %#v", o, &o, o); strings.Contains(got, mark) {
				t.Errorf("%s = %q: Options show it: %s", options.Field(n).Name, secret, got)
			}
		}
	}
}

package clerk

import "testing"

func TestAPIURLFor(t *testing.T) {
	for _, row := range []struct{ name, host, want string }{
		{"a production host", "clerk.example.com", "https://api.clerk.com"},
		{"a development host", "foo-bar-13.clerk.accounts.dev", "https://api.clerk.com"},
		{"no host", "", "https://api.clerk.com"},
		{"an emulator", "127.0.0.1:1234", "https://api.clerk.com"},
		{"an old development host under lcl.dev", "clerk.inspired.puma-74.lcl.dev", "https://api.clerk.com"},
		{"an old development host under lclstage.dev", "clerk.inspired.puma-74.lclstage.dev", "https://api.clerk.com"},
		{"an old development host under lclclerk.com", "clerk.inspired.puma-74.lclclerk.com", "https://api.clerk.com"},
		{"another host under lcl.dev", "foo.lcl.dev", "https://api.lclclerk.com"},
		{"another host under lclstage.dev", "foo.lclstage.dev", "https://api.lclclerk.com"},
		{"another host under lclclerk.com", "foo.lclclerk.com", "https://api.lclclerk.com"},
		{"a host under accounts.lclclerk.com", "enough-alpaca-82.clerk.accounts.lclclerk.com", "https://api.lclclerk.com"},
		{"a host under accountsstage.dev", "foo-bar-13.clerk.accountsstage.dev", "https://api.clerkstage.dev"},
		{"a domain that only contains a suffix", "lcl.dev.example.com", "https://api.clerk.com"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := apiURLFor(row.host); got != row.want {
				t.Errorf("apiURLFor(%q) = %q, want %q", row.host, got, row.want)
			}
		})
	}
}

func TestAccountsURL(t *testing.T) {
	for host, want := range map[string]string{
		"clerk.example.com":                  "https://accounts.example.com",
		"foo-bar-13.clerk.accounts.dev":      "https://foo-bar-13.accounts.dev",
		"clerk.inspired.puma-74.lcl.dev":     "https://accounts.inspired.puma-74.lcl.dev",
		"foo-bar-13.clerk.accountsstage.dev": "https://foo-bar-13.accountsstage.dev",
		"clerk.clerk.dev":                    "https://accounts.clerk.dev", // the first only
		"login.example.com":                  "https://login.example.com",
		"127.0.0.1:1234":                     "http://127.0.0.1:1234", // an emulator's
		"localhost:1234":                     "http://localhost:1234",
	} {
		if got := accountsURL(host); got != want {
			t.Errorf("accountsURL(%q) = %q, want %q", host, got, want)
		}
	}
}

func TestProxyUpstreamFor(t *testing.T) {
	for host, want := range map[string]string{
		"clerk.example.com":              "https://frontend-api.clerk.dev",
		"foo-bar-13.clerk.accounts.dev":  "https://frontend-api.clerk.dev",
		"clerk.inspired.puma-74.lcl.dev": "https://frontend-api.clerk.dev",
		"":                               "https://frontend-api.clerk.dev",
		"enough-alpaca-82.clerk.accounts.lclclerk.com": "https://frontend-api.lclclerk.com",
		"foo-bar-13.clerk.accountsstage.dev":           "https://frontend-api.clerkstage.dev",
	} {
		if got := proxyUpstreamFor(host); got != want {
			t.Errorf("proxyUpstreamFor(%q) = %q, want %q", host, got, want)
		}
	}
}

func TestOriginOf(t *testing.T) {
	for host, want := range map[string]string{
		"clerk.example.com":      "https://clerk.example.com",
		"clerk.example.com:8443": "https://clerk.example.com:8443",
		"127.0.0.1":              "http://127.0.0.1",
		"127.0.0.1:1234":         "http://127.0.0.1:1234",
		"127.8.9.10:1234":        "http://127.8.9.10:1234",
		"localhost:1234":         "http://localhost:1234",
		"clerk.localhost:1234":   "https://clerk.localhost:1234", // may well be resolved by a name server
		"127.0.0.1.example.com":  "https://127.0.0.1.example.com",
		"192.168.0.1:1234":       "https://192.168.0.1:1234",
		"127.1":                  "https://127.1",
	} {
		if got := originOf(host); got != want {
			t.Errorf("originOf(%q) = %q, want %q", host, got, want)
		}
	}
}

func TestParseBoolean(t *testing.T) {
	for _, row := range []struct {
		text         string
		value, known bool
	}{
		{"true", true, true},
		{"TRUE", true, true},
		{"True", true, true},
		{"false", false, true},
		{"FALSE", false, true},
		{"1", true, true},
		{"+1", true, true},
		{"2x", true, true},
		{"007", true, true},
		{"99999999999999999999999", true, true},
		{"0", false, true},
		{"00", false, true},
		{"0x1", false, true},
		{"-1", false, true},
		{"yes", false, false},
		{"on", false, false},
		{"t", false, false},
		{"+-1", false, false},
		{"-", false, false},
		{"", false, false},
	} {
		if value, known := parseBoolean(row.text); value != row.value || known != row.known {
			t.Errorf("parseBoolean(%q) = %t, %t; want %t, %t", row.text, value, known, row.value, row.known)
		}
	}
}

package clerk_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestParsePublishableKeyAccepts(t *testing.T) {
	for _, row := range []struct {
		name, key, host string
		kind            clerk.InstanceKind
	}{
		{"a live key", liveKey, "clerk.example.com", clerk.KindProduction},
		{"a test key", testKey, "foo-bar-13.clerk.accounts.dev", clerk.KindDevelopment},
		{"right padding", "pk_live_Y2xlcmsuY2xlcmsuZGV2JA==", "clerk.clerk.dev", clerk.KindProduction},
		{"padding left out", "pk_live_Y2xlcmsuY2xlcmsuZGV2JA", "clerk.clerk.dev", clerk.KindProduction},
		{"an emulator on a loopback address", publishable("127.0.0.1:1234"), "127.0.0.1:1234", clerk.KindProduction},
		{"a host with a port", publishable("clerk.example.com:8443"), "clerk.example.com:8443", clerk.KindProduction},
		{"capital letters, kept", publishable("Clerk.Example.com"), "Clerk.Example.com", clerk.KindProduction},
	} {
		t.Run(row.name, func(t *testing.T) {
			key, err := clerk.ParsePublishableKey(row.key)
			if err != nil {
				t.Fatal(err)
			}
			if key.String() != row.key || key.FrontendAPIHost() != row.host || key.Kind() != row.kind || key.IsZero() {
				t.Errorf("got key %q, host %q, kind %q, zero %t", key, key.FrontendAPIHost(), key.Kind(), key.IsZero())
			}
		})
	}
}

func TestParsePublishableKeyRefuses(t *testing.T) {
	encode := func(text string) string { return "pk_live_" + base64.StdEncoding.EncodeToString([]byte(text)) }
	for _, row := range []struct {
		name, key string
		reason    clerk.Reason
		says      string
	}{
		{"no key", "", clerk.ReasonKeyEmpty, "no key"},
		{"a prefix alone", "pk_test_", clerk.ReasonKeyMalformed, "nothing follows"},
		{"a host without dollar sign and dot", "pk_live_Zm9v", clerk.ReasonKeyMalformed, "dollar sign"},
		{"a host without a dot", "pk_live_Zm9vJA", clerk.ReasonKeyHost, "no dot"},
		{"a host without dollar sign", "pk_live_Zm9vLmNvbQ", clerk.ReasonKeyMalformed, "dollar sign"},
		{"a dollar sign inside", "pk_live_Zm9vLmNvbSRhJA", clerk.ReasonKeyMalformed, "more than one"},
		{"two dollar signs at the end", encode("foo.com$$"), clerk.ReasonKeyMalformed, "more than one"},
		{"one padding sign instead of two", "pk_live_Y2xlcmsuY2xlcmsuZGV2JA=", clerk.ReasonKeyMalformed, "base64"},
		{"padding where none is due", liveKey + "=", clerk.ReasonKeyMalformed, "base64"},
		{"three padding signs", "pk_live_Y2xlcmsuY2xlcmsuZGV2J===", clerk.ReasonKeyMalformed, "base64"},
		{"padding alone", "pk_live_====", clerk.ReasonKeyMalformed, "base64"},
		{"the URL-safe alphabet", "pk_live_Y2xlcms-Y2xlcmsuZGV2JA", clerk.ReasonKeyMalformed, "base64"},
		{"four parts", liveKey + "_Y2xl", clerk.ReasonKeyMalformed, "three parts"},
		{"an underscore at the end", liveKey + "_", clerk.ReasonKeyMalformed, "three parts"},
		{"another prefix", "pk_prod_Y2xlcmsuZXhhbXBsZS5jb20k", clerk.ReasonKeyPrefix, "pk_test_ nor pk_live_"},
		{"a prefix in capital letters", strings.ToUpper(liveKey), clerk.ReasonKeyPrefix, "pk_test_ nor pk_live_"},
		{"a bare host", "clerk.example.com", clerk.ReasonKeyPrefix, "pk_test_ nor pk_live_"},
		{"a secret key", liveSecret, clerk.ReasonKeyMixedUp, "secret credential"},
		{"an old secret key", "test_" + mark, clerk.ReasonKeyMixedUp, "secret credential"},
		{"a webhook secret", "whsec_" + mark, clerk.ReasonKeyMixedUp, "secret credential"},
		{"a secret key with a newline", liveSecret + "\n", clerk.ReasonKeyMixedUp, "secret credential"},
		{"a newline after it", liveKey + "\n", clerk.ReasonKeyBlemish, "ends in a newline"},
		{"a space before it", " " + liveKey, clerk.ReasonKeyBlemish, "white space around"},
		{"a line break in the middle", liveKey[:20] + "\n" + liveKey[20:], clerk.ReasonKeyBlemish, "in the middle"},
		{"quotation marks", `"` + liveKey + `"`, clerk.ReasonKeyBlemish, "quotation marks"},
		{"an invisible character", liveKey + "\u200b", clerk.ReasonKeyBlemish, "printable ASCII"},
		{"a control character", liveKey + "\x00", clerk.ReasonKeyBlemish, "printable ASCII"},
		{"513 bytes", "pk_live_" + strings.Repeat("Y", 505), clerk.ReasonKeyTooLong, "512"},
		{"a host with a path", encode("foo.com/evil$"), clerk.ReasonKeyHost, "host name"},
		{"a host with a user", encode("user@foo.com$"), clerk.ReasonKeyHost, "host name"},
		{"a host with a query", encode("foo.com?a$"), clerk.ReasonKeyHost, "host name"},
		{"a host with a fragment", encode("foo.com#a$"), clerk.ReasonKeyHost, "host name"},
		{"a host with a space", encode("foo .com$"), clerk.ReasonKeyHost, "host name"},
		{"a host with a line break", encode("foo.com\r\n$"), clerk.ReasonKeyHost, "host name"},
		{"a host with a backslash", encode(`foo.com\a$`), clerk.ReasonKeyHost, "host name"},
		{"a host with a scheme", encode("https://foo.com$"), clerk.ReasonKeyHost, "host name"},
		{"a host with a percent sign", encode("foo%2e.com$"), clerk.ReasonKeyHost, "host name"},
		{"a host with an umlaut", encode("föö.com$"), clerk.ReasonKeyHost, "host name"},
		{"a host with an underscore", encode("foo_bar.com$"), clerk.ReasonKeyHost, "host name"},
		{"an empty label", encode("foo..com$"), clerk.ReasonKeyHost, "host name"},
		{"a dot at the beginning", encode(".com$"), clerk.ReasonKeyHost, "host name"},
		{"a dot at the end", encode("foo.com.$"), clerk.ReasonKeyHost, "host name"},
		{"a label that begins with a hyphen", encode("-foo.com$"), clerk.ReasonKeyHost, "host name"},
		{"a label of 64 bytes", encode(strings.Repeat("a", 64) + ".com$"), clerk.ReasonKeyHost, "host name"},
		{"a host of 255 bytes", encode(strings.Repeat("a.", 127) + "a$"), clerk.ReasonKeyHost, "host name"},
		{"an empty port", encode("foo.com:$"), clerk.ReasonKeyHost, "host name"},
		{"port 0", encode("foo.com:0$"), clerk.ReasonKeyHost, "host name"},
		{"port 65536", encode("foo.com:65536$"), clerk.ReasonKeyHost, "host name"},
		{"two ports", encode("foo.com:1:2$"), clerk.ReasonKeyHost, "host name"},
	} {
		t.Run(row.name, func(t *testing.T) {
			key, err := clerk.ParsePublishableKey(row.key)
			var refused *clerk.KeyError
			if !errors.As(err, &refused) {
				t.Fatalf("got key %q, error %v; want a *KeyError", key, err)
			}
			if refused.Reason != row.reason || !strings.Contains(err.Error(), row.says) {
				t.Errorf("got %s (%v), want %s and something about %q", refused.Reason, err, row.reason, row.says)
			}
			if !key.IsZero() || refused.Fix == "" || refused.Key != "publishable key" {
				t.Errorf("got key %q with error %+v", key, refused)
			}
			if strings.Contains(err.Error(), mark) {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
}

func TestZeroPublishableKey(t *testing.T) {
	var none clerk.PublishableKey
	if !none.IsZero() || none.String() != "" || none.FrontendAPIHost() != "" || none.Kind() != "" || none.CookieSuffix() != "" {
		t.Errorf("the zero key is not empty: %#v", none)
	}
}

func TestPublishableKeyIsShown(t *testing.T) {
	key, err := clerk.ParsePublishableKey(liveKey)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(map[string]any{"key": key})
	if want := `{"key":"` + liveKey + `"}`; err != nil || string(encoded) != want {
		t.Errorf("json: got %s, %v; want %s", encoded, err, want)
	}
	if got := fmt.Sprintf("%v %s %q", key, key, key); got != liveKey+" "+liveKey+` "`+liveKey+`"` {
		t.Errorf("fmt: got %s", got)
	}
}

func TestCookieSuffix(t *testing.T) {
	for key, want := range map[string]string{
		"pk_live_Y2xlcmsuZXhhbXBsZS5jb20k":                                     "naoXFJnI",
		"pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk":                     "nx2hSE6I",
		"pk_test_ZW5vdWdoLWFscGFjYS04Mi5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k": "jtYvyt_H", // "/" becomes "_"
		"pk_test_eHh4eHh4LXhhYWFhYS1hYS5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k": "tZJdb-5s", // "+" becomes "-"
		"pk_live_Y2xlcmsuY2xlcmsuZGV2JA":                                       "1Z8AzTQD",
		"pk_test_Y2xlcmsuY2xlcmsuZGV2JA":                                       "QvfNY2dr",
		"pk_live_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA":                   "MqCvchyS",
		"pk_test_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA":                   "vWCgMp3A",
		"": "",
	} {
		if got := clerk.CookieSuffix(key); got != want {
			t.Errorf("CookieSuffix(%q) = %q, want %q", key, got, want)
		}
		if key == "" {
			continue
		}
		parsed, err := clerk.ParsePublishableKey(key)
		if err != nil || parsed.CookieSuffix() != want {
			t.Errorf("ParsePublishableKey(%q).CookieSuffix() = %q, %v; want %q", key, parsed.CookieSuffix(), err, want)
		}
		if got := resolve(t, clerk.Options{PublishableKey: key}).CookieSuffix(); got != want {
			t.Errorf("Instance.CookieSuffix() of %q = %q, want %q", key, got, want)
		}
	}
	if bare, padded := "pk_live_Y2xlcmsuY2xlcmsuZGV2JA", "pk_live_Y2xlcmsuY2xlcmsuZGV2JA=="; clerk.CookieSuffix(bare) == clerk.CookieSuffix(padded) {
		t.Errorf("the suffix does not depend on the padding")
	}
}

func FuzzParsePublishableKey(f *testing.F) {
	for _, seed := range []string{
		liveKey, testKey, "", "pk_test_", "pk_live_Zm9v", "pk_live_Zm9vJA", "pk_live_Zm9vLmNvbSRhJA", liveSecret,
		"pk_live_Y2xlcmsuY2xlcmsuZGV2JA==", publishable("127.0.0.1:1234"), publishable("a@b.c"), publishable("a.b/c"), liveKey + "\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, err := clerk.ParsePublishableKey(s)
		if err != nil {
			if !key.IsZero() {
				t.Errorf("refused, yet not zero: %q", key)
			}
			return
		}
		host := key.FrontendAPIHost()
		if key.String() != s {
			t.Errorf("String() = %q for %q", key, s)
		}
		if strings.ContainsAny(host, "/@?#\\$% \t\r\n") || !strings.Contains(host, ".") || len(host) > 259 {
			t.Errorf("%q has the host %q", s, host)
		}
		again, err := clerk.ParsePublishableKey(publishable(host))
		if err != nil || again.FrontendAPIHost() != host {
			t.Errorf("the host %q of %q comes back as %q, %v", host, s, again.FrontendAPIHost(), err)
		}
		if len(key.CookieSuffix()) != 8 || (key.Kind() == clerk.KindProduction) != strings.HasPrefix(s, "pk_live_") {
			t.Errorf("%q has the suffix %q and the kind %q", s, key.CookieSuffix(), key.Kind())
		}
	})
}

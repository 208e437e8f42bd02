package clerk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestParseSecretKeyAccepts(t *testing.T) {
	for _, row := range []struct {
		name, key string
		kind      clerk.InstanceKind
	}{
		{"a test key", "sk_test_abc", clerk.KindDevelopment},
		{"a live key", "sk_live_abc", clerk.KindProduction},
		{"an old test key", "test_abc", clerk.KindDevelopment},
		{"an old live key", "live_abc", clerk.KindProduction},
		{"512 bytes", "sk_live_" + strings.Repeat("a", 504), clerk.KindProduction},
	} {
		t.Run(row.name, func(t *testing.T) {
			secret, kind, err := clerk.ParseSecretKey(row.key)
			if err != nil || kind != row.kind || secret.Reveal() != row.key {
				t.Errorf("got %q, kind %q, error %v", secret.Reveal(), kind, err)
			}
		})
	}
}

func TestParseSecretKeyRefuses(t *testing.T) {
	for _, row := range []struct {
		name, key string
		reason    clerk.Reason
		says      string
	}{
		{"no key", "", clerk.ReasonKeyEmpty, "no key"},
		{"a publishable key", "pk_live_" + mark, clerk.ReasonKeyMixedUp, "publishable key, not a secret key"},
		{"a webhook secret", "whsec_" + mark, clerk.ReasonKeyMixedUp, "webhook"},
		{"an API key", "ak_" + mark, clerk.ReasonKeyMixedUp, "API key of a user"},
		{"a machine token", "mt_" + mark, clerk.ReasonKeyMixedUp, "machine token"},
		{"an OAuth access token", "oat_" + mark, clerk.ReasonKeyMixedUp, "OAuth"},
		{"a PEM", "-----BEGIN PUBLIC KEY-----\n" + mark, clerk.ReasonKeyMixedUp, "JWTKey"},
		{"a prefix alone", "sk_live_", clerk.ReasonKeyMalformed, "nothing follows"},
		{"an unknown prefix", "secret_" + mark, clerk.ReasonKeyPrefix, "sk_test_ nor sk_live_"},
		{"an unknown kind", "sk_prod_" + mark, clerk.ReasonKeyPrefix, "sk_test_ nor sk_live_"},
		{"a newline after it", liveSecret + "\n", clerk.ReasonKeyBlemish, "ends in a newline"},
		{"a Windows newline after it", liveSecret + "\r\n", clerk.ReasonKeyBlemish, "ends in a newline"},
		{"a space before it", " " + liveSecret, clerk.ReasonKeyBlemish, "white space around"},
		{"a tab in the middle", liveSecret + "\t" + liveSecret, clerk.ReasonKeyBlemish, "in the middle"},
		{"nothing but spaces", "   ", clerk.ReasonKeyBlemish, "nothing but white space"},
		{"double quotation marks", `"` + liveSecret + `"`, clerk.ReasonKeyBlemish, "quotation marks"},
		{"single quotation marks", `'` + liveSecret + `'`, clerk.ReasonKeyBlemish, "quotation marks"},
		{"a byte order mark", "\ufeff" + liveSecret, clerk.ReasonKeyBlemish, "printable ASCII"},
		{"513 bytes", liveSecret + strings.Repeat("a", 513-len(liveSecret)), clerk.ReasonKeyTooLong, "512"},
	} {
		t.Run(row.name, func(t *testing.T) {
			secret, kind, err := clerk.ParseSecretKey(row.key)
			var refused *clerk.KeyError
			if !errors.As(err, &refused) {
				t.Fatalf("got kind %q, error %v; want a *KeyError", kind, err)
			}
			if refused.Reason != row.reason || !strings.Contains(err.Error(), row.says) {
				t.Errorf("got %s (%v), want %s and something about %q", refused.Reason, err, row.reason, row.says)
			}
			if !secret.IsZero() || kind != "" || refused.Fix == "" || refused.Key != "secret key" {
				t.Errorf("got %q, kind %q, error %+v", secret.Reveal(), kind, refused)
			}
			if strings.Contains(fmt.Sprintf("%v %+v", err, refused), mark) {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
}

func TestSecretHidesFromFmt(t *testing.T) {
	secret := clerk.NewSecret(liveSecret)
	hidden := struct{ secret clerk.Secret }{secret} // fmt may not call the methods of an unexported field
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%U", "%c", "%o", "%20v", "%-5s", "% x", "%p"} {
		for name, value := range map[string]any{
			"a Secret":              secret,
			"a pointer to one":      &secret,
			"a field":               struct{ Key clerk.Secret }{secret},
			"an unexported field":   hidden,
			"a pointer to that":     &hidden,
			"an element":            []clerk.Secret{secret},
			"a value of a map":      map[string]clerk.Secret{"key": secret},
			"an error that wraps":   fmt.Errorf("trying %v", secret),
			"an interface in array": [1]any{secret},
		} {
			got := fmt.Sprintf(verb, value)
			if lower := strings.ToLower(got); strings.Contains(got, mark) ||
				strings.Contains(lower, fmt.Sprintf("%x", mark)) || strings.Contains(lower, fmt.Sprintf("% x", mark)) {
				t.Errorf("%s of %s shows the secret: %s", verb, name, got)
			}
		}
		if verb == "%p" { // fmt calls no method for %p
			continue
		}
		if got := fmt.Sprintf(verb, secret); got != "[redacted]" {
			t.Errorf("%s: got %q", verb, got)
		}
		if got := fmt.Sprintf(verb, clerk.Secret{}); got != "[none]" {
			t.Errorf("%s of the zero Secret: got %q", verb, got)
		}
	}
	if got := fmt.Sprint(secret, secret.String(), secret.GoString()); strings.Contains(got, mark) {
		t.Errorf("got %s", got)
	}
}

func TestSecretHidesFromEncodersAndLoggers(t *testing.T) {
	secret := clerk.NewSecret(liveSecret)
	var out bytes.Buffer
	if err := json.NewEncoder(&out).Encode(map[string]any{"key": secret, "in": struct{ Key clerk.Secret }{secret}}); err != nil {
		t.Fatal(err)
	}
	//nolint:staticcheck // that nothing is encoded is what this shows
	if err := json.NewEncoder(&out).Encode(struct{ secret clerk.Secret }{secret}); err != nil {
		t.Fatal(err)
	}
	text, err := secret.MarshalText()
	if err != nil || string(text) != "[redacted]" {
		t.Errorf("MarshalText: got %q, %v", text, err)
	}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(handler).Info("starting", "key", secret, "in", struct{ Key clerk.Secret }{secret}, slog.Group("group", "key", secret))
	}
	if got := out.String(); strings.Contains(got, mark) || strings.Count(got, "[redacted]") != 8 {
		t.Errorf("got %s", got)
	}
}

func TestSecretEqual(t *testing.T) {
	a, b, other := clerk.NewSecret("one"), clerk.NewSecret("one"), clerk.NewSecret("two")
	if !a.Equal(b) || a.Equal(other) || a.Equal(clerk.Secret{}) || a.Equal(clerk.NewSecret("one longer")) {
		t.Errorf("Equal does not compare the texts")
	}
	if zero := clerk.NewSecret(""); !zero.IsZero() || !zero.Equal(clerk.Secret{}) || zero.Reveal() != "" {
		t.Errorf("an empty text does not make the zero Secret")
	}
}

func FuzzParseSecretKey(f *testing.F) {
	for _, seed := range []string{"sk_live_", "sk_test_", "test_", "pk_live_", "whsec_", "", " sk_live_", "\"", "-----BEGIN "} {
		f.Add(seed, "")
		f.Add(seed, "\n")
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		s := before + mark + after
		secret, kind, err := clerk.ParseSecretKey(s)
		switch {
		case err == nil && (secret.Reveal() != s || kind == ""):
			t.Errorf("accepted %q as %q, kind %q", s, secret.Reveal(), kind)
		case err != nil && (!secret.IsZero() || kind != ""):
			t.Errorf("refused %q, yet got %q, kind %q", s, secret.Reveal(), kind)
		case err != nil && strings.Contains(err.Error(), mark):
			t.Errorf("the error shows the key: %v", err)
		}
	})
}

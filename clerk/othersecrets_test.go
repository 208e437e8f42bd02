package clerk_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func signingSecret(fill string, length int) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat(fill, length)))
}

func TestParseMachineSecretKey(t *testing.T) {
	if secret, err := clerk.ParseMachineSecretKey("ak_abc"); err != nil || secret.Reveal() != "ak_abc" {
		t.Errorf("a good key: got %q, error %v", secret.Reveal(), err)
	}
	for _, row := range []struct {
		name, key string
		reason    clerk.Reason
	}{
		{"no key", "", clerk.ReasonKeyEmpty},
		{"the secret key of the instance", "sk_test_" + mark, clerk.ReasonKeyMixedUp},
		{"a publishable key", "pk_test_" + mark, clerk.ReasonKeyMixedUp},
		{"a machine token", "mt_" + mark, clerk.ReasonKeyMixedUp},
		{"an unknown prefix", mark, clerk.ReasonKeyPrefix},
		{"a prefix alone", "ak_", clerk.ReasonKeyMalformed},
		{"a newline after it", "ak_" + mark + "\n", clerk.ReasonKeyBlemish},
		{"513 bytes", "ak_" + strings.Repeat("a", 510), clerk.ReasonKeyTooLong},
	} {
		t.Run(row.name, func(t *testing.T) {
			secret, err := clerk.ParseMachineSecretKey(row.key)
			wantKeyError(t, secret, err, row.reason)
		})
	}
}

func TestParseWebhookSigningSecret(t *testing.T) {
	for _, length := range []int{16, 24, 64, 256} {
		text := signingSecret("k", length)
		if secret, err := clerk.ParseWebhookSigningSecret(text); err != nil || secret.Reveal() != text {
			t.Errorf("%d bytes: got error %v", length, err)
		}
	}
	for _, row := range []struct {
		name, text string
		reason     clerk.Reason
	}{
		{"no secret", "", clerk.ReasonKeyEmpty},
		{"the secret key of the instance", "sk_test_" + mark, clerk.ReasonKeyMixedUp},
		{"another prefix", "secret_" + mark, clerk.ReasonKeyPrefix},
		{"a prefix alone", "whsec_", clerk.ReasonKeyMalformed},
		{"not base64", "whsec_" + mark + "!", clerk.ReasonKeyMalformed},
		{"URL-safe base64", "whsec_" + strings.Repeat("-_", 16), clerk.ReasonKeyMalformed},
		{"15 bytes", signingSecret("k", 15), clerk.ReasonKeyMalformed},
		{"257 bytes", signingSecret("k", 257), clerk.ReasonKeyMalformed},
		{"a space after it", signingSecret("k", 24) + " ", clerk.ReasonKeyBlemish},
	} {
		t.Run(row.name, func(t *testing.T) {
			secret, err := clerk.ParseWebhookSigningSecret(row.text)
			wantKeyError(t, secret, err, row.reason)
		})
	}
}

func wantKeyError(t *testing.T, secret clerk.Secret, err error, reason clerk.Reason) {
	t.Helper()
	var key *clerk.KeyError
	if !errors.As(err, &key) || key.Reason != reason || !secret.IsZero() {
		t.Fatalf("got %v (reason %v), want reason %s", err, key, reason)
	}
	if strings.Contains(fmt.Sprintf("%v %+v", err, err), mark) {
		t.Errorf("the error shows the key: %v", err)
	}
}

func TestResolveReadsTheOtherSecrets(t *testing.T) {
	first, second := signingSecret("a", 24), signingSecret("b", 24)
	environment := map[string]string{
		"CLERK_MACHINE_SECRET_KEY":     "ak_machine",
		"CLERK_WEBHOOK_SIGNING_SECRET": first + ", " + second,
	}
	instance, err := clerk.Options{Getenv: func(name string) string { return environment[name] }}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	if got := instance.MachineSecretKey.Reveal(); got != "ak_machine" {
		t.Errorf("the machine secret key is %q", got)
	}
	var got []string
	for _, secret := range instance.WebhookSigningSecrets {
		got = append(got, secret.Reveal())
	}
	if want := []string{first, second}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the signing secrets are %q, want %q", got, want)
	}
	if text := fmt.Sprintf("%v %+v %#v", instance, instance, instance); strings.Contains(text, first) || strings.Contains(text, "ak_machine") {
		t.Errorf("the instance shows a secret: %s", text)
	}
}

func TestResolveRefusesOtherSecrets(t *testing.T) {
	for _, row := range []struct {
		name    string
		options clerk.Options
		says    []string
	}{
		{"a bad machine secret key", clerk.Options{MachineSecretKey: "sk_test_" + mark}, []string{"MachineSecretKey", "of the instance"}},
		{
			"two bad signing secrets, each by its place",
			clerk.Options{WebhookSigningSecrets: []string{mark, signingSecret("a", 24), ""}},
			[]string{"WebhookSigningSecrets", "entry 1", "entry 3"},
		},
		{"11 signing secrets", clerk.Options{WebhookSigningSecrets: make([]string, 11)}, []string{"over 10 secrets"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.options.Getenv = func(string) string { return "" }
			_, err := row.options.Resolve()
			if err == nil {
				t.Fatal("it was accepted")
			}
			for _, want := range row.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q: %v", want, err)
				}
			}
			if strings.Contains(err.Error(), mark) {
				t.Errorf("the error shows the secret: %v", err)
			}
		})
	}
}

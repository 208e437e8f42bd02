package clerk_test

import (
	"os"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

// inEnvironment has the process see these variables, and none else with Clerk in its name.
func inEnvironment(t *testing.T, variables map[string]string) {
	t.Helper()
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.Contains(strings.ToUpper(name), "CLERK") {
			t.Setenv(name, "")
		}
	}
	for name, value := range variables {
		t.Setenv(name, value)
	}
}

func TestAVariableThatLooksLikeAMissingOneIsTold(t *testing.T) {
	for _, row := range []struct {
		name      string
		variables map[string]string
		slip      string // the variable that is told, "" for none
		meant     string
	}{
		{"two letters in the wrong order", map[string]string{"CLERK_PUBLIHSABLE_KEY": liveKey}, "CLERK_PUBLIHSABLE_KEY", "CLERK_PUBLISHABLE_KEY"},
		{"a letter too many", map[string]string{"CLERK_PUBLISHABLE_KEYS": liveKey}, "CLERK_PUBLISHABLE_KEYS", "CLERK_PUBLISHABLE_KEY"},
		{"small letters", map[string]string{"clerk_publishable_key": liveKey}, "clerk_publishable_key", "CLERK_PUBLISHABLE_KEY"},
		{"the name for a build tool", map[string]string{"VITE_CLERK_PUBLISHABLE_KEY": liveKey}, "VITE_CLERK_PUBLISHABLE_KEY", "CLERK_PUBLISHABLE_KEY"},
		{"an older name", map[string]string{"CLERK_WEBHOOK_SECRET": "whsec_" + mark}, "CLERK_WEBHOOK_SECRET", "CLERK_WEBHOOK_SIGNING_SECRET"},
		{"the right name beside it", map[string]string{"CLERK_PUBLISHABLE_KEY": liveKey, "VITE_CLERK_PUBLISHABLE_KEY": liveKey}, "", ""},
		{"an alternative beside it", map[string]string{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": liveKey, "CLERK_PUBLISHABLE_KEYS": liveKey}, "", ""},
		{"a variable of Clerk's for other languages", map[string]string{"CLERK_TELEMETRY_DISABLED": "1", "CLERK_UI_URL": "https://a.example"}, "", ""},
		{"somebody else's variable", map[string]string{"CLARK_KENT": "1", "CLERKENWELL": "1"}, "", ""},
		{"an empty one", map[string]string{"CLERK_PUBLISHABLE_KEYS": ""}, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			inEnvironment(t, row.variables)
			i, err := clerk.Options{SecretKey: liveSecret}.Resolve()
			if err != nil {
				t.Fatal(err)
			}
			warnings := strings.Join(i.Warnings(), "\n")
			if row.slip == "" {
				if warnings != "" {
					t.Errorf("warns of %q", warnings)
				}
				return
			}
			if !strings.Contains(warnings, row.slip+" is not read") || !strings.Contains(warnings, row.meant) || len(i.Warnings()) != 1 {
				t.Errorf("warns of %q, want one warning that %s is meant by %s", warnings, row.meant, row.slip)
			}
			if strings.Contains(warnings, mark) || strings.Contains(warnings, liveKey) {
				t.Errorf("the warning shows a value: %q", warnings)
			}
		})
	}
}

func TestWithoutAnyKeyTheErrorNamesTheVariableThatWasMisspelled(t *testing.T) {
	inEnvironment(t, map[string]string{"CLERK_SECERT_KEY": liveSecret})
	_, err := clerk.Options{}.Resolve()
	if err == nil || !strings.Contains(err.Error(), "CLERK_SECERT_KEY is not read") || strings.Contains(err.Error(), mark) {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(err.Error(), "CLERK_WEBHOOK_SIGNING_SECRET") {
		t.Errorf("who only receives webhooks is not told what to set: %v", err)
	}
}

// A Getenv of one's own says of a variable that is asked for, and not which others there are.
func TestTheEnvironmentIsNotReadBesideAGetenv(t *testing.T) {
	inEnvironment(t, map[string]string{"CLERK_PUBLISHABLE_KEYS": liveKey})
	if warnings := resolve(t, clerk.Options{SecretKey: liveSecret}).Warnings(); len(warnings) != 0 {
		t.Errorf("warns of %q", warnings)
	}
}

func TestWhatWorksAndIsHardlyMeantLeavesAWarning(t *testing.T) {
	for _, row := range []struct {
		name string
		opts clerk.Options
		says string // "" for no warning
	}{
		{"the domain of a satellite that is none", clerk.Options{PublishableKey: liveKey, Domain: "shop.example"}, "IsSatellite (CLERK_IS_SATELLITE) is not set"},
		{"a satellite's question without a satellite", clerk.Options{PublishableKey: liveKey, SatelliteAutoSync: true}, "SatelliteAutoSync"},
		{"the same where it is said to be none", clerk.Options{PublishableKey: liveKey, Domain: "shop.example", IsSatellite: clerk.Value(false)}, ""},
		{"an issuer with a slash at the end", clerk.Options{SecretKey: liveSecret, Issuers: []string{"https://clerk.example.com/"}}, "Issuers: entry 1"},
		{"an issuer without a scheme", clerk.Options{SecretKey: liveSecret, Issuers: []string{"https://a.example", "clerk.example.com"}}, "Issuers: entry 2"},
		{"an issuer of Clerk's", clerk.Options{SecretKey: liveSecret, Issuers: []string{"https://clerk.example.com"}}, ""},
		{
			"a pattern without a slash", clerk.Options{SecretKey: liveSecret, OrganizationSync: clerk.OrganizationSync{OrganizationPatterns: []string{"orgs/:id"}}},
			"OrganizationPatterns: entry 1 does not begin with a slash",
		},
		{
			"a pattern of a personal account without a slash",
			clerk.Options{SecretKey: liveSecret, OrganizationSync: clerk.OrganizationSync{PersonalAccountPatterns: []string{"/me", "me/(.*)"}}},
			"PersonalAccountPatterns: entry 2",
		},
		{
			"patterns with one", clerk.Options{SecretKey: liveSecret, OrganizationSync: clerk.OrganizationSync{
				OrganizationPatterns: []string{"/orgs/:id", "{/en}?/orgs/:slug", `\/o/:id`}, PersonalAccountPatterns: []string{"(.*)/me"},
			}}, "",
		},
		{"any issuer", clerk.Options{SecretKey: liveSecret, Issuers: []string{clerk.AnyIssuer}}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			warnings := strings.Join(resolve(t, row.opts).Warnings(), "\n")
			if (warnings != "") != (row.says != "") || !strings.Contains(warnings, row.says) {
				t.Errorf("warns of %q, want %q", warnings, row.says)
			}
		})
	}
}

package backend_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

func TestNewReportsAllProblemsAtOnce(t *testing.T) {
	o := clerk.Options{SecretKey: "pk_test_x", APIURL: "ftp://x", Getenv: func(string) string { return "" }}
	_, err := backend.New(o, backend.WithTimeout(-1), backend.WithRetry(backend.Retry{Attempts: 11}), backend.WithHTTPClient(nil),
		backend.WithLogger(nil), backend.WithSecretKey("whsec_x"), backend.WithMachineSecretKey("sk_test_x"), backend.WithAPIURL("http://api.example.com"))
	if err == nil {
		t.Fatal("it was accepted")
	}
	for _, want := range []string{
		"SecretKey", "APIURL", "WithTimeout", "WithRetry", "WithHTTPClient", "WithLogger", "WithSecretKey", "WithMachineSecretKey", "WithAPIURL",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %s: %v", want, err)
		}
	}
	var option *clerk.OptionError
	if !errors.As(err, &option) {
		t.Errorf("errors.As finds no *clerk.OptionError")
	}
}

func TestAnOptionThatIsNilIsAProblemOfTheConfiguration(t *testing.T) {
	o := clerk.Options{SecretKey: "sk_test_x", Getenv: func(string) string { return "" }}
	_, err := backend.New(o, backend.WithTimeout(time.Second), nil)
	if err == nil || !strings.Contains(err.Error(), "option 2 is nil") {
		t.Errorf("New returned %v", err)
	}
	o.SecretKey = "bad"
	if _, err = backend.New(o, nil); err == nil || !strings.Contains(err.Error(), "option 1 is nil") || !strings.Contains(err.Error(), "SecretKey") {
		t.Errorf("New returned %v beside another problem", err)
	}
}

func TestAWarningIsLoggedThatMayExplainAProblem(t *testing.T) {
	var log bytes.Buffer
	_, err := backend.New(clerk.Options{
		PublishableKey: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k", Domain: "shop.example",
		Getenv: func(string) string { return "" }, Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err == nil || strings.Count(log.String(), "IsSatellite") != 1 {
		t.Errorf("New returned %v and logged:\n%s", err, &log)
	}
}

func TestNewWantsAKey(t *testing.T) {
	o := clerk.Options{PublishableKey: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k", Getenv: func(string) string { return "" }}
	if _, err := backend.New(o); err == nil || !strings.Contains(err.Error(), "CLERK_SECRET_KEY") {
		t.Errorf("without a key: error %v", err)
	}
	if _, err := backend.New(o, backend.WithSecretKey("sk_test_x")); err != nil {
		t.Errorf("with a key as option: error %v", err)
	}
}

func TestWithLeavesTheClientAsItIs(t *testing.T) {
	c, asked := newStub(nil)
	other, err := c.With(backend.WithSecretKey("sk_live_other"), backend.WithAPIURL("https://other.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		client *backend.Client
		want   string
	}{{c, "sk_test_example"}, {other, "sk_live_other"}, {c, "sk_test_example"}} {
		_, _ = row.client.Users.Get(t.Context(), "user_1")
		if got := asked.last(t).header.Get("Authorization"); got != "Bearer "+row.want {
			t.Errorf("got %q, want key %s", got, row.want)
		}
	}
	if _, err := c.With(backend.WithSecretKey("nonsense")); err == nil {
		t.Error("a bad key was accepted")
	}
}

func TestEachOperationUsesItsKey(t *testing.T) {
	const machine, instance = "Bearer ak_example", "Bearer sk_test_example"
	create := func(c *backend.Client) error { _, err := c.M2MTokens.Create(t.Context(), nil); return err }
	revoke := func(c *backend.Client) error { _, err := c.M2MTokens.Revoke(t.Context(), "mt_1", nil); return err }
	list := func(c *backend.Client) error { _, err := c.Users.List(t.Context(), nil); return err }
	interstitial := func(c *backend.Client) error {
		_, err := c.Instance.PublicInterstitial(t.Context(), nil)
		return err
	}
	for _, row := range []struct {
		name              string
		machine, instance bool
		call              func(*backend.Client) error
		want              string // "" for no request at all
	}{
		{"creating a machine token takes the machine's key", true, true, create, machine},
		{"creating a machine token without the machine's key is refused", false, true, create, ""},
		{"revoking a machine token prefers the machine's key", true, true, revoke, machine},
		{"revoking a machine token takes the instance's key too", false, true, revoke, instance},
		{"users take the instance's key", true, true, list, instance},
		{"users do not take the machine's key", true, false, list, ""},
		{"the interstitial takes none", true, true, interstitial, "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := &recorder{}
			o := options()
			o.HTTPClient = &http.Client{Transport: r}
			if !row.machine {
				o.MachineSecretKey = ""
			}
			if !row.instance {
				o.SecretKey = ""
			}
			c, err := backend.New(o)
			if err != nil {
				t.Fatal(err)
			}
			err = row.call(c)
			if row.want == "" {
				if !errors.Is(err, backend.ErrNoKey) || len(r.asked) != 0 {
					t.Errorf("got error %v, %d requests", err, len(r.asked))
				}
				return
			}
			got := r.last(t).header.Get("Authorization")
			if got == "" {
				got = "none"
			}
			if got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestRequestsAreLoggedWithoutWhatNobodyShouldSee(t *testing.T) {
	var log bytes.Buffer
	r := &recorder{}
	o := options()
	o.HTTPClient = &http.Client{Transport: r}
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c, err := backend.New(o)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = c.Users.Update(t.Context(), "user_visible", &backend.UserUpdateParams{Password: backend.Some("hunter2")})
	_, _ = c.Users.List(t.Context(), &backend.UserListParams{EmailAddress: []string{"ada@example.com"}})
	text := log.String()
	for _, want := range []string{"clerk backend request", "method=PATCH", "path=/users/{user_id}", "status=404", "attempt=1", "took="} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %q:\n%s", want, text)
		}
	}
	for _, secret := range []string{"hunter2", "sk_test", "ada@example.com", "user_visible"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log shows %q:\n%s", secret, text)
		}
	}
}

func TestHeaders(t *testing.T) {
	c, asked := newStub(nil)
	_, _ = c.Users.Create(t.Context(), nil)
	for name, want := range map[string]string{
		"User-Agent": clerk.UserAgent, "Clerk-Api-Version": clerk.APIVersionDate, "Accept": "application/json", "Content-Type": "application/json",
	} {
		if got := asked.last(t).header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestTheClientOfTheCallerIsNotChanged(t *testing.T) {
	mine := &http.Client{Transport: &recorder{}, Timeout: time.Minute}
	if _, err := backend.New(options(), backend.WithHTTPClient(mine)); err != nil || mine.CheckRedirect != nil || mine.Timeout != time.Minute {
		t.Errorf("error %v, client %+v", err, mine)
	}
}

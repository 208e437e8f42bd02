package clerk_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
)

func fullOptions() clerk.Options {
	return clerk.Options{
		SecretKey: testSecret, PublishableKey: testKey, JWTKey: "AAAA", APIURL: "https://api.example.com", APIVersion: "v1",
		Domain: "sat.example", IsSatellite: clerk.Value(true), ProxyURL: "https://sat.example/p", SignInURL: "https://a.example/",
		AuthorizedParties: []string{"https://sat.example"}, Audience: []string{"api"}, RequireAudience: true,
		Issuers: []string{"https://a.example"}, HeaderTypes: []string{"JWT"}, ClockSkew: clerk.Value(time.Second),
		HTTPClient: http.DefaultClient, Logger: slog.Default(), Now: time.Now, Getenv: noEnv,
	}
}

func TestThreatO09OptionsAndInstancePrintWithoutSecrets(t *testing.T) {
	opts := fullOptions()
	i := resolve(t, opts)
	for name, value := range map[string]any{
		"Options": opts, "*Options": &opts, "*Instance": i, "Instance": *i,
		"Options in a struct":  struct{ O clerk.Options }{opts},
		"Instance in a struct": struct{ i clerk.Instance }{*i}, // unexported: fmt may not call its methods
		"slice of Options":     []clerk.Options{opts},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			got := fmt.Sprintf(verb, value)
			if strings.Contains(got, mark) || strings.Contains(got, fmt.Sprintf("%x", mark)) {
				t.Errorf("%s of %s shows the secret key: %s", verb, name, got)
			}
		}
		var out bytes.Buffer
		for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(handler).Info("starting", "with", value)
		}
		if strings.Contains(out.String(), mark) {
			t.Errorf("slog of %s shows the secret key: %s", name, out.String())
		}
	}
}

func TestOptionsPrintWhatIsSet(t *testing.T) {
	want := "clerk.Options{SecretKey: [redacted], PublishableKey: " + testKey + ", JWTKey: [set], APIURL: https://api.example.com, " +
		"APIVersion: v1, Domain: sat.example, IsSatellite: true, ProxyURL: https://sat.example/p, SignInURL: https://a.example/, " +
		"AuthorizedParties: [https://sat.example], Audience: [api], RequireAudience: true, Issuers: [https://a.example], " +
		"HeaderTypes: [JWT], ClockSkew: 1s, HTTPClient: [set], Logger: [set], Now: [set], Getenv: [set]}"
	if got := fullOptions().String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := fmt.Sprint(clerk.Options{}); got != "clerk.Options{}" {
		t.Errorf("got %s", got)
	}
}

func TestInstancePrintsWhatIsNotEmpty(t *testing.T) {
	want := "clerk.Instance{SecretKey: [redacted], PublishableKey: " + testKey + ", Kind: development, JWTKey: [set], " +
		"APIURL: https://api.example.com, APIVersion: v1, FrontendAPI: https://sat.example/p, Domain: sat.example, " +
		"IsSatellite: true, ProxyURL: https://sat.example/p, SignInURL: https://a.example/, " +
		"AuthorizedParties: [https://sat.example], Audience: [api], RequireAudience: true, Issuers: [https://a.example], " +
		"HeaderTypes: [JWT], ClockSkew: 1s}"
	if got := resolve(t, fullOptions()).String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var none *clerk.Instance
	if got := fmt.Sprint(none, none.LogValue()); got != "<nil> <nil>" {
		t.Errorf("a nil Instance prints as %s", got)
	}
}

func TestSlogShowsTheSettings(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, nil))
	logger.Info("starting", "options", fullOptions(), "instance", resolve(t, fullOptions()))
	for _, want := range []string{
		"options.SecretKey=[redacted]", "options.Audience=[api]", "instance.SecretKey=[redacted]", "instance.Kind=development",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in %s", want, out.String())
		}
	}
}

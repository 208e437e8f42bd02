package clerk_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// Options name what differs from the environment and the defaults. A function for Getenv stands in for the environment.
func ExampleOptions_Resolve() {
	instance, err := clerk.Options{
		AuthorizedParties: []string{"https://app.example.com"},
		Getenv: func(name string) string {
			return map[string]string{
				"CLERK_SECRET_KEY":      "sk_live_not_a_real_one",
				"CLERK_PUBLISHABLE_KEY": "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k",
			}[name]
		},
	}.Resolve()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(instance.Kind)
	fmt.Println(instance.FrontendAPI())
	fmt.Println(instance.APIURL)
	fmt.Println(instance.Issuers)
	fmt.Println(instance.SecretKey)
	// Output:
	// production
	// https://clerk.example.com
	// https://api.clerk.com
	// [https://clerk.example.com]
	// [redacted]
}

// All problems are reported together, one a line.
func ExampleOptions_Resolve_problems() {
	_, err := clerk.Options{
		PublishableKey:    "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k",
		AuthorizedParties: []string{"https://app.example.com/"},
		Getenv: func(name string) string {
			return map[string]string{"CLERK_SECRET_KEY": "sk_live_from_a_file\n"}[name]
		},
	}.Resolve()
	fmt.Println(err)
	// Output:
	// clerk: SecretKey (environment: CLERK_SECRET_KEY): it ends in a newline, as the content of a file usually does; remove it, for example with strings.TrimSpace or, in a shell, with printf %s instead of echo
	// clerk: AuthorizedParties: entry 1: it ends in a slash, which no origin does; remove the trailing slash
}

// A pointer tells "not set" from zero, so that a program can insist on clocks being right.
func ExampleValue() {
	instance, err := clerk.Options{
		PublishableKey: "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k",
		ClockSkew:      clerk.Value(0 * time.Second),
		Getenv:         func(string) string { return "" },
	}.Resolve()
	fmt.Println(instance.ClockSkew, err)
	// Output: 0s <nil>
}

func ExampleParsePublishableKey() {
	key, err := clerk.ParsePublishableKey("pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(key.Kind(), key.FrontendAPIHost(), key.CookieSuffix())
	// Output: development foo-bar-13.clerk.accounts.dev nx2hSE6I
}

// A key that was taken for another one is refused with a reason for programs and a sentence for people.
func ExampleParseSecretKey() {
	_, _, err := clerk.ParseSecretKey("pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk")
	var refused *clerk.KeyError
	if errors.As(err, &refused) {
		fmt.Println(refused.Reason)
		fmt.Println(refused.Problem)
	}
	// Output:
	// key-mixed-up
	// it is a publishable key, not a secret key
}

// The suffixed name of a cookie tells instances on one domain apart.
func ExampleCookieSuffix() {
	fmt.Println(clerk.CookieSession + "_" + clerk.CookieSuffix("pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"))
	// Output: __session_naoXFJnI
}

// A Secret stays out of logs without anyone having to think of it.
func ExampleSecret() {
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, attr slog.Attr) slog.Attr {
			if attr.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return attr
		},
	}))
	secret := clerk.NewSecret("sk_live_not_a_real_one")
	logger.Info("starting", "key", secret)
	fmt.Printf("%s %q %+v\n", secret, secret, struct{ Key clerk.Secret }{secret})
	// Output:
	// level=INFO msg=starting key=[redacted]
	// [redacted] [redacted] {Key:[redacted]}
}

package clerk_test

import (
	"encoding/base64"
	"errors"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

// Keys of no real instance.
const (
	liveKey    = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"                 // clerk.example.com
	testKey    = "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk" // foo-bar-13.clerk.accounts.dev
	liveSecret = "sk_live_S3CR3TMARK"
	testSecret = "sk_test_S3CR3TMARK"
	mark       = "S3CR3TMARK" // what no error and no log line may hold
)

// publishable makes a live publishable key for a host.
func publishable(host string) string {
	return "pk_live_" + base64.StdEncoding.EncodeToString([]byte(host+"$"))
}

// env makes a Getenv that knows these variables and no others.
func env(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

var noEnv = env(nil)

// resolve resolves options that must be right. Options without a Getenv see no environment.
func resolve(t *testing.T, o clerk.Options) *clerk.Instance {
	t.Helper()
	if o.Getenv == nil {
		o.Getenv = noEnv
	}
	i, err := o.Resolve()
	if err != nil {
		t.Fatalf("Resolve: %v", err)
	}
	return i
}

// problems resolves options that must be wrong.
func problems(t *testing.T, o clerk.Options) []*clerk.OptionError {
	t.Helper()
	if o.Getenv == nil {
		o.Getenv = noEnv
	}
	i, err := o.Resolve()
	if err == nil {
		t.Fatalf("Resolve accepted %v", o)
	}
	if i != nil {
		t.Errorf("Resolve returned an Instance with its error")
	}
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		t.Fatalf("the error %T joins nothing", err)
	}
	var found []*clerk.OptionError
	for _, err := range joined.Unwrap() {
		var problem *clerk.OptionError
		if !errors.As(err, &problem) {
			t.Fatalf("%T is no *OptionError", err)
		}
		found = append(found, problem)
	}
	return found
}

// problem resolves options that must have exactly one problem.
func problem(t *testing.T, o clerk.Options) *clerk.OptionError {
	t.Helper()
	found := problems(t, o)
	if len(found) != 1 {
		t.Fatalf("got %d problems, want 1: %v", len(found), found)
	}
	return found[0]
}

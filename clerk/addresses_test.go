package clerk_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestSignInAndSignUpURL(t *testing.T) {
	for _, given := range []string{
		"/sign-in", "/", "/sign-in?a=b", "https://a.example/sign-in", "http://primary.test:3000/sign-in?a=b#c", "https://[::1]/",
	} {
		i := resolve(t, clerk.Options{SecretKey: liveSecret, SignInURL: given, SignUpURL: given})
		if i.SignInURL != given || i.SignUpURL != given {
			t.Errorf("got %q and %q, want %q", i.SignInURL, i.SignUpURL, given)
		}
	}
	for _, given := range []string{
		"//evil.example/sign-in", `/\evil.example`, "sign-in", "javascript:alert(1)", "https://", "https:evil", "https://u:p@a.example/",
		"/sign-in\n", "/sign in", "/%zz", "ftp://a.example/",
	} {
		for option, o := range map[string]clerk.Options{"SignInURL": {SignInURL: given}, "SignUpURL": {SignUpURL: given}} {
			o.SecretKey = liveSecret
			if got := problem(t, o); got.Option != option || got.Fix == "" {
				t.Errorf("%s %q: got %v", option, given, got)
			}
		}
	}
}

func TestProxyUpstream(t *testing.T) {
	for given, want := range map[string]string{
		"": "https://frontend-api.clerk.dev", "https://fapi.example/x/": "https://fapi.example/x", "http://localhost:1": "http://localhost:1",
	} {
		if got := resolve(t, clerk.Options{PublishableKey: liveKey, ProxyUpstream: given}).ProxyUpstream; got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
	for _, given := range []string{"http://fapi.example", "fapi.example", "https://u:p@fapi.example", "https://fapi.example?x", "/x", "ftp://fapi.example"} {
		if got := problem(t, clerk.Options{PublishableKey: liveKey, ProxyUpstream: given}); got.Option != "ProxyUpstream" || got.Fix == "" {
			t.Errorf("%q: got %v", given, got)
		}
	}
}

func TestAccountsURLOfAnEmulator(t *testing.T) {
	key := "pk_test_" + base64.StdEncoding.EncodeToString([]byte("127.0.0.1:4000$"))
	i := resolve(t, clerk.Options{PublishableKey: key})
	if i.AccountsURL() != "http://127.0.0.1:4000" || i.FrontendAPI() != i.AccountsURL() {
		t.Errorf("the account portal is at %s, the Frontend API at %s", i.AccountsURL(), i.FrontendAPI())
	}
}

func TestAProxyOnAHostOfItsOwn(t *testing.T) {
	i := resolve(t, clerk.Options{PublishableKey: liveKey, PublicURL: "https://app.example.com", ProxyURL: "https://auth.example.com/"})
	if i.FrontendAPI() != "https://auth.example.com" || i.OwnFrontendAPIHost() != "clerk.example.com" || i.AccountsURL() != "https://accounts.example.com" {
		t.Errorf("the Frontend API is at %s, Clerk's own at %s, the account portal at %s", i.FrontendAPI(), i.OwnFrontendAPIHost(), i.AccountsURL())
	}
	if want := []string{"https://clerk.example.com", "https://auth.example.com"}; !slices.Equal(i.Issuers, want) {
		t.Errorf("the issuers are %q, want %q", i.Issuers, want)
	}
}

func TestAddressesArePrinted(t *testing.T) {
	o := clerk.Options{
		PublishableKey: liveKey, SignUpURL: "/join", ProxyUpstream: "https://fapi.example", RequireAuthorizedParties: true,
		AuthorizedParties: []string{"https://app.example.com"},
	}
	const want = "ProxyUpstream: https://fapi.example, SignUpURL: /join, AuthorizedParties: [https://app.example.com]"
	if got := o.String(); !strings.Contains(got, want+", RequireAuthorizedParties: true") {
		t.Errorf("the Options print as %s", got)
	}
	if got := resolve(t, o).String(); !strings.Contains(got, want) {
		t.Errorf("the Instance prints as %s", got)
	}
}

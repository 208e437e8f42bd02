package clerk_test

import (
	"strings"
	"testing"

	"github.com/usher-auth/usher/clerk"
)

func TestEnvironmentFeedsOptions(t *testing.T) {
	const pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
	key := func(i *clerk.Instance) string { return i.PublishableKey.String() }
	secret := func(i *clerk.Instance) string { return i.SecretKey.Reveal() }
	domain := func(i *clerk.Instance) string { return i.Domain }
	proxy := func(i *clerk.Instance) string { return i.ProxyURL }
	signIn := func(i *clerk.Instance) string { return i.SignInURL }
	signUp := func(i *clerk.Instance) string { return i.SignUpURL }
	upstream := func(i *clerk.Instance) string { return i.ProxyUpstream }
	for _, row := range []struct {
		name string
		env  map[string]string
		opts clerk.Options
		get  func(*clerk.Instance) string
		want string
	}{
		{"the secret key", map[string]string{"CLERK_SECRET_KEY": liveSecret}, clerk.Options{}, secret, liveSecret},
		{
			"the secret key from its deprecated variable",
			map[string]string{"CLERK_API_KEY": liveSecret}, clerk.Options{}, secret, liveSecret,
		},
		{
			"the secret key from its current variable where both are set",
			map[string]string{"CLERK_SECRET_KEY": liveSecret, "CLERK_API_KEY": testSecret}, clerk.Options{}, secret, liveSecret,
		},
		{
			"the secret key from the option where all are set",
			map[string]string{"CLERK_SECRET_KEY": testSecret, "CLERK_API_KEY": testSecret},
			clerk.Options{SecretKey: liveSecret}, secret, liveSecret,
		},
		{"the publishable key", map[string]string{"CLERK_PUBLISHABLE_KEY": liveKey}, clerk.Options{}, key, liveKey},
		{
			"the publishable key from the variable for browsers",
			map[string]string{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": liveKey}, clerk.Options{}, key, liveKey,
		},
		{
			"the publishable key from the variable for servers where both are set",
			map[string]string{"CLERK_PUBLISHABLE_KEY": liveKey, "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": testKey},
			clerk.Options{}, key, liveKey,
		},
		{
			"the publishable key from its deprecated variable",
			map[string]string{"CLERK_FRONTEND_API": liveKey}, clerk.Options{}, key, liveKey,
		},
		{
			"a variable that is set to nothing counts as not set",
			map[string]string{"CLERK_PUBLISHABLE_KEY": "", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": testKey},
			clerk.Options{}, key, testKey,
		},
		{
			"the JWT key", map[string]string{"CLERK_JWT_KEY": pem}, clerk.Options{},
			func(i *clerk.Instance) string { return i.JWTKey }, pem,
		},
		{
			"the JWT key with line breaks written as two characters",
			map[string]string{"CLERK_JWT_KEY": strings.ReplaceAll(pem, "\n", `\n`)}, clerk.Options{},
			func(i *clerk.Instance) string { return i.JWTKey }, pem,
		},
		{
			"the JWT key with Windows line breaks written as four characters",
			map[string]string{"CLERK_JWT_KEY": strings.ReplaceAll(pem, "\n", `\r\n`)}, clerk.Options{},
			func(i *clerk.Instance) string { return i.JWTKey }, pem,
		},
		{
			"the Backend API", map[string]string{"CLERK_API_URL": "https://api.example.com/"}, clerk.Options{SecretKey: liveSecret},
			func(i *clerk.Instance) string { return i.APIURL }, "https://api.example.com",
		},
		{
			"the version", map[string]string{"CLERK_API_VERSION": "v2"}, clerk.Options{SecretKey: liveSecret},
			func(i *clerk.Instance) string { return i.APIVersion }, "v2",
		},
		{"the domain", map[string]string{"CLERK_DOMAIN": "a.example"}, clerk.Options{SecretKey: liveSecret}, domain, "a.example"},
		{
			"the domain from the variable for browsers", map[string]string{"NEXT_PUBLIC_CLERK_DOMAIN": "a.example"},
			clerk.Options{SecretKey: liveSecret}, domain, "a.example",
		},
		{"the sign-up page", map[string]string{"CLERK_SIGN_UP_URL": "/join"}, clerk.Options{SecretKey: liveSecret}, signUp, "/join"},
		{
			"the sign-up page from the variable for browsers", map[string]string{"NEXT_PUBLIC_CLERK_SIGN_UP_URL": "https://a.example/join"},
			clerk.Options{SecretKey: liveSecret}, signUp, "https://a.example/join",
		},
		{
			"the sign-up page from the option where both are set", map[string]string{"CLERK_SIGN_UP_URL": "/join"},
			clerk.Options{SecretKey: liveSecret, SignUpURL: "/new"}, signUp, "/new",
		},
		{
			"where a proxy finds Clerk", map[string]string{"CLERK_FAPI_URL": "https://fapi.example/"},
			clerk.Options{SecretKey: liveSecret}, upstream, "https://fapi.example",
		},
		{
			"where a proxy finds Clerk from the option", map[string]string{"CLERK_FAPI_URL": "https://fapi.example"},
			clerk.Options{SecretKey: liveSecret, ProxyUpstream: "http://127.0.0.1:4000/"}, upstream, "http://127.0.0.1:4000",
		},
		{
			"the proxy", map[string]string{"CLERK_PROXY_URL": "https://a.example/p"}, clerk.Options{SecretKey: liveSecret},
			proxy, "https://a.example/p",
		},
		{
			"the proxy from the variable for browsers", map[string]string{"NEXT_PUBLIC_CLERK_PROXY_URL": "https://a.example/p"},
			clerk.Options{SecretKey: liveSecret}, proxy, "https://a.example/p",
		},
		{
			"the sign-in page", map[string]string{"CLERK_SIGN_IN_URL": "/sign-in"}, clerk.Options{SecretKey: liveSecret},
			signIn, "/sign-in",
		},
		{
			"the sign-in page from the variable for browsers", map[string]string{"NEXT_PUBLIC_CLERK_SIGN_IN_URL": "/sign-in"},
			clerk.Options{SecretKey: liveSecret}, signIn, "/sign-in",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.opts.Getenv = env(row.env)
			if got := row.get(resolve(t, row.opts)); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestEnvironmentSaysWhetherThisIsASatellite(t *testing.T) {
	for _, row := range []struct {
		name           string
		plain, browser string
		option         *bool
		want           bool
		warns          bool
	}{
		{name: "nothing is set, and the domain of a satellite is", warns: true},
		{name: "true", plain: "true", want: true},
		{name: "in capital letters", plain: "TRUE", want: true},
		{name: "1", plain: "1", want: true},
		{name: "false", plain: "false"},
		{name: "0", plain: "0"},
		{name: "a word that is no boolean", plain: "yes", warns: true},
		{name: "the variable for browsers", browser: "true", want: true},
		{name: "the variable for servers goes first", plain: "false", browser: "true"},
		{name: "the option says yes", plain: "false", option: clerk.Value(true), want: true},
		{name: "the option says no", plain: "true", option: clerk.Value(false)},
		{name: "the option keeps a bad variable from being read", plain: "yes", option: clerk.Value(false)},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := resolve(t, clerk.Options{
				PublishableKey: liveKey, Domain: "satellite.example", IsSatellite: row.option,
				Getenv: env(map[string]string{"CLERK_IS_SATELLITE": row.plain, "NEXT_PUBLIC_CLERK_IS_SATELLITE": row.browser}),
			})
			if i.IsSatellite != row.want {
				t.Errorf("IsSatellite = %t, want %t", i.IsSatellite, row.want)
			}
			if warnings := i.Warnings(); len(warnings) > 0 != row.warns {
				t.Errorf("Warnings() = %q, want some: %t", warnings, row.warns)
			}
		})
	}
}

func TestDeprecatedVariablesLeaveAWarning(t *testing.T) {
	for _, row := range []struct {
		name string
		env  map[string]string
		want []string // each in one warning, in this order
	}{
		{"none is set", map[string]string{"CLERK_SECRET_KEY": liveSecret}, nil},
		{"the secret key", map[string]string{"CLERK_API_KEY": liveSecret}, []string{"CLERK_API_KEY is deprecated: rename it to CLERK_SECRET_KEY"}},
		{
			"one that is not consulted",
			map[string]string{
				"CLERK_SECRET_KEY": liveSecret, "CLERK_API_KEY": liveSecret,
				"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": liveKey, "CLERK_FRONTEND_API": "clerk.example.com",
			},
			nil,
		},
		{
			"the publishable key", map[string]string{"CLERK_FRONTEND_API": liveKey},
			[]string{"CLERK_FRONTEND_API is deprecated: rename it to CLERK_PUBLISHABLE_KEY"},
		},
		{
			"a host in place of the publishable key",
			map[string]string{"CLERK_SECRET_KEY": liveSecret, "CLERK_FRONTEND_API": "clerk.example.com"},
			[]string{"CLERK_FRONTEND_API is ignored"},
		},
		{
			"all of them", map[string]string{"CLERK_API_KEY": liveSecret, "CLERK_FRONTEND_API": liveKey},
			[]string{"CLERK_API_KEY", "CLERK_FRONTEND_API"},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			warnings := resolve(t, clerk.Options{Getenv: env(row.env)}).Warnings()
			if len(warnings) != len(row.want) {
				t.Fatalf("got %q, want %d warnings", warnings, len(row.want))
			}
			for n, want := range row.want {
				if !strings.Contains(warnings[n], want) || strings.Contains(warnings[n], mark) {
					t.Errorf("warning %q does not say %q", warnings[n], want)
				}
			}
		})
	}
}

func TestWarningsAreTheCallersOwn(t *testing.T) {
	i := resolve(t, clerk.Options{Getenv: env(map[string]string{"CLERK_API_KEY": liveSecret})})
	i.Warnings()[0] = "changed"
	if i.Warnings()[0] == "changed" {
		t.Errorf("a caller can change the warnings of an Instance")
	}
}

func TestOldHostVariableIsNoKey(t *testing.T) {
	got := problem(t, clerk.Options{Getenv: env(map[string]string{"CLERK_FRONTEND_API": "clerk.example.com"})})
	if !strings.Contains(got.Problem, "no key") {
		t.Errorf("got %v", got)
	}
}

func TestNilGetenvMeansTheEnvironmentOfTheProcess(t *testing.T) {
	t.Setenv("CLERK_SECRET_KEY", testSecret)
	t.Setenv("CLERK_PUBLISHABLE_KEY", testKey)
	t.Setenv("CLERK_IS_SATELLITE", "")
	t.Setenv("NEXT_PUBLIC_CLERK_IS_SATELLITE", "")
	i, err := clerk.Options{
		APIURL: "https://api.example.com", APIVersion: "v1", Domain: "a.example", ProxyURL: "https://a.example", SignInURL: "/",
		JWTKey: "AAAA",
	}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	if i.SecretKey.Reveal() != testSecret || i.PublishableKey.String() != testKey {
		t.Errorf("got %v", i)
	}
}

func TestOptionErrorsNameTheVariable(t *testing.T) {
	for _, row := range []struct {
		name   string
		env    map[string]string
		opts   clerk.Options
		option string
		want   string
	}{
		{"a bad variable", map[string]string{"CLERK_SECRET_KEY": "bad"}, clerk.Options{}, "SecretKey", "CLERK_SECRET_KEY"},
		{"a bad deprecated variable", map[string]string{"CLERK_API_KEY": "bad"}, clerk.Options{}, "SecretKey", "CLERK_API_KEY"},
		{
			"a bad second variable", map[string]string{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": "bad"}, clerk.Options{},
			"PublishableKey", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY",
		},
		{"a bad option", nil, clerk.Options{SecretKey: "bad"}, "SecretKey", ""},
		{
			"a bad option hides a good variable", map[string]string{"CLERK_SECRET_KEY": liveSecret},
			clerk.Options{SecretKey: "bad"}, "SecretKey", "",
		},
		{
			"no key anywhere", nil, clerk.Options{}, "SecretKey, PublishableKey, JWTKey",
			"CLERK_SECRET_KEY, CLERK_PUBLISHABLE_KEY, CLERK_JWT_KEY",
		},
		{
			"a missing value", nil, clerk.Options{SecretKey: testSecret, IsSatellite: clerk.Value(true), Domain: "a.example"},
			"SignInURL", "CLERK_SIGN_IN_URL, NEXT_PUBLIC_CLERK_SIGN_IN_URL",
		},
		{
			"keys that do not match", map[string]string{"CLERK_SECRET_KEY": testSecret, "CLERK_PUBLISHABLE_KEY": liveKey},
			clerk.Options{}, "SecretKey, PublishableKey", "CLERK_SECRET_KEY, CLERK_PUBLISHABLE_KEY",
		},
		{
			"keys that do not match, one of them an option", map[string]string{"CLERK_SECRET_KEY": testSecret},
			clerk.Options{PublishableKey: liveKey}, "SecretKey, PublishableKey", "CLERK_SECRET_KEY",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.opts.Getenv = env(row.env)
			got := problem(t, row.opts)
			if got.Option != row.option || got.Env != row.want {
				t.Errorf("got option %q, environment %q; want %q, %q", got.Option, got.Env, row.option, row.want)
			}
			if text := got.Error(); !strings.Contains(text, row.option) || !strings.Contains(text, row.want) ||
				!strings.Contains(text, got.Problem) || !strings.Contains(text, got.Fix) {
				t.Errorf("the text leaves something out: %s", text)
			}
		})
	}
}

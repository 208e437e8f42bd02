package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// maxGiven is how much is read of what should be a token, in bytes: more than any token has.
const maxGiven = 64 << 10

// An inspectSetup is what the command line of usher inspect says.
type inspectSetup struct {
	pem, publishableKey, secretKey, url string
	parties, audiences, issuers         list
}

var inspectCommand = command{
	name: "inspect", args: " TOKEN|-", summary: "explains a token: what it says, and which step of its verification fails",
	about: `
Shows the header and the claims of a token and verifies it step by step, as the middleware does: the first step that fails decides,
and what follows it is not judged. The signature is not shown. With - the token is read from the standard input, which keeps it out of
the history of the shell; a "Bearer " before it is passed over.

The keys are those of the instance that flags and variables name: CLERK_SECRET_KEY, CLERK_PUBLISHABLE_KEY or CLERK_JWT_KEY. With a
PEM no network is needed. Machine tokens and OAuth tokens in the form of a JWT are verified too; about opaque ones and API keys
Clerk is asked, with the secret key. The exit code is 0 if the token is good, and else 1.`,
	define: func(f *flag.FlagSet) func(context.Context, terminal, []string) error {
		var s inspectSetup
		f.StringVar(&s.pem, "pem", "", "a `file` with the public key, in PEM form (default CLERK_JWT_KEY)")
		f.StringVar(&s.publishableKey, "publishable-key", "", "the publishable key of the instance, `pk_…` (default CLERK_PUBLISHABLE_KEY)")
		f.StringVar(&s.secretKey, "secret-key", "", "the secret key of the instance, `sk_…` (default CLERK_SECRET_KEY)")
		f.StringVar(&s.url, "url", "", "the `URL` of the Backend API (default CLERK_API_URL)")
		f.Var(&s.parties, "party", "an `origin` that is accepted, claim azp; may be repeated (default any)")
		f.Var(&s.audiences, "audience", "an `audience` that is accepted, claim aud; may be repeated (default: not checked)")
		f.Var(&s.issuers, "issuer", "an `issuer` that is accepted, claim iss, or * for any; may be repeated (default those of the instance)")
		return func(ctx context.Context, t terminal, args []string) error {
			if err := atMost(1, args); err != nil {
				return err
			}
			if len(args) == 0 {
				return usageError("there is no token; give one, or - to read it from the standard input")
			}
			text, err := given(t.in, args[0])
			if err != nil {
				return err
			}
			return s.inspect(ctx, t, text)
		}
	},
}

// given returns the token that an argument is, or that it says where to read.
func given(in io.Reader, arg string) (string, error) {
	if arg == "-" {
		text, err := io.ReadAll(io.LimitReader(in, maxGiven))
		if err != nil {
			return "", fmt.Errorf("the standard input cannot be read: %w", err)
		}
		arg = string(text)
	}
	arg = strings.TrimSpace(arg)
	if scheme, rest, ok := strings.Cut(arg, " "); ok && strings.EqualFold(scheme, "Bearer") {
		arg = strings.TrimSpace(rest)
	}
	if arg == "" {
		return "", usageError("the token is empty")
	}
	return arg, nil
}

// instance resolves what flags and variables say.
func (s inspectSetup) instance(getenv func(string) string) (clerk.Options, *clerk.Instance, error) {
	o := clerk.Options{
		PublishableKey: s.publishableKey, SecretKey: s.secretKey, APIURL: s.url, Getenv: getenv,
		AuthorizedParties: s.parties, Audience: s.audiences, Issuers: s.issuers, Logger: slog.New(slog.DiscardHandler),
	}
	if s.pem != "" {
		text, err := readFile(s.pem)
		if err != nil {
			return o, nil, fmt.Errorf("-pem: %w", err)
		}
		o.JWTKey = string(text)
	}
	instance, err := o.Resolve()
	if keyless(err) {
		// What a token says can be shown all the same, and its form be judged.
		o.PublishableKey = nobodysKey
		if len(o.Issuers) == 0 {
			o.Issuers = []string{clerk.AnyIssuer}
		}
		instance, err = o.Resolve()
	}
	return o, instance, err
}

// nobodysKey is a publishable key of clerk.example.com, which stands for no instance.
const nobodysKey = "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k"

// inspect shows a token and judges it.
func (s inspectSetup) inspect(ctx context.Context, t terminal, text string) (err error) {
	options, instance, err := s.instance(t.getenv)
	if err != nil {
		return err
	}
	kind, machine := token.KindOf(text)
	if !machine {
		kind = authobject.SessionToken
	}
	now := time.Now()
	form := show(t, kind, text, now)

	var keys token.Keys = noKeys{}
	if options.PublishableKey != nobodysKey && (instance.JWTKey != "" || !instance.SecretKey.IsZero() || !instance.PublishableKey.IsZero()) {
		cache, err := jwks.New(instance, jwks.Options{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, cache.Close()) }()
		keys = cache
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if machine {
		err = judgeMachine(ctx, options, instance, keys, kind, text)
	} else {
		_, err = token.New(instance, keys).Session(ctx, text)
	}
	steps := sessionSteps
	if machine {
		steps = machineSteps(form)
	}
	if !report(t, steps, instance, err) {
		return errQuiet
	}
	return nil
}

// judgeMachine verifies what programs present. Without a secret key Clerk is not asked.
func judgeMachine(ctx context.Context, options clerk.Options, instance *clerk.Instance, keys token.Keys, kind authobject.TokenKind, text string) (err error) {
	var client *backend.Client
	if !instance.SecretKey.IsZero() {
		if client, err = backend.New(options); err != nil {
			return err
		}
	}
	machines, err := token.NewMachines(instance, keys, client, token.MachineOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, machines.Close()) }()
	_, err = machines.Verify(ctx, kind, text)
	return err
}

// noKeys are the keys of an instance that nobody has named.
type noKeys struct{}

// Key says what to do.
func (noKeys) Key(context.Context, string) (jwks.Key, error) {
	return jwks.Key{}, &jwks.Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Unavailable: true,
		Detail: "there are no keys to verify it with; give -pem, -secret-key or -publishable-key, or set CLERK_JWT_KEY, CLERK_SECRET_KEY or " +
			"CLERK_PUBLISHABLE_KEY"}
}

// Renewed has none.
func (noKeys) Renewed(context.Context, jwks.Key) (jwks.Key, bool) { return jwks.Key{}, false }

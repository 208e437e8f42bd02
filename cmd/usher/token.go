package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

// A tokenSetup is what the command line of usher token says.
type tokenSetup struct {
	place
	wish
	fresh       bool
	pem         string
	expires     time.Duration
	permissions list
	claims      list
}

var tokenCommand = command{
	name: "token", summary: "makes a session token, of an emulator that runs or of a new one",
	about: `
Prints a session token, for a request by hand:

  curl -H "Authorization: Bearer $(usher token -user ada@example.com)" http://127.0.0.1:8080/me

It is one of the usher dev that -url and -secret-key name, or CLERK_API_URL and CLERK_SECRET_KEY. Where these name none, or with
-fresh, the token is one of an instance that is made for it: -pem then writes the public key that verifies it, for CLERK_JWT_KEY.
Clerk's own instances make no tokens here, and nobody makes any for users who are banned or locked.`,
	define: func(f *flag.FlagSet) func(context.Context, terminal, []string) error {
		var s tokenSetup
		s.define(f)
		f.BoolVar(&s.fresh, "fresh", false, "make a new instance, whatever the variables name")
		f.StringVar(&s.pem, "pem", "", "the `file` to write the public key of a new instance to")
		f.StringVar(&s.User, "user", "", "the `user`: an id, an email address, a username or an external id (default the only one)")
		f.StringVar(&s.Org, "org", "", "the active `organization`: an id or a slug (default none)")
		f.StringVar(&s.Role, "role", "", "the `role` there, as in org:admin, whether or not the user has it (default that of the membership)")
		f.Var(&s.permissions, "permission", "with -role: a `permission`, as in org:invoices:read; may be repeated")
		f.StringVar(&s.Party, "party", "", "the `origin` that the token is made for, claim azp (default none)")
		f.BoolVar(&s.Pending, "pending", false, "make the session pending: its user still owes a task, and counts as signed out")
		f.DurationVar(&s.expires, "expires", 0, "how long it is valid, `1h`; negative for a token that has expired (default that of the instance)")
		f.Var(&s.claims, "claim", "a further claim, `name=value`, as a customised session token has it; the value is JSON, or else text; may be repeated")
		return func(ctx context.Context, t terminal, args []string) error {
			if err := atMost(0, args); err != nil {
				return err
			}
			token, err := s.make(ctx, t)
			if err == nil {
				t.print("%s\n", token)
			}
			return err
		}
	},
}

// make makes the token.
func (s tokenSetup) make(ctx context.Context, t terminal) (string, error) {
	s.Permissions = s.permissions
	if s.expires != 0 {
		seconds := s.expires.Seconds()
		s.Seconds = &seconds
	}
	for _, text := range s.claims {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return "", usageError(fmt.Sprintf("-claim %q has no name and value, as in -claim plan=pro", text))
		}
		if s.Claims == nil {
			s.Claims = map[string]json.RawMessage{}
		}
		if !json.Valid([]byte(value)) {
			quoted, err := json.Marshal(value)
			if err != nil {
				return "", err
			}
			value = string(quoted)
		}
		s.Claims[name] = json.RawMessage(value)
	}
	if s.fresh {
		return s.fromNew(ctx, t)
	}
	dev, err := s.find(t.getenv)
	switch {
	case errors.Is(err, errNone):
		return s.fromNew(ctx, t)
	case err != nil:
		return "", err
	case s.pem != "":
		return "", usageError("-pem is for a new instance; one that runs publishes its keys, and -fresh makes a new one")
	}
	var made minted
	err = dev.ask(ctx, "POST", "token", s.wish, &made)
	return made.Token, err
}

// fromNew makes the token of a new instance with the user that is wished for.
func (s tokenSetup) fromNew(ctx context.Context, t terminal) (token string, err error) {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, ck.Close()) }()
	client, err := backend.New(ck.Options())
	if err != nil {
		return "", err
	}
	user := clerktest.User{ID: s.User}
	if strings.Contains(s.User, "@") {
		user = clerktest.User{Email: s.User}
	}
	if err := try(func() { ck.AddUser(user) }); err != nil {
		return "", err
	}
	if s.Org != "" && s.Role == "" {
		s.Role = "org:member"
	}
	if token, err = s.mint(ctx, ck, client); err != nil {
		return "", err
	}
	if s.pem == "" {
		t.note("usher token: the token is one of a new instance; -pem FILE writes the key that verifies it.\n")
		return token, nil
	}
	return token, os.WriteFile(s.pem, []byte(ck.PublicKeyPEM()), 0o600)
}

package program

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/revocation"
	"github.com/usher-auth/usher/webhooks"
)

// A Setup is what an application is made with.
type Setup struct {
	// Origin is where browsers find the application.
	Origin string
	// Auth authenticates its requests.
	Auth *middleware.Usher
	// Backend is the client of the Backend API.
	Backend *backend.Client
	// Over has the sessions that are over. Auth asks it about every caller, and ends the connections of whoever comes on it.
	Over *revocation.List
	// Webhooks receives what Clerk reports, and feeds Over. It is nil where the environment has no signing secret.
	Webhooks *webhooks.Mux
	// Now is the clock of the instance.
	Now func() time.Time
	// Tokens hands out a token of somebody who is made up, as the last part of the path says. It is nil where nobody is.
	Tokens http.Handler
	// Sockets are the connections that the server has let go of. The program waits for them to end.
	Sockets *sync.WaitGroup
}

// opened is a Setup and what has to be closed with it.
type opened struct {
	Setup
	source  string // who the people are, in a sentence
	closers []func() error
}

// open makes the Setup of an application at an origin: with the Clerk that the environment names, or one inside the process.
func open(origin string, lifetime time.Duration, getenv func(string) string) (_ *opened, err error) {
	o := &opened{Setup: Setup{Origin: origin, Now: time.Now, Sockets: new(sync.WaitGroup)}}
	defer func() {
		if err != nil {
			err = errors.Join(err, o.close())
		}
	}()
	options, err := o.people(lifetime, getenv)
	if err != nil {
		return nil, err
	}
	options.PublicURL = origin
	if o.Over, err = revocation.New(revocation.Options{Now: o.Now}); err != nil {
		return nil, err
	}
	if o.Auth, err = middleware.New(options, middleware.WithRevocations(o.Over)); err != nil {
		return nil, err
	}
	o.closers = append(o.closers, o.Auth.Close)
	instance, err := options.Resolve()
	if err != nil {
		return nil, err
	}
	if instance.PublishableKey.IsZero() {
		return nil, errors.New("CLERK_PUBLISHABLE_KEY is not set; the page has a session in cookies, which belong to the instance that it names")
	}
	if len(instance.WebhookSigningSecrets) > 0 {
		if err := o.receive(options); err != nil {
			return nil, err
		}
	}
	o.Backend, err = backend.New(options)
	return o, err
}

// receive makes the receiver of webhooks.
func (o *opened) receive(options clerk.Options) error {
	verifier, err := webhooks.New(options)
	if err != nil {
		return err
	}
	if o.Webhooks, err = webhooks.NewMux(verifier); err != nil {
		return err
	}
	o.Over.Feed(o.Webhooks)
	return nil
}

// people returns the options of the instance whose users sign in here.
func (o *opened) people(lifetime time.Duration, getenv func(string) string) (clerk.Options, error) {
	if getenv("CLERK_SECRET_KEY") != "" {
		o.source = "The people are those of your Clerk instance, as the environment names it."
		return clerk.Options{Getenv: getenv}, nil
	}
	if lifetime < 2*time.Second || lifetime%time.Second != 0 {
		return clerk.Options{}, fmt.Errorf("-token-lifetime %v: tokens tell their end in whole seconds, and the page needs two of them to renew in", lifetime)
	}
	ck, err := clerktest.Start(clerktest.Config{TokenLifetime: lifetime})
	if err != nil {
		return clerk.Options{}, err
	}
	o.closers = append(o.closers, ck.Close)
	ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})
	bob := ck.AddUser(clerktest.User{ID: "user_bob", FirstName: "Bob"})
	o.Tokens = tokens{"ada": ck.SignIn(ada).OrgRole("acme", "org:admin"), "bob": ck.SignIn(bob).OrgRole("acme", "org:member")}
	o.source = "Ada and Bob are made up, by a Clerk inside this process. Set CLERK_SECRET_KEY to use your own instance."
	o.Now = ck.Now
	options := ck.Options()
	options.SignInURL = ck.SignInURL()
	options.ClockSkew = clerk.Value(time.Duration(0)) // there is one clock, and the pages tell when a token ends
	return options, nil
}

// wait waits until no socket is left, or ctx ends.
func (o *opened) wait(ctx context.Context) error {
	none := make(chan struct{})
	go func() {
		o.Sockets.Wait()
		close(none)
	}()
	select {
	case <-none:
		return nil
	case <-ctx.Done():
		return errors.New("a WebSocket did not end in time")
	}
}

// close closes in the order opposite to that of opening.
func (o *opened) close() error {
	var errs []error
	for i := len(o.closers) - 1; i >= 0; i-- {
		errs = append(errs, o.closers[i]())
	}
	return errors.Join(errs...)
}

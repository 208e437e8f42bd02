package demo

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
)

// A Config sets up a [Demo]. The zero Config needs no account and no network.
type Config struct {
	// Clerk are the options of a real instance, which the people on the page then come from. Nil means an instance inside
	// the process, with people of its own.
	Clerk *clerk.Options
	// TokenLifetime is how long the session tokens of the people inside the process live. Zero means 60 seconds, as with
	// Clerk. It must be whole seconds and at least two of them.
	TokenLifetime time.Duration
}

// A Demo is the web application of the quickstart. It is safe for concurrent use. Close it when nobody is served any more.
type Demo struct {
	handler http.Handler
	auth    *middleware.Usher
	people  *people // nil with a real instance
}

// New sets the application up. The error joins everything that is wrong with the configuration.
func New(config Config) (*Demo, error) {
	d := &Demo{}
	var options clerk.Options
	if config.Clerk != nil {
		options = *config.Clerk
	} else {
		people, err := newPeople(config.TokenLifetime)
		if err != nil {
			return nil, err
		}
		d.people = people
		options = people.options()
	}
	auth, err := middleware.New(options)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	d.auth = auth
	if d.handler, err = d.routes(); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// routes puts the page around the application.
func (d *Demo) routes() (http.Handler, error) {
	rows, source, err := guardedRoutes()
	if err != nil {
		return nil, err
	}
	html, err := page{Embedded: d.Embedded(), Personas: personas(), Routes: rows, Source: source}.render()
	if err != nil {
		return nil, err
	}
	files, err := serveAssets()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", showPage(html))
	mux.Handle("GET /assets/", files)
	mux.Handle("GET /whoami", d.auth.Authenticate(http.HandlerFunc(whoami)))
	if d.Embedded() {
		mux.Handle("POST /demo/token", http.NewCrossOriginProtection().Handler(d.people))
	}
	mux.Handle("/", routes(d.auth))
	return withHeaders(mux), nil
}

// ServeHTTP serves the page, and the routes that it tries.
func (d *Demo) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.handler.ServeHTTP(w, r) }

// Embedded reports whether the people come from inside the process, and not from a real instance.
func (d *Demo) Embedded() bool { return d.people != nil }

// Preload fetches the verification keys, which otherwise the first request waits for. The error is a *jwks.Error.
func (d *Demo) Preload(ctx context.Context) error { return d.auth.Preload(ctx) }

// Close ends what works in the background.
func (d *Demo) Close() error {
	var errs []error
	if d.auth != nil {
		errs = append(errs, d.auth.Close())
	}
	if d.people != nil {
		errs = append(errs, d.people.close())
	}
	return errors.Join(errs...)
}

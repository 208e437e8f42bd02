package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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
	// Origin is where browsers find the application: "http://127.0.0.1:8080". Tokens that were made for another origin are then
	// refused. Empty means any host that a request names. With a real instance, whose tokens come from a front end elsewhere,
	// it only says where the application is.
	Origin string
	// SatelliteOrigin is where browsers find the satellite, see [Demo.Satellite]. It needs Origin, and must be on another host:
	// cookies do not know ports. Empty means that there is none, and so it must be with a real instance.
	SatelliteOrigin string
	// Now is the clock of the people inside the process. Nil means time.Now.
	Now func() time.Time
}

// check says what is wrong with a Config, as far as nobody else does.
func (c Config) check() error {
	if c.SatelliteOrigin == "" {
		return nil
	}
	if c.Clerk != nil {
		return errors.New("SatelliteOrigin is for the people inside the process; a satellite of a real instance has to be set up at Clerk")
	}
	primary, err := url.Parse(c.Origin)
	satellite, err2 := url.Parse(c.SatelliteOrigin)
	if err != nil || err2 != nil || primary.Hostname() == "" || primary.Hostname() == satellite.Hostname() {
		return fmt.Errorf("SatelliteOrigin is %q and Origin %q; both are needed, on two hosts such as 127.0.0.1 and localhost, because "+
			"cookies do not know ports", c.SatelliteOrigin, c.Origin)
	}
	return nil
}

// A Demo is the web application of the quickstart. It is safe for concurrent use. Close it when nobody is served any more.
type Demo struct {
	handler   http.Handler
	auth      *middleware.Usher
	people    *people    // nil with a real instance
	satellite *satellite // nil if there is none
}

// New sets the application up. The error joins everything that is wrong with the configuration.
func New(config Config) (*Demo, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	d := &Demo{}
	if err := d.open(config); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Demo) open(config Config) error {
	var options clerk.Options
	if config.Clerk != nil {
		options = *config.Clerk
	} else {
		people, err := newPeople(config)
		if err != nil {
			return err
		}
		d.people = people
		options = people.options(config.Origin)
	}
	auth, err := middleware.New(options, middleware.WithErrorHandler(refuse))
	if err != nil {
		return err
	}
	d.auth = auth
	links, err := d.links(options, config)
	if err != nil {
		return err
	}
	if config.SatelliteOrigin != "" {
		if d.satellite, err = newSatellite(d.people, links); err != nil {
			return err
		}
	}
	d.handler, err = d.routes(links)
	return err
}

// routes puts the pages around the application.
func (d *Demo) routes(links links) (http.Handler, error) {
	rows, source, err := guardedRoutes()
	if err != nil {
		return nil, err
	}
	html, err := page{Embedded: d.Embedded(), Personas: personas(), Routes: rows, Source: source, Links: links}.render()
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
	accountRoutes(mux, d.auth, account{links: links, now: d.now()})
	if d.Embedded() {
		mux.Handle("GET "+signInPath, d.auth.Authenticate(d.people.signIn()))
		mux.Handle("POST /demo/token", http.NewCrossOriginProtection().Handler(d.people))
	}
	mux.Handle("/", routes(d.auth))
	return withHeaders(mux), nil
}

// ServeHTTP serves the page, and the routes that it tries.
func (d *Demo) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.handler.ServeHTTP(w, r) }

// Satellite returns the application to serve at Config.SatelliteOrigin, or nil if there is none: it has cookies of its own, and
// knows from the first one who is signed in.
func (d *Demo) Satellite() http.Handler {
	if d.satellite == nil {
		return nil
	}
	return d.satellite.handler
}

// Embedded reports whether the people come from inside the process, and not from a real instance.
func (d *Demo) Embedded() bool { return d.people != nil }

// now returns the clock that tokens end by.
func (d *Demo) now() func() time.Time {
	if d.Embedded() {
		return d.people.ck.Now
	}
	return time.Now
}

// Preload fetches the verification keys, which otherwise the first request waits for. The error is a *jwks.Error.
func (d *Demo) Preload(ctx context.Context) error { return d.auth.Preload(ctx) }

// Close ends what works in the background.
func (d *Demo) Close() error {
	var errs []error
	if d.auth != nil {
		errs = append(errs, d.auth.Close())
	}
	if d.satellite != nil {
		errs = append(errs, d.satellite.auth.Close())
	}
	if d.people != nil {
		errs = append(errs, d.people.close())
	}
	return errors.Join(errs...)
}

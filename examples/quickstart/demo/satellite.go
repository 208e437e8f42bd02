package demo

import (
	"net/http"
	"net/url"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
)

// A satellite is an application on another host than the one that users sign in for, with an Usher of its own.
type satellite struct {
	handler http.Handler
	auth    *middleware.Usher
}

// signInPath is where users sign in for the application and its satellites. A real one has Clerk's component for that there, and
// the demo a redirect to the page of the Clerk inside the process.
const signInPath = "/sign-in"

// signIn sends users to sign in, and from there back to where they came from; Clerk sees to it that this is no stranger's site.
func (p *people) signIn() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, withReturn(p.ck.SignInURL(), r.URL.Query().Get(clerk.QueryRedirectURL)), http.StatusSeeOther)
	})
}

// newSatellite sets a satellite up. Its users sign in on the page of the primary application. There it also sends a browser that
// it does not know, and Usher, on that side, answers who it is and sends it back.
func newSatellite(people *people, links links) (*satellite, error) {
	origin, err := url.Parse(links.Satellite)
	if err != nil {
		return nil, err
	}
	options := people.options(links.Satellite)
	options.IsSatellite = clerk.Value(true)
	options.SatelliteAutoSync = true
	options.Domain = origin.Host
	options.SignInURL = links.Primary + signInPath
	auth, err := middleware.New(options, middleware.WithErrorHandler(refuse))
	if err != nil {
		return nil, err
	}
	files, err := serveAssets()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	accountRoutes(mux, auth, account{links: links, satellite: true, now: people.ck.Now})
	mux.Handle("GET /assets/", files)
	return &satellite{handler: withHeaders(mux), auth: auth}, nil
}

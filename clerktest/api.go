package clerktest

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
)

// An endpoint is an operation of the Backend API that takes the keys of the instance: it returns what is answered as JSON, or why
// not.
type endpoint func(r *http.Request) (any, *refusal)

// backendRoutes are the operations of the Backend API, by the patterns of net/http.
func (c *Clerk) backendRoutes() map[string]http.HandlerFunc {
	routes := map[string]http.HandlerFunc{}
	add := func(pattern string, handler http.HandlerFunc) {
		routes[pattern] = c.faults.disturb(c.limit(pattern, handler))
	}
	add("GET /v1/jwks", c.backendKeys)
	routes["GET /v1/jwks"] = c.count(routes["GET /v1/jwks"])
	for pattern, e := range c.sessionEndpoints() {
		add(pattern, c.serve(e))
	}
	for _, o := range c.api.Operations() {
		pattern := o.Method + " /v1" + o.Path
		add(pattern, c.api.Handler(o, randomText))
		if o.Bare {
			routes[o.Method+" "+o.Path] = routes[pattern]
		}
	}
	return routes
}

// Operations returns the operations of the Backend API that the server answers, sorted, by method and path: "GET /v1/users",
// "GET /v1/users/{user_id}". What else Clerk's Backend API has is answered with 501 and the code not_implemented.
func (c *Clerk) Operations() []string {
	var all []string
	for pattern := range c.backendRoutes() {
		all = append(all, pattern)
	}
	slices.Sort(all)
	return all
}

// serve makes a handler of an endpoint: for those with the secret key.
func (c *Clerk) serve(e endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if refused := c.checkKey(r); refused != nil {
			refused.write(w)
			return
		}
		answer, refused := e(r)
		if refused != nil {
			refused.write(w)
			return
		}
		writeJSON(w, http.StatusOK, answer)
	}
}

// checkKey refuses requests without the secret key.
func (c *Clerk) checkKey(r *http.Request) *refusal {
	if err := c.api.Authorize(r); err != nil {
		return &refusal{backendapi.Refusal(err)}
	}
	return nil
}

// readParams reads the params of a request, see backendapi.Decode.
func readParams[P any](r *http.Request) (P, *refusal) {
	params, err := backendapi.Decode[P](r)
	if err != nil {
		return params, &refusal{backendapi.Refusal(err)}
	}
	return params, nil
}

// notImplemented answers for the rest of the Backend API, with or without a key.
func notImplemented(w http.ResponseWriter, r *http.Request) {
	refuse(http.StatusNotImplemented, "not_implemented", "Not implemented", fmt.Sprintf(
		"clerktest does not answer %s %.200q. Clerk.Operations lists what it answers of the Backend API, and Clerk.URL what of the "+
			"Frontend API. Test the rest with an http.Client of your own in the options.",
		r.Method, r.URL.Path)).write(w)
}

// Package demo is the web application that the quickstart serves: six routes behind Usher's guards, and a page to try them
// on as different people.
//
// Start reading in routes.go, which is what your own service would look like. The rest is the page around it, and the people:
// personas.go makes them, with a Clerk that lives inside the process unless [Config] names a real one.
package demo

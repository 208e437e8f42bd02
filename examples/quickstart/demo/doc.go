// Package demo is the web application that the quickstart serves: six routes behind Usher's guards and a page to try them
// on as different people, a page with a session in cookies, and a satellite that finds the session.
//
// Start reading in routes.go, which is what your own service would look like, and in account.go for pages that browsers load. The
// rest is what they show, and the people: personas.go makes them, with a Clerk that lives inside the process unless [Config] names
// a real one.
package demo

package clerktest

import "net/http"

// Handler returns what the server serves, for tests that need no network.
func (c *Clerk) Handler() http.Handler { return c.handler }

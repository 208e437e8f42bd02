// Package clerktest is a Clerk instance inside a test: users, organizations and roles, session tokens with real
// signatures, and an HTTP server that publishes the keys to verify them with, a part of the Backend API, and what a browser
// needs of the Frontend API.
//
//	ck := clerktest.New(t)
//	usher, err := middleware.New(ck.Options())
//	...
//	ada := ck.AddUser(clerktest.User{FirstName: "Ada"})
//	req := ck.SignIn(ada).Authorize(httptest.NewRequest("GET", "/me", nil))
//	usher.RequireAuth(handler).ServeHTTP(rec, req)
//
// [Clerk.SignIn] makes tokens as Clerk makes them, and its methods make them wrong in any way: expired, forged, for
// another party, with claims of the wrong type. The instance can rotate its keys, fail and be slow, and its clock can be
// set, so that a test of expiry need not wait.
//
// The server also answers what package backend asks, from memory; [Clerk.Operations] lists what:
//
//	client, err := backend.New(ck.Options())
//	user, err := client.Users.Get(ctx, ada.ID)
//
// What changes is delivered to [Config.WebhookURL] as Clerk delivers it, signed and more than once if need be.
// It issues what programs bring too, which the Backend API then knows: [Clerk.IssueAPIKey], [Clerk.IssueM2MToken] of machines from
// [Clerk.AddMachine], and [Clerk.IssueOAuthToken].
//
// [Clerk.Snapshot] and [Clerk.Restore] take a whole instance from one test to the next, and [Clerk.Load] and Config.SeedFile begin
// one with users, organizations and more out of a file. [Clerk.Fault] has some requests fail, wait or go unanswered, and
// Config.RateLimits has the limits of Clerk hold.
//
// It is also what browsers are sent to: [SignIn.Cookies] are the cookies that a browser brings, and a [Browser] takes the whole
// way between a handler and the instance, with the handshake, a page to sign in on, and satellites. In a real browser Clerk's own
// library, @clerk/clerk-js, works with it; [Clerk.URL] says how, and what is missing.
//
// Where signatures are beside the point, [As] puts an identity into a request in one line. Usher's middleware honours it,
// and so do handlers that are tested without any middleware:
//
//	req = clerktest.As(req, clerktest.Identity{UserID: "user_1", OrgRole: "org:admin"})
//
// Programs, such as a demonstration without a Clerk account, use [Start] instead of [New]. The server listens on loopback
// only, and the private keys are published: nothing that has to be safe may trust an instance of this package.
//
// A mistake in a test, such as a role that the organization does not have, ends it with a sentence that says so: through
// Fatalf of the test that was passed to New, or with a panic where there is none.
//
// Everything here is safe for concurrent use. The package does not import testing.
package clerktest

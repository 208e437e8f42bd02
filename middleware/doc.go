// Package middleware authenticates net/http requests and guards routes.
//
//	auth, err := middleware.New(clerk.Options{}) // keys from CLERK_SECRET_KEY and its companions
//	mux.Handle("GET /me", auth.RequireAuth(me))
//	mux.Handle("DELETE /projects/{id}", auth.Require(authobject.Role("org:admin"))(http.HandlerFunc(deleteProject)))
//	http.ListenAndServe(addr, auth.Authenticate(mux))
//
// Everything is a func(http.Handler) http.Handler, so it fits any router that speaks net/http. [Usher.Authenticate] attaches
// an *authobject.Auth to every request and refuses none. [Usher.RequireAuth] refuses callers that are not signed in;
// [Usher.Require] also those that do not meet its checks. The guards authenticate by themselves where Authenticate is not
// mounted above them, and a request is verified once however many of them it passes.
//
// Pages have guards of their own, [Usher.RequireAuthPage] and [Usher.RequirePage], which send a browser to the sign-in page instead
// of answering 401. The cookies of a user do not count in what other sites have the browser send; see [WithTrustedOrigins].
// [Usher.Bind] ends a connection that stays open when the credential does, [Ushers] serve several instances, and a [Proxy] serves
// the Frontend API of Clerk. Routers whose handlers are no http.Handler take a guard through [Adapt]; there are adapters for gin and
// echo.
//
// Refusals are 401 for callers without an identity, 403 for callers who may not, and 503 when the verification keys could
// not be had, each with a reason code and a sentence (RFC 9457 problem details). See [Error] and [WithErrorHandler].
//
// The response writer is handed on as it came, so that streaming, hijacking and http.ResponseController work below.
package middleware

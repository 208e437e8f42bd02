// Package authn decides about one request: who is asking, and what the response must say about it.
//
// It works in steps that are kept apart. [Authenticator.Read] reads the headers, cookies and address of a request, without I/O and
// without judgement. [Authenticator.Decide] chooses the credential that counts, has it verified, and decides: a [Decision] is signed
// in, signed out, a handshake, or a failure of the configuration, with a reason code, a sentence for people and the headers to
// send.
//
// A token in the Authorization header goes before the cookies. A browser whose cookies are missing, expired or out of date is sent
// to Clerk's Frontend API and comes back with fresh ones; that is a handshake, and only page loads by GET can have one. The rules
// are those of Clerk's own SDK, held against recorded decisions of it; docs/differences.md lists what is decided otherwise, and
// why.
//
// Where [Config].Sessions is set, a request may name the session that it means, and is signed in to that one or to none: see package
// multisession.
//
// Nobody is signed in but by a token that the [Verifier] has verified, or by a credential that [Machines] has. What a browser's
// cookies say beside it, and what a token says before it is verified, only decides between signed out and a redirect.
//
// Nothing here knows http.ResponseWriter or routers; package middleware turns decisions into HTTP, and other transports
// can call this package directly.
package authn

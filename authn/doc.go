// Package authn decides about one request: who is asking, and what the response must say about it.
//
// It works in steps that are kept apart. First it reads the [Credentials], without I/O and without judgement. Then it
// verifies the one that counts. Then it decides: a [Decision] is signed in or signed out, with a reason code, a sentence
// for people and the headers to send.
//
// Nothing here knows http.ResponseWriter or routers; package middleware turns decisions into HTTP, and other transports
// can call this package directly.
//
// This version reads the Authorization header. A request without one is signed out, whatever its cookies say.
package authn

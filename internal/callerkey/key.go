// Package callerkey names the place in a context where the caller of a request is found, for the packages that put one there and
// the one that reads it. It lets a middleware answer for the caller from a context of its own, without one more around it.
package callerkey

// A Key is the key of the context value, which is an *authobject.Auth.
type Key struct{}

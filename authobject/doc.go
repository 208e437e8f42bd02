// Package authobject says who is asking: the [Auth] object that the middleware attaches to a request's context, and the
// checks that a route can hold it against.
//
//	me, ok := authobject.FromContext(r.Context())
//	if !ok {
//		// nobody is signed in
//	}
//	if me.Has(authobject.Role("org:admin"), authobject.Reverified(authobject.Strict)) {
//		// an admin of the active organization who confirmed a second factor in the last ten minutes
//	}
//
// An Auth never changes. It is read through methods and can be shared between goroutines and requests; nobody downstream
// can promote a caller by assigning to a field.
//
// Checks fail closed. A check that cannot be evaluated, because the token lacks the claim, because no organization is
// active, or because the check itself makes no sense, refuses; and so does its negation.
//
// Nothing in this package prints a token. [Auth], [Token] and [Claims] keep it out of fmt, slog and encoding/json.
package authobject

// Package backend is a client for Clerk's Backend API: every operation, in plain Go.
//
//	c, err := backend.New(clerk.Options{})                      // CLERK_SECRET_KEY
//	user, err := c.Users.Get(ctx, "user_…")
//	user, err = c.Users.Update(ctx, user.ID, &backend.UserUpdateParams{FirstName: backend.Some("Ada")})
//	for user, err := range c.Users.All(ctx, nil) { … }
//
// Ids are arguments, everything else is in one params struct, which may be nil where nothing in it is required. In params an
// [Opt] is a field that can be absent, null or a value. In answers a text that is null is "", a time the zero [Time], an object
// a nil pointer, a list nil; only numbers and booleans that may be missing are an Opt. Enums are strings with constants, open to
// values that are not known yet, and fields that are not known are ignored.
//
// A list has two methods: List returns one [Page], All an iterator over the whole list that asks for pages as it needs them.
//
// A refusal is an [*Error]; errors.Is(err, [ErrNotFound]) and [HasCode] tell what it is. A client retries what is safe to
// retry, see [Retry]. Clients are immutable and safe for concurrent use; [Client.With] makes one that differs.
package backend

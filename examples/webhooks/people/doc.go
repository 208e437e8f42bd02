// Package people keeps a table of users in SQLite in step with Clerk's webhooks.
//
//	store, err := people.Open(ctx, "people.db")
//	webhooks.On(mux, store.UserCreated)
//	webhooks.On(mux, store.UserUpdated)
//	webhooks.On(mux, store.UserDeleted)
//
// Events may come late, twice, at the same time and in any order, and the process may end at any point. Two rules make the
// table right all the same:
//
// Once. The id of an event is inserted in the transaction of the change that it makes. If it is there already, there is
// nothing left to do. Either both are in the database or neither is, so that an event whose answer the sender never saw can
// come again.
//
// Order. A user is overwritten only by something newer, and never after having been deleted. See [Store.UserUpdated] and
// [Store.UserDeleted] for what newer is. The last state of a user is therefore the same for every order of delivery.
package people

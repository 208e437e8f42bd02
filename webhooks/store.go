package webhooks

import "context"

// A Claim is what a [Store] answers to who wants to handle an event. The zero Claim is none of the three.
type Claim int

// The answers of [Store.Claim].
const (
	// Claimed says that nobody else handles the event, until the claim is ended with Done or Release.
	Claimed Claim = iota + 1
	// InProgress says that somebody else has claimed the event and has not ended that yet.
	InProgress
	// Handled says that the event was handled.
	Handled
)

// String returns "claimed", "in progress" or "handled", and "invalid" for every other value.
func (c Claim) String() string {
	switch c {
	case Claimed:
		return "claimed"
	case InProgress:
		return "in progress"
	case Handled:
		return "handled"
	}
	return "invalid"
}

// A Store remembers which events were handled and which are being handled. It has to be safe for concurrent use.
//
// What a [Mux] makes of it: a function that fails, or a process that ends in between, leads to another attempt, so that each
// event is handled at least once as long as the sender goes on trying. An event that comes twice at the same time is handled
// for the first delivery, and the second is answered with 503; the sender then asks again and learns how the first ended.
// Between the success of a function and Done the process may die, and a store may forget; then the event is handled again.
//
// Exactly once therefore needs the help of what the event changes. With a database, record the id in the transaction of the
// change itself:
//
//	tx, err := db.BeginTx(ctx, nil)
//	…
//	defer tx.Rollback()
//	result, err := tx.ExecContext(ctx, `INSERT INTO handled_events (id) VALUES ($1) ON CONFLICT DO NOTHING`, e.ID)
//	…
//	if n, err := result.RowsAffected(); err != nil || n == 0 {
//		return err // nil if the event has had its effect before
//	}
//	// … the change …
//	return tx.Commit()
//
// That holds with any Store, the one in memory included, and for any number of replicas. A Store that replicas share is only
// there to spare them work.
//
// A Store outside the process needs to end claims by itself after a time, or the events of a process that died stay in
// progress for ever; the time has to be longer than that of [WithHandlerTimeout]. Since a function may be late all the same,
// every claim has an owner: what somebody says whose claim has ended in the meantime must not touch the claim of whoever
// came after. It has to remember handled events for twice the tolerance of [WithTolerance] at least, or somebody who has
// recorded a delivery can have it handled again; 36 hours, which is longer than Clerk's sender tries, keep its own repetitions
// out too.
//
// Package webhooks/storetest tests a Store for all of this.
type Store interface {
	// Claim asks for the right to handle the event with this id. It must give Claimed to only one of several who ask, and with
	// it an owner: a text that no other claim has. With the other answers the owner is empty. An error makes the sender try
	// again.
	Claim(ctx context.Context, id string) (claim Claim, owner string, err error)
	// Done ends the claim of this owner: from now on Claim answers Handled. Of an owner who does not have the claim any more it
	// changes nothing; whether that is an error is up to the store. A [Mux] logs errors.
	Done(ctx context.Context, id, owner string) error
	// Release ends the claim of this owner: from now on Claim answers as if it had never been made. It changes nothing for
	// another owner, and never undoes Done.
	Release(ctx context.Context, id, owner string) error
}

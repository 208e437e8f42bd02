// Package webhooks receives what a Clerk instance reports: it verifies each delivery, decodes it by its type and hands it to
// the function that was registered for that type.
//
//	verifier, err := webhooks.New(clerk.Options{}) // the secret from CLERK_WEBHOOK_SIGNING_SECRET
//	mux, err := webhooks.NewMux(verifier)
//	webhooks.On(mux, func(ctx context.Context, e webhooks.UserCreated) error {
//		return store.AddUser(ctx, e.ID, e.Data.ID)
//	})
//	http.Handle("POST /webhooks/clerk", mux)
//
// Deliveries are signed with HMAC-SHA256 (Standard Webhooks; Clerk sends them through Svix). Only the bytes as they came can
// be verified, so nothing above may read the body, and no middleware that asks for a signed-in user may stand before the
// route: the sender has no session. [Verifier.Verify] takes header and body from wherever else they arrive.
//
// An answer other than 2xx, or none within 15 seconds, makes the sender try again: eight times in all, in a little under 28
// hours, always under the same [Event.ID]; then the event is lost, unless somebody sends it again from the Clerk Dashboard. A
// [Mux] answers 500 when a handler fails, so that the event comes back, and keeps a [Store] of ids, so that an event which was
// handled is not handled again. Events may arrive late, twice and out of order: see [Store] for what is promised and how to have
// an effect exactly once. See [Mux.HandleUndecodable] for what this package cannot decode, and [WithObserver] for alarms.
package webhooks

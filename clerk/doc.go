// Package clerk is the vocabulary of a Clerk instance: which keys it has, where its APIs live, what its cookies, headers
// and query parameters are called, and why something was refused.
//
// A program describes its instance with [Options] and the constructors of the other packages resolve them once:
//
//	auth, err := middleware.New(clerk.Options{
//		AuthorizedParties: []string{"https://app.example.com"},
//	})
//
// What an option leaves open comes from the environment (CLERK_SECRET_KEY, CLERK_PUBLISHABLE_KEY and so on; each field
// of [Options] names its variables), and what the environment leaves open has a default. [Options.Resolve] is the one
// place where that happens. It reports every problem at once, each as an [*OptionError] that says what to do, and hands
// out an [*Instance] that never changes afterwards.
//
// Two kinds of key tell instances apart. A publishable key ([PublishableKey], pk_test_… or pk_live_…) is public and
// holds the host of the instance's Frontend API. A secret key ([Secret], sk_test_… or sk_live_…) opens the Backend API;
// it is never part of an error of this package, and a [Secret] hides itself from fmt, log/slog and encoding/json.
//
// Nothing here opens a connection, and everything is safe for concurrent use once made.
package clerk

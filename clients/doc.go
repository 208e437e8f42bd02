// Package clients holds the checks that Clerk's own clients work, unmodified and from their registries, against usher dev: the Go SDK
// (clerk-sdk-go) and the one for JavaScript (@clerk/backend, in the directory backend). Beside them Clerk's middleware for Express
// (@clerk/express, in the directory express) and Usher's answer the same random requests, with the emulator as their Clerk.
//
// It has nothing but tests, and is a module of its own so that those clients stay out of the module graph of those who use Usher. Run
// it with `make clients`. What comes from npm needs node and npm; without them those tests are skipped, or fail when
// USHER_REQUIRE_CLIENTS=1 or CI=true.
//
// pending.txt lists the checks that wait for an operation which the emulator does not answer yet. A check that waits and is not listed
// fails, and so does one that is listed and works. The middleware decides otherwise in no way but those of docs/differences.md that
// express_test.go lists, and each of those has to occur.
package clients

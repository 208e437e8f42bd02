// Package revocation has a list of sessions and users whose tokens do not count any more.
//
// A session token is good until it expires, whatever has become of its session, because nobody is asked about it. That is a minute in
// which a user who was locked out goes on, and a connection that was ended is opened again with the same token. A [List] knows which
// sessions are over, from Clerk's webhooks or from the service itself, and middleware.WithRevocations has every verdict ask it.
//
// The list is in memory, costs a map lookup for each request, and asks nobody. In several processes tell each of them: a webhook comes
// to one. Anything with a method Revoked does in its place, such as one that a message queue feeds.
package revocation

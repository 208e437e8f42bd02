// Package jwks keeps the verification keys of one Clerk instance at hand.
//
// The keys come from the Backend API when a secret key is configured, from the Frontend API's public
// /.well-known/jwks.json when only a publishable key is, and from a PEM without any network when a JWT key is. A [Cache]
// answers from memory: a request whose key is known never waits for the network, whatever state Clerk is in. Keys are
// refreshed in the background; while the endpoint is down the last ones stay in use, up to a bound.
//
// A token can name a key that is not known, because Clerk rotated its keys or because somebody made the name up. Both ask
// for a refetch, and the second must not turn into traffic: refetches are shared, limited to two at once and one every
// ten seconds after that, and refused at once beyond it. During a flood of made-up names a new key is therefore accepted within ten
// seconds. Nothing tells the two apart before the fetch, so one that was kept in reserve would be used up by the flood as well; a
// shorter wait can only be had for more fetches.
//
// A cache belongs to one instance. Two instances in one process have two caches, and no key of the one is ever looked up
// in the other, even under the same key id.
package jwks

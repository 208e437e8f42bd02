// Package adaptertest holds a framework's adapter to what net/http does with the same service: the same requests must get the same
// status, headers and body, and the same handlers must run.
//
// A framework joins with a [Build], which makes a [Service] the way its users write one: with its own router, groups, middleware,
// recovery and accessors. [Run] then plays every behaviour of the suite twice, on the net/http of this package and on the framework,
// and compares what a client saw on the wire, byte by byte but for the Date. No behaviour can be left out for one framework.
//
// What a router answers by itself, to paths and methods that it does not know, is not an adapter's business: there a Build serves
// [NotFound] and [MethodNotAllowed].
package adaptertest

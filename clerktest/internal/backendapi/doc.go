// Package backendapi answers as Clerk's Backend API, from a world.
//
// An operation is a line of a routing table: a method, a path, and a function whose second argument is the params as a struct.
// [Decode] reads that struct from the body and the address by its tags, and refuses what Clerk refuses, with Clerk's codes; the
// tags are all the reflection there is, and they are why a resource has no parsing of its own. Routing is http.ServeMux of the
// standard library: it does what chi would do here, with one module less.
//
// Answers are structs of this package, with every field of Clerk's and null where Clerk has null. They are not the models of
// package backend: those decode leniently and redact secrets, and a mistake that the client and the emulator share would never
// be seen. Module contract holds the answers against Clerk's document instead.
//
// # How to add a resource
//
//  1. world/things.go: a struct with exported fields, and type Things with its *table.Table and its indexes, as in
//     invitations.go. A line in the struct World, one in world.New, one in checkReferences if rows belong to others, and one in
//     the Delete function of whatever they go with.
//  2. backendapi/things.go, as in invitations.go, in this order: func (a *API) things() []Operation; for each operation its struct
//     of params and its function; the view. read(…) is for what changes nothing, write(…) for the rest: a write that returns an
//     error leaves nothing behind. A line in Operations, and in announce if there are webhooks of it.
//  3. contract/emulator_things_test.go: var thingScenes = scenes{…}, how to call each operation with success, and its line in
//     allScenes. The contract fails for an operation that is served and has no scene.
//  4. A test of the rules beside the code: what is refused, and with which code.
//
// What there is to build from: found and named look up what a path and a param name; change copies, never what a table returned;
// a *table.TakenError becomes form_identifier_exists with the name of the unique index as the param; list, paged and bareOrPaged make
// the three forms of lists out of a source, with window and Order among the params; filter gathers conditions; putMetadata
// merges and replaces; check on a struct of params says what goes together; reply is an answer with another status than 200;
// Upload makes a body multipart; markup is an answer that is a page; bare serves operations without /v1 too, and
// Operation.Authorize takes another key; API.Instance is what there is to know of the instance itself.
package backendapi

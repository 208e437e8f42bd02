// Package contract holds the proof that package backend is Clerk's Backend API, whole and to the letter: the client is
// called through a recording transport, and what it sends and what it makes of answers is compared with Clerk's OpenAPI
// document.
//
// It has nothing but tests, and is a module of its own so that kin-openapi, which reads and applies the document, stays out
// of the module graph of those who use Usher. Run it with `make contract`. The documents are no part of this repository:
// they are looked for in $USHER_OPENAPI_DIR, then in a directory shared/openapi beside the repository. Where there are
// none, the client is held against the tables in testdata, which list the operations and the fields of the same document;
// with CI=true that is a failure.
package contract

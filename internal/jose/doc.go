// Package jose holds what Usher needs of JOSE and nothing more: the strict reading of a compact JWS, the verification of
// its signature, and the parsing of public keys from a JWK set or a PEM.
//
// It is the only package that imports jwx, and no jwx type leaves it (docs/decisions/0001-jwx-v2.md). It calls jwx in
// three places: to parse one JWK that we fetched ourselves, to verify a signature over bytes that we split ourselves,
// and, for the test kit, to sign. Everything that jwx offers beyond that reads more spellings of a token than Clerk
// writes, follows URLs that the token names, or starts goroutines.
package jose

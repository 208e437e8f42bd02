// Package token turns one credential into an [authobject.Auth].
//
// A [Verifier] judges session tokens: the JWTs of about a minute's life that Clerk mints for a signed-in browser or app. It
// works in one order, and judges no claim before the signature stands; only what kind of token it is, which may be told by the
// subject, is read earlier, to refuse:
//
//  1. form: at most 16 KiB, three base64url parts in one spelling, JSON inside
//  2. kind: neither a machine's token nor one made from a JWT template (header cat)
//  3. header: a key id, a typ that is accepted, an alg that is RS256, RS384 or RS512
//  4. key: the instance's own, by id; whatever key the token itself offers is ignored
//  5. signature, with the algorithm that the key is for
//  6. claims: sub, aud, azp, iss, exp, nbf, iat, in that order, against the injected clock
//
// The first thing that is wrong ends it with an [Error] that carries a stable reason code.
//
// [Machines] judges what programs present: API keys, M2M tokens and OAuth access tokens. [KindOf] tells by the text of a
// credential which of them it claims to be. Those in the form of a JWT go the same way as a session token; about opaque ones
// Clerk is asked, within bounds that strangers cannot exceed.
package token

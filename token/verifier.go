package token

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/jwks"
)

// Keys are where a verifier takes the keys of its instance from; [jwks.Cache] is the one to use. Implementations must be
// safe for concurrent use and must never give out the key of another instance.
type Keys interface {
	// Key returns the key with this id, or an error, best a *jwks.Error.
	Key(ctx context.Context, id string) (jwks.Key, error)
	// Renewed returns the key that has replaced old under the same id, if there is one.
	Renewed(ctx context.Context, old jwks.Key) (jwks.Key, bool)
}

// A Verifier judges the session tokens of one instance. It is safe for concurrent use.
//
// It remembers whom the tokens that it has verified speak for, because a session token comes back with every request of its minute
// and arithmetic gives the same answer each time. Whether its dates hold and its key is still one of the instance is looked at
// whenever it comes back. See [WithCache] for the bounds and [WithoutCache] to do without.
type Verifier struct {
	instance    *clerk.Instance
	keys        Keys
	requiresKid bool
	now         func() time.Time
	held        *jwks.Cache // the keys, where they are those of a cache itself, which says quickly what it holds; nil otherwise
	headers     *jose.Headers
	known       *cache // nil where nothing is remembered
}

// New returns a verifier for an instance, which must come from [clerk.Options.Resolve], with that instance's keys. It panics when
// either is nil: that is a mistake in the program, and must not wait for the first request.
//
// [Verifier.Close] gives back at once what it remembers of tokens; without it that goes when they expire.
func New(instance *clerk.Instance, keys Keys, with ...Option) *Verifier {
	if instance == nil || keys == nil {
		panic("token.New: the instance or the keys are nil")
	}
	v := &Verifier{instance: instance, keys: keys, requiresKid: instance.JWTKey == "", now: instance.Now, headers: new(jose.Headers), known: newCache(CacheOptions{})}
	v.held, _ = keys.(*jwks.Cache) // and nothing that wraps one: what that says of a key goes before what the cache holds
	for _, option := range with {
		option.apply(v)
	}
	return v
}

// Session verifies a session token and returns who it speaks for. ctx bounds the wait for a key that is not known yet; a
// token with a known key is judged without waiting.
//
// The error is an [*Error]. Its reason is one of
//
//   - clerk.ReasonTokenInvalid: not a JWT in the one accepted spelling, or an unacceptable typ
//   - clerk.ReasonTokenTypeMismatch: a machine's token or one made from a JWT template
//   - clerk.ReasonTokenInvalidAlgorithm: alg is none of RS256, RS384 and RS512
//   - clerk.ReasonTokenInvalidSignature: no key of this instance made the signature
//   - clerk.ReasonTokenInvalidAuthorizedParties: azp is absent or not in Options.AuthorizedParties
//   - clerk.ReasonTokenInvalidIssuer: iss is absent or not one of this instance
//   - clerk.ReasonTokenVerificationFailed: a claim is absent or has the wrong type, aud does not match, or the key is for
//     another algorithm
//   - clerk.ReasonTokenExpired, clerk.ReasonTokenNotActiveYet, clerk.ReasonTokenIATInTheFuture
//   - clerk.ReasonJWKKidMismatch: the instance has no such key
//   - clerk.ReasonJWKRemoteFailedToLoad, clerk.ReasonSecretKeyInvalid, clerk.ReasonUnexpectedError, with Unavailable set:
//     the keys could not be had, so nothing can be said about the token
func (v *Verifier) Session(ctx context.Context, text string) (*authobject.Auth, error) {
	if v.known == nil || len(text) > jose.MaxTokenSize {
		good, err := v.verify(ctx, text)
		return good.auth, err
	}
	tag := v.known.Tag(text)
	if auth := v.recall(ctx, tag, text); auth != nil {
		return auth, nil
	}
	good, err := v.verify(ctx, text)
	if err != nil {
		return nil, err
	}
	v.remember(tag, text, good)
	return good.auth, nil
}

// Recall is [Verifier.Session] for a token that is remembered. It returns nil for every other token, and where Session would refuse
// this one. It does no arithmetic and does not wait, unless the verifier has other keys than a [jwks.Cache] that do.
func (v *Verifier) Recall(ctx context.Context, text string) *authobject.Auth {
	if v.known == nil || len(text) > jose.MaxTokenSize {
		return nil
	}
	return v.recall(ctx, v.known.Tag(text), text)
}

// A sessionVerdict is what is found out about a token that is good.
type sessionVerdict struct {
	auth   *authobject.Auth
	key    jwks.Key // that made the signature
	kid    string   // by which the token names it
	dates  dates
	claims string // as they were signed
}

// verify judges a token from the start.
func (v *Verifier) verify(ctx context.Context, text string) (sessionVerdict, error) {
	compact, err := v.headers.Split(text)
	if err != nil {
		return sessionVerdict{}, malformed(err)
	}
	if err := checkKind(compact); err != nil {
		return sessionVerdict{}, err
	}
	if err := v.checkHeader(compact.Header); err != nil {
		return sessionVerdict{}, err
	}
	good := sessionVerdict{kid: compact.Header.KeyID, claims: compact.Claims.Text()}
	var refusal *Error
	if good.key, refusal = v.checkSignature(ctx, compact); refusal != nil {
		return sessionVerdict{}, refusal
	}
	if good.dates, refusal = v.checkClaims(&compact.Claims, v.instance.RequireAudience); refusal != nil {
		return sessionVerdict{}, refusal
	}
	if good.auth, err = authobject.FromVerified(&compact.Claims, text); err != nil {
		return sessionVerdict{}, &Error{Reason: clerk.ReasonTokenVerificationFailed, Claim: "sub", Detail: "the claims name no user", Err: err}
	}
	v.headers.Keep(compact)
	return good, nil
}

func malformed(err error) *Error {
	reason := clerk.ReasonTokenInvalid
	if errors.Is(err, jose.ErrPadding) {
		// Nobody signed these bytes: the issuer signs the spelling without padding.
		reason = clerk.ReasonTokenInvalidSignature
	}
	return &Error{Reason: reason, Detail: "this is not a session token of Clerk's: " + err.Error(), Err: err}
}

// checkHeader decides by what the header says of itself, before any key is looked up: an unacceptable token must not cost a
// fetch.
func (v *Verifier) checkHeader(h jose.Header) *Error {
	return v.checkHeaderOf(h, v.instance.HeaderTypes)
}

// checkHeaderOf is checkHeader with the accepted values of typ; none means "JWT" or no typ.
func (v *Verifier) checkHeaderOf(h jose.Header, types []string) *Error {
	if v.requiresKid && h.KeyID == "" {
		return refuse(clerk.ReasonJWKKidMismatch, "kid", "the token does not name the key that it was signed with")
	}
	switch {
	case !h.Type.Present && len(types) == 0:
	case h.Type.Is("JWT") && len(types) == 0:
	case slices.ContainsFunc(types, h.Type.Is):
	default:
		allowed := "JWT"
		if len(types) > 0 {
			allowed = strings.Join(types, ", ")
		}
		return refuse(clerk.ReasonTokenInvalid, "typ", "the token's typ is not accepted; accepted is "+allowed)
	}
	if h.Algorithm == "" {
		return refuse(clerk.ReasonTokenInvalidAlgorithm, "alg", "the token's alg is none of RS256, RS384 and RS512")
	}
	return nil
}

// checkSignature verifies with the key that the token names, and returns the one that made the signature. A bad signature under a known key id can mean that Clerk
// published a new key under the old name, so it is tried once more with that one.
func (v *Verifier) checkSignature(ctx context.Context, c *jose.Compact) (jwks.Key, *Error) {
	key, err := v.keys.Key(ctx, c.Header.KeyID)
	if err != nil {
		return jwks.Key{}, keyError(err)
	}
	alg := string(c.Header.Algorithm)
	err = key.Verify(alg, c.SigningInput, c.Signature)
	if err == nil {
		return key, nil
	}
	if renewed, ok := v.keys.Renewed(ctx, key); ok {
		if err = renewed.Verify(alg, c.SigningInput, c.Signature); err == nil {
			return renewed, nil
		}
	}
	if errors.Is(err, jose.ErrAlgorithmPinned) {
		return jwks.Key{}, refuse(clerk.ReasonTokenVerificationFailed, "alg", "the token's alg is not the one that its key is for")
	}
	return jwks.Key{}, refuse(clerk.ReasonTokenInvalidSignature, "", "no key of this Clerk instance made the token's signature")
}

func keyError(err error) *Error {
	var known *jwks.Error
	if !errors.As(err, &known) {
		return &Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, Err: err, Detail: "the verification keys could not be had"}
	}
	return &Error{Reason: known.Reason, Claim: "kid", Detail: known.Detail, Unavailable: known.Unavailable,
		RetryAfter: known.RetryAfter, Err: known.Err}
}

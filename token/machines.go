package token

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/asking"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// maxOpaque is the longest opaque credential in bytes that Clerk is asked about. Clerk's are below 100.
const maxOpaque = 4 << 10

// Machines judges what programs present: API keys, M2M tokens and OAuth access tokens. JWTs are verified here, with the keys of
// the instance; opaque credentials by asking Clerk, whose answers are remembered for a short while. It is safe for
// concurrent use. Close it when the instance is no longer served.
//
// A stranger can make up credentials without end, and each would cost a request to Clerk. Therefore:
//
//   - one credential is asked about once at a time, however many requests carry it, and not again for RefuseFor
//   - at most MaxUnknown questions in ten seconds go to Clerk about credentials that are no good, 16 at once
//   - credentials that were good within the last hour have a lane of their own of 16 at once, which guesses do not reach, and
//     places in memory that guesses do not take; one that is new has to share MaxUnknown with the guesses
//   - while Clerk fails, it is left alone: after 5 failures in a row, or at once if it says how long to wait or that our key
//     is wrong, one question is asked after a second, then after 2, 4 and so on to 30 seconds, for each kind and each lane
//     by itself, so that no made-up text on which Clerk fails shuts out those who are known
//
// The bounds hold for each Machines; a service of many processes has as many of them.
//
// Which machine this service is, Machines does not know. An M2M token in the form of a JWT, and an opaque one that Clerk is asked
// about with the key of the instance, passes whichever machine it was made for: check authobject.Scope of this one's id.
//
// Credentials are remembered under a keyed hash, whose key is made when the process starts, and never as text.
type Machines struct {
	jwts *Verifier
	desk *desk
}

// NewMachines returns a verifier for the programs that call an instance, which must come from [clerk.Options.Resolve], with
// that instance's keys and a client for its Backend API. Without a client (nil), opaque credentials cannot be judged, and JWTs
// can. The client is used without its retries. NewMachines panics when the instance or the keys are nil.
//
// The error lists everything that is wrong with the options at once.
func NewMachines(instance *clerk.Instance, keys Keys, client *backend.Client, opts MachineOptions) (*Machines, error) {
	m := &Machines{jwts: New(instance, keys, WithoutCache())}
	opts, err := opts.withDefaults(instance.Kind)
	if err != nil {
		return nil, err
	}
	if client != nil {
		// What comes again is decided here: a retry inside the client would double what a flood costs.
		if client, err = client.With(backend.WithRetry(backend.Retry{Attempts: 1}), backend.WithTimeout(opts.Timeout)); err != nil {
			return nil, err
		}
	}
	forUs := func(aud json.RawMessage) *Error { return m.jwts.checkAudience(jsonmember.Value(aud), true) }
	m.desk = newDesk(instance, client, forUs, opts)
	return m, nil
}

// Verify judges a credential of one kind and returns which program it speaks for. ctx bounds the caller's wait, never the
// question to Clerk, which others may be waiting for and whose answer is remembered.
//
// The error is an [*Error]. Its reason is one of
//
//   - clerk.ReasonTokenTypeMismatch: the text is not a credential of this kind, by [KindOf]
//   - clerk.ReasonTokenInvalid: Clerk does not know the credential, its form is impossible, or it is a JWT of another category
//   - clerk.ReasonTokenInactive: Clerk knows it, and it is revoked, expired or otherwise not active
//   - clerk.ReasonTokenVerificationFailed: a JWT whose header, signature or claims do not pass, or an OAuth token for another
//     audience than the instance's; Claim and Err say what does not pass. Unavailable is set when the keys could not be had
//   - clerk.ReasonUnexpectedError: Clerk refused the question, or, with Unavailable set, could not be asked
//   - clerk.ReasonSecretKeyInvalid, with Unavailable set: Clerk does not accept our key
//   - clerk.ReasonLookupsExhausted, with Unavailable set: too many unknown credentials were presented just now
func (m *Machines) Verify(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, error) {
	auth, err := m.verify(ctx, kind, text)
	if err != nil {
		if err.Kind == "" {
			err.Kind = kind
		}
		return nil, err
	}
	return auth, nil
}

func (m *Machines) verify(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, *Error) {
	if isJWTShaped(text) {
		return m.verifyJWT(ctx, kind, text)
	}
	if is, ok := KindOf(text); !ok || is != kind {
		return nil, mismatch(kind)
	}
	if len(text) > maxOpaque || strings.IndexFunc(text, isNoTokenByte) >= 0 {
		return nil, refuse(clerk.ReasonTokenInvalid, "", "Clerk makes no credentials of this form: at most 4 KiB of visible ASCII")
	}
	return m.desk.verify(ctx, kind, text)
}

// isNoTokenByte reports whether a character stands in no credential. What JSON cannot carry unchanged is among them: two
// different texts must not become one question.
func isNoTokenByte(r rune) bool { return r <= ' ' || r > '~' }

func mismatch(kind authobject.TokenKind) *Error {
	return refuse(clerk.ReasonTokenTypeMismatch, "", "the credential is of another kind than "+string(kind)+", which is required")
}

// Close ends the questions that are under way and waits for them. Afterwards JWTs are judged as before, opaque credentials only
// while their answers are remembered. It always returns nil and may be called more than once.
func (m *Machines) Close() error {
	m.desk.questions.Close()
	return nil
}

func unavailable(reason clerk.Reason, detail string, err error) *Error {
	return &Error{Reason: reason, Detail: detail, Unavailable: true, RetryAfter: asking.MinRest, Err: err}
}

package webhooks

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A Verifier tells deliveries of one endpoint from everything else. It is immutable and safe for concurrent use; it starts no
// goroutine and needs no closing.
type Verifier struct {
	keys      []signingKey
	tolerance time.Duration
	maxBody   int64
	now       func() time.Time
	log       *slog.Logger

	// turns bounds how many bodies are hashed at once. The library copies each of them.
	turns chan struct{}
}

// New returns the verifier of a webhook endpoint. What opts leave empty comes from the environment, see [clerk.Options]; of
// them a Verifier uses WebhookSigningSecrets, Logger and Now. A delivery is genuine if any of the secrets has signed it, so
// that a secret can be replaced without losing events.
//
// The error joins everything that is wrong with the configuration. New does no I/O.
func New(opts clerk.Options, with ...Option) (*Verifier, error) {
	s := newSettings(forNew, with)
	instance, err := opts.Resolve()
	if err != nil {
		return nil, errors.Join(append([]error{err}, s.problems...)...)
	}
	if len(instance.WebhookSigningSecrets) == 0 {
		s.problems = append(s.problems, &clerk.OptionError{
			Option: "WebhookSigningSecrets", Env: "CLERK_WEBHOOK_SIGNING_SECRET",
			Problem: "there is no signing secret, so no delivery can be verified",
			Fix:     "set the signing secret, which begins with whsec_, from the page of the endpoint in the Clerk Dashboard",
		})
	}
	v := &Verifier{
		tolerance: s.tolerance, maxBody: s.maxBody, now: instance.Now, log: instance.Logger,
		turns: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
	seen := make(map[string]bool)
	for _, secret := range instance.WebhookSigningSecrets {
		if seen[secret.Reveal()] {
			continue // a second time would only double the work for what nobody has signed
		}
		seen[secret.Reveal()] = true
		key, err := newSigningKey(secret)
		if err != nil {
			s.problems = append(s.problems, err)
			continue
		}
		v.keys = append(v.keys, key)
	}
	for _, warning := range instance.Warnings() { // also where there is a problem, of which one may be the cause
		instance.Logger.Warn("usher: " + warning)
	}
	if len(s.problems) > 0 {
		return nil, errors.Join(s.problems...)
	}
	return v, nil
}

// VerifyRequest verifies r by its headers and its body, which it reads up to the limit of [WithMaxBody]. The body is not
// touched before the headers have the form of a delivery. It leaves the method to the caller, and the body read: what it held
// is in [Event.Raw]. How long reading may take is up to the server, see http.Server.ReadTimeout.
//
// The error is an [*Error]: ReasonBodyTooLarge with status 413, ReasonBodyUnreadable, or one of those of [Verifier.Verify].
func (v *Verifier) VerifyRequest(r *http.Request) (*Event, error) {
	_, event, err := v.verifyRequest(r)
	return event, err
}

// verifyRequest also returns what the headers say, if they have the form of a delivery.
func (v *Verifier) verifyRequest(r *http.Request) (*delivery, *Event, error) {
	d, refusal := readDelivery(r.Header)
	if refusal != nil {
		return nil, nil, refusal
	}
	body, refusal := v.readBody(r)
	if refusal != nil {
		return d, nil, refusal
	}
	event, refusal := v.verify(d, body)
	if refusal != nil {
		return d, nil, refusal
	}
	return d, event, nil
}

func (v *Verifier) readBody(r *http.Request) ([]byte, *Error) {
	if r.ContentLength > v.maxBody {
		return nil, v.tooLarge()
	}
	if r.Body == nil {
		return nil, nil
	}
	// One byte more than allowed tells a body at the limit from one above it.
	body, err := io.ReadAll(io.LimitReader(r.Body, v.maxBody+1))
	if err != nil {
		refusal := refuse(ReasonBodyUnreadable, "the body could not be read to its end")
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			refusal = v.tooLarge() // by the limit of an http.MaxBytesHandler above
		}
		refusal.Err = err
		return nil, refusal
	}
	return body, nil
}

// Verify tells whether header and body are a delivery that one of the secrets has signed, and returns the event. body has to
// be what was sent, byte for byte; decoding it and encoding it again breaks the signature. Names of headers count in any case.
// The Event shares no memory with body, and may be without a type: Standard Webhooks does not ask for one.
//
// The headers are svix-id, svix-timestamp and svix-signature, or the same three beginning with webhook-. If all six are there
// they have to agree, and parts of the other family are refused; so is a header that comes twice. Of several signatures one
// has to be right; those of unknown versions, and what is no signature, are passed over.
//
// The error is an [*Error] with one of ReasonHeadersMissing, ReasonHeadersAmbiguous, ReasonHeadersInvalid, ReasonBodyTooLarge,
// ReasonSignatureInvalid, ReasonTimestampTooOld, ReasonTimestampTooNew and ReasonEventInvalid. The time is judged after the
// signature, so that the reasons of time are only told of genuine deliveries; the body is parsed last.
func (v *Verifier) Verify(header http.Header, body []byte) (*Event, error) {
	d, refusal := readDelivery(header)
	if refusal != nil {
		return nil, refusal
	}
	event, refusal := v.verify(d, bytes.Clone(body))
	if refusal != nil {
		return nil, refusal
	}
	return event, nil
}

// verify takes the body over.
func (v *Verifier) verify(d *delivery, body []byte) (*Event, *Error) {
	if int64(len(body)) > v.maxBody {
		return nil, v.tooLarge()
	}
	if !v.signed(d, body) {
		return nil, refuse(ReasonSignatureInvalid, "no configured signing secret made this signature; compare the secret with the one of "+
			"this endpoint in the Clerk Dashboard, and make sure that the body arrives unchanged")
	}
	tolerance := int64(v.tolerance / time.Second)
	switch age := v.now().Unix() - d.seconds; {
	case age > tolerance:
		return nil, refuse(ReasonTimestampTooOld, "the delivery was signed over %d seconds ago; if it is no replay, the clock of this machine is fast", tolerance)
	case -age > tolerance:
		return nil, refuse(ReasonTimestampTooNew, "the delivery was signed over %d seconds in the future; the clock of this machine is slow", tolerance)
	}
	event, refusal := parseEvent(d.id, body)
	if refusal != nil {
		return nil, refusal
	}
	event.SentAt = time.Unix(d.seconds, 0)
	return event, nil
}

// signed waits for a turn, and checks the signatures.
func (v *Verifier) signed(d *delivery, body []byte) bool {
	if len(v.keys) == 0 {
		return false // a Verifier that New has not made
	}
	v.turns <- struct{}{}
	defer func() { <-v.turns }()
	return d.signedBy(v.keys, body)
}

func (v *Verifier) tooLarge() *Error {
	refusal := refuse(ReasonBodyTooLarge, "the body has more than %d bytes", v.maxBody)
	refusal.Status = http.StatusRequestEntityTooLarge
	return refusal
}

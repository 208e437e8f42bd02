package webhooks

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// A Verifier tells deliveries of one endpoint from everything else. It is immutable and safe for concurrent use; it starts no
// goroutine and needs no closing.
type Verifier struct {
	keys      []signingKey
	tolerance int64 // in seconds
	maxBody   int64
	now       func() time.Time
	log       *slog.Logger
}

// New returns the verifier of a webhook endpoint. What opts leave empty comes from the environment, see [clerk.Options]; of
// them a Verifier uses WebhookSigningSecrets, Logger and Now. A delivery is genuine if any of the secrets has signed it, so
// that a secret can be replaced without losing events.
//
// The error joins everything that is wrong with the configuration. New does no I/O.
func New(opts clerk.Options, with ...Option) (*Verifier, error) {
	s := settings{tolerance: defaultTolerance, maxBody: defaultMaxBody}
	for _, option := range with {
		option.apply(&s)
	}
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
	v := &Verifier{tolerance: int64(s.tolerance / time.Second), maxBody: s.maxBody, now: instance.Now, log: instance.Logger}
	for _, secret := range instance.WebhookSigningSecrets {
		key, err := newSigningKey(secret)
		if err != nil {
			s.problems = append(s.problems, err)
			continue
		}
		v.keys = append(v.keys, key)
	}
	if len(s.problems) > 0 {
		return nil, errors.Join(s.problems...)
	}
	for _, warning := range instance.Warnings() {
		instance.Logger.Warn("usher: " + warning)
	}
	return v, nil
}

// VerifyRequest reads the body of r, up to the limit of [WithMaxBody], and verifies it with the headers of r. It leaves the
// method to the caller, and the body read: what it held is in [Event.Raw].
//
// The error is an [*Error]: ReasonBodyTooLarge with status 413, ReasonBodyUnreadable, or one of those of [Verifier.Verify].
func (v *Verifier) VerifyRequest(r *http.Request) (*Event, error) {
	if r.ContentLength > v.maxBody {
		return nil, v.tooLarge()
	}
	var body []byte
	if r.Body != nil {
		var err error
		// One byte more than allowed tells a body at the limit from one above it.
		if body, err = io.ReadAll(io.LimitReader(r.Body, v.maxBody+1)); err != nil {
			refusal := refuse(ReasonBodyUnreadable, "the body could not be read to its end")
			if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
				refusal = v.tooLarge() // by the limit of an http.MaxBytesHandler above
			}
			refusal.Err = err
			return nil, refusal
		}
	}
	return v.verify(r.Header, body)
}

// Verify tells whether header and body are a delivery that one of the secrets has signed, and returns the event. body has to
// be what was sent, byte for byte; decoding it and encoding it again breaks the signature. Names of headers count in any case.
// The Event shares no memory with body.
//
// The headers are svix-id, svix-timestamp and svix-signature, or the same three beginning with webhook-. If all six are there
// they have to agree, and parts of the other family are refused; so is a header that comes twice. Of several signatures one
// has to be right; those of unknown versions are passed over.
//
// The error is an [*Error] with one of ReasonHeadersMissing, ReasonHeadersAmbiguous, ReasonHeadersInvalid, ReasonBodyTooLarge,
// ReasonSignatureInvalid, ReasonTimestampTooOld, ReasonTimestampTooNew and ReasonEventInvalid. The time is judged after the
// signature, so that the reasons of time are only told of genuine deliveries; the body is parsed last.
func (v *Verifier) Verify(header http.Header, body []byte) (*Event, error) {
	return v.verify(header, bytes.Clone(body))
}

// verify takes the body over.
func (v *Verifier) verify(header http.Header, body []byte) (*Event, error) {
	if int64(len(body)) > v.maxBody {
		return nil, v.tooLarge()
	}
	d, refusal := readDelivery(header)
	if refusal != nil {
		return nil, refusal
	}
	if !d.signedBy(v.keys, body) {
		return nil, refuse(ReasonSignatureInvalid, "no configured signing secret made this signature; compare the secret with the one of "+
			"this endpoint in the Clerk Dashboard, and make sure that the body arrives unchanged")
	}
	switch age := v.now().Unix() - d.seconds; {
	case age > v.tolerance:
		return nil, refuse(ReasonTimestampTooOld, "the delivery was signed over %d seconds ago; if it is no replay, the clock of this machine is fast", v.tolerance)
	case -age > v.tolerance:
		return nil, refuse(ReasonTimestampTooNew, "the delivery was signed over %d seconds in the future; the clock of this machine is slow", v.tolerance)
	}
	event, refusal := parseEvent(d.id, body)
	if refusal != nil {
		return nil, refusal
	}
	event.SentAt = time.Unix(d.seconds, 0)
	return event, nil
}

func (v *Verifier) tooLarge() *Error {
	refusal := refuse(ReasonBodyTooLarge, "the body has more than %d bytes", v.maxBody)
	refusal.Status = http.StatusRequestEntityTooLarge
	return refusal
}

package webhooks

import (
	"fmt"
	"net/http"

	"github.com/usher-auth/usher/clerk"
)

// Reasons of a delivery that is refused. They are stable, and safe to log and to count.
const (
	// ReasonHeadersMissing says that neither svix-id, svix-timestamp and svix-signature nor the three webhook-* headers are
	// all there.
	ReasonHeadersMissing clerk.Reason = "webhook-headers-missing"
	// ReasonHeadersAmbiguous says that a header comes twice, or that parts of both families of headers are there and do not
	// agree.
	ReasonHeadersAmbiguous clerk.Reason = "webhook-headers-ambiguous"
	// ReasonHeadersInvalid says that an id, a timestamp or a signature has a form that no sender gives it.
	ReasonHeadersInvalid clerk.Reason = "webhook-headers-invalid"
	// ReasonSignatureInvalid says that none of the configured secrets made any of the signatures.
	ReasonSignatureInvalid clerk.Reason = "webhook-signature-invalid"
	// ReasonTimestampTooOld says that a genuine delivery was signed too long ago: it is a replay, or this clock is fast.
	ReasonTimestampTooOld clerk.Reason = "webhook-timestamp-too-old"
	// ReasonTimestampTooNew says that a genuine delivery was signed too far in the future: this clock is slow.
	ReasonTimestampTooNew clerk.Reason = "webhook-timestamp-too-new"
	// ReasonBodyTooLarge says that the body is over the limit of [WithMaxBody].
	ReasonBodyTooLarge clerk.Reason = "webhook-body-too-large"
	// ReasonBodyUnreadable says that the body broke off, or that reading it failed in another way.
	ReasonBodyUnreadable clerk.Reason = "webhook-body-unreadable"
	// ReasonEventInvalid says that a genuine body is no JSON object, or has no type, or data that cannot be decoded.
	ReasonEventInvalid clerk.Reason = "webhook-event-invalid"
	// ReasonTypeMismatch says that [As] was asked for another type of event than the one that came.
	ReasonTypeMismatch clerk.Reason = "webhook-type-mismatch"
)

// Reasons of a [Mux] for another answer than 2xx, next to those of a delivery.
const (
	// ReasonMethodNotAllowed says that the request is no POST.
	ReasonMethodNotAllowed clerk.Reason = "webhook-method-not-allowed"
	// ReasonInProgress says that the same event is being handled at this moment, for another delivery of it.
	ReasonInProgress clerk.Reason = "webhook-in-progress"
	// ReasonStoreFailed says that the [Store] could not be asked whether the event was handled before.
	ReasonStoreFailed clerk.Reason = "webhook-store-failed"
	// ReasonHandlerFailed says that a handler returned an error or panicked.
	ReasonHandlerFailed clerk.Reason = "webhook-handler-failed"
	// ReasonTypeUnhandled says that nothing is registered for the type of the event, and that [WithUnhandledRefused] was set.
	ReasonTypeUnhandled clerk.Reason = "webhook-type-unhandled"
)

// An Error says why a delivery was refused. Use [errors.As] to reach it.
type Error struct {
	// Status is what to answer: 413 for a body over the limit, 500 for a genuine event that cannot be decoded into the type
	// asked for, 400 for everything else.
	Status int
	// Reason is the machine-readable code.
	Reason clerk.Reason
	// Detail is a sentence for people: what is wrong and what to do. It holds nothing of the delivery and may be answered.
	Detail string
	// Err is the cause, if there is one.
	Err error
}

// Error returns the detail, the cause and the reason code. It never holds a secret, a signature or a part of the body.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("webhooks: %s: %v (reason=%s)", e.Detail, e.Err, e.Reason)
	}
	return fmt.Sprintf("webhooks: %s (reason=%s)", e.Detail, e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// refuse makes an Error with status 400.
func refuse(reason clerk.Reason, format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Reason: reason, Detail: fmt.Sprintf(format, args...)}
}

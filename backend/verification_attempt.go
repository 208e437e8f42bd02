package backend

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// ErrNotVerified says that a password or a code was not accepted: it is wrong, too late, or one too many.
var ErrNotVerified = errors.New("not verified")

// A VerificationAttempt is a code that was sent to an email address or phone number, and what has come of it.
type VerificationAttempt struct {
	Object   string               `json:"object"`    // "verification_otp"
	ID       string               `json:"id"`        // the verification id that AttemptVerification takes
	Status   VerificationStatus   `json:"status"`    // unverified until the right code comes
	Strategy VerificationStrategy `json:"strategy"`  // email_code or phone_code
	Attempts Opt[int]             `json:"attempts"`  // codes tried so far
	ExpireAt Time                 `json:"expire_at"` // when the code stops working
	Channel  string               `json:"channel"`   // how the code went to a phone: "sms"; "" for an email
}

// confirm makes a call whose answer says whether something is right, and takes nothing but a clear yes for one. Clerk says no
// to a password with a 422, and to a code with a 200 and a status. What the answer holds comes with a clear no.
func confirm[T any](ctx context.Context, s *settings, c call, said func(*T) VerificationStatus) (*T, error) {
	answer, err := s.send(ctx, c)
	if err != nil {
		if e := (*Error)(nil); errors.As(err, &e) && e.Status == http.StatusUnprocessableEntity {
			e.cause = ErrNotVerified
		}
		return nil, err
	}
	v := new(T)
	if err := answer.decode(v); err != nil {
		return nil, err
	}
	switch status := said(v); status {
	case VerificationStatusVerified:
		return v, nil
	case "":
		return nil, answer.bad(errors.New("it does not say whether it is verified"))
	default:
		e := newError(answer, s.now())
		e.cause = fmt.Errorf("%w: the status is %s", ErrNotVerified, oneLine(string(status)))
		return v, e
	}
}

// statusOf returns the status that a yes or no stands for, and "" for neither.
func statusOf(verified Opt[bool]) VerificationStatus {
	switch yes, ok := verified.Get(); {
	case !ok:
		return ""
	case yes:
		return VerificationStatusVerified
	default:
		return VerificationStatusUnverified
	}
}

package backend

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A standing is what an answer says of the token that it is about: whether its holder gets in depends on nothing else.
type standing struct {
	id, subject string
	inactive    bool // the answer says so and not why
	revoked     bool
	expired     bool
	expiration  Time // zero: never
}

// check returns nil for a token that its holder may use at this moment. The flag of Clerk and the moment of expiration must
// both allow it, as either may be behind the other.
func (t standing) check(now time.Time) error {
	switch {
	case t.inactive:
		return ErrTokenInactive
	case t.revoked:
		return fmt.Errorf("%w: it is revoked", ErrTokenInactive)
	case t.expired, !t.expiration.IsZero() && !now.Before(t.expiration.Time):
		return fmt.Errorf("%w: it is expired", ErrTokenInactive)
	case t.id == "":
		return fmt.Errorf("%w: it names no id", ErrBadAnswer)
	case t.subject == "":
		return fmt.Errorf("%w: it names no subject", ErrBadAnswer)
	}
	return nil
}

// verified makes a call that asks about a token, and returns its answer only if read finds a token in good standing there.
// No error shows the token, not even where the answer repeats it.
func verified[T any](ctx context.Context, s *settings, c call, token string, read func(*T) standing) (*T, error) {
	answer, err := s.send(ctx, c)
	if err != nil {
		return nil, withoutToken(ctx, err, token)
	}
	v := new(T)
	if err := answer.decode(v); err != nil {
		return nil, withoutToken(ctx, err, token)
	}
	if err := read(v).check(s.now()); err != nil {
		e := newError(answer, s.now())
		e.cause = err
		return nil, withoutToken(ctx, e, token)
	}
	return v, nil
}

// withoutToken returns err, or a copy without the token where the answer repeated it.
func withoutToken(ctx context.Context, err error, token string) error {
	var e *Error
	if token == "" || !errors.As(err, &e) {
		return err
	}
	if !bytes.Contains(e.Body, []byte(token)) && !strings.Contains(fmt.Sprint(e.Errors), token) {
		return err
	}
	clean := *e
	clean.Body = bytes.ReplaceAll(e.Body, []byte(token), []byte(redacted))
	clean.Errors = slices.Clone(e.Errors)
	for i := range clean.Errors {
		d := &clean.Errors[i]
		d.Code = strings.ReplaceAll(d.Code, token, redacted)
		d.Message = strings.ReplaceAll(d.Message, token, redacted)
		d.LongMessage = strings.ReplaceAll(d.LongMessage, token, redacted)
		d.Meta = bytes.ReplaceAll(d.Meta, []byte(token), []byte(redacted))
	}
	if cause := context.Cause(ctx); cause != nil { // the error around e has the token in its text
		return fmt.Errorf("%w after: %w", cause, &clean)
	}
	return &clean
}

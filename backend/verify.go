package backend

import (
	"context"
	"fmt"
	"time"
)

// A standing is what an answer says of the token that it is about: whether its holder gets in depends on nothing else.
type standing struct {
	id, subject string
	inactive    bool // the answer says so and not why
	expiration  Time // zero: never
	flags       flags
}

// flags are what Clerk says of a token. Where they are missing nobody knows, and nobody gets in.
type flags struct {
	Revoked Opt[bool] `json:"revoked"`
	Expired Opt[bool] `json:"expired"`
}

// check returns nil for a token that its holder may use at this moment. The flag of Clerk and the moment of expiration must
// both allow it, as either may be behind the other.
func (t standing) check(now time.Time) error {
	revoked, knowsRevoked := t.flags.Revoked.Get()
	expired, knowsExpired := t.flags.Expired.Get()
	switch {
	case t.inactive:
		return ErrTokenInactive
	case revoked:
		return fmt.Errorf("%w: it is revoked", ErrTokenInactive)
	case expired, !t.expiration.IsZero() && !now.Before(t.expiration.Time):
		return fmt.Errorf("%w: it is expired", ErrTokenInactive)
	case t.id == "":
		return fmt.Errorf("%w: it names no id", ErrBadAnswer)
	case t.subject == "":
		return fmt.Errorf("%w: it names no subject", ErrBadAnswer)
	case !knowsRevoked || !knowsExpired:
		return fmt.Errorf("%w: it does not say whether the token is revoked or expired", ErrBadAnswer)
	}
	return nil
}

// verified makes a call that asks about a token, and returns its answer only if read finds a token in good standing there.
// The call says what no error may show, see call.hiding.
func verified[T any](ctx context.Context, s *settings, c call, read func(*T) standing) (*T, error) {
	answer, err := s.send(ctx, c)
	if err != nil {
		return nil, err
	}
	v := new(T)
	if err := answer.decode(v); err != nil {
		return nil, err
	}
	t := read(v)
	if err := answer.decode(&t.flags); err != nil {
		return nil, err
	}
	if err := t.check(s.now()); err != nil {
		return nil, answer.bad(err)
	}
	return v, nil
}

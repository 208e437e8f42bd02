package backend

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/usher-auth/usher/clerk"
)

// maxAnswer bounds the body of an answer, of which 500 users with all the metadata they may have are about 15 MB; maxRefusal
// that of a refusal.
const (
	maxAnswer  = 32 << 20
	maxRefusal = 64 << 10
)

// do makes a call that answers with one T.
func do[T any](ctx context.Context, s *settings, c call) (*T, error) {
	answer, err := s.send(ctx, c)
	if err != nil {
		return nil, err
	}
	v := new(T)
	if err := answer.decode(v); err != nil {
		return nil, err
	}
	return v, nil
}

// doList makes a call that answers with a list that has no pages.
func doList[T any](ctx context.Context, s *settings, c call) ([]T, error) {
	page, err := do[Page[T]](ctx, s, c)
	if err != nil {
		return nil, err
	}
	return page.Data, nil
}

// doNone makes a call whose answer has nothing to read.
func doNone(ctx context.Context, s *settings, c call) error {
	_, err := s.send(ctx, c)
	return err
}

// An answer is what a call brought back.
type answer struct {
	call     call
	status   int
	header   http.Header
	body     []byte
	attempts int
}

// decode reads the body into v. An empty body and the text null are errors: v would be taken for what Clerk said.
func (a *answer) decode(v any) error {
	body := bytes.TrimSpace(a.body)
	switch {
	case len(body) == 0:
		return a.bad(errors.New("it has no body"))
	case string(body) == "null":
		return a.bad(errors.New("its body is null"))
	}
	if err := json.Unmarshal(body, v); err != nil {
		return a.bad(fmt.Errorf("its body does not fit %T: %w", v, err))
	}
	return nil
}

// bad returns the error of an answer with a good status that cannot be used.
func (a *answer) bad(why error) error {
	e := newError(a, time.Time{})
	if e.cause = why; !errors.Is(why, ErrBadAnswer) && !errors.Is(why, ErrTokenInactive) {
		e.cause = fmt.Errorf("%w: %w", ErrBadAnswer, why)
	}
	return e
}

// send makes a call, again if the rules of retrying allow it, and returns its answer if the status says success.
func (s *settings) send(ctx context.Context, c call) (*answer, error) {
	path, err := c.target()
	if err != nil {
		return nil, err
	}
	key, err := s.keyFor(c)
	if err != nil {
		return nil, err
	}
	body, err := c.content()
	if err != nil {
		return nil, c.failed(0, err)
	}
	address := s.address + "/" + s.version + path
	if query := c.query.Encode(); query != "" {
		address += "?" + query
	}
	for attempt := 1; ; attempt++ {
		if err := s.limit.wait(ctx, c, path); err != nil {
			return nil, c.failed(attempt-1, err)
		}
		answer, err := s.once(ctx, c, address, key, body, attempt)
		body.settle(ctx)
		if err == nil && answer.status >= 200 && answer.status < 300 {
			return answer, nil
		}
		if err == nil {
			err = newError(answer, s.now())
		} else if own := (*Error)(nil); !errors.As(err, &own) {
			err = c.failed(attempt, err)
		}
		wait, again := s.retry.next(ctx, c, err, attempt)
		if !again || body.again() != nil {
			return nil, err
		}
		if s.onRetry != nil {
			s.onRetry(ctx, Attempt{Method: c.method, Path: c.path, Number: attempt, Err: err, Wait: wait})
		}
		if s.sleep(ctx, wait) != nil {
			return nil, c.failed(attempt, fmt.Errorf("%w while waiting to try again after: %w", ended(ctx), err))
		}
	}
}

// once makes one request and reads its answer within the timeout.
func (s *settings) once(
	ctx context.Context, c call, address string, key clerk.Secret, body content, attempt int,
) (*answer, error) {
	timeout := s.timeout
	if c.upload != nil {
		timeout = max(timeout, uploadTimeout)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, timeoutError{timeout})
	defer cancel()

	r, err := http.NewRequestWithContext(ctx, c.method, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", clerk.UserAgent)
	r.Header.Set(clerk.HeaderAPIVersion, cmp.Or(c.version, clerk.APIVersionDate))
	if !key.IsZero() {
		r.Header.Set("Authorization", "Bearer "+key.Reveal())
	}
	if err := body.attach(r); err != nil {
		return nil, err
	}

	begun := s.now()
	response, err := s.client.Do(r)
	if err != nil {
		err = plainError(ctx, err)
		s.trace(ctx, c, attempt, 0, begun, err)
		return nil, err
	}
	defer response.Body.Close()
	limit := cmp.Or(c.limit, maxAnswer)
	if response.StatusCode >= 300 {
		limit = maxRefusal
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	if err != nil {
		err = plainError(ctx, fmt.Errorf("the answer with status %d broke off: %w", response.StatusCode, err))
	} else if len(data) > limit && response.StatusCode < 300 {
		large := &answer{call: c, status: response.StatusCode, header: response.Header, attempts: attempt}
		err = large.bad(fmt.Errorf("it has over %d bytes", limit))
	}
	s.trace(ctx, c, attempt, response.StatusCode, begun, err)
	if err != nil && response.StatusCode < 300 {
		return nil, err
	}
	// A refusal that broke off is still a refusal: its status and what came of its body count.
	return &answer{call: c, status: response.StatusCode, header: response.Header, body: data, attempts: attempt}, nil
}

// trace logs a request on the debug level: never a query, a body, an id or a key.
func (s *settings) trace(ctx context.Context, c call, attempt, status int, begun time.Time, err error) {
	if !s.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{
		slog.String("method", c.method), slog.String("path", c.path), slog.Int("attempt", attempt),
		slog.Duration("took", s.now().Sub(begun)),
	}
	if status != 0 {
		attrs = append(attrs, slog.Int("status", status))
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	s.log.LogAttrs(ctx, slog.LevelDebug, "clerk backend request", attrs...)
}

// keyFor returns the key that the call is made with.
func (s *settings) keyFor(c call) (clerk.Secret, error) {
	switch {
	case c.key == noKey:
		return clerk.Secret{}, nil
	case c.key != secretKey && !s.machineKey.IsZero():
		return s.machineKey, nil
	case c.key == machineKey:
		return clerk.Secret{}, c.failed(0, fmt.Errorf("%w: set MachineSecretKey (CLERK_MACHINE_SECRET_KEY) or use WithMachineSecretKey", ErrNoKey))
	case s.secretKey.IsZero():
		return clerk.Secret{}, c.failed(0, fmt.Errorf("%w: set SecretKey (CLERK_SECRET_KEY) or use WithSecretKey", ErrNoKey))
	default:
		return s.secretKey, nil
	}
}

// plainError takes the address out of an error of http.Client, as its query may hold what nobody should read in a log, and
// lets the cause of an ended context speak for itself.
func plainError(ctx context.Context, err error) error {
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if why := ended(ctx); why != nil && (!errors.Is(err, ctx.Err()) || !errors.Is(err, context.Cause(ctx))) {
		return fmt.Errorf("%w (%w)", why, err)
	}
	return err
}

// ended returns why a context has ended, so that errors.Is finds both its error and its cause; nil if it has not.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if err == nil || errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// failed returns err with the operation that it ended, and how often that was tried if it was more than once.
func (c call) failed(attempts int, err error) error {
	if attempts > 1 {
		return fmt.Errorf("backend: %s %s: after %d tries: %w", c.method, c.path, attempts, err)
	}
	return fmt.Errorf("backend: %s %s: %w", c.method, c.path, err)
}

// doBytes makes a call whose answer is no JSON.
func doBytes(ctx context.Context, s *settings, c call) ([]byte, error) {
	answer, err := s.send(ctx, c)
	if err != nil {
		return nil, err
	}
	return answer.body, nil
}

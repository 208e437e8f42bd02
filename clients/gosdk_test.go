package clients

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/clerk/clerk-sdk-go/v2"
)

// A bench runs the checks of clerk-sdk-go.
type bench struct {
	ctx      context.Context //nolint:containedctx // that of the test
	printed  map[string]string
	config   *clerk.ClientConfig
	verdicts []verdict
}

// TestClerksGoSDK runs clerk-sdk-go against usher dev.
func TestClerksGoSDK(t *testing.T) {
	b := &bench{ctx: t.Context(), printed: startDev(t)}
	b.config = &clerk.ClientConfig{}
	b.config.URL = clerk.String(b.printed["CLERK_API_URL"] + "/v1")
	b.config.Key = clerk.String(b.printed["CLERK_SECRET_KEY"])
	b.users()
	b.organizations()
	b.sessions()
	b.instance()
	judge(t, "clerk-sdk-go", 50, b.verdicts)
}

// A pendingError says that something is not there for want of an operation.
type pendingError string

// Error returns the operation.
func (e pendingError) Error() string { return string(e) }

// check runs one check.
func (b *bench) check(name string, run func() error) {
	v := verdict{state: "ok", name: name}
	err := guarded(run)
	var refused *clerk.APIErrorResponse
	var pending pendingError
	switch {
	case err == nil:
	case errors.As(err, &pending):
		v.state, v.why = "pending", string(pending)
	case errors.As(err, &refused) && refused.HTTPStatusCode == 501 && len(refused.Errors) > 0:
		v.state, v.why = "pending", operationIn(refused.Errors[0].LongMessage)
	default:
		v.state, v.why = "not ok", err.Error()
	}
	b.verdicts = append(b.verdicts, v)
}

// operationIn returns the operation that a refusal names: POST /v1/sessions.
func operationIn(text string) string {
	if parts := unanswered.FindStringSubmatch(text); parts != nil {
		return parts[1] + " " + parts[2]
	}
	return text
}

var unanswered = regexp.MustCompile(`does not answer (\S+) "([^"]+)"`)

// guarded makes an error of a panic, as of a check that reads what an earlier one could not make.
func guarded(run func() error) (err error) {
	defer func() {
		if told := recover(); told != nil {
			err = fmt.Errorf("panic: %v", told)
		}
	}()
	return run()
}

// made runs a check that makes something, and keeps it for later ones in place.
func made[T any](b *bench, name string, place **T, run func() (*T, error)) {
	b.check(name, func() error {
		it, err := run()
		if err == nil {
			*place = it
		}
		return err
	})
}

// from returns what an earlier check has made; pending, with the name of that, where it waits.
func from[T any](b *bench, v *T, name string) (*T, error) {
	if v != nil {
		return v, nil
	}
	for _, earlier := range b.verdicts {
		if earlier.name == name && earlier.state == "pending" {
			return nil, pendingError(earlier.why)
		}
	}
	return nil, fmt.Errorf("the check %q has made nothing", name)
}

// equal compares as JSON.
func equal(got, want any) error {
	a, err := json.Marshal(got)
	if err != nil {
		return err
	}
	b, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if string(a) != string(b) {
		return fmt.Errorf("got %s, want %s", a, b)
	}
	return nil
}

// refused wants a refusal with this status and, if it is not "", code.
func refused(err error, status int, code string) error {
	var told *clerk.APIErrorResponse
	switch {
	case err == nil:
		return errors.New("it was not refused")
	case !errors.As(err, &told):
		return err
	case told.HTTPStatusCode == 501:
		return err
	case told.HTTPStatusCode != status, code != "" && (len(told.Errors) == 0 || told.Errors[0].Code != code):
		return fmt.Errorf("want %d %s, and it was refused with %d: %w", status, code, told.HTTPStatusCode, err)
	}
	return nil
}

// object makes metadata of JSON.
func object(text string) *json.RawMessage {
	raw := json.RawMessage(text)
	return &raw
}

package backend_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

// refusing answers every request with one refusal.
type refusing struct {
	status int
	header http.Header
	body   string
}

func (r refusing) RoundTrip(q *http.Request) (*http.Response, error) {
	a := newAnswer(q, r.status, r.body)
	for name, values := range r.header {
		a.Header[name] = values
	}
	return a, nil
}

func refusal(t *testing.T, r refusing) *backend.Error {
	t.Helper()
	c, err := backend.New(options(), backend.WithHTTPClient(&http.Client{Transport: r}), backend.WithRetry(backend.Retry{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	user, err := c.Users.Update(t.Context(), "user_1", nil)
	var e *backend.Error
	if !errors.As(err, &e) || user != nil {
		t.Fatalf("got user %v, error %v", user, err)
	}
	return e
}

func TestErrorsByStatus(t *testing.T) {
	all := []error{
		backend.ErrBadRequest, backend.ErrUnauthorized, backend.ErrPaymentRequired, backend.ErrForbidden, backend.ErrNotFound,
		backend.ErrConflict, backend.ErrGone, backend.ErrTooLarge, backend.ErrUnprocessable, backend.ErrLocked, backend.ErrRateLimited,
		backend.ErrServer,
	}
	for n, status := range []int{400, 401, 402, 403, 404, 409, 410, 413, 422, 423, 429, 500} {
		err := fmt.Errorf("wrapped: %w", refusal(t, refusing{status: status}))
		for m, target := range all {
			if errors.Is(err, target) != (n == m) {
				t.Errorf("%d: errors.Is(%v) is %t", status, target, n != m)
			}
		}
	}
	for _, status := range []int{300, 418, 599, 999} {
		for _, target := range all {
			if got, want := errors.Is(refusal(t, refusing{status: status}), target), status >= 500 && errors.Is(target, backend.ErrServer); got != want {
				t.Errorf("%d: errors.Is(%v) is %t", status, target, got)
			}
		}
	}
}

func TestErrorTellsWhatClerkSays(t *testing.T) {
	e := refusal(t, refusing{status: 422, body: `{"errors":[
		{"code":"form_param_format_invalid","message":"is invalid","long_message":"first_name must be\na text","meta":{"param_name":"first_name"}},
		{"code":"two","message":"second","meta":null},{"code":"three","message":"third","meta":[1]},{"code":"four","message":"fourth"}
	],"clerk_trace_id":"trace_1","meta":{"x":1}}`})
	const want = "backend: PATCH /users/{user_id}: 422 Unprocessable Entity; form_param_format_invalid: first_name must be a text (first_name)" +
		"; two: second; three: third; and 1 more; trace id trace_1"
	if e.Error() != want {
		t.Errorf("got  %s\nwant %s", e.Error(), want)
	}
	if !backend.HasCode(e, "four") || backend.HasCode(e, "five") || backend.HasCode(nil, "four") || e.Errors[0].ParamName() != "first_name" {
		t.Errorf("codes or params are wrong: %+v", e.Errors)
	}
}

func TestErrorsOfAnyBody(t *testing.T) {
	huge := strings.Repeat("<p>", 100_000)
	for _, row := range []struct{ name, body string }{
		{"nothing", ""},
		{"HTML", "<html>sk_live_leaked</html>"},
		{"a list", `["a"]`},
		{"null", "null"},
		{"errors of another shape", `{"errors":"many"}`},
		{"errors of several shapes", `{"errors":[1,null,{"code":7}]}`},
		{"300 kB", huge},
		{"bytes", "\xff\xfe\x00"},
	} {
		e := refusal(t, refusing{status: 403, body: row.body})
		if !errors.Is(e, backend.ErrForbidden) || len(e.Body) > 16<<10 || !strings.HasPrefix(row.body, string(e.Body)) {
			t.Errorf("%s: %v with %d bytes of body", row.name, e, len(e.Body))
		}
		if text := e.Error(); len(text) > 1000 || strings.Contains(text, "sk_live") {
			t.Errorf("%s: the text is %s", row.name, text)
		}
	}
}

func TestOneOddEntryHidesNoOther(t *testing.T) {
	e := refusal(t, refusing{status: 422, body: `{"errors":[{"code":5,"message":["x"]},7,null,{"code":"good","long_message":{},"meta":"odd"}],"clerk_trace_id":9}`})
	if !backend.HasCode(e, "good") || len(e.Errors) != 4 || e.TraceID != "" {
		t.Errorf("got %+v", e.Errors)
	}
}

func TestASuccessThatCannotBeUsedKeepsNoBody(t *testing.T) {
	c := stub(map[string]string{"POST /sign_in_tokens": `{"token":"very secret ticket","created_at":{}}`})
	_, err := c.SignInTokens.Create(t.Context(), nil)
	var e *backend.Error
	if !errors.As(err, &e) || !errors.Is(err, backend.ErrBadAnswer) || e.Body != nil || strings.Contains(fmt.Sprintf("%+v", err), "ticket") {
		t.Errorf("got error %+v", err)
	}
}

func TestALongMessageIsCut(t *testing.T) {
	body := `{"errors":[{"code":"` + strings.Repeat("c", 500) + `","message":"` + strings.Repeat("é", 500) + `"}]}`
	if text := refusal(t, refusing{status: 400, body: body}).Error(); len(text) > 600 || !strings.Contains(text, "…") {
		t.Errorf("the text has %d bytes: %s", len(text), text)
	}
}

func TestTraceID(t *testing.T) {
	const body = `{"errors":[],"clerk_trace_id":"body"}`
	for _, row := range []struct {
		name string
		r    refusing
		want string
	}{
		{"that of the body goes first", refusing{400, http.Header{"Clerk-Trace-Id": {"header"}, "Cf-Ray": {"ray"}}, body}, "body"},
		{"then that of the header", refusing{400, http.Header{"Clerk-Trace-Id": {"header"}, "Cf-Ray": {"ray"}}, "{}"}, "header"},
		{"then that of the network in front", refusing{400, http.Header{"Cf-Ray": {"ray"}}, "<html>"}, "ray"},
		{"or none", refusing{400, nil, ""}, ""},
	} {
		if got := refusal(t, row.r).TraceID; got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func TestAnErrorKeepsTheHeaderWithoutCookies(t *testing.T) {
	e := refusal(t, refusing{status: 400, header: http.Header{"Set-Cookie": {"a=secret"}, "X-Other": {"kept"}}})
	if e.Header.Get("Set-Cookie") != "" || e.Header.Get("X-Other") != "kept" {
		t.Errorf("the header is %v", e.Header)
	}
}

func TestAFailedRequestDoesNotShowItsQuery(t *testing.T) {
	c, err := backend.New(options(), backend.WithHTTPClient(&http.Client{Transport: failing{}}), backend.WithRetry(backend.Retry{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Users.List(t.Context(), &backend.UserListParams{EmailAddress: []string{"ada@example.com"}})
	if !errors.Is(err, io.ErrClosedPipe) || strings.Contains(err.Error(), "ada") {
		t.Errorf("got error %v", err)
	}
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, io.ErrClosedPipe }

package backend_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

// The clock of verifying clients stands still here, at 1800000000000 in Unix milliseconds.
var verifyingAt = time.UnixMilli(1_800_000_000_000)

// presented is the token that a caller shows in these tests.
const presented = "ak_a_secret_that_nobody_may_see"

// roundTrip is a transport that is a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// verifying returns a client whose every request is answered in this way.
func verifying(t *testing.T, status int, body string, opts ...backend.Option) *backend.Client {
	t.Helper()
	o := options()
	o.Now = func() time.Time { return verifyingAt }
	o.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
			Header: http.Header{"Clerk-Trace-Id": {"trace_1"}}, Body: io.NopCloser(strings.NewReader(body)),
		}, nil
	})}
	c, err := backend.New(o, append([]backend.Option{backend.WithRetry(backend.Retry{Attempts: 1})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// verifyMethods are the three methods that decide whether a caller gets in. Each tells whether it returned something.
var verifyMethods = map[string]func(context.Context, *backend.Client) (bool, error){
	"APIKeys.Verify": func(ctx context.Context, c *backend.Client) (bool, error) {
		key, err := c.APIKeys.Verify(ctx, &backend.APIKeyVerifyParams{Secret: presented})
		return key != nil, err
	},
	"M2MTokens.Verify": func(ctx context.Context, c *backend.Client) (bool, error) {
		token, err := c.M2MTokens.Verify(ctx, &backend.M2MTokenVerifyParams{Token: presented})
		return token != nil, err
	},
	"OAuthApplications.VerifyAccessToken": func(ctx context.Context, c *backend.Client) (bool, error) {
		params := &backend.OAuthApplicationVerifyAccessTokenParams{AccessToken: presented}
		token, err := c.OAuthApplications.VerifyAccessToken(ctx, params)
		return token != nil, err
	},
}

// sound is an answer about a token in good standing, without its end.
const sound = `{"id":"id_1","subject":"user_1","revoked":false,"expired":false,"scopes":["read"]`

func TestThreatO11VerifyFailsClosed(t *testing.T) {
	for _, row := range []struct {
		name   string
		status int
		body   string
		want   error // nil: the caller gets in
		says   string
	}{
		{name: "a token in good standing that expires later", body: sound + `,"expiration":1800000000001}`},
		{name: "a token that never expires", body: sound + `,"expiration":null}`},
		{name: "a token whose answer says nothing of an expiration", body: sound + `}`},
		{name: "an answer with fields and an object that are not known", body: sound + `,"object":"new","tier":{"a":[1]}}`},
		{name: "times with a fraction", body: sound + `,"expiration":1800000000001.5}`},

		{name: "a revoked token", body: strings.Replace(sound, `"revoked":false`, `"revoked":true`, 1) + `}`,
			want: backend.ErrTokenInactive, says: "revoked"},
		{name: "a token that Clerk calls expired", body: strings.Replace(sound, `"expired":false`, `"expired":true`, 1) + `}`,
			want: backend.ErrTokenInactive, says: "expired"},
		{name: "a token whose time is over, although Clerk does not say so", body: sound + `,"expiration":1799999999999}`,
			want: backend.ErrTokenInactive, says: "expired"},
		{name: "a token whose time is over at this very moment", body: sound + `,"expiration":1800000000000}`,
			want: backend.ErrTokenInactive, says: "expired"},
		{name: "a token whose time was over long ago, in Unix seconds", body: sound + `,"expiration":1700000000}`,
			want: backend.ErrTokenInactive, says: "expired"},
		{name: "a token whose time is over and that is flagged so late", body: sound + `,"expired":true,"expiration":1900000000000}`,
			want: backend.ErrTokenInactive, says: "expired"},

		{name: "an answer that does not say whether the token is revoked", body: `{"id":"id_1","subject":"user_1","expired":false}`,
			want: backend.ErrBadAnswer, says: "revoked"},
		{name: "an answer that does not say whether the token is expired",
			body: `{"id":"id_1","subject":"user_1","revoked":false,"expired":null}`, want: backend.ErrBadAnswer, says: "expired"},
		{name: "an object without anything", body: `{}`, want: backend.ErrBadAnswer, says: "id"},
		{name: "a token without an id", body: `{"subject":"user_1"}`, want: backend.ErrBadAnswer, says: "id"},
		{name: "a token without a subject", body: `{"id":"id_1"}`, want: backend.ErrBadAnswer, says: "subject"},
		{name: "a token whose subject is null", body: `{"id":"id_1","subject":null}`, want: backend.ErrBadAnswer, says: "subject"},
		{name: "null", body: `null`, want: backend.ErrBadAnswer},
		{name: "no body", body: ``, want: backend.ErrBadAnswer},
		{name: "no body with the status 204", status: 204, want: backend.ErrBadAnswer},
		{name: "white space", body: " \n", want: backend.ErrBadAnswer},
		{name: "a list", body: `[` + sound + `}]`, want: backend.ErrBadAnswer},
		{name: "half an answer", body: sound, want: backend.ErrBadAnswer},
		{name: "the page of a gateway", body: `<html>ok</html>`, want: backend.ErrBadAnswer},
		{name: "a flag that is no flag", body: `{"id":"id_1","subject":"user_1","revoked":"no"}`, want: backend.ErrBadAnswer},
		{name: "an expiration that is no time", body: sound + `,"expiration":"tomorrow"}`, want: backend.ErrBadAnswer},

		{name: "a token that does not exist", status: 404, body: `{"errors":[{"code":"token-not-found"}]}`, want: backend.ErrNotFound},
		{name: "a secret key that is not accepted", status: 401, body: `{"errors":[]}`, want: backend.ErrUnauthorized},
		{name: "a text that is no token", status: 400, body: sound + `}`, want: backend.ErrBadRequest},
		{name: "too many questions", status: 429, body: sound + `}`, want: backend.ErrRateLimited},
		{name: "a Clerk that is down", status: 503, body: sound + `}`, want: backend.ErrServer},
	} {
		for method, verify := range verifyMethods {
			t.Run(method+"/"+row.name, func(t *testing.T) {
				status := row.status
				if status == 0 {
					status = http.StatusOK
				}
				got, err := verify(context.Background(), verifying(t, status, row.body))
				if got != (err == nil) {
					t.Fatalf("got an answer: %v, with the error %v", got, err)
				}
				if !errors.Is(err, row.want) {
					t.Fatalf("got error %v, want %v", err, row.want)
				}
				if err == nil {
					return
				}
				if !strings.Contains(err.Error(), row.says) {
					t.Errorf("%q does not say %q", err, row.says)
				}
				var e *backend.Error
				if !errors.As(err, &e) || e.Status != status || e.TraceID != "trace_1" {
					t.Errorf("the error is %#v, want one with the status and the trace id", err)
				}
				for _, other := range []error{backend.ErrTokenInactive, backend.ErrBadAnswer} {
					if !errors.Is(row.want, other) && errors.Is(err, other) {
						t.Errorf("%v is also %v", err, other)
					}
				}
			})
		}
	}
}

func TestAnOAuthTokenThatIsNotActive(t *testing.T) {
	for _, body := range []string{`{"active":false}`, sound + `,"active":false}`} {
		_, err := verifyMethods["OAuthApplications.VerifyAccessToken"](context.Background(), verifying(t, 200, body))
		if !errors.Is(err, backend.ErrTokenInactive) {
			t.Errorf("%s: got error %v", body, err)
		}
	}
	_, err := verifyMethods["OAuthApplications.VerifyAccessToken"](context.Background(), verifying(t, 200, `{"active":true}`))
	if !errors.Is(err, backend.ErrBadAnswer) {
		t.Errorf("active alone lets the caller in: error %v", err)
	}
}

func TestVerifyNeverShowsTheToken(t *testing.T) {
	for name, row := range map[string]struct {
		status int
		body   string
	}{
		"a refusal that repeats it": {404, fmt.Sprintf(
			`{"errors":[{"code":"c","message":"no %s","long_message":"%[1]s!","meta":{"param_name":"%[1]s"}}]}`, presented)},
		"a page of a gateway that repeats it": {502, "<p>" + presented + "</p>"},
		"a token that is its own id":          {200, fmt.Sprintf(`{"id":%q,"subject":"","revoked":false}`, presented)},
		"a revoked token that is its own id":  {200, fmt.Sprintf(`{"id":%q,"revoked":true}`, presented)},
		"an answer that fits nothing":         {200, fmt.Sprintf(`{"id":[%q]}`, presented)},
	} {
		for method, verify := range verifyMethods {
			t.Run(method+"/"+name, func(t *testing.T) {
				_, err := verify(context.Background(), verifying(t, row.status, row.body))
				var e *backend.Error
				if !errors.As(err, &e) {
					t.Fatalf("got error %v", err)
				}
				shown := fmt.Sprintf("%v %+v %s %v", err, err, e.Body, e.Errors)
				if strings.Contains(shown, presented) {
					t.Errorf("the token is in %s", shown)
				}
				if row.status == 404 && !strings.Contains(err.Error(), "[redacted]!") {
					t.Errorf("%v does not say what Clerk says", err)
				}
			})
		}
	}
}

// A caller that gives up while the client waits for the next try gets both reasons, and the token in neither.
func TestVerifyNeverShowsTheTokenAfterItWaited(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	errLeft := errors.New("the caller left")
	body := fmt.Sprintf(`{"errors":[{"code":"c","message":"no %s"}]}`, presented)
	c := verifying(t, 503, body, backend.WithRetry(backend.Retry{Attempts: 2, Base: time.Hour, MaxWait: time.Hour}),
		backend.WithRetryHook(func(context.Context, backend.Attempt) { cancel(errLeft) }))
	_, err := c.APIKeys.Verify(ctx, &backend.APIKeyVerifyParams{Secret: presented})
	if !errors.Is(err, errLeft) || !errors.Is(err, backend.ErrServer) || strings.Contains(err.Error(), presented) {
		t.Errorf("got error %v", err)
	}
}

func TestVerifyWithoutParams(t *testing.T) {
	c := verifying(t, 422, `{"errors":[{"code":"form_param_missing","message":"secret is missing"}]}`)
	ctx := context.Background()
	_, apiKey := c.APIKeys.Verify(ctx, nil)
	_, m2m := c.M2MTokens.Verify(ctx, nil)
	_, oauth := c.OAuthApplications.VerifyAccessToken(ctx, nil)
	_, client := c.Clients.Verify(ctx, nil)
	for _, err := range []error{apiKey, m2m, oauth, client} {
		if !errors.Is(err, backend.ErrUnprocessable) {
			t.Errorf("got error %v", err)
		}
	}
}

func TestVerifyAClient(t *testing.T) {
	ctx, params := context.Background(), &backend.ClientVerifyParams{Token: presented}
	client, err := verifying(t, 200, `{"id":"client_1","sessions":[{"id":"sess_1","status":"active"}]}`).Clients.Verify(ctx, params)
	if err != nil || client.ID != "client_1" || client.Sessions[0].Status != backend.SessionStatusActive {
		t.Errorf("got %+v, error %v", client, err)
	}
	if _, err := verifying(t, 200, `{}`).Clients.Verify(ctx, params); !errors.Is(err, backend.ErrBadAnswer) {
		t.Errorf("a client without an id: error %v", err)
	}
}

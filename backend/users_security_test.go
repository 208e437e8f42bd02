package backend_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/usher-auth/usher/backend"
)

// verifications are the operations of which no error must mean yes.
var verifications = map[string]func(context.Context, *backend.Client) (any, error){
	"verify_password": func(ctx context.Context, c *backend.Client) (any, error) {
		v, err := c.Users.VerifyPassword(ctx, "user_1", &backend.UserVerifyPasswordParams{Password: "guess"})
		return v != nil && v.Verified.Or(false), err
	},
	"verify_totp": func(ctx context.Context, c *backend.Client) (any, error) {
		v, err := c.Users.VerifyTOTP(ctx, "user_1", &backend.UserVerifyTOTPParams{Code: "424242"})
		return v != nil && v.Verified.Or(false), err
	},
}

func TestNothingButAYesIsAVerification(t *testing.T) {
	for _, row := range []struct {
		name   string
		status int
		body   string
		want   error
	}{
		{"yes", 200, `{"verified":true}`, nil},
		{"yes, by a backup code", 200, `{"verified":true,"code_type":"backup_code"}`, nil},
		{"no, as Clerk says it", 422, `{"errors":[{"code":"incorrect"}]}`, backend.ErrNotVerified},
		{"no, by its status", 422, ``, backend.ErrUnprocessable},
		{"no, with a good status", 200, `{"verified":false}`, backend.ErrNotVerified},
		{"neither yes nor no", 200, `{}`, backend.ErrBadAnswer},
		{"null", 200, `{"verified":null}`, backend.ErrBadAnswer},
		{"a text", 200, `{"verified":"true"}`, backend.ErrBadAnswer},
		{"no body", 200, ``, backend.ErrBadAnswer},
		{"a list", 200, `[true]`, backend.ErrBadAnswer},
		{"nothing to verify", 400, `{"errors":[{"code":"no_password_set"}]}`, backend.ErrBadRequest},
		{"no such user", 404, `{"errors":[{"code":"resource_not_found"}]}`, backend.ErrNotFound},
	} {
		for name, verify := range verifications {
			t.Run(name+": "+row.name, func(t *testing.T) {
				server := newFaulty(t, answerWith(row.status, nil, row.body))
				verified, err := verify(t.Context(), server.client)
				if !errors.Is(err, row.want) || verified != (row.want == nil) {
					t.Errorf("verified is %v, error %v, want %v", verified, err, row.want)
				}
				if e := (*backend.Error)(nil); row.want != nil && (!errors.As(err, &e) || e.Status != row.status) {
					t.Errorf("the error is %v", err)
				}
				if n := server.calls.Load(); n != 1 {
					t.Errorf("%d requests", n)
				}
			})
		}
	}
}

func TestAVerificationIsNotTriedAgainAfterAnUnknownOutcome(t *testing.T) {
	for name, verify := range verifications {
		for _, status := range []int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout} {
			server := newFaulty(t, answerWith(status, nil, ""))
			if _, err := verify(t.Context(), server.client); !errors.Is(err, backend.ErrServer) || server.calls.Load() != 1 {
				t.Errorf("%s, %d: %d requests, error %v", name, status, server.calls.Load(), err)
			}
		}
		broken := newFaulty(t, func(w http.ResponseWriter, _ *http.Request) { _ = hijack(w).Close() })
		if _, err := verify(t.Context(), broken.client); err == nil || broken.calls.Load() != 1 {
			t.Errorf("%s, broken connection: %d requests, error %v", name, broken.calls.Load(), err)
		}
	}
}

func TestACodeOfEitherKindIsTold(t *testing.T) {
	c := stub(map[string]string{"POST /users/user_1/verify_totp": `{"verified":true,"code_type":"backup_code"}`})
	v, err := c.Users.VerifyTOTP(t.Context(), "user_1", &backend.UserVerifyTOTPParams{Code: "abcd1234"})
	if err != nil || v.CodeType != backend.TOTPVerificationCodeTypeBackupCode {
		t.Errorf("got %+v, error %v", v, err)
	}
}

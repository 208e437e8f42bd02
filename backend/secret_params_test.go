package backend_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestNoErrorShowsWhatWasSentInSecret(t *testing.T) {
	const sent = "a secret that nobody may see"
	for _, row := range []struct {
		name string
		call func(context.Context, *backend.Client) error
	}{
		{"a password that is verified", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Users.VerifyPassword(ctx, "user_1", &backend.UserVerifyPasswordParams{Password: sent})
			return err
		}},
		{"a backup code that is verified", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Users.VerifyTOTP(ctx, "user_1", &backend.UserVerifyTOTPParams{Code: sent})
			return err
		}},
		{"a code from an email", func(ctx context.Context, c *backend.Client) error {
			_, err := c.EmailAddresses.AttemptVerification(ctx, "idn_1", &backend.EmailAddressAttemptVerificationParams{Code: sent})
			return err
		}},
		{"a code from a text message", func(ctx context.Context, c *backend.Client) error {
			_, err := c.PhoneNumbers.AttemptVerification(ctx, "idn_1", &backend.PhoneNumberAttemptVerificationParams{Code: sent})
			return err
		}},
		{"the expired token of a browser", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Sessions.Refresh(ctx, "sess_1", &backend.SessionRefreshParams{ExpiredToken: sent})
			return err
		}},
		{"the refresh token of a browser", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Sessions.Refresh(ctx, "sess_1", &backend.SessionRefreshParams{RefreshToken: sent})
			return err
		}},
		{"a cookie of a browser", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Sessions.Refresh(ctx, "sess_1", &backend.SessionRefreshParams{
				RequestHeaders: backend.Some(map[string][]string{"cookie": {`a=b; __client="` + sent + `"; c=d`}}),
			})
			return err
		}},
		{"a bearer token in the header of a browser", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Sessions.Refresh(ctx, "sess_1", &backend.SessionRefreshParams{
				RequestHeaders: backend.Some(map[string][]string{"Authorization": {"Bearer " + sent}}),
			})
			return err
		}},
		{"the nonce of a handshake", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Clients.HandshakePayload(ctx, sent)
			return err
		}},
		{"an OAuth token that is revoked", func(ctx context.Context, c *backend.Client) error {
			return c.OAuthApplications.RevokeToken(ctx, "oa_1", &backend.OAuthApplicationRevokeTokenParams{Token: sent})
		}},
		{"an OAuth token that is verified", func(ctx context.Context, c *backend.Client) error {
			_, err := c.OAuthApplications.VerifyAccessToken(ctx, &backend.OAuthApplicationVerifyAccessTokenParams{AccessToken: sent})
			return err
		}},
		{"an OAuth token under its former name", func(ctx context.Context, c *backend.Client) error {
			_, err := c.OAuthApplications.VerifyAccessToken(ctx, &backend.OAuthApplicationVerifyAccessTokenParams{Secret: sent})
			return err
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, status := range []int{400, 422, 502} {
				body := fmt.Sprintf(`{"errors":[{"code":"c","message":"no %s","long_message":"never %[1]s!","meta":{"param_name":"%[1]s"}}]}`, sent)
				err := row.call(t.Context(), newFaulty(t, answerWith(status, nil, body)).client)
				var e *backend.Error
				if !errors.As(err, &e) {
					t.Fatalf("got error %v", err)
				}
				if shown := fmt.Sprintf("%v %s %+v", err, e.Body, e.Errors); strings.Contains(shown, sent) || !strings.Contains(shown, "never [redacted]!") {
					t.Errorf("%d shows %s", status, shown)
				}
			}
		})
	}
}

func TestCallsWithSecretsTakeNilParams(t *testing.T) {
	c := stub(nil)
	ctx := t.Context()
	_, password := c.Users.VerifyPassword(ctx, "user_1", nil)
	_, totp := c.Users.VerifyTOTP(ctx, "user_1", nil)
	_, email := c.EmailAddresses.AttemptVerification(ctx, "idn_1", nil)
	_, phone := c.PhoneNumbers.AttemptVerification(ctx, "idn_1", nil)
	_, refresh := c.Sessions.Refresh(ctx, "sess_1", nil)
	revoke := c.OAuthApplications.RevokeToken(ctx, "oa_1", nil)
	for n, err := range []error{password, totp, email, phone, refresh, revoke} {
		if !errors.Is(err, backend.ErrNotFound) {
			t.Errorf("call %d: got error %v", n, err)
		}
	}
}

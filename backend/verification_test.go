package backend_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestVerificationsOfEveryKindAreRead(t *testing.T) {
	for _, row := range []struct {
		name, text string
		check      func(*backend.Verification) bool
	}{
		{"none", `null`, func(v *backend.Verification) bool { return v == nil }},
		{"a code", `{"object":"verification_otp","status":"expired","strategy":"phone_code","attempts":2,
			"expire_at":1700000000000,"channel":"sms"}`,
			func(v *backend.Verification) bool {
				return v.Status == backend.VerificationStatusExpired && v.Attempts.Or(0) == 2 && v.Channel == "sms" &&
					v.ExpireAt.UnixMilli() == 1700000000000
			}},
		{"the kind is missing", `{"status":"verified","strategy":"admin","attempts":null,"expire_at":null}`,
			func(v *backend.Verification) bool {
				return v.Strategy == backend.VerificationStrategyAdmin && v.Attempts.IsNull() && v.ExpireAt.IsZero()
			}},
		{"a provider that failed", `{"status":"failed","strategy":"oauth_google",
			"external_verification_redirect_url":"https://x.test","error":{"code":"access_denied","meta":{"a":1}}}`,
			func(v *backend.Verification) bool {
				return v.Error.Code == "access_denied" && v.ExternalVerificationRedirectURL == "https://x.test"
			}},
		{"a wallet", `{"status":"verified","strategy":"web3_okx_wallet_signature","nonce":"n","message":"m"}`,
			func(v *backend.Verification) bool {
				return v.Strategy == backend.VerificationStrategyWeb3OKXWallet && v.Nonce == "n" && v.Message == "m"
			}},
		{"one that is not known yet", `{"object":"verification_telepathy","status":"sensed","strategy":"mind","aura":{"blue":true}}`,
			func(v *backend.Verification) bool { return v.Status == "sensed" && v.Strategy == "mind" }},
	} {
		c := stub(map[string]string{"GET /email_addresses/idn_1": `{"id":"idn_1","verification":` + row.text + `}`})
		address, err := c.EmailAddresses.Get(t.Context(), "idn_1")
		if err != nil || !row.check(address.Verification) {
			t.Errorf("%s: got %+v, error %v", row.name, address, err)
		}
	}
}

// codes are the operations that send a code or try one, by their path.
var codes = map[string]func(context.Context, *backend.Client) (*backend.VerificationAttempt, error){
	"/email_addresses/idn_1/prepare_verification": func(ctx context.Context, c *backend.Client) (*backend.VerificationAttempt, error) {
		return c.EmailAddresses.PrepareVerification(ctx, "idn_1")
	},
	"/email_addresses/idn_1/attempt_verification": func(ctx context.Context, c *backend.Client) (*backend.VerificationAttempt, error) {
		return c.EmailAddresses.AttemptVerification(ctx, "idn_1", &backend.EmailAddressAttemptVerificationParams{
			VerificationID: "ver_1", Code: "424242",
		})
	},
	"/phone_numbers/idn_1/prepare_verification": func(ctx context.Context, c *backend.Client) (*backend.VerificationAttempt, error) {
		return c.PhoneNumbers.PrepareVerification(ctx, "idn_1")
	},
	"/phone_numbers/idn_1/attempt_verification": func(ctx context.Context, c *backend.Client) (*backend.VerificationAttempt, error) {
		return c.PhoneNumbers.AttemptVerification(ctx, "idn_1", &backend.PhoneNumberAttemptVerificationParams{
			VerificationID: "ver_1", Code: "424242",
		})
	},
}

func TestAWrongCodeIsAStatus(t *testing.T) {
	for path, call := range codes {
		c, asked := newStub(map[string]string{"POST " + path: `{"id":"ver_1","status":"unverified","attempts":1}`})
		v, err := call(t.Context(), c)
		if err != nil || v.Status != backend.VerificationStatusUnverified || v.Attempts.Or(0) != 1 || v.ID != "ver_1" {
			t.Errorf("%s: got %+v, error %v", path, v, err)
		}
		want := ""
		if strings.HasSuffix(path, "attempt_verification") {
			want = `{"verification_id":"ver_1","code":"424242"}`
		}
		if got := asked.last(t).body; got != want {
			t.Errorf("%s: sent %s, want %s", path, got, want)
		}
	}
}

func TestCodesAreNeitherSentNorTriedTwice(t *testing.T) {
	for path, call := range codes {
		server := newFaulty(t, answerWith(http.StatusBadGateway, nil, ""))
		if _, err := call(t.Context(), server.client); !errors.Is(err, backend.ErrServer) || server.calls.Load() != 1 {
			t.Errorf("%s: %d requests, error %v", path, server.calls.Load(), err)
		}
	}
}

func TestBackupCodesAreNotPrinted(t *testing.T) {
	c := stub(map[string]string{"GET /phone_numbers/idn_1": `{"id":"idn_1","backup_codes":["abcd1234"]}`})
	number, err := c.PhoneNumbers.Get(t.Context(), "idn_1")
	if err != nil || len(number.BackupCodes) != 1 || string(number.BackupCodes[0]) != "abcd1234" {
		t.Fatalf("got %+v, error %v", number, err)
	}
	if text := fmt.Sprintf("%v %+v %#v", number, number, *number); strings.Contains(text, "abcd1234") {
		t.Errorf("printed: %s", text)
	}
}

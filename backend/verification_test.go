package backend_test

import (
	"context"
	"encoding/json"
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
		{"one that is a text is a status", `"verified"`, func(v *backend.Verification) bool {
			return *v == backend.Verification{Status: backend.VerificationStatusVerified}
		}},
		{"one that is a list says nothing", `["verified",{"status":"verified"}]`, func(v *backend.Verification) bool {
			return *v == backend.Verification{}
		}},
		{"one that is a number says nothing", `7`, func(v *backend.Verification) bool { return *v == backend.Verification{} }},
		{"of one with members of other types what fits is kept", `{"object":{"of":1},"status":"failed","strategy":["a"],
			"attempts":"three","expire_at":"soon","channel":7,"nonce":"n"}`,
			func(v *backend.Verification) bool {
				return *v == backend.Verification{Status: backend.VerificationStatusFailed, Nonce: "n"}
			}},
		{"a status that is no text is none", `{"status":true,"strategy":"admin"}`,
			func(v *backend.Verification) bool {
				return v.Status == "" && v.Strategy == backend.VerificationStrategyAdmin
			}},
		{"an error that is a text", `{"status":"failed","error":"access denied"}`,
			func(v *backend.Verification) bool { return v.Status == "failed" && v.Error.Message == "access denied" }},
		{"an error with members of other types", `{"status":"failed","error":{"code":7,"message":"no","meta":["a"]}}`,
			func(v *backend.Verification) bool {
				return v.Error.Code == "" && v.Error.Message == "no" && v.Error.Meta.String() == `["a"]`
			}},
		{"an error that is a list", `{"status":"failed","error":[1]}`,
			func(v *backend.Verification) bool { return v.Status == "failed" && v.Error == nil }},
	} {
		c := stub(map[string]string{"GET /email_addresses/idn_1": `{"id":"idn_1","verification":` + row.text + `}`})
		address, err := c.EmailAddresses.Get(t.Context(), "idn_1")
		if err != nil || !row.check(address.Verification) {
			t.Errorf("%s: got %+v, error %v", row.name, address, err)
		}
	}
}

func TestAnOddConnectionDoesNotSpoilItsUser(t *testing.T) {
	for text, want := range map[string]string{
		`{"name":"Acme","active":true,"domains":["acme.test"]}`:         "Acme true 1",
		`{"name":"Acme","active":"yes","domains":"acme.test","x":null}`: "Acme false 0",
		`"Acme"`:   " false 0",
		`["Acme"]`: " false 0",
	} {
		c := stub(map[string]string{"GET /users/user_1": `{"id":"user_1","saml_accounts":[{"id":"sacc_1","saml_connection":` + text +
			`}],"enterprise_accounts":[{"id":"eac_1","enterprise_connection":` + text + `}]}`})
		user, err := c.Users.Get(t.Context(), "user_1")
		if err != nil {
			t.Errorf("%s: error %v", text, err)
			continue
		}
		saml, enterprise := user.SAMLAccounts[0].SAMLConnection, user.EnterpriseAccounts[0].EnterpriseConnection
		if got := fmt.Sprint(saml.Name, " ", saml.Active, " ", len(saml.Domains)); got != want {
			t.Errorf("%s: the SAML connection is %s", text, got)
		}
		if got := fmt.Sprint(enterprise.Name, " ", enterprise.Active, " ", len(enterprise.Domains)); got != want {
			t.Errorf("%s: the enterprise connection is %s", text, got)
		}
	}
}

func TestWhatIsNoJSONIsNoVerification(t *testing.T) {
	for _, v := range []json.Unmarshaler{
		&backend.Verification{}, &backend.JWK{}, &backend.SAMLAccountConnection{}, &backend.EnterpriseAccountConnection{},
	} {
		if err := v.UnmarshalJSON([]byte(`{"status":`)); err == nil {
			t.Errorf("%T: no error", v)
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

func TestCodesAreSentAndTried(t *testing.T) {
	for path, call := range codes {
		c, asked := newStub(map[string]string{"POST " + path: `{"id":"ver_1","status":"verified","attempts":1}`})
		v, err := call(t.Context(), c)
		if err != nil || v.Status != backend.VerificationStatusVerified || v.Attempts.Or(0) != 1 || v.ID != "ver_1" {
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

func TestNothingButVerifiedIsARightCode(t *testing.T) {
	for _, row := range []struct {
		name   string
		status int
		body   string
		want   error // nil: the code is right
		says   string
	}{
		{"a right code", 200, `{"id":"ver_1","status":"verified"}`, nil, ""},
		{"a wrong code", 200, `{"id":"ver_1","status":"unverified","attempts":2}`, backend.ErrNotVerified, "unverified"},
		{"a code that comes too late", 200, `{"id":"ver_1","status":"expired","attempts":2}`, backend.ErrNotVerified, "expired"},
		{"a wrong code too many", 200, `{"id":"ver_1","status":"failed","attempts":2}`, backend.ErrNotVerified, "failed"},
		{"a status that nobody knows", 200, `{"id":"ver_1","status":"VERIFIED","attempts":2}`, backend.ErrNotVerified, "VERIFIED"},
		{"no status", 200, `{"id":"ver_1"}`, backend.ErrBadAnswer, "does not say"},
		{"a status that is null", 200, `{"id":"ver_1","status":null}`, backend.ErrBadAnswer, "does not say"},
		{"a status that is no text", 200, `{"id":"ver_1","status":true}`, backend.ErrBadAnswer, ""},
		{"null", 200, `null`, backend.ErrBadAnswer, ""},
		{"no body", 200, ``, backend.ErrBadAnswer, ""},
		{"a code that was used", 400, `{"errors":[{"code":"verification_already_verified"}]}`, backend.ErrBadRequest, "already"},
		{"a code that is no code", 422, `{"errors":[{"code":"form_param_format_invalid"}]}`, backend.ErrNotVerified, "format"},
	} {
		for path, call := range codes {
			if !strings.HasSuffix(path, "attempt_verification") {
				continue
			}
			t.Run(path+": "+row.name, func(t *testing.T) {
				v, err := call(t.Context(), newFaulty(t, answerWith(row.status, nil, row.body)).client)
				if !errors.Is(err, row.want) {
					t.Fatalf("got error %v, want %v", err, row.want)
				}
				if err == nil {
					return
				}
				var e *backend.Error
				if !errors.As(err, &e) || e.Status != row.status || !strings.Contains(err.Error(), row.says) {
					t.Errorf("the error is %v", err)
				}
				// How often it was tried comes with a clear no.
				if told := v != nil && v.Attempts.Or(0) == 2; told != (row.status == 200 && errors.Is(err, backend.ErrNotVerified)) {
					t.Errorf("the error %v comes with %+v", err, v)
				}
			})
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

package backend

import (
	"fmt"
	"io"
	"log/slog"
)

// Params that hold a password, a token, a key or a code are easily printed with everything else that a program logs. They show
// their type and nothing more with fmt and log/slog. What is sent is not concerned: encoding/json writes all of it.

// hidden writes what is shown of params with a secret.
func hidden(f fmt.State, params any) { _, _ = io.WriteString(f, hiddenText(params)) }

// hiddenText returns what is shown of params with a secret.
func hiddenText(params any) string { return fmt.Sprintf("%T{%s}", params, redacted) }

// hiddenValue returns what a log shows of params with a secret.
func hiddenValue(params any) slog.Value { return slog.StringValue(hiddenText(params)) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p APIKeyVerifyParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p APIKeyVerifyParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p ClientVerifyParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p ClientVerifyParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p EmailAddressAttemptVerificationParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p EmailAddressAttemptVerificationParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p EnterpriseConnectionCreateParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p EnterpriseConnectionCreateParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p EnterpriseConnectionUpdateParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p EnterpriseConnectionUpdateParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p EnterpriseConnectionOIDCParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p EnterpriseConnectionOIDCParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p JWTTemplateCreateParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p JWTTemplateCreateParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p JWTTemplateUpdateParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p JWTTemplateUpdateParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p M2MTokenVerifyParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p M2MTokenVerifyParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p SessionVerifyParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p SessionVerifyParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p OAuthApplicationRevokeTokenParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p OAuthApplicationRevokeTokenParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p OAuthApplicationVerifyAccessTokenParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p OAuthApplicationVerifyAccessTokenParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p PhoneNumberAttemptVerificationParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p PhoneNumberAttemptVerificationParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p UserCreateParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p UserCreateParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p UserUpdateParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p UserUpdateParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p UserVerifyPasswordParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p UserVerifyPasswordParams) LogValue() slog.Value { return hiddenValue(p) }

// Format writes the name of the type and "[redacted]", whatever the verb and its flags.
func (p UserVerifyTOTPParams) Format(f fmt.State, _ rune) { hidden(f, p) }

// LogValue returns what Format writes.
func (p UserVerifyTOTPParams) LogValue() slog.Value { return hiddenValue(p) }

// String returns the name of the type and "[redacted]". A method Format is not possible beside the field.
func (p SessionRefreshParams) String() string { return hiddenText(p) }

// GoString returns what String returns.
func (p SessionRefreshParams) GoString() string { return hiddenText(p) }

// LogValue returns what String returns.
func (p SessionRefreshParams) LogValue() slog.Value { return hiddenValue(p) }

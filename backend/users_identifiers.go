package backend

import (
	"context"
	"iter"
)

// ReplaceEmailAddress deletes all email addresses of a user and gives them one new primary address, which it returns. The
// address counts as verified unless IdentificationStatus says otherwise. It is refused while one of the old addresses is
// linked to an external account: delete that first.
func (s *UsersService) ReplaceEmailAddress(
	ctx context.Context, userID string, params *UserReplaceEmailAddressParams,
) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, put("/users/{user_id}/email_address", params, userID))
}

// ReplacePhoneNumber deletes all phone numbers of a user and gives them one new primary number, which it returns. The number
// counts as verified unless IdentificationStatus says otherwise. It is never a second factor, so a user whose second factor
// was among the old numbers has MFA disabled.
func (s *UsersService) ReplacePhoneNumber(
	ctx context.Context, userID string, params *UserReplacePhoneNumberParams,
) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, put("/users/{user_id}/phone_number", params, userID))
}

// DeletePasskey deletes a passkey of a user and tells them by email. The id is that of [Passkey].
func (s *UsersService) DeletePasskey(ctx context.Context, userID, passkeyIdentificationID string) (*DeletedObject, error) {
	const path = "/users/{user_id}/passkeys/{passkey_identification_id}"
	return do[DeletedObject](ctx, s.settings, del(path, nil, userID, passkeyIdentificationID))
}

// DeleteWeb3Wallet deletes a wallet of a user. The id is that of [Web3Wallet], not the address.
func (s *UsersService) DeleteWeb3Wallet(ctx context.Context, userID, web3WalletIdentificationID string) (*DeletedObject, error) {
	const path = "/users/{user_id}/web3_wallets/{web3_wallet_identification_id}"
	return do[DeletedObject](ctx, s.settings, del(path, nil, userID, web3WalletIdentificationID))
}

// DeleteExternalAccount disconnects a user from an account at a provider. The id is that of [ExternalAccount].
func (s *UsersService) DeleteExternalAccount(ctx context.Context, userID, externalAccountID string) (*DeletedObject, error) {
	const path = "/users/{user_id}/external_accounts/{external_account_id}"
	return do[DeletedObject](ctx, s.settings, del(path, nil, userID, externalAccountID))
}

// ListTrustedDevices returns the active trusted devices of a user, all in one page.
func (s *UsersService) ListTrustedDevices(ctx context.Context, userID string) (*Page[TrustedDevice], error) {
	return do[Page[TrustedDevice]](ctx, s.settings, get("/users/{user_id}/trusted_devices", nil, userID))
}

// AllTrustedDevices returns an iterator over what ListTrustedDevices returns.
func (s *UsersService) AllTrustedDevices(ctx context.Context, userID string) iter.Seq2[*TrustedDevice, error] {
	return allAtOnce[TrustedDevice](ctx, s.settings, get("/users/{user_id}/trusted_devices", nil, userID))
}

// RevokeTrustedDevice revokes an active trusted device of a user and returns it with its new status.
func (s *UsersService) RevokeTrustedDevice(ctx context.Context, userID, trustedDeviceID string) (*TrustedDevice, error) {
	const path = "/users/{user_id}/trusted_devices/{trusted_device_id}"
	return do[TrustedDevice](ctx, s.settings, del(path, nil, userID, trustedDeviceID))
}

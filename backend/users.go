package backend

import (
	"context"
	"iter"
)

type UsersService service

// ReplaceEmailAddress SUMMARY(ReplaceUserEmailAddress)
func (s *UsersService) ReplaceEmailAddress(ctx context.Context, userID string, params *UserReplaceEmailAddressParams) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, put("/users/{user_id}/email_address", params, userID))
}

// ReplacePhoneNumber SUMMARY(ReplaceUserPhoneNumber)
func (s *UsersService) ReplacePhoneNumber(ctx context.Context, userID string, params *UserReplacePhoneNumberParams) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, put("/users/{user_id}/phone_number", params, userID))
}

// List SUMMARY(GetUserList)
func (s *UsersService) List(ctx context.Context, params *UserListParams) (*Page[User], error) {
	return do[Page[User]](ctx, s.settings, get("/users", params))
}

// All SUMMARY(GetUserList)
func (s *UsersService) All(ctx context.Context, params *UserListParams) iter.Seq2[*User, error] {
	return allAfter[User](ctx, s.settings, get("/users", params), func(v *User) string { return v.ID })
}

// Create SUMMARY(CreateUser)
func (s *UsersService) Create(ctx context.Context, params *UserCreateParams) (*User, error) {
	return do[User](ctx, s.settings, post("/users", params))
}

// Count SUMMARY(GetUsersCount)
func (s *UsersService) Count(ctx context.Context, params *UserCountParams) (*TotalCount, error) {
	return do[TotalCount](ctx, s.settings, get("/users/count", params))
}

// Get SUMMARY(GetUser)
func (s *UsersService) Get(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, get("/users/{user_id}", nil, userID))
}

// Update SUMMARY(UpdateUser)
func (s *UsersService) Update(ctx context.Context, userID string, params *UserUpdateParams) (*User, error) {
	return do[User](ctx, s.settings, patch("/users/{user_id}", params, userID))
}

// Delete SUMMARY(DeleteUser)
func (s *UsersService) Delete(ctx context.Context, userID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/users/{user_id}", nil, userID))
}

// Ban SUMMARY(BanUser)
func (s *UsersService) Ban(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/ban", nil, userID))
}

// Unban SUMMARY(UnbanUser)
func (s *UsersService) Unban(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/unban", nil, userID))
}

// BanBulk SUMMARY(UsersBan)
func (s *UsersService) BanBulk(ctx context.Context, params *UserBanBulkParams) ([]User, error) {
	return doList[User](ctx, s.settings, post("/users/ban", params))
}

// UnbanBulk SUMMARY(UsersUnban)
func (s *UsersService) UnbanBulk(ctx context.Context, params *UserUnbanBulkParams) ([]User, error) {
	return doList[User](ctx, s.settings, post("/users/unban", params))
}

// Lock SUMMARY(LockUser)
func (s *UsersService) Lock(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/lock", nil, userID))
}

// Unlock SUMMARY(UnlockUser)
func (s *UsersService) Unlock(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/unlock", nil, userID))
}

// UploadProfileImage SUMMARY(SetUserProfileImage)
func (s *UsersService) UploadProfileImage(ctx context.Context, userID string, upload *Upload) (*User, error) {
	return do[User](ctx, s.settings, call{method: "POST", path: "/users/{user_id}/profile_image", ids: []string{userID}, upload: upload})
}

// DeleteProfileImage SUMMARY(DeleteUserProfileImage)
func (s *UsersService) DeleteProfileImage(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, del("/users/{user_id}/profile_image", nil, userID))
}

// MergeMetadata SUMMARY(UpdateUserMetadata)
func (s *UsersService) MergeMetadata(ctx context.Context, userID string, params *UserMergeMetadataParams) (*User, error) {
	return do[User](ctx, s.settings, patch("/users/{user_id}/metadata", params, userID))
}

// ReplaceMetadata SUMMARY(ReplaceUserMetadata)
func (s *UsersService) ReplaceMetadata(ctx context.Context, userID string, params *UserReplaceMetadataParams) (*User, error) {
	return do[User](ctx, s.settings, put("/users/{user_id}/metadata", params, userID))
}

// GetBillingSubscription SUMMARY(GetUserBillingSubscription)
func (s *UsersService) GetBillingSubscription(ctx context.Context, userID string) (*Subscription, error) {
	return do[Subscription](ctx, s.settings, get("/users/{user_id}/billing/subscription", nil, userID))
}

// GetBillingCreditBalance SUMMARY(GetUserBillingCreditBalance)
func (s *UsersService) GetBillingCreditBalance(ctx context.Context, userID string) (*CreditBalance, error) {
	return do[CreditBalance](ctx, s.settings, get("/users/{user_id}/billing/credits", nil, userID))
}

// AdjustBillingCreditBalance SUMMARY(AdjustUserBillingCreditBalance)
func (s *UsersService) AdjustBillingCreditBalance(ctx context.Context, userID string, params *UserAdjustBillingCreditBalanceParams) (*CreditLedgerEntry, error) {
	return do[CreditLedgerEntry](ctx, s.settings, post("/users/{user_id}/billing/credits", params, userID).again())
}

// ListOAuthAccessTokens SUMMARY(GetOAuthAccessToken)
func (s *UsersService) ListOAuthAccessTokens(ctx context.Context, userID string, provider string, params *UserListOAuthAccessTokensParams) (*Page[OAuthAccessToken], error) {
	return do[Page[OAuthAccessToken]](ctx, s.settings, get("/users/{user_id}/oauth_access_tokens/{provider}", params, userID, provider).paginated())
}

// AllOAuthAccessTokens SUMMARY(GetOAuthAccessToken)
func (s *UsersService) AllOAuthAccessTokens(ctx context.Context, userID string, provider string, params *UserListOAuthAccessTokensParams) iter.Seq2[*OAuthAccessToken, error] {
	return all[OAuthAccessToken](ctx, s.settings, get("/users/{user_id}/oauth_access_tokens/{provider}", params, userID, provider).paginated())
}

// ListOrganizationMemberships SUMMARY(UsersGetOrganizationMemberships)
func (s *UsersService) ListOrganizationMemberships(ctx context.Context, userID string, params *UserListOrganizationMembershipsParams) (*Page[OrganizationMembership], error) {
	return do[Page[OrganizationMembership]](ctx, s.settings, get("/users/{user_id}/organization_memberships", params, userID))
}

// AllOrganizationMemberships SUMMARY(UsersGetOrganizationMemberships)
func (s *UsersService) AllOrganizationMemberships(ctx context.Context, userID string, params *UserListOrganizationMembershipsParams) iter.Seq2[*OrganizationMembership, error] {
	return all[OrganizationMembership](ctx, s.settings, get("/users/{user_id}/organization_memberships", params, userID))
}

// ListOrganizationInvitations SUMMARY(UsersGetOrganizationInvitations)
func (s *UsersService) ListOrganizationInvitations(ctx context.Context, userID string, params *UserListOrganizationInvitationsParams) (*Page[OrganizationInvitation], error) {
	return do[Page[OrganizationInvitation]](ctx, s.settings, get("/users/{user_id}/organization_invitations", params, userID))
}

// AllOrganizationInvitations SUMMARY(UsersGetOrganizationInvitations)
func (s *UsersService) AllOrganizationInvitations(ctx context.Context, userID string, params *UserListOrganizationInvitationsParams) iter.Seq2[*OrganizationInvitation, error] {
	return all[OrganizationInvitation](ctx, s.settings, get("/users/{user_id}/organization_invitations", params, userID))
}

// RemovePassword SUMMARY(RemoveUserPassword)
func (s *UsersService) RemovePassword(ctx context.Context, userID string, params *UserRemovePasswordParams) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/remove_password", params, userID))
}

// VerifyPassword SUMMARY(VerifyPassword)
func (s *UsersService) VerifyPassword(ctx context.Context, userID string, params *UserVerifyPasswordParams) (*PasswordVerification, error) {
	return do[PasswordVerification](ctx, s.settings, post("/users/{user_id}/verify_password", params, userID))
}

// VerifyTOTP SUMMARY(VerifyTOTP)
func (s *UsersService) VerifyTOTP(ctx context.Context, userID string, params *UserVerifyTOTPParams) (*TOTPVerification, error) {
	return do[TOTPVerification](ctx, s.settings, post("/users/{user_id}/verify_totp", params, userID))
}

// DisableMFA SUMMARY(DisableMFA)
func (s *UsersService) DisableMFA(ctx context.Context, userID string) (*UserReference, error) {
	return do[UserReference](ctx, s.settings, del("/users/{user_id}/mfa", nil, userID))
}

// DeleteBackupCodes SUMMARY(DeleteBackupCode)
func (s *UsersService) DeleteBackupCodes(ctx context.Context, userID string) (*UserReference, error) {
	return do[UserReference](ctx, s.settings, del("/users/{user_id}/backup_code", nil, userID))
}

// DeletePasskey SUMMARY(UserPasskeyDelete)
func (s *UsersService) DeletePasskey(ctx context.Context, userID string, passkeyIdentificationID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/users/{user_id}/passkeys/{passkey_identification_id}", nil, userID, passkeyIdentificationID))
}

// ListTrustedDevices SUMMARY(ListUserTrustedDevices)
func (s *UsersService) ListTrustedDevices(ctx context.Context, userID string) (*Page[TrustedDevice], error) {
	return do[Page[TrustedDevice]](ctx, s.settings, get("/users/{user_id}/trusted_devices", nil, userID))
}

// AllTrustedDevices SUMMARY(ListUserTrustedDevices)
func (s *UsersService) AllTrustedDevices(ctx context.Context, userID string) iter.Seq2[*TrustedDevice, error] {
	return allAtOnce[TrustedDevice](ctx, s.settings, get("/users/{user_id}/trusted_devices", nil, userID))
}

// RevokeTrustedDevice SUMMARY(RevokeUserTrustedDevice)
func (s *UsersService) RevokeTrustedDevice(ctx context.Context, userID string, trustedDeviceID string) (*TrustedDevice, error) {
	return do[TrustedDevice](ctx, s.settings, del("/users/{user_id}/trusted_devices/{trusted_device_id}", nil, userID, trustedDeviceID))
}

// DeleteWeb3Wallet SUMMARY(UserWeb3WalletDelete)
func (s *UsersService) DeleteWeb3Wallet(ctx context.Context, userID string, web3WalletIdentificationID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/users/{user_id}/web3_wallets/{web3_wallet_identification_id}", nil, userID, web3WalletIdentificationID))
}

// DeleteTOTP SUMMARY(DeleteTOTP)
func (s *UsersService) DeleteTOTP(ctx context.Context, userID string) (*UserReference, error) {
	return do[UserReference](ctx, s.settings, del("/users/{user_id}/totp", nil, userID))
}

// DeleteExternalAccount SUMMARY(DeleteExternalAccount)
func (s *UsersService) DeleteExternalAccount(ctx context.Context, userID string, externalAccountID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/users/{user_id}/external_accounts/{external_account_id}", nil, userID, externalAccountID))
}

// SetPasswordCompromised SUMMARY(SetUserPasswordCompromised)
func (s *UsersService) SetPasswordCompromised(ctx context.Context, userID string, params *UserSetPasswordCompromisedParams) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/password/set_compromised", params, userID))
}

// UnsetPasswordCompromised SUMMARY(UnsetUserPasswordCompromised)
func (s *UsersService) UnsetPasswordCompromised(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/password/unset_compromised", nil, userID))
}

package backend

import "context"

// Ban bans a user: their sessions are revoked and they cannot sign in until Unban. It is [ErrPaymentRequired] on a plan
// without bans.
func (s *UsersService) Ban(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/ban", nil, userID))
}

// Unban lets a banned user sign in again. It is [ErrPaymentRequired] on a plan without bans.
func (s *UsersService) Unban(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/unban", nil, userID))
}

// BanBulk bans 1 to 50 users as Ban does and returns them.
func (s *UsersService) BanBulk(ctx context.Context, params *UserBanBulkParams) ([]User, error) {
	return doList[User](ctx, s.settings, post("/users/ban", params))
}

// UnbanBulk unbans 1 to 50 users as Unban does and returns them.
func (s *UsersService) UnbanBulk(ctx context.Context, params *UserUnbanBulkParams) ([]User, error) {
	return doList[User](ctx, s.settings, post("/users/unban", params))
}

// Lock keeps a user from signing in until Unlock, or until the lock expires: the settings of the instance say when. The
// lockout of users must be enabled there; what Clerk does not allow is [ErrForbidden].
func (s *UsersService) Lock(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/lock", nil, userID))
}

// Unlock ends the lock of a user, whether it came from Lock or from too many wrong passwords and codes.
func (s *UsersService) Unlock(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/unlock", nil, userID))
}

// VerifyPassword checks a password. The password is right if and only if err is nil.
//
// A wrong password is errors.Is(err, [ErrNotVerified]), a user without a password [ErrBadRequest], a user that does not exist
// [ErrNotFound]. An answer that says neither yes nor no is [ErrBadAnswer]. No error shows the password. A check may count as
// an attempt, so it is not repeated when nobody knows whether Clerk has made it; see [Retry].
func (s *UsersService) VerifyPassword(
	ctx context.Context, userID string, params *UserVerifyPasswordParams,
) (*PasswordVerification, error) {
	c := post("/users/{user_id}/verify_password", params, userID)
	if params != nil {
		c = c.hiding(params.Password)
	}
	return confirm(ctx, s.settings, c, func(v *PasswordVerification) VerificationStatus { return statusOf(v.Verified) })
}

// VerifyTOTP checks a code of the user's authenticator app, or one of their backup codes, which is used up by it. The code is
// right if and only if err is nil; CodeType of the answer says which of the two it was.
//
// A wrong code is errors.Is(err, [ErrNotVerified]), a user without an authenticator app [ErrBadRequest], a user that does not
// exist [ErrNotFound]. An answer that says neither yes nor no is [ErrBadAnswer]. It is not repeated when nobody knows
// whether Clerk has carried it out; a backup code may be gone then.
func (s *UsersService) VerifyTOTP(ctx context.Context, userID string, params *UserVerifyTOTPParams) (*TOTPVerification, error) {
	c := post("/users/{user_id}/verify_totp", params, userID)
	if params != nil {
		c = c.hiding(params.Code)
	}
	return confirm(ctx, s.settings, c, func(v *TOTPVerification) VerificationStatus { return statusOf(v.Verified) })
}

// RemovePassword takes the password of a user away, even if they have no other way to sign in. A user without one is returned
// as they are. Their sessions go on unless SignOutOfOtherSessions ends them.
func (s *UsersService) RemovePassword(ctx context.Context, userID string, params *UserRemovePasswordParams) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/remove_password", params, userID))
}

// SetPasswordCompromised marks the password of a user as known to others: they must set a new one when they next sign in.
func (s *UsersService) SetPasswordCompromised(
	ctx context.Context, userID string, params *UserSetPasswordCompromisedParams,
) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/password/set_compromised", params, userID))
}

// UnsetPasswordCompromised takes away the mark of SetPasswordCompromised. It does not end the quarantine of a password whose
// user has a reserved email address: such a user must still set a new one.
func (s *UsersService) UnsetPasswordCompromised(ctx context.Context, userID string) (*User, error) {
	return do[User](ctx, s.settings, post("/users/{user_id}/password/unset_compromised", nil, userID))
}

// DisableMFA takes every second factor of a user away at once: authenticator app, codes by SMS and backup codes.
func (s *UsersService) DisableMFA(ctx context.Context, userID string) (*UserReference, error) {
	return do[UserReference](ctx, s.settings, del("/users/{user_id}/mfa", nil, userID))
}

// DeleteTOTP takes the authenticator apps of a user away.
func (s *UsersService) DeleteTOTP(ctx context.Context, userID string) (*UserReference, error) {
	return do[UserReference](ctx, s.settings, del("/users/{user_id}/totp", nil, userID))
}

// DeleteBackupCodes makes all backup codes of a user worthless.
func (s *UsersService) DeleteBackupCodes(ctx context.Context, userID string) (*UserReference, error) {
	return do[UserReference](ctx, s.settings, del("/users/{user_id}/backup_code", nil, userID))
}

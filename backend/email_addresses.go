package backend

import "context"

// EmailAddressesService is for the email addresses of users. It is [Client.EmailAddresses]. To give a user one new address in
// place of all others, see [UsersService.ReplaceEmailAddress].
type EmailAddressesService service

// Create adds an email address to a user. One that somebody has already is errors.Is(err, [ErrUnprocessable]) with the code
// form_identifier_exists, or [ErrConflict].
func (s *EmailAddressesService) Create(ctx context.Context, params *EmailAddressCreateParams) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, post("/email_addresses", params))
}

// Get returns the email address with this id: "idn_…".
func (s *EmailAddressesService) Get(ctx context.Context, emailAddressID string) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, get("/email_addresses/{email_address_id}", nil, emailAddressID))
}

// Update marks an email address as verified, or makes it the primary one of its user.
func (s *EmailAddressesService) Update(
	ctx context.Context, emailAddressID string, params *EmailAddressUpdateParams,
) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, patch("/email_addresses/{email_address_id}", params, emailAddressID))
}

// Delete takes an email address away from its user. What stands against it is [ErrConflict].
func (s *EmailAddressesService) Delete(ctx context.Context, emailAddressID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/email_addresses/{email_address_id}", nil, emailAddressID))
}

// PrepareVerification sends a code to an email address, for a backend that verifies its users itself. The ID of what it
// returns is what AttemptVerification wants, together with the code. Each call sends another code, so it is not repeated when
// nobody knows whether one was sent.
func (s *EmailAddressesService) PrepareVerification(ctx context.Context, emailAddressID string) (*VerificationAttempt, error) {
	const path = "/email_addresses/{email_address_id}/prepare_verification"
	return do[VerificationAttempt](ctx, s.settings, post(path, nil, emailAddressID))
}

// AttemptVerification tries a code. The code is right if and only if err is nil.
//
// A code that is wrong, late or one too many is errors.Is(err, [ErrNotVerified]). What Clerk tells of the attempt comes with
// that error: Status says which of the three it is, Attempts how often it was tried. An answer without a status is
// [ErrBadAnswer].
//
// After a success the email address is verified, if it was not before, and another try is refused with the code
// verification_already_verified, so that a code cannot be used twice. Nobody is signed in by it; [SignInTokensService] is
// for that. A try counts, so it is not repeated when nobody knows whether Clerk has seen it.
func (s *EmailAddressesService) AttemptVerification(
	ctx context.Context, emailAddressID string, params *EmailAddressAttemptVerificationParams,
) (*VerificationAttempt, error) {
	const path = "/email_addresses/{email_address_id}/attempt_verification"
	c := post(path, params, emailAddressID)
	if params != nil {
		c = c.hiding(params.Code)
	}
	return confirm(ctx, s.settings, c, func(v *VerificationAttempt) VerificationStatus { return v.Status })
}

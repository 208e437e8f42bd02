package backend

import "context"

// PhoneNumbersService is for the phone numbers of users. It is [Client.PhoneNumbers]. To give a user one new number in place
// of all others, see [UsersService.ReplacePhoneNumber].
type PhoneNumbersService service

// Create adds a phone number to a user. One that somebody has already is errors.Is(err, [ErrUnprocessable]) with the code
// form_identifier_exists.
func (s *PhoneNumbersService) Create(ctx context.Context, params *PhoneNumberCreateParams) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, post("/phone_numbers", params))
}

// Get returns the phone number with this id: "idn_…".
func (s *PhoneNumbersService) Get(ctx context.Context, phoneNumberID string) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, get("/phone_numbers/{phone_number_id}", nil, phoneNumberID))
}

// Update marks a phone number as verified, or makes it the primary one of its user or a second factor.
func (s *PhoneNumbersService) Update(
	ctx context.Context, phoneNumberID string, params *PhoneNumberUpdateParams,
) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, patch("/phone_numbers/{phone_number_id}", params, phoneNumberID))
}

// Delete takes a phone number away from its user.
func (s *PhoneNumbersService) Delete(ctx context.Context, phoneNumberID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/phone_numbers/{phone_number_id}", nil, phoneNumberID))
}

// PrepareVerification sends a code to a phone number, for a backend that verifies its users itself. The ID of what it returns
// is what AttemptVerification wants, together with the code. Each call sends another code, so it is not repeated when nobody
// knows whether one was sent; too many are [ErrRateLimited].
func (s *PhoneNumbersService) PrepareVerification(ctx context.Context, phoneNumberID string) (*VerificationAttempt, error) {
	const path = "/phone_numbers/{phone_number_id}/prepare_verification"
	return do[VerificationAttempt](ctx, s.settings, post(path, nil, phoneNumberID))
}

// AttemptVerification tries a code. The code is right if and only if err is nil.
//
// A code that is wrong, late or one too many is errors.Is(err, [ErrNotVerified]). What Clerk tells of the attempt comes with
// that error: Status says which of the three it is, Attempts how often it was tried. An answer without a status is
// [ErrBadAnswer].
//
// After a success the phone number is verified, if it was not before, and another try is refused with the code
// verification_already_verified, so that a code cannot be used twice. Nobody is signed in by it; [SignInTokensService] is
// for that. A try counts, so it is not repeated when nobody knows whether Clerk has seen it.
func (s *PhoneNumbersService) AttemptVerification(
	ctx context.Context, phoneNumberID string, params *PhoneNumberAttemptVerificationParams,
) (*VerificationAttempt, error) {
	const path = "/phone_numbers/{phone_number_id}/attempt_verification"
	c := post(path, params, phoneNumberID)
	if params != nil {
		c = c.hiding(params.Code)
	}
	return confirm(ctx, s.settings, c, func(v *VerificationAttempt) VerificationStatus { return v.Status })
}

package backend

import (
	"context"
)

type EmailAddressesService service

// Create SUMMARY(CreateEmailAddress)
func (s *EmailAddressesService) Create(ctx context.Context, params *EmailAddressCreateParams) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, post("/email_addresses", params))
}

// Get SUMMARY(GetEmailAddress)
func (s *EmailAddressesService) Get(ctx context.Context, emailAddressID string) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, get("/email_addresses/{email_address_id}", nil, emailAddressID))
}

// Delete SUMMARY(DeleteEmailAddress)
func (s *EmailAddressesService) Delete(ctx context.Context, emailAddressID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/email_addresses/{email_address_id}", nil, emailAddressID))
}

// Update SUMMARY(UpdateEmailAddress)
func (s *EmailAddressesService) Update(ctx context.Context, emailAddressID string, params *EmailAddressUpdateParams) (*EmailAddress, error) {
	return do[EmailAddress](ctx, s.settings, patch("/email_addresses/{email_address_id}", params, emailAddressID))
}

// PrepareVerification SUMMARY(PrepareEmailAddressVerification)
func (s *EmailAddressesService) PrepareVerification(ctx context.Context, emailAddressID string) (*VerificationAttempt, error) {
	return do[VerificationAttempt](ctx, s.settings, post("/email_addresses/{email_address_id}/prepare_verification", nil, emailAddressID))
}

// AttemptVerification SUMMARY(AttemptEmailAddressVerification)
func (s *EmailAddressesService) AttemptVerification(ctx context.Context, emailAddressID string, params *EmailAddressAttemptVerificationParams) (*VerificationAttempt, error) {
	return do[VerificationAttempt](ctx, s.settings, post("/email_addresses/{email_address_id}/attempt_verification", params, emailAddressID))
}

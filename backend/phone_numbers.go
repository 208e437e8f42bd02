package backend

import (
	"context"
)

type PhoneNumbersService service

// Create SUMMARY(CreatePhoneNumber)
func (s *PhoneNumbersService) Create(ctx context.Context, params *PhoneNumberCreateParams) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, post("/phone_numbers", params))
}

// Get SUMMARY(GetPhoneNumber)
func (s *PhoneNumbersService) Get(ctx context.Context, phoneNumberID string) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, get("/phone_numbers/{phone_number_id}", nil, phoneNumberID))
}

// Delete SUMMARY(DeletePhoneNumber)
func (s *PhoneNumbersService) Delete(ctx context.Context, phoneNumberID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/phone_numbers/{phone_number_id}", nil, phoneNumberID))
}

// Update SUMMARY(UpdatePhoneNumber)
func (s *PhoneNumbersService) Update(ctx context.Context, phoneNumberID string, params *PhoneNumberUpdateParams) (*PhoneNumber, error) {
	return do[PhoneNumber](ctx, s.settings, patch("/phone_numbers/{phone_number_id}", params, phoneNumberID))
}

// PrepareVerification SUMMARY(PreparePhoneNumberVerification)
func (s *PhoneNumbersService) PrepareVerification(ctx context.Context, phoneNumberID string) (*VerificationAttempt, error) {
	return do[VerificationAttempt](ctx, s.settings, post("/phone_numbers/{phone_number_id}/prepare_verification", nil, phoneNumberID))
}

// AttemptVerification SUMMARY(AttemptPhoneNumberVerification)
func (s *PhoneNumbersService) AttemptVerification(ctx context.Context, phoneNumberID string, params *PhoneNumberAttemptVerificationParams) (*VerificationAttempt, error) {
	return do[VerificationAttempt](ctx, s.settings, post("/phone_numbers/{phone_number_id}/attempt_verification", params, phoneNumberID))
}

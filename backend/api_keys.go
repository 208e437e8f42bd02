package backend

import (
	"context"
	"iter"
)

type APIKeysService service

// Create SUMMARY(createApiKey)
func (s *APIKeysService) Create(ctx context.Context, params *APIKeyCreateParams) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, post("/api_keys", params))
}

// List SUMMARY(getApiKeys)
func (s *APIKeysService) List(ctx context.Context, params *APIKeyListParams) (*Page[APIKey], error) {
	return do[Page[APIKey]](ctx, s.settings, get("/api_keys", params))
}

// All SUMMARY(getApiKeys)
func (s *APIKeysService) All(ctx context.Context, params *APIKeyListParams) iter.Seq2[*APIKey, error] {
	return all[APIKey](ctx, s.settings, get("/api_keys", params))
}

// Get SUMMARY(getApiKey)
func (s *APIKeysService) Get(ctx context.Context, apiKeyID string) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, get("/api_keys/{apiKeyID}", nil, apiKeyID))
}

// Update SUMMARY(updateApiKey)
func (s *APIKeysService) Update(ctx context.Context, apiKeyID string, params *APIKeyUpdateParams) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, patch("/api_keys/{apiKeyID}", params, apiKeyID))
}

// Delete SUMMARY(deleteApiKey)
func (s *APIKeysService) Delete(ctx context.Context, apiKeyID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/api_keys/{apiKeyID}", nil, apiKeyID))
}

// GetSecret SUMMARY(getApiKeySecret)
func (s *APIKeysService) GetSecret(ctx context.Context, apiKeyID string) (*APIKeySecret, error) {
	return do[APIKeySecret](ctx, s.settings, get("/api_keys/{apiKeyID}/secret", nil, apiKeyID))
}

// Revoke SUMMARY(revokeApiKey)
func (s *APIKeysService) Revoke(ctx context.Context, apiKeyID string, params *APIKeyRevokeParams) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, post("/api_keys/{apiKeyID}/revoke", params, apiKeyID))
}

// Verify SUMMARY(verifyApiKey)
func (s *APIKeysService) Verify(ctx context.Context, params *APIKeyVerifyParams) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, post("/api_keys/verify", params).again())
}

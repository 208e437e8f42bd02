package backend

import (
	"context"
	"iter"
)

// APIKeysService manages the API keys of users and organizations: long-lived credentials that their own programs send to
// your application. Reach it as Client.APIKeys.
type APIKeysService service

// Create makes an API key and returns it with its secret, which Get and List leave out. A name that is taken is an
// [ErrConflict].
func (s *APIKeysService) Create(ctx context.Context, params *APIKeyCreateParams) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, post("/api_keys", params))
}

// List returns one page of the API keys of a subject. Revoked and expired keys are left out unless IncludeInvalid says
// otherwise. A page has at most 100 keys.
func (s *APIKeysService) List(ctx context.Context, params *APIKeyListParams) (*Page[APIKey], error) {
	return do[Page[APIKey]](ctx, s.settings, get("/api_keys", params))
}

// All returns an iterator over the keys that List returns in pages.
func (s *APIKeysService) All(ctx context.Context, params *APIKeyListParams) iter.Seq2[*APIKey, error] {
	return all[APIKey](ctx, s.settings, get("/api_keys", params))
}

// Get returns an API key by its id (ak_…), without its secret, whether or not it is still valid.
func (s *APIKeysService) Get(ctx context.Context, apiKeyID string) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, get("/api_keys/{apiKeyID}", nil, apiKeyID))
}

// Update changes the fields of an API key that params set, and returns the key. Its secret stays the same.
func (s *APIKeysService) Update(ctx context.Context, apiKeyID string, params *APIKeyUpdateParams) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, patch("/api_keys/{apiKeyID}", params, apiKeyID))
}

// Delete removes an API key for good. Revoke ends it too, and keeps it on record.
func (s *APIKeysService) Delete(ctx context.Context, apiKeyID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/api_keys/{apiKeyID}", nil, apiKeyID))
}

// GetSecret returns the secret of an API key: whoever has it acts as the subject of the key.
func (s *APIKeysService) GetSecret(ctx context.Context, apiKeyID string) (*APIKeySecret, error) {
	return do[APIKeySecret](ctx, s.settings, get("/api_keys/{apiKeyID}/secret", nil, apiKeyID))
}

// Revoke ends an API key, which cannot be undone, and returns it.
func (s *APIKeysService) Revoke(ctx context.Context, apiKeyID string, params *APIKeyRevokeParams) (*APIKey, error) {
	return do[APIKey](ctx, s.settings, post("/api_keys/{apiKeyID}/revoke", params, apiKeyID))
}

// Verify asks whether a secret that a caller presented is one of this instance's API keys, and returns the key. Without an
// error the key has an id and a subject, is not revoked and has not expired, by Clerk's clock and by the client's: the
// caller may be let in as its Subject, within its Scopes.
//
// The error is an [ErrNotFound] for a secret that is none, an [ErrTokenInactive] for a key that is revoked or expired, an
// [ErrBadAnswer] for an answer that does not say whose key it is. An [ErrUnauthorized] is about the secret key of this
// client, not about the caller. No error shows the secret. A failure is tried again as that of a GET would be.
func (s *APIKeysService) Verify(ctx context.Context, params *APIKeyVerifyParams) (*APIKey, error) {
	var secret string
	if params != nil {
		secret = params.Secret
	}
	return verified(ctx, s.settings, post("/api_keys/verify", params).again().hiding(secret), func(k *APIKey) standing {
		return standing{id: k.ID, subject: k.Subject, expiration: k.Expiration}
	})
}

package backend

import (
	"context"
	"iter"
)

type AllowlistIdentifiersService service

// List SUMMARY(ListAllowlistIdentifiers)
func (s *AllowlistIdentifiersService) List(ctx context.Context, params *AllowlistIdentifierListParams) (*Page[AllowlistIdentifier], error) {
	return do[Page[AllowlistIdentifier]](ctx, s.settings, get("/allowlist_identifiers", params).paginated())
}

// All SUMMARY(ListAllowlistIdentifiers)
func (s *AllowlistIdentifiersService) All(ctx context.Context, params *AllowlistIdentifierListParams) iter.Seq2[*AllowlistIdentifier, error] {
	return all[AllowlistIdentifier](ctx, s.settings, get("/allowlist_identifiers", params).paginated())
}

// Create SUMMARY(CreateAllowlistIdentifier)
func (s *AllowlistIdentifiersService) Create(ctx context.Context, params *AllowlistIdentifierCreateParams) (*AllowlistIdentifier, error) {
	return do[AllowlistIdentifier](ctx, s.settings, post("/allowlist_identifiers", params))
}

// Delete SUMMARY(DeleteAllowlistIdentifier)
func (s *AllowlistIdentifiersService) Delete(ctx context.Context, identifierID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/allowlist_identifiers/{identifier_id}", nil, identifierID))
}

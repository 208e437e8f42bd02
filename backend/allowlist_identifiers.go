package backend

import (
	"context"
	"iter"
)

// AllowlistIdentifiersService manages who may sign up where sign-up is restricted: Client.AllowlistIdentifiers. Whether the
// instance heeds the list is a setting: see InstanceService.UpdateRestrictions. If its plan does not include the list, every
// call is an [ErrPaymentRequired].
type AllowlistIdentifiersService service

// List returns a page of the allowlist.
func (s *AllowlistIdentifiersService) List(
	ctx context.Context, params *AllowlistIdentifierListParams,
) (*Page[AllowlistIdentifier], error) {
	return do[Page[AllowlistIdentifier]](ctx, s.settings, get("/allowlist_identifiers", params).paginated())
}

// All iterates over the allowlist.
func (s *AllowlistIdentifiersService) All(
	ctx context.Context, params *AllowlistIdentifierListParams,
) iter.Seq2[*AllowlistIdentifier, error] {
	return all[AllowlistIdentifier](ctx, s.settings, get("/allowlist_identifiers", params).paginated())
}

// Create puts an identifier on the allowlist, and can invite its owner to sign up.
func (s *AllowlistIdentifiersService) Create(
	ctx context.Context, params *AllowlistIdentifierCreateParams,
) (*AllowlistIdentifier, error) {
	return do[AllowlistIdentifier](ctx, s.settings, post("/allowlist_identifiers", params))
}

// Delete takes an identifier off the allowlist. It takes the id of the entry, not the identifier.
func (s *AllowlistIdentifiersService) Delete(ctx context.Context, identifierID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/allowlist_identifiers/{identifier_id}", nil, identifierID))
}

package backend

import (
	"context"
	"iter"
)

// BlocklistIdentifiersService manages who is kept out: Client.BlocklistIdentifiers. Whether the instance heeds the list is a
// setting: see InstanceService.UpdateRestrictions. If its plan does not include the list, every call is an
// [ErrPaymentRequired].
type BlocklistIdentifiersService service

// List returns the whole blocklist: it has no pages.
func (s *BlocklistIdentifiersService) List(ctx context.Context) (*Page[BlocklistIdentifier], error) {
	return do[Page[BlocklistIdentifier]](ctx, s.settings, get("/blocklist_identifiers", nil))
}

// All iterates over the blocklist. It asks once, when it begins.
func (s *BlocklistIdentifiersService) All(ctx context.Context) iter.Seq2[*BlocklistIdentifier, error] {
	return allAtOnce[BlocklistIdentifier](ctx, s.settings, get("/blocklist_identifiers", nil))
}

// Create puts an identifier on the blocklist.
func (s *BlocklistIdentifiersService) Create(
	ctx context.Context, params *BlocklistIdentifierCreateParams,
) (*BlocklistIdentifier, error) {
	return do[BlocklistIdentifier](ctx, s.settings, post("/blocklist_identifiers", params))
}

// Delete takes an identifier off the blocklist. It takes the id of the entry, not the identifier.
func (s *BlocklistIdentifiersService) Delete(ctx context.Context, identifierID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/blocklist_identifiers/{identifier_id}", nil, identifierID))
}

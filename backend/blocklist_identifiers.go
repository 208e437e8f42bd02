package backend

import (
	"context"
	"iter"
)

type BlocklistIdentifiersService service

// List SUMMARY(ListBlocklistIdentifiers)
func (s *BlocklistIdentifiersService) List(ctx context.Context) (*Page[BlocklistIdentifier], error) {
	return do[Page[BlocklistIdentifier]](ctx, s.settings, get("/blocklist_identifiers", nil))
}

// All SUMMARY(ListBlocklistIdentifiers)
func (s *BlocklistIdentifiersService) All(ctx context.Context) iter.Seq2[*BlocklistIdentifier, error] {
	return allAtOnce[BlocklistIdentifier](ctx, s.settings, get("/blocklist_identifiers", nil))
}

// Create SUMMARY(CreateBlocklistIdentifier)
func (s *BlocklistIdentifiersService) Create(ctx context.Context, params *BlocklistIdentifierCreateParams) (*BlocklistIdentifier, error) {
	return do[BlocklistIdentifier](ctx, s.settings, post("/blocklist_identifiers", params))
}

// Delete SUMMARY(DeleteBlocklistIdentifier)
func (s *BlocklistIdentifiersService) Delete(ctx context.Context, identifierID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/blocklist_identifiers/{identifier_id}", nil, identifierID))
}

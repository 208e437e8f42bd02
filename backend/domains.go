package backend

import (
	"context"
	"iter"
)

type DomainsService service

// List SUMMARY(ListDomains)
func (s *DomainsService) List(ctx context.Context) (*Page[Domain], error) {
	return do[Page[Domain]](ctx, s.settings, get("/domains", nil))
}

// All SUMMARY(ListDomains)
func (s *DomainsService) All(ctx context.Context) iter.Seq2[*Domain, error] {
	return allAtOnce[Domain](ctx, s.settings, get("/domains", nil))
}

// Create SUMMARY(AddDomain)
func (s *DomainsService) Create(ctx context.Context, params *DomainCreateParams) (*Domain, error) {
	return do[Domain](ctx, s.settings, post("/domains", params))
}

// Delete SUMMARY(DeleteDomain)
func (s *DomainsService) Delete(ctx context.Context, domainID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/domains/{domain_id}", nil, domainID))
}

// Update SUMMARY(UpdateDomain)
func (s *DomainsService) Update(ctx context.Context, domainID string, params *DomainUpdateParams) (*Domain, error) {
	return do[Domain](ctx, s.settings, patch("/domains/{domain_id}", params, domainID))
}

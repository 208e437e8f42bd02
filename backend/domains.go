package backend

import (
	"context"
	"iter"
)

// DomainsService are the domains of the instance: one primary domain and any number of satellites, which share its sessions.
// The domains of organizations are [OrganizationDomainsService].
type DomainsService service

// List returns all domains of the instance at once, the primary one and the satellites.
func (s *DomainsService) List(ctx context.Context) (*Page[Domain], error) {
	return do[Page[Domain]](ctx, s.settings, get("/domains", nil))
}

// All returns an iterator over what List returns.
func (s *DomainsService) All(ctx context.Context) iter.Seq2[*Domain, error] {
	return allAtOnce[Domain](ctx, s.settings, get("/domains", nil))
}

// Create adds a satellite domain and returns it with the DNS records that it needs. [ErrPaymentRequired] means that the plan
// of the instance includes no more of them.
func (s *DomainsService) Create(ctx context.Context, params *DomainCreateParams) (*Domain, error) {
	return do[Domain](ctx, s.settings, post("/domains", params))
}

// Update changes a domain, the primary one or a satellite, and returns it. To rename the primary domain of a production
// instance moves the application: without its DNS and email records in place before, it is down.
func (s *DomainsService) Update(ctx context.Context, domainID string, params *DomainUpdateParams) (*Domain, error) {
	return do[Domain](ctx, s.settings, patch("/domains/{domain_id}", params, domainID))
}

// Delete removes a satellite domain. The primary domain cannot be deleted; that is [ErrForbidden].
func (s *DomainsService) Delete(ctx context.Context, domainID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/domains/{domain_id}", nil, domainID))
}

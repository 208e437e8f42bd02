package backend

import (
	"context"
	"iter"
)

type OrganizationDomainsService service

// Create SUMMARY(CreateOrganizationDomain)
func (s *OrganizationDomainsService) Create(ctx context.Context, organizationID string, params *OrganizationDomainCreateParams) (*OrganizationDomain, error) {
	return do[OrganizationDomain](ctx, s.settings, post("/organizations/{organization_id}/domains", params, organizationID))
}

// List SUMMARY(ListOrganizationDomains)
func (s *OrganizationDomainsService) List(ctx context.Context, organizationID string, params *OrganizationDomainListParams) (*Page[OrganizationDomain], error) {
	return do[Page[OrganizationDomain]](ctx, s.settings, get("/organizations/{organization_id}/domains", params, organizationID))
}

// All SUMMARY(ListOrganizationDomains)
func (s *OrganizationDomainsService) All(ctx context.Context, organizationID string, params *OrganizationDomainListParams) iter.Seq2[*OrganizationDomain, error] {
	return all[OrganizationDomain](ctx, s.settings, get("/organizations/{organization_id}/domains", params, organizationID))
}

// Update SUMMARY(UpdateOrganizationDomain)
func (s *OrganizationDomainsService) Update(ctx context.Context, organizationID string, domainID string, params *OrganizationDomainUpdateParams) (*OrganizationDomain, error) {
	return do[OrganizationDomain](ctx, s.settings, patch("/organizations/{organization_id}/domains/{domain_id}", params, organizationID, domainID))
}

// Delete SUMMARY(DeleteOrganizationDomain)
func (s *OrganizationDomainsService) Delete(ctx context.Context, organizationID string, domainID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/organizations/{organization_id}/domains/{domain_id}", nil, organizationID, domainID))
}

// VerifyOwnership SUMMARY(VerifyOrganizationDomainOwnership)
func (s *OrganizationDomainsService) VerifyOwnership(ctx context.Context, organizationID string, domainID string) (*OrganizationDomain, error) {
	return do[OrganizationDomain](ctx, s.settings, post("/organizations/{organization_id}/domains/{domain_id}/verify_ownership", nil, organizationID, domainID).again())
}

// ListForInstance SUMMARY(ListAllOrganizationDomains)
func (s *OrganizationDomainsService) ListForInstance(ctx context.Context, params *OrganizationDomainListForInstanceParams) (*Page[OrganizationDomain], error) {
	return do[Page[OrganizationDomain]](ctx, s.settings, get("/organization_domains", params))
}

// AllForInstance SUMMARY(ListAllOrganizationDomains)
func (s *OrganizationDomainsService) AllForInstance(ctx context.Context, params *OrganizationDomainListForInstanceParams) iter.Seq2[*OrganizationDomain, error] {
	return all[OrganizationDomain](ctx, s.settings, get("/organization_domains", params))
}

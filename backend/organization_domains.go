package backend

import (
	"context"
	"iter"
)

// OrganizationDomainsService manages the email domains of organizations, by which users with an address there come to join:
// Client.OrganizationDomains. For the domains that the application itself runs on, see [DomainsService].
type OrganizationDomainsService service

// Create adds a domain to an organization. Unless params.Verified is false, Clerk takes it for verified.
func (s *OrganizationDomainsService) Create(
	ctx context.Context, organizationID string, params *OrganizationDomainCreateParams,
) (*OrganizationDomain, error) {
	return do[OrganizationDomain](ctx, s.settings, post("/organizations/{organization_id}/domains", params, organizationID))
}

// List returns a page of an organization's domains.
func (s *OrganizationDomainsService) List(
	ctx context.Context, organizationID string, params *OrganizationDomainListParams,
) (*Page[OrganizationDomain], error) {
	return do[Page[OrganizationDomain]](ctx, s.settings, get("/organizations/{organization_id}/domains", params, organizationID))
}

// All iterates over an organization's domains.
func (s *OrganizationDomainsService) All(
	ctx context.Context, organizationID string, params *OrganizationDomainListParams,
) iter.Seq2[*OrganizationDomain, error] {
	return all[OrganizationDomain](ctx, s.settings, get("/organizations/{organization_id}/domains", params, organizationID))
}

// Update changes what params hold, and nothing else.
func (s *OrganizationDomainsService) Update(
	ctx context.Context, organizationID, domainID string, params *OrganizationDomainUpdateParams,
) (*OrganizationDomain, error) {
	return do[OrganizationDomain](ctx, s.settings,
		patch("/organizations/{organization_id}/domains/{domain_id}", params, organizationID, domainID))
}

// Delete takes a domain away from an organization.
func (s *OrganizationDomainsService) Delete(ctx context.Context, organizationID, domainID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings,
		del("/organizations/{organization_id}/domains/{domain_id}", nil, organizationID, domainID))
}

// VerifyOwnership declares that the organization owns the domain, in place of a proof by a DNS record; the strategy of the
// ownership verification is then manual_override. For a domain that is verified already it changes nothing, so it is repeated
// after a failure like a GET.
func (s *OrganizationDomainsService) VerifyOwnership(
	ctx context.Context, organizationID, domainID string,
) (*OrganizationDomain, error) {
	return do[OrganizationDomain](ctx, s.settings,
		post("/organizations/{organization_id}/domains/{domain_id}/verify_ownership", nil, organizationID, domainID).again())
}

// ListForInstance returns a page of the domains of all organizations of the instance, the newest first unless params.OrderBy
// says otherwise.
func (s *OrganizationDomainsService) ListForInstance(
	ctx context.Context, params *OrganizationDomainListForInstanceParams,
) (*Page[OrganizationDomain], error) {
	return do[Page[OrganizationDomain]](ctx, s.settings, get("/organization_domains", params))
}

// AllForInstance iterates over the domains of all organizations of the instance, in the order of ListForInstance.
func (s *OrganizationDomainsService) AllForInstance(
	ctx context.Context, params *OrganizationDomainListForInstanceParams,
) iter.Seq2[*OrganizationDomain, error] {
	return all[OrganizationDomain](ctx, s.settings, get("/organization_domains", params))
}

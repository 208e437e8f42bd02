package backend

import "context"

// ChangeDomain moves a production instance to another domain. It signs all users out, and the application is down until its
// DNS records, its certificates, the redirect URLs at the social providers and its own keys are those of the new domain.
// Clerk accepts the change and carries it out later; there is nothing to wait for.
func (s *InstanceService) ChangeDomain(ctx context.Context, params *InstanceChangeDomainParams) error {
	return doNone(ctx, s.settings, post("/instance/change_domain", params))
}

// InstanceChangeDomainParams name a domain.
type InstanceChangeDomainParams struct {
	// HomeURL is the new address of the application: "https://www.example.com".
	HomeURL Opt[string] `json:"home_url,omitzero"`
	// IsSecondary says that this is one of several applications on the same registrable domain, so that the subdomain in
	// HomeURL becomes part of the domain.
	IsSecondary Opt[bool] `json:"is_secondary,omitzero"`
}

// UpdateProductionDomain does what ChangeDomain does, at an older address.
//
// Deprecated: Use [InstanceService.ChangeDomain].
func (s *InstanceService) UpdateProductionDomain(ctx context.Context, params *InstanceUpdateProductionDomainParams) error {
	return doNone(ctx, s.settings, put("/beta_features/domain", params))
}

// InstanceUpdateProductionDomainParams name a domain.
//
// Deprecated: Use [InstanceChangeDomainParams].
type InstanceUpdateProductionDomainParams struct {
	// HomeURL is the new address of the application: "https://www.example.com".
	HomeURL Opt[string] `json:"home_url,omitzero"`
	// IsSecondary says that this is one of several applications on the same registrable domain.
	IsSecondary Opt[bool] `json:"is_secondary,omitzero"`
}

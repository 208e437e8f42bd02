package backend

import (
	"context"
	"iter"
)

// OrganizationsService manages organizations, their metadata and logos: Client.Organizations. Members, invitations, domains,
// roles, permissions and role sets have services of their own.
type OrganizationsService service

// List returns a page of the instance's organizations, the newest first unless params.OrderBy says otherwise.
func (s *OrganizationsService) List(ctx context.Context, params *OrganizationListParams) (*Page[Organization], error) {
	return do[Page[Organization]](ctx, s.settings, get("/organizations", params))
}

// All iterates over the instance's organizations in the order of List. params.Limit is the size of the pages it asks for.
func (s *OrganizationsService) All(ctx context.Context, params *OrganizationListParams) iter.Seq2[*Organization, error] {
	return all[Organization](ctx, s.settings, get("/organizations", params))
}

// Create makes an organization. What the plan of the instance does not include is an [ErrPaymentRequired].
func (s *OrganizationsService) Create(ctx context.Context, params *OrganizationCreateParams) (*Organization, error) {
	return do[Organization](ctx, s.settings, post("/organizations", params))
}

// Get returns the organization with the given id or slug. It is the only operation that takes a slug: the others want the id.
// If there is none, errors.Is(err, [ErrNotFound]).
func (s *OrganizationsService) Get(ctx context.Context, idOrSlug string, params *OrganizationGetParams) (*Organization, error) {
	return do[Organization](ctx, s.settings, get("/organizations/{organization_id}", params, idOrSlug))
}

// Update changes what params hold, and nothing else. Metadata is not among it in this version of the API: see MergeMetadata
// and ReplaceMetadata. Clerk lets one organization and its metadata change 10 times in 10 seconds.
func (s *OrganizationsService) Update(
	ctx context.Context, organizationID string, params *OrganizationUpdateParams,
) (*Organization, error) {
	return do[Organization](ctx, s.settings, patch("/organizations/{organization_id}", params, organizationID))
}

// Delete deletes an organization with its memberships and invitations, for good. Sessions in which it is active lose it.
func (s *OrganizationsService) Delete(ctx context.Context, organizationID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/organizations/{organization_id}", nil, organizationID))
}

// MergeMetadata merges params into the organization's metadata, objects within objects too. A key that is null in params is
// removed, at any depth; a key that params do not name stays.
func (s *OrganizationsService) MergeMetadata(
	ctx context.Context, organizationID string, params *OrganizationMergeMetadataParams,
) (*Organization, error) {
	return do[Organization](ctx, s.settings, patch("/organizations/{organization_id}/metadata", params, organizationID))
}

// ReplaceMetadata puts what params hold in the place of the public metadata, the private metadata or both. What was there is
// gone, and an empty object clears it; the kind that params do not name stays. To change a key, use MergeMetadata.
func (s *OrganizationsService) ReplaceMetadata(
	ctx context.Context, organizationID string, params *OrganizationReplaceMetadataParams,
) (*Organization, error) {
	return do[Organization](ctx, s.settings, put("/organizations/{organization_id}/metadata", params, organizationID))
}

// UploadLogo sets or replaces the logo. Clerk takes JPEG, PNG, GIF and WebP (image/jpeg, image/png, image/gif, image/webp) up
// to 10 MB; a larger file is an [ErrTooLarge]. Being a PUT, it is repeated after a failure if its Content can seek.
func (s *OrganizationsService) UploadLogo(
	ctx context.Context, organizationID string, upload *Upload,
) (*Organization, error) {
	return do[Organization](ctx, s.settings,
		put("/organizations/{organization_id}/logo", nil, organizationID).carrying(upload))
}

// DeleteLogo removes the logo, and returns the organization without it.
func (s *OrganizationsService) DeleteLogo(ctx context.Context, organizationID string) (*Organization, error) {
	return do[Organization](ctx, s.settings, del("/organizations/{organization_id}/logo", nil, organizationID))
}

// GetBillingSubscription returns the subscription of an organization with its items, which are the plans it has.
func (s *OrganizationsService) GetBillingSubscription(ctx context.Context, organizationID string) (*Subscription, error) {
	return do[Subscription](ctx, s.settings, get("/organizations/{organization_id}/billing/subscription", nil, organizationID))
}

// GetBillingCreditBalance returns the credit that an organization has left to pay with. Its Balance is nil if the
// organization never had any.
func (s *OrganizationsService) GetBillingCreditBalance(ctx context.Context, organizationID string) (*CreditBalance, error) {
	return do[CreditBalance](ctx, s.settings, get("/organizations/{organization_id}/billing/credits", nil, organizationID))
}

// AdjustBillingCreditBalance raises or lowers the credit of an organization and returns the entry in the ledger. With the
// same IdempotencyKey it happens once, however often it is asked for, and the first entry is returned again. So the client
// repeats it after a failure as it repeats a PUT, and a caller who is left with an error may do so too.
func (s *OrganizationsService) AdjustBillingCreditBalance(
	ctx context.Context, organizationID string, params *OrganizationAdjustBillingCreditBalanceParams,
) (*CreditLedgerEntry, error) {
	c := post("/organizations/{organization_id}/billing/credits", params, organizationID)
	if params != nil && params.IdempotencyKey != "" {
		c = c.again()
	}
	return do[CreditLedgerEntry](ctx, s.settings, c)
}

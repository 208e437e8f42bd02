package backend

import (
	"context"
	"iter"
)

type OrganizationsService service

// List SUMMARY(ListOrganizations)
func (s *OrganizationsService) List(ctx context.Context, params *OrganizationListParams) (*Page[Organization], error) {
	return do[Page[Organization]](ctx, s.settings, get("/organizations", params))
}

// All SUMMARY(ListOrganizations)
func (s *OrganizationsService) All(ctx context.Context, params *OrganizationListParams) iter.Seq2[*Organization, error] {
	return all[Organization](ctx, s.settings, get("/organizations", params))
}

// Create SUMMARY(CreateOrganization)
func (s *OrganizationsService) Create(ctx context.Context, params *OrganizationCreateParams) (*Organization, error) {
	return do[Organization](ctx, s.settings, post("/organizations", params))
}

// Get SUMMARY(GetOrganization)
func (s *OrganizationsService) Get(ctx context.Context, organizationID string, params *OrganizationGetParams) (*Organization, error) {
	return do[Organization](ctx, s.settings, get("/organizations/{organization_id}", params, organizationID))
}

// Update SUMMARY(UpdateOrganization)
func (s *OrganizationsService) Update(ctx context.Context, organizationID string, params *OrganizationUpdateParams) (*Organization, error) {
	return do[Organization](ctx, s.settings, patch("/organizations/{organization_id}", params, organizationID))
}

// Delete SUMMARY(DeleteOrganization)
func (s *OrganizationsService) Delete(ctx context.Context, organizationID string) (*DeletedObject, error) {
	return do[DeletedObject](ctx, s.settings, del("/organizations/{organization_id}", nil, organizationID))
}

// MergeMetadata SUMMARY(MergeOrganizationMetadata)
func (s *OrganizationsService) MergeMetadata(ctx context.Context, organizationID string, params *OrganizationMergeMetadataParams) (*Organization, error) {
	return do[Organization](ctx, s.settings, patch("/organizations/{organization_id}/metadata", params, organizationID))
}

// ReplaceMetadata SUMMARY(ReplaceOrganizationMetadata)
func (s *OrganizationsService) ReplaceMetadata(ctx context.Context, organizationID string, params *OrganizationReplaceMetadataParams) (*Organization, error) {
	return do[Organization](ctx, s.settings, put("/organizations/{organization_id}/metadata", params, organizationID))
}

// UploadLogo SUMMARY(UploadOrganizationLogo)
func (s *OrganizationsService) UploadLogo(ctx context.Context, organizationID string, upload *Upload, uploaderUserID string) (*Organization, error) {
	return do[Organization](ctx, s.settings, call{method: "PUT", path: "/organizations/{organization_id}/logo", ids: []string{organizationID}, upload: upload, form: map[string]string{"uploader_user_id": uploaderUserID}})
}

// DeleteLogo SUMMARY(DeleteOrganizationLogo)
func (s *OrganizationsService) DeleteLogo(ctx context.Context, organizationID string) (*Organization, error) {
	return do[Organization](ctx, s.settings, del("/organizations/{organization_id}/logo", nil, organizationID))
}

// GetBillingSubscription SUMMARY(GetOrganizationBillingSubscription)
func (s *OrganizationsService) GetBillingSubscription(ctx context.Context, organizationID string) (*Subscription, error) {
	return do[Subscription](ctx, s.settings, get("/organizations/{organization_id}/billing/subscription", nil, organizationID))
}

// GetBillingCreditBalance SUMMARY(GetOrganizationBillingCreditBalance)
func (s *OrganizationsService) GetBillingCreditBalance(ctx context.Context, organizationID string) (*CreditBalance, error) {
	return do[CreditBalance](ctx, s.settings, get("/organizations/{organization_id}/billing/credits", nil, organizationID))
}

// AdjustBillingCreditBalance SUMMARY(AdjustOrganizationBillingCreditBalance)
func (s *OrganizationsService) AdjustBillingCreditBalance(ctx context.Context, organizationID string, params *OrganizationAdjustBillingCreditBalanceParams) (*CreditLedgerEntry, error) {
	return do[CreditLedgerEntry](ctx, s.settings, post("/organizations/{organization_id}/billing/credits", params, organizationID).again())
}

package backend

import (
	"context"
)

type InstanceService service

// PublicInterstitial SUMMARY(GetPublicInterstitial)
func (s *InstanceService) PublicInterstitial(ctx context.Context, params *InstancePublicInterstitialParams) error {
	return doNone(ctx, s.settings, get("/public/interstitial", params).by(noKey))
}

// UpdateAuthSettings SUMMARY(UpdateInstanceAuthConfig)
func (s *InstanceService) UpdateAuthSettings(ctx context.Context, params *InstanceUpdateAuthSettingsParams) (*InstanceAuthSettings, error) {
	return do[InstanceAuthSettings](ctx, s.settings, patch("/beta_features/instance_settings", params))
}

// UpdateProductionDomain SUMMARY(UpdateProductionInstanceDomain)
//
// Deprecated:
func (s *InstanceService) UpdateProductionDomain(ctx context.Context, params *InstanceUpdateProductionDomainParams) error {
	return doNone(ctx, s.settings, put("/beta_features/domain", params))
}

// Get SUMMARY(GetInstance)
func (s *InstanceService) Get(ctx context.Context) (*Instance, error) {
	return do[Instance](ctx, s.settings, get("/instance", nil))
}

// Update SUMMARY(UpdateInstance)
func (s *InstanceService) Update(ctx context.Context, params *InstanceUpdateParams) error {
	return doNone(ctx, s.settings, patch("/instance", params))
}

// UpdateRestrictions SUMMARY(UpdateInstanceRestrictions)
func (s *InstanceService) UpdateRestrictions(ctx context.Context, params *InstanceUpdateRestrictionsParams) (*InstanceRestrictions, error) {
	return do[InstanceRestrictions](ctx, s.settings, patch("/instance/restrictions", params))
}

// GetProtect SUMMARY(GetInstanceProtect)
func (s *InstanceService) GetProtect(ctx context.Context) (*InstanceProtect, error) {
	return do[InstanceProtect](ctx, s.settings, get("/instance/protect", nil))
}

// UpdateProtect SUMMARY(UpdateInstanceProtect)
func (s *InstanceService) UpdateProtect(ctx context.Context, params *InstanceUpdateProtectParams) (*InstanceProtect, error) {
	return do[InstanceProtect](ctx, s.settings, patch("/instance/protect", params))
}

// GetCommunication SUMMARY(GetInstanceCommunication)
func (s *InstanceService) GetCommunication(ctx context.Context) (*InstanceCommunication, error) {
	return do[InstanceCommunication](ctx, s.settings, get("/instance/communication", nil))
}

// UpdateCommunication SUMMARY(UpdateInstanceCommunication)
func (s *InstanceService) UpdateCommunication(ctx context.Context, params *InstanceUpdateCommunicationParams) (*InstanceCommunication, error) {
	return do[InstanceCommunication](ctx, s.settings, patch("/instance/communication", params))
}

// GetOAuthApplicationSettings SUMMARY(GetInstanceOAuthApplicationSettings)
func (s *InstanceService) GetOAuthApplicationSettings(ctx context.Context) (*OAuthApplicationSettings, error) {
	return do[OAuthApplicationSettings](ctx, s.settings, get("/instance/oauth_application_settings", nil))
}

// UpdateOAuthApplicationSettings SUMMARY(UpdateInstanceOAuthApplicationSettings)
func (s *InstanceService) UpdateOAuthApplicationSettings(ctx context.Context, params *InstanceUpdateOAuthApplicationSettingsParams) (*OAuthApplicationSettings, error) {
	return do[OAuthApplicationSettings](ctx, s.settings, patch("/instance/oauth_application_settings", params))
}

// ChangeDomain SUMMARY(ChangeProductionInstanceDomain)
func (s *InstanceService) ChangeDomain(ctx context.Context, params *InstanceChangeDomainParams) error {
	return doNone(ctx, s.settings, post("/instance/change_domain", params))
}

// GetOrganizationSettings SUMMARY(GetInstanceOrganizationSettings)
func (s *InstanceService) GetOrganizationSettings(ctx context.Context) (*OrganizationSettings, error) {
	return do[OrganizationSettings](ctx, s.settings, get("/instance/organization_settings", nil))
}

// UpdateOrganizationSettings SUMMARY(UpdateInstanceOrganizationSettings)
func (s *InstanceService) UpdateOrganizationSettings(ctx context.Context, params *InstanceUpdateOrganizationSettingsParams) (*OrganizationSettings, error) {
	return do[OrganizationSettings](ctx, s.settings, patch("/instance/organization_settings", params))
}

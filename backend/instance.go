package backend

import "context"

// InstanceService reads and changes the settings of the instance that the key belongs to. The methods that update keep
// whatever the params leave out.
type InstanceService service

// Get returns the instance.
func (s *InstanceService) Get(ctx context.Context) (*Instance, error) {
	return do[Instance](ctx, s.settings, get("/instance", nil))
}

// Update changes settings of the instance. Clerk answers with nothing.
func (s *InstanceService) Update(ctx context.Context, params *InstanceUpdateParams) error {
	return doNone(ctx, s.settings, patch("/instance", params))
}

// UpdateAuthSettings changes settings that Clerk counts as beta features, and returns them.
func (s *InstanceService) UpdateAuthSettings(
	ctx context.Context, params *InstanceUpdateAuthSettingsParams,
) (*InstanceAuthSettings, error) {
	return do[InstanceAuthSettings](ctx, s.settings, patch("/beta_features/instance_settings", params))
}

// UpdateRestrictions changes who may sign up, and returns the restrictions. Some of them need a plan of Clerk's that
// includes them, otherwise it is [ErrPaymentRequired].
func (s *InstanceService) UpdateRestrictions(
	ctx context.Context, params *InstanceUpdateRestrictionsParams,
) (*InstanceRestrictions, error) {
	return do[InstanceRestrictions](ctx, s.settings, patch("/instance/restrictions", params))
}

// GetProtect returns the settings of Clerk Protect, which keeps bots and fraud away.
func (s *InstanceService) GetProtect(ctx context.Context) (*InstanceProtect, error) {
	return do[InstanceProtect](ctx, s.settings, get("/instance/protect", nil))
}

// UpdateProtect changes the settings of Clerk Protect, and returns them.
func (s *InstanceService) UpdateProtect(ctx context.Context, params *InstanceUpdateProtectParams) (*InstanceProtect, error) {
	return do[InstanceProtect](ctx, s.settings, patch("/instance/protect", params))
}

// GetCommunication returns where text messages are not sent.
func (s *InstanceService) GetCommunication(ctx context.Context) (*InstanceCommunication, error) {
	return do[InstanceCommunication](ctx, s.settings, get("/instance/communication", nil))
}

// UpdateCommunication replaces the list of countries that text messages are not sent to. It returns the list as it was kept:
// Clerk drops codes of countries that it sends no messages to anyway. Without a list in the params nothing changes.
func (s *InstanceService) UpdateCommunication(
	ctx context.Context, params *InstanceUpdateCommunicationParams,
) (*InstanceCommunication, error) {
	return do[InstanceCommunication](ctx, s.settings, patch("/instance/communication", params))
}

// GetOAuthApplicationSettings returns what holds for all OAuth applications of the instance.
func (s *InstanceService) GetOAuthApplicationSettings(ctx context.Context) (*OAuthApplicationSettings, error) {
	return do[OAuthApplicationSettings](ctx, s.settings, get("/instance/oauth_application_settings", nil))
}

// UpdateOAuthApplicationSettings changes what holds for all OAuth applications of the instance, and returns it.
func (s *InstanceService) UpdateOAuthApplicationSettings(
	ctx context.Context, params *InstanceUpdateOAuthApplicationSettingsParams,
) (*OAuthApplicationSettings, error) {
	return do[OAuthApplicationSettings](ctx, s.settings, patch("/instance/oauth_application_settings", params))
}

// GetOrganizationSettings returns what holds for all organizations of the instance. [ErrNotFound] means that
// there are no such settings, [ErrPaymentRequired] that Clerk's plan for the instance does not include them.
func (s *InstanceService) GetOrganizationSettings(ctx context.Context) (*OrganizationSettings, error) {
	return do[OrganizationSettings](ctx, s.settings, get("/instance/organization_settings", nil))
}

// UpdateOrganizationSettings changes what holds for all organizations of the instance, and returns it.
func (s *InstanceService) UpdateOrganizationSettings(
	ctx context.Context, params *InstanceUpdateOrganizationSettingsParams,
) (*OrganizationSettings, error) {
	return do[OrganizationSettings](ctx, s.settings, patch("/instance/organization_settings", params))
}

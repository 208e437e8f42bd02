package backend

import "context"

// PublicInterstitial returns the HTML of the page that used to load in place of the application while clerk.js found out who
// is there. It is obsolete, although Clerk's document does not say so: handshakes have taken its place, which the package
// authn of this module does. It needs no key. [ErrBadRequest] means that a param is missing, [ErrServer] that the page would
// lead to itself for ever.
func (s *InstanceService) PublicInterstitial(ctx context.Context, params *InstancePublicInterstitialParams) ([]byte, error) {
	return doBytes(ctx, s.settings, get("/public/interstitial", params).by(noKey))
}

// InstancePublicInterstitialParams say which instance the page is for. PublishableKey is enough for most.
type InstancePublicInterstitialParams struct {
	// FrontendAPI is the host of the Frontend API.
	FrontendAPI string `query:"frontend_api"`
	// LegacyFrontendAPI is sent as frontendApi.
	//
	// Deprecated: Use FrontendAPI.
	LegacyFrontendAPI string `query:"frontendApi"`
	// PublishableKey is the publishable key of the instance.
	PublishableKey string `query:"publishable_key"`
	// ProxyURL is where the application serves the Frontend API itself.
	ProxyURL string `query:"proxy_url"`
	// Domain is the domain of a satellite application.
	Domain string `query:"domain"`
	// SignInURL is the page that users sign in on.
	SignInURL string `query:"sign_in_url"`
	// UseDomainForScript loads clerk.js from Domain.
	UseDomainForScript Opt[bool] `query:"use_domain_for_script"`
}

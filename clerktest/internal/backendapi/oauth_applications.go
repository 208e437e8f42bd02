package backendapi

import (
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// oauthApplications are the applications that users of the instance sign in to, and what is known of their access tokens.
func (a *API) oauthApplications() []Operation {
	operations := []Operation{
		read("GET /oauth_applications", a.listOAuthApps),
		write("POST /oauth_applications", a.createOAuthApp),
		read("GET /oauth_applications/{oauth_application_id}", func(c Call, _ none) (any, error) {
			app, err := a.oauthApp(c)
			if err != nil {
				return nil, err
			}
			return a.viewOAuthApp(app), nil
		}),
		write("PATCH /oauth_applications/{oauth_application_id}", a.updateOAuthApp),
		write("DELETE /oauth_applications/{oauth_application_id}", func(c Call, _ none) (any, error) {
			app, err := a.oauthApp(c)
			if err != nil {
				return nil, err
			}
			a.w.DeleteOAuthApp(app.ID)
			return deleted("oauth_application", app.ID), nil
		}),
		write("PUT /oauth_applications/{oauth_application_id}/logo", a.uploadOAuthLogo),
		write("POST /oauth_applications/{oauth_application_id}/rotate_secret", a.rotateOAuthSecret),
		write("POST /oauth_applications/{oauth_application_id}/revoke_token", a.revokeOAuthToken),
	}
	return append(operations, bare(read("POST /oauth_applications/access_tokens/verify", a.verifyOAuthToken))...)
}

func (a *API) oauthApp(c Call) (*world.OAuthApp, error) {
	return found(a.w.OAuthApps.Table, "OAuth application", c.id("oauth_application_id"))
}

// Limits of OAuth applications (Clerk: CreateOAuthApplication).
const (
	maxAppName    = 256
	maxAppText    = 1024
	defaultScopes = "profile email"
)

// appScopes are what an OAuth application may ask for.
var appScopes = []string{"profile", "email", "public_metadata", "private_metadata", "openid", "offline_access"}

// An oauthAppParams is what can be said of an OAuth application, all of it optional.
type oauthAppParams struct {
	RedirectURIs  Opt[[]string] `body:"redirect_uris,nullable"`
	CallbackURL   Opt[string]   `body:"callback_url,nullable"`
	Scopes        Opt[string]   `body:"scopes,nullable"`
	ConsentScreen Opt[bool]     `body:"consent_screen_enabled,nullable"`
	PKCE          Opt[bool]     `body:"pkce_required,nullable"`
	Public        Opt[bool]     `body:"public,nullable"`
}

func (p *oauthAppParams) checkAll(name string, wrong *problems) {
	checkLength("name", name, maxAppName, wrong)
	checkLength("callback_url", p.CallbackURL.Value, maxAppText, wrong)
	checkLength("scopes", p.Scopes.Value, maxAppText, wrong)
	for scope := range strings.FieldsSeq(p.Scopes.Value) {
		if !slices.Contains(appScopes, scope) {
			wrong.invalid("scopes", "has %.80q; there are %s.", scope, strings.Join(appScopes, ", "))
		}
	}
	if p.CallbackURL.Value != "" && !isURL(p.CallbackURL.Value) {
		wrong.add(badURL("callback_url", p.CallbackURL.Value))
	}
	for _, uri := range p.RedirectURIs.Value {
		checkLength("redirect_uris", uri, maxAppText, wrong)
		if !isURL(uri) {
			wrong.add(badURL("redirect_uris", uri))
		}
	}
}

// into puts what was sent into an application, which has to do with PKCE where it has no secret.
func (p *oauthAppParams) into(app *world.OAuthApp) error {
	p.RedirectURIs.Keep(&app.RedirectURIs)
	if url := p.CallbackURL.Value; url != "" && !slices.Contains(app.RedirectURIs, url) {
		app.RedirectURIs = append([]string{url}, app.RedirectURIs...) // the address that is answered as callback_url is the first
	}
	if p.Scopes.Value != "" {
		app.Scopes = strings.Join(strings.Fields(p.Scopes.Value), " ")
	}
	p.ConsentScreen.Keep(&app.ConsentScreen)
	p.PKCE.Keep(&app.PKCE)
	p.Public.Keep(&app.IsPublic)
	if app.IsPublic && !app.PKCE {
		return refusal.Unprocessable(refusal.About("pkce_required", "form_public_client_requires_pkce", "is invalid",
			"must be true where public is: PKCE is required for OAuth clients without a secret."))
	}
	return nil
}

type oauthAppCreate struct {
	Name string `body:"name,required"`
	oauthAppParams
}

func (p *oauthAppCreate) check(wrong *problems) { p.checkAll(p.Name, wrong) }

func (a *API) createOAuthApp(_ Call, p oauthAppCreate) (any, error) {
	app := world.OAuthApp{Name: p.Name, Scopes: defaultScopes, ConsentScreen: true}
	if err := p.into(&app); err != nil {
		return nil, err
	}
	app, err := a.NewOAuthApp(app)
	return a.withSecret(&app), err
}

// NewOAuthApp adds an OAuth application. It is called within Update.
func (a *API) NewOAuthApp(app world.OAuthApp) (world.OAuthApp, error) {
	app.ID, app.ClientID = a.w.ID("oa"), a.w.Text("client")
	if !app.IsPublic {
		app.Secret = a.w.Text("secret")
	}
	app.CreatedAt = a.w.Now()
	app.UpdatedAt = app.CreatedAt
	return app, a.w.OAuthApps.Put(app)
}

type oauthAppList struct {
	window
	Order Order  `query:"order_by" default:"+created_at" oneof:"created_at name"`
	Name  string `query:"name_query"`
}

func (a *API) listOAuthApps(_ Call, p oauthAppList) (any, error) {
	var f filter[world.OAuthApp]
	if p.Name != "" {
		f.when(func(app *world.OAuthApp) bool {
			return app.ClientID == p.Name || contains(strings.ToLower(p.Name), app.Name)
		})
	}
	return paged(source[world.OAuthApp]{a.w.OAuthApps.Rows(), f.keep(), map[string]func(*world.OAuthApp) table.Rank{
		"name": func(app *world.OAuthApp) table.Rank { return table.ByText(app.Name) },
	}}, p.Order, p.window, a.viewOAuthApp), nil
}

type oauthAppUpdate struct {
	Name Opt[string] `body:"name,nullable"`
	oauthAppParams
}

func (p *oauthAppUpdate) check(wrong *problems) {
	if p.Name.Set && !p.Name.Null && p.Name.Value == "" {
		wrong.add(refusal.About("name", "form_param_nil", "is empty", "must not be empty."))
	}
	p.checkAll(p.Name.Value, wrong)
}

func (a *API) updateOAuthApp(c Call, p oauthAppUpdate) (any, error) {
	before, err := a.oauthApp(c)
	if err != nil {
		return nil, err
	}
	app := *before
	p.Name.Keep(&app.Name)
	if err := p.into(&app); err != nil {
		return nil, err
	}
	switch {
	case app.IsPublic:
		app.Secret = ""
	case app.Secret == "":
		app.Secret = a.w.Text("secret")
	}
	app.UpdatedAt = a.w.Now()
	return a.viewOAuthApp(&app), a.w.OAuthApps.Put(app)
}

type oauthLogo struct {
	File     Upload      `body:"file,required"`
	Uploader Opt[string] `body:"uploader_user_id"`
}

func (a *API) uploadOAuthLogo(c Call, p oauthLogo) (any, error) {
	before, err := a.oauthApp(c)
	if err != nil {
		return nil, err
	}
	if p.Uploader.Value != "" {
		if _, err := found(a.w.Users.Table, "user", p.Uploader.Value); err != nil {
			return nil, err
		}
	}
	app := *before
	app.Image, app.UpdatedAt = a.images+a.w.Text("image")+p.File.extension(), a.w.Now()
	return a.viewOAuthApp(&app), a.w.OAuthApps.Put(app)
}

func (a *API) rotateOAuthSecret(c Call, _ none) (any, error) {
	before, err := a.oauthApp(c)
	if err != nil {
		return nil, err
	}
	app := *before
	if !app.IsPublic { // those have none
		app.Secret = a.w.Text("secret")
	}
	app.UpdatedAt = a.w.Now()
	return a.withSecret(&app), a.w.OAuthApps.Put(app)
}

// An oauthAppView is an OAuth application in an answer, without its secret.
type oauthAppView struct {
	Object                string   `json:"object"`
	ID                    string   `json:"id"`
	InstanceID            string   `json:"instance_id"`
	Name                  string   `json:"name"`
	ClientID              string   `json:"client_id"`
	ClientURI             *string  `json:"client_uri"`
	ClientImageURL        *string  `json:"client_image_url"`
	DynamicallyRegistered bool     `json:"dynamically_registered"`
	ConsentScreenEnabled  bool     `json:"consent_screen_enabled"`
	PKCERequired          bool     `json:"pkce_required"`
	Public                bool     `json:"public"`
	Scopes                string   `json:"scopes"`
	RedirectURIs          []string `json:"redirect_uris"`
	CallbackURL           string   `json:"callback_url"`
	AuthorizeURL          string   `json:"authorize_url"`
	TokenFetchURL         string   `json:"token_fetch_url"`
	UserInfoURL           string   `json:"user_info_url"`
	DiscoveryURL          string   `json:"discovery_url"`
	TokenIntrospectionURL string   `json:"token_introspection_url"`
	CreatedAt             int64    `json:"created_at"`
	UpdatedAt             int64    `json:"updated_at"`
}

func (a *API) viewOAuthApp(app *world.OAuthApp) oauthAppView {
	instance := a.Instance()
	callback := ""
	if len(app.RedirectURIs) > 0 {
		callback = app.RedirectURIs[0]
	}
	return oauthAppView{
		Object: "oauth_application", ID: app.ID, InstanceID: instance.ID, Name: app.Name, ClientID: app.ClientID,
		ClientImageURL: orNull(app.Image), ConsentScreenEnabled: app.ConsentScreen, PKCERequired: app.PKCE, Public: app.IsPublic,
		Scopes: app.Scopes, RedirectURIs: append([]string{}, app.RedirectURIs...), CallbackURL: callback,
		AuthorizeURL: instance.FrontendAPI + "/oauth/authorize", TokenFetchURL: instance.FrontendAPI + "/oauth/token",
		UserInfoURL: instance.FrontendAPI + "/oauth/userinfo", DiscoveryURL: instance.FrontendAPI + "/.well-known/openid-configuration",
		TokenIntrospectionURL: instance.FrontendAPI + "/oauth/token_info",
		CreatedAt:             app.CreatedAt.UnixMilli(), UpdatedAt: app.UpdatedAt.UnixMilli(),
	}
}

// withSecret is the view of those who have just made the secret.
func (a *API) withSecret(app *world.OAuthApp) any {
	return struct {
		oauthAppView
		ClientSecret string `json:"client_secret"`
	}{a.viewOAuthApp(app), app.Secret}
}

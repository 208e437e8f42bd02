package backendapi

import (
	"html/template"
	"net/http"
	"strings"
)

// interstitial is the page that older applications sent browsers through. It needs no key.
func (a *API) interstitial() []Operation {
	o := read("GET /public/interstitial", a.showInterstitial)
	o.Authorize = func(*http.Request) error { return nil }
	return []Operation{o}
}

type interstitialParams struct {
	FrontendAPI    string `query:"frontend_api"`
	OldFrontendAPI string `query:"frontendApi"`
	PublishableKey string `query:"publishable_key"`
	ProxyURL       string `query:"proxy_url"`
	Domain         string `query:"domain"`
	SignInURL      string `query:"sign_in_url"`
	DomainScript   bool   `query:"use_domain_for_script"`
}

// The page has no script, as there is nothing to load here: it only says for whom it is.
var interstitialPage = template.Must(template.New("interstitial").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Interstitial</title></head>
<body data-clerk-publishable-key="{{.PublishableKey}}" data-clerk-frontend-api="{{.FrontendAPI}}" data-clerk-proxy-url="{{.ProxyURL}}" data-clerk-domain="{{.Domain}}" data-clerk-sign-in-url="{{.SignInURL}}"></body>
</html>
`))

func (a *API) showInterstitial(_ Call, p interstitialParams) (any, error) {
	if p.FrontendAPI == "" {
		p.FrontendAPI = p.OldFrontendAPI
	}
	if p.FrontendAPI == "" && p.PublishableKey == "" {
		return nil, missingQuery("publishable_key or frontend_api")
	}
	var text strings.Builder
	if err := interstitialPage.Execute(&text, p); err != nil {
		return nil, err
	}
	return markup(text.String()), nil
}

package backend

type Domain struct {
	Object            string        `json:"object"`
	ID                string        `json:"id"`
	Name              string        `json:"name"`
	IsSatellite       bool          `json:"is_satellite"`
	FrontendAPIURL    string        `json:"frontend_api_url"`
	AccountsPortalURL string        `json:"accounts_portal_url"`
	ProxyURL          string        `json:"proxy_url"`
	DevelopmentOrigin string        `json:"development_origin"`
	CNameTargets      []CNameTarget `json:"cname_targets"`
}

type CNameTarget struct {
	Host     string `json:"host"`
	Value    string `json:"value"`
	Required bool   `json:"required"`
}

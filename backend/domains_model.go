package backend

// A Domain is a domain that the application runs on.
type Domain struct {
	// Object is always "domain".
	Object string `json:"object"`
	// ID is the id of the domain.
	ID string `json:"id"`
	// Name is the domain: "example.com"; in development with a port, if there is one.
	Name string `json:"name"`
	// IsSatellite says that users sign in on the primary domain instead.
	IsSatellite bool `json:"is_satellite"`
	// FrontendAPIURL is where the Frontend API is for this domain.
	FrontendAPIURL string `json:"frontend_api_url"`
	// AccountsPortalURL is where Clerk's own pages are. It is "" for satellites.
	AccountsPortalURL string `json:"accounts_portal_url"`
	// ProxyURL is where the application serves the Frontend API itself; "" if it does not.
	ProxyURL string `json:"proxy_url"`
	// DevelopmentOrigin is where the application runs in development.
	DevelopmentOrigin string `json:"development_origin"`
	// CNAMETargets are the DNS records that the domain needs.
	CNAMETargets []CNAMETarget `json:"cname_targets"`
}

// A CNAMETarget is a CNAME record to set.
type CNAMETarget struct {
	Host     string `json:"host"`     // the name of the record: "clerk.example.com"
	Value    string `json:"value"`    // what it points to
	Required bool   `json:"required"` // whether the domain counts as deployed only with it
}

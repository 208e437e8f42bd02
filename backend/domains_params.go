package backend

// DomainCreateParams describe a new domain. Name and IsSatellite are required.
type DomainCreateParams struct {
	// Name is the domain: "satellite.example"; in development a port may follow.
	Name string `json:"name"`
	// IsSatellite must be true: an instance has one primary domain, and that exists.
	IsSatellite bool `json:"is_satellite"`
	// ProxyURL is where the application serves the Frontend API itself, in production only. It may be null.
	ProxyURL Opt[string] `json:"proxy_url,omitzero"`
}

// DomainUpdateParams change a domain. What is absent stays as it is.
type DomainUpdateParams struct {
	// Name is the domain without a scheme: "example.com"; in development a port may follow. It may be null.
	Name Opt[string] `json:"name,omitzero"`
	// ProxyURL is where the application serves the Frontend API itself, in production only; ProxyChecksService.Verify tells
	// whether it works. It may be null, which goes back to DNS.
	ProxyURL Opt[string] `json:"proxy_url,omitzero"`
	// IsSecondary says that this is one of several applications on the same registrable domain, so that the subdomain in
	// Name counts. It may be null.
	IsSecondary Opt[bool] `json:"is_secondary,omitzero"`
}

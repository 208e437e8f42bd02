package backend

type DomainCreateParams struct {
	Name        string      `json:"name"`
	IsSatellite bool        `json:"is_satellite"`
	ProxyURL    Opt[string] `json:"proxy_url,omitzero"` // May be null.
}

type DomainUpdateParams struct {
	Name        Opt[string] `json:"name,omitzero"`         // May be null.
	ProxyURL    Opt[string] `json:"proxy_url,omitzero"`    // May be null.
	IsSecondary Opt[bool]   `json:"is_secondary,omitzero"` // May be null.
}

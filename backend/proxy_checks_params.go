package backend

// ProxyCheckVerifyParams name a proxy.
type ProxyCheckVerifyParams struct {
	// DomainID is the domain that the proxy is for.
	DomainID Opt[string] `json:"domain_id,omitzero"`
	// ProxyURL is the whole address of the proxy: "https://example.com/__clerk". It need not be that of the domain.
	ProxyURL Opt[string] `json:"proxy_url,omitzero"`
}

package backend

type ProxyCheckVerifyParams struct {
	DomainID Opt[string] `json:"domain_id,omitzero"`
	ProxyURL Opt[string] `json:"proxy_url,omitzero"`
}

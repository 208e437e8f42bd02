package backend

// A ProxyCheck is what came of trying a proxy.
type ProxyCheck struct {
	Object     string `json:"object"`      // always "proxy_check"
	ID         string `json:"id"`          // the id of the check
	DomainID   string `json:"domain_id"`   // the domain that the proxy is for
	LastRunAt  Time   `json:"last_run_at"` // when it was last tried; zero if never
	ProxyURL   string `json:"proxy_url"`   // the proxy
	Successful bool   `json:"successful"`  // whether the Frontend API was reached: this alone decides
	CreatedAt  Time   `json:"created_at"`  // when it was first tried
	UpdatedAt  Time   `json:"updated_at"`  // when this was last changed
}

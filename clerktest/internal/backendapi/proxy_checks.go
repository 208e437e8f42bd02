package backendapi

import (
	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// proxyChecks say whether the proxy of a domain leads to Clerk. Here nobody is asked: what has the form of a proxy is one.
func (a *API) proxyChecks() []Operation {
	return []Operation{write("POST /proxy_checks", a.checkDomainProxy)}
}

type proxyCheckCreate struct {
	DomainID string `body:"domain_id,required"`
	ProxyURL string `body:"proxy_url,required"`
}

func (p *proxyCheckCreate) check(wrong *problems) {
	if p.ProxyURL != "" && !isProxyURL(p.ProxyURL) {
		wrong.add(badURL("proxy_url", p.ProxyURL))
	}
}

func (a *API) checkDomainProxy(_ Call, p proxyCheckCreate) (any, error) {
	if a.domain(p.DomainID) == nil {
		return nil, refusal.Unprocessable(refusal.NoResource("domain_id", "domain", p.DomainID))
	}
	now := a.w.Now()
	check := world.ProxyCheck{ID: a.w.ID("proxchk"), DomainID: p.DomainID, CreatedAt: now}
	if before := a.w.ProxyChecks.ByDomain.Get(p.DomainID); before != nil {
		check = *before
	}
	check.URL, check.UpdatedAt = p.ProxyURL, now
	return struct {
			Object     string `json:"object"`
			ID         string `json:"id"`
			DomainID   string `json:"domain_id"`
			LastRunAt  int64  `json:"last_run_at"`
			ProxyURL   string `json:"proxy_url"`
			Successful bool   `json:"successful"`
			CreatedAt  int64  `json:"created_at"`
			UpdatedAt  int64  `json:"updated_at"`
		}{"proxy_check", check.ID, check.DomainID, now.UnixMilli(), check.URL, true, check.CreatedAt.UnixMilli(), now.UnixMilli()},
		a.w.ProxyChecks.Put(check)
}

package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A RedirectURL is where applications may be sent back to.
type RedirectURL struct {
	ID, URL              string
	CreatedAt, UpdatedAt time.Time
}

// RedirectURLs are the allowed ones.
type RedirectURLs struct{ *table.Table[RedirectURL] }

func newRedirectURLs(s *table.Store) RedirectURLs {
	t := table.New(s, "redirect_urls", func(r *RedirectURL) string { return r.ID }, func(r *RedirectURL) time.Time { return r.CreatedAt })
	t.Unique("url", func(r *RedirectURL) []string { return []string{r.URL} })
	return RedirectURLs{t}
}

// A Domain is one under which applications run.
type Domain struct {
	ID, Name, ProxyURL   string
	Satellite, Secondary bool
	CreatedAt, UpdatedAt time.Time
}

// Domains are the satellite domains, and the primary one once it was changed.
type Domains struct{ *table.Table[Domain] }

func newDomains(s *table.Store) Domains {
	t := table.New(s, "domains", func(d *Domain) string { return d.ID }, func(d *Domain) time.Time { return d.CreatedAt })
	t.Unique("name", func(d *Domain) []string { return []string{d.Name} })
	return Domains{t}
}

// A ProxyCheck is what was found out about the proxy of a domain.
type ProxyCheck struct {
	ID, DomainID, URL    string
	CreatedAt, UpdatedAt time.Time
}

// ProxyChecks are the last ones of each domain.
type ProxyChecks struct {
	*table.Table[ProxyCheck]
	ByDomain *table.Unique[ProxyCheck]
}

func newProxyChecks(s *table.Store) ProxyChecks {
	t := table.New(s, "proxy_checks", func(p *ProxyCheck) string { return p.ID }, func(p *ProxyCheck) time.Time { return p.CreatedAt })
	return ProxyChecks{t, t.Unique("domain_id", func(p *ProxyCheck) []string { return []string{p.DomainID} })}
}

// A SvixApp is what the webhooks of an instance are sent by. There is one or none.
type SvixApp struct {
	ID        string
	CreatedAt time.Time
}

// SvixApps are the one, or none.
type SvixApps struct{ *table.Table[SvixApp] }

func newSvixApps(s *table.Store) SvixApps {
	return SvixApps{table.New(s, "svix_apps", func(a *SvixApp) string { return a.ID }, func(a *SvixApp) time.Time { return a.CreatedAt })}
}

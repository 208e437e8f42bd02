package backendapi

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// domains are those under which applications run: the primary one, which every instance has, and satellites.
func (a *API) domains() []Operation {
	return []Operation{
		read("GET /domains", func(Call, none) (any, error) {
			primary := a.primaryDomain()
			views := []domainView{a.viewDomain(&primary)}
			for d := range a.w.Domains.Rows().Each() {
				if d.Satellite {
					views = append(views, a.viewDomain(d))
				}
			}
			return page{views, len(views)}, nil
		}),
		write("POST /domains", a.addDomain),
		write("DELETE /domains/{domain_id}", a.deleteDomain),
		write("PATCH /domains/{domain_id}", a.updateDomain),
	}
}

// primaryDomain returns the one that every instance has. It gets a row once somebody changes it.
func (a *API) primaryDomain() world.Domain {
	for d := range a.w.Domains.Rows().Each() {
		if !d.Satellite {
			return *d
		}
	}
	instance := a.Instance()
	host := instance.FrontendAPI
	if u, err := url.Parse(host); err == nil {
		host = u.Host
	}
	return world.Domain{ID: "dmn_" + strings.TrimPrefix(instance.ID, "ins_"), Name: strings.TrimPrefix(host, "clerk.")}
}

// domain returns the one with an id, or nil.
func (a *API) domain(id string) *world.Domain {
	if d := a.w.Domains.Get(id); d != nil {
		return d
	}
	if d := a.primaryDomain(); d.ID == id {
		return &d
	}
	return nil
}

var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$`)

// checkDomain refuses what cannot be a domain of this instance. Those of development may have a port, and need no dot.
func (a *API) checkDomain(name string, wrong *problems) {
	production := a.Instance().Production
	if !domainForm.MatchString(name) || len(name) > 253 || production && (strings.Contains(name, ":") || !strings.Contains(name, ".")) {
		wrong.add(refusal.About("name", "form_param_format_invalid", "is invalid",
			"is malformed: %.80q; it must be a domain without a scheme, as in example.com, and a port only in development.", name))
	}
}

// checkProxy refuses what cannot be the proxy of a domain.
func (a *API) checkProxy(proxy string, wrong *problems) {
	if proxy == "" {
		return
	}
	if !isProxyURL(proxy) {
		wrong.add(badURL("proxy_url", proxy))
	}
	if !a.Instance().Production {
		wrong.invalid("proxy_url", "is for production instances only.")
	}
}

func isProxyURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}

type domainCreate struct {
	Name      string      `body:"name,required"`
	Satellite Opt[bool]   `body:"is_satellite,required"`
	ProxyURL  Opt[string] `body:"proxy_url,nullable"`
}

func (p *domainCreate) check(wrong *problems) {
	if p.Satellite.Set && !p.Satellite.Value {
		wrong.add(refusal.About("is_satellite", "primary_domain_already_exists", "is invalid", "must be true; an instance has one primary domain only."))
	}
}

func (a *API) addDomain(_ Call, p domainCreate) (any, error) {
	name := strings.ToLower(p.Name)
	var wrong problems
	a.checkDomain(name, &wrong)
	a.checkProxy(p.ProxyURL.Value, &wrong)
	if err := wrong.refusal(); err != nil {
		return nil, err
	}
	if name == a.primaryDomain().Name {
		return nil, refusal.Unprocessable(refusal.About("name", "form_identifier_exists", "is taken", "is the primary domain."))
	}
	now := a.w.Now()
	d := world.Domain{ID: a.w.ID("dmn"), Name: name, ProxyURL: p.ProxyURL.Value, Satellite: true, CreatedAt: now, UpdatedAt: now}
	return a.viewDomain(&d), a.w.Domains.Put(d)
}

func (a *API) deleteDomain(c Call, _ none) (any, error) {
	d := a.domain(c.id("domain_id"))
	switch {
	case d == nil:
		return nil, refusal.NotFound("domain", c.id("domain_id"))
	case !d.Satellite:
		return nil, refusal.New(http.StatusForbidden, "operation_not_allowed_on_primary_domain", "The primary domain stays",
			"The primary domain of an instance cannot be deleted.")
	}
	if check := a.w.ProxyChecks.ByDomain.Get(d.ID); check != nil {
		a.w.ProxyChecks.Delete(check.ID)
	}
	a.w.Domains.Delete(d.ID)
	return deleted("domain", d.ID), nil
}

type domainUpdate struct {
	Name      Opt[string] `body:"name,nullable"`
	ProxyURL  Opt[string] `body:"proxy_url,nullable"`
	Secondary Opt[bool]   `body:"is_secondary,nullable"`
}

func (a *API) updateDomain(c Call, p domainUpdate) (any, error) {
	before := a.domain(c.id("domain_id"))
	if before == nil {
		return nil, refusal.NotFound("domain", c.id("domain_id"))
	}
	d := *before
	var wrong problems
	if p.Name.Set && !p.Name.Null {
		d.Name = strings.ToLower(p.Name.Value)
		a.checkDomain(d.Name, &wrong)
	}
	a.checkProxy(p.ProxyURL.Value, &wrong)
	if err := wrong.refusal(); err != nil {
		return nil, err
	}
	if primary := a.primaryDomain(); d.Satellite && d.Name == primary.Name {
		return nil, refusal.Unprocessable(refusal.About("name", "form_identifier_exists", "is taken", "is the primary domain."))
	}
	p.ProxyURL.Into(&d.ProxyURL)
	p.Secondary.Keep(&d.Secondary)
	d.UpdatedAt = a.w.Now()
	if d.CreatedAt.IsZero() { // the primary one gets its row
		d.CreatedAt = d.UpdatedAt
	}
	return a.viewDomain(&d), a.w.Domains.Put(d)
}

// A cnameView is a record of DNS that a domain needs.
type cnameView struct {
	Host     string `json:"host"`
	Value    string `json:"value"`
	Required bool   `json:"required"`
}

// A domainView is a domain in an answer.
type domainView struct {
	Object            string      `json:"object"`
	ID                string      `json:"id"`
	Name              string      `json:"name"`
	IsSatellite       bool        `json:"is_satellite"`
	FrontendAPIURL    string      `json:"frontend_api_url"`
	AccountsPortalURL *string     `json:"accounts_portal_url"`
	ProxyURL          *string     `json:"proxy_url"`
	DevelopmentOrigin string      `json:"development_origin"`
	CNAMETargets      []cnameView `json:"cname_targets"`
}

func (a *API) viewDomain(d *world.Domain) domainView {
	instance := a.Instance()
	view := domainView{
		Object: "domain", ID: d.ID, Name: d.Name, IsSatellite: d.Satellite, ProxyURL: orNull(d.ProxyURL), FrontendAPIURL: instance.FrontendAPI,
	}
	if !instance.Production {
		if d.Satellite {
			view.DevelopmentOrigin = "http://" + d.Name
		}
		return view
	}
	view.CNAMETargets = []cnameView{{"clerk." + d.Name, "frontend-api.clerk.services", d.ProxyURL == ""}}
	if d.Satellite {
		view.FrontendAPIURL = "https://clerk." + d.Name
	} else {
		accounts := "https://accounts." + d.Name
		view.AccountsPortalURL = &accounts
		view.CNAMETargets = append(view.CNAMETargets, cnameView{"accounts." + d.Name, "accounts.clerk.services", true})
	}
	if d.ProxyURL != "" {
		view.FrontendAPIURL = d.ProxyURL
	}
	return view
}

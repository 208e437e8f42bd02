package backendapi

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// organizationDomains are those of email addresses. Nobody joins an organization because of one here: that is done in browsers.
func (a *API) organizationDomains() []Operation {
	return []Operation{
		read("GET /organization_domains", a.listAllOrgDomains),
		read("GET /organizations/{organization_id}/domains", a.listOrgDomains),
		write("POST /organizations/{organization_id}/domains", a.createOrgDomain),
		write("PATCH /organizations/{organization_id}/domains/{domain_id}", a.updateOrgDomain),
		write("DELETE /organizations/{organization_id}/domains/{domain_id}", a.deleteOrgDomain),
		write("POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership", a.verifyOwnership),
	}
}

// orgDomain returns a copy of the one in the path.
func (a *API) orgDomain(c Call) (*world.OrgDomain, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	d, err := found(a.w.OrgDomains.Table, "organization domain", c.id("domain_id"))
	if err == nil && d.OrgID != o.ID {
		err = refusal.NotFound("organization domain", c.id("domain_id"))
	}
	if err != nil {
		return nil, err
	}
	next := *d
	return &next, nil
}

var (
	emailDomainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`)
	// commonDomains are those of everybody, of which there are more.
	commonDomains = []string{"gmail.com", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "outlook.com", "proton.me", "yahoo.com"}
)

const maxDomain = 253 // bytes (RFC 1035 section 2.3.4)

type orgDomainCreate struct {
	Name     string      `body:"name,required"`
	Mode     Opt[string] `body:"enrollment_mode" oneof:"manual_invitation automatic_invitation automatic_suggestion enterprise_sso"`
	Verified Opt[bool]   `body:"verified,nullable"`
}

func (p *orgDomainCreate) check(wrong *problems) {
	name := strings.ToLower(p.Name)
	switch {
	case name == "":
	case len(name) > maxDomain || !emailDomainForm.MatchString(name):
		wrong.add(refusal.About("name", "form_param_format_invalid", "is invalid", "must be a domain, as in example.com."))
	case slices.Contains(commonDomains, name):
		wrong.add(refusal.About("name", "organization_domain_common", "common email domain", "is a domain that anybody has addresses of."))
	}
}

func (a *API) createOrgDomain(c Call, p orgDomainCreate) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	if err := a.domainFree(o.ID, p.Name); err != nil {
		return nil, err
	}
	now := a.w.Now()
	d := world.OrgDomain{
		ID: a.w.ID("orgdmn"), OrgID: o.ID, Name: strings.ToLower(p.Name), Mode: "manual_invitation", VerifiedAt: now, CreatedAt: now, UpdatedAt: now,
	}
	p.Mode.Into(&d.Mode)
	if p.Verified.Set && !p.Verified.Null && !p.Verified.Value {
		d.VerifiedAt = time.Time{}
	}
	return a.viewOrgDomain(&d), a.w.OrgDomains.Put(d)
}

func (a *API) domainFree(orgID, name string) error {
	if a.w.OrgDomains.Taken(orgID, name) {
		return refusal.Unprocessable(refusal.About("name", "organization_domain_already_exists", "is taken",
			"is %.80q, which an organization has already.", name))
	}
	return nil
}

type orgDomainUpdate struct {
	Mode     Opt[string] `body:"enrollment_mode,nullable" oneof:"manual_invitation automatic_invitation automatic_suggestion enterprise_sso"`
	Verified Opt[bool]   `body:"verified,nullable"`
}

func (a *API) updateOrgDomain(c Call, p orgDomainUpdate) (any, error) {
	d, err := a.orgDomain(c)
	if err != nil {
		return nil, err
	}
	p.Mode.Keep(&d.Mode)
	switch {
	case !p.Verified.Set || p.Verified.Null:
	case !p.Verified.Value:
		d.VerifiedAt = time.Time{}
	case d.VerifiedAt.IsZero():
		if err := a.domainFree("", d.Name); err != nil {
			return nil, err
		}
		d.VerifiedAt = a.w.Now()
	}
	d.UpdatedAt = a.w.Now()
	return a.viewOrgDomain(d), a.w.OrgDomains.Put(*d)
}

// verifyOwnership says that the organization owns the domain. Who asks again learns when it was verified.
func (a *API) verifyOwnership(c Call, _ none) (any, error) {
	d, err := a.orgDomain(c)
	if err != nil {
		return nil, err
	}
	if !d.OwnedAt.IsZero() {
		return a.viewOrgDomain(d), nil
	}
	d.OwnedAt, d.UpdatedAt = a.w.Now(), a.w.Now()
	return a.viewOrgDomain(d), a.w.OrgDomains.Put(*d)
}

func (a *API) deleteOrgDomain(c Call, _ none) (any, error) {
	d, err := a.orgDomain(c)
	if err != nil {
		return nil, err
	}
	a.w.OrgDomains.Delete(d.ID)
	return deleted("organization_domain", d.ID), nil
}

type orgDomainList struct {
	window
	Verified Opt[bool] `query:"verified"`
	Modes    selection `query:"enrollment_mode"`
}

var domainModes = []string{"manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"}

func (p *orgDomainList) check(wrong *problems) {
	for _, mode := range slices.Concat(p.Modes.in, p.Modes.out) {
		if !slices.Contains(domainModes, mode) {
			wrong.invalid("enrollment_mode", "must be one of %s, with - in front to leave it out.", strings.Join(domainModes, ", "))
			return
		}
	}
}

func (p *orgDomainList) filter() filter[world.OrgDomain] {
	var f filter[world.OrgDomain]
	if p.Verified.Set {
		f.when(func(d *world.OrgDomain) bool { return d.VerifiedAt.IsZero() != p.Verified.Value })
	}
	if !p.Modes.empty() {
		f.when(func(d *world.OrgDomain) bool { return p.Modes.allowsID(d.Mode) })
	}
	return f
}

func (a *API) listOrgDomains(c Call, p orgDomainList) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	return paged(source[world.OrgDomain]{rows: a.w.OrgDomains.ByOrg.Get(o.ID), keep: p.filter().keep()}, newest, p.window, a.viewOrgDomain), nil
}

type allOrgDomains struct {
	orgDomainList
	OrgID string      `query:"organization_id"`
	Query Opt[string] `query:"query"`
	Names []string    `query:"domains"`
	Order Order       `query:"order_by" default:"-created_at" oneof:"created_at name"`
}

func (p *allOrgDomains) check(wrong *problems) {
	p.orgDomainList.check(wrong)
	if p.Query.Set && strings.TrimSpace(p.Query.Value) == "" {
		wrong.add(refusal.About("query", "form_param_nil", "is empty", "must not be empty; leave it out to get all domains."))
	}
}

func (a *API) listAllOrgDomains(_ Call, p allOrgDomains) (any, error) {
	f := p.filter()
	if p.OrgID != "" {
		f.when(func(d *world.OrgDomain) bool { return d.OrgID == p.OrgID })
	}
	if text := p.Query.Value; strings.HasPrefix(text, "org_") {
		f.when(func(d *world.OrgDomain) bool { return d.OrgID == text })
	} else if p.Query.Set {
		f.when(func(d *world.OrgDomain) bool { return contains(strings.ToLower(text), d.Name) })
	}
	if len(p.Names) > 0 {
		f.when(func(d *world.OrgDomain) bool {
			return slices.ContainsFunc(p.Names, func(name string) bool { return strings.EqualFold(name, d.Name) })
		})
	}
	return paged(source[world.OrgDomain]{a.w.OrgDomains.Rows(), f.keep(), map[string]func(*world.OrgDomain) table.Rank{
		"name": func(d *world.OrgDomain) table.Rank { return table.ByText(d.Name) },
	}}, p.Order, p.window, a.viewOrgDomainWithOrg), nil
}

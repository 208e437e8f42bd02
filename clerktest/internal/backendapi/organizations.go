package backendapi

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

func (a *API) organizations() []Operation {
	return []Operation{
		read("GET /organizations", a.listOrganizations),
		write("POST /organizations", a.createOrganization),
		read("GET /organizations/{organization_id}", a.getOrganization),
		write("PATCH /organizations/{organization_id}", a.updateOrganization),
		write("DELETE /organizations/{organization_id}", a.deleteOrganization),
		write("PATCH /organizations/{organization_id}/metadata", a.organizationMetadata(mergeMetadata)),
		write("PUT /organizations/{organization_id}/metadata", a.organizationMetadata(replaceMetadata)),
		write("PUT /organizations/{organization_id}/logo", a.setLogo),
		write("DELETE /organizations/{organization_id}/logo", func(c Call, _ none) (any, error) {
			return a.changeOrganization(c, func(o *world.Organization) error { o.Image = ""; return nil })
		}),
	}
}

// organization returns the one in the path, which has its id or its slug.
func (a *API) organization(c Call) (*world.Organization, error) {
	if o := a.w.Organizations.Find(c.id("organization_id")); o != nil {
		return o, nil
	}
	return nil, refusal.NotFound("organization", c.id("organization_id"))
}

// changeOrganization puts a changed copy in the place of the organization in the path, and answers with it.
func (a *API) changeOrganization(c Call, change func(o *world.Organization) error) (any, error) {
	before, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	o := *before
	if err := change(&o); err != nil {
		return nil, err
	}
	o.UpdatedAt = a.w.Now()
	return a.viewOrganization(&o), a.w.Organizations.Put(o)
}

// include says what is told of organizations only to those who ask.
type include struct {
	MembersCount bool `query:"include_members_count"`
	MissingAdmin bool `query:"include_missing_member_with_elevated_permissions"`
}

func (a *API) getOrganization(c Call, p include) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	return a.viewIncluding(o, p), nil
}

type organizationList struct {
	include
	window
	Query   string    `query:"query"`
	UserIDs selection `query:"user_id"`
	IDs     selection `query:"organization_id"`
	Order   Order     `query:"order_by" default:"-created_at" oneof:"created_at members_count name"`
}

func (a *API) listOrganizations(_ Call, p organizationList) (any, error) {
	var f filter[world.Organization]
	if !p.IDs.empty() {
		f.when(func(o *world.Organization) bool { return p.IDs.allowsID(o.ID) })
	}
	if !p.UserIDs.empty() {
		f.when(func(o *world.Organization) bool {
			return p.UserIDs.allows(func(id string) bool { return a.w.Memberships.Find(o.ID, id) != nil })
		})
	}
	if text := strings.ToLower(p.Query); text != "" {
		f.when(func(o *world.Organization) bool {
			return strings.ToLower(o.ID) == text || contains(text, o.Name, o.Slug)
		})
	}
	ranks := map[string]func(*world.Organization) table.Rank{
		"name":          func(o *world.Organization) table.Rank { return table.ByText(o.Name) },
		"members_count": func(o *world.Organization) table.Rank { return table.ByNumber(a.w.Memberships.ByOrg.Get(o.ID).Len()) },
	}
	return paged(source[world.Organization]{a.w.Organizations.Rows(), f.keep(), ranks}, p.Order, p.window,
		func(o *world.Organization) organizationView { return a.viewIncluding(o, p.include) }), nil
}

var (
	slugForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)
)

func checkSlug(slug string, wrong *problems) {
	if slug != "" && !slugForm.MatchString(slug) {
		wrong.add(refusal.About("slug", "form_param_format_invalid", "is invalid",
			"may have lower-case letters, digits and dashes between them only."))
	}
}

// slugOf makes a slug of a name, with something after it that no other has.
func (a *API) slugOf(name string) string {
	text := strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(name), "-"), "-")
	return strings.Trim(text+"-"+strings.ToLower(a.w.Text("slug")[:10]), "-")
}

type organizationCreate struct {
	Name            string              `body:"name,required"`
	Slug            Opt[string]         `body:"slug,nullable"`
	CreatedBy       Opt[string]         `body:"created_by,nullable"`
	MaxMembers      Opt[int64]          `body:"max_allowed_memberships,nullable"`
	RoleSet         Opt[string]         `body:"role_set_key,nullable"`
	CreatedAt       Opt[time.Time]      `body:"created_at,nullable"`
	PublicMetadata  Opt[world.Metadata] `body:"public_metadata,nullable"`
	PrivateMetadata Opt[world.Metadata] `body:"private_metadata,nullable"`
}

func (p *organizationCreate) check(wrong *problems) {
	checkSlug(p.Slug.Value, wrong)
	checkMaxMembers(p.MaxMembers, wrong)
}

func checkMaxMembers(n Opt[int64], wrong *problems) {
	if n.Value < 0 {
		wrong.invalid("max_allowed_memberships", "must not be negative; 0 is any number.")
	}
}

func (a *API) createOrganization(_ Call, p organizationCreate) (any, error) {
	now, settings := a.w.Now(), a.w.Set().Orgs
	if settings.Disabled {
		return nil, refusal.New(http.StatusForbidden, "organization_not_enabled_in_instance", "Organizations are off",
			"Organizations are not enabled; PATCH /v1/instance/organization_settings with enabled turns them on.")
	}
	o := world.Organization{
		ID: a.w.ID("org"), Name: p.Name, Slug: p.Slug.Value, CreatedBy: p.CreatedBy.Value, MaxMembers: settings.MaxMembers,
		NoAdminDelete: settings.NoAdminDelete, RoleSetID: a.w.RoleSets.InitialID(), CreatedAt: now, UpdatedAt: now,
	}
	if err := a.setRoleSet(&o, p.RoleSet); err != nil {
		return nil, err
	}
	p.MaxMembers.Keep(&o.MaxMembers)
	if err := slugAllowed(settings, o.Slug); err != nil {
		return nil, err
	}
	if o.Slug == "" && !settings.NoSlugs {
		o.Slug = a.slugOf(o.Name)
	}
	p.CreatedAt.Keep(&o.CreatedAt)
	if err := putMetadata(replaceMetadata,
		metadataParam{"public_metadata", p.PublicMetadata, &o.PublicMetadata},
		metadataParam{"private_metadata", p.PrivateMetadata, &o.PrivateMetadata}); err != nil {
		return nil, err
	}
	if err := a.w.Organizations.Put(o); err != nil {
		return nil, err
	}
	if o.CreatedBy == "" {
		return a.viewOrganization(&o), nil
	}
	if a.w.Users.Get(o.CreatedBy) == nil {
		return nil, refusal.Newf(http.StatusBadRequest, "organization_creator_not_found", "No such creator",
			"created_by is %.80q, and there is no user with that id.", o.CreatedBy)
	}
	_, err := a.join(&o, world.Membership{UserID: o.CreatedBy, Role: a.creatorRole(&o)})
	return a.viewOrganization(&o), err
}

// slugAllowed refuses slugs where organizations have none.
func slugAllowed(settings world.OrgSettings, slug string) error {
	if settings.NoSlugs && slug != "" {
		return refusal.Unprocessable(refusal.Invalid("slug", "must be left out: the instance has slug_disabled among its organization settings."))
	}
	return nil
}

type organizationUpdate struct {
	Name        Opt[string]    `body:"name,nullable"`
	Slug        Opt[string]    `body:"slug,nullable"`
	MaxMembers  Opt[int64]     `body:"max_allowed_memberships,nullable"`
	AdminDelete Opt[bool]      `body:"admin_delete_enabled,nullable"`
	RoleSet     Opt[string]    `body:"role_set_key,nullable"`
	CreatedAt   Opt[time.Time] `body:"created_at,nullable"`
}

func (p *organizationUpdate) check(wrong *problems) {
	checkSlug(p.Slug.Value, wrong)
	checkMaxMembers(p.MaxMembers, wrong)
	if p.Name.Set && !p.Name.Null && p.Name.Value == "" {
		wrong.add(refusal.About("name", "form_param_nil", "is empty", "must not be empty."))
	}
}

func (a *API) updateOrganization(c Call, p organizationUpdate) (any, error) {
	return a.changeOrganization(c, func(o *world.Organization) error {
		if err := slugAllowed(a.w.Set().Orgs, p.Slug.Value); err != nil {
			return err
		}
		p.Name.Keep(&o.Name)
		p.Slug.Keep(&o.Slug)
		p.MaxMembers.Keep(&o.MaxMembers)
		p.CreatedAt.Keep(&o.CreatedAt)
		if p.AdminDelete.Set && !p.AdminDelete.Null {
			o.NoAdminDelete = !p.AdminDelete.Value
		}
		return a.setRoleSet(o, p.RoleSet)
	})
}

func (a *API) deleteOrganization(c Call, _ none) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	a.w.DeleteOrganization(o.ID)
	return deletedOrganization(o), nil
}

func deletedOrganization(o *world.Organization) deletedView {
	view := deleted("organization", o.ID)
	view.Slug = o.Slug
	return view
}

type organizationMetadata struct {
	Public  Opt[world.Metadata] `body:"public_metadata"`
	Private Opt[world.Metadata] `body:"private_metadata"`
}

func (a *API) organizationMetadata(change func(old, sent world.Metadata) world.Metadata) func(Call, organizationMetadata) (any, error) {
	return func(c Call, p organizationMetadata) (any, error) {
		return a.changeOrganization(c, func(o *world.Organization) error {
			return putMetadata(change,
				metadataParam{"public_metadata", p.Public, &o.PublicMetadata},
				metadataParam{"private_metadata", p.Private, &o.PrivateMetadata})
		})
	}
}

type logoParams struct {
	File     Upload      `body:"file,required"`
	Uploader Opt[string] `body:"uploader_user_id"`
}

func (a *API) setLogo(c Call, p logoParams) (any, error) {
	if p.Uploader.Set {
		if _, err := found(a.w.Users.Table, "user", p.Uploader.Value); err != nil {
			return nil, err
		}
	}
	return a.changeOrganization(c, func(o *world.Organization) error {
		o.Image = a.images + a.w.ID("img") + p.File.extension()
		return nil
	})
}

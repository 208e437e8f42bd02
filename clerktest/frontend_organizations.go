package clerktest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// organizationRoutes are the operations of the Frontend API whose addresses the Backend API has too. Clerk tells them apart by the host.
func (c *Clerk) organizationRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"POST /v1/organizations":                 c.frontend(c.foundOrganization),
		"GET /v1/organizations/{id}":             c.frontend(c.getOrganization),
		"PATCH /v1/organizations/{id}":           c.frontend(c.changeOrganization),
		"DELETE /v1/organizations/{id}":          c.frontend(c.deleteOrganization),
		"GET /v1/organizations/{id}/memberships": c.frontend(c.listMembers),
	}
}

// ofOrganizations sends requests of browsers for organizations to the Frontend API, and all else on.
func (c *Clerk) ofOrganizations(next http.Handler) http.Handler {
	mux := http.NewServeMux()
	for pattern, handler := range c.organizationRoutes() {
		mux.HandleFunc(pattern, c.faults.disturb(handler))
	}
	mux.HandleFunc("/", c.faults.disturb(notImplemented))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if aboutOrganizations(r) {
			mux.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// aboutOrganizations reports whether a request is one of a browser, or an app, about organizations: it has no secret key, and a param that
// Clerk's own libraries add to all that they ask of the Frontend API.
func aboutOrganizations(r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.URL.Path, "/v1/organizations")
	if !ok || rest != "" && rest[0] != '/' || strings.HasPrefix(r.Header.Get("Authorization"), "Bearer sk_") {
		return false
	}
	query := r.URL.Query()
	return slices.ContainsFunc([]string{"_clerk_js_version", "_clerk_session_id", "_is_native", clerk.QueryDevBrowser}, query.Has)
}

// foundOrganization makes an organization, which the user is in at once, but not active.
func (c *Clerk) foundOrganization(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	o, err := c.api.Founded(u, strings.TrimSpace(v.form.Get("name")), v.form.Get("slug"))
	if err != nil {
		return nil, err
	}
	return c.api.FrontendOrganization(o), nil
}

// myOrganization returns the organization in the path, which the user must be a member of, with this permission if it is not "".
func (c *Clerk) myOrganization(v *visitor, permission string) (*world.Organization, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	id := v.r.PathValue("id")
	o := c.world.Organizations.Find(id)
	if o == nil {
		return nil, notTheirs(id)
	}
	m := c.world.Memberships.Find(o.ID, u.ID)
	if m == nil {
		return nil, notTheirs(id)
	}
	may, _ := c.world.Permissions(o, m.Role)
	if permission != "" && m.Role != world.Admin && !slices.Contains(may, permission) {
		refused := ref.Newf(http.StatusForbidden, "missing_organization_permission", "missing permission",
			"The role %s of the user lacks the permission %s.", m.Role, permission)
		refused.Details[0].Meta = map[string]any{"permissions": []string{permission}}
		return nil, refused
	}
	return o, nil
}

// notTheirs refuses organizations that the user is no member of, be they there or not.
func notTheirs(id string) error {
	return ref.Newf(http.StatusForbidden, "organization_not_found_or_unauthorized", "No such organization",
		"The user is no member of an organization %.80q.", id)
}

func (c *Clerk) getOrganization(v *visitor) (any, error) {
	o, err := c.myOrganization(v, "")
	if err != nil {
		return nil, err
	}
	return c.api.FrontendOrganization(o), nil
}

func (c *Clerk) changeOrganization(v *visitor) (any, error) {
	o, err := c.myOrganization(v, "org:sys_profile:manage")
	if err != nil {
		return nil, err
	}
	given := func(param string) *string {
		if !v.form.Has(param) {
			return nil
		}
		text := strings.TrimSpace(v.form.Get(param))
		return &text
	}
	if err := c.api.Rename(*o, given("name"), given("slug")); err != nil {
		return nil, err
	}
	return c.api.FrontendOrganization(c.world.Organizations.Get(o.ID)), nil
}

func (c *Clerk) deleteOrganization(v *visitor) (any, error) {
	o, err := c.myOrganization(v, "org:sys_profile:delete")
	switch {
	case err != nil:
		return nil, err
	case o.NoAdminDelete:
		return nil, ref.New(http.StatusForbidden, "organization_admin_delete_not_enabled", "admin delete not enabled",
			"The organization has admin_delete_enabled off.")
	}
	c.world.DeleteOrganization(o.ID)
	return backendapi.Deleted("organization", o.ID), nil
}

// listMembers lists the memberships of an organization, the oldest first, a page of them.
func (c *Clerk) listMembers(v *visitor) (any, error) {
	o, err := c.myOrganization(v, "org:sys_memberships:read")
	if err != nil {
		return nil, err
	}
	query := v.r.URL.Query()
	roles := slices.Concat(query["role"], query["role[]"])
	return c.membershipPage(v, c.world.Memberships.ByOrg.Get(o.ID).Each(), func(m *world.Membership) bool {
		return len(roles) == 0 || slices.Contains(roles, m.Role)
	})
}

package backendapi

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// organizationPermissions are what roles allow. Clerk's own come with the instance, and nobody changes them.
func (a *API) organizationPermissions() []Operation {
	return []Operation{
		read("GET /organization_permissions", a.listPermissions),
		write("POST /organization_permissions", a.createPermission),
		read("GET /organization_permissions/{permission_id}", a.getPermission),
		write("PATCH /organization_permissions/{permission_id}", a.updatePermission),
		write("DELETE /organization_permissions/{permission_id}", a.deletePermission),
	}
}

// namedList is the params of lists of what has a name and a key.
type namedList struct {
	window
	Query string `query:"query"`
	Order Order  `query:"order_by" default:"-created_at" oneof:"created_at name key"`
}

// listNamed lists what has an id, a name and a key: by the id, or by a part of one of the others.
func listNamed[T, V any](rows table.Rows[T], p namedList, of func(*T) (id, name, key string), view func(*T) V) page {
	var f filter[T]
	if text := strings.ToLower(p.Query); text != "" {
		f.when(func(v *T) bool {
			id, name, key := of(v)
			return id == p.Query || contains(text, name, key)
		})
	}
	return paged(source[T]{rows, f.keep(), map[string]func(*T) table.Rank{
		"name": func(v *T) table.Rank { _, name, _ := of(v); return table.ByText(name) },
		"key":  func(v *T) table.Rank { _, _, key := of(v); return table.ByText(key) },
	}}, p.Order, p.window, view)
}

func (a *API) listPermissions(_ Call, p namedList) (any, error) {
	return listNamed(a.w.OrgPermissions.Rows(), p, func(v *world.Permission) (id, name, key string) { return v.ID, v.Name, v.Key },
		a.viewPermission), nil
}

func (a *API) permission(c Call) (*world.Permission, error) {
	return found(a.w.OrgPermissions.Table, "organization permission", c.id("permission_id"))
}

func (a *API) getPermission(c Call, _ none) (any, error) {
	p, err := a.permission(c)
	if err != nil {
		return nil, err
	}
	return a.viewPermission(p), nil
}

var permissionKeyForm = regexp.MustCompile(`^org:[a-z0-9_]+:[a-z0-9_]+$`)

func checkPermissionKey(key string, wrong *problems) {
	switch {
	case !permissionKeyForm.MatchString(key):
		wrong.add(refusal.About("key", "form_param_format_invalid", "is invalid",
			"must have the form org:feature:action, with lower-case letters, digits and underscores."))
	case strings.HasPrefix(key, "org:sys_"):
		wrong.invalid("key", "must not begin with org:sys_, as Clerk's own permissions do.")
	}
}

// checkName refuses the name of something that is sent and empty.
func checkName(name Opt[string], wrong *problems) {
	if name.Set && !name.Null && strings.TrimSpace(name.Value) == "" {
		wrong.add(refusal.About("name", "form_param_nil", "is empty", "must not be empty."))
	}
}

type permissionCreate struct {
	Name        string      `body:"name,required"`
	Key         string      `body:"key,required"`
	Description Opt[string] `body:"description"`
}

func (p *permissionCreate) check(wrong *problems) {
	if p.Key != "" {
		checkPermissionKey(p.Key, wrong)
	}
}

func (a *API) createPermission(_ Call, p permissionCreate) (any, error) {
	now := a.w.Now()
	made := world.Permission{
		ID: a.w.ID("perm"), Name: p.Name, Key: p.Key, Description: p.Description.Value, CreatedAt: now, UpdatedAt: now,
	}
	return a.viewPermission(&made), a.w.OrgPermissions.Put(made)
}

type permissionUpdate struct {
	Name        Opt[string] `body:"name"`
	Key         Opt[string] `body:"key"`
	Description Opt[string] `body:"description"`
}

func (p *permissionUpdate) check(wrong *problems) {
	checkName(p.Name, wrong)
	if p.Key.Set {
		checkPermissionKey(p.Key.Value, wrong)
	}
}

// ownPermission returns the one in the path, unless it is one of Clerk's.
func (a *API) ownPermission(c Call) (*world.Permission, error) {
	p, err := a.permission(c)
	if err == nil && p.System {
		return nil, refusal.Newf(http.StatusForbidden, "organization_system_permission_not_modifiable",
			"System permissions cannot be changed", "%s is a permission of Clerk's, which can be neither changed nor deleted.", p.Key)
	}
	return p, err
}

func (a *API) updatePermission(c Call, p permissionUpdate) (any, error) {
	before, err := a.ownPermission(c)
	if err != nil {
		return nil, err
	}
	next := *before
	p.Name.Into(&next.Name)
	p.Key.Into(&next.Key)
	p.Description.Into(&next.Description)
	next.UpdatedAt = a.w.Now()
	return a.viewPermission(&next), a.w.OrgPermissions.Put(next)
}

func (a *API) deletePermission(c Call, _ none) (any, error) {
	p, err := a.ownPermission(c)
	if err != nil {
		return nil, err
	}
	for r := range a.w.OrgRoles.ByPermission.Get(p.ID).All() {
		if err := a.putRole(*r, slices.DeleteFunc(slices.Clone(r.PermissionIDs), func(id string) bool { return id == p.ID })); err != nil {
			return nil, err
		}
	}
	a.w.OrgPermissions.Delete(p.ID)
	return deleted("permission", p.ID), nil
}

// A permissionView is a permission in an answer.
type permissionView struct {
	Object      string `json:"object"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Key         string `json:"key"`
	Description string `json:"description"`
	Type        string `json:"type"`
	CreatedAt   int64  `json:"created_at"`
	UpdatedAt   int64  `json:"updated_at"`
}

func (a *API) viewPermission(p *world.Permission) permissionView {
	kind := "user"
	if p.System {
		kind = "system"
	}
	return permissionView{
		Object: "permission", ID: p.ID, Name: p.Name, Key: p.Key, Description: p.Description, Type: kind,
		CreatedAt: p.CreatedAt.UnixMilli(), UpdatedAt: p.UpdatedAt.UnixMilli(),
	}
}

// permissionEvent is what webhooks show of a permission.
func (a *API) permissionEvent(p *world.Permission, gone bool) any {
	if gone {
		return deleted("permission", p.ID)
	}
	return a.viewPermission(p)
}

package backendapi

import (
	"cmp"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A mappingCreate is a group of a directory and the role of its members. The group has a new and an old name, which say the same.
type mappingCreate struct {
	GroupID      Opt[string] `body:"directory_group_id"`
	OldGroupID   Opt[string] `body:"scim_group_id"`
	GroupName    Opt[string] `body:"directory_group_display_name"`
	OldGroupName Opt[string] `body:"scim_group_display_name"`
	RoleID       string      `body:"role_id,required"`
	Precedence   Opt[int64]  `body:"precedence"`
}

func (p *mappingCreate) check(wrong *problems) {
	oneName(wrong, "scim_group_id", p.OldGroupID, "directory_group_id", p.GroupID)
	if p.group() == "" {
		wrong.add(missing("directory_group_id"))
	}
	if p.Precedence.Set && p.Precedence.Value < 1 {
		wrong.invalid("precedence", "must be 1 at least.")
	}
}

func (p *mappingCreate) group() string { return cmp.Or(p.GroupID.Value, p.OldGroupID.Value) }

type mappingsReplace struct {
	Mappings []mappingItem `body:"mappings,required"`
}

// A mappingItem has its precedence by its place.
type mappingItem struct {
	GroupID    Opt[string] `body:"directory_group_id"`
	OldGroupID Opt[string] `body:"scim_group_id"`
	RoleID     string      `body:"role_id,required"`
}

func (p *mappingItem) check(wrong *problems) {
	m := p.create()
	m.check(wrong)
}

func (p *mappingItem) create() mappingCreate {
	return mappingCreate{GroupID: p.GroupID, OldGroupID: p.OldGroupID, RoleID: p.RoleID}
}

// mapGroup adds a mapping. Precedence 0 is after all others; one that is taken moves those from there on one further.
func (a *API) mapGroup(d *world.Directory, p mappingCreate, precedence int64) (*world.GroupMapping, error) {
	role := a.w.OrgRoles.Find(p.RoleID)
	if role == nil {
		return nil, refusal.Unprocessable(refusal.NoResource("role_id", "role", p.RoleID))
	}
	others, taken := a.mappingsOf(d), false
	for _, m := range others {
		taken = taken || m.Precedence == precedence
	}
	if precedence == 0 {
		precedence = 1
		if len(others) > 0 {
			precedence = others[len(others)-1].Precedence + 1
		}
	}
	for _, m := range others {
		if taken && m.Precedence >= precedence {
			next := *m
			next.Precedence++
			if err := a.w.GroupMappings.Put(next); err != nil {
				return nil, err
			}
		}
	}
	group := p.group()
	for _, m := range others {
		if m.GroupID == group {
			return nil, refusal.Unprocessable(refusal.About("directory_group_id", "form_identifier_exists", "is taken", "is mapped already: %.80q.", group))
		}
	}
	m := world.GroupMapping{
		ID: a.w.ID("dirgrm"), DirectoryID: d.ID, GroupID: group, GroupName: cmp.Or(p.GroupName.Value, p.OldGroupName.Value, group),
		RoleID: role.ID, Precedence: precedence, CreatedAt: a.w.Now(), UpdatedAt: a.w.Now(),
	}
	return &m, a.w.GroupMappings.Put(m)
}

// mappingsOf returns the mappings of a directory in the order of their precedence.
func (a *API) mappingsOf(d *world.Directory) []*world.GroupMapping {
	return slices.SortedStableFunc(a.w.GroupMappings.ByDirectory.Get(d.ID).Each(), func(x, y *world.GroupMapping) int {
		return cmp.Compare(x.Precedence, y.Precedence)
	})
}

func (a *API) groupMappings(d *world.Directory, view func(*world.GroupMapping) groupMappingView) page {
	all := a.mappingsOf(d)
	return page{each(all, view), len(all)}
}

// A groupMappingView is a group mapping in an answer. What is said twice has two names.
type groupMappingView struct {
	Object                    string   `json:"object"`
	ID                        string   `json:"id"`
	SCIMDirectoryID           string   `json:"scim_directory_id"`
	DirectoryID               string   `json:"directory_id"`
	SCIMGroupID               string   `json:"scim_group_id"`
	DirectoryGroupID          string   `json:"directory_group_id"`
	SCIMGroupDisplayName      string   `json:"scim_group_display_name"`
	DirectoryGroupDisplayName string   `json:"directory_group_display_name"`
	Role                      roleView `json:"role"`
	Precedence                int64    `json:"precedence"`
	CreatedAt                 int64    `json:"created_at"`
	UpdatedAt                 int64    `json:"updated_at"`
}

func (a *API) viewGroupMapping(kind directoryKind, m *world.GroupMapping) groupMappingView {
	created, updated := m.CreatedAt.UnixMilli(), m.UpdatedAt.UnixMilli()
	return groupMappingView{
		Object: kind.mapping, ID: m.ID, SCIMDirectoryID: m.DirectoryID, DirectoryID: m.DirectoryID, SCIMGroupID: m.GroupID,
		DirectoryGroupID: m.GroupID, SCIMGroupDisplayName: m.GroupName, DirectoryGroupDisplayName: m.GroupName, Precedence: m.Precedence,
		CreatedAt: created, UpdatedAt: updated,
		Role: a.viewRole(a.w.OrgRoles.Get(m.RoleID)),
	}
}

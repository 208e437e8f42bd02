package backend_test

import (
	"errors"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestARoleSetByItsKey(t *testing.T) {
	c, asked := newStub(map[string]string{"PATCH /role_sets/role_set:default": `{"object":"role_set","id":"rset_1","description":null,
		"roles":[{"id":"role_1","key":"org:admin","members_count":null,"has_members":true}],"default_role":null,
		"role_set_migration":{"status":"in_progress","mappings":{"org:editor":"org:member"},"started_at":1780000000000,"completed_at":null}}`})
	set, err := c.RoleSets.Update(t.Context(), "role_set:default", &backend.RoleSetUpdateParams{
		Description: backend.Null[string](), Type: backend.Some(backend.RoleSetTypeInitial),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := asked.last(t).body; got != `{"description":null,"type":"initial"}` {
		t.Errorf("sent %s", got)
	}
	if set.DefaultRole != nil || !set.Roles[0].MembersCount.IsNull() || !set.Roles[0].HasMembers.Or(false) {
		t.Errorf("got %+v", set)
	}
	if m := set.RoleSetMigration; m.Mappings["org:editor"] != "org:member" || m.StartedAt.IsZero() || !m.CompletedAt.IsZero() {
		t.Errorf("got %+v", m)
	}
}

func TestThePermissionsOfARole(t *testing.T) {
	for want, permissions := range map[string]backend.Opt[[]string]{
		`{}`:                         {},
		`{"permissions":null}`:       backend.Null[[]string](),
		`{"permissions":[]}`:         backend.Some([]string{}),
		`{"permissions":["perm_1"]}`: backend.Some([]string{"perm_1"}),
	} {
		c, asked := newStub(map[string]string{"PATCH /organization_roles/role_1": `{"id":"role_1","description":null,"permissions":[]}`})
		_, err := c.OrganizationRoles.Update(t.Context(), "role_1", &backend.OrganizationRoleUpdateParams{Permissions: permissions})
		if got := asked.last(t).body; err != nil || got != want {
			t.Errorf("sent %s, want %s, error %v", got, want, err)
		}
	}
	_, err := stub(nil).OrganizationRoles.RemovePermission(t.Context(), "role_1", "perm_1")
	if !errors.Is(err, backend.ErrNotFound) {
		t.Errorf("error %v", err)
	}
}

package backendapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// ids returns the ids of the objects of a list, by the text of one of their members.
func (b *bench) ids(t testing.TB, request, member string) map[string]string {
	t.Helper()
	got := b.ask(request, "")
	var list struct{ Data []map[string]any }
	if err := json.Unmarshal([]byte(got.body), &list); err != nil || got.status != 200 {
		t.Fatalf("%s: %d %s", request, got.status, got.body)
	}
	out := map[string]string{}
	for _, o := range list.Data {
		out[fmt.Sprint(o[member])] = fmt.Sprint(o["id"])
	}
	return out
}

// able makes a role that may do what creators of organizations have to, and what else is named.
func (b *bench) able(t testing.TB, key string, more ...string) string {
	t.Helper()
	permissions := b.ids(t, "GET /organization_permissions?limit=500", "key")
	ids := more
	for _, p := range []string{"org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete"} {
		ids = append(ids, permissions[p])
	}
	return b.make(t, "POST /organization_roles", `{"name":"Able","key":"`+key+`","permissions":["`+strings.Join(ids, `","`)+`"],"include_in_initial_role_set":true}`)
}

func TestWhatIsRefusedOfPermissionsAndRoles(t *testing.T) {
	b := newBench(t)
	system := b.ids(t, "GET /organization_permissions", "key")
	roles := b.ids(t, "GET /organization_roles", "key")
	read := b.make(t, "POST /organization_permissions", `{"name":"Read reports","key":"org:reports:read"}`)
	editor := b.make(t, "POST /organization_roles", `{"name":"Editor","key":"org:editor","permissions":["`+read+`","`+read+`"]}`)
	admin, manage := roles["org:admin"], system["org:sys_memberships:manage"]
	b.refusals(t, []refusalRow{
		{"POST /organization_permissions", `{}`, 422, "form_param_missing(key) form_param_missing(name)"},
		{"POST /organization_permissions", `{"name":"A","key":"reports:read"}`, 422, "form_param_format_invalid(key)"},
		{"POST /organization_permissions", `{"name":"A","key":"org:sys_reports:read"}`, 422, "form_param_value_invalid(key)"},
		{"POST /organization_permissions", `{"name":"A","key":"org:reports:read"}`, 422, "form_identifier_exists(key)"},
		{"PATCH /organization_permissions/" + read, `{"name":""}`, 422, "form_param_nil(name)"},
		{"PATCH /organization_permissions/" + read, `{"key":"org:Reports:read"}`, 422, "form_param_format_invalid(key)"},
		{"PATCH /organization_permissions/" + manage, `{"name":"A"}`, 403, "organization_system_permission_not_modifiable"},
		{"DELETE /organization_permissions/" + manage, ``, 403, "organization_system_permission_not_modifiable"},
		{"GET /organization_permissions/perm_x", ``, 404, "resource_not_found"},
		{"GET /organization_permissions?order_by=type", ``, 422, "form_param_value_invalid(order_by)"},

		{"POST /organization_roles", `{"name":"A","key":"admin"}`, 422, "form_param_format_invalid(key)"},
		{"POST /organization_roles", `{"name":"A","key":"org:admin"}`, 422, "form_identifier_exists(key)"},
		{"POST /organization_roles", `{"name":"A","key":"org:a","permissions":["perm_x"]}`, 404, "resource_not_found"},
		{"PATCH /organization_roles/" + editor, `{"key":"org:member"}`, 422, "form_identifier_exists(key)"},
		{"PATCH /organization_roles/" + editor, `{"name":" "}`, 422, "form_param_nil(name)"},
		{"PATCH /organization_roles/" + admin, `{"permissions":["` + read + `"]}`, 422, "organization_missing_creator_role_permissions"},
		{"DELETE /organization_roles/" + admin + "/permissions/" + manage, ``, 422, "organization_missing_creator_role_permissions"},
		{"POST /organization_roles/" + editor + "/permissions/" + read, ``, 409, "organization_role_permission_association_exists"},
		{"DELETE /organization_roles/" + editor + "/permissions/" + manage, ``, 404, "resource_not_found"},
		{"POST /organization_roles/" + editor + "/permissions/perm_x", ``, 404, "resource_not_found"},
		{"POST /organization_roles/role_x/permissions/" + read, ``, 404, "resource_not_found"},
		{"DELETE /organization_roles/" + admin, ``, 422, "organization_role_default_creator_role"},
		{"DELETE /organization_roles/" + roles["org:member"], ``, 422, "organization_role_domain_default_role"},
		{"DELETE /organization_roles/role_x", ``, 404, "resource_not_found"},
		{"GET /organization_roles/" + editor, ``, 200, ""},
	})
	if got := b.ask("GET /organization_roles/"+editor, ""); strings.Count(got.body, read) != 1 || got.object["is_creator_eligible"] != false {
		t.Errorf("a permission that was named twice: %s", got.body)
	}
	if got := b.ids(t, "GET /organization_roles?query=EDIT&order_by=name", "key"); len(got) != 1 || got["org:editor"] != editor {
		t.Errorf("the roles with that in their names are %v", got)
	}
	if got := b.ids(t, "GET /organization_roles?query="+editor, "key"); len(got) != 1 {
		t.Errorf("the roles with that id are %v", got)
	}
	for i := range maxRoles - 3 {
		b.make(t, "POST /organization_roles", fmt.Sprintf(`{"name":"R","key":"org:r%d"}`, i))
	}
	b.refusals(t, []refusalRow{{"POST /organization_roles", `{"name":"A","key":"org:a"}`, 403, "organization_instance_roles_quota_exceeded"}})
}

func TestRolesOfTheInstanceAreThoseOfMembers(t *testing.T) {
	b := newBench(t)
	ada, bob := b.make(t, "POST /users", `{"username":"ada"}`), b.make(t, "POST /users", `{"username":"bob"}`)
	acme := b.make(t, "POST /organizations", `{"name":"Acme","created_by":"`+ada+`"}`)
	read := b.make(t, "POST /organization_permissions", `{"name":"Read reports","key":"org:reports:read"}`)
	editor := b.make(t, "POST /organization_roles", `{"name":"Editor in chief","key":"org:editor","permissions":["`+read+`"]}`)
	join := `{"user_id":"` + bob + `","role":"org:editor"}`
	b.refusals(t, []refusalRow{
		{"POST /organizations/" + acme + "/memberships", join, 422, "form_resource_not_found(role)"}, // the role set has it not
		{"POST /role_sets/role_set:default/roles", `{"role_keys":["org:editor"]}`, 200, ""},
		{"POST /organizations/" + acme + "/memberships", join, 200, ""},
		{"POST /organizations/" + acme + "/invitations", `{"email_address":"eve@example.com","role":"org:editor"}`, 200, ""},
		{"DELETE /organization_roles/" + editor, ``, 422, "organization_role_assigned_members"},
	})
	bobs := func() answer {
		t.Helper()
		got := b.ask("GET /organizations/"+acme+"/memberships?user_id="+bob, "")
		data, _ := got.object["data"].([]any)
		if len(data) != 1 {
			t.Fatalf("the memberships of bob are %s", got.body)
		}
		got.object, _ = data[0].(map[string]any)
		return got
	}
	check := func(when, role, name, permissions string) {
		t.Helper()
		m := bobs().object
		if m["role"] != role || m["role_name"] != name || fmt.Sprint(m["permissions"]) != permissions {
			t.Errorf("%s: %v %v %v", when, m["role"], m["role_name"], m["permissions"])
		}
	}
	check("at first", "org:editor", "Editor in chief", "[org:reports:read]")
	b.make(t, "PATCH /organization_permissions/"+read, `{"key":"org:reports:see"}`)
	check("with another key of the permission", "org:editor", "Editor in chief", "[org:reports:see]")
	b.events = nil
	b.make(t, "PATCH /organization_roles/"+editor, `{"key":"org:writer","name":"Writer"}`)
	check("with another key of the role", "org:writer", "Writer", "[org:reports:see]")
	slices.Sort(b.events)
	if want := []string{"organizationMembership.updated", "role.updated"}; !slices.Equal(b.events, want) {
		t.Errorf("told is %q", b.events)
	}
	if got := b.ask("GET /organizations/"+acme+"/invitations", ""); !strings.Contains(got.body, `"role":"org:writer"`) {
		t.Errorf("the invitation gives the old role: %s", got.body)
	}
	b.events = nil
	b.ask("DELETE /organization_permissions/"+read, "")
	check("without the permission", "org:writer", "Writer", "[]")
	if want := []string{"permission.deleted", "role.updated"}; !slices.Equal(slices.Sorted(slices.Values(b.events)), want) {
		t.Errorf("told is %q", b.events)
	}
	b.ask("PATCH /organizations/"+acme+"/memberships/"+bob, `{"role":"org:member"}`)
	b.refusals(t, []refusalRow{{"DELETE /organization_roles/" + editor, ``, 422, "organization_role_exists_in_invitations"}})
	for _, id := range b.ids(t, "GET /organizations/"+acme+"/invitations", "role") {
		b.make(t, "POST /organizations/"+acme+"/invitations/"+id+"/revoke", "")
	}
	b.refusals(t, []refusalRow{{"DELETE /organization_roles/" + editor, ``, 200, ""}})
	if got := b.ask("GET /role_sets/role_set:default", ""); strings.Contains(got.body, editor) {
		t.Errorf("the role set has a role that is gone: %s", got.body)
	}
}

func TestWhatIsRefusedOfRoleSets(t *testing.T) {
	b := newBench(t)
	const valid = `"default_role_key":"org:member","creator_role_key":"org:admin","roles":["org:admin","org:member"]`
	b.make(t, "POST /organization_roles", `{"name":"Editor","key":"org:editor"}`)
	set := b.make(t, "POST /role_sets", `{"name":"Small Teams!",`+valid+`}`)
	if got := b.ask("GET /role_sets/role_set:small_teams", ""); got.id() != set || got.object["type"] != "custom" {
		t.Errorf("by the key that was made of its name it is %s", got.body)
	}
	eleven := strings.Repeat(`"org:admin",`, 10) + `"org:admin"`
	b.refusals(t, []refusalRow{
		{"POST /role_sets", `{}`, 422, "form_param_missing(creator_role_key) form_param_missing(default_role_key) form_param_missing(name) form_param_missing(roles)"},
		{"POST /role_sets", `{"name":"A","key":"a",` + valid + `}`, 422, "form_param_format_invalid(key)"},
		{"POST /role_sets", `{"name":"A","key":"role_set:default",` + valid + `}`, 422, "form_identifier_exists(key)"},
		{"POST /role_sets", `{"name":"A","type":"x",` + valid + `}`, 422, "form_param_value_invalid(type)"},
		{"POST /role_sets", `{"name":"A","default_role_key":"org:x","creator_role_key":"org:admin","roles":["org:admin"]}`, 404, "resource_not_found(default_role_key)"},
		{"POST /role_sets", `{"name":"A","default_role_key":"org:member","creator_role_key":"org:admin","roles":["org:admin"]}`, 422, "form_param_value_invalid(default_role_key)"},
		{"POST /role_sets", `{"name":"A","default_role_key":"org:member","creator_role_key":"org:member","roles":["org:member"]}`, 422, "organization_missing_creator_role_permissions"},
		{"POST /role_sets", `{"name":"A","default_role_key":"org:admin","creator_role_key":"org:admin","roles":[]}`, 422, "form_param_value_invalid(roles)"},
		{"POST /role_sets", `{"name":"A","default_role_key":"org:admin","creator_role_key":"org:admin","roles":[` + eleven + `]}`, 422, "form_param_value_invalid(roles)"},
		{"POST /role_sets", `{"name":"A","default_role_key":"org:admin","creator_role_key":"org:admin","roles":["org:x"]}`, 404, "resource_not_found(roles)"},
		{"PATCH /role_sets/" + set, `{"type":"custom"}`, 422, "form_param_value_invalid(type)"},
		{"PATCH /role_sets/" + set, `{"default_role_key":"org:editor"}`, 422, "form_param_value_invalid(default_role_key)"},
		{"PATCH /role_sets/" + set, `{"creator_role_key":"org:member"}`, 422, "organization_missing_creator_role_permissions"},
		{"PATCH /role_sets/" + set, `{"key":"role_set:default"}`, 422, "form_identifier_exists(key)"},
		{"PATCH /role_sets/role_set:x", `{}`, 404, "resource_not_found"},
		{"POST /role_sets/" + set + "/roles", `{"role_keys":[]}`, 422, "form_param_value_invalid(role_keys)"},
		{"POST /role_sets/" + set + "/roles", `{"role_keys":["org:x"]}`, 404, "resource_not_found(role_keys)"},
		{"POST /role_sets/" + set + "/roles/replace", `{"role_key":"org:editor","to_role_key":"org:member"}`, 422, "form_param_value_invalid(role_key)"},
		{"POST /role_sets/" + set + "/roles/replace", `{"role_key":"org:member","to_role_key":"org:member"}`, 422, "form_param_value_invalid(to_role_key)"},
		{"POST /role_sets/" + set + "/roles/replace", `{"role_key":"org:admin","to_role_key":"org:member"}`, 422, "organization_missing_creator_role_permissions"},
		{"POST /role_sets/" + set + "/replace", `{"dest_role_set_key":"role_set:small_teams"}`, 422, "form_param_value_invalid(dest_role_set_key)"},
		{"POST /role_sets/" + set + "/replace", `{"dest_role_set_key":"role_set:x"}`, 422, "form_resource_not_found(dest_role_set_key)"},
		{"POST /role_sets/" + set + "/replace", `{"dest_role_set_key":"role_set:default","reassignment_mappings":{"org:editor":"org:admin"}}`, 422, "form_param_value_invalid(reassignment_mappings)"},
		{"POST /role_sets/" + set + "/replace", `{"dest_role_set_key":"role_set:default","reassignment_mappings":{"org:admin":1}}`, 404, "resource_not_found(reassignment_mappings)"},
		{"POST /organizations", `{"name":"A","role_set_key":"role_set:x"}`, 422, "form_resource_not_found(role_set_key)"},
	})
	if got := b.ask("GET /role_sets/"+set, ""); strings.Count(got.body, `"object":"role_set_item"`) != 4 {
		t.Errorf("refusals left something behind: %s", got.body)
	}
}

func TestRoleSetsMoveTheirMembers(t *testing.T) {
	b := newBench(t)
	ada, bob := b.make(t, "POST /users", `{"username":"ada"}`), b.make(t, "POST /users", `{"username":"bob"}`)
	b.able(t, "org:owner")
	b.make(t, "POST /role_sets", `{"name":"Teams","type":"initial","default_role_key":"org:member","creator_role_key":"org:owner","roles":["org:owner","org:member"]}`)
	if got := b.ask("GET /role_sets/role_set:default", ""); got.object["type"] != "custom" {
		t.Errorf("there are two initial role sets: %s", got.body)
	}
	acme := b.make(t, "POST /organizations", `{"name":"Acme","created_by":"`+ada+`"}`)
	b.make(t, "POST /organizations/"+acme+"/memberships", `{"user_id":"`+bob+`","role":"org:member"}`)
	roles := func() string {
		return fmt.Sprint(b.w.Memberships.Find(acme, ada).Role, " ", b.w.Memberships.Find(acme, bob).Role)
	}
	if got := b.ask("GET /organizations/"+acme, ""); got.object["role_set_key"] != "role_set:teams" || roles() != "org:owner org:member" {
		t.Errorf("a new organization is %s, its creator %s", got.body, roles())
	}
	if got := b.ask("GET /role_sets/role_set:teams", ""); !strings.Contains(got.body, `"key":"org:owner","description":null,"members_count":1,"has_members":true`) {
		t.Errorf("the members are not counted: %s", got.body)
	}
	b.refusals(t, []refusalRow{
		{"POST /role_sets/role_set:teams/roles/replace", `{"role_key":"org:member","to_role_key":"org:admin"}`, 200, ""},
		{"POST /role_sets/role_set:teams/roles", `{"role_keys":["org:member"],"default_role_key":"org:member"}`, 200, ""},
	})
	if got := b.ask("GET /role_sets/role_set:teams", ""); roles() != "org:owner org:admin" || fmt.Sprint(got.object["default_role"].(map[string]any)["key"]) != "org:member" {
		t.Errorf("after a role was replaced the members are %s, and the set %s", roles(), got.body)
	}
	b.make(t, "POST /role_sets", `{"name":"Old","default_role_key":"org:member","creator_role_key":"org:admin","roles":["org:admin","org:member"]}`)
	b.refusals(t, []refusalRow{
		{"PATCH /organizations/" + acme, `{"role_set_key":"role_set:old"}`, 422, "form_param_value_invalid(role_set_key)"},
		{"POST /role_sets/role_set:teams/replace", `{"dest_role_set_key":"role_set:old"}`, 422, "form_param_value_invalid(reassignment_mappings)"},
		{"POST /role_sets/role_set:teams/replace", `{"dest_role_set_key":"role_set:old","reassignment_mappings":{"org:owner":"org:admin","org:admin":"org:member"}}`, 200, ""},
		{"GET /role_sets/role_set:teams", ``, 404, "resource_not_found"},
	})
	if got := b.ask("GET /organizations/"+acme, ""); got.object["role_set_key"] != "role_set:old" || roles() != "org:admin org:member" {
		t.Errorf("after the set was replaced the members are %s, and the organization %s", roles(), got.body)
	}
	if got := b.ask("GET /role_sets/role_set:old", ""); got.object["type"] != "initial" {
		t.Errorf("new organizations have no role set: %s", got.body)
	}
}

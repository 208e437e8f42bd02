package contract

// role makes a role, with a permission of its own.
func (s *stage) role() (role, permission thing) {
	s.t.Helper()
	permission = s.permission()
	return s.do("POST", "/organization_roles", fields{
		"name": "Editor", "key": "org:editor", "permissions": []string{permission.id()}, "include_in_initial_role_set": true,
	}), permission
}

func (s *stage) permission() thing {
	s.t.Helper()
	return s.do("POST", "/organization_permissions", fields{"name": "Read reports", "key": "org:reports:read"})
}

func onPermission(body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.permission().id()}, body: body} }
}

var organizationPermissionScenes = scenes{
	"ListOrganizationPermissions": func(*stage) ask { return ask{query: "query=sys&order_by=key"} },
	"CreateOrganizationPermission": func(*stage) ask {
		return ask{body: fields{"name": "Read reports", "key": "org:reports:read", "description": "a"}}
	},
	"GetOrganizationPermission":    onPermission(nil),
	"UpdateOrganizationPermission": onPermission(fields{"name": "See reports"}),
	"DeleteOrganizationPermission": onPermission(nil),
}

func onRole(body any) func(*stage) ask {
	return func(s *stage) ask {
		role, _ := s.role()
		return ask{ids: []string{role.id()}, body: body}
	}
}

var organizationRoleScenes = scenes{
	"ListOrganizationRoles": func(s *stage) ask { s.role(); return ask{query: "order_by=name"} },
	"CreateOrganizationRole": func(*stage) ask {
		return ask{body: fields{"name": "Editor", "key": "org:editor", "description": nil, "permissions": nil}}
	},
	"GetOrganizationRole":    onRole(nil),
	"UpdateOrganizationRole": onRole(fields{"key": "org:writer", "permissions": []string{}}),
	"DeleteOrganizationRole": onRole(nil),
	"AssignPermissionToOrganizationRole": func(s *stage) ask {
		role, _ := s.role()
		other := s.do("POST", "/organization_permissions", fields{"name": "Write reports", "key": "org:reports:write"})
		return ask{ids: []string{role.id(), other.id()}}
	},
	"RemovePermissionFromOrganizationRole": func(s *stage) ask {
		role, permission := s.role()
		return ask{ids: []string{role.id(), permission.id()}}
	},
}

// roleSet makes a role set beside the first one, and an organization that has it.
func (s *stage) roleSet() thing {
	s.t.Helper()
	s.role()
	set := s.do("POST", "/role_sets", fields{
		"name": "Teams", "key": "role_set:teams", "default_role_key": "org:editor", "creator_role_key": "org:admin",
		"roles": []string{"org:admin", "org:editor"}, "type": "initial",
	})
	s.org()
	return set
}

func onRoleSet(body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.roleSet().id()}, body: body} }
}

var roleSetScenes = scenes{
	"ListRoleSets": func(s *stage) ask { s.roleSet(); return ask{query: "order_by=%2Bkey"} },
	"CreateRoleSet": func(*stage) ask {
		return ask{body: fields{"name": "A", "default_role_key": "org:member", "creator_role_key": "org:admin", "roles": []string{"org:admin", "org:member"}}}
	},
	"GetRoleSet":           onRoleSet(nil),
	"UpdateRoleSet":        onRoleSet(fields{"description": nil, "type": "initial", "default_role_key": "org:admin"}),
	"ReplaceRoleSet":       onRoleSet(fields{"dest_role_set_key": "role_set:default", "reassignment_mappings": fields{"org:editor": "org:member"}}),
	"AddRolesToRoleSet":    onRoleSet(fields{"role_keys": []string{"org:member"}, "default_role_key": "org:member"}),
	"ReplaceRoleInRoleSet": onRoleSet(fields{"role_key": "org:editor", "to_role_key": "org:admin"}),
}

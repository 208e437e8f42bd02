package contract

import "strings"

// connection makes an enterprise connection of an organization.
func (s *stage) connection() thing {
	s.t.Helper()
	org, _ := s.org()
	return s.do("POST", "/enterprise_connections", fields{
		"name": "Acme", "provider": "saml_okta", "domains": []string{"acme.example.com"}, "organization_id": org.id(),
		"saml":              fields{"idp_entity_id": "e", "idp_sso_url": "https://idp.example.com", "idp_certificate": "c", "login_hint": fields{"mode": "off"}},
		"custom_attributes": []fields{{"name": "Team", "key": "team", "sso_path": "team", "directory_path": "team"}},
	})
}

func onConnection(body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.connection().id()}, body: body} }
}

var connectionScenes = scenes{
	"ListEnterpriseConnections": func(s *stage) ask { s.connection(); return ask{query: "active=false"} },
	"CreateEnterpriseConnection": func(*stage) ask {
		return ask{body: fields{
			"name": "Acme", "provider": "oidc_custom", "domains": []string{"acme.example.com"}, "active": true,
			"oidc": fields{"client_id": "c", "client_secret": "s", "discovery_url": "https://idp.example.com/.well-known", "requires_pkce": false},
		}}
	},
	"GetEnterpriseConnection":    onConnection(nil),
	"UpdateEnterpriseConnection": onConnection(fields{"active": true, "domains": []string{}, "saml": fields{"force_authn": true}}),
	"DeleteEnterpriseConnection": onConnection(nil),
	"ListEnterpriseConnectionTestRuns": func(s *stage) ask {
		id := s.connection().id()
		s.do("POST", "/enterprise_connections/"+id+"/test_runs", nil)
		return ask{ids: []string{id}, query: "status=pending"}
	},
	"CreateEnterpriseConnectionTestRun": onConnection(nil),
}

func onSAML(body any) func(*stage) ask {
	return func(s *stage) ask {
		part, _ := s.connection()["saml_connection"].(map[string]any)
		return ask{ids: []string{thing(part).id()}, body: body}
	}
}

var samlScenes = scenes{
	"ListSAMLConnections": func(s *stage) ask { s.connection(); return ask{query: "query=acme"} },
	"CreateSAMLConnection": func(*stage) ask {
		return ask{body: fields{
			"name": "Acme", "provider": "saml_custom", "domain": "acme.example.com",
			"attribute_mapping": fields{"user_id": "id", "email_address": "mail", "first_name": "f", "last_name": "l"},
		}}
	},
	"GetSAMLConnection":    onSAML(nil),
	"UpdateSAMLConnection": onSAML(fields{"active": true, "organization_id": nil}),
	"DeleteSAMLConnection": onSAML(nil),
}

// directory makes a directory with a mapping, by one of its names.
func (s *stage) directory(path string) (directory, mapping string) {
	s.t.Helper()
	group := strings.TrimSuffix(strings.TrimPrefix(path, "/"), "ies") // directory or scim_director
	key := map[string]string{"director": "directory_group_id", "scim_director": "scim_group_id"}[group]
	made := s.do("POST", path, fields{
		"enterprise_connection_id": s.connection().id(), "provider": "okta",
		"group_role_mappings": []fields{{key: "g1", "role_id": s.roleID()}},
	})
	all := s.do("GET", path+"/"+made.id()+"/group_role_mappings", nil)
	return made.id(), all.part("data").id()
}

// roleID returns the id of the role that creators of organizations have.
func (s *stage) roleID() string {
	s.t.Helper()
	return s.do("GET", "/instance/organization_settings", nil).text("creator_role")
}

// directoryScenesOf are the scenes of directories by one of their names.
func directoryScenesOf(path, name, mapping, group string) scenes {
	on := func(body func(s *stage) any) func(*stage) ask {
		return func(s *stage) ask {
			id, _ := s.directory(path)
			return ask{ids: []string{id}, body: body(s)}
		}
	}
	bare := func(*stage) any { return nil }
	plural := strings.TrimSuffix(name, "y") + "ies"
	return scenes{
		"List" + plural: func(s *stage) ask { s.directory(path); return ask{query: "limit=5"} },
		"Create" + name: func(s *stage) ask {
			return ask{body: fields{"enterprise_connection_id": s.connection().id(), "provider": "okta", "name": "HR"}}
		},
		"Get" + name: on(bare),
		"Update" + name: on(func(*stage) any {
			return fields{"attribute_mapping": fields{"team": "team", "username": nil}, "enabled": false}
		}),
		"Delete" + name:            on(bare),
		"Rotate" + name + "APIKey": on(bare),
		"List" + mapping + "s":     on(bare),
		"Create" + mapping:         on(func(s *stage) any { return fields{group: "g2", "role_id": s.roleID(), "precedence": 1} }),
		"Replace" + mapping + "s": on(func(s *stage) any {
			return fields{"mappings": []fields{{group: "g3", "role_id": s.roleID()}}}
		}),
		"Delete" + mapping: func(s *stage) ask {
			id, mapping := s.directory(path)
			return ask{ids: []string{id, mapping}}
		},
	}
}

var (
	directoryScenes     = directoryScenesOf("/directories", "Directory", "DirectoryGroupRoleMapping", "directory_group_id")
	scimDirectoryScenes = directoryScenesOf("/scim_directories", "SCIMDirectory", "SCIMGroupRoleMapping", "scim_group_id")
)

var adminPortalScenes = scenes{
	"createAdminPortalLinkToken": func(s *stage) ask {
		org, _ := s.org()
		return ask{body: fields{"organization_id": org.id(), "scopes": []string{"a"}, "seconds_until_expiration": 60}}
	},
	"revokeAdminPortalLinkToken": func(s *stage) ask {
		return ask{ids: []string{s.do("POST", "/admin_portal_link_tokens", fields{}).id()}, body: fields{"revocation_reason": nil}}
	},
}

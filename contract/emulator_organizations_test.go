package contract

// org makes an organization whose admin is a user.
func (s *stage) org() (org, admin thing) {
	s.t.Helper()
	admin = s.user()
	return s.do("POST", "/organizations", fields{
		"name": "Acme", "created_by": admin.id(), "public_metadata": fields{"a": 1}, "max_allowed_memberships": 5,
	}), admin
}

// onOrg asks about an organization, with a body.
func onOrg(body any) func(*stage) ask {
	return func(s *stage) ask {
		org, _ := s.org()
		return ask{ids: []string{org.id()}, body: body}
	}
}

// onMember asks about the admin of an organization, with a body.
func onMember(body any) func(*stage) ask {
	return func(s *stage) ask {
		org, admin := s.org()
		return ask{ids: []string{org.id(), admin.id()}, body: body}
	}
}

var organizationScenes = scenes{
	"ListOrganizations": func(s *stage) ask { s.org(); return ask{query: "include_members_count=true&order_by=name"} },
	"CreateOrganization": func(s *stage) ask {
		return ask{body: fields{"name": "Acme", "slug": "acme", "created_by": s.user().id()}}
	},
	"GetOrganization": func(s *stage) ask {
		org, _ := s.org()
		return ask{ids: []string{org.text("slug")}, query: "include_missing_member_with_elevated_permissions=true"}
	},
	"UpdateOrganization":          onOrg(fields{"name": "New", "admin_delete_enabled": false}),
	"DeleteOrganization":          onOrg(nil),
	"MergeOrganizationMetadata":   onOrg(fields{"public_metadata": fields{"a": nil}}),
	"ReplaceOrganizationMetadata": onOrg(fields{"private_metadata": fields{"b": 1}}),
	"UploadOrganizationLogo": func(s *stage) ask {
		org, _ := s.org()
		return ask{ids: []string{org.id()}, upload: true}
	},
	"DeleteOrganizationLogo": onOrg(nil),
}

var membershipScenes = scenes{
	"CreateOrganizationMembership": func(s *stage) ask {
		org, _ := s.org()
		other := s.do("POST", "/users", fields{"username": "bob"})
		return ask{ids: []string{org.id()}, body: fields{"user_id": other.id(), "role": "org:member"}}
	},
	"ListOrganizationMemberships":          onOrg(nil),
	"UpdateOrganizationMembership":         onMember(fields{"role": "org:member"}),
	"DeleteOrganizationMembership":         onMember(nil),
	"UpdateOrganizationMembershipMetadata": onMember(fields{"public_metadata": fields{"a": 1}}),
	"InstanceGetOrganizationMemberships":   func(s *stage) ask { s.org(); return ask{query: "order_by=email_address"} },
	"UsersGetOrganizationMemberships": func(s *stage) ask {
		_, admin := s.org()
		return ask{ids: []string{admin.id()}}
	},
}

// invited makes an invitation to an organization.
func (s *stage) invited(email string) (org, invitation thing) {
	s.t.Helper()
	org, admin := s.org()
	return org, s.do("POST", "/organizations/"+org.id()+"/invitations", fields{
		"email_address": email, "role": "org:member", "inviter_user_id": admin.id(), "expires_in_days": 3,
	})
}

func onInvited(path func(org, invitation thing) []string) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: path(s.invited("bob@example.com"))} }
}

func ofOrg(org, _ thing) []string           { return []string{org.id()} }
func ofOrgInvitation(org, i thing) []string { return []string{org.id(), i.id()} }
func ofInstance(thing, thing) []string      { return nil }

var organizationInvitationScenes = scenes{
	"CreateOrganizationInvitation": func(s *stage) ask {
		org, admin := s.org()
		return ask{ids: []string{org.id()}, body: fields{"email_address": "bob@example.com", "role": "org:admin", "inviter_user_id": admin.id()}}
	},
	"CreateOrganizationInvitationBulk": func(s *stage) ask {
		org, admin := s.org()
		return ask{ids: []string{org.id()}, body: []any{fields{"email_address": "bob@example.com", "role": "org:admin", "inviter_user_id": admin.id()}}}
	},
	"CreateOrganizationInvitation without an inviter": onOrg(fields{"email_address": "bob@example.com", "role": "org:admin", "inviter_user_id": nil}),
	"ListInstanceOrganizationInvitations":             onInvited(ofInstance),
	"ListOrganizationInvitations":                     onInvited(ofOrg),
	"ListPendingOrganizationInvitations":              onInvited(ofOrg),
	"GetOrganizationInvitation":                       onInvited(ofOrgInvitation),
	"RevokeOrganizationInvitation":                    onInvited(ofOrgInvitation),
	"UsersGetOrganizationInvitations": func(s *stage) ask {
		s.invited("bob@example.com")
		bob := s.do("POST", "/users", fields{"email_address": []string{"bob@example.com"}})
		return ask{ids: []string{bob.id()}, query: "status=pending"}
	},
}

// invitation makes one to the application.
func (s *stage) invitation() thing {
	s.t.Helper()
	return s.do("POST", "/invitations", fields{"email_address": "bob@example.com", "public_metadata": fields{"a": 1}})
}

var invitationScenes = scenes{
	"CreateInvitation":          func(*stage) ask { return ask{body: fields{"email_address": "bob@example.com", "expires_in_days": nil}} },
	"CreateBulkInvitations":     func(*stage) ask { return ask{body: []any{fields{"email_address": "bob@example.com"}}} },
	"ListInvitations":           func(s *stage) ask { s.invitation(); return ask{query: "status=pending"} },
	"ListInvitations paginated": func(s *stage) ask { s.invitation(); return ask{query: "paginated=true"} },
	"RevokeInvitation":          func(s *stage) ask { return ask{ids: []string{s.invitation().id()}} },
}

package contract

// domain makes a domain of an organization.
func (s *stage) domain() (org, domain thing) {
	s.t.Helper()
	org, _ = s.org()
	return org, s.do("POST", "/organizations/"+org.id()+"/domains", fields{"name": "example.com", "enrollment_mode": "automatic_invitation"})
}

func onDomain(body any) func(*stage) ask {
	return func(s *stage) ask {
		org, domain := s.domain()
		return ask{ids: []string{org.id(), domain.id()}, body: body}
	}
}

var organizationDomainScenes = scenes{
	"CreateOrganizationDomain":            onOrg(fields{"name": "example.com", "enrollment_mode": "enterprise_sso", "verified": nil}),
	"CreateOrganizationDomain unverified": onOrg(fields{"name": "example.com", "verified": false}),
	"ListOrganizationDomains": func(s *stage) ask {
		org, _ := s.domain()
		return ask{ids: []string{org.id()}, query: "verified=true&enrollment_mode=-enterprise_sso"}
	},
	"ListAllOrganizationDomains": func(s *stage) ask {
		s.domain()
		return ask{query: "domains=example.com&domains=example.org&order_by=name&enrollment_mode=automatic_invitation"}
	},
	"UpdateOrganizationDomain":          onDomain(fields{"enrollment_mode": "manual_invitation", "verified": false}),
	"VerifyOrganizationDomainOwnership": onDomain(nil),
	"DeleteOrganizationDomain":          onDomain(nil),
}

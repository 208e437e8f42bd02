package backend_test

import (
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestTheQueryForDomains(t *testing.T) {
	c, asked := newStub(map[string]string{
		"GET /organization_domains":        `{"data":[],"total_count":0}`,
		"GET /organizations/org_1/domains": `{"data":[],"total_count":0}`,
	})
	for _, row := range []struct {
		name   string
		params backend.OrganizationDomainListForInstanceParams
		want   string
	}{
		{"modes are joined by commas, and domains are repeated", backend.OrganizationDomainListForInstanceParams{
			EnrollmentMode: []backend.EnrollmentMode{backend.EnrollmentModeAutomaticInvitation, backend.EnrollmentModeManualInvitation},
			Domains:        []string{"a.example", "b.example"},
		}, "domains=a.example&domains=b.example&enrollment_mode=automatic_invitation%2Cmanual_invitation"},
		{"a mode with a dash is left out", backend.OrganizationDomainListForInstanceParams{
			EnrollmentMode: []backend.EnrollmentMode{"-" + backend.EnrollmentModeEnterpriseSSO},
		}, "enrollment_mode=-enterprise_sso"},
		{"unverified domains can be asked for", backend.OrganizationDomainListForInstanceParams{
			Verified: backend.Some(false), OrderBy: "+name",
		}, "order_by=%2Bname&verified=false"},
	} {
		if _, err := c.OrganizationDomains.ListForInstance(t.Context(), &row.params); err != nil {
			t.Fatal(err)
		}
		if got := asked.last(t).query; got != row.want {
			t.Errorf("%s: got %s", row.name, got)
		}
	}
	_, err := c.OrganizationDomains.List(t.Context(), "org_1", &backend.OrganizationDomainListParams{
		Verified: backend.Some(false), EnrollmentMode: "-" + backend.EnrollmentModeEnterpriseSSO,
	})
	if got := asked.last(t).query; err != nil || got != "enrollment_mode=-enterprise_sso&verified=false" {
		t.Errorf("got %s, error %v", got, err)
	}
}

func TestWhetherADomainIsVerifiedIsSentAsTheCallerSays(t *testing.T) {
	for want, verified := range map[string]backend.Opt[bool]{
		`{"name":"a.example"}`:                  {},
		`{"name":"a.example","verified":false}`: backend.Some(false),
		`{"name":"a.example","verified":true}`:  backend.Some(true),
		`{"name":"a.example","verified":null}`:  backend.Null[bool](),
	} {
		c, asked := newStub(map[string]string{"POST /organizations/org_1/domains": `{"id":"orgdmn_1"}`})
		_, err := c.OrganizationDomains.Create(t.Context(), "org_1", &backend.OrganizationDomainCreateParams{
			Name: backend.Some("a.example"), Verified: verified,
		})
		if got := asked.last(t).body; err != nil || got != want {
			t.Errorf("sent %s, want %s, error %v", got, want, err)
		}
	}
}

func TestTheVerificationsOfADomain(t *testing.T) {
	c, asked := newStub(map[string]string{"POST /organizations/org_1/domains/orgdmn_1/verify_ownership": `{"id":"orgdmn_1",
		"affiliation_verification":null,"verification":null,"ownership_verification":{"status":"verified",
		"strategy":"manual_override","attempts":null,"expire_at":null,"verified_at":1780000000000}}`})
	domain, err := c.OrganizationDomains.VerifyOwnership(t.Context(), "org_1", "orgdmn_1")
	if err != nil {
		t.Fatal(err)
	}
	ownership := domain.OwnershipVerification
	if domain.AffiliationVerification != nil || ownership.Status != backend.VerificationStatusVerified ||
		!ownership.Attempts.IsNull() || !ownership.ExpireAt.IsZero() || ownership.VerifiedAt.UnixMilli() != 1780000000000 {
		t.Errorf("got %+v with %+v", domain, ownership)
	}
	if got := asked.last(t); got.body != "" || got.header.Get("Content-Type") != "" {
		t.Errorf("a call without params has no body, got %q", got.body)
	}
}

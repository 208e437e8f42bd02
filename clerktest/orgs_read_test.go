package clerktest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

func TestOrganizationsAndMembershipsAreRead(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	client := newBackend(t, ck)
	ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada", Email: "ada@example.com"})
	bob := ck.AddUser(clerktest.User{ID: "user_bob", FirstName: "Bob", Username: "bob"})
	acme := ck.AddOrg(clerktest.Org{ID: "org_acme", Name: "Acme", Slug: "acme", CreatedAt: moment.Add(-time.Hour),
		Roles: map[string][]string{"org:admin": {"org:invoices:read", "org:sys_profile:manage"}, "org:élève": nil}})
	zoo := ck.AddOrg(clerktest.Org{ID: "org_zoo", Name: "Zoo"})
	ck.AddMember(acme, ada, "admin")
	ck.AddMember(acme, bob, "élève")
	ck.AddMember(zoo, bob, "member")

	for _, idOrSlug := range []string{"org_acme", "acme"} {
		org := must[*backend.Organization](t)(client.Organizations.Get(t.Context(), idOrSlug, &backend.OrganizationGetParams{
			IncludeMembersCount: backend.Some(true), IncludeMissingMemberWithElevatedPermissions: backend.Some(true),
		}))
		if org.ID != acme.ID || org.Name != "Acme" || org.Slug != "acme" || org.MembersCount.Or(0) != 2 ||
			org.MissingMemberWithElevatedPermissions.Or(true) || !org.CreatedAt.Equal(moment.Add(-time.Hour)) {
			t.Errorf("Get(%s) is %+v", idOrSlug, org)
		}
	}
	if _, err := client.Organizations.Get(t.Context(), "nobody", nil); !backend.HasCode(err, "resource_not_found") {
		t.Errorf("an organization that does not exist: %v", err)
	}

	type listParams = backend.OrganizationListParams
	for _, row := range []struct {
		name   string
		params listParams
		want   string
	}{
		{"all, the newest first", listParams{}, "org_zoo org_acme"},
		{"by name", listParams{OrderBy: "name"}, "org_acme org_zoo"},
		{"by members", listParams{OrderBy: "-members_count"}, "org_acme org_zoo"},
		{"of a user", listParams{UserID: []string{"user_ada"}}, "org_acme"},
		{"without a user", listParams{UserID: []string{"-user_ada"}}, "org_zoo"},
		{"by id", listParams{OrganizationID: []string{"org_zoo", "org_nobody"}}, "org_zoo"},
		{"but one", listParams{OrganizationID: []string{"-org_zoo"}}, "org_acme"},
		{"by a part of the name", listParams{Query: "ZO"}, "org_zoo"},
		{"by a whole id only", listParams{Query: "org_"}, ""},
		{"the second", listParams{Limit: 1, Offset: 1}, "org_acme"},
	} {
		page := must[*backend.Page[backend.Organization]](t)(client.Organizations.List(t.Context(), &row.params))
		var got []string
		for _, org := range page.Data {
			got = append(got, org.ID)
		}
		if strings.Join(got, " ") != row.want || row.params.Limit == 1 && page.TotalCount.Or(0) != 2 {
			t.Errorf("%s: got %v of %s", row.name, got, page.TotalCount)
		}
	}

	type memberParams = backend.OrganizationMembershipListParams
	for _, row := range []struct {
		name   string
		params memberParams
		want   string
	}{
		{"all, the newest first", memberParams{}, "user_bob user_ada"},
		{"by first name", memberParams{OrderBy: "first_name"}, "user_ada user_bob"},
		{"by role", memberParams{Role: []string{"org:admin"}}, "user_ada"},
		{"but a user", memberParams{UserID: []string{"-user_ada"}}, "user_bob"},
		{"by a part of the name", memberParams{NameQuery: "AD"}, "user_ada"},
		{"the second", memberParams{Limit: 1, Offset: 1}, "user_ada"},
	} {
		page := must[*backend.Page[backend.OrganizationMembership]](t)(
			client.OrganizationMemberships.List(t.Context(), "org_acme", &row.params))
		var got []string
		for _, m := range page.Data {
			got = append(got, m.PublicUserData.UserID)
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: got %v, want %s", row.name, got, row.want)
		}
	}

	mine := must[*backend.Page[backend.OrganizationMembership]](t)(client.Users.ListOrganizationMemberships(t.Context(), "user_bob", nil))
	if len(mine.Data) != 2 || mine.TotalCount.Or(0) != 2 || mine.Data[0].Organization.ID != "org_zoo" ||
		mine.Data[1].RoleName != "Élève" || mine.Data[1].PublicUserData.Identifier != "bob" {
		t.Errorf("the memberships of Bob are %+v", mine)
	}
	hers := must[*backend.Page[backend.OrganizationMembership]](t)(client.Users.ListOrganizationMemberships(t.Context(), "user_ada", nil))
	if m := hers.Data[0]; m.Role != "org:admin" || m.PublicUserData.Identifier != "ada@example.com" ||
		!slices.Equal(m.Permissions, []string{"org:invoices:read", "org:sys_profile:manage"}) {
		t.Errorf("the membership of Ada is %+v", hers.Data[0])
	}
	for _, path := range []string{"/v1/organizations?order_by=x", "/v1/organizations/acme?include_members_count=1",
		"/v1/organizations/acme/memberships?limit=0", "/v1/users/user_ada/organization_memberships?offset=x"} {
		if got := send(ck, "GET", path, ""); got.status != 422 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := send(ck, "GET", "/v1/organizations/nobody/memberships", ""); got.status != 404 {
		t.Errorf("memberships of nobody: %d", got.status)
	}
}

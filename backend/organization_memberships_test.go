package backend_test

import (
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

func TestTheQueryForMembers(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /organizations/org_1/memberships": `{"data":[],"total_count":0}`})
	_, err := c.OrganizationMemberships.List(t.Context(), "org_1", &backend.OrganizationMembershipListParams{
		OrderBy:            "+first_name",
		UserID:             []string{"+user_1", "-user_2"},
		Role:               []string{"org:admin"},
		PhoneNumber:        []string{"+15555550100"},
		NameQuery:          "ada & bob",
		LastActiveAtBefore: time.UnixMilli(1700690400001),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "last_active_at_before=1700690400001&name_query=ada+%26+bob&order_by=%2Bfirst_name&phone_number=%2B15555550100" +
		"&role=org%3Aadmin&user_id=%2Buser_1&user_id=-user_2"
	if got := asked.last(t).query; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAMembershipWithoutWhatMayBeMissing(t *testing.T) {
	c := stub(map[string]string{"DELETE /organizations/org_1/memberships/user_1": `{"object":"organization_membership","id":"orgmem_1",
		"role":"org:member","permissions":[],"public_metadata":{},"organization":{"id":"org_1","role_set_key":null},
		"public_user_data":{"user_id":"user_1","first_name":null,"profile_image_url":null,"identifier":null,"banned":false}}`})
	member, err := c.OrganizationMemberships.Delete(t.Context(), "org_1", "user_1")
	if err != nil {
		t.Fatal(err)
	}
	if banned, known := member.PublicUserData.Banned.Get(); banned || !known {
		t.Error("banned is false, and was told")
	}
	if _, known := member.PublicUserData.Deprovisioned.Get(); known {
		t.Error("deprovisioned was not told")
	}
	if _, known := member.Organization.MembersCount.Get(); known || member.Organization.ID != "org_1" || !member.CreatedAt.IsZero() {
		t.Errorf("got %+v", member)
	}
}

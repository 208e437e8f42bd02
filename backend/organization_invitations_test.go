package backend_test

import (
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestBulkOfOrganizationInvitations(t *testing.T) {
	c, asked := newStub(map[string]string{
		"POST /organizations/org_1/invitations/bulk": `{"data":[{"id":"orginv_1"},{"id":"orginv_2"}],"total_count":2}`,
	})
	single := backend.OrganizationInvitationCreateParams{EmailAddress: "a@example.com", Role: "org:admin", RedirectURL: backend.Null[string]()}
	page, err := c.OrganizationInvitations.CreateBulk(t.Context(), "org_1", []backend.OrganizationInvitationCreateBulkParams{
		backend.OrganizationInvitationCreateBulkParams(single),
		{EmailAddress: "b@example.com", Role: "org:member", Notify: backend.Some(false)},
	})
	if err != nil || len(page.Data) != 2 || page.Data[1].ID != "orginv_2" || page.TotalCount.Or(0) != 2 {
		t.Fatalf("got %+v, error %v", page, err)
	}
	want := `[{"email_address":"a@example.com","role":"org:admin","redirect_url":null},` +
		`{"email_address":"b@example.com","role":"org:member","notify":false}]`
	if got := asked.last(t).body; got != want {
		t.Errorf("sent %s", got)
	}
	if _, err := c.OrganizationInvitations.CreateBulk(t.Context(), "org_1", nil); err != nil || asked.last(t).body != "[]" {
		t.Errorf("nobody is an empty list: sent %s, error %v", asked.last(t).body, err)
	}
}

func TestAnOrganizationInvitationHasTheFormOfBothLists(t *testing.T) {
	c := stub(map[string]string{
		"GET /organization_invitations": `{"total_count":1,"data":[{"id":"orginv_1","status":"expired","inviter_id":null,
			"public_inviter_data":null,"url":null,"expires_at":null,"public_organization_data":{"id":"org_1","name":"Acme"}}]}`,
		"GET /organizations/org_1/invitations": `{"total_count":1,"data":[{"id":"orginv_1","status":"new in 2030",
			"inviter_id":"user_1","public_inviter_data":{"user_id":"user_1","identifier":"ada@example.com"},"expires_at":1780000000000}]}`,
	})
	page, err := c.OrganizationInvitations.ListForInstance(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if i := page.Data[0]; i.PublicOrganizationData.Name != "Acme" || i.PublicInviterData != nil || i.URL != "" || !i.ExpiresAt.IsZero() ||
		i.Status != backend.InvitationStatusExpired {
		t.Errorf("got %+v", i)
	}
	page, err = c.OrganizationInvitations.List(t.Context(), "org_1", nil)
	if err != nil {
		t.Fatal(err)
	}
	if i := page.Data[0]; i.PublicOrganizationData != nil || i.PublicInviterData.Identifier != "ada@example.com" ||
		i.ExpiresAt.UnixMilli() != 1780000000000 || i.Status != "new in 2030" {
		t.Errorf("got %+v", i)
	}
}

func TestPendingInvitationsByStatus(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /organizations/org_1/invitations": `{"data":[],"total_count":0}`})
	for invitation, err := range c.OrganizationInvitations.All(t.Context(), "org_1", &backend.OrganizationInvitationListParams{
		Status: backend.InvitationStatusPending, OrderBy: "-email_address",
	}) {
		t.Errorf("got %v, error %v, and there is none", invitation, err)
	}
	if got := asked.last(t).query; got != "limit=100&offset=0&order_by=-email_address&status=pending" {
		t.Errorf("asked %s", got)
	}
}

func TestRevokingAnInvitationInNobodysName(t *testing.T) {
	c, asked := newStub(map[string]string{"POST /organizations/org_1/invitations/orginv_1/revoke": `{"id":"orginv_1","status":"revoked"}`})
	if _, err := c.OrganizationInvitations.Revoke(t.Context(), "org_1", "orginv_1", nil); err != nil || asked.last(t).body != "{}" {
		t.Errorf("sent %s, error %v", asked.last(t).body, err)
	}
}

package backend_test

import (
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestBulksThatAnswerWithABareArray(t *testing.T) {
	c, asked := newStub(map[string]string{
		"POST /invitations/bulk":      `[{"object":"invitation","id":"inv_1","expires_at":null},{"id":"inv_2","revoked":false}]`,
		"POST /waitlist_entries/bulk": `[{"object":"waitlist_entry","id":"wle_1","status":"pending","invitation":null}]`,
	})
	invitations, err := c.Invitations.CreateBulk(t.Context(), []backend.InvitationCreateBulkParams{
		{EmailAddress: "a@example.com", PublicMetadata: backend.Null[any](), IgnoreExisting: backend.Some(true)},
		{EmailAddress: "b@example.com", TemplateSlug: backend.Some(backend.InvitationTemplateSlugWaitlistInvitation)},
	})
	if err != nil || len(invitations) != 2 || !invitations[0].ExpiresAt.IsZero() || invitations[1].Revoked != backend.Some(false) {
		t.Errorf("got %+v, error %v", invitations, err)
	}
	want := `[{"email_address":"a@example.com","public_metadata":null,"ignore_existing":true},` +
		`{"email_address":"b@example.com","template_slug":"waitlist_invitation"}]`
	if got := asked.last(t).body; got != want {
		t.Errorf("sent %s", got)
	}

	entries, err := c.WaitlistEntries.CreateBulk(t.Context(), []backend.WaitlistEntryCreateBulkParams{
		{EmailAddress: "a@example.com"}, {EmailAddress: "b@example.com", Notify: backend.Some(false)},
	})
	if err != nil || len(entries) != 1 || entries[0].Status != backend.WaitlistEntryStatusPending || entries[0].Invitation != nil {
		t.Errorf("got %+v, error %v", entries, err)
	}
	if got := asked.last(t).body; got != `[{"email_address":"a@example.com"},{"email_address":"b@example.com","notify":false}]` {
		t.Errorf("sent %s", got)
	}
}

func TestListsThatCountOnlyWhenAsked(t *testing.T) {
	c, asked := newStub(map[string]string{
		"GET /invitations":           `{"data":[{"id":"inv_1"}],"total_count":1}`,
		"GET /allowlist_identifiers": `{"data":[{"id":"alid_1","identifier_type":"web3_wallet"}],"total_count":1}`,
	})
	invitations, err := c.Invitations.List(t.Context(), &backend.InvitationListParams{OrderBy: "+expires_at", Limit: 5})
	if err != nil || invitations.TotalCount.Or(0) != 1 {
		t.Errorf("got %+v, error %v", invitations, err)
	}
	if got := asked.last(t).query; got != "limit=5&order_by=%2Bexpires_at&paginated=true" {
		t.Errorf("asked %s", got)
	}
	allowed, err := c.AllowlistIdentifiers.List(t.Context(), nil)
	if err != nil || allowed.TotalCount.Or(0) != 1 || allowed.Data[0].IdentifierType != backend.IdentifierTypeWeb3Wallet {
		t.Errorf("got %+v, error %v", allowed, err)
	}
	if got := asked.last(t).query; got != "paginated=true" {
		t.Errorf("asked %s", got)
	}
}

func TestTheBlocklistComesWhole(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /blocklist_identifiers": `{"data":[{"id":"blid_1"},{"id":"blid_2"}],"total_count":2}`})
	var ids []string
	for entry, err := range c.BlocklistIdentifiers.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, entry.ID)
	}
	if len(ids) != 2 || len(asked.asked) != 1 || asked.last(t).query != "" {
		t.Errorf("got %v by %d requests", ids, len(asked.asked))
	}
}

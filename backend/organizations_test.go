package backend_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestTheMetadataOfOrganizationsAndMemberships(t *testing.T) {
	public := backend.JSON(map[string]any{"team": map[string]any{"lead": nil, "size": 0}})
	for _, row := range []struct {
		name          string
		call          func(context.Context, *backend.Client) error
		request, body string
	}{
		{"a merge sends null for a key at any depth", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Organizations.MergeMetadata(ctx, "org_1", &backend.OrganizationMergeMetadataParams{PublicMetadata: public})
			return err
		}, "PATCH /organizations/org_1/metadata", `{"public_metadata":{"team":{"lead":null,"size":0}}}`},
		{"a replacement with an empty object sends it, and nothing of the other kind", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Organizations.ReplaceMetadata(ctx, "org_1", &backend.OrganizationReplaceMetadataParams{
				PrivateMetadata: backend.JSON(struct{}{}),
			})
			return err
		}, "PUT /organizations/org_1/metadata", `{"private_metadata":{}}`},
		{"a merge into a membership names its organization and its user", func(ctx context.Context, c *backend.Client) error {
			_, err := c.OrganizationMemberships.MergeMetadata(ctx, "org_1", "user_1",
				&backend.OrganizationMembershipMergeMetadataParams{PublicMetadata: public})
			return err
		}, "PATCH /organizations/org_1/memberships/user_1/metadata", `{"public_metadata":{"team":{"lead":null,"size":0}}}`},
		{"a new organization takes metadata with it, or null", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Organizations.Create(ctx, &backend.OrganizationCreateParams{
				Name: "Acme", PublicMetadata: backend.Null[any](), PrivateMetadata: backend.JSON(map[string]int{"crm": 7}),
			})
			return err
		}, "POST /organizations", `{"name":"Acme","public_metadata":null,"private_metadata":{"crm":7}}`},
		{"an update of nothing is an empty object", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Organizations.Update(ctx, "org_1", nil)
			return err
		}, "PATCH /organizations/org_1", `{}`},
		{"an update can lift the limit of members", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Organizations.Update(ctx, "org_1", &backend.OrganizationUpdateParams{MaxAllowedMemberships: backend.Some(0)})
			return err
		}, "PATCH /organizations/org_1", `{"max_allowed_memberships":0}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, asked := newStub(map[string]string{row.request: `{"id":"id_1"}`})
			if err := row.call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if got := asked.last(t); got.body != row.body {
				t.Errorf("sent %s", got.body)
			}
		})
	}
}

func TestALogoNamesItsUploaderOnlyIfThereIsOne(t *testing.T) {
	for _, uploader := range []string{"", "user_1"} {
		c, asked := newStub(map[string]string{"PUT /organizations/org_1/logo": `{"id":"org_1","has_image":true}`})
		org, err := c.Organizations.UploadLogo(t.Context(), "org_1", &backend.Upload{
			Filename: "logo.png", ContentType: "image/png", Content: strings.NewReader("pixels"), UploaderUserID: uploader,
		})
		if err != nil || !org.HasImage {
			t.Fatalf("got %+v, error %v", org, err)
		}
		got := asked.last(t)
		found := parts(t, got.header.Get("Content-Type"), strings.NewReader(got.body))
		if found["file"] != [3]string{"logo.png", "image/png", "pixels"} {
			t.Errorf("the file is %q", found["file"])
		}
		if field, sent := found["uploader_user_id"]; sent != (uploader != "") || field[2] != uploader {
			t.Errorf("uploader %q: sent %t, %q", uploader, sent, field)
		}
	}
}

func TestALogoThatIsNilMakesNoRequest(t *testing.T) {
	c, asked := newStub(nil)
	if _, err := c.Organizations.UploadLogo(t.Context(), "org_1", nil); err == nil || len(asked.asked) != 0 {
		t.Errorf("error %v, %d requests", err, len(asked.asked))
	}
}

func TestWhatOfOrganizationsIsRepeatedAfterAFailure(t *testing.T) {
	for _, row := range []struct {
		name  string
		call  func(context.Context, *backend.Client) error
		calls int32
	}{
		{"an adjustment of credit has a key that makes it safe", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Organizations.AdjustBillingCreditBalance(ctx, "org_1", &backend.OrganizationAdjustBillingCreditBalanceParams{
				Amount: 1, Action: backend.CreditActionDecrease, IdempotencyKey: "k",
			})
			return err
		}, 2},
		{"a domain that is verified twice is verified", func(ctx context.Context, c *backend.Client) error {
			_, err := c.OrganizationDomains.VerifyOwnership(ctx, "org_1", "orgdmn_1")
			return err
		}, 2},
		{"an organization would be made twice", func(ctx context.Context, c *backend.Client) error {
			_, err := c.Organizations.Create(ctx, &backend.OrganizationCreateParams{Name: "Acme"})
			return err
		}, 1},
		{"an invitation would be sent twice", func(ctx context.Context, c *backend.Client) error {
			_, err := c.OrganizationInvitations.Create(ctx, "org_1", &backend.OrganizationInvitationCreateParams{Role: "org:member"})
			return err
		}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := newFaulty(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
				backend.WithRetry(backend.Retry{Attempts: 2}))
			if err := row.call(t.Context(), f.client); err == nil {
				t.Error("no error")
			}
			if n := f.calls.Load(); n != row.calls {
				t.Errorf("%d calls, want %d", n, row.calls)
			}
		})
	}
}

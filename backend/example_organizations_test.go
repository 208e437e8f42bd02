package backend_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/usher-auth/usher/backend"
)

// An organization is found by the slug that stands in the address of a page.
func ExampleOrganizationsService_Get() {
	c := stub(map[string]string{
		"GET /organizations/acme": `{"object":"organization","id":"org_1","name":"Acme","slug":"acme",
			"members_count":3,"public_metadata":{"tier":"gold"}}`,
	})
	ctx := context.Background()

	acme, err := c.Organizations.Get(ctx, "acme", &backend.OrganizationGetParams{IncludeMembersCount: backend.Some(true)})
	if err != nil {
		log.Fatal(err)
	}
	var metadata struct{ Tier string }
	if err := acme.PublicMetadata.Decode(&metadata); err != nil {
		log.Fatal(err)
	}
	fmt.Println(acme.ID, acme.Name, acme.MembersCount.Or(0), metadata.Tier)

	_, err = c.Organizations.Get(ctx, "nobody", nil)
	fmt.Println(errors.Is(err, backend.ErrNotFound))
	// Output:
	// org_1 Acme 3 gold
	// true
}

// One key changes, another is removed; what else is in the metadata stays.
func ExampleOrganizationsService_MergeMetadata() {
	c := stub(map[string]string{
		"PATCH /organizations/org_1/metadata": `{"object":"organization","id":"org_1",
			"private_metadata":{"crm":{"id":7,"owner":"Ada"}}}`,
	})

	org, err := c.Organizations.MergeMetadata(context.Background(), "org_1", &backend.OrganizationMergeMetadataParams{
		PrivateMetadata: backend.JSON(map[string]any{"crm": map[string]any{"owner": "Ada", "trial_until": nil}}),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(org.PrivateMetadata)
	// Output: {"crm":{"id":7,"owner":"Ada"}}
}

// A strings.Reader can seek, as a file on a disk can, so that the upload is repeated after a failure.
func ExampleOrganizationsService_UploadLogo() {
	c := stub(map[string]string{
		"PUT /organizations/org_1/logo": `{"object":"organization","id":"org_1",
			"has_image":true,"image_url":"https://img.example.com/1"}`,
	})

	org, err := c.Organizations.UploadLogo(context.Background(), "org_1", &backend.Upload{
		Filename: "logo.webp", ContentType: "image/webp", Content: strings.NewReader("the pixels"), UploaderUserID: "user_ada",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(org.HasImage, org.ImageURL)
	// Output: true https://img.example.com/1
}

// The key is made of what the credit is for, so that running this twice gives it once.
func ExampleOrganizationsService_AdjustBillingCreditBalance() {
	c := stub(map[string]string{
		"POST /organizations/org_1/billing/credits": `{"object":"commerce_credit_ledger","id":"ledger_1",
			"amount":{"amount":2500,"amount_formatted":"25.00","currency":"USD","currency_symbol":"$"}}`,
	})

	entry, err := c.Organizations.AdjustBillingCreditBalance(context.Background(), "org_1",
		&backend.OrganizationAdjustBillingCreditBalanceParams{
			Amount: 2500, Action: backend.CreditActionIncrease, IdempotencyKey: "outage-2026-05-12/org_1",
			Note: backend.Some("sorry for the outage"),
		})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(entry.ID, entry.Amount.AmountFormatted, entry.Amount.Currency)
	// Output: ledger_1 25.00 USD
}

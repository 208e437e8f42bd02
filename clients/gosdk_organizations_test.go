package clients

import (
	"github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/invitation"
	"github.com/clerk/clerk-sdk-go/v2/organization"
	"github.com/clerk/clerk-sdk-go/v2/organizationinvitation"
	"github.com/clerk/clerk-sdk-go/v2/organizationmembership"
	"github.com/clerk/clerk-sdk-go/v2/user"
)

// organizations checks organizations, memberships and invitations.
func (b *bench) organizations() {
	c, ctx := organization.NewClient(b.config), b.ctx
	people := user.NewClient(b.config)
	var owner, eve *clerk.User
	var acme *clerk.Organization
	made(b, "organizations: somebody to own them", &owner, func() (*clerk.User, error) {
		return people.Create(ctx, &user.CreateParams{Username: clerk.String("owner")})
	})
	made(b, "organizations: somebody to join them", &eve, func() (*clerk.User, error) {
		return people.Create(ctx, &user.CreateParams{Username: clerk.String("eve")})
	})
	made(b, "organizations: create", &acme, func() (*clerk.Organization, error) {
		return c.Create(ctx, &organization.CreateParams{Name: clerk.String("Acme"), Slug: clerk.String("acme"), CreatedBy: &owner.ID,
			PublicMetadata: object(`{"tier":"a"}`)})
	})
	b.check("organizations: a slug that is taken is refused", func() error {
		_, err := c.Create(ctx, &organization.CreateParams{Name: clerk.String("Acme"), Slug: clerk.String("acme"), CreatedBy: &owner.ID})
		return refused(err, 422, "form_identifier_exists")
	})
	b.check("organizations: get by id and by slug", func() error {
		one, err := c.Get(ctx, acme.ID)
		if err != nil {
			return err
		}
		other, err := c.Get(ctx, "acme")
		if err != nil {
			return err
		}
		return equal(one.ID, other.ID)
	})
	b.check("organizations: get with the members counted", func() error {
		got, err := c.GetWithParams(ctx, acme.ID, &organization.GetParams{IncludeMembersCount: clerk.Bool(true)})
		if err != nil {
			return err
		}
		return equal(got.MembersCount, 1)
	})
	b.check("organizations: list", func() error {
		list, err := c.List(ctx, &organization.ListParams{Query: clerk.String("acm"), IncludeMembersCount: clerk.Bool(true)})
		if err != nil {
			return err
		}
		return equal([]any{list.TotalCount, list.Organizations[0].ID}, []any{1, acme.ID})
	})
	b.check("organizations: list by user", func() error {
		list, err := c.List(ctx, &organization.ListParams{UserIDs: []string{eve.ID}})
		if err != nil {
			return err
		}
		return equal(list.TotalCount, 0)
	})
	b.check("organizations: update", func() error {
		got, err := c.Update(ctx, acme.ID, &organization.UpdateParams{Name: clerk.String("Acme Inc"), MaxAllowedMemberships: clerk.Int64(9)})
		if err != nil {
			return err
		}
		return equal([]any{got.Name, got.MaxAllowedMemberships}, []any{"Acme Inc", 9})
	})
	b.check("metadata: of an organization", func() error {
		got, err := c.UpdateMetadata(ctx, acme.ID, &organization.UpdateMetadataParams{PublicMetadata: object(`{"seats":3}`)})
		if err != nil {
			return err
		}
		return equal(got.PublicMetadata, map[string]any{"tier": "a", "seats": 3})
	})
	b.memberships(acme, owner, eve)
	b.invitations(acme, owner)
	b.check("organizations: delete", func() error {
		gone, err := c.Delete(ctx, acme.ID)
		if err != nil {
			return err
		}
		return equal(gone.Deleted, true)
	})
}

// memberships checks who belongs to an organization.
func (b *bench) memberships(acme *clerk.Organization, owner, eve *clerk.User) {
	c, ctx := organizationmembership.NewClient(b.config), b.ctx
	b.check("memberships: create", func() error {
		got, err := c.Create(ctx, &organizationmembership.CreateParams{OrganizationID: acme.ID, UserID: &eve.ID, Role: clerk.String("org:member")})
		if err != nil {
			return err
		}
		return equal([]any{got.Role, got.PublicUserData.UserID}, []any{"org:member", eve.ID})
	})
	b.check("memberships: list", func() error {
		list, err := c.List(ctx, &organizationmembership.ListParams{OrganizationID: acme.ID})
		if err != nil {
			return err
		}
		return equal(list.TotalCount, 2)
	})
	b.check("memberships: list by role", func() error {
		list, err := c.List(ctx, &organizationmembership.ListParams{OrganizationID: acme.ID, Roles: []string{"org:admin"}})
		if err != nil {
			return err
		}
		return equal([]any{list.TotalCount, list.OrganizationMemberships[0].PublicUserData.UserID}, []any{1, owner.ID})
	})
	b.check("memberships: update", func() error {
		got, err := c.Update(ctx, &organizationmembership.UpdateParams{OrganizationID: acme.ID, UserID: eve.ID, Role: clerk.String("org:admin")})
		if err != nil {
			return err
		}
		return equal(got.Role, "org:admin")
	})
	b.check("memberships: of a user", func() error {
		list, err := user.NewClient(b.config).ListOrganizationMemberships(ctx, eve.ID, &user.ListOrganizationMembershipsParams{})
		if err != nil {
			return err
		}
		return equal([]any{list.TotalCount, list.OrganizationMemberships[0].Organization.ID}, []any{1, acme.ID})
	})
	b.check("memberships: delete", func() error {
		got, err := c.Delete(ctx, &organizationmembership.DeleteParams{OrganizationID: acme.ID, UserID: eve.ID})
		if err != nil {
			return err
		}
		return equal(got.PublicUserData.UserID, eve.ID)
	})
}

// invitations checks those to an organization and those to the instance.
func (b *bench) invitations(acme *clerk.Organization, owner *clerk.User) {
	c, all, ctx := organizationinvitation.NewClient(b.config), invitation.NewClient(b.config), b.ctx
	var first *clerk.OrganizationInvitation
	made(b, "organization invitations: create", &first, func() (*clerk.OrganizationInvitation, error) {
		return c.Create(ctx, &organizationinvitation.CreateParams{OrganizationID: acme.ID, EmailAddress: clerk.String("new@example.com"),
			Role: clerk.String("org:member"), InviterUserID: &owner.ID})
	})
	b.check("organization invitations: get", func() error {
		got, err := c.Get(ctx, &organizationinvitation.GetParams{OrganizationID: acme.ID, ID: first.ID})
		if err != nil {
			return err
		}
		return equal([]any{got.EmailAddress, got.Status}, []any{"new@example.com", "pending"})
	})
	b.check("organization invitations: list", func() error {
		list, err := c.List(ctx, &organizationinvitation.ListParams{OrganizationID: acme.ID, Statuses: &[]string{"pending"}})
		if err != nil {
			return err
		}
		return equal(list.TotalCount, 1)
	})
	b.check("organization invitations: of the instance", func() error {
		list, err := c.ListFromInstance(ctx, &organizationinvitation.ListFromInstanceParams{})
		if err != nil {
			return err
		}
		return equal(list.TotalCount, 1)
	})
	b.check("organization invitations: revoke", func() error {
		got, err := c.Revoke(ctx, &organizationinvitation.RevokeParams{OrganizationID: acme.ID, ID: first.ID, RequestingUserID: &owner.ID})
		if err != nil {
			return err
		}
		return equal(got.Status, "revoked")
	})
	var invited *clerk.Invitation
	made(b, "invitations: create", &invited, func() (*clerk.Invitation, error) {
		return all.Create(ctx, &invitation.CreateParams{EmailAddress: "join@example.com", PublicMetadata: object(`{"from":"go"}`)})
	})
	b.check("invitations: several at once", func() error {
		list, err := all.BulkCreate(ctx, &invitation.BulkCreateParams{Invitations: []*invitation.CreateParams{
			{EmailAddress: "j1@example.com"}, {EmailAddress: "j2@example.com"},
		}})
		if err != nil {
			return err
		}
		return equal(len(list.Invitations), 2)
	})
	b.check("invitations: list", func() error {
		list, err := all.List(ctx, &invitation.ListParams{Statuses: []string{"pending"}})
		if err != nil {
			return err
		}
		return equal(len(list.Invitations), 3)
	})
	b.check("invitations: revoke", func() error {
		got, err := all.Revoke(ctx, invited.ID)
		if err != nil {
			return err
		}
		return equal(got.Revoked, true)
	})
}

package clients

import (
	"github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/emailaddress"
	"github.com/clerk/clerk-sdk-go/v2/phonenumber"
	"github.com/clerk/clerk-sdk-go/v2/user"
)

// users checks users, email addresses and phone numbers.
func (b *bench) users() {
	c, ctx := user.NewClient(b.config), b.ctx
	var ada, bob *clerk.User
	made(b, "users: create", &ada, func() (*clerk.User, error) {
		return c.Create(ctx, &user.CreateParams{
			EmailAddresses: &[]string{"ada@example.com"}, PhoneNumbers: &[]string{"+12025550143"}, Username: clerk.String("ada"),
			FirstName: clerk.String("Ada"), Password: clerk.String("correct horse battery"), PublicMetadata: object(`{"plan":"free"}`),
		})
	})
	made(b, "users: create with an email address", &bob, func() (*clerk.User, error) {
		return c.Create(ctx, &user.CreateParams{EmailAddresses: &[]string{"bob@example.com"}})
	})
	b.check("users: an address that is taken is refused", func() error {
		_, err := c.Create(ctx, &user.CreateParams{EmailAddresses: &[]string{"ada@example.com"}})
		return refused(err, 422, "form_identifier_exists")
	})
	// with runs a check about Ada.
	with := func(name string, run func(id string) error) {
		b.check(name, func() error {
			u, err := from(b, ada, "users: create")
			if err != nil {
				return err
			}
			return run(u.ID)
		})
	}
	with("users: get", func(id string) error {
		u, err := c.Get(ctx, id)
		if err != nil {
			return err
		}
		return equal([]any{u.Username, u.EmailAddresses[0].EmailAddress, u.PasswordEnabled}, []any{"ada", "ada@example.com", true})
	})
	b.check("users: one who is unknown is not found", func() error {
		_, err := c.Get(ctx, "user_nobody")
		return refused(err, 404, "resource_not_found")
	})
	b.check("users: list", func() error { return listed(c.List(ctx, &user.ListParams{}))(2) })
	b.check("users: list by address", func() error {
		return listed(c.List(ctx, &user.ListParams{EmailAddresses: []string{"ada@example.com"}}))(1)
	})
	b.check("users: list by a text", func() error { return listed(c.List(ctx, &user.ListParams{Query: clerk.String("bob")}))(1) })
	b.check("users: list in an order, by pages", func() error {
		params := &user.ListParams{OrderBy: clerk.String("+created_at")}
		params.Limit, params.Offset = clerk.Int64(1), clerk.Int64(1)
		list, err := c.List(ctx, params)
		if err != nil {
			return err
		}
		return equal([]any{len(list.Users), list.Users[0].ID}, []any{1, bob.ID})
	})
	b.check("users: count", func() error {
		n, err := c.Count(ctx, &user.ListParams{})
		if err != nil {
			return err
		}
		return equal(n.TotalCount, 2)
	})
	with("users: update", func(id string) error {
		u, err := c.Update(ctx, id, &user.UpdateParams{LastName: clerk.String("Lovelace"), ExternalID: clerk.String("ext-1")})
		if err != nil {
			return err
		}
		return equal([]any{u.FirstName, u.LastName, u.ExternalID}, []any{"Ada", "Lovelace", "ext-1"})
	})
	with("metadata: merge", func(id string) error {
		u, err := c.UpdateMetadata(ctx, id, &user.UpdateMetadataParams{PublicMetadata: object(`{"seats":3}`)})
		if err != nil {
			return err
		}
		return equal(u.PublicMetadata, map[string]any{"plan": "free", "seats": 3})
	})
	with("users: verify a password", func(id string) error {
		answer, err := c.VerifyPassword(ctx, &user.VerifyPasswordParams{UserID: id, Password: "correct horse battery"})
		if err != nil {
			return err
		}
		return equal(answer.Verified, true)
	})
	with("users: a wrong password is refused", func(id string) error {
		_, err := c.VerifyPassword(ctx, &user.VerifyPasswordParams{UserID: id, Password: "wrong horse battery"})
		return refused(err, 422, "")
	})
	with("users: ban", func(id string) error { return shows(c.Ban(ctx, id))(func(u *clerk.User) bool { return u.Banned }) })
	with("users: unban", func(id string) error { return shows(c.Unban(ctx, id))(func(u *clerk.User) bool { return !u.Banned }) })
	with("users: lock", func(id string) error { return shows(c.Lock(ctx, id))(func(u *clerk.User) bool { return u.Locked }) })
	with("users: unlock", func(id string) error { return shows(c.Unlock(ctx, id))(func(u *clerk.User) bool { return !u.Locked }) })
	with("users: second factors are taken away", func(id string) error {
		answer, err := c.DeleteMFA(ctx, &user.DeleteMFAParams{ID: id})
		if err != nil {
			return err
		}
		return equal(answer.UserID, id)
	})
	with("users: memberships of nobody", func(id string) error {
		list, err := c.ListOrganizationMemberships(ctx, id, &user.ListOrganizationMembershipsParams{})
		if err != nil {
			return err
		}
		return equal(list.TotalCount, 0)
	})
	with("users: invitations of nobody", func(id string) error {
		list, err := c.ListOrganizationInvitations(ctx, &user.ListOrganizationInvitationsParams{UserID: id})
		if err != nil {
			return err
		}
		return equal(list.TotalCount, 0)
	})
	b.addresses(ada)
	b.check("users: delete", func() error {
		u, err := from(b, bob, "users: create with an email address")
		if err != nil {
			return err
		}
		if _, err := c.Delete(ctx, u.ID); err != nil {
			return err
		}
		_, err = c.Get(ctx, u.ID)
		return refused(err, 404, "")
	})
}

// addresses checks what identifies a user.
func (b *bench) addresses(ada *clerk.User) {
	ctx, mails, phones := b.ctx, emailaddress.NewClient(b.config), phonenumber.NewClient(b.config)
	var mail *clerk.EmailAddress
	var phone *clerk.PhoneNumber
	made(b, "email addresses: create", &mail, func() (*clerk.EmailAddress, error) {
		return mails.Create(ctx, &emailaddress.CreateParams{UserID: &ada.ID, EmailAddress: clerk.String("ada@work.example"), Verified: clerk.Bool(true)})
	})
	b.check("email addresses: get", func() error {
		got, err := mails.Get(ctx, mail.ID)
		if err != nil {
			return err
		}
		return equal(got.EmailAddress, "ada@work.example")
	})
	b.check("email addresses: make the primary one", func() error {
		_, err := mails.Update(ctx, mail.ID, &emailaddress.UpdateParams{Primary: clerk.Bool(true)})
		return err
	})
	b.check("email addresses: delete", func() error {
		gone, err := mails.Delete(ctx, mail.ID)
		if err != nil {
			return err
		}
		return equal(gone.Deleted, true)
	})
	made(b, "phone numbers: create", &phone, func() (*clerk.PhoneNumber, error) {
		return phones.Create(ctx, &phonenumber.CreateParams{UserID: &ada.ID, PhoneNumber: clerk.String("+12025550144"), Verified: clerk.Bool(true)})
	})
	b.check("phone numbers: get", func() error {
		got, err := phones.Get(ctx, phone.ID)
		if err != nil {
			return err
		}
		return equal(got.PhoneNumber, "+12025550144")
	})
	b.check("phone numbers: reserve for a second factor", func() error {
		got, err := phones.Update(ctx, phone.ID, &phonenumber.UpdateParams{ReservedForSecondFactor: clerk.Bool(true)})
		if err != nil {
			return err
		}
		return equal(got.ReservedForSecondFactor, true)
	})
	b.check("phone numbers: delete", func() error {
		gone, err := phones.Delete(ctx, phone.ID)
		if err != nil {
			return err
		}
		return equal(gone.Deleted, true)
	})
}

// listed wants so many users in a list.
func listed(list *clerk.UserList, err error) func(want int) error {
	return func(want int) error {
		if err != nil {
			return err
		}
		return equal([]any{len(list.Users), list.TotalCount}, []any{want, want})
	}
}

// shows wants something of a user.
func shows(u *clerk.User, err error) func(holds func(*clerk.User) bool) error {
	return func(holds func(*clerk.User) bool) error {
		if err != nil {
			return err
		}
		return equal(holds(u), true)
	}
}

package clerktest

import (
	"errors"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// changeUser puts a changed copy in the place of the user of a session, and answers with it.
func (c *Clerk) changeUser(v *visitor, change func(u *world.User, now *world.Session) error) (any, error) {
	s, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	next := *u
	if err := change(&next, s); err != nil {
		return nil, err
	}
	next.UpdatedAt = c.world.Now()
	if err := c.world.Users.Put(next); err != nil {
		return nil, err
	}
	return c.api.FrontendUser(&next), nil
}

// changeMe takes over what users say of themselves, or all that is wrong with it.
func (c *Clerk) changeMe(v *visitor) (any, error) {
	return c.changeUser(v, func(u *world.User, _ *world.Session) error {
		var wrong []ref.Detail
		for name, place := range map[string]*string{"first_name": &u.FirstName, "last_name": &u.LastName, "locale": &u.Locale} {
			if v.form.Has(name) {
				*place = v.form.Get(name)
			}
		}
		if v.form.Has("username") {
			u.Username = v.form.Get("username")
			wrong = append(wrong, detailsOf(c.api.CheckUsername(u.Username))...)
		}
		if id := v.form.Get("primary_email_address_id"); id != "" {
			wrong = append(wrong, c.api.SetPrimary(u, world.Email, "primary_email_address_id", id)...)
		}
		if v.form.Has("unsafe_metadata") {
			wrong = append(wrong, setUnsafe(v, u, backendapi.ReplaceUnsafe)...)
		}
		if len(wrong) > 0 {
			return ref.Unprocessable(wrong...)
		}
		return nil
	})
}

// detailsOf returns what a refusal of params is about, nil for no refusal.
func detailsOf(err error) []ref.Detail {
	var refused *ref.Error
	if errors.As(err, &refused) {
		return refused.Details
	}
	return nil
}

// setUnsafe changes the unsafe metadata of a user as a form says.
func setUnsafe(v *visitor, u *world.User, change func(*world.User, world.Metadata) error) []ref.Detail {
	sent, err := objectOf(v.form.Get("unsafe_metadata"))
	if err != nil {
		return []ref.Detail{ref.Invalid("unsafe_metadata", "must be a JSON object.")}
	}
	return detailsOf(change(u, sent))
}

// mergeMyMetadata merges what is sent into the unsafe metadata of the user.
func (c *Clerk) mergeMyMetadata(v *visitor) (any, error) {
	return c.changeUser(v, func(u *world.User, _ *world.Session) error {
		if wrong := setUnsafe(v, u, backendapi.MergeUnsafe); len(wrong) > 0 {
			return ref.Unprocessable(wrong...)
		}
		return nil
	})
}

// deleteMe deletes the user, if users may do that themselves.
func (c *Clerk) deleteMe(v *visitor) (any, error) {
	_, u, err := c.me(v)
	switch {
	case err != nil:
		return nil, err
	case !u.DeleteSelf:
		return nil, ref.New(http.StatusForbidden, "authorization_invalid", "Unauthorized request",
			"The user may not delete the account: delete_self_enabled is false.")
	}
	c.world.DeleteUser(u.ID)
	return backendapi.Deleted("user", u.ID), nil
}

// changePassword gives the user another password. Who has one has to know it.
func (c *Clerk) changePassword(v *visitor) (any, error) {
	return c.changeUser(v, func(u *world.User, now *world.Session) error {
		password := v.form.Get("new_password")
		if password == "" {
			return missing("new_password")
		}
		if err := knowsPassword(v, u); err != nil {
			return err
		}
		if wrong := backendapi.CheckPassword("new_password", password); len(wrong) > 0 {
			return ref.Unprocessable(wrong...)
		}
		c.setPassword(u, password)
		return c.signOutOthers(v, now)
	})
}

// removePassword takes the password of the user away.
func (c *Clerk) removePassword(v *visitor) (any, error) {
	return c.changeUser(v, func(u *world.User, _ *world.Session) error {
		if u.Password == nil {
			return ref.New(http.StatusBadRequest, "no_password_set", "No password", "The user has no password.")
		}
		if err := knowsPassword(v, u); err != nil {
			return err
		}
		u.Password, u.PasswordAt, u.PasswordCompromised = nil, time.Time{}, false
		return nil
	})
}

// knowsPassword refuses who has a password and does not know it.
func knowsPassword(v *visitor, u *world.User) error {
	switch current := v.form.Get("current_password"); {
	case u.Password == nil:
		return nil
	case current == "":
		return missing("current_password")
	case !u.Password.Matches(current):
		return ref.Unprocessable(ref.About("current_password", "form_password_validation_failed", "Incorrect password. Please try again.",
			"is not the password of the user."))
	}
	return nil
}

// setPassword changes a copy of a user.
func (c *Clerk) setPassword(u *world.User, password string) {
	u.Password, u.PasswordAt, u.PasswordCompromised = c.world.NewPassword(password), c.world.Now(), false
}

// signOutOthers ends all sessions of a user but one, where the form asks for it.
func (c *Clerk) signOutOthers(v *visitor, but *world.Session) error {
	if v.form.Get("sign_out_of_other_sessions") != "true" {
		return nil
	}
	for s := range c.world.Sessions.ByUser.Get(but.UserID).All() {
		if s.ID == but.ID {
			continue
		}
		if _, err := c.world.EndSession(s, "revoked"); err != nil {
			return err
		}
	}
	return nil
}

package clerktest

import (
	"net/http"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// myEmail returns the email address in the path, which is one of the user's.
func (c *Clerk) myEmail(v *visitor) (*world.User, world.Identification, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, world.Identification{}, err
	}
	id := v.r.PathValue("id")
	i := c.world.Identifications.Get(id)
	if i == nil || i.UserID != u.ID || i.Kind != world.Email {
		return nil, world.Identification{}, ref.NotFound("email address of the user", id)
	}
	return u, *i, nil
}

func (c *Clerk) listMyEmails(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, i := range c.world.Of(u, world.Email) {
		list = append(list, c.api.FrontendEmail(i))
	}
	return list, nil
}

func (c *Clerk) addMyEmail(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	email := v.form.Get("email_address")
	if email == "" {
		return nil, missing("email_address")
	}
	i, err := c.api.AddEmail(u.ID, email)
	if err != nil {
		return nil, err
	}
	return c.api.FrontendEmail(i), nil
}

func (c *Clerk) getMyEmail(v *visitor) (any, error) {
	_, i, err := c.myEmail(v)
	if err != nil {
		return nil, err
	}
	return c.api.FrontendEmail(&i), nil
}

// unverifiedEmail is myEmail for one that is not verified.
func (c *Clerk) unverifiedEmail(v *visitor) (*world.User, world.Identification, error) {
	u, i, err := c.myEmail(v)
	if err == nil && i.State == world.Verified {
		err = ref.New(http.StatusBadRequest, "verification_already_verified", "Already verified", "The email address is verified.")
	}
	return u, i, err
}

// prepareMyEmail sends a code to an email address, so to speak.
func (c *Clerk) prepareMyEmail(v *visitor) (any, error) {
	_, i, err := c.unverifiedEmail(v)
	if err != nil {
		return nil, err
	}
	if strategy := v.form.Get("strategy"); strategy != byEmailCode {
		return nil, ref.Unprocessable(ref.Invalid("strategy", "is %.40q; this instance has email_code.", strategy))
	}
	i.Attempt = c.newCode()
	return c.api.FrontendEmail(&i), c.api.SaveIdentification(i)
}

// attemptMyEmail takes the code. The first email address that is verified is the primary one.
func (c *Clerk) attemptMyEmail(v *visitor) (any, error) {
	u, i, err := c.unverifiedEmail(v)
	if err != nil {
		return nil, err
	}
	next, err := c.checkCode(i.Attempt, v.form.Get("code"))
	if err != nil {
		if next == nil {
			return nil, err
		}
		i.Attempt, v.refused = next, err
		return nil, c.world.Identifications.Put(i)
	}
	i.Attempt, i.State, i.Strategy = next, world.Verified, byEmailCode
	if err := c.api.SaveIdentification(i); err != nil {
		return nil, err
	}
	if u.PrimaryEmailID == "" {
		first := *c.world.Users.Get(u.ID)
		first.PrimaryEmailID = i.ID
		if err := c.world.Users.Put(first); err != nil {
			return nil, err
		}
	}
	return c.api.FrontendEmail(&i), nil
}

// deleteMyEmail takes an email address away, but not the last thing that the user can sign in with.
func (c *Clerk) deleteMyEmail(v *visitor) (any, error) {
	u, i, err := c.myEmail(v)
	if err != nil {
		return nil, err
	}
	left := u.Username != ""
	for other := range c.world.Identifications.ByUser.Get(u.ID).Each() {
		left = left || other.ID != i.ID && other.State != world.Unverified
	}
	if i.State != world.Unverified && !left {
		return nil, ref.New(http.StatusBadRequest, "identification_deletion_failed", "Deletion failed",
			"The email address is the last thing that the user can sign in with.")
	}
	return backendapi.Deleted("email_address", i.ID), c.world.Unidentify(&i)
}

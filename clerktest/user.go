package clerktest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A User is somebody with an account. Of a user, only the ID is in session tokens, as with Clerk; [SignIn.Claim] puts more
// there, as the customisation of session tokens does. Everything else is what the Backend API tells about them.
type User struct {
	// ID is the user's id. Default: "user_" and random text.
	ID string
	// FirstName and LastName are for whoever shows them.
	FirstName, LastName string
	// Email is the primary email address, which counts as verified. No two users have the same, in whatever case.
	Email string
	// Phone is the primary phone number, which counts as verified: "+12025550143". No two users have the same.
	Phone string
	// Username is the name to sign in with. No two users have the same, in whatever case.
	Username string
	// ExternalID is the id that the application has for the user. No two users have the same.
	ExternalID string

	// PublicMetadata is what the application keeps about the user. It and the other metadata are kept as JSON: they come
	// back as encoding/json decodes them, with every number a float64.
	PublicMetadata map[string]any
	// PrivateMetadata is what no frontend may see.
	PrivateMetadata map[string]any
	// UnsafeMetadata is what the user may change.
	UnsafeMetadata map[string]any

	// Banned and Locked say that Clerk would not let the user sign in. [Clerk.SignIn] does: whoever is banned may still hold
	// a token.
	Banned, Locked bool

	// CreatedAt is when the user signed up, to the millisecond. Default: now, by the clock of the instance.
	CreatedAt time.Time
	// UpdatedAt is when the user last changed. Default: CreatedAt.
	UpdatedAt time.Time
	// LastSignInAt and LastActiveAt are set by [Clerk.SignIn]. Default: never.
	LastSignInAt, LastActiveAt time.Time
}

// AddUser adds a user and returns it with its ID and times. An ID, an email address, a phone number, a username or an
// external id that is taken is a mistake, and so is metadata that is no JSON. The Backend API of the instance has the same
// users: it lists those who were added, and User returns those who were created there.
func (c *Clerk) AddUser(user User) User {
	c.tb.Helper()
	if user.ID == "" {
		user.ID = c.world.ID("user")
	}
	if user.CreatedAt.IsZero() {
		user.CreatedAt = c.Now()
	}
	if user.UpdatedAt.IsZero() {
		user.UpdatedAt = user.CreatedAt
	}
	row, err := rowOf(user)
	if err != nil {
		c.fail("AddUser: %v", err)
	}
	var added User
	err = c.world.Update(func() error {
		if c.world.Users.Get(row.ID) != nil {
			return fmt.Errorf("there is a user %s already", row.ID)
		}
		if err := addUser(c.world, row, user.Email, user.Phone); err != nil {
			return err
		}
		added = c.people.user(c.world.Users.Get(row.ID))
		return nil
	})
	var taken *table.TakenError
	if errors.As(err, &taken) {
		err = fmt.Errorf("the %s %q is that of another user already", strings.ReplaceAll(taken.Index, "_", " "), taken.Key)
	}
	if err != nil {
		c.fail("AddUser: %v", err)
	}
	return added
}

// User returns the user with this id, and whether there is one.
func (c *Clerk) User(id string) (User, bool) {
	p := c.people.person(id)
	if p == nil {
		return User{}, false
	}
	return p.base, true
}

package clerktest

import (
	"fmt"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A person is a user of the world as the rest of the package knows one. It is a copy.
type person struct{ base User }

// directory is the users of the world for those who show them and sign them in.
type directory struct{ w *world.World }

// person returns the user with this id, or nil.
func (d directory) person(id string) (p *person) {
	d.w.View(func() {
		if u := d.w.Users.Get(id); u != nil {
			p = &person{d.user(u)}
		}
	})
	return p
}

// first returns the first users, in the order of their arrival, and how many more there are.
func (d directory) first(most int) (people []*person, more int) {
	d.w.View(func() {
		for u := range d.w.Users.Rows().Each() {
			if len(people) == most {
				more = d.w.Users.Len() - most
				return
			}
			people = append(people, &person{d.user(u)})
		}
	})
	return people, more
}

// signedIn notes that a user has just signed in, and reports whether there is such a user.
func (d directory) signedIn(id string, _ time.Time) (ok bool) {
	err := d.w.Update(func() error { ok = d.w.SignedIn(id); return nil })
	return ok && err == nil
}

// user makes the User of one of the world. The caller holds the lock.
func (d directory) user(u *world.User) User {
	return User{
		ID: u.ID, FirstName: u.FirstName, LastName: u.LastName, Username: u.Username, ExternalID: u.ExternalID,
		Email: d.w.Value(u, world.Email), Phone: d.w.Value(u, world.Phone), PublicMetadata: plainMetadata(u.PublicMetadata),
		PrivateMetadata: plainMetadata(u.PrivateMetadata), UnsafeMetadata: plainMetadata(u.UnsafeMetadata),
		Banned: u.Banned, Locked: u.Locked, CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt, LastSignInAt: u.LastSignInAt,
		LastActiveAt: u.LastActiveAt,
	}
}

// rowOf makes a row of what is known about a user. The error says what about the user is no JSON.
func rowOf(user User) (world.User, error) {
	ms := func(t time.Time) time.Time { return t.Truncate(time.Millisecond) }
	u := world.User{
		ID: user.ID, FirstName: user.FirstName, LastName: user.LastName, Username: user.Username, ExternalID: user.ExternalID,
		Banned: user.Banned, Locked: user.Locked, DeleteSelf: true, CreateOrgs: true, CreatedAt: ms(user.CreatedAt),
		UpdatedAt: ms(user.UpdatedAt), LastSignInAt: ms(user.LastSignInAt), LastActiveAt: ms(user.LastActiveAt),
	}
	for _, m := range []struct {
		name   string
		object map[string]any
		place  *world.Metadata
	}{
		{"public_metadata", user.PublicMetadata, &u.PublicMetadata}, {"private_metadata", user.PrivateMetadata, &u.PrivateMetadata},
		{"unsafe_metadata", user.UnsafeMetadata, &u.UnsafeMetadata},
	} {
		var err error
		if *m.place, err = metadataOf(m.object); err != nil {
			return u, fmt.Errorf("the %s is no JSON: %w", m.name, err)
		}
	}
	return u, nil
}

// addUser adds a row and what identifies it. The error is a *table.TakenError.
func addUser(w *world.World, u world.User, email, phone string) error {
	if err := w.Users.Put(u); err != nil {
		return err
	}
	for kind, value := range map[world.Kind]string{world.Email: email, world.Phone: phone} {
		if value == "" {
			continue
		}
		if _, err := w.Identify(world.Identification{
			UserID: u.ID, Kind: kind, Value: value, State: world.Verified, Strategy: "admin", CreatedAt: u.CreatedAt,
		}, true); err != nil {
			return err
		}
	}
	whole := *w.Users.Get(u.ID)
	whole.UpdatedAt = u.UpdatedAt // which what identifies them has not changed
	return w.Users.Put(whole)
}

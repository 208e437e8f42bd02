package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func newWorld(seed string) *World { return New(func() time.Time { return moment }, seed) }

// must runs an Update that has to succeed.
func must(t testing.TB, w *World, f func() error) {
	t.Helper()
	if err := w.Update(f); err != nil {
		t.Fatal(err)
	}
}

// populate makes two users, who are members of an organization.
func populate(t testing.TB, w *World) (ada, bob, org string) {
	t.Helper()
	ada, bob, org = w.ID("user"), w.ID("user"), w.ID("org")
	must(t, w, func() error {
		var all []error
		for _, id := range []string{ada, bob} {
			all = append(all, w.Users.Put(User{ID: id, CreatedAt: moment, UpdatedAt: moment}))
		}
		all = append(all, w.Organizations.Put(Organization{ID: org, Slug: "acme", CreatedAt: moment, UpdatedAt: moment}))
		for _, id := range []string{ada, bob} {
			_, err := w.Identify(Identification{UserID: id, Kind: Email, Value: id + "@example.com", State: Verified}, false)
			all = append(all, err, w.Memberships.Put(Membership{ID: w.ID("orgmem"), OrgID: org, UserID: id, Role: Admin, CreatedAt: moment}))
		}
		return errors.Join(all...)
	})
	return ada, bob, org
}

func TestIDsAreTheSameForTheSameSeed(t *testing.T) {
	a, b, other, random := newWorld("s"), newWorld("s"), newWorld("t"), newWorld("")
	if x, y := a.ID("user"), b.ID("user"); x != y || !strings.HasPrefix(x, "user_") || len(x) != len("user_")+27 {
		t.Errorf("the first ids are %s and %s", x, y)
	}
	if first, second := a.ID("user"), a.ID("user"); first == second || a.ID("user") == other.ID("user") || random.ID("user") == newWorld("").ID("user") {
		t.Error("an id comes twice")
	}
}

func TestWhatBelongsToAUserGoesWithThem(t *testing.T) {
	w := newWorld("s")
	ada, bob, org := populate(t, w)
	ended := func() (users []string) {
		for s := range w.Sessions.Rows().All() {
			if w.Status(s) == "revoked" && s.Ended == "revoked" {
				users = append(users, s.UserID)
			}
		}
		return users
	}
	must(t, w, func() error {
		c, err := w.NewClient()
		_, one := w.Begin(Session{ClientID: c.ID, UserID: ada})
		_, other := w.Begin(Session{ClientID: c.ID, UserID: bob})
		return errors.Join(err, one, other,
			w.Passkeys.Put(Passkey{ID: "p", UserID: ada}), w.ExternalAccounts.Put(ExternalAccount{ID: "e", UserID: ada}),
			w.TrustedDevices.Put(TrustedDevice{ID: "d", UserID: ada}))
	})
	must(t, w, func() error { w.DeleteUser(ada); return nil })
	if w.Users.Len() != 1 || w.Identifications.Len() != 1 || w.Memberships.Len() != 1 || w.Passkeys.Len() != 0 ||
		w.ExternalAccounts.Len() != 0 || w.TrustedDevices.Len() != 0 || !slices.Equal(ended(), []string{ada}) {
		t.Errorf("something of the user is left, or too little: %d members, %v", w.Memberships.Len(), ended())
	}
	must(t, w, func() error { w.DeleteOrganization(org); return nil })
	if w.Memberships.Len() != 0 || w.Users.Get(bob) == nil {
		t.Error("the members of a deleted organization are wrong")
	}
	if err := w.Update(func() error { w.EndSessions(bob); return errors.New("no") }); err == nil || len(ended()) != 1 {
		t.Errorf("a failed Update ends sessions: %v", ended())
	}
}

func TestThePrimaryIdentification(t *testing.T) {
	w := newWorld("s")
	ada, _, _ := populate(t, w)
	primary := func() string { return w.Value(w.Users.Get(ada), Email) }
	var second, third Identification
	must(t, w, func() (err error) {
		if second, err = w.Identify(Identification{UserID: ada, Kind: Email, Value: "b@example.com", State: Unverified}, false); err != nil {
			return err
		}
		third, err = w.Identify(Identification{UserID: ada, Kind: Email, Value: "c@example.com", State: Verified}, true)
		return err
	})
	if got := primary(); got != "c@example.com" {
		t.Errorf("the primary address is %s", got)
	}
	must(t, w, func() error { return w.Unidentify(&third) })
	if got := primary(); got != ada+"@example.com" {
		t.Errorf("after the primary one went it is %s", got)
	}
	must(t, w, func() error { return w.Unidentify(w.Identifications.Find(Email, primary())) })
	if got := primary(); got != "" || w.Identifications.Get(second.ID) == nil {
		t.Errorf("what is not verified became the primary one: %s", got)
	}
}

func TestEventsTellWhatAnUpdateDid(t *testing.T) {
	w := newWorld("s")
	ada, _, _ := populate(t, w)
	Announce(w, w.Users.Table, Lifecycle[User]("user"), func(u *User, gone bool) any { return fmt.Sprint(u.FirstName, " ", gone) })
	Announce(w, w.Memberships.Table, Lifecycle[Membership]("member"), func(m *Membership, _ bool) any {
		return w.Users.Get(m.UserID) != nil && w.Organizations.Get(m.OrgID) != nil
	})
	var told []string
	w.Listen(func(events []Event) {
		for _, e := range events {
			told = append(told, e.Type+" "+string(e.Data))
		}
	})
	rename := func(id string, names ...string) error {
		for _, name := range names {
			u := User{ID: id, CreatedAt: moment}
			if before := w.Users.Get(id); before != nil {
				u = *before
			}
			u.FirstName = name
			if err := w.Users.Put(u); err != nil {
				return err
			}
		}
		return nil
	}
	for _, row := range []struct {
		name string
		f    func() error
		want []string
	}{
		{"two changes of a row are one event", func() error { return rename(ada, "A", "Ada") }, []string{`user.updated "Ada false"`}},
		{"what is new and changed is new", func() error { return rename("user_eve", "E", "Eve") }, []string{`user.created "Eve false"`}},
		{"what came and went is none", func() error { err := rename("user_x", "X"); w.DeleteUser("user_x"); return err }, nil},
		{"what failed is none", func() error { return errors.Join(rename(ada, "no"), errors.New("no")) }, nil},
		{"what is gone is shown as it was, with what it belonged to", func() error { w.DeleteUser(ada); return nil },
			[]string{"member.deleted true", `user.deleted "Ada true"`}},
	} {
		told = nil
		_ = w.Update(row.f)
		if !slices.Equal(told, row.want) {
			t.Errorf("%s: got %q, want %q", row.name, told, row.want)
		}
	}
	w.Listen(nil)
	must(t, w, func() error { return rename("user_eve", "again") })
	if told[0] != "member.deleted true" || len(told) != 2 {
		t.Errorf("somebody who left is told %q", told)
	}
}

func TestASnapshotGoesOnWhereTheWorldWas(t *testing.T) {
	w := newWorld("s")
	ada, _, _ := populate(t, w)
	saved, err := w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	other := newWorld("s")
	if err := other.Restore(saved); err != nil {
		t.Fatal(err)
	}
	again, _ := other.Snapshot()
	if string(again) != string(saved) || other.ID("user") != w.ID("user") || other.Value(other.Users.Get(ada), Email) == "" {
		t.Errorf("it was\n%s\nand is\n%s", saved, again)
	}
	for bad, want := range map[string]string{
		``: "JSON", `[]`: "JSON", `{}`: "version", `{"version":2}`: "version", `{"version":1}`: "no tables",
		`{"version":1,"tables":{"memberships":[{"ID":"m","UserID":"user_x"}]}}`: "user_x",
	} {
		if err := other.Restore([]byte(bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", bad, err)
		}
		if now, _ := other.Snapshot(); len(now) != len(saved) {
			t.Errorf("%s changed something", bad)
		}
	}
}

func TestAPasswordMatchesItself(t *testing.T) {
	p := newWorld("").NewPassword("correct horse")
	if !p.Matches("correct horse") || p.Matches("horse") || strings.Contains(p.Digest, "horse") {
		t.Error("the password does not match itself alone")
	}
	if (&Password{Hasher: "md5", Digest: "x"}).Matches("x") {
		t.Error("a digest of another hasher matches")
	}
}

func TestTheSessionsOfAClient(t *testing.T) {
	now := moment
	w := New(func() time.Time { return now }, "s")
	ada, bob, _ := populate(t, w)
	var c *Client
	var first, second *Session
	must(t, w, func() (err error) {
		c, err = w.NewClient()
		var one, other error
		first, one = w.Begin(Session{ClientID: c.ID, UserID: ada})
		second, other = w.Begin(Session{ClientID: c.ID, UserID: bob, Pending: true})
		return errors.Join(err, one, other)
	})
	current := func() string {
		if s := w.Current(w.Clients.Get(c.ID)); s != nil {
			return s.UserID
		}
		return ""
	}
	if current() != bob || w.Status(first) != Active || w.Status(second) != SessionPending {
		t.Errorf("%s is in front, and the sessions are %s and %s", current(), w.Status(first), w.Status(second))
	}
	must(t, w, func() (err error) { first, err = w.Activate(first); return err })
	if current() != ada {
		t.Errorf("%s is in front", current())
	}
	must(t, w, func() (err error) { first, err = w.EndSession(first, "ended"); return err })
	must(t, w, func() (err error) { first, err = w.EndSession(first, "revoked"); return err })
	if current() != bob || w.Status(first) != "ended" {
		t.Errorf("%s is in front, and the first session is %s", current(), w.Status(first))
	}
	now = now.Add(sessionLifetime)
	if current() != "" || w.Status(second) != "expired" {
		t.Errorf("%s is in front, and the second session is %s", current(), w.Status(second))
	}
	must(t, w, func() error {
		for range maxSessionsPerClient {
			if _, err := w.Begin(Session{ClientID: c.ID, UserID: ada}); err != nil {
				return err
			}
		}
		return nil
	})
	if n := w.Sessions.ByClient.Get(c.ID).Len(); n != maxSessionsPerClient || w.Sessions.Get(first.ID) != nil || w.Sessions.Get(second.ID) != nil {
		t.Errorf("the client has %d sessions", n)
	}
}

func TestTheOldestClientsAreForgotten(t *testing.T) {
	w := newWorld("s")
	ada, _, _ := populate(t, w)
	var first *Client
	must(t, w, func() (err error) {
		if first, err = w.NewClient(); err == nil {
			_, err = w.Begin(Session{ClientID: first.ID, UserID: ada})
		}
		for range maxClients {
			if err == nil {
				_, err = w.NewClient()
			}
		}
		return err
	})
	if w.Clients.Len() != maxClients || w.Clients.Get(first.ID) != nil || w.Sessions.Len() != 0 {
		t.Errorf("there are %d clients, and %d sessions", w.Clients.Len(), w.Sessions.Len())
	}
}

package world

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A Kind is what an identification is: the param of the Backend API that holds one.
type Kind string

// The kinds of identifications.
const (
	Email  Kind = "email_address"
	Phone  Kind = "phone_number"
	Wallet Kind = "web3_wallet"
)

// A State is how sure an identification is.
type State string

// The states of identifications. Those that are not unverified belong to one user only.
const (
	Verified   State = "verified"
	Reserved   State = "reserved"
	Unverified State = "unverified"
)

// An Identification is an email address, a phone number or a wallet of a user.
type Identification struct {
	ID, UserID           string
	Kind                 Kind
	Value                string
	State                State
	Strategy             string // how it was verified: "admin", "email_code", …
	SecondFactor         bool   // a phone number that is reserved for it
	DefaultSecondFactor  bool
	Attempt              *Attempt // of a verification that goes on
	CreatedAt, UpdatedAt time.Time
}

// An Attempt is a code that was sent to somebody.
type Attempt struct {
	ID, Code string
	Tries    int64
	ExpireAt time.Time
	Done     bool
}

// Identifications are all email addresses, phone numbers and wallets.
type Identifications struct {
	*table.Table[Identification]
	ByUser *table.Multi[Identification]
	taken  map[Kind]*table.Unique[Identification]
}

func newIdentifications(s *table.Store) Identifications {
	t := table.New(s, "identifications",
		func(i *Identification) string { return i.ID }, func(i *Identification) time.Time { return i.CreatedAt })
	out := Identifications{Table: t, taken: map[Kind]*table.Unique[Identification]{}}
	out.ByUser = t.Multi(func(i *Identification) []string { return []string{i.UserID} })
	for _, kind := range []Kind{Email, Phone, Wallet} {
		out.taken[kind] = t.Unique(string(kind), func(i *Identification) []string {
			if i.Kind != kind || i.State == Unverified {
				return nil
			}
			return []string{strings.ToLower(i.Value)}
		})
	}
	return out
}

// Find returns who has an email address, a phone number or a wallet, verified or reserved, or nil.
func (t Identifications) Find(kind Kind, value string) *Identification {
	return t.taken[kind].Get(strings.ToLower(value))
}

// Of returns what a user has of a kind, the primary one first.
func (w *World) Of(u *User, kind Kind) []*Identification {
	var all []*Identification
	for i := range w.Identifications.ByUser.Get(u.ID).Each() {
		if i.Kind == kind {
			all = append(all, i)
		}
	}
	first := u.Primary(kind)
	slices.SortStableFunc(all, func(a, b *Identification) int {
		return cmp.Compare(btoi(b.ID == first), btoi(a.ID == first))
	})
	return all
}

// Having returns whether a user has an identification that is kept, for those who ask it of so many users. Where those are nearly
// all, it is one pass over the identifications, and not one over those of each user.
func (w *World) Having(users int, keep func(i *Identification) bool) func(u *User) bool {
	if users*8 < w.Identifications.Len() {
		return func(u *User) bool {
			for i := range w.Identifications.ByUser.Get(u.ID).Each() {
				if keep(i) {
					return true
				}
			}
			return false
		}
	}
	found := map[string]bool{}
	for i := range w.Identifications.Rows().Each() {
		if keep(i) {
			found[i.UserID] = true
		}
	}
	return func(u *User) bool { return found[u.ID] }
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Primary returns the id of the primary identification of a kind, or "".
func (u *User) Primary(kind Kind) string { return *u.PrimaryOf(kind) }

// PrimaryOf returns where a user has the id of the primary identification of a kind.
func (u *User) PrimaryOf(kind Kind) *string {
	switch kind {
	case Email:
		return &u.PrimaryEmailID
	case Phone:
		return &u.PrimaryPhoneID
	default:
		return &u.PrimaryWalletID
	}
}

// Value returns the primary email address, phone number or wallet of a user, or "".
func (w *World) Value(u *User, kind Kind) string {
	if i := w.Identifications.Get(u.Primary(kind)); i != nil {
		return i.Value
	}
	return ""
}

// Identify gives a user an identification. The first one that is not unverified is the primary one of its kind, and any is with
// primary. The error is a *table.TakenError.
func (w *World) Identify(i Identification, primary bool) (Identification, error) {
	now := w.Now()
	i.ID, i.UpdatedAt = w.ID("idn"), now
	if i.CreatedAt.IsZero() {
		i.CreatedAt = now
	}
	if err := w.Identifications.Put(i); err != nil {
		return i, err
	}
	u := *w.Users.Get(i.UserID)
	if at := u.PrimaryOf(i.Kind); primary || *at == "" && i.State != Unverified {
		*at = i.ID
	}
	u.UpdatedAt = now
	return i, w.Users.Put(u)
}

// Unidentify takes an identification away. Another one of the kind becomes the primary one, the oldest that is verified.
func (w *World) Unidentify(i *Identification) error {
	w.Identifications.Delete(i.ID)
	u := *w.Users.Get(i.UserID)
	if at := u.PrimaryOf(i.Kind); *at == i.ID {
		*at = ""
		for _, other := range w.Of(&u, i.Kind) {
			if other.State == Verified {
				*at = other.ID
				break
			}
		}
	}
	u.UpdatedAt = w.Now()
	return w.Users.Put(u)
}

package world

import "github.com/usher-auth/usher/clerktest/internal/table"

// keepOrders has the tables keep what lists can be ordered by, so that a page costs what is on it.
func (w *World) keepOrders() {
	value := func(kind Kind) func(*User) table.Rank {
		return func(u *User) table.Rank { return table.ByText(w.Value(u, kind)) }
	}
	people := map[string]func(*User) table.Rank{
		"email_address": value(Email),
		"phone_number":  value(Phone),
		"username":      func(u *User) table.Rank { return table.ByText(u.Username) },
		"first_name":    func(u *User) table.Rank { return table.ByText(u.FirstName) },
		"last_name":     func(u *User) table.Rank { return table.ByText(u.LastName) },
	}
	for name, rank := range people {
		w.Users.Order(name, rank)
		w.Memberships.Order(name, func(m *Membership) table.Rank { return rank(w.Users.Get(m.UserID)) })
	}
	w.Users.Order("web3wallet", value(Wallet))
	w.Users.Order("updated_at", func(u *User) table.Rank { return table.ByTime(u.UpdatedAt) })
	w.Users.Order("last_active_at", func(u *User) table.Rank { return table.ByTime(u.LastActiveAt) })
	w.Users.Order("last_sign_in_at", func(u *User) table.Rank { return table.ByTime(u.LastSignInAt) })

	members := func(userID string) {
		for m := range w.Memberships.ByUser.Get(userID).Each() {
			w.Memberships.Reorder(m.ID)
		}
	}
	w.Users.Changed(func(u *User) { members(u.ID) })
	w.Identifications.Changed(func(i *Identification) {
		w.Users.Reorder(i.UserID)
		members(i.UserID)
	})
}

package backendapi

import (
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// userSearch is the params that select users by what they are (Clerk: GetUserList).
type userSearch struct {
	Emails    []string `query:"email_address"`
	Phones    []string `query:"phone_number"`
	Usernames []string `query:"username"`
	Wallets   []string `query:"web3_wallet"`

	UserIDs selection `query:"user_id"`

	Query         string `query:"query"`
	EmailQuery    string `query:"email_address_query"`
	PhoneQuery    string `query:"phone_number_query"`
	UsernameQuery string `query:"username_query"`
	NameQuery     string `query:"name_query"`

	LastActiveBefore Opt[time.Time] `query:"last_active_at_before"`
	LastActiveAfter  Opt[time.Time] `query:"last_active_at_after"`
}

// userFilter is the params that select users.
type userFilter struct {
	userSearch
	ExternalIDs selection `query:"external_id"`
	OrgIDs      selection `query:"organization_id"`

	Banned          Opt[bool]      `query:"banned"`
	LastActiveSince Opt[time.Time] `query:"last_active_at_since"`
	CreatedBefore   Opt[time.Time] `query:"created_at_before"`
	CreatedAfter    Opt[time.Time] `query:"created_at_after"`
	SignInBefore    Opt[time.Time] `query:"last_sign_in_at_before"`
	SignInAfter     Opt[time.Time] `query:"last_sign_in_at_after"`
	Provider        Opt[string]    `query:"provider"`
	ProviderUserIDs []string       `query:"provider_user_id"`
}

func (p *userFilter) check(wrong *problems) {
	if p.Provider.Set != (len(p.ProviderUserIDs) > 0) {
		wrong.add(refusal.About("provider", "form_conditional_param_missing", "is missing", "and provider_user_id go together."))
	}
}

type userList struct {
	userFilter
	window
	Order Order  `query:"order_by" default:"-created_at" oneof:"created_at email_address first_name last_active_at last_name last_sign_in_at phone_number updated_at username web3wallet"`
	After string `query:"starting_after"`
}

func (p *userList) check(wrong *problems) {
	p.userFilter.check(wrong)
	if p.After != "" && p.Order.Name != "created_at" {
		wrong.invalid("starting_after", "goes with the order of created_at only.")
	}
	if p.After != "" && p.Offset != 0 {
		wrong.invalid("starting_after", "does not go with an offset.")
	}
}

func (a *API) listUsers(_ Call, p userList) (any, error) {
	if p.After != "" {
		if _, err := found(a.w.Users.Table, "user", p.After); err != nil {
			return nil, refusal.Unprocessable(refusal.Invalid("starting_after", "must be the id of a user."))
		}
	}
	f := p.filter(a.w)
	views, _ := listAfter(source[world.User]{rows: a.w.Users.Rows(), keep: f.keep()}, p.Order, p.window, p.After, a.viewUser)
	return views, nil
}

func (a *API) countUsers(_ Call, p userFilter) (any, error) {
	f := p.filter(a.w)
	_, total := a.w.Users.Rows().Page(table.Query[world.User]{Keep: f.keep(), Limit: 1})
	return struct {
		Object     string `json:"object"`
		TotalCount int    `json:"total_count"`
	}{"total_count", total}, nil
}

// filter makes the conditions of the params for so many rows. They are asked with the lock held.
func (p *userSearch) filter(w *world.World, rows int) filter[world.User] {
	var f filter[world.User]
	for kind, wanted := range map[world.Kind][]string{world.Email: p.Emails, world.Phone: p.Phones, world.Wallet: p.Wallets} {
		if len(wanted) > 0 {
			f.when(w.Having(rows, func(i *world.Identification) bool {
				return i.Kind == kind && slices.ContainsFunc(wanted, func(want string) bool { return strings.EqualFold(want, i.Value) })
			}))
		}
	}
	if len(p.Usernames) > 0 {
		f.when(func(u *world.User) bool {
			return slices.ContainsFunc(p.Usernames, func(want string) bool { return u.Username != "" && strings.EqualFold(want, u.Username) })
		})
	}
	if !p.UserIDs.empty() {
		f.when(func(u *world.User) bool { return p.UserIDs.allowsID(u.ID) })
	}
	for _, part := range []struct {
		text  string
		kinds []world.Kind
		own   func(u *world.User, text string) bool
	}{
		{p.EmailQuery, []world.Kind{world.Email}, nil},
		{p.PhoneQuery, []world.Kind{world.Phone}, nil},
		{p.UsernameQuery, nil, func(u *world.User, text string) bool { return contains(text, u.Username) }},
		{p.NameQuery, nil, func(u *world.User, text string) bool { return contains(text, u.FirstName, u.LastName) }},
		{p.Query, []world.Kind{world.Email, world.Phone, world.Wallet}, func(u *world.User, text string) bool {
			return contains(text, u.Username, u.FirstName, u.LastName, u.ID)
		}},
	} {
		text := strings.ToLower(part.text)
		if text == "" {
			continue
		}
		has := w.Having(rows, func(i *world.Identification) bool {
			return slices.Contains(part.kinds, i.Kind) && contains(text, i.Value)
		})
		f.when(func(u *world.User) bool { return part.own != nil && part.own(u, text) || part.kinds != nil && has(u) })
	}
	between(&f, p.LastActiveBefore, p.LastActiveAfter, func(u *world.User) time.Time { return u.LastActiveAt })
	return f
}

func (p *userFilter) filter(w *world.World) filter[world.User] {
	f := p.userSearch.filter(w, w.Users.Len())
	if !p.ExternalIDs.empty() {
		f.when(func(u *world.User) bool {
			return p.ExternalIDs.allows(func(id string) bool { return id != "" && id == u.ExternalID })
		})
	}
	if !p.OrgIDs.empty() {
		members := map[string]map[string]bool{} // whom each organization has
		for _, id := range slices.Concat(p.OrgIDs.in, p.OrgIDs.out) {
			members[id] = map[string]bool{}
			for m := range w.Memberships.ByOrg.Get(id).Each() {
				members[id][m.UserID] = true
			}
		}
		f.when(func(u *world.User) bool { return p.OrgIDs.allows(func(id string) bool { return members[id][u.ID] }) })
	}
	if p.Banned.Set {
		f.when(func(u *world.User) bool { return u.Banned == p.Banned.Value })
	}
	if p.LastActiveSince.Set {
		f.when(func(u *world.User) bool { return !u.LastActiveAt.Before(p.LastActiveSince.Value) })
	}
	between(&f, p.CreatedBefore, p.CreatedAfter, func(u *world.User) time.Time { return u.CreatedAt })
	between(&f, p.SignInBefore, p.SignInAfter, func(u *world.User) time.Time { return u.LastSignInAt })
	if p.Provider.Set {
		f.when(func(u *world.User) bool {
			for account := range w.ExternalAccounts.ByUser.Get(u.ID).Each() {
				if account.Provider == p.Provider.Value && slices.Contains(p.ProviderUserIDs, account.ProviderUserID) {
					return true
				}
			}
			return false
		})
	}
	return f
}

// between adds the conditions of two params that are the ends of a time. What has no time is not before any.
func between[T any](f *filter[T], before, after Opt[time.Time], of func(*T) time.Time) {
	if before.Set {
		f.when(func(v *T) bool { return !of(v).IsZero() && of(v).Before(before.Value) })
	}
	if after.Set {
		f.when(func(v *T) bool { return of(v).After(after.Value) })
	}
}

// texts returns what a user has of some kinds.
func texts(w *world.World, u *world.User, kinds ...world.Kind) []string {
	var all []string
	for i := range w.Identifications.ByUser.Get(u.ID).Each() {
		if slices.Contains(kinds, i.Kind) {
			all = append(all, i.Value)
		}
	}
	return all
}

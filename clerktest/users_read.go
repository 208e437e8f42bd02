package clerktest

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

func (c *Clerk) getUser(r *http.Request) (any, *refusal) {
	id := r.PathValue("user_id")
	p := c.people.person(id)
	if p == nil {
		return nil, noSuch("user", id)
	}
	return viewUser(p), nil
}

func (c *Clerk) listUsers(r *http.Request) (any, *refusal) {
	q := readQuery(r)
	filter := readUserFilter(q)
	order := readOrder(q, func(p *person) int { return p.serial }, userRanks)
	window := q.window()
	cursor := q.text("starting_after")
	if cursor != "" && order.name != "created_at" {
		q.wrong("starting_after", "goes with the order of created_at only.")
	}
	if cursor != "" && window.offset != 0 {
		q.wrong("starting_after", "does not go with an offset.")
	}
	if refused := q.refusal(); refused != nil {
		return nil, refused
	}

	d := &c.people
	d.mu.Lock()
	last := d.users[cursor]
	users := d.find(filter)
	d.mu.Unlock()
	slices.SortFunc(users, order.compare)
	if cursor != "" {
		if last == nil {
			q.wrong("starting_after", "must be the id of a user.")
			return nil, q.refusal()
		}
		users = order.after(users, last)
	}
	return each(part(users, window), viewUser), nil
}

func (c *Clerk) countUsers(r *http.Request) (any, *refusal) {
	q := readQuery(r)
	filter := readUserFilter(q)
	if refused := q.refusal(); refused != nil {
		return nil, refused
	}
	c.people.mu.Lock()
	defer c.people.mu.Unlock()
	return struct {
		Object     string `json:"object"`
		TotalCount int    `json:"total_count"`
	}{"total_count", len(c.people.find(filter))}, nil
}

// userRanks are what users can be ordered by.
var userRanks = map[string]func(*person) rank{
	"created_at":      func(p *person) rank { return byTime(p.base.CreatedAt) },
	"updated_at":      func(p *person) rank { return byTime(p.base.UpdatedAt) },
	"email_address":   func(p *person) rank { return byText(p.base.Email) },
	"phone_number":    func(p *person) rank { return byText(p.base.Phone) },
	"web3wallet":      func(p *person) rank { return byText(primary(p.wallets).value) },
	"username":        func(p *person) rank { return byText(p.base.Username) },
	"first_name":      func(p *person) rank { return byText(p.base.FirstName) },
	"last_name":       func(p *person) rank { return byText(p.base.LastName) },
	"last_active_at":  func(p *person) rank { return byTime(p.base.LastActiveAt) },
	"last_sign_in_at": func(p *person) rank { return byTime(p.base.LastSignInAt) },
}

// A userFilter is a list of conditions, all of which a user has to meet. They are asked while the directory is locked.
type userFilter []func(*directory, *person) bool

func (f userFilter) matches(d *directory, p *person) bool {
	return !slices.ContainsFunc(f, func(meets func(*directory, *person) bool) bool { return !meets(d, p) })
}

// find returns the users that match, in no order. The caller holds the lock.
func (d *directory) find(f userFilter) []*person {
	var found []*person
	for _, p := range d.users {
		if f.matches(d, p) {
			found = append(found, p)
		}
	}
	return found
}

// readUserFilter reads the params that select users (Clerk: GetUserList).
func readUserFilter(q *query) userFilter {
	var f userFilter
	when := func(condition func(p *person) bool) {
		f = append(f, func(_ *directory, p *person) bool { return condition(p) })
	}
	for _, param := range []string{paramEmail, paramPhone, paramWallet, paramUsername} {
		if wanted := q.list(param); len(wanted) > 0 {
			when(func(p *person) bool {
				return slices.ContainsFunc(p.texts(param), func(have string) bool {
					return slices.ContainsFunc(wanted, func(want string) bool { return strings.EqualFold(want, have) })
				})
			})
		}
	}
	if wanted, ok := q.selection("user_id"); ok {
		when(func(p *person) bool { return wanted.allows(func(id string) bool { return id == p.base.ID }) })
	}
	if wanted, ok := q.selection(paramExternalID); ok {
		when(func(p *person) bool {
			return wanted.allows(func(id string) bool { return id != "" && id == p.base.ExternalID })
		})
	}
	if wanted, ok := q.selection("organization_id"); ok {
		f = append(f, func(d *directory, p *person) bool {
			return wanted.allows(func(id string) bool { return d.members[[2]string{id, p.base.ID}] != nil })
		})
	}
	for param, in := range map[string][]string{
		"email_address_query": {paramEmail}, "phone_number_query": {paramPhone}, "username_query": {paramUsername},
		"name_query": {"first_name", "last_name"},
		"query":      {paramEmail, paramPhone, paramWallet, paramUsername, "user_id", "first_name", "last_name"},
	} {
		if wanted := strings.ToLower(q.text(param)); wanted != "" {
			when(func(p *person) bool {
				return slices.ContainsFunc(p.texts(in...), func(text string) bool {
					return strings.Contains(strings.ToLower(text), wanted)
				})
			})
		}
	}
	if banned, ok := q.flag("banned"); ok {
		when(func(p *person) bool { return p.base.Banned == banned })
	}
	for param, of := range map[string]func(*person) time.Time{
		"created_at":      func(p *person) time.Time { return p.base.CreatedAt },
		"last_active_at":  func(p *person) time.Time { return p.base.LastActiveAt },
		"last_sign_in_at": func(p *person) time.Time { return p.base.LastSignInAt },
	} {
		if end, ok := q.moment(param + "_before"); ok {
			when(func(p *person) bool { return !of(p).IsZero() && of(p).Before(end) })
		}
		if begin, ok := q.moment(param + "_after"); ok {
			when(func(p *person) bool { return of(p).After(begin) })
		}
	}
	if begin, ok := q.moment("last_active_at_since"); ok {
		when(func(p *person) bool { return !p.base.LastActiveAt.Before(begin) })
	}
	provider, ids := q.values.Has("provider"), q.list("provider_user_id")
	if provider != (len(ids) > 0) {
		q.problems = append(q.problems, about("provider", "form_conditional_param_missing", "is missing",
			"and provider_user_id go together."))
	}
	if provider {
		when(func(*person) bool { return false }) // nobody here has an account elsewhere
	}
	return f
}

// texts returns what a user has for the params.
func (p *person) texts(params ...string) []string {
	var texts []string
	for _, param := range params {
		switch param {
		case "user_id":
			texts = append(texts, p.base.ID)
		case "first_name":
			texts = append(texts, p.base.FirstName)
		case "last_name":
			texts = append(texts, p.base.LastName)
		default:
			for _, i := range p.identifiers() {
				if i.param == param {
					texts = append(texts, i.value)
				}
			}
		}
	}
	return texts
}

package clerktest

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

func (c *Clerk) getOrganization(r *http.Request) (any, *refusal) {
	q := readQuery(r)
	include := readInclude(q)
	if refused := q.refusal(); refused != nil {
		return nil, refused
	}
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	org := d.organization(r.PathValue("organization_id"))
	if org == nil {
		return nil, noSuch("organization", r.PathValue("organization_id"))
	}
	return include.view(d, org), nil
}

func (c *Clerk) listOrganizations(r *http.Request) (any, *refusal) {
	q := readQuery(r)
	include, window := readInclude(q), q.window()
	users, _ := q.selection("user_id")
	ids, _ := q.selection("organization_id")
	text := strings.ToLower(q.text("query"))

	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	counts := map[string]int{}
	for key := range d.members {
		counts[key[0]]++
	}
	order := readOrder(q, func(o *organization) int { return o.serial }, map[string]func(*organization) rank{
		"name":          func(o *organization) rank { return byText(o.Name) },
		"created_at":    func(o *organization) rank { return byTime(o.CreatedAt) },
		"members_count": func(o *organization) rank { return rank{number: int64(counts[o.ID])} },
	})
	if refused := q.refusal(); refused != nil {
		return nil, refused
	}
	var found []*organization
	for _, org := range d.orgs {
		if ids.allows(func(id string) bool { return id == org.ID }) &&
			users.allows(func(id string) bool { return d.members[[2]string{org.ID, id}] != nil }) &&
			(text == "" || strings.ToLower(org.ID) == text || strings.Contains(strings.ToLower(org.Name), text) ||
				strings.Contains(strings.ToLower(org.Slug), text)) {
			found = append(found, org)
		}
	}
	slices.SortFunc(found, order.compare)
	return pageView[organizationView]{
		Data:       each(part(found, window), func(o *organization) organizationView { return include.view(d, o) }),
		TotalCount: len(found),
	}, nil
}

// membersOf returns the memberships of an organization, in no order. The caller holds the lock.
func (d *directory) membersOf(org *organization) []*member {
	var found []*member
	for key, m := range d.members {
		if key[0] == org.ID {
			found = append(found, m)
		}
	}
	return found
}

func (c *Clerk) listMembershipsOfOrganization(r *http.Request) (any, *refusal) {
	q := readQuery(r)
	filter, roles, window := readUserFilter(q), q.list("role"), q.window()
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	ranks := map[string]func(*member) rank{"created_at": func(m *member) rank { return byTime(m.created) }}
	for _, name := range []string{"first_name", "last_name", "username", "email_address", "phone_number"} {
		ranks[name] = func(m *member) rank { return userRanks[name](d.users[m.userID]) }
	}
	order := readOrder(q, func(m *member) int { return m.serial }, ranks)
	if refused := q.refusal(); refused != nil {
		return nil, refused
	}
	org := d.organization(r.PathValue("organization_id"))
	if org == nil {
		return nil, noSuch("organization", r.PathValue("organization_id"))
	}
	found := slices.DeleteFunc(d.membersOf(org), func(m *member) bool {
		return len(roles) > 0 && !slices.Contains(roles, m.role) || !filter.matches(d, d.users[m.userID])
	})
	slices.SortFunc(found, order.compare)
	return d.viewMembers(found, window), nil
}

func (c *Clerk) listMembershipsOfUser(r *http.Request) (any, *refusal) {
	q := readQuery(r)
	window := q.window()
	if refused := q.refusal(); refused != nil {
		return nil, refused
	}
	id := r.PathValue("user_id")
	d := &c.people
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.users[id] == nil {
		return nil, noSuch("user", id)
	}
	var found []*member
	for key, m := range d.members {
		if key[1] == id {
			found = append(found, m)
		}
	}
	newest := ordering[*member]{
		descending: true, rank: func(m *member) rank { return byTime(m.created) }, serial: func(m *member) int { return m.serial },
	}
	slices.SortFunc(found, newest.compare)
	return d.viewMembers(found, window), nil
}

// A pageView is a list with the number of all.
type pageView[T any] struct {
	Data       []T `json:"data"`
	TotalCount int `json:"total_count"`
}

// An include says what is told of organizations only to those who ask.
type include struct{ membersCount, missingAdmin bool }

func readInclude(q *query) include {
	var i include
	i.membersCount, _ = q.flag("include_members_count")
	i.missingAdmin, _ = q.flag("include_missing_member_with_elevated_permissions")
	return i
}

// An organizationView is an organization in an answer.
type organizationView struct {
	Object                string         `json:"object"`
	ID                    string         `json:"id"`
	Name                  string         `json:"name"`
	Slug                  string         `json:"slug"`
	ImageURL              string         `json:"image_url"`
	HasImage              bool           `json:"has_image"`
	MembersCount          *int           `json:"members_count,omitempty"`
	MissingAdmin          *bool          `json:"missing_member_with_elevated_permissions,omitempty"`
	MaxAllowedMemberships int            `json:"max_allowed_memberships"`
	AdminDeleteEnabled    bool           `json:"admin_delete_enabled"`
	PublicMetadata        map[string]any `json:"public_metadata"`
	PrivateMetadata       map[string]any `json:"private_metadata"`
	CreatedAt             int64          `json:"created_at"`
	UpdatedAt             int64          `json:"updated_at"`
	RoleSetKey            *string        `json:"role_set_key"`
}

// view makes the view of an organization. Who has elevated permissions is whoever is an admin. The caller holds the lock.
func (i include) view(d *directory, o *organization) organizationView {
	v := organizationView{
		Object: "organization", ID: o.ID, Name: o.Name, Slug: o.Slug, ImageURL: imageURL(o.ID), AdminDeleteEnabled: true,
		PublicMetadata: map[string]any{}, PrivateMetadata: map[string]any{},
		CreatedAt: o.CreatedAt.UnixMilli(), UpdatedAt: o.CreatedAt.UnixMilli(),
	}
	if i.membersCount || i.missingAdmin {
		members := d.membersOf(o)
		if i.membersCount {
			count := len(members)
			v.MembersCount = &count
		}
		if i.missingAdmin {
			missing := !slices.ContainsFunc(members, func(m *member) bool { return m.role == orgPrefix+"admin" })
			v.MissingAdmin = &missing
		}
	}
	return v
}

// A membershipView is a membership in an answer.
type membershipView struct {
	ID              string           `json:"id"`
	Object          string           `json:"object"`
	Role            string           `json:"role"`
	RoleName        string           `json:"role_name"`
	Permissions     []string         `json:"permissions"`
	PublicMetadata  map[string]any   `json:"public_metadata"`
	PrivateMetadata map[string]any   `json:"private_metadata"`
	Organization    organizationView `json:"organization"`
	PublicUserData  publicUserView   `json:"public_user_data"`
	CreatedAt       int64            `json:"created_at"`
	UpdatedAt       int64            `json:"updated_at"`
}

// A publicUserView is what members see of each other.
type publicUserView struct {
	UserID          string  `json:"user_id"`
	FirstName       *string `json:"first_name"`
	LastName        *string `json:"last_name"`
	ProfileImageURL string  `json:"profile_image_url"`
	ImageURL        string  `json:"image_url"`
	HasImage        bool    `json:"has_image"`
	Identifier      *string `json:"identifier"`
	Username        *string `json:"username"`
	Banned          bool    `json:"banned"`
	Deprovisioned   bool    `json:"deprovisioned"`
}

// viewMembers makes the view of memberships that are in their order. The caller holds the lock.
func (d *directory) viewMembers(members []*member, w window) pageView[membershipView] {
	view := func(m *member) membershipView {
		u := d.users[m.userID].base
		identifier := u.ID
		for _, text := range []string{u.Username, u.Phone, u.Email} {
			if text != "" {
				identifier = text
			}
		}
		return membershipView{
			ID: m.id, Object: "organization_membership", Role: m.role, RoleName: roleName(m.role),
			Permissions: append([]string{}, m.org.Roles[m.role]...), PublicMetadata: map[string]any{}, PrivateMetadata: map[string]any{},
			Organization: include{}.view(d, m.org), CreatedAt: m.created.UnixMilli(), UpdatedAt: m.updated.UnixMilli(),
			PublicUserData: publicUserView{
				UserID: u.ID, FirstName: orNull(u.FirstName), LastName: orNull(u.LastName), ProfileImageURL: imageURL(u.ID),
				ImageURL: imageURL(u.ID), Identifier: &identifier, Username: orNull(u.Username), Banned: u.Banned,
			},
		}
	}
	return pageView[membershipView]{Data: each(part(members, w), view), TotalCount: len(members)}
}

// roleName returns the name of a role for people: "Admin" for org:admin.
func roleName(role string) string {
	name := strings.TrimPrefix(role, orgPrefix)
	_, size := utf8.DecodeRuneInString(name)
	return strings.ToUpper(name[:size]) + name[size:]
}

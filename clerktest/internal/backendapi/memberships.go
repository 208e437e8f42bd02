package backendapi

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

func (a *API) memberships() []Operation {
	return []Operation{
		read("GET /organization_memberships", a.listAllMemberships),
		read("GET /organizations/{organization_id}/memberships", a.listMemberships),
		write("POST /organizations/{organization_id}/memberships", a.createMembership),
		write("PATCH /organizations/{organization_id}/memberships/{user_id}", a.updateMembership),
		write("DELETE /organizations/{organization_id}/memberships/{user_id}", a.deleteMembership),
		write("PATCH /organizations/{organization_id}/memberships/{user_id}/metadata", a.membershipMetadata),
		read("GET /users/{user_id}/organization_memberships", a.listMembershipsOfUser),
	}
}

// membership returns the one in the path.
func (a *API) membership(c Call) (*world.Membership, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	if m := a.w.Memberships.Find(o.ID, c.id("user_id")); m != nil {
		return m, nil
	}
	return nil, refusal.NotFound("organization membership of a user", c.id("user_id"))
}

func (a *API) changeMembership(c Call, change func(m *world.Membership) error) (any, error) {
	before, err := a.membership(c)
	if err != nil {
		return nil, err
	}
	m := *before
	if err := change(&m); err != nil {
		return nil, err
	}
	m.UpdatedAt = a.w.Now()
	return a.viewMembership(&m), a.w.Memberships.Put(m)
}

type membershipOrder struct {
	window
	Order Order `query:"order_by" default:"-created_at" oneof:"created_at email_address first_name last_name phone_number username"`
}

func (a *API) listAllMemberships(_ Call, p membershipOrder) (any, error) {
	return paged(source[world.Membership]{rows: a.w.Memberships.Rows()}, p.Order, p.window, a.viewMembership), nil
}

type membershipList struct {
	userSearch
	membershipOrder
	Roles         []string       `query:"role"`
	CreatedBefore Opt[time.Time] `query:"created_at_before"`
	CreatedAfter  Opt[time.Time] `query:"created_at_after"`
}

func (a *API) listMemberships(c Call, p membershipList) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	var f filter[world.Membership]
	if len(p.Roles) > 0 {
		f.when(func(m *world.Membership) bool { return slices.Contains(p.Roles, m.Role) })
	}
	between(&f, p.CreatedBefore, p.CreatedAfter, func(m *world.Membership) time.Time { return m.CreatedAt })
	members := a.w.Memberships.ByOrg.Get(o.ID)
	if users := p.filter(a.w, members.Len()); len(users) > 0 {
		keep := users.keep()
		f.when(func(m *world.Membership) bool { return keep(a.w.Users.Get(m.UserID)) })
	}
	return paged(source[world.Membership]{rows: members, keep: f.keep()}, p.Order, p.window, a.viewMembership), nil
}

func (a *API) listMembershipsOfUser(c Call, p window) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	return paged(source[world.Membership]{rows: a.w.Memberships.ByUser.Get(u.ID)}, newest, p, a.viewMembership), nil
}

type membershipCreate struct {
	UserID  string              `body:"user_id,required"`
	Role    string              `body:"role,required"`
	Public  Opt[world.Metadata] `body:"public_metadata,nullable"`
	Private Opt[world.Metadata] `body:"private_metadata,nullable"`
}

func (a *API) createMembership(c Call, p membershipCreate) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	if _, err := found(a.w.Users.Table, "user", p.UserID); err != nil {
		return nil, err
	}
	m := world.Membership{UserID: p.UserID, Role: p.Role}
	if err := putMetadata(replaceMetadata,
		metadataParam{"public_metadata", p.Public, &m.PublicMetadata},
		metadataParam{"private_metadata", p.Private, &m.PrivateMetadata}); err != nil {
		return nil, err
	}
	made, err := a.join(o, m)
	if err != nil {
		return nil, err
	}
	return a.viewMembership(made), nil
}

// join makes a user a member.
func (a *API) join(o *world.Organization, m world.Membership) (*world.Membership, error) {
	if err := a.checkRole(o, m.Role); err != nil {
		return nil, err
	}
	if a.w.Memberships.Find(o.ID, m.UserID) != nil {
		return nil, refusal.Newf(http.StatusBadRequest, "already_a_member_in_organization", "Already a member",
			"The user %.80q is a member of the organization already.", m.UserID)
	}
	if err := a.checkRoom(o, m.UserID); err != nil {
		return nil, err
	}
	m.ID, m.OrgID, m.CreatedAt = a.w.ID("orgmem"), o.ID, a.w.Now()
	m.UpdatedAt = m.CreatedAt
	return &m, a.w.Memberships.Put(m)
}

// checkRoom refuses one more member of an organization that has all it may have. Those who are invited count, but for the user who is
// to become a member, "" for nobody.
func (a *API) checkRoom(o *world.Organization, userID string) error {
	if o.MaxMembers == 0 {
		return nil
	}
	count, now := a.w.Memberships.ByOrg.Get(o.ID).Len(), a.w.Now()
	for i := range a.w.OrgInvitations.ByOrg.Get(o.ID).Each() {
		owner := a.w.Identifications.Find(world.Email, i.Email)
		if i.Status.At(now, i.ExpiresAt) == world.Pending && (userID == "" || owner == nil || owner.UserID != userID) {
			count++
		}
	}
	if int64(count) < o.MaxMembers {
		return nil
	}
	return refusal.Newf(http.StatusForbidden, "organization_membership_quota_exceeded", "The organization is full",
		"The organization has all of the %d members that its max_allowed_memberships allows, counting those who are invited.", o.MaxMembers)
}

// checkRole refuses a role that an organization does not have.
func (a *API) checkRole(o *world.Organization, role string) error {
	if _, ok := a.w.Permissions(o, role); !ok {
		return refusal.Unprocessable(refusal.NoResource("role", "role of this organization", role))
	}
	return nil
}

type membershipUpdate struct {
	Role string `body:"role,required"`
}

func (a *API) updateMembership(c Call, p membershipUpdate) (any, error) {
	return a.changeMembership(c, func(m *world.Membership) error {
		m.Role = p.Role
		return a.checkRole(a.w.Organizations.Get(m.OrgID), p.Role)
	})
}

func (a *API) deleteMembership(c Call, _ none) (any, error) {
	m, err := a.membership(c)
	if err != nil {
		return nil, err
	}
	view := a.viewMembership(m)
	a.w.Leave(m)
	return view, nil
}

func (a *API) membershipMetadata(c Call, p organizationMetadata) (any, error) {
	return a.changeMembership(c, func(m *world.Membership) error {
		return putMetadata(mergeMetadata,
			metadataParam{"public_metadata", p.Public, &m.PublicMetadata},
			metadataParam{"private_metadata", p.Private, &m.PrivateMetadata})
	})
}

// A membershipView is a membership in an answer.
type membershipView struct {
	ID              string           `json:"id"`
	Object          string           `json:"object"`
	Role            string           `json:"role"`
	RoleName        string           `json:"role_name"`
	Permissions     []string         `json:"permissions"`
	PublicMetadata  world.Metadata   `json:"public_metadata"`
	PrivateMetadata world.Metadata   `json:"private_metadata"`
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
	Identifier      string  `json:"identifier"`
	Username        *string `json:"username"`
	Banned          bool    `json:"banned"`
	Deprovisioned   bool    `json:"deprovisioned"`
}

func (a *API) viewMembership(m *world.Membership) membershipView {
	o, u := a.w.Organizations.Get(m.OrgID), a.w.Users.Get(m.UserID)
	permissions, _ := a.w.Permissions(o, m.Role)
	return membershipView{
		ID: m.ID, Object: "organization_membership", Role: m.Role, RoleName: a.roleName(o, m.Role),
		Permissions: append([]string{}, permissions...), PublicMetadata: orEmpty(m.PublicMetadata),
		PrivateMetadata: orEmpty(m.PrivateMetadata), Organization: a.viewOrganization(o),
		CreatedAt: m.CreatedAt.UnixMilli(), UpdatedAt: m.UpdatedAt.UnixMilli(),
		PublicUserData: publicUserView{
			UserID: u.ID, FirstName: orNull(u.FirstName), LastName: orNull(u.LastName), ProfileImageURL: a.image(u.Image, u.ID),
			ImageURL: a.image(u.Image, u.ID), HasImage: u.Image != "", Identifier: a.identifier(u), Username: orNull(u.Username),
			Banned: u.Banned,
		},
	}
}

// identifier returns what others know a user by.
func (a *API) identifier(u *world.User) string {
	for _, text := range []string{a.w.Value(u, world.Email), a.w.Value(u, world.Phone), u.Username} {
		if text != "" {
			return text
		}
	}
	return u.ID
}

// roleName returns the name of a role for people: "Admin" for org:admin.
func (a *API) roleName(o *world.Organization, role string) string {
	if name := a.w.RoleName(o, role); name != "" {
		return name
	}
	name := strings.TrimPrefix(role, "org:")
	_, size := utf8.DecodeRuneInString(name)
	return strings.ToUpper(name[:size]) + name[size:]
}

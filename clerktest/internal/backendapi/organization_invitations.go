package backendapi

import (
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

func (a *API) organizationInvitations() []Operation {
	return []Operation{
		read("GET /organization_invitations", a.listAllOrgInvitations),
		read("GET /organizations/{organization_id}/invitations", a.listOrgInvitations),
		write("POST /organizations/{organization_id}/invitations", a.createOrgInvitation),
		write("POST /organizations/{organization_id}/invitations/bulk", a.createOrgInvitations),
		read("GET /organizations/{organization_id}/invitations/pending", a.listPendingOrgInvitations),
		read("GET /organizations/{organization_id}/invitations/{invitation_id}", a.getOrgInvitation),
		write("POST /organizations/{organization_id}/invitations/{invitation_id}/revoke", a.revokeOrgInvitation),
		read("GET /users/{user_id}/organization_invitations", a.listOrgInvitationsOfUser),
	}
}

// orgInvitation returns the one in the path.
func (a *API) orgInvitation(c Call) (*world.OrgInvitation, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	i, err := found(a.w.OrgInvitations.Table, "organization invitation", c.id("invitation_id"))
	if err == nil && i.OrgID != o.ID {
		return nil, refusal.NotFound("organization invitation", c.id("invitation_id"))
	}
	return i, err
}

func (a *API) getOrgInvitation(c Call, _ none) (any, error) {
	i, err := a.orgInvitation(c)
	if err != nil {
		return nil, err
	}
	return a.viewOrgInvitation(i), nil
}

type orgInvitationCreate struct {
	Email           string              `body:"email_address,required"`
	Role            string              `body:"role,required"`
	InviterID       Opt[string]         `body:"inviter_user_id,nullable"`
	PublicMetadata  Opt[world.Metadata] `body:"public_metadata,nullable"`
	PrivateMetadata Opt[world.Metadata] `body:"private_metadata,nullable"`
	RedirectURL     Opt[string]         `body:"redirect_url,nullable"`
	ExpiresInDays   Opt[int64]          `body:"expires_in_days,nullable"`
	Notify          Opt[bool]           `body:"notify,nullable"`
}

func (p *orgInvitationCreate) check(wrong *problems) {
	if p.Email != "" {
		checkForm(world.Email, p.Email, wrong)
	}
	checkExpiry(p.ExpiresInDays, wrong)
}

func (a *API) createOrgInvitation(c Call, p orgInvitationCreate) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	return a.inviteTo(o, p)
}

func (a *API) createOrgInvitations(c Call, all []orgInvitationCreate) (any, error) {
	o, err := a.organization(c)
	if err == nil {
		err = tooMany(len(all))
	}
	if err != nil {
		return nil, err
	}
	views := []any{}
	for _, p := range all {
		view, err := a.inviteTo(o, p)
		if err != nil {
			return nil, err
		}
		views = append(views, view)
	}
	return page{views, len(views)}, nil
}

func (a *API) inviteTo(o *world.Organization, p orgInvitationCreate) (any, error) {
	if err := a.checkRole(o, p.Role); err != nil {
		return nil, err
	}
	if id := p.InviterID.Value; id != "" {
		m := a.w.Memberships.Find(o.ID, id)
		if m == nil {
			return nil, refusal.Unprocessable(refusal.NoResource("inviter_user_id", "member of this organization", id))
		}
		if !a.w.MayManageMembers(o, m.Role) {
			return nil, notAdmin("inviter_user_id")
		}
	}
	now := a.w.Now()
	if owner := a.w.Identifications.Find(world.Email, p.Email); owner != nil && a.w.Memberships.Find(o.ID, owner.UserID) != nil {
		return nil, refusal.Newf(http.StatusBadRequest, "already_a_member_in_organization", "Already a member",
			"%.80q is a member of the organization already.", p.Email)
	}
	for i := range a.w.OrgInvitations.ByEmail.Get(strings.ToLower(p.Email)).All() {
		if i.OrgID == o.ID && i.Status.At(now, i.ExpiresAt) == world.Pending {
			return nil, refusal.Newf(http.StatusBadRequest, "organization_invitation_not_unique", "Invited already",
				"There is an invitation to this organization for %.80q already.", p.Email)
		}
	}
	if err := a.checkRoom(o, ""); err != nil {
		return nil, err
	}
	i := world.OrgInvitation{
		ID: a.w.ID("orginv"), OrgID: o.ID, Email: p.Email, Role: p.Role, InviterID: p.InviterID.Value, RedirectURL: p.RedirectURL.Value,
		Status: world.Pending, ExpiresAt: a.expiry(p.ExpiresInDays), CreatedAt: now, UpdatedAt: now,
	}
	if err := putMetadata(replaceMetadata,
		metadataParam{"public_metadata", p.PublicMetadata, &i.PublicMetadata},
		metadataParam{"private_metadata", p.PrivateMetadata, &i.PrivateMetadata}); err != nil {
		return nil, err
	}
	return a.viewOrgInvitation(&i), a.w.OrgInvitations.Put(i)
}

// notAdmin refuses a user that a param names, and who may not manage the members of the organization.
func notAdmin(param string) error {
	return refusal.New(http.StatusForbidden, "not_an_admin_in_organization", "Not an admin",
		param+" must be the id of a member who may manage the members of the organization, as its admins may.")
}

type orgInvitationRevoke struct {
	Requester Opt[string] `body:"requesting_user_id,nullable"`
}

func (a *API) revokeOrgInvitation(c Call, p orgInvitationRevoke) (any, error) {
	before, err := a.orgInvitation(c)
	if err != nil {
		return nil, err
	}
	if id := p.Requester.Value; id != "" {
		if m := a.w.Memberships.Find(before.OrgID, id); m == nil || !a.w.MayManageMembers(a.w.Organizations.Get(before.OrgID), m.Role) {
			return nil, notAdmin("requesting_user_id")
		}
	}
	if status := before.Status.At(a.w.Now(), before.ExpiresAt); status != world.Pending {
		return nil, refusal.Newf(http.StatusBadRequest, "organization_invitation_not_pending", "Not pending",
			"The invitation is %s; only one that is pending can be revoked.", status)
	}
	i := *before
	i.Status, i.UpdatedAt = world.Revoked, a.w.Now()
	return a.viewOrgInvitation(&i), a.w.OrgInvitations.Put(i)
}

// orgInvitationRanks are what invitations can be ordered by.
var orgInvitationRanks = map[string]func(*world.OrgInvitation) table.Rank{
	"email_address": func(i *world.OrgInvitation) table.Rank { return table.ByText(i.Email) },
}

type orgInvitationStatus struct {
	Status Opt[string] `query:"status" oneof:"pending accepted revoked expired"`
}

func (p orgInvitationStatus) filter(a *API) filter[world.OrgInvitation] {
	var f filter[world.OrgInvitation]
	now := a.w.Now()
	if p.Status.Set {
		f.when(func(i *world.OrgInvitation) bool { return string(i.Status.At(now, i.ExpiresAt)) == p.Status.Value })
	}
	return f
}

type orgInvitationList struct {
	window
	orgInvitationStatus
	Email string `query:"email_address"`
	Order Order  `query:"order_by" default:"-created_at" oneof:"created_at email_address"`
}

func (a *API) listOrgInvitations(c Call, p orgInvitationList) (any, error) {
	o, err := a.organization(c)
	if err != nil {
		return nil, err
	}
	f := p.filter(a)
	if p.Email != "" {
		f.when(func(i *world.OrgInvitation) bool { return strings.EqualFold(i.Email, p.Email) })
	}
	return paged(source[world.OrgInvitation]{a.w.OrgInvitations.ByOrg.Get(o.ID), f.keep(), orgInvitationRanks}, p.Order, p.window,
		a.viewOrgInvitation), nil
}

func (a *API) listPendingOrgInvitations(c Call, p window) (any, error) {
	pending := orgInvitationStatus{Opt[string]{Set: true, Value: string(world.Pending)}}
	return a.listOrgInvitations(c, orgInvitationList{window: p, orgInvitationStatus: pending, Order: newest})
}

type allOrgInvitations struct {
	window
	orgInvitationStatus
	Query string `query:"query"`
	Order Order  `query:"order_by" default:"-created_at" oneof:"created_at email_address"`
}

func (a *API) listAllOrgInvitations(_ Call, p allOrgInvitations) (any, error) {
	f := p.filter(a)
	if text := strings.ToLower(p.Query); text != "" {
		f.when(func(i *world.OrgInvitation) bool {
			o := a.w.Organizations.Get(i.OrgID)
			return contains(text, i.Email, i.ID, o.ID, o.Name, o.Slug)
		})
	}
	return paged(source[world.OrgInvitation]{a.w.OrgInvitations.Rows(), f.keep(), orgInvitationRanks}, p.Order, p.window, a.viewWithOrg), nil
}

type userOrgInvitations struct {
	window
	orgInvitationStatus
}

// listOrgInvitationsOfUser lists those to any address of the user.
func (a *API) listOrgInvitationsOfUser(c Call, p userOrgInvitations) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	f := p.filter(a)
	own := texts(a.w, u, world.Email)
	f.when(func(i *world.OrgInvitation) bool {
		for _, email := range own {
			if strings.EqualFold(email, i.Email) {
				return true
			}
		}
		return false
	})
	return paged(source[world.OrgInvitation]{rows: a.w.OrgInvitations.Rows(), keep: f.keep()}, newest, p.window, a.viewWithOrg), nil
}

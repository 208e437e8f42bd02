package backendapi

import (
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

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
	PendingInvitations    *int           `json:"pending_invitations_count,omitempty"`
	MaxAllowedMemberships int64          `json:"max_allowed_memberships"`
	AdminDeleteEnabled    bool           `json:"admin_delete_enabled"`
	PublicMetadata        world.Metadata `json:"public_metadata"`
	PrivateMetadata       world.Metadata `json:"private_metadata"`
	CreatedBy             string         `json:"created_by,omitempty"`
	CreatedAt             int64          `json:"created_at"`
	UpdatedAt             int64          `json:"updated_at"`
	RoleSetKey            *string        `json:"role_set_key"`
}

func (a *API) viewOrganization(o *world.Organization) organizationView {
	return organizationView{
		Object: "organization", ID: o.ID, Name: o.Name, Slug: o.Slug, ImageURL: a.image(o.Image, o.ID), HasImage: o.Image != "",
		MaxAllowedMemberships: o.MaxMembers, AdminDeleteEnabled: !o.NoAdminDelete, PublicMetadata: orEmpty(o.PublicMetadata),
		PrivateMetadata: orEmpty(o.PrivateMetadata), CreatedBy: o.CreatedBy, CreatedAt: o.CreatedAt.UnixMilli(),
		UpdatedAt: o.UpdatedAt.UnixMilli(), RoleSetKey: a.roleSetKey(o),
	}
}

// viewIncluding tells more.
func (a *API) viewIncluding(o *world.Organization, p include) organizationView {
	v := a.viewOrganization(o)
	members := a.w.Memberships.ByOrg.Get(o.ID)
	if p.MembersCount {
		count := members.Len()
		v.MembersCount = &count
	}
	if p.MissingAdmin {
		missing := !slices.ContainsFunc(slices.Collect(members.Each()), func(m *world.Membership) bool {
			return a.w.MayManageMembers(o, m.Role)
		})
		v.MissingAdmin = &missing
	}
	return v
}

// organizationEvent is what webhooks show of an organization.
func (a *API) organizationEvent(o *world.Organization, gone bool) any {
	if gone {
		return deletedOrganization(o)
	}
	return a.viewOrganization(o)
}

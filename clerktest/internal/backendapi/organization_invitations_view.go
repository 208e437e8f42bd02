package backendapi

import "github.com/usher-auth/usher/clerktest/internal/world"

// An orgInvitationView is an invitation to an organization in an answer.
type orgInvitationView struct {
	Object            string           `json:"object"`
	ID                string           `json:"id"`
	EmailAddress      string           `json:"email_address"`
	Role              string           `json:"role"`
	RoleName          string           `json:"role_name"`
	OrganizationID    string           `json:"organization_id"`
	InviterID         *string          `json:"inviter_id"`
	PublicInviterData *publicInviter   `json:"public_inviter_data"`
	Status            world.Status     `json:"status"`
	PublicMetadata    world.Metadata   `json:"public_metadata"`
	PrivateMetadata   world.Metadata   `json:"private_metadata"`
	URL               *string          `json:"url"`
	ExpiresAt         *int64           `json:"expires_at"`
	CreatedAt         int64            `json:"created_at"`
	UpdatedAt         int64            `json:"updated_at"`
	PublicOrgData     *publicOrganData `json:"public_organization_data,omitempty"`
}

// A publicInviter is what the invited see of who invites.
type publicInviter struct {
	UserID     string  `json:"user_id"`
	FirstName  *string `json:"first_name"`
	LastName   *string `json:"last_name"`
	ImageURL   string  `json:"image_url"`
	HasImage   bool    `json:"has_image"`
	Identifier string  `json:"identifier"`
}

// A publicOrganData is what the invited see of the organization.
type publicOrganData struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Slug     string `json:"slug"`
	ImageURL string `json:"image_url"`
	HasImage bool   `json:"has_image"`
}

func (a *API) viewOrgInvitation(i *world.OrgInvitation) orgInvitationView {
	v := orgInvitationView{
		Object: "organization_invitation", ID: i.ID, EmailAddress: i.Email, Role: i.Role, RoleName: a.roleName(a.w.Organizations.Get(i.OrgID), i.Role),
		OrganizationID: i.OrgID, InviterID: orNull(i.InviterID), Status: i.Status.At(a.w.Now(), i.ExpiresAt),
		PublicMetadata: orEmpty(i.PublicMetadata), PrivateMetadata: orEmpty(i.PrivateMetadata), URL: orNull(a.ticket(i.ID)),
		ExpiresAt: millis(i.ExpiresAt), CreatedAt: i.CreatedAt.UnixMilli(), UpdatedAt: i.UpdatedAt.UnixMilli(),
	}
	if u := a.w.Users.Get(i.InviterID); u != nil {
		v.PublicInviterData = &publicInviter{
			UserID: u.ID, FirstName: orNull(u.FirstName), LastName: orNull(u.LastName), ImageURL: a.image(u.Image, u.ID),
			HasImage: u.Image != "", Identifier: a.identifier(u),
		}
	}
	return v
}

// viewWithOrg shows the organization too.
func (a *API) viewWithOrg(i *world.OrgInvitation) orgInvitationView {
	v := a.viewOrgInvitation(i)
	v.PublicOrgData = a.publicOrg(i.OrgID)
	return v
}

func (a *API) publicOrg(id string) *publicOrganData {
	o := a.w.Organizations.Get(id)
	return &publicOrganData{ID: o.ID, Name: o.Name, Slug: o.Slug, ImageURL: a.image(o.Image, o.ID), HasImage: o.Image != ""}
}

// invitationEvent names what happens to an invitation. That one goes with its organization is told by the organization.
func invitationEvent(before, after *world.OrgInvitation) string {
	switch {
	case before == nil:
		return "organizationInvitation.created"
	case after == nil || before.Status == after.Status:
		return ""
	default:
		return "organizationInvitation." + string(after.Status)
	}
}

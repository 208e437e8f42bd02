package webhooks

import "github.com/usher-auth/usher/backend"

// An OrganizationInvitation is an invitation as events have it.
type OrganizationInvitation struct {
	// OrganizationInvitation is what the Backend API has of the invitation too.
	backend.OrganizationInvitation
	// UserID is the user who has accepted the invitation. It is empty in other events than [OrganizationInvitationAccepted].
	UserID string `json:"user_id"`
	// Data is what Clerk sends besides.
	Data OrganizationInvitationData `json:"data"`
}

// OrganizationInvitationData is what an event adds to an invitation.
type OrganizationInvitationData struct {
	// PublicOrganizationData is what the invited may know of the organization, or nil if Clerk did not say.
	PublicOrganizationData *backend.PublicOrganizationData `json:"public_organization_data"`
}

// An OrganizationInvitationCreated says that somebody was invited into an organization.
type OrganizationInvitationCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the invitation.
	Data *OrganizationInvitation
}

func (e *OrganizationInvitationCreated) slots() (Type, *Event, any) {
	return TypeOrganizationInvitationCreated, &e.Event, &e.Data
}

// An OrganizationInvitationAccepted says that an invitation into an organization was accepted. An [OrganizationMembershipCreated] tells of the membership.
type OrganizationInvitationAccepted struct {
	// Event is what all events have in common.
	Event
	// Data is the invitation, with the user who accepted it.
	Data *OrganizationInvitation
}

func (e *OrganizationInvitationAccepted) slots() (Type, *Event, any) {
	return TypeOrganizationInvitationAccepted, &e.Event, &e.Data
}

// An OrganizationInvitationRevoked says that an invitation into an organization was taken back.
type OrganizationInvitationRevoked struct {
	// Event is what all events have in common.
	Event
	// Data is the invitation.
	Data *OrganizationInvitation
}

func (e *OrganizationInvitationRevoked) slots() (Type, *Event, any) {
	return TypeOrganizationInvitationRevoked, &e.Event, &e.Data
}

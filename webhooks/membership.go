package webhooks

import "github.com/usher-auth/usher/backend"

// An OrganizationMembershipCreated says that a user became a member of an organization.
type OrganizationMembershipCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the membership, with the organization and what is public of the user.
	Data *backend.OrganizationMembership
}

func (e *OrganizationMembershipCreated) slots() (Type, *Event, any) {
	return TypeOrganizationMembershipCreated, &e.Event, &e.Data
}

// An OrganizationMembershipUpdated says that something about a membership changed, such as the role.
type OrganizationMembershipUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the membership after the change.
	Data *backend.OrganizationMembership
}

func (e *OrganizationMembershipUpdated) slots() (Type, *Event, any) {
	return TypeOrganizationMembershipUpdated, &e.Event, &e.Data
}

// An OrganizationMembershipDeleted says that a user is no member of an organization any more.
type OrganizationMembershipDeleted struct {
	// Event is what all events have in common.
	Event
	// Data is the membership as it was.
	Data *backend.OrganizationMembership
}

func (e *OrganizationMembershipDeleted) slots() (Type, *Event, any) {
	return TypeOrganizationMembershipDeleted, &e.Event, &e.Data
}

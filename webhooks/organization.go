package webhooks

import "github.com/usher-auth/usher/backend"

// An OrganizationCreated says that an organization was created.
type OrganizationCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the organization, as the Backend API has it.
	Data *backend.Organization
}

func (e *OrganizationCreated) slots() (Type, *Event, any) {
	return TypeOrganizationCreated, &e.Event, &e.Data
}

// An OrganizationUpdated says that something about an organization changed. Data is all of it, not what changed.
type OrganizationUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the organization after the change.
	Data *backend.Organization
}

func (e *OrganizationUpdated) slots() (Type, *Event, any) {
	return TypeOrganizationUpdated, &e.Event, &e.Data
}

// An OrganizationDeleted says that an organization was deleted.
type OrganizationDeleted struct {
	// Event is what all events have in common.
	Event
	// Data is what is left of the organization: the id, and that it was deleted.
	Data *backend.DeletedObject
}

func (e *OrganizationDeleted) slots() (Type, *Event, any) {
	return TypeOrganizationDeleted, &e.Event, &e.Data
}

// An OrganizationDomainCreated says that a domain was added to an organization.
type OrganizationDomainCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the domain, as the Backend API has it.
	Data *backend.OrganizationDomain
}

func (e *OrganizationDomainCreated) slots() (Type, *Event, any) {
	return TypeOrganizationDomainCreated, &e.Event, &e.Data
}

// An OrganizationDomainUpdated says that something about a domain of an organization changed, such as its verification.
type OrganizationDomainUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the domain after the change.
	Data *backend.OrganizationDomain
}

func (e *OrganizationDomainUpdated) slots() (Type, *Event, any) {
	return TypeOrganizationDomainUpdated, &e.Event, &e.Data
}

// An OrganizationDomainDeleted says that a domain was taken from an organization.
type OrganizationDomainDeleted struct {
	// Event is what all events have in common.
	Event
	// Data is what is left of the domain: the id, and that it was deleted.
	Data *backend.DeletedObject
}

func (e *OrganizationDomainDeleted) slots() (Type, *Event, any) {
	return TypeOrganizationDomainDeleted, &e.Event, &e.Data
}

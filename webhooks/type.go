package webhooks

import "slices"

// A Type says what happened: "user.created". Clerk adds types without notice, so any text is a Type.
type Type string

// The types that this package has a struct for, which is named like the constant without the Type before it. All but
// TypeSubscriptionItemCreated are in Clerk's API description of 2025-04-15; that one Clerk's JavaScript library names.
const (
	TypeEmailCreated                    Type = "email.created"
	TypeOrganizationCreated             Type = "organization.created"
	TypeOrganizationUpdated             Type = "organization.updated"
	TypeOrganizationDeleted             Type = "organization.deleted"
	TypeOrganizationDomainCreated       Type = "organizationDomain.created"
	TypeOrganizationDomainUpdated       Type = "organizationDomain.updated"
	TypeOrganizationDomainDeleted       Type = "organizationDomain.deleted"
	TypeOrganizationInvitationCreated   Type = "organizationInvitation.created"
	TypeOrganizationInvitationAccepted  Type = "organizationInvitation.accepted"
	TypeOrganizationInvitationRevoked   Type = "organizationInvitation.revoked"
	TypeOrganizationMembershipCreated   Type = "organizationMembership.created"
	TypeOrganizationMembershipUpdated   Type = "organizationMembership.updated"
	TypeOrganizationMembershipDeleted   Type = "organizationMembership.deleted"
	TypePaymentAttemptCreated           Type = "paymentAttempt.created"
	TypePaymentAttemptUpdated           Type = "paymentAttempt.updated"
	TypePermissionCreated               Type = "permission.created"
	TypePermissionUpdated               Type = "permission.updated"
	TypePermissionDeleted               Type = "permission.deleted"
	TypeRoleCreated                     Type = "role.created"
	TypeRoleUpdated                     Type = "role.updated"
	TypeRoleDeleted                     Type = "role.deleted"
	TypeSessionCreated                  Type = "session.created"
	TypeSessionPending                  Type = "session.pending"
	TypeSessionEnded                    Type = "session.ended"
	TypeSessionRemoved                  Type = "session.removed"
	TypeSessionRevoked                  Type = "session.revoked"
	TypeSMSCreated                      Type = "sms.created"
	TypeSubscriptionCreated             Type = "subscription.created"
	TypeSubscriptionUpdated             Type = "subscription.updated"
	TypeSubscriptionActive              Type = "subscription.active"
	TypeSubscriptionPastDue             Type = "subscription.pastDue"
	TypeSubscriptionItemAbandoned       Type = "subscriptionItem.abandoned"
	TypeSubscriptionItemActive          Type = "subscriptionItem.active"
	TypeSubscriptionItemCanceled        Type = "subscriptionItem.canceled"
	TypeSubscriptionItemCreated         Type = "subscriptionItem.created"
	TypeSubscriptionItemEnded           Type = "subscriptionItem.ended"
	TypeSubscriptionItemFreeTrialEnding Type = "subscriptionItem.freeTrialEnding"
	TypeSubscriptionItemIncomplete      Type = "subscriptionItem.incomplete"
	TypeSubscriptionItemPastDue         Type = "subscriptionItem.pastDue"
	TypeSubscriptionItemUpcoming        Type = "subscriptionItem.upcoming"
	TypeSubscriptionItemUpdated         Type = "subscriptionItem.updated"
	TypeUserCreated                     Type = "user.created"
	TypeUserUpdated                     Type = "user.updated"
	TypeUserDeleted                     Type = "user.deleted"
	TypeWaitlistEntryCreated            Type = "waitlistEntry.created"
	TypeWaitlistEntryUpdated            Type = "waitlistEntry.updated"
)

var types = [...]Type{
	TypeEmailCreated,
	TypeOrganizationCreated, TypeOrganizationUpdated, TypeOrganizationDeleted,
	TypeOrganizationDomainCreated, TypeOrganizationDomainUpdated, TypeOrganizationDomainDeleted,
	TypeOrganizationInvitationCreated, TypeOrganizationInvitationAccepted, TypeOrganizationInvitationRevoked,
	TypeOrganizationMembershipCreated, TypeOrganizationMembershipUpdated, TypeOrganizationMembershipDeleted,
	TypePaymentAttemptCreated, TypePaymentAttemptUpdated,
	TypePermissionCreated, TypePermissionUpdated, TypePermissionDeleted,
	TypeRoleCreated, TypeRoleUpdated, TypeRoleDeleted,
	TypeSessionCreated, TypeSessionPending, TypeSessionEnded, TypeSessionRemoved, TypeSessionRevoked,
	TypeSMSCreated,
	TypeSubscriptionCreated, TypeSubscriptionUpdated, TypeSubscriptionActive, TypeSubscriptionPastDue,
	TypeSubscriptionItemAbandoned, TypeSubscriptionItemActive, TypeSubscriptionItemCanceled, TypeSubscriptionItemCreated,
	TypeSubscriptionItemEnded, TypeSubscriptionItemFreeTrialEnding, TypeSubscriptionItemIncomplete,
	TypeSubscriptionItemPastDue, TypeSubscriptionItemUpcoming, TypeSubscriptionItemUpdated,
	TypeUserCreated, TypeUserUpdated, TypeUserDeleted,
	TypeWaitlistEntryCreated, TypeWaitlistEntryUpdated,
}

// Types returns the types that this package knows, in alphabetical order of what they are about. The slice is the caller's own.
func Types() []Type { return slices.Clone(types[:]) }

// Known reports whether this package has a struct for the type. Events of other types are verified and delivered all the same,
// see [Mux.Handle] and [Mux.HandleOther].
func (t Type) Known() bool { return slices.Contains(types[:], t) }

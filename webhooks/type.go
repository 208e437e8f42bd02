package webhooks

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

// structs are the structs of events, in the order of [Types]. Nobody writes to them.
var structs = [...]interface{ slots() (Type, *Event, any) }{
	&EmailCreated{},
	&OrganizationCreated{}, &OrganizationUpdated{}, &OrganizationDeleted{},
	&OrganizationDomainCreated{}, &OrganizationDomainUpdated{}, &OrganizationDomainDeleted{},
	&OrganizationInvitationCreated{}, &OrganizationInvitationAccepted{}, &OrganizationInvitationRevoked{},
	&OrganizationMembershipCreated{}, &OrganizationMembershipUpdated{}, &OrganizationMembershipDeleted{},
	&PaymentAttemptCreated{}, &PaymentAttemptUpdated{},
	&PermissionCreated{}, &PermissionUpdated{}, &PermissionDeleted{},
	&RoleCreated{}, &RoleUpdated{}, &RoleDeleted{},
	&SessionCreated{}, &SessionPending{}, &SessionEnded{}, &SessionRemoved{}, &SessionRevoked{},
	&SMSCreated{},
	&SubscriptionCreated{}, &SubscriptionUpdated{}, &SubscriptionActive{}, &SubscriptionPastDue{},
	&SubscriptionItemAbandoned{}, &SubscriptionItemActive{}, &SubscriptionItemCanceled{}, &SubscriptionItemCreated{},
	&SubscriptionItemEnded{}, &SubscriptionItemFreeTrialEnding{}, &SubscriptionItemIncomplete{},
	&SubscriptionItemPastDue{}, &SubscriptionItemUpcoming{}, &SubscriptionItemUpdated{},
	&UserCreated{}, &UserUpdated{}, &UserDeleted{},
	&WaitlistEntryCreated{}, &WaitlistEntryUpdated{},
}

// Types returns the types that this package knows, in alphabetical order of what they are about. The slice is the caller's own.
func Types() []Type {
	all := make([]Type, 0, len(structs))
	for _, s := range structs {
		t, _, _ := s.slots()
		all = append(all, t)
	}
	return all
}

// Known reports whether this package has a struct for the type. Events of other types are verified and delivered all the same,
// see [Mux.Handle] and [Mux.HandleOther].
func (t Type) Known() bool {
	_, ok := dataOf(t)
	return ok
}

// dataOf returns where the data of a known type is decoded into: a pointer to a pointer.
func dataOf(t Type) (data any, ok bool) {
	for _, s := range structs {
		if own, _, data := s.slots(); own == t {
			return data, true
		}
	}
	return nil, false
}

package contract_test

import (
	"context"
	"fmt"
	"reflect"

	"github.com/usher-auth/usher/webhooks"
)

// A webhookDecoded is what a typed function was called with.
type webhookDecoded struct {
	event webhooks.Event
	data  any
}

// webhookStructs are the structs of events by type.
var webhookStructs = map[webhooks.Type]reflect.Type{
	webhooks.TypeEmailCreated:                    reflect.TypeFor[webhooks.EmailCreated](),
	webhooks.TypeOrganizationCreated:             reflect.TypeFor[webhooks.OrganizationCreated](),
	webhooks.TypeOrganizationUpdated:             reflect.TypeFor[webhooks.OrganizationUpdated](),
	webhooks.TypeOrganizationDeleted:             reflect.TypeFor[webhooks.OrganizationDeleted](),
	webhooks.TypeOrganizationDomainCreated:       reflect.TypeFor[webhooks.OrganizationDomainCreated](),
	webhooks.TypeOrganizationDomainUpdated:       reflect.TypeFor[webhooks.OrganizationDomainUpdated](),
	webhooks.TypeOrganizationDomainDeleted:       reflect.TypeFor[webhooks.OrganizationDomainDeleted](),
	webhooks.TypeOrganizationInvitationCreated:   reflect.TypeFor[webhooks.OrganizationInvitationCreated](),
	webhooks.TypeOrganizationInvitationAccepted:  reflect.TypeFor[webhooks.OrganizationInvitationAccepted](),
	webhooks.TypeOrganizationInvitationRevoked:   reflect.TypeFor[webhooks.OrganizationInvitationRevoked](),
	webhooks.TypeOrganizationMembershipCreated:   reflect.TypeFor[webhooks.OrganizationMembershipCreated](),
	webhooks.TypeOrganizationMembershipUpdated:   reflect.TypeFor[webhooks.OrganizationMembershipUpdated](),
	webhooks.TypeOrganizationMembershipDeleted:   reflect.TypeFor[webhooks.OrganizationMembershipDeleted](),
	webhooks.TypePaymentAttemptCreated:           reflect.TypeFor[webhooks.PaymentAttemptCreated](),
	webhooks.TypePaymentAttemptUpdated:           reflect.TypeFor[webhooks.PaymentAttemptUpdated](),
	webhooks.TypePermissionCreated:               reflect.TypeFor[webhooks.PermissionCreated](),
	webhooks.TypePermissionUpdated:               reflect.TypeFor[webhooks.PermissionUpdated](),
	webhooks.TypePermissionDeleted:               reflect.TypeFor[webhooks.PermissionDeleted](),
	webhooks.TypeRoleCreated:                     reflect.TypeFor[webhooks.RoleCreated](),
	webhooks.TypeRoleUpdated:                     reflect.TypeFor[webhooks.RoleUpdated](),
	webhooks.TypeRoleDeleted:                     reflect.TypeFor[webhooks.RoleDeleted](),
	webhooks.TypeSessionCreated:                  reflect.TypeFor[webhooks.SessionCreated](),
	webhooks.TypeSessionPending:                  reflect.TypeFor[webhooks.SessionPending](),
	webhooks.TypeSessionEnded:                    reflect.TypeFor[webhooks.SessionEnded](),
	webhooks.TypeSessionRemoved:                  reflect.TypeFor[webhooks.SessionRemoved](),
	webhooks.TypeSessionRevoked:                  reflect.TypeFor[webhooks.SessionRevoked](),
	webhooks.TypeSMSCreated:                      reflect.TypeFor[webhooks.SMSCreated](),
	webhooks.TypeSubscriptionCreated:             reflect.TypeFor[webhooks.SubscriptionCreated](),
	webhooks.TypeSubscriptionUpdated:             reflect.TypeFor[webhooks.SubscriptionUpdated](),
	webhooks.TypeSubscriptionActive:              reflect.TypeFor[webhooks.SubscriptionActive](),
	webhooks.TypeSubscriptionPastDue:             reflect.TypeFor[webhooks.SubscriptionPastDue](),
	webhooks.TypeSubscriptionItemAbandoned:       reflect.TypeFor[webhooks.SubscriptionItemAbandoned](),
	webhooks.TypeSubscriptionItemActive:          reflect.TypeFor[webhooks.SubscriptionItemActive](),
	webhooks.TypeSubscriptionItemCanceled:        reflect.TypeFor[webhooks.SubscriptionItemCanceled](),
	webhooks.TypeSubscriptionItemCreated:         reflect.TypeFor[webhooks.SubscriptionItemCreated](),
	webhooks.TypeSubscriptionItemEnded:           reflect.TypeFor[webhooks.SubscriptionItemEnded](),
	webhooks.TypeSubscriptionItemFreeTrialEnding: reflect.TypeFor[webhooks.SubscriptionItemFreeTrialEnding](),
	webhooks.TypeSubscriptionItemIncomplete:      reflect.TypeFor[webhooks.SubscriptionItemIncomplete](),
	webhooks.TypeSubscriptionItemPastDue:         reflect.TypeFor[webhooks.SubscriptionItemPastDue](),
	webhooks.TypeSubscriptionItemUpcoming:        reflect.TypeFor[webhooks.SubscriptionItemUpcoming](),
	webhooks.TypeSubscriptionItemUpdated:         reflect.TypeFor[webhooks.SubscriptionItemUpdated](),
	webhooks.TypeUserCreated:                     reflect.TypeFor[webhooks.UserCreated](),
	webhooks.TypeUserUpdated:                     reflect.TypeFor[webhooks.UserUpdated](),
	webhooks.TypeUserDeleted:                     reflect.TypeFor[webhooks.UserDeleted](),
	webhooks.TypeWaitlistEntryCreated:            reflect.TypeFor[webhooks.WaitlistEntryCreated](),
	webhooks.TypeWaitlistEntryUpdated:            reflect.TypeFor[webhooks.WaitlistEntryUpdated](),
}

func onWebhook[T any, P webhooks.Typed[T]](mux *webhooks.Mux, got *webhookDecoded) {
	webhooks.On[T, P](mux, func(_ context.Context, e T) error {
		v := reflect.ValueOf(e)
		event, ok := v.FieldByName("Event").Interface().(webhooks.Event)
		if !ok {
			return fmt.Errorf("%T has no Event", e)
		}
		*got = webhookDecoded{event, v.FieldByName("Data").Interface()}
		return nil
	})
}

func onEveryWebhook(mux *webhooks.Mux, got *webhookDecoded) {
	onWebhook[webhooks.EmailCreated](mux, got)
	onWebhook[webhooks.OrganizationCreated](mux, got)
	onWebhook[webhooks.OrganizationUpdated](mux, got)
	onWebhook[webhooks.OrganizationDeleted](mux, got)
	onWebhook[webhooks.OrganizationDomainCreated](mux, got)
	onWebhook[webhooks.OrganizationDomainUpdated](mux, got)
	onWebhook[webhooks.OrganizationDomainDeleted](mux, got)
	onWebhook[webhooks.OrganizationInvitationCreated](mux, got)
	onWebhook[webhooks.OrganizationInvitationAccepted](mux, got)
	onWebhook[webhooks.OrganizationInvitationRevoked](mux, got)
	onWebhook[webhooks.OrganizationMembershipCreated](mux, got)
	onWebhook[webhooks.OrganizationMembershipUpdated](mux, got)
	onWebhook[webhooks.OrganizationMembershipDeleted](mux, got)
	onWebhook[webhooks.PaymentAttemptCreated](mux, got)
	onWebhook[webhooks.PaymentAttemptUpdated](mux, got)
	onWebhook[webhooks.PermissionCreated](mux, got)
	onWebhook[webhooks.PermissionUpdated](mux, got)
	onWebhook[webhooks.PermissionDeleted](mux, got)
	onWebhook[webhooks.RoleCreated](mux, got)
	onWebhook[webhooks.RoleUpdated](mux, got)
	onWebhook[webhooks.RoleDeleted](mux, got)
	onWebhook[webhooks.SessionCreated](mux, got)
	onWebhook[webhooks.SessionPending](mux, got)
	onWebhook[webhooks.SessionEnded](mux, got)
	onWebhook[webhooks.SessionRemoved](mux, got)
	onWebhook[webhooks.SessionRevoked](mux, got)
	onWebhook[webhooks.SMSCreated](mux, got)
	onWebhook[webhooks.SubscriptionCreated](mux, got)
	onWebhook[webhooks.SubscriptionUpdated](mux, got)
	onWebhook[webhooks.SubscriptionActive](mux, got)
	onWebhook[webhooks.SubscriptionPastDue](mux, got)
	onWebhook[webhooks.SubscriptionItemAbandoned](mux, got)
	onWebhook[webhooks.SubscriptionItemActive](mux, got)
	onWebhook[webhooks.SubscriptionItemCanceled](mux, got)
	onWebhook[webhooks.SubscriptionItemCreated](mux, got)
	onWebhook[webhooks.SubscriptionItemEnded](mux, got)
	onWebhook[webhooks.SubscriptionItemFreeTrialEnding](mux, got)
	onWebhook[webhooks.SubscriptionItemIncomplete](mux, got)
	onWebhook[webhooks.SubscriptionItemPastDue](mux, got)
	onWebhook[webhooks.SubscriptionItemUpcoming](mux, got)
	onWebhook[webhooks.SubscriptionItemUpdated](mux, got)
	onWebhook[webhooks.UserCreated](mux, got)
	onWebhook[webhooks.UserUpdated](mux, got)
	onWebhook[webhooks.UserDeleted](mux, got)
	onWebhook[webhooks.WaitlistEntryCreated](mux, got)
	onWebhook[webhooks.WaitlistEntryUpdated](mux, got)
}

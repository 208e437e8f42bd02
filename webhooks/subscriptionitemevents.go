package webhooks

// A SubscriptionItemCreated says that a plan was added to a subscription. Clerk's JavaScript library names this event, and its API description does not.
type SubscriptionItemCreated struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemCreated) slots() (Type, *Event, any) {
	return TypeSubscriptionItemCreated, &e.Event, &e.Data
}

// A SubscriptionItemUpdated says that an item of a subscription changed.
type SubscriptionItemUpdated struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemUpdated) slots() (Type, *Event, any) {
	return TypeSubscriptionItemUpdated, &e.Event, &e.Data
}

// A SubscriptionItemActive says that an item of a subscription became active.
type SubscriptionItemActive struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemActive) slots() (Type, *Event, any) {
	return TypeSubscriptionItemActive, &e.Event, &e.Data
}

// A SubscriptionItemUpcoming says that an item of a subscription is to become active, after the period of the one before it.
type SubscriptionItemUpcoming struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemUpcoming) slots() (Type, *Event, any) {
	return TypeSubscriptionItemUpcoming, &e.Event, &e.Data
}

// A SubscriptionItemFreeTrialEnding says that a free trial is about to end.
type SubscriptionItemFreeTrialEnding struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemFreeTrialEnding) slots() (Type, *Event, any) {
	return TypeSubscriptionItemFreeTrialEnding, &e.Event, &e.Data
}

// A SubscriptionItemPastDue says that a payment for an item of a subscription is overdue.
type SubscriptionItemPastDue struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemPastDue) slots() (Type, *Event, any) {
	return TypeSubscriptionItemPastDue, &e.Event, &e.Data
}

// A SubscriptionItemCanceled says that an item of a subscription was canceled. What was paid for lasts until Data.PeriodEnd.
type SubscriptionItemCanceled struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemCanceled) slots() (Type, *Event, any) {
	return TypeSubscriptionItemCanceled, &e.Event, &e.Data
}

// A SubscriptionItemEnded says that an item of a subscription has ended.
type SubscriptionItemEnded struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemEnded) slots() (Type, *Event, any) {
	return TypeSubscriptionItemEnded, &e.Event, &e.Data
}

// A SubscriptionItemIncomplete says that an item of a subscription waits for its first payment.
type SubscriptionItemIncomplete struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemIncomplete) slots() (Type, *Event, any) {
	return TypeSubscriptionItemIncomplete, &e.Event, &e.Data
}

// A SubscriptionItemAbandoned says that an item of a subscription was given up before it was paid for.
type SubscriptionItemAbandoned struct {
	// Event is what all events have in common.
	Event
	// Data is the item, with its plan and its payer.
	Data *SubscriptionItem
}

func (e *SubscriptionItemAbandoned) slots() (Type, *Event, any) {
	return TypeSubscriptionItemAbandoned, &e.Event, &e.Data
}

package backend

import (
	"context"
	"iter"
)

// BillingService is Clerk Billing: what is for sale, who has subscribed to what, and what was charged. The subscription and
// the credits of one payer are with [UsersService] and [OrganizationsService].
type BillingService service

// ListPlans returns one page of the plans, free ones too, the newest first.
func (s *BillingService) ListPlans(ctx context.Context, params *BillingListPlansParams) (*Page[Plan], error) {
	return do[Page[Plan]](ctx, s.settings, get("/billing/plans", params).paginated())
}

// AllPlans returns an iterator over what ListPlans returns page by page.
func (s *BillingService) AllPlans(ctx context.Context, params *BillingListPlansParams) iter.Seq2[*Plan, error] {
	return all[Plan](ctx, s.settings, get("/billing/plans", params).paginated())
}

// ListPrices returns one page of the prices of all plans or of one, the default and the custom ones. They are in ascending
// order of their amount, and the newest first where that is the same.
func (s *BillingService) ListPrices(ctx context.Context, params *BillingListPricesParams) (*Page[Price], error) {
	return do[Page[Price]](ctx, s.settings, get("/billing/prices", params).paginated())
}

// AllPrices returns an iterator over what ListPrices returns page by page.
func (s *BillingService) AllPrices(ctx context.Context, params *BillingListPricesParams) iter.Seq2[*Price, error] {
	return all[Price](ctx, s.settings, get("/billing/prices", params).paginated())
}

// CreatePrice gives a plan another price, for customers who shall pay something else than the default. It returns the price,
// which CreatePriceTransition then moves them to.
func (s *BillingService) CreatePrice(ctx context.Context, params *BillingCreatePriceParams) (*Price, error) {
	return do[Price](ctx, s.settings, post("/billing/prices", params))
}

// ListSubscriptionItems returns one page of the subscription items of all users and organizations, the newest first. Items
// of free plans are left out unless IncludeFree asks for them.
func (s *BillingService) ListSubscriptionItems(
	ctx context.Context, params *BillingListSubscriptionItemsParams,
) (*Page[SubscriptionItem], error) {
	return do[Page[SubscriptionItem]](ctx, s.settings, get("/billing/subscription_items", params).paginated())
}

// AllSubscriptionItems returns an iterator over what ListSubscriptionItems returns page by page.
func (s *BillingService) AllSubscriptionItems(
	ctx context.Context, params *BillingListSubscriptionItemsParams,
) iter.Seq2[*SubscriptionItem, error] {
	return all[SubscriptionItem](ctx, s.settings, get("/billing/subscription_items", params).paginated())
}

// CancelSubscriptionItem cancels a subscription item: at the end of the period that is paid for, or now if EndNow says so.
// It returns the item as it is after that.
func (s *BillingService) CancelSubscriptionItem(
	ctx context.Context, subscriptionItemID string, params *BillingCancelSubscriptionItemParams,
) (*SubscriptionItem, error) {
	c := del("/billing/subscription_items/{subscription_item_id}", params, subscriptionItemID)
	return do[SubscriptionItem](ctx, s.settings, c)
}

// ExtendSubscriptionItemFreeTrial moves the end of a free trial. The item must be in its trial, and its plan must offer one.
// To repeat it with the same time changes nothing, so the client does that after a failure. The answer has the legacy form,
// see [SubscriptionItem].
func (s *BillingService) ExtendSubscriptionItemFreeTrial(
	ctx context.Context, subscriptionItemID string, params *BillingExtendSubscriptionItemFreeTrialParams,
) (*SubscriptionItem, error) {
	c := post("/billing/subscription_items/{subscription_item_id}/extend_free_trial", params, subscriptionItemID)
	return do[SubscriptionItem](ctx, s.settings, c.again())
}

// CreatePriceTransition moves a subscription item from one price to another. Depending on the plans and the payer that
// happens at once or with a new item that is upcoming; Transition.EffectiveMode of the answer tells which.
func (s *BillingService) CreatePriceTransition(
	ctx context.Context, subscriptionItemID string, params *BillingCreatePriceTransitionParams,
) (*PriceTransition, error) {
	c := post("/billing/subscription_items/{subscription_item_id}/price_transition", params, subscriptionItemID)
	return do[PriceTransition](ctx, s.settings, c)
}

// ApplySubscriptionItemDiscount gives a subscription item a discount that exists already, whatever its rules say about who
// may redeem it. An item has one active discount, which another one replaces; to apply the same one again is [ErrConflict].
func (s *BillingService) ApplySubscriptionItemDiscount(
	ctx context.Context, subscriptionItemID string, params *BillingApplySubscriptionItemDiscountParams,
) (*DiscountRedemption, error) {
	c := post("/billing/subscription_items/{subscription_item_id}/discounts", params, subscriptionItemID)
	return do[DiscountRedemption](ctx, s.settings, c)
}

// RemoveSubscriptionItemDiscount takes a discount from a subscription item. It must be the one that is active there.
func (s *BillingService) RemoveSubscriptionItemDiscount(
	ctx context.Context, subscriptionItemID, discountID string,
) (*DiscountRedemption, error) {
	c := del("/billing/subscription_items/{subscription_item_id}/discounts/{discount_id}", nil, subscriptionItemID, discountID)
	return do[DiscountRedemption](ctx, s.settings, c)
}

// ListStatements returns one page of the statements of all payers, the newest first.
func (s *BillingService) ListStatements(ctx context.Context, params *BillingListStatementsParams) (*Page[Statement], error) {
	return do[Page[Statement]](ctx, s.settings, get("/billing/statements", params).paginated())
}

// AllStatements returns an iterator over what ListStatements returns page by page.
func (s *BillingService) AllStatements(ctx context.Context, params *BillingListStatementsParams) iter.Seq2[*Statement, error] {
	return all[Statement](ctx, s.settings, get("/billing/statements", params).paginated())
}

// GetStatement returns a statement with its groups of payment attempts.
func (s *BillingService) GetStatement(ctx context.Context, statementID string) (*Statement, error) {
	return do[Statement](ctx, s.settings, get("/billing/statements/{statementID}", nil, statementID))
}

// ListStatementPaymentAttempts returns one page of the attempts to collect what a statement asks for, the newest first.
func (s *BillingService) ListStatementPaymentAttempts(
	ctx context.Context, statementID string, params *BillingListStatementPaymentAttemptsParams,
) (*Page[PaymentAttempt], error) {
	c := get("/billing/statements/{statementID}/payment_attempts", params, statementID)
	return do[Page[PaymentAttempt]](ctx, s.settings, c.paginated())
}

// AllStatementPaymentAttempts returns an iterator over what ListStatementPaymentAttempts returns page by page.
func (s *BillingService) AllStatementPaymentAttempts(
	ctx context.Context, statementID string, params *BillingListStatementPaymentAttemptsParams,
) iter.Seq2[*PaymentAttempt, error] {
	c := get("/billing/statements/{statementID}/payment_attempts", params, statementID)
	return all[PaymentAttempt](ctx, s.settings, c.paginated())
}

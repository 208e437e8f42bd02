package backend

import (
	"context"
	"iter"
)

type BillingService service

// ListPlans SUMMARY(GetCommercePlanList)
func (s *BillingService) ListPlans(ctx context.Context, params *BillingListPlansParams) (*Page[Plan], error) {
	return do[Page[Plan]](ctx, s.settings, get("/billing/plans", params).paginated())
}

// AllPlans SUMMARY(GetCommercePlanList)
func (s *BillingService) AllPlans(ctx context.Context, params *BillingListPlansParams) iter.Seq2[*Plan, error] {
	return all[Plan](ctx, s.settings, get("/billing/plans", params).paginated())
}

// ListPrices SUMMARY(GetBillingPriceList)
func (s *BillingService) ListPrices(ctx context.Context, params *BillingListPricesParams) (*Page[Price], error) {
	return do[Page[Price]](ctx, s.settings, get("/billing/prices", params).paginated())
}

// AllPrices SUMMARY(GetBillingPriceList)
func (s *BillingService) AllPrices(ctx context.Context, params *BillingListPricesParams) iter.Seq2[*Price, error] {
	return all[Price](ctx, s.settings, get("/billing/prices", params).paginated())
}

// CreatePrice SUMMARY(CreateBillingPrice)
func (s *BillingService) CreatePrice(ctx context.Context, params *BillingCreatePriceParams) (*Price, error) {
	return do[Price](ctx, s.settings, post("/billing/prices", params))
}

// ListSubscriptionItems SUMMARY(GetCommerceSubscriptionItemList)
func (s *BillingService) ListSubscriptionItems(ctx context.Context, params *BillingListSubscriptionItemsParams) (*Page[SubscriptionItem], error) {
	return do[Page[SubscriptionItem]](ctx, s.settings, get("/billing/subscription_items", params).paginated())
}

// AllSubscriptionItems SUMMARY(GetCommerceSubscriptionItemList)
func (s *BillingService) AllSubscriptionItems(ctx context.Context, params *BillingListSubscriptionItemsParams) iter.Seq2[*SubscriptionItem, error] {
	return all[SubscriptionItem](ctx, s.settings, get("/billing/subscription_items", params).paginated())
}

// CancelSubscriptionItem SUMMARY(CancelCommerceSubscriptionItem)
func (s *BillingService) CancelSubscriptionItem(ctx context.Context, subscriptionItemID string, params *BillingCancelSubscriptionItemParams) (*SubscriptionItem, error) {
	return do[SubscriptionItem](ctx, s.settings, del("/billing/subscription_items/{subscription_item_id}", params, subscriptionItemID))
}

// ExtendSubscriptionItemFreeTrial SUMMARY(ExtendBillingSubscriptionItemFreeTrial)
func (s *BillingService) ExtendSubscriptionItemFreeTrial(ctx context.Context, subscriptionItemID string, params *BillingExtendSubscriptionItemFreeTrialParams) (*SubscriptionItem, error) {
	return do[SubscriptionItem](ctx, s.settings, post("/billing/subscription_items/{subscription_item_id}/extend_free_trial", params, subscriptionItemID).again())
}

// CreatePriceTransition SUMMARY(CreateBillingPriceTransition)
func (s *BillingService) CreatePriceTransition(ctx context.Context, subscriptionItemID string, params *BillingCreatePriceTransitionParams) (*PriceTransition, error) {
	return do[PriceTransition](ctx, s.settings, post("/billing/subscription_items/{subscription_item_id}/price_transition", params, subscriptionItemID))
}

// ApplySubscriptionItemDiscount SUMMARY(ApplyBillingSubscriptionItemDiscount)
func (s *BillingService) ApplySubscriptionItemDiscount(ctx context.Context, subscriptionItemID string, params *BillingApplySubscriptionItemDiscountParams) (*DiscountRedemption, error) {
	return do[DiscountRedemption](ctx, s.settings, post("/billing/subscription_items/{subscription_item_id}/discounts", params, subscriptionItemID))
}

// RemoveSubscriptionItemDiscount SUMMARY(RemoveBillingSubscriptionItemDiscount)
func (s *BillingService) RemoveSubscriptionItemDiscount(ctx context.Context, subscriptionItemID string, discountID string) (*DiscountRedemption, error) {
	return do[DiscountRedemption](ctx, s.settings, del("/billing/subscription_items/{subscription_item_id}/discounts/{discount_id}", nil, subscriptionItemID, discountID))
}

// ListStatements SUMMARY(GetBillingStatementList)
func (s *BillingService) ListStatements(ctx context.Context, params *BillingListStatementsParams) (*Page[Statement], error) {
	return do[Page[Statement]](ctx, s.settings, get("/billing/statements", params).paginated())
}

// AllStatements SUMMARY(GetBillingStatementList)
func (s *BillingService) AllStatements(ctx context.Context, params *BillingListStatementsParams) iter.Seq2[*Statement, error] {
	return all[Statement](ctx, s.settings, get("/billing/statements", params).paginated())
}

// GetStatement SUMMARY(GetBillingStatement)
func (s *BillingService) GetStatement(ctx context.Context, statementID string) (*Statement, error) {
	return do[Statement](ctx, s.settings, get("/billing/statements/{statementID}", nil, statementID))
}

// ListStatementPaymentAttempts SUMMARY(GetBillingStatementPaymentAttempts)
func (s *BillingService) ListStatementPaymentAttempts(ctx context.Context, statementID string, params *BillingListStatementPaymentAttemptsParams) (*Page[PaymentAttempt], error) {
	return do[Page[PaymentAttempt]](ctx, s.settings, get("/billing/statements/{statementID}/payment_attempts", params, statementID).paginated())
}

// AllStatementPaymentAttempts SUMMARY(GetBillingStatementPaymentAttempts)
func (s *BillingService) AllStatementPaymentAttempts(ctx context.Context, statementID string, params *BillingListStatementPaymentAttemptsParams) iter.Seq2[*PaymentAttempt, error] {
	return all[PaymentAttempt](ctx, s.settings, get("/billing/statements/{statementID}/payment_attempts", params, statementID).paginated())
}

package backend

import "time"

type BillingListPlansParams struct {
	Limit     int       `query:"limit"`
	Offset    int       `query:"offset"`
	PayerType PayerType `query:"payer_type"`
}

type PayerType string

const (
	PayerTypeUser PayerType = "user"
	PayerTypeOrg  PayerType = "org"
)

type BillingListPricesParams struct {
	Limit  int    `query:"limit"`
	Offset int    `query:"offset"`
	PlanID string `query:"plan_id"`
}

type BillingCreatePriceParams struct {
	PlanID                  string              `json:"plan_id"`
	Currency                Opt[string]         `json:"currency,omitzero"`
	Amount                  Opt[int64]          `json:"amount"`                         // May be null.
	AnnualMonthlyAmount     Opt[int64]          `json:"annual_monthly_amount,omitzero"` // May be null.
	Description             Opt[string]         `json:"description,omitzero"`
	SupportedBillingPeriods Opt[BillingPeriods] `json:"supported_billing_periods,omitzero"`
}

type BillingListSubscriptionItemsParams struct {
	Limit       int                    `query:"limit"`
	Offset      int                    `query:"offset"`
	Status      SubscriptionItemStatus `query:"status"`
	PayerType   PayerType              `query:"payer_type"`
	PlanID      string                 `query:"plan_id"`
	IncludeFree Opt[bool]              `query:"include_free"`
	Query       string                 `query:"query"`
}

type BillingCancelSubscriptionItemParams struct {
	EndNow Opt[bool] `query:"end_now"`
}

type BillingExtendSubscriptionItemFreeTrialParams struct {
	ExtendTo time.Time `json:"extend_to"`
}

type BillingCreatePriceTransitionParams struct {
	FromPriceID string `json:"from_price_id"`
	ToPriceID   string `json:"to_price_id"`
}

type BillingApplySubscriptionItemDiscountParams struct {
	DiscountID string `json:"discount_id"`
}

type BillingListStatementsParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

type BillingListStatementPaymentAttemptsParams struct {
	Limit  int `query:"limit"`
	Offset int `query:"offset"`
}

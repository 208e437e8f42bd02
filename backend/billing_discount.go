package backend

// A DiscountRedemption is a discount on one subscription item. What it takes off is as it was when it was redeemed.
type DiscountRedemption struct {
	// Object is always "commerce_discount_redemption".
	Object string `json:"object"`
	// ID is the id of the redemption.
	ID string `json:"id"`
	// SubscriptionItemID is the item that costs less.
	SubscriptionItemID string `json:"subscription_item_id"`
	// DiscountID is the discount.
	DiscountID string `json:"discount_id"`
	// Name is that of the discount, for people.
	Name string `json:"name"`
	// Source says how the item got it.
	Source DiscountRedemptionSource `json:"source"`
	// PromoCode is the code that it was redeemed with, if it was one.
	PromoCode string `json:"promo_code"`
	// Effect says which of PercentOff and AmountOff counts.
	Effect DiscountRedemptionEffect `json:"effect"`
	// PercentOff is what is taken off in percent.
	PercentOff Opt[float64] `json:"percent_off"`
	// AmountOff is the fixed amount that is taken off.
	AmountOff *Money `json:"amount_off"`
	// Amount is what is taken off the next payment, whatever the effect. It is nil if that is not known.
	Amount *Money `json:"amount"`
	// CyclesRemaining is for how many more billing cycles it holds. Null is for ever.
	CyclesRemaining Opt[int] `json:"cycles_remaining"`
	// CyclesApplied is for how many billing cycles it has held.
	CyclesApplied int `json:"cycles_applied"`
	// Status says whether it still holds.
	Status DiscountRedemptionStatus `json:"status"`
	// RedeemedAt is when it was redeemed.
	RedeemedAt Time `json:"redeemed_at"`
	// RedeemedBy is the id of who redeemed it, if that is known.
	RedeemedBy string `json:"redeemed_by"`
}

// A DiscountRedemptionSource says how a subscription item got a discount.
type DiscountRedemptionSource string

// How a subscription item got a discount.
const (
	DiscountRedemptionSourcePromotion DiscountRedemptionSource = "promotion"
	DiscountRedemptionSourceManual    DiscountRedemptionSource = "manual"
	DiscountRedemptionSourcePromoCode DiscountRedemptionSource = "promo_code"
)

// A DiscountRedemptionEffect says what a discount takes off.
type DiscountRedemptionEffect string

// What a discount takes off.
const (
	DiscountRedemptionEffectPercentage  DiscountRedemptionEffect = "percentage"
	DiscountRedemptionEffectFixedAmount DiscountRedemptionEffect = "fixed_amount"
)

// A DiscountRedemptionStatus says whether a discount still holds.
type DiscountRedemptionStatus string

// Whether a discount still holds.
const (
	DiscountRedemptionStatusActive    DiscountRedemptionStatus = "active"
	DiscountRedemptionStatusExhausted DiscountRedemptionStatus = "exhausted" // all its billing cycles are over
	DiscountRedemptionStatusRemoved   DiscountRedemptionStatus = "removed"
)

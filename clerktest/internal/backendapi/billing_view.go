package backendapi

import (
	"fmt"
	"math"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A moneyView is an amount in an answer.
type moneyView struct {
	Amount    int64  `json:"amount"`
	Formatted string `json:"amount_formatted"`
	Currency  string `json:"currency"`
	Symbol    string `json:"currency_symbol"`
}

func money(cents int64, currency string) moneyView {
	sign, n := "", cents
	if n < 0 {
		sign, n = "-", -n
	}
	return moneyView{cents, fmt.Sprintf("%s%d.%02d", sign, n/100, n%100), currency, symbol(currency)}
}

func symbol(currency string) string {
	if s, ok := map[string]string{"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}[currency]; ok {
		return s
	}
	return currency
}

type featureView struct {
	Object      string `json:"object"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Slug        string `json:"slug"`
	AvatarURL   string `json:"avatar_url"`
}

// planFees are what a plan costs by default. What is null has no such period.
type planFees struct {
	Fee       *moneyView `json:"fee"`
	MonthlyOf *moneyView `json:"annual_monthly_fee"`
	Annual    *moneyView `json:"annual_fee"`
}

type planBase struct {
	Object           string        `json:"object"`
	ID               string        `json:"id"`
	Name             string        `json:"name"`
	Description      string        `json:"description"`
	ProductID        string        `json:"product_id"`
	IsDefault        bool          `json:"is_default"`
	IsRecurring      bool          `json:"is_recurring"`
	PubliclyVisible  bool          `json:"publicly_visible"`
	HasBaseFee       bool          `json:"has_base_fee"`
	ForPayerType     string        `json:"for_payer_type"`
	Slug             string        `json:"slug"`
	AvatarURL        string        `json:"avatar_url"`
	Features         []featureView `json:"features"`
	FreeTrialEnabled bool          `json:"free_trial_enabled"`
	FreeTrialDays    *int64        `json:"free_trial_days"`
	planFees
}

// A planView is a plan in an answer.
type planView struct {
	planBase
	UnitPrices []struct{} `json:"unit_prices"`
}

// An oldPlanView is a plan in an answer of the older form, with amounts beside the fees.
type oldPlanView struct {
	planBase
	Amount                 int64    `json:"amount"`
	Formatted              string   `json:"amount_formatted"`
	AnnualMonthly          int64    `json:"annual_monthly_amount"`
	AnnualMonthlyFormatted string   `json:"annual_monthly_amount_formatted"`
	Annual                 int64    `json:"annual_amount"`
	AnnualFormatted        string   `json:"annual_amount_formatted"`
	CurrencySymbol         string   `json:"currency_symbol"`
	Currency               string   `json:"currency"`
	PayerType              []string `json:"payer_type"`
	Period                 string   `json:"period"`
	Interval               int64    `json:"interval"`
}

func (a *API) planBase(p *world.Plan) planBase {
	v := planBase{
		Object: "commerce_plan", ID: p.ID, Name: p.Name, Description: p.Description, ProductID: "cprod_" + p.ID, IsDefault: p.Default,
		IsRecurring: true, PubliclyVisible: p.Public, ForPayerType: p.PayerType, Slug: p.Slug, AvatarURL: a.image("", p.ID),
		FreeTrialEnabled: p.TrialDays > 0, Features: each(p.Features, func(f world.Feature) featureView {
			return featureView{"feature", f.ID, f.Name, f.Description, f.Slug, a.image("", f.ID)}
		}),
	}
	if p.TrialDays > 0 {
		v.FreeTrialDays = &p.TrialDays
	}
	if price := a.w.PriceOf(p.ID); price != nil {
		if price.Amount != nil {
			fee := money(*price.Amount, price.Currency)
			v.Fee, v.HasBaseFee = &fee, fee.Amount > 0
		}
		if price.AnnualMonthly != nil {
			monthly, annual := money(*price.AnnualMonthly, price.Currency), money(*price.AnnualMonthly*12, price.Currency)
			v.MonthlyOf, v.Annual = &monthly, &annual
			v.HasBaseFee = v.HasBaseFee || annual.Amount > 0
		}
	}
	return v
}

func (a *API) viewPlan(p *world.Plan) planView { return planView{a.planBase(p), []struct{}{}} }

func (a *API) viewOldPlan(p *world.Plan) oldPlanView {
	v := oldPlanView{planBase: a.planBase(p), PayerType: []string{p.PayerType}, Period: world.Monthly, Interval: 1, Currency: "USD"}
	if price := a.w.PriceOf(p.ID); price != nil {
		v.Currency = price.Currency
	}
	of := func(fee *moneyView) moneyView {
		if fee == nil {
			return money(0, v.Currency)
		}
		return *fee
	}
	fee, monthly, annual := of(v.Fee), of(v.MonthlyOf), of(v.planFees.Annual)
	v.Amount, v.Formatted, v.AnnualMonthly, v.AnnualMonthlyFormatted = fee.Amount, fee.Formatted, monthly.Amount, monthly.Formatted
	v.Annual, v.AnnualFormatted, v.CurrencySymbol = annual.Amount, annual.Formatted, fee.Symbol
	return v
}

// A priceView is a price in an answer.
type priceView struct {
	Object         string     `json:"object"`
	ID             string     `json:"id"`
	PlanID         string     `json:"plan_id"`
	InstanceID     string     `json:"instance_id"`
	Currency       string     `json:"currency"`
	CurrencySymbol string     `json:"currency_symbol"`
	Amount         int64      `json:"amount"`
	AnnualMonthly  int64      `json:"annual_monthly_amount"`
	Fee            *moneyView `json:"fee"`
	MonthlyFee     *moneyView `json:"annual_monthly_fee"`
	Description    *string    `json:"description"`
	IsDefault      bool       `json:"is_default"`
	CreatedAt      int64      `json:"created_at"`
	Periods        string     `json:"supported_billing_periods"`
}

func (a *API) viewPrice(p *world.Price) priceView {
	v := priceView{
		Object: "commerce_price", ID: p.ID, PlanID: p.PlanID, InstanceID: a.Instance().ID, Currency: p.Currency, CurrencySymbol: symbol(p.Currency),
		Description: orNull(p.Description), IsDefault: p.Default, CreatedAt: p.CreatedAt.UnixMilli(), Periods: "both",
	}
	if p.Amount != nil {
		fee := money(*p.Amount, p.Currency)
		v.Amount, v.Fee = *p.Amount, &fee
	} else {
		v.Periods = world.Annual
	}
	if p.AnnualMonthly != nil {
		fee := money(*p.AnnualMonthly, p.Currency)
		v.AnnualMonthly, v.MonthlyFee = *p.AnnualMonthly, &fee
	} else {
		v.Periods = world.Monthly
	}
	return v
}

// A redemptionView is a discount of an item in an answer.
type redemptionView struct {
	Object          string     `json:"object"`
	ID              string     `json:"id"`
	ItemID          string     `json:"subscription_item_id"`
	DiscountID      string     `json:"discount_id"`
	Name            string     `json:"name"`
	Source          string     `json:"source"`
	Effect          string     `json:"effect"`
	PercentOff      *float64   `json:"percent_off"`
	AmountOff       *moneyView `json:"amount_off"`
	Amount          *moneyView `json:"amount"`
	CyclesRemaining *int64     `json:"cycles_remaining"`
	CyclesApplied   int64      `json:"cycles_applied"`
	Status          string     `json:"status"`
	RedeemedAt      int64      `json:"redeemed_at"`
	RedeemedBy      *string    `json:"redeemed_by"`
}

func (a *API) viewRedemption(i *world.Item, r *world.Redemption) redemptionView {
	d, price := a.w.Billing.Discounts.Get(r.DiscountID), a.w.Billing.Prices.Get(i.PriceID)
	fee := price.Fee(i.Period)
	v := redemptionView{
		Object: "commerce_discount_redemption", ID: r.ID, ItemID: r.ItemID, DiscountID: d.ID, Name: d.Name, Source: "manual",
		Effect: "fixed_amount", CyclesRemaining: d.Cycles, Status: "active", RedeemedAt: r.CreatedAt.UnixMilli(),
	}
	off := min(d.AmountOff, fee)
	if d.PercentOff > 0 {
		v.Effect, v.PercentOff = "percentage", &d.PercentOff
		off = int64(math.Round(float64(fee) * d.PercentOff / 100))
	} else {
		amount := money(d.AmountOff, price.Currency)
		v.AmountOff = &amount
	}
	if r.Removed {
		v.Status = "removed"
	}
	amount := money(off, price.Currency)
	v.Amount = &amount
	return v
}

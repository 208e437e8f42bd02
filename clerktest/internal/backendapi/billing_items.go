package backendapi

import (
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

func (a *API) subscriptionItems() []Operation {
	const one = "/billing/subscription_items/{subscription_item_id}"
	return []Operation{
		read("GET /billing/subscription_items", a.listItems),
		write("DELETE "+one, a.cancelItem),
		write("POST "+one+"/extend_free_trial", a.extendTrial),
		write("POST "+one+"/price_transition", a.changePrice),
		write("POST "+one+"/discounts", a.applyDiscount),
		write("DELETE "+one+"/discounts/{discount_id}", a.removeDiscount),
	}
}

// item returns the item in the path, as it is now.
func (a *API) item(c Call) (world.Item, error) {
	i, err := found(a.w.Billing.Items, "subscription item", c.id("subscription_item_id"))
	if err != nil {
		return world.Item{}, err
	}
	return i.At(a.w.Now()), nil
}

type itemList struct {
	billed
	Status      Opt[string] `query:"status" oneof:"active ended past_due upcoming free_trial"`
	PayerType   Opt[string] `query:"payer_type" oneof:"user org"`
	PlanID      string      `query:"plan_id"`
	IncludeFree bool        `query:"include_free"`
	Query       string      `query:"query"`
}

func (a *API) listItems(_ Call, p itemList) (any, error) {
	now := a.w.Now()
	var f filter[world.Item]
	if p.Status.Set {
		f.when(func(i *world.Item) bool {
			is := i.At(now)
			if p.Status.Value == "free_trial" {
				return is.FreeTrial && is.Status == world.Active
			}
			return is.Status == p.Status.Value
		})
	}
	if p.PlanID != "" {
		f.when(func(i *world.Item) bool { return i.PlanID == p.PlanID })
	}
	if !p.IncludeFree {
		f.when(func(i *world.Item) bool { return a.fee(i) > 0 })
	}
	if text := strings.ToLower(p.Query); text != "" || p.PayerType.Set {
		f.when(func(i *world.Item) bool {
			s := a.w.Billing.Subscriptions.Get(i.SubscriptionID)
			payer := a.viewPayer(s.PayerType, s.OwnerID)
			return (!p.PayerType.Set || s.PayerType == p.PayerType.Value) &&
				(text == "" || contains(text, payer.FirstName, payer.LastName, payer.Email, payer.OrganizationName, s.OwnerID, payer.ID, i.ID))
		})
	}
	return paged(source[world.Item]{rows: a.w.Billing.Items.Rows(), keep: f.keep()}, newest, p.window, a.viewItem), nil
}

func (a *API) fee(i *world.Item) int64 { return a.w.Billing.Prices.Get(i.PriceID).Fee(i.Period) }

type itemCancel struct {
	EndNow bool `query:"end_now"`
}

// cancelItem ends an item at the end of its period, or now. The default plan of the payer, where there is one, follows.
func (a *API) cancelItem(c Call, p itemCancel) (any, error) {
	i, err := a.item(c)
	if err != nil {
		return nil, err
	}
	plan := a.w.Billing.Plans.Get(i.PlanID)
	now := a.w.Now()
	switch {
	case i.Status == world.Ended:
		return nil, refusal.New(http.StatusBadRequest, "subscription_item_already_ended", "Ended already", "The subscription item has ended.")
	case plan.Default && a.fee(&i) == 0:
		return nil, refusal.New(http.StatusBadRequest, "subscription_item_not_cancelable", "Cannot be canceled", "The plan is the one by default.")
	case !i.CanceledAt.IsZero() && !p.EndNow:
		return nil, refusal.New(http.StatusBadRequest, "subscription_item_already_canceled", "Canceled already",
			"The subscription item ends with its period; end_now=true ends it now.")
	}
	again := i.CanceledAt.IsZero() // nothing follows yet
	i.CanceledAt, i.UpdatedAt = now, now
	next := i.PeriodEnd
	if p.EndNow || i.Status == world.Upcoming || next.IsZero() {
		i.Status, i.EndedAt, next = world.Ended, now, now
	}
	if again {
		if err := a.fallBack(i, plan, next); err != nil {
			return nil, err
		}
	}
	return a.viewItem(&i), a.w.PutItem(i)
}

// fallBack has the default plan of a payer follow an item.
func (a *API) fallBack(i world.Item, plan *world.Plan, from time.Time) error {
	for other := range a.w.Billing.Plans.Rows().All() {
		price := a.w.PriceOf(other.ID)
		if !other.Default || other.PayerType != plan.PayerType || price == nil || other.ID == plan.ID {
			continue
		}
		next := world.Item{
			ID: a.w.ID("csub_item"), SubscriptionID: i.SubscriptionID, PlanID: other.ID, PriceID: price.ID, Period: world.Monthly,
			Status: world.Upcoming, PeriodStart: from, CreatedAt: a.w.Now(), UpdatedAt: a.w.Now(),
		}
		return a.w.PutItem(next)
	}
	return nil
}

type trialExtend struct {
	To time.Time `body:"extend_to,required"`
}

const maxTrialDays = 365 // from the end of the trial, and from now

func (a *API) extendTrial(c Call, p trialExtend) (any, error) {
	i, err := a.item(c)
	if err != nil {
		return nil, err
	}
	if !i.FreeTrial || i.Status != world.Active {
		return nil, refusal.New(http.StatusBadRequest, "subscription_item_not_in_free_trial", "No free trial", "The subscription item is in no free trial.")
	}
	if p.To.Equal(i.PeriodEnd) {
		return a.viewOldItem(&i), nil
	}
	if now := a.w.Now(); !p.To.After(now) || p.To.After(i.PeriodEnd.AddDate(0, 0, maxTrialDays)) {
		return nil, refusal.Unprocessable(refusal.Invalid("extend_to", "must be in the future, and at most %d days after the end of the trial.", maxTrialDays))
	}
	i.PeriodEnd, i.UpdatedAt = p.To, a.w.Now()
	return a.viewOldItem(&i), a.w.PutItem(i)
}

type priceChange struct {
	From string `body:"from_price_id,required"`
	To   string `body:"to_price_id,required"`
}

type transitionView struct {
	Object     string            `json:"object"`
	Item       oldItemView       `json:"subscription_item"`
	Transition transitionDetails `json:"transition"`
}

type transitionDetails struct {
	PreviousPlan       oldPlanView `json:"previous_plan"`
	PreviousPrice      priceView   `json:"previous_price"`
	EffectiveAt        int64       `json:"effective_at"`
	EffectiveMode      string      `json:"effective_mode"`
	NextBillingDate    *int64      `json:"next_billing_date"`
	ChargedImmediately bool        `json:"charged_immediately"`
	ImmediateCharge    *moneyView  `json:"immediate_charge"`
	PreviousStatus     string      `json:"previous_subscription_item_status"`
	PreviousID         string      `json:"previous_subscription_item_id"`
}

// changePrice has another item follow: now, with what is left of the old one taken off, where the new price is not lower, and
// else at the end of the period.
func (a *API) changePrice(c Call, p priceChange) (any, error) {
	before, err := a.item(c)
	if err != nil {
		return nil, err
	}
	to, err := named(a.w.Billing.Prices, "to_price_id", "billing price", p.To)
	if err != nil {
		return nil, err
	}
	from := a.w.Billing.Prices.Get(before.PriceID)
	switch {
	case before.PriceID != p.From:
		return nil, refusal.New(http.StatusConflict, "price_transition_conflict", "Another price", "from_price_id is not the price of the subscription item.")
	case before.Status != world.Active || !before.CanceledAt.IsZero():
		return nil, refusal.New(http.StatusConflict, "price_transition_conflict", "Not active", "The subscription item is not active, or ends with its period.")
	case to.ID == from.ID || to.Currency != from.Currency,
		a.w.Billing.Plans.Get(to.PlanID).PayerType != a.w.Billing.Plans.Get(from.PlanID).PayerType:
		return nil, refusal.Unprocessable(refusal.Invalid("to_price_id", "must be another price, in the same currency and for the same type of payer."))
	}
	now := a.w.Now()
	next := world.Item{
		ID: a.w.ID("csub_item"), SubscriptionID: before.SubscriptionID, PlanID: to.PlanID, PriceID: to.ID, Period: before.Period,
		Status: world.Active, PeriodStart: now, CreatedAt: now, UpdatedAt: now,
	}
	if !to.Supports(next.Period) {
		next.Period = map[string]string{world.Monthly: world.Annual, world.Annual: world.Monthly}[next.Period]
	}
	old, charge := before, to.Fee(next.Period)-a.w.Unused(before)
	old.CanceledAt, old.UpdatedAt = now, now
	details := transitionDetails{
		PreviousPlan: a.viewOldPlan(a.w.Billing.Plans.Get(from.PlanID)), PreviousPrice: a.viewPrice(from), EffectiveMode: "immediate",
		PreviousStatus: world.Ended, PreviousID: before.ID,
	}
	if to.Fee(next.Period) < from.Fee(before.Period) && !before.PeriodEnd.IsZero() {
		next.Status, next.PeriodStart = world.Upcoming, before.PeriodEnd
		details.EffectiveMode, details.PreviousStatus = "end_of_period", "canceled"
	} else {
		old.Status, old.EndedAt = world.Ended, now
	}
	if to.Fee(next.Period) > 0 {
		next.PeriodEnd = world.After(next.PeriodStart, next.Period)
		details.NextBillingDate = millis(next.PeriodEnd)
		if next.Status == world.Upcoming {
			details.NextBillingDate = millis(next.PeriodStart)
		}
	}
	if err := a.w.PutItem(old); err != nil {
		return nil, err
	}
	made, err := a.w.BeginItem(next, charge, "checkout")
	if err != nil {
		return nil, err
	}
	details.EffectiveAt, details.ChargedImmediately = made.PeriodStart.UnixMilli(), made.Paid > 0
	if made.Paid > 0 {
		paid := money(made.Paid, to.Currency)
		details.ImmediateCharge = &paid
	}
	return transitionView{"commerce_price_transition", a.viewOldItem(made), details}, nil
}

type discountApply struct {
	DiscountID string `body:"discount_id,required"`
}

// applyDiscount takes a discount in the place of the one that an item has.
func (a *API) applyDiscount(c Call, p discountApply) (any, error) {
	i, err := a.item(c)
	if err != nil {
		return nil, err
	}
	if i.Status == world.Ended {
		return nil, refusal.New(http.StatusConflict, "subscription_item_already_ended", "Ended already", "The subscription item has ended.")
	}
	if _, err := found(a.w.Billing.Discounts, "discount", p.DiscountID); err != nil {
		return nil, err
	}
	if before := a.w.Discounted(i.ID); before != nil {
		if before.DiscountID == p.DiscountID {
			return nil, refusal.New(http.StatusConflict, "discount_already_applied", "Applied already", "The subscription item has this discount.")
		}
		gone := *before
		gone.Removed = true
		if err := a.w.Billing.Redemptions.Put(gone); err != nil {
			return nil, err
		}
	}
	r := world.Redemption{ID: a.w.ID("cdred"), ItemID: i.ID, DiscountID: p.DiscountID, CreatedAt: a.w.Now()}
	if err := a.w.Billing.Redemptions.Put(r); err != nil {
		return nil, err
	}
	return a.viewRedemption(&i, &r), nil
}

func (a *API) removeDiscount(c Call, _ none) (any, error) {
	i, err := a.item(c)
	if err != nil {
		return nil, err
	}
	before := a.w.Discounted(i.ID)
	if before == nil || before.DiscountID != c.id("discount_id") {
		return nil, refusal.NotFound("discount of the subscription item", c.id("discount_id"))
	}
	r := *before
	r.Removed = true
	return a.viewRedemption(&i, &r), a.w.Billing.Redemptions.Put(r)
}

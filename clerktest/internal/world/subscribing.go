package world

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// AddPlan adds a plan, with the price that it has by default.
func (w *World) AddPlan(p Plan, price Price) error {
	if price.Amount == nil && price.AnnualMonthly == nil {
		return fmt.Errorf("world: the plan %q has no price, not even 0", p.Slug)
	}
	price.PlanID, price.Default, price.CreatedAt = p.ID, true, p.CreatedAt
	return errors.Join(w.Billing.Plans.Put(p), w.Billing.Prices.Put(price))
}

// PriceOf returns the price that a plan has by default.
func (w *World) PriceOf(planID string) *Price {
	for p := range w.Billing.PricesOf.Get(planID).Each() {
		if p.Default {
			return p
		}
	}
	return nil
}

// Fee returns what a period costs, in cents.
func (p *Price) Fee(period string) int64 {
	switch {
	case period == Annual && p.AnnualMonthly != nil:
		return *p.AnnualMonthly * 12
	case period != Annual && p.Amount != nil:
		return *p.Amount
	}
	return 0
}

// Supports reports whether a price has a period.
func (p *Price) Supports(period string) bool {
	return period == Annual && p.AnnualMonthly != nil || period == Monthly && p.Amount != nil
}

// Subscribe has somebody subscribe to a plan at its default price: with its free trial, and else with a payment.
func (w *World) Subscribe(payerType, ownerID string, p *Plan, period string) (*Item, error) {
	if p.PayerType != payerType {
		return nil, fmt.Errorf("world: the plan %q is for payers of the type %s", p.Slug, p.PayerType)
	}
	price := w.PriceOf(p.ID)
	if !price.Supports(period) {
		return nil, fmt.Errorf("world: the plan %q has no price for the period %q", p.Slug, period)
	}
	now := w.Now()
	s := w.Billing.SubscriptionOf.Get(ownerID)
	if s == nil {
		s = &Subscription{ID: w.ID("csub"), PayerType: payerType, OwnerID: ownerID, CreatedAt: now, UpdatedAt: now}
		if err := w.Billing.Subscriptions.Put(*s); err != nil {
			return nil, err
		}
	}
	i := Item{
		ID: w.ID("csub_item"), SubscriptionID: s.ID, PlanID: p.ID, PriceID: price.ID, Period: period, Status: Active, PeriodStart: now,
		CreatedAt: now, UpdatedAt: now,
	}
	switch {
	case price.Fee(period) == 0:
	case p.TrialDays > 0:
		i.FreeTrial, i.PeriodEnd = true, now.AddDate(0, 0, int(p.TrialDays))
	default:
		i.PeriodEnd = After(now, period)
	}
	return w.BeginItem(i, price.Fee(period), "checkout")
}

// PutItem adds an item or puts a changed one in its place. Its subscription has changed with it.
func (w *World) PutItem(i Item) error {
	if err := w.Billing.Items.Put(i); err != nil {
		return err
	}
	s := *w.Billing.Subscriptions.Get(i.SubscriptionID)
	s.UpdatedAt = w.Now()
	return w.Billing.Subscriptions.Put(s)
}

// BeginItem adds an item, and has it paid unless it is free or a trial.
func (w *World) BeginItem(i Item, amount int64, charge string) (*Item, error) {
	if i.FreeTrial || i.Status != Active {
		amount = 0
	}
	i.Paid = max(amount, 0)
	if err := w.PutItem(i); err != nil || i.Paid == 0 {
		return &i, err
	}
	s, now := w.Billing.Subscriptions.Get(i.SubscriptionID), w.Now()
	currency := w.Billing.Prices.Get(i.PriceID).Currency
	month := now.UTC().Format("2006-01")
	var statement *Statement
	for x := range w.Billing.StatementsOf.Get(s.OwnerID).Each() {
		if x.Month == month && x.Currency == currency {
			statement = x
		}
	}
	if statement == nil {
		statement = &Statement{ID: w.ID("cstmt"), PayerType: s.PayerType, OwnerID: s.OwnerID, Month: month, Currency: currency, CreatedAt: now}
		if err := w.Billing.Statements.Put(*statement); err != nil {
			return nil, err
		}
	}
	return &i, w.Billing.Payments.Put(Payment{
		ID: w.ID("cpayatt"), PaymentID: w.ID("cpay"), StatementID: statement.ID, ItemID: i.ID, OwnerID: s.OwnerID, Currency: currency,
		Charge: charge, Amount: i.Paid, CreatedAt: now,
	})
}

// Unused returns what of the fee of an item is for the rest of its period.
func (w *World) Unused(i Item) int64 {
	if i.FreeTrial || i.PeriodEnd.IsZero() || !i.PeriodEnd.After(i.PeriodStart) {
		return 0
	}
	rest := float64(i.PeriodEnd.Sub(w.Now())) / float64(i.PeriodEnd.Sub(i.PeriodStart))
	return int64(math.Round(rest * float64(w.Billing.Prices.Get(i.PriceID).Fee(i.Period))))
}

// Discounted returns the redemption that an item has, or nil.
func (w *World) Discounted(itemID string) *Redemption {
	all := slices.Collect(w.Billing.RedemptionsOf.Get(itemID).Each())
	for _, r := range slices.Backward(all) {
		if !r.Removed {
			return r
		}
	}
	return nil
}

// PayerID returns the id that a user or an organization has as a payer.
func PayerID(ownerID string) string { return "cpayer_" + fixed(ownerID) }

// forget deletes what somebody subscribed to and paid.
func (b *Billing) forget(ownerID string) {
	if s := b.SubscriptionOf.Get(ownerID); s != nil {
		for i := range b.ItemsOf.Get(s.ID).All() {
			b.Redemptions.DeleteAll(b.RedemptionsOf.Get(i.ID))
			b.Items.Delete(i.ID)
		}
		b.Subscriptions.Delete(s.ID)
	}
	for s := range b.StatementsOf.Get(ownerID).All() {
		b.Payments.DeleteAll(b.PaymentsOn.Get(s.ID))
		b.Statements.Delete(s.ID)
	}
	b.Credits.DeleteAll(b.CreditsOf.Get(ownerID))
}

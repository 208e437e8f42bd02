package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// The kinds of payers.
const (
	ForUser = "user"
	ForOrg  = "org"
)

// A Plan is something to subscribe to. No operation makes plans: they are seeded.
type Plan struct {
	ID, Name, Slug, Description, PayerType string // ForUser or ForOrg
	Default, Public                        bool
	TrialDays                              int64 // 0: no free trial
	Features                               []Feature
	CreatedAt, UpdatedAt                   time.Time
}

// A Feature is what a plan has.
type Feature struct{ ID, Name, Slug, Description string }

// A Price is what a plan costs, in cents each month. An amount that is nil is a period that the price does not have.
type Price struct {
	ID, PlanID, Currency, Description string
	Amount, AnnualMonthly             *int64
	Default                           bool
	CreatedAt                         time.Time
}

// A Discount is one that can be applied. They are seeded too.
type Discount struct {
	ID, Name   string
	PercentOff float64 // 0: AmountOff counts
	AmountOff  int64   // cents
	Cycles     *int64  // nil: for ever
	CreatedAt  time.Time
}

// A Subscription is what somebody pays for.
type Subscription struct {
	ID, PayerType, OwnerID string // the id of a user or an organization
	CreatedAt, UpdatedAt   time.Time
}

// The statuses of subscription items, besides Active.
const (
	Ended    = "ended"
	Upcoming = "upcoming"
)

// The periods of subscription items.
const (
	Monthly = "month"
	Annual  = "annual"
)

// An Item is one plan of a subscription.
type Item struct {
	ID, SubscriptionID, PlanID, PriceID, Period, Status string // as it was last set; see At
	FreeTrial                                           bool
	PeriodStart, PeriodEnd                              time.Time // no end: a plan that is free
	CanceledAt, EndedAt                                 time.Time
	Paid                                                int64 // cents, of all time
	CreatedAt, UpdatedAt                                time.Time
}

// At returns how an item is at a moment: what is upcoming begins, what was canceled ends, a free trial ends, and a period is
// followed by the next.
func (i Item) At(now time.Time) Item {
	if i.Status == Upcoming && !now.Before(i.PeriodStart) {
		i.Status = Active
	}
	if i.Status != Active || i.PeriodEnd.IsZero() || now.Before(i.PeriodEnd) {
		return i
	}
	if !i.CanceledAt.IsZero() {
		i.Status, i.EndedAt = Ended, i.PeriodEnd
		return i
	}
	i.FreeTrial = false
	for !now.Before(i.PeriodEnd) {
		i.PeriodStart, i.PeriodEnd = i.PeriodEnd, After(i.PeriodEnd, i.Period)
	}
	return i
}

// After returns the end of a period that begins at a moment.
func After(start time.Time, period string) time.Time {
	if period == Annual {
		return start.AddDate(1, 0, 0)
	}
	return start.AddDate(0, 1, 0)
}

// A Payment is an attempt to be paid, on a statement. All succeed.
type Payment struct {
	ID, PaymentID, StatementID, ItemID, OwnerID, Currency, Charge string
	Amount                                                        int64
	CreatedAt                                                     time.Time
}

// A Statement is what somebody paid in a month.
type Statement struct {
	ID, PayerType, OwnerID, Month, Currency string
	CreatedAt                               time.Time
}

// A Credit is an entry of the ledger of somebody's credits.
type Credit struct {
	ID, OwnerID, Key, Note, Currency string
	Amount                           int64 // negative: a decrease
	CreatedAt                        time.Time
}

// A Redemption is a discount of an item.
type Redemption struct {
	ID, ItemID, DiscountID string
	Removed                bool
	CreatedAt              time.Time
}

// Billing is all that is about money.
type Billing struct {
	Plans          *table.Table[Plan]
	PlanBySlug     *table.Unique[Plan]
	Prices         *table.Table[Price]
	PricesOf       *table.Multi[Price] // by plan
	Discounts      *table.Table[Discount]
	Subscriptions  *table.Table[Subscription]
	SubscriptionOf *table.Unique[Subscription] // by user or organization
	Items          *table.Table[Item]
	ItemsOf        *table.Multi[Item] // by subscription
	Payments       *table.Table[Payment]
	PaymentsOn     *table.Multi[Payment] // by statement
	Statements     *table.Table[Statement]
	StatementsOf   *table.Multi[Statement] // by owner
	Credits        *table.Table[Credit]
	CreditsOf      *table.Multi[Credit] // by owner
	Redemptions    *table.Table[Redemption]
	RedemptionsOf  *table.Multi[Redemption] // by item
}

func newBilling(s *table.Store) Billing {
	var b Billing
	b.Plans = table.New(s, "billing_plans", func(p *Plan) string { return p.ID }, func(p *Plan) time.Time { return p.CreatedAt })
	b.PlanBySlug = b.Plans.Unique("slug", func(p *Plan) []string { return []string{p.Slug} })
	b.Prices = table.New(s, "billing_prices", func(p *Price) string { return p.ID }, func(p *Price) time.Time { return p.CreatedAt })
	b.PricesOf = b.Prices.Multi(func(p *Price) []string { return []string{p.PlanID} })
	b.Discounts = table.New(s, "billing_discounts", func(d *Discount) string { return d.ID }, func(d *Discount) time.Time { return d.CreatedAt })
	b.Subscriptions = table.New(s, "billing_subscriptions", func(x *Subscription) string { return x.ID }, func(x *Subscription) time.Time { return x.CreatedAt })
	b.SubscriptionOf = b.Subscriptions.Unique("payer", func(x *Subscription) []string { return []string{x.OwnerID} })
	b.Items = table.New(s, "billing_subscription_items", func(i *Item) string { return i.ID }, func(i *Item) time.Time { return i.CreatedAt })
	b.ItemsOf = b.Items.Multi(func(i *Item) []string { return []string{i.SubscriptionID} })
	b.Payments = table.New(s, "billing_payment_attempts", func(p *Payment) string { return p.ID }, func(p *Payment) time.Time { return p.CreatedAt })
	b.PaymentsOn = b.Payments.Multi(func(p *Payment) []string { return []string{p.StatementID} })
	b.Statements = table.New(s, "billing_statements", func(x *Statement) string { return x.ID }, func(x *Statement) time.Time { return x.CreatedAt })
	b.StatementsOf = b.Statements.Multi(func(x *Statement) []string { return []string{x.OwnerID} })
	b.Credits = table.New(s, "billing_credits", func(c *Credit) string { return c.ID }, func(c *Credit) time.Time { return c.CreatedAt })
	b.CreditsOf = b.Credits.Multi(func(c *Credit) []string { return []string{c.OwnerID} })
	b.Credits.Unique("idempotency_key", func(c *Credit) []string { return []string{pair(c.OwnerID, c.Key)} })
	b.Redemptions = table.New(s, "billing_redemptions", func(r *Redemption) string { return r.ID }, func(r *Redemption) time.Time { return r.CreatedAt })
	b.RedemptionsOf = b.Redemptions.Multi(func(r *Redemption) []string { return []string{r.ItemID} })
	return b
}

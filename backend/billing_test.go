package backend_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/backend"
)

func TestBillingRequests(t *testing.T) {
	b := func(c *backend.Client) *backend.BillingService { return c.Billing }
	until := time.Date(2026, 6, 1, 12, 0, 0, 0, time.FixedZone("", 2*60*60))
	for _, row := range []struct {
		name string
		call func(*backend.Client) error
		want string // method, path, query and body
	}{
		{
			"a list asks for pages and sends false", func(c *backend.Client) error {
				_, err := b(c).ListSubscriptionItems(t.Context(), &backend.BillingListSubscriptionItemsParams{
					Status: backend.SubscriptionItemStatusFreeTrial, PayerType: backend.PayerTypeOrg, IncludeFree: backend.Some(false), Query: "a b",
				})
				return err
			},
			"GET /billing/subscription_items?include_free=false&paginated=true&payer_type=org&query=a+b&status=free_trial ",
		},
		{
			"canceling says in the query when", func(c *backend.Client) error {
				_, err := b(c).CancelSubscriptionItem(t.Context(), "csub_1", &backend.BillingCancelSubscriptionItemParams{EndNow: backend.Some(true)})
				return err
			},
			"DELETE /billing/subscription_items/csub_1?end_now=true ",
		},
		{
			"canceling leaves the moment to Clerk", func(c *backend.Client) error {
				_, err := b(c).CancelSubscriptionItem(t.Context(), "csub_1", nil)
				return err
			},
			"DELETE /billing/subscription_items/csub_1? ",
		},
		{
			"a price without an amount says null", func(c *backend.Client) error {
				_, err := b(c).CreatePrice(t.Context(), &backend.BillingCreatePriceParams{PlanID: "cplan_1", AnnualMonthlyAmount: backend.Some[int64](0)})
				return err
			},
			`POST /billing/prices? {"plan_id":"cplan_1","amount":null,"annual_monthly_amount":0}`,
		},
		{
			"the end of a trial is RFC 3339", func(c *backend.Client) error {
				_, err := b(c).ExtendSubscriptionItemFreeTrial(t.Context(), "csub_1", &backend.BillingExtendSubscriptionItemFreeTrialParams{ExtendTo: until})
				return err
			},
			`POST /billing/subscription_items/csub_1/extend_free_trial? {"extend_to":"2026-06-01T12:00:00+02:00"}`,
		},
		{
			"removing a discount takes two ids", func(c *backend.Client) error {
				_, err := b(c).RemoveSubscriptionItemDiscount(t.Context(), "csub_1", "disc_1")
				return err
			},
			"DELETE /billing/subscription_items/csub_1/discounts/disc_1? ",
		},
	} {
		c, asked := newStub(nil)
		if err := row.call(c); err == nil {
			t.Errorf("%s: no error", row.name)
		}
		got := asked.last(t)
		if text := got.method + " " + got.path + "?" + got.query + " " + got.body; text != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.name, text, row.want)
		}
	}
}

func TestOnlyTheTrialIsExtendedAgainAfterAFailure(t *testing.T) {
	f := newFaulty(t, answerWith(http.StatusServiceUnavailable, nil, ""))
	_, err := f.client.Billing.ExtendSubscriptionItemFreeTrial(t.Context(), "csub_1", nil)
	if calls := f.calls.Load(); err == nil || calls != 3 {
		t.Errorf("extending a trial: %d requests, error %v", calls, err)
	}
	f.calls.Store(0)
	_, err = f.client.Billing.ApplySubscriptionItemDiscount(t.Context(), "csub_1", nil)
	if calls := f.calls.Load(); err == nil || calls != 1 {
		t.Errorf("applying a discount: %d requests, error %v", calls, err)
	}
}

func TestALegacySubscriptionItem(t *testing.T) {
	c := stub(map[string]string{"POST /billing/subscription_items/csub_1/price_transition": `{
		"object": "commerce_price_transition",
		"subscription_item": {
			"id": "csub_2", "status": "on_the_moon", "payment_source_id": "src_1", "proration_date": "2026-05-12",
			"payment_source": {"payment_method": "apple_pay", "expiry_year": 2030},
			"amount": {"amount": -50, "currency": "USD"}, "period_end": null,
			"plan": {"amount": 4999, "annual_amount": 0, "payer_type": ["org"], "period": "month", "fee": null},
			"next_invoice": {"date": 1780000000000}
		},
		"transition": {"effective_mode": "end_of_period", "next_billing_date": 1780000000000, "previous_price": {"amount": 1}}
	}`})
	got, err := c.Billing.CreatePriceTransition(t.Context(), "csub_1", nil)
	if err != nil {
		t.Fatal(err)
	}
	item, plan := got.SubscriptionItem, got.SubscriptionItem.Plan
	if item.Status != "on_the_moon" || item.PaymentSourceID != "src_1" || item.ProrationDate != "2026-05-12" || !item.PeriodEnd.IsZero() ||
		item.PaymentSource.PaymentMethod != backend.PaymentSourceMethodApplePay || item.PaymentSource.ExpiryYear.Or(0) != 2030 ||
		item.Amount.Amount != -50 || item.NextInvoice.Date.UnixMilli() != 1780000000000 || item.Totals != nil {
		t.Errorf("the item is %+v", item)
	}
	if amount, ok := plan.AnnualAmount.Get(); plan.Amount.Or(0) != 4999 || amount != 0 || !ok || plan.Fee != nil ||
		plan.AnnualMonthlyAmount.IsNull() || plan.PayerType[0] != backend.PayerTypeOrg || plan.Period != backend.PlanPeriodMonth {
		t.Errorf("the plan is %+v", plan)
	}
	if got.Transition.EffectiveMode != backend.EffectiveModeEndOfPeriod || got.Transition.NextBillingDate.UnixMilli() != 1780000000000 ||
		got.Transition.ImmediateCharge != nil || got.Transition.PreviousPrice.Amount != 1 {
		t.Errorf("the transition is %+v", got.Transition)
	}
}

func TestACreditLedgerEntryHasATextForATime(t *testing.T) {
	c := stub(map[string]string{"POST /users/user_1/billing/credits": `{"amount":{"amount":-100},"note":null,"created_at":"2026-05-12T10:00:00.5Z"}`})
	entry, err := c.Users.AdjustBillingCreditBalance(t.Context(), "user_1", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := time.Date(2026, 5, 12, 10, 0, 0, 5e8, time.UTC)
	if !entry.CreatedAt.Equal(want) || entry.Amount.Amount != -100 || entry.Note != "" {
		t.Errorf("got %+v", entry)
	}
}

func TestWithoutLimitIsNotZero(t *testing.T) {
	c := stub(map[string]string{"GET /users/user_1/billing/subscription": `{"subscription_items":[
		{"seats":{"quantity":null}}, {"seats":{"quantity":0}}, {"seats":null}]}`})
	got, err := c.Users.GetBillingSubscription(t.Context(), "user_1")
	if err != nil {
		t.Fatal(err)
	}
	items := got.SubscriptionItems
	if !items[0].Seats.Quantity.IsNull() || items[1].Seats.Quantity.IsNull() || items[1].Seats.Quantity.Or(1) != 0 || items[2].Seats != nil {
		t.Errorf("got %+v", items)
	}
}

func TestAStatementIsReadToItsAttempts(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /billing/statements/stmt_1": `{"status":"closed","totals":{"grand_total":{"amount":1200}},"groups":[
		{"timestamp":1780000000000,"items":[{"status":"failed","paid_at":null,"payee":{"id":"x"},"subscription_item":{"id":"csub_1"}}]}]}`})
	got, err := c.Billing.GetStatement(t.Context(), "stmt_1")
	if err != nil {
		t.Fatal(err)
	}
	attempt := got.Groups[0].Items[0]
	var item backend.SubscriptionItem
	if err := attempt.SubscriptionItem.Decode(&item); err != nil || item.ID != "csub_1" {
		t.Errorf("the item is %+v, error %v", item, err)
	}
	if got.Totals.GrandTotal.Amount != 1200 || attempt.Status != backend.PaymentAttemptStatusFailed || !attempt.PaidAt.IsZero() ||
		!strings.Contains(attempt.Payee.String(), "x") {
		t.Errorf("got %+v", got)
	}
	if q := asked.last(t).query; q != "" {
		t.Errorf("asked with the query %q", q)
	}
}

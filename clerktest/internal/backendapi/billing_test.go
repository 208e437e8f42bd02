package backendapi

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A till is a bench with plans, and a user who subscribes to one.
func newTill(t *testing.T, trialDays int64) (b *bench, ada, item string) {
	t.Helper()
	b = newBench(t)
	ada = b.make(t, "POST /users", `{"username":"ada"}`)
	cents := func(n int64) *int64 { return &n }
	if err := b.w.Update(func() error {
		pro := world.Plan{ID: "pro", Slug: "pro", PayerType: world.ForUser, TrialDays: trialDays, CreatedAt: b.now}
		free := world.Plan{ID: "free", Slug: "free", PayerType: world.ForUser, Default: true, CreatedAt: b.now}
		if err := b.w.AddPlan(free, world.Price{ID: "p_free", Currency: "USD", Amount: cents(0)}); err != nil {
			return err
		}
		if err := b.w.AddPlan(pro, world.Price{ID: "p_pro", Currency: "USD", Amount: cents(3100), AnnualMonthly: cents(2000)}); err != nil {
			return err
		}
		made, err := b.w.Subscribe(world.ForUser, ada, &pro, world.Monthly)
		if err == nil {
			item = made.ID
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return b, ada, item
}

// items returns the plan, the status and whether each item of a subscription is canceled.
func (b *bench) items(userID string) string {
	out := ""
	list, _ := b.ask("GET /users/"+userID+"/billing/subscription", "").object["subscription_items"].([]any)
	for _, i := range list {
		item, _ := i.(map[string]any)
		out += fmt.Sprint(item["plan_id"], " ", item["status"], " ")
		if item["canceled_at"] != nil {
			out += "canceled "
		}
	}
	return out
}

func TestACanceledItemLastsToTheEndOfItsPeriod(t *testing.T) {
	b, ada, item := newTill(t, 0)
	cancel := "DELETE /billing/subscription_items/" + item
	steps := []struct {
		name, request string
		later         time.Duration
		want          string
	}{
		{"it is active", "", 0, "pro active "},
		{"it goes on after a month", "", 40 * 24 * time.Hour, "pro active "},
		{"canceled, it is active, and the default plan waits", cancel, 0, "pro active canceled free upcoming "},
		{"after its period the default plan is active", "", 31 * 24 * time.Hour, "free active "},
	}
	for _, step := range steps {
		b.now = b.now.Add(step.later)
		if step.request != "" {
			b.refusals(t, []refusalRow{{step.request, ``, 200, ""}, {step.request, ``, 400, "subscription_item_already_canceled"}})
		}
		if got := b.items(ada); got != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
	}
	b.refusals(t, []refusalRow{
		{cancel, ``, 400, "subscription_item_already_ended"},
		{"DELETE /billing/subscription_items/x", ``, 404, "resource_not_found"},
	})
}

func TestAnItemIsCanceledAtOnce(t *testing.T) {
	b, ada, item := newTill(t, 0)
	b.refusals(t, []refusalRow{{"DELETE /billing/subscription_items/" + item + "?end_now=true", ``, 200, ""}})
	if got := b.items(ada); got != "free active " {
		t.Errorf("left is %q", got)
	}
}

func TestFreeTrials(t *testing.T) {
	b, ada, item := newTill(t, 14)
	extend := "POST /billing/subscription_items/" + item + "/extend_free_trial"
	b.refusals(t, []refusalRow{
		{extend, `{"extend_to":"2025-12-31T00:00:00Z"}`, 422, "form_param_value_invalid(extend_to)"},
		{extend, `{"extend_to":"2028-01-01T00:00:00Z"}`, 422, "form_param_value_invalid(extend_to)"},
		{extend, `{"extend_to":"2026-02-01T00:00:00Z"}`, 200, ""},
		{extend, `{"extend_to":"2026-02-01T00:00:00Z"}`, 200, ""},
	})
	if b.w.Billing.Payments.Len() != 0 {
		t.Error("a trial was paid")
	}
	b.now = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	b.refusals(t, []refusalRow{{extend, `{"extend_to":"2026-03-01T00:00:00Z"}`, 400, "subscription_item_not_in_free_trial"}})
	if got := b.items(ada); got != "pro active " {
		t.Errorf("after the trial it is %q", got)
	}
}

func TestPriceTransitions(t *testing.T) {
	b, ada, item := newTill(t, 0)
	dear := b.make(t, "POST /billing/prices", `{"plan_id":"pro","amount":6200}`)
	cheap := b.make(t, "POST /billing/prices", `{"plan_id":"pro","amount":100}`)
	change := func(item string) string { return "POST /billing/subscription_items/" + item + "/price_transition" }
	b.refusals(t, []refusalRow{
		{"POST /billing/prices", `{"plan_id":"x","amount":100}`, 404, "resource_not_found"},
		{"POST /billing/prices", `{"plan_id":"pro","amount":99}`, 422, "form_param_value_invalid(amount)"},
		{"POST /billing/prices", `{"plan_id":"pro","amount":null}`, 422, "form_conditional_param_missing(amount)"},
		{"POST /billing/prices", `{"plan_id":"pro","amount":100,"supported_billing_periods":"both"}`, 422, "form_param_value_invalid(supported_billing_periods)"},
		{change(item), `{"from_price_id":"p_free","to_price_id":"` + dear + `"}`, 409, "price_transition_conflict"},
		{change(item), `{"from_price_id":"p_pro","to_price_id":"x"}`, 422, "form_resource_not_found(to_price_id)"},
		{change(item), `{"from_price_id":"p_pro","to_price_id":"p_pro"}`, 422, "form_param_value_invalid(to_price_id)"},
	})
	b.now = b.now.Add(15*24*time.Hour + 12*time.Hour) // half of January
	up := b.ask(change(item), `{"from_price_id":"p_pro","to_price_id":"`+dear+`"}`)
	details, _ := up.object["transition"].(map[string]any)
	charge, _ := details["immediate_charge"].(map[string]any)
	if details["effective_mode"] != "immediate" || charge["amount"] != 6200.0-1550 || details["previous_subscription_item_status"] != "ended" {
		t.Errorf("upwards: %s", up.body)
	}
	next, _ := up.object["subscription_item"].(map[string]any)
	id, _ := next["id"].(string)
	down := b.ask(change(id), `{"from_price_id":"`+dear+`","to_price_id":"`+cheap+`"}`)
	if got := b.items(ada); got != "pro active canceled pro upcoming " {
		t.Errorf("downwards: %q after %s", got, down.body)
	}
	b.refusals(t, []refusalRow{{change(id), `{"from_price_id":"` + dear + `","to_price_id":"p_pro"}`, 409, "price_transition_conflict"}})
	statements := b.ask("GET /billing/statements", "").object
	if statements["total_count"] != 1.0 || b.w.Billing.Payments.Len() != 2 {
		t.Errorf("the statements are %v", statements)
	}
}

func TestCreditsAndDiscounts(t *testing.T) {
	b, ada, item := newTill(t, 0)
	if err := b.w.Update(func() error {
		return b.w.Billing.Discounts.Put(world.Discount{ID: "d1", Name: "Half", PercentOff: 50})
	}); err != nil {
		t.Fatal(err)
	}
	credits, discounts := "POST /users/"+ada+"/billing/credits", "/billing/subscription_items/"+item+"/discounts"
	b.refusals(t, []refusalRow{
		{credits, `{"amount":0,"action":"increase","idempotency_key":"a"}`, 422, "form_param_value_invalid(amount)"},
		{credits, `{"amount":500,"action":"increase","idempotency_key":"a"}`, 200, ""},
		{credits, `{"amount":500,"action":"increase","idempotency_key":"a"}`, 200, ""},
		{credits, `{"amount":501,"action":"increase","idempotency_key":"a"}`, 409, "idempotency_key_conflict"},
		{credits, `{"amount":501,"action":"decrease","idempotency_key":"b"}`, 422, "form_param_value_invalid(amount)"},
		{"POST " + discounts, `{"discount_id":"x"}`, 404, "resource_not_found"},
		{"POST " + discounts, `{"discount_id":"d1"}`, 200, ""},
		{"POST " + discounts, `{"discount_id":"d1"}`, 409, "discount_already_applied"},
		{"DELETE " + discounts + "/x", ``, 404, "resource_not_found"},
	})
	if got := b.ask("GET /users/"+ada+"/billing/credits", ""); fmt.Sprint(got.object["balance"]) != "map[amount:500 amount_formatted:5.00 currency:USD currency_symbol:$]" {
		t.Errorf("the balance is %s", got.body)
	}
	next := func() any {
		return b.ask("GET /users/"+ada+"/billing/subscription", "").object["next_payment"].(map[string]any)["amount"].(map[string]any)["amount"]
	}
	if got := next(); got != 1550.0 {
		t.Errorf("with half off the next payment is %v", got)
	}
	b.refusals(t, []refusalRow{{"DELETE " + discounts + "/d1", ``, 200, ""}})
	if got := next(); got != 3100.0 {
		t.Errorf("without it the next payment is %v", got)
	}
	b.ask("DELETE /users/"+ada, "")
	if b.w.Billing.Items.Len()+b.w.Billing.Payments.Len()+b.w.Billing.Credits.Len() != 0 {
		t.Error("what was billed to a user outlives them")
	}
}

func TestWhatIsBilledIsTold(t *testing.T) {
	b, ada, item := newTill(t, 0)
	const begins = "subscription.created subscription.active subscriptionItem.active paymentAttempt.created paymentAttempt.updated"
	told := func(what, want string) {
		t.Helper()
		var events []string
		for _, e := range b.events {
			if !strings.HasPrefix(e, "user.") {
				events = append(events, e)
			}
		}
		if got := strings.Join(events, " "); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
		}
		b.events = nil
	}
	one := "/billing/subscription_items/" + item
	told("somebody subscribes", begins)
	b.refusals(t, []refusalRow{{"DELETE " + one, "", 200, ""}})
	told("ends it with the period", "subscriptionItem.upcoming subscription.updated subscriptionItem.canceled")
	b.refusals(t, []refusalRow{{"DELETE " + one + "?end_now=true", "", 200, ""}})
	told("ends it now", "subscriptionItem.ended subscription.updated")
	b.refusals(t, []refusalRow{{"DELETE " + one, "", 400, "subscription_item_already_ended"}})
	told("ends it again, in vain", "")
	b.refusals(t, []refusalRow{{"DELETE /users/" + ada, "", 200, ""}})
	told("leaves", "")

	b, _, item = newTill(t, 14)
	told("somebody tries something", "subscription.created subscription.active subscriptionItem.active")
	longer := `{"extend_to":"` + b.now.AddDate(0, 1, 0).Format(time.RFC3339) + `"}`
	b.refusals(t, []refusalRow{{"POST /billing/subscription_items/" + item + "/extend_free_trial", longer, 200, ""}})
	told("for longer", "subscriptionItem.updated subscription.updated")
}

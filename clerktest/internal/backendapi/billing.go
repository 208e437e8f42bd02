package backendapi

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/table"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// billing is plans, prices, subscriptions and what was paid. No operation makes plans, discounts and subscriptions: a seed does.
// No money moves, and every payment succeeds.
func (a *API) billing() []Operation {
	ops := []Operation{
		read("GET /billing/plans", a.listPlans),
		read("GET /billing/prices", a.listPrices),
		write("POST /billing/prices", a.createPrice),
		read("GET /billing/statements", a.listStatements),
		read("GET /billing/statements/{statement_id}", func(c Call, _ none) (any, error) {
			s, err := found(a.w.Billing.Statements, "statement", c.id("statement_id"))
			if err != nil {
				return nil, err
			}
			return a.viewStatement(s), nil
		}),
		read("GET /billing/statements/{statement_id}/payment_attempts", a.listPayments),
	}
	return slices.Concat(ops, a.subscriptionItems(), a.payers())
}

// billed is the params of lists about money. paginated changes nothing: they always have a total_count.
type billed struct {
	window
	Paginated bool `query:"paginated"`
}

type planList struct {
	billed
	PayerType Opt[string] `query:"payer_type" oneof:"user org"`
}

func (a *API) listPlans(_ Call, p planList) (any, error) {
	var f filter[world.Plan]
	if p.PayerType.Set {
		f.when(func(plan *world.Plan) bool { return plan.PayerType == p.PayerType.Value })
	}
	return paged(source[world.Plan]{rows: a.w.Billing.Plans.Rows(), keep: f.keep()}, newest, p.window, a.viewPlan), nil
}

type priceList struct {
	billed
	PlanID string `query:"plan_id"`
}

// listPrices has the cheapest first, and of two that cost the same the younger one.
func (a *API) listPrices(_ Call, p priceList) (any, error) {
	rows := a.w.Billing.Prices.Rows()
	if p.PlanID != "" {
		if _, err := found(a.w.Billing.Plans, "billing plan", p.PlanID); err != nil {
			return nil, err
		}
		rows = a.w.Billing.PricesOf.Get(p.PlanID)
	}
	all, total := rows.Page(table.Query[world.Price]{Descending: true})
	slices.SortStableFunc(all, func(x, y *world.Price) int { return cmp.Compare(x.Fee(world.Monthly), y.Fee(world.Monthly)) })
	all = all[min(int(p.Offset), len(all)):]
	return page{each(all[:min(int(p.Limit), len(all))], a.viewPrice), total}, nil
}

type priceCreate struct {
	PlanID        string      `body:"plan_id,required"`
	Amount        Opt[int64]  `body:"amount,required,nullable"`
	AnnualMonthly Opt[int64]  `body:"annual_monthly_amount,nullable"`
	Currency      Opt[string] `body:"currency"`
	Description   Opt[string] `body:"description"`
	Periods       Opt[string] `body:"supported_billing_periods" oneof:"month annual both"`
}

const leastAmount = 100 // cents (Clerk: CreateBillingPrice)

func (p *priceCreate) check(wrong *problems) {
	for param, amount := range map[string]Opt[int64]{"amount": p.Amount, "annual_monthly_amount": p.AnnualMonthly} {
		if n := amount.Value; n < 0 || n > 0 && n < leastAmount {
			wrong.invalid(param, "must be 0, or %d cents at least.", leastAmount)
		}
	}
	month, annual := p.Amount.Set && !p.Amount.Null, p.AnnualMonthly.Set && !p.AnnualMonthly.Null
	switch periods := p.Periods.Value; {
	case p.Amount.Null && !annual:
		wrong.add(refusal.About("amount", "form_conditional_param_missing", "is missing", "or annual_monthly_amount is needed."))
	case (periods == "month" || periods == "both") && !month, (periods == "annual" || periods == "both") && !annual:
		wrong.invalid("supported_billing_periods", "is %s, and an amount of it is missing.", periods)
	}
	checkCurrency(p.Currency, wrong)
}

func checkCurrency(currency Opt[string], wrong *problems) {
	if currency.Set && (len(currency.Value) != 3 || strings.ToUpper(currency.Value) != currency.Value) {
		wrong.invalid("currency", "must be a code of ISO 4217 as in USD.")
	}
}

func (a *API) createPrice(_ Call, p priceCreate) (any, error) {
	if _, err := found(a.w.Billing.Plans, "billing plan", p.PlanID); err != nil {
		return nil, err
	}
	price := world.Price{
		ID: a.w.ID("cprice"), PlanID: p.PlanID, Currency: cmp.Or(p.Currency.Value, "USD"), Description: p.Description.Value, CreatedAt: a.w.Now(),
	}
	if !p.Amount.Null && p.Periods.Value != "annual" {
		price.Amount = &p.Amount.Value
	}
	if p.AnnualMonthly.Set && !p.AnnualMonthly.Null && p.Periods.Value != "month" {
		price.AnnualMonthly = &p.AnnualMonthly.Value
	}
	return a.viewPrice(&price), a.w.Billing.Prices.Put(price)
}

func (a *API) listStatements(_ Call, p billed) (any, error) {
	return paged(source[world.Statement]{rows: a.w.Billing.Statements.Rows()}, newest, p.window, a.viewStatement), nil
}

func (a *API) listPayments(c Call, p billed) (any, error) {
	s, err := found(a.w.Billing.Statements, "statement", c.id("statement_id"))
	if err != nil {
		return nil, err
	}
	return paged(source[world.Payment]{rows: a.w.Billing.PaymentsOn.Get(s.ID)}, newest, p.window, a.viewPayment), nil
}

// payers is what users and organizations subscribe to, and their credits.
func (a *API) payers() []Operation {
	user := func(c Call) (owner, error) {
		u, err := a.user(c)
		if err != nil {
			return owner{}, err
		}
		return owner{world.ForUser, u.ID}, nil
	}
	org := func(c Call) (owner, error) {
		o, err := a.organization(c)
		if err != nil {
			return owner{}, err
		}
		return owner{world.ForOrg, o.ID}, nil
	}
	return slices.Concat(a.payer("/users/{user_id}", user), a.payer("/organizations/{organization_id}", org))
}

// An owner is a user or an organization that pays.
type owner struct{ kind, id string }

func (a *API) payer(path string, of func(Call) (owner, error)) []Operation {
	return []Operation{
		read("GET "+path+"/billing/subscription", func(c Call, _ none) (any, error) {
			o, err := of(c)
			if err != nil {
				return nil, err
			}
			s := a.w.Billing.SubscriptionOf.Get(o.id)
			if s == nil {
				return nil, refusal.NotFound("subscription of", o.id)
			}
			return a.viewSubscription(s), nil
		}),
		read("GET "+path+"/billing/credits", func(c Call, _ none) (any, error) {
			o, err := of(c)
			if err != nil {
				return nil, err
			}
			return struct {
				Object  string    `json:"object"`
				Balance moneyView `json:"balance"`
			}{"commerce_credit_balance", a.balance(o.id)}, nil
		}),
		write("POST "+path+"/billing/credits", func(c Call, p creditAdjust) (any, error) {
			o, err := of(c)
			if err != nil {
				return nil, err
			}
			return a.adjustCredit(o, p)
		}),
	}
}

type creditAdjust struct {
	Amount   int64       `body:"amount,required"`
	Action   string      `body:"action,required" oneof:"increase decrease"`
	Key      string      `body:"idempotency_key,required"`
	Currency Opt[string] `body:"currency"`
	Note     Opt[string] `body:"note"`
}

func (p *creditAdjust) check(wrong *problems) {
	if p.Amount <= 0 {
		wrong.invalid("amount", "must be over 0 cents.")
	}
	checkCurrency(p.Currency, wrong)
}

// adjustCredit answers with the entry that is there, where the key was used before.
func (a *API) adjustCredit(o owner, p creditAdjust) (any, error) {
	credit := world.Credit{
		ID: a.w.ID("ccred"), OwnerID: o.id, Key: p.Key, Note: p.Note.Value, Currency: cmp.Or(p.Currency.Value, "USD"), Amount: p.Amount,
		CreatedAt: a.w.Now(),
	}
	if p.Action == "decrease" {
		credit.Amount = -p.Amount
	}
	for before := range a.w.Billing.CreditsOf.Get(o.id).Each() {
		if before.Key != p.Key {
			continue
		}
		if before.Amount != credit.Amount || before.Currency != credit.Currency {
			return nil, refusal.New(http.StatusConflict, "idempotency_key_conflict", "The key was used",
				"The idempotency_key was used before, with another amount, action or currency.")
		}
		return viewCredit(before), nil
	}
	if balance := a.balance(o.id); balance.Amount+credit.Amount < 0 {
		return nil, refusal.Unprocessable(refusal.Invalid("amount", "is more than the balance of %s.", balance.Formatted))
	}
	return viewCredit(&credit), a.w.Billing.Credits.Put(credit)
}

func (a *API) balance(ownerID string) moneyView {
	sum, currency := int64(0), "USD"
	for c := range a.w.Billing.CreditsOf.Get(ownerID).Each() {
		sum, currency = sum+c.Amount, c.Currency
	}
	return money(sum, currency)
}

type creditView struct {
	Object     string    `json:"object"`
	ID         string    `json:"id"`
	PayerID    string    `json:"payer_id"`
	Amount     moneyView `json:"amount"`
	SourceType string    `json:"source_type"`
	SourceID   string    `json:"source_id"`
	Note       *string   `json:"note"`
	CreatedAt  string    `json:"created_at"`
}

func viewCredit(c *world.Credit) creditView {
	return creditView{
		"commerce_credit_ledger", c.ID, world.PayerID(c.OwnerID), money(c.Amount, c.Currency), "manual", c.Key, orNull(c.Note),
		c.CreatedAt.UTC().Format(time.RFC3339Nano),
	}
}

package backendapi

import (
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A payerView is who pays, in an answer.
type payerView struct {
	Object           string    `json:"object"`
	ID               string    `json:"id"`
	InstanceID       string    `json:"instance_id"`
	UserID           string    `json:"user_id,omitempty"`
	FirstName        string    `json:"first_name"`
	LastName         string    `json:"last_name"`
	Email            string    `json:"email"`
	OrganizationID   string    `json:"organization_id,omitempty"`
	OrganizationName string    `json:"organization_name,omitempty"`
	ImageURL         string    `json:"image_url"`
	Credits          moneyView `json:"credits_balance"`
	CreatedAt        int64     `json:"created_at"`
	UpdatedAt        int64     `json:"updated_at"`
}

func (a *API) viewPayer(kind, ownerID string) payerView {
	v := payerView{Object: "commerce_payer", ID: world.PayerID(ownerID), InstanceID: a.Instance().ID, Credits: a.balance(ownerID)}
	if o := a.w.Organizations.Get(ownerID); kind == world.ForOrg && o != nil {
		v.OrganizationID, v.OrganizationName, v.ImageURL = o.ID, o.Name, a.image(o.Image, o.ID)
		v.CreatedAt, v.UpdatedAt = o.CreatedAt.UnixMilli(), o.UpdatedAt.UnixMilli()
	}
	if u := a.w.Users.Get(ownerID); kind == world.ForUser && u != nil {
		v.UserID, v.FirstName, v.LastName, v.Email = u.ID, u.FirstName, u.LastName, a.w.Value(u, world.Email)
		v.ImageURL, v.CreatedAt, v.UpdatedAt = a.image(u.Image, u.ID), u.CreatedAt.UnixMilli(), u.UpdatedAt.UnixMilli()
	}
	return v
}

// nextPayment is what is to be paid, and when.
type nextPayment struct {
	Amount moneyView `json:"amount"`
	Date   int64     `json:"date"`
}

// itemBase is what both forms of an item have.
type itemBase struct {
	Object       string       `json:"object"`
	ID           string       `json:"id"`
	InstanceID   string       `json:"instance_id"`
	Status       string       `json:"status"`
	PlanID       string       `json:"plan_id"`
	PriceID      string       `json:"price_id"`
	PlanPeriod   string       `json:"plan_period"`
	LifetimePaid moneyView    `json:"lifetime_paid"`
	NextPayment  *nextPayment `json:"next_payment"`
	PayerID      string       `json:"payer_id"`
	Payer        payerView    `json:"payer"`
	IsFreeTrial  bool         `json:"is_free_trial"`
	PeriodStart  int64        `json:"period_start"`
	PeriodEnd    *int64       `json:"period_end"`
	CanceledAt   *int64       `json:"canceled_at"`
	PastDueAt    *int64       `json:"past_due_at"`
	EndedAt      *int64       `json:"ended_at"`
	CreatedAt    int64        `json:"created_at"`
	UpdatedAt    int64        `json:"updated_at"`
}

// An itemView is a subscription item in an answer.
type itemView struct {
	itemBase
	Plan planView `json:"plan"`
}

// An oldItemView is a subscription item in an answer of the older form.
type oldItemView struct {
	itemBase
	Plan            oldPlanView `json:"plan"`
	PaymentSourceID string      `json:"payment_source_id"`
	Amount          moneyView   `json:"amount"`
	ProrationDate   string      `json:"proration_date"`
}

func (a *API) itemBase(stored *world.Item) itemBase {
	i := stored.At(a.w.Now())
	s, price := a.w.Billing.Subscriptions.Get(i.SubscriptionID), a.w.Billing.Prices.Get(i.PriceID)
	v := itemBase{
		Object: "commerce_subscription_item", ID: i.ID, InstanceID: a.Instance().ID, Status: i.Status, PlanID: i.PlanID, PriceID: i.PriceID,
		PlanPeriod: i.Period, LifetimePaid: money(i.Paid, price.Currency), PayerID: world.PayerID(s.OwnerID),
		Payer: a.viewPayer(s.PayerType, s.OwnerID), IsFreeTrial: i.FreeTrial, PeriodStart: i.PeriodStart.UnixMilli(),
		PeriodEnd: millis(i.PeriodEnd), CanceledAt: millis(i.CanceledAt), EndedAt: millis(i.EndedAt), CreatedAt: i.CreatedAt.UnixMilli(),
		UpdatedAt: i.UpdatedAt.UnixMilli(),
	}
	if fee := price.Fee(i.Period); fee > 0 && i.CanceledAt.IsZero() && i.Status != world.Ended {
		at := i.PeriodEnd
		if i.Status == world.Upcoming {
			at = i.PeriodStart
		}
		off := int64(0)
		if r := a.w.Discounted(i.ID); r != nil {
			off = a.viewRedemption(&i, r).Amount.Amount
		}
		v.NextPayment = &nextPayment{money(fee-off, price.Currency), at.UnixMilli()}
	}
	return v
}

func (a *API) viewItem(i *world.Item) itemView {
	return itemView{a.itemBase(i), a.viewPlan(a.w.Billing.Plans.Get(i.PlanID))}
}

func (a *API) viewOldItem(i *world.Item) oldItemView {
	price := a.w.Billing.Prices.Get(i.PriceID)
	return oldItemView{
		a.itemBase(i), a.viewOldPlan(a.w.Billing.Plans.Get(i.PlanID)), "", money(price.Fee(i.Period), price.Currency),
		i.PeriodStart.UTC().Format("2006-01-02"),
	}
}

// A subscriptionView is a subscription in an answer, with the items that have not ended.
type subscriptionView struct {
	Object      string       `json:"object"`
	ID          string       `json:"id"`
	InstanceID  string       `json:"instance_id"`
	Status      string       `json:"status"`
	PayerID     string       `json:"payer_id"`
	CreatedAt   int64        `json:"created_at"`
	UpdatedAt   int64        `json:"updated_at"`
	ActiveAt    *int64       `json:"active_at"`
	PastDueAt   *int64       `json:"past_due_at"`
	Items       []itemView   `json:"subscription_items"`
	NextPayment *nextPayment `json:"next_payment,omitempty"`
	Eligible    bool         `json:"eligible_for_free_trial"`
}

func (a *API) viewSubscription(s *world.Subscription) subscriptionView {
	v := subscriptionView{
		Object: "commerce_subscription", ID: s.ID, InstanceID: a.Instance().ID, Status: world.Ended, PayerID: world.PayerID(s.OwnerID),
		CreatedAt: s.CreatedAt.UnixMilli(), UpdatedAt: s.UpdatedAt.UnixMilli(), Items: []itemView{}, Eligible: true,
	}
	for i := range a.w.Billing.ItemsOf.Get(s.ID).Each() {
		item := a.viewItem(i)
		v.Eligible = v.Eligible && !i.FreeTrial && i.Paid == 0 // who had one, or paid, has no other
		v.UpdatedAt = max(v.UpdatedAt, item.UpdatedAt)
		if item.Status == world.Ended {
			continue
		}
		v.Items = append(v.Items, item)
		if item.Status == world.Active {
			v.Status, v.ActiveAt = world.Active, millis(s.CreatedAt)
		}
		if next := item.NextPayment; next != nil && (v.NextPayment == nil || next.Date < v.NextPayment.Date) {
			v.NextPayment = next
		}
	}
	return v
}

// A paymentView is a payment attempt in an answer.
type paymentView struct {
	Object          string        `json:"object"`
	ID              string        `json:"id"`
	PaymentID       string        `json:"payment_id"`
	InstanceID      string        `json:"instance_id"`
	ChargeType      string        `json:"charge_type"`
	PayeeID         string        `json:"payee_id"`
	Payee           struct{}      `json:"payee"`
	PayerID         string        `json:"payer_id"`
	Payer           payerView     `json:"payer"`
	ItemID          string        `json:"subscription_item_id"`
	Amount          moneyView     `json:"amount"`
	Totals          *struct{}     `json:"totals"`
	PaymentMethodID string        `json:"payment_method_id"`
	PaymentMethod   paymentMethod `json:"payment_method"`
	StatementID     string        `json:"statement_id"`
	GatewayID       *string       `json:"gateway_external_id"`
	GatewayURL      *string       `json:"gateway_external_url"`
	Status          string        `json:"status"`
	PaidAt          *int64        `json:"paid_at"`
	FailedAt        *int64        `json:"failed_at"`
	CreatedAt       int64         `json:"created_at"`
	UpdatedAt       int64         `json:"updated_at"`
}

type paymentMethod struct {
	Object           string  `json:"object"`
	ID               string  `json:"id"`
	PayerID          string  `json:"payer_id"`
	PaymentType      string  `json:"payment_type"`
	Gateway          string  `json:"gateway"`
	GatewayID        string  `json:"gateway_external_id"`
	GatewayAccountID *string `json:"gateway_external_account_id"`
	Last4            *string `json:"last4"`
	Status           string  `json:"status"`
	CardType         *string `json:"card_type"`
}

func (a *API) viewPayment(p *world.Payment) paymentView {
	s, payer := a.w.Billing.Statements.Get(p.StatementID), world.PayerID(p.OwnerID)
	at := p.CreatedAt.UnixMilli()
	return paymentView{
		Object: "commerce_payment", ID: p.ID, PaymentID: p.PaymentID, InstanceID: a.Instance().ID, ChargeType: p.Charge,
		PayeeID: "cpayee_" + a.Instance().ID, PayerID: payer, Payer: a.viewPayer(s.PayerType, p.OwnerID), ItemID: p.ItemID,
		Amount: money(p.Amount, p.Currency), PaymentMethodID: "cpm_" + payer, StatementID: s.ID, Status: "paid", PaidAt: &at,
		PaymentMethod: paymentMethod{
			Object: "commerce_payment_method", ID: "cpm_" + payer, PayerID: payer, PaymentType: "card", Gateway: "test",
			GatewayID: "test_" + payer, Last4: orNull("4242"), Status: "active", CardType: orNull("visa"),
		},
		CreatedAt: at, UpdatedAt: at,
	}
}

// A statementView is a statement in an answer. It is open in its month.
type statementView struct {
	Object     string           `json:"object"`
	ID         string           `json:"id"`
	InstanceID string           `json:"instance_id"`
	Timestamp  int64            `json:"timestamp"`
	Payer      payerView        `json:"payer"`
	Status     string           `json:"status"`
	Totals     statementTotals  `json:"totals"`
	Groups     []statementGroup `json:"groups"`
}

type statementTotals struct {
	GrandTotal moneyView `json:"grand_total"`
	Subtotal   moneyView `json:"subtotal"`
	BaseFee    moneyView `json:"base_fee"`
	TaxTotal   moneyView `json:"tax_total"`
}

type statementGroup struct {
	Object    string        `json:"object"`
	Timestamp int64         `json:"timestamp"`
	Items     []paymentView `json:"items"`
}

func (a *API) viewStatement(s *world.Statement) statementView {
	v := statementView{
		Object: "commerce_statement", ID: s.ID, InstanceID: a.Instance().ID, Timestamp: s.CreatedAt.UnixMilli(),
		Payer: a.viewPayer(s.PayerType, s.OwnerID), Status: "closed", Groups: []statementGroup{},
	}
	if a.w.Now().UTC().Format("2006-01") == s.Month {
		v.Status = "open"
	}
	sum, day := int64(0), ""
	for p := range a.w.Billing.PaymentsOn.Get(s.ID).Each() {
		sum += p.Amount
		if on := p.CreatedAt.UTC().Format("2006-01-02"); on != day {
			day = on
			v.Groups = append(v.Groups, statementGroup{Object: "commerce_statement_group", Timestamp: p.CreatedAt.UnixMilli()})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Items = append(g.Items, a.viewPayment(p))
	}
	total := money(sum, s.Currency)
	v.Totals = statementTotals{total, total, total, money(0, s.Currency)}
	return v
}

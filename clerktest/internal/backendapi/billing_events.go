package backendapi

import "github.com/usher-auth/usher/clerktest/internal/world"

// The webhooks of billing. They show other objects than the answers of the Backend API do.

// eventOfItem names what an operation does to a subscription item. What the clock does to one is not told.
func (a *API) eventOfItem(before, after *world.Item) string {
	if after == nil {
		return "" // its payer is gone, which is told
	}
	was := world.Item{}
	if before != nil {
		was = before.At(a.w.Now())
	}
	switch {
	case was.Status != after.Status:
		return "subscriptionItem." + after.Status
	case was.CanceledAt.IsZero() && !after.CanceledAt.IsZero():
		return "subscriptionItem.canceled"
	default:
		return "subscriptionItem.updated"
	}
}

// created names an event of a row that is new, and none of others.
func created[T any](name string) func(before, after *T) string {
	return func(before, _ *T) string {
		if before == nil {
			return name
		}
		return ""
	}
}

// eventOfSubscription names what happens to a subscription after it was created.
func eventOfSubscription(before, after *world.Subscription) string {
	switch {
	case after == nil:
		return ""
	case before == nil:
		return "subscription.active"
	default:
		return "subscription.updated"
	}
}

// A payerEvent is who pays.
type payerEvent struct {
	Object           string `json:"object"`
	ID               string `json:"id"`
	UserID           string `json:"user_id"`
	FirstName        string `json:"first_name"`
	LastName         string `json:"last_name"`
	Email            string `json:"email"`
	OrganizationID   string `json:"organization_id"`
	OrganizationName string `json:"organization_name"`
	ImageURL         string `json:"image_url"`
	CreatedAt        int64  `json:"created_at"`
	UpdatedAt        int64  `json:"updated_at"`
}

func (a *API) payerEvent(kind, ownerID string) payerEvent {
	v := a.viewPayer(kind, ownerID)
	return payerEvent{
		v.Object, v.ID, v.UserID, v.FirstName, v.LastName, v.Email, v.OrganizationID, v.OrganizationName, v.ImageURL, v.CreatedAt, v.UpdatedAt,
	}
}

// A planEvent is a plan.
type planEvent struct {
	ID          string `json:"id"`
	Slug        string `json:"slug"`
	Name        string `json:"name"`
	IsRecurring bool   `json:"is_recurring"`
	Amount      int64  `json:"amount"`
	Currency    string `json:"currency"`
}

// An itemEvent is a subscription item.
type itemEvent struct {
	Object         string     `json:"object"`
	ID             string     `json:"id"`
	Status         string     `json:"status"`
	IsFreeTrial    bool       `json:"is_free_trial"`
	CreatedAt      int64      `json:"created_at"`
	UpdatedAt      int64      `json:"updated_at"`
	PeriodStart    int64      `json:"period_start"`
	PeriodEnd      *int64     `json:"period_end"`
	Interval       string     `json:"interval"`
	PlanID         string     `json:"plan_id"`
	Plan           planEvent  `json:"plan"`
	Payer          payerEvent `json:"payer"`
	SubscriptionID string     `json:"subscription_id"`
}

func (a *API) itemEvent(stored *world.Item, _ bool) any { return a.viewItemEvent(stored) }

// viewItemEvent shows an item. What ends with its period is canceled.
func (a *API) viewItemEvent(stored *world.Item) itemEvent {
	i := stored.At(a.w.Now())
	plan, price := a.w.Billing.Plans.Get(i.PlanID), a.w.Billing.Prices.Get(i.PriceID)
	s := a.w.Billing.Subscriptions.Get(i.SubscriptionID)
	v := itemEvent{
		Object: "commerce_subscription_item", ID: i.ID, Status: i.Status, IsFreeTrial: i.FreeTrial, CreatedAt: i.CreatedAt.UnixMilli(),
		UpdatedAt: i.UpdatedAt.UnixMilli(), PeriodStart: i.PeriodStart.UnixMilli(), PeriodEnd: millis(i.PeriodEnd), Interval: i.Period,
		PlanID: plan.ID, Payer: a.payerEvent(s.PayerType, s.OwnerID), SubscriptionID: s.ID, Plan: planEvent{
			ID: plan.ID, Slug: plan.Slug, Name: plan.Name, IsRecurring: true, Amount: price.Fee(i.Period), Currency: price.Currency,
		},
	}
	if v.Status == world.Active && !i.CanceledAt.IsZero() {
		v.Status = "canceled"
	}
	if i.Period == world.Annual {
		v.Interval = "annual"
	}
	return v
}

// A subscriptionEvent is a subscription with all of its items.
type subscriptionEvent struct {
	Object          string      `json:"object"`
	ID              string      `json:"id"`
	Status          string      `json:"status"`
	ActiveAt        *int64      `json:"active_at"`
	CanceledAt      *int64      `json:"canceled_at"`
	CreatedAt       int64       `json:"created_at"`
	EndedAt         *int64      `json:"ended_at"`
	PastDueAt       *int64      `json:"past_due_at"`
	UpdatedAt       int64       `json:"updated_at"`
	LatestPaymentID *string     `json:"latest_payment_id"`
	PayerID         string      `json:"payer_id"`
	Payer           payerEvent  `json:"payer"`
	PaymentSourceID *string     `json:"payment_source_id"`
	Items           []itemEvent `json:"items"`
}

func (a *API) subscriptionEvent(s *world.Subscription, gone bool) any {
	if gone {
		return nil
	}
	is := a.viewSubscription(s)
	v := subscriptionEvent{
		Object: is.Object, ID: is.ID, Status: is.Status, ActiveAt: is.ActiveAt, CreatedAt: is.CreatedAt, UpdatedAt: is.UpdatedAt,
		PayerID: is.PayerID, Payer: a.payerEvent(s.PayerType, s.OwnerID), Items: []itemEvent{},
	}
	if v.Status == world.Ended {
		v.EndedAt = &v.UpdatedAt
	}
	for i := range a.w.Billing.ItemsOf.Get(s.ID).Each() {
		v.Items = append(v.Items, a.viewItemEvent(i))
	}
	for statement := range a.w.Billing.StatementsOf.Get(s.OwnerID).Each() {
		for p := range a.w.Billing.PaymentsOn.Get(statement.ID).Each() {
			id, source := p.PaymentID, "cpm_"+v.PayerID
			v.LatestPaymentID, v.PaymentSourceID = &id, &source
		}
	}
	return v
}

// A paymentEvent is an attempt to be paid.
type paymentEvent struct {
	ID            string        `json:"id"`
	InstanceID    string        `json:"instance_id"`
	PaymentID     string        `json:"payment_id"`
	InvoiceID     string        `json:"invoice_id"`
	StatementID   string        `json:"statement_id"`
	GatewayID     string        `json:"gateway_external_id"`
	Status        string        `json:"status"`
	CreatedAt     int64         `json:"created_at"`
	UpdatedAt     int64         `json:"updated_at"`
	PaidAt        *int64        `json:"paid_at"`
	FailedAt      *int64        `json:"failed_at"`
	FailedReason  *struct{}     `json:"failed_reason"`
	BillingDate   int64         `json:"billing_date"`
	ChargeType    string        `json:"charge_type"`
	Payee         payeeEvent    `json:"payee"`
	Payer         payerEvent    `json:"payer"`
	Totals        paymentTotals `json:"totals"`
	PaymentSource paymentSource `json:"payment_source"`
	Items         []itemEvent   `json:"subscription_items"`
}

type payeeEvent struct {
	ID            string `json:"id"`
	GatewayType   string `json:"gateway_type"`
	GatewayID     string `json:"gateway_external_id"`
	GatewayStatus string `json:"gateway_status"`
}

type paymentTotals struct {
	Subtotal   moneyView `json:"subtotal"`
	TaxTotal   moneyView `json:"tax_total"`
	GrandTotal moneyView `json:"grand_total"`
}

type paymentSource struct {
	ID               string  `json:"id"`
	Gateway          string  `json:"gateway"`
	GatewayID        string  `json:"gateway_external_id"`
	GatewayAccountID *string `json:"gateway_external_account_id"`
	PaymentMethod    string  `json:"payment_method"`
	Status           string  `json:"status"`
	CardType         *string `json:"card_type"`
	Last4            *string `json:"last4"`
}

// pendingPayment shows an attempt as it begins, and paidPayment as it ends.
func (a *API) pendingPayment(p *world.Payment, gone bool) any {
	v, ok := a.paidPayment(p, gone).(paymentEvent)
	if !ok {
		return nil
	}
	v.Status, v.PaidAt = "pending", nil
	return v
}

func (a *API) paidPayment(p *world.Payment, gone bool) any {
	if gone {
		return nil
	}
	is, s := a.viewPayment(p), a.w.Billing.Statements.Get(p.StatementID)
	method := is.PaymentMethod
	return paymentEvent{
		ID: is.ID, InstanceID: is.InstanceID, PaymentID: is.PaymentID, InvoiceID: "cinv_" + is.PaymentID, StatementID: is.StatementID,
		GatewayID: "test_" + is.PaymentID, Status: is.Status, CreatedAt: is.CreatedAt, UpdatedAt: is.UpdatedAt, PaidAt: is.PaidAt,
		BillingDate: is.CreatedAt, ChargeType: is.ChargeType,
		Payee:  payeeEvent{is.PayeeID, "stripe", "test_" + is.PayeeID, "active"},
		Payer:  a.payerEvent(s.PayerType, p.OwnerID),
		Totals: paymentTotals{is.Amount, money(0, p.Currency), is.Amount},
		PaymentSource: paymentSource{
			method.ID, method.Gateway, method.GatewayID, method.GatewayAccountID, method.PaymentType, method.Status, method.CardType, method.Last4,
		},
		Items: []itemEvent{a.viewItemEvent(a.w.Billing.Items.Get(p.ItemID))},
	}
}

package contract

import (
	"os"
	"time"
)

// shop loads the example of a seed, with plans, discounts and subscriptions.
func (s *stage) shop() {
	s.t.Helper()
	f, err := os.Open("../clerktest/testdata/seed.json")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := s.ck.Load(f); err != nil {
		s.t.Fatal(err)
	}
}

// bought returns the first of what a list has after the seed.
func (s *stage) bought(path string) thing {
	s.t.Helper()
	s.shop()
	return s.do("GET", path, nil).part("data")
}

const (
	trials = "/billing/subscription_items?payer_type=user"
	paid   = "/billing/subscription_items?payer_type=org"
)

func onBought(list string, body any) func(*stage) ask {
	return func(s *stage) ask { return ask{ids: []string{s.bought(list).id()}, body: body} }
}

// withShop asks with a seed.
func withShop(in ask) func(*stage) ask {
	return func(s *stage) ask { s.shop(); return in }
}

var (
	ofAda  = []string{"user_ada"}
	ofAcme = []string{"org_acme"}
	credit = fields{"amount": 500, "action": "increase", "idempotency_key": "k", "note": "sorry"}
)

var billingScenes = scenes{
	"GetCommercePlanList":             withShop(ask{query: "paginated=true&payer_type=org"}),
	"GetBillingPriceList":             withShop(ask{query: "limit=2"}),
	"GetCommerceSubscriptionItemList": withShop(ask{query: "include_free=true&query=a"}),
	"CreateBillingPrice": func(s *stage) ask {
		return ask{body: fields{"plan_id": s.bought("/billing/plans").id(), "amount": nil, "annual_monthly_amount": 500, "description": "less"}}
	},
	"CancelCommerceSubscriptionItem": onBought(paid, nil),
	"CancelCommerceSubscriptionItem now": func(s *stage) ask {
		return ask{ids: []string{s.bought(paid).id()}, query: "end_now=true"}
	},
	"ExtendBillingSubscriptionItemFreeTrial": onBought(trials, fields{"extend_to": time.Now().AddDate(0, 2, 0).UTC().Format(time.RFC3339)}),
	"CreateBillingPriceTransition": func(s *stage) ask {
		item := s.bought(paid)
		price := s.do("POST", "/billing/prices", fields{"plan_id": item.text("plan_id"), "amount": 9000, "annual_monthly_amount": 8000})
		return ask{ids: []string{item.id()}, body: fields{"from_price_id": item.text("price_id"), "to_price_id": price.id()}}
	},
	"ApplyBillingSubscriptionItemDiscount": onBought(paid, fields{"discount_id": "disc_launch"}),
	"RemoveBillingSubscriptionItemDiscount": func(s *stage) ask {
		item := s.bought(paid)
		s.do("POST", "/billing/subscription_items/"+item.id()+"/discounts", fields{"discount_id": "disc_launch"})
		return ask{ids: []string{item.id(), "disc_launch"}}
	},
	"GetBillingStatementList":             withShop(ask{}),
	"GetBillingStatement":                 onBought("/billing/statements", nil),
	"GetBillingStatementPaymentAttempts":  onBought("/billing/statements", nil),
	"GetUserBillingSubscription":          withShop(ask{ids: ofAda}),
	"GetUserBillingCreditBalance":         withShop(ask{ids: ofAda}),
	"AdjustUserBillingCreditBalance":      withShop(ask{ids: ofAda, body: credit}),
	"GetOrganizationBillingSubscription":  withShop(ask{ids: ofAcme}),
	"GetOrganizationBillingCreditBalance": withShop(ask{ids: ofAcme}),
	"AdjustOrganizationBillingCreditBalance": func(s *stage) ask {
		s.shop()
		s.do("POST", "/organizations/org_acme/billing/credits", credit)
		return ask{ids: ofAcme, body: fields{"amount": 100, "action": "decrease", "idempotency_key": "l"}}
	},
}

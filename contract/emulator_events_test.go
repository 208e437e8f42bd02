package contract_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/contract"
)

// TestTheEventsOfBillingAreThoseOfTheDocument holds what the emulator delivers against the schemas of Clerk's events.
func TestTheEventsOfBillingAreThoseOfTheDocument(t *testing.T) {
	doc := contract.LoadDocument(t, webhookDocument)
	var mu sync.Mutex
	data := map[string]any{}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		var body map[string]any
		if err != nil || json.Unmarshal(text, &body) != nil {
			t.Errorf("an event is %q (%v)", text, err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		name, _ := body["type"].(string)
		data[name] = body["data"]
		w.WriteHeader(http.StatusNoContent)
	}))
	defer receiver.Close()
	ck := clerktest.New(t)
	ck.DeliverWebhooks(receiver.URL)
	seed, err := os.ReadFile("../clerktest/testdata/seed.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := ck.Load(bytes.NewReader(seed)); err != nil {
		t.Fatal(err)
	}
	ask := func(method, path string) (answer struct{ Data []struct{ ID string } }) {
		r, err := http.NewRequestWithContext(t.Context(), method, ck.URL()+"/v1"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+ck.Options().SecretKey)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != 200 {
			t.Fatalf("%s %s: %d, %v", method, path, response.StatusCode, err)
		}
		return answer
	}
	item := "/billing/subscription_items/" + ask("GET", "/billing/subscription_items?payer_type=org").Data[0].ID
	ask("DELETE", item)
	ask("DELETE", item+"?end_now=true")
	if err := ck.WaitForDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	for name, schema := range map[string]string{
		"subscription.created": "SubscriptionEventPayload", "subscription.active": "SubscriptionEventPayload",
		"subscription.updated": "SubscriptionEventPayload", "subscriptionItem.active": "BillingSubscriptionItemEventPayload",
		"subscriptionItem.canceled": "BillingSubscriptionItemEventPayload", "subscriptionItem.ended": "BillingSubscriptionItemEventPayload",
		"paymentAttempt.created": "PaymentAttemptEventPayload", "paymentAttempt.updated": "PaymentAttemptEventPayload",
	} {
		if data[name] == nil || doc.Components.Schemas[schema] == nil {
			t.Errorf("%s is not delivered", name)
			continue
		}
		if err := doc.Components.Schemas[schema].Value.VisitJSON(data[name], openapi3.MultiErrors()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package clerktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// call returns the status of a request that brings a credential.
func call(handler http.Handler, credential string) int {
	r := httptest.NewRequest(http.MethodGet, "/invoices", http.NoBody)
	r.Header.Set("Authorization", "Bearer "+credential)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Code
}

var invoices = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})

// A route for programs with an API key that is good for it.
func ExampleClerk_IssueAPIKey() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		usher, err := middleware.New(ck.Options(), middleware.WithAcceptedTokens(authobject.APIKey))
		if err != nil {
			t.Fatalf("middleware.New: %v", err)
		}
		t.Cleanup(func() { _ = usher.Close() })

		ada := ck.AddUser(clerktest.User{})
		reads := ck.IssueAPIKey(clerktest.APIKey{Subject: ada.ID, Scopes: []string{"invoices:read"}})
		other := ck.IssueAPIKey(clerktest.APIKey{Subject: ada.ID})

		handler := usher.Require(authobject.Scope("invoices:read"))(invoices)
		fmt.Println(call(handler, reads.Secret), call(handler, other.Secret), call(handler, "ak_made_up"))
	})
	// Output: 200 403 401
}

// The service billing is called by the service shop.
func ExampleClerk_AddMachine() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		billing := ck.AddMachine(clerktest.Machine{Name: "billing"})
		shop := ck.AddMachine(clerktest.Machine{Name: "shop", MayCall: []string{billing.ID}})

		opts := ck.Options()
		opts.MachineSecretKey = billing.SecretKey
		usher, err := middleware.New(opts, middleware.WithAcceptedTokens(authobject.M2MToken))
		if err != nil {
			t.Fatalf("middleware.New: %v", err)
		}
		t.Cleanup(func() { _ = usher.Close() })
		handler := usher.Require(authobject.Scope(billing.ID))(invoices)
		fmt.Println(call(handler, ck.IssueM2MToken(clerktest.M2MToken{MachineID: shop.ID}).Token))
	})
	// Output: 200
}

// A token in the form of a JWT is verified without asking anybody, and one that has expired is refused.
func ExampleClerk_IssueM2MToken() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		usher, err := middleware.New(ck.Options(), middleware.WithAcceptedTokens(authobject.M2MToken))
		if err != nil {
			t.Fatalf("middleware.New: %v", err)
		}
		t.Cleanup(func() { _ = usher.Close() })
		handler := usher.RequireToken(authobject.M2MToken)(invoices)
		good := ck.IssueM2MToken(clerktest.M2MToken{JWT: true})
		old := ck.IssueM2MToken(clerktest.M2MToken{MachineID: good.MachineID, ExpiresIn: -1e12})
		fmt.Println(call(handler, good.Token), call(handler, old.Token))
	})
	// Output: 200 401
}

// An application acts for a user who let it.
func ExampleClerk_IssueOAuthToken() {
	run(func(t clerktest.TB) {
		ck := clerktest.New(t)
		usher, err := middleware.New(ck.Options(), middleware.WithAcceptedTokens(authobject.OAuthToken))
		if err != nil {
			t.Fatalf("middleware.New: %v", err)
		}
		t.Cleanup(func() { _ = usher.Close() })
		ada := ck.AddUser(clerktest.User{})
		token := ck.IssueOAuthToken(clerktest.OAuthToken{UserID: ada.ID, Scopes: []string{"profile"}})
		fmt.Println(call(usher.Require(authobject.Scope("profile"))(invoices), token.Token))
	})
	// Output: 200
}

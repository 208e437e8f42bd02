package authobject_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// signedIn stands in for the middleware in these examples: it returns a context whose caller has these claims.
func signedIn(claims string) context.Context {
	auth, err := authobject.FromClaims([]byte(claims), "")
	if err != nil {
		log.Fatal(err)
	}
	return authobject.NewContext(context.Background(), auth)
}

// ada is an admin of an organization who confirmed her first factor five minutes ago and has no second one.
const ada = `{"sub":"user_ada","sid":"sess_1","v":2,"fva":[5,-1],"pla":"o:pro","fea":"o:invoices,o:audit",
	"o":{"id":"org_acme","slg":"acme","rol":"admin","per":"read,write","fpm":"3,1"},
	"metadata":{"tier":"gold","seats":12},"teams":["red","blue"]}`

// A handler asks who is calling. The bool is false for a signed-out caller and for a forgotten middleware alike.
func ExampleFromContext() {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		me, ok := authobject.FromContext(r.Context())
		if !ok {
			http.Error(w, "please sign in", http.StatusUnauthorized)
			return
		}
		fmt.Fprintln(w, "hello", me.UserID(), "of", me.OrgSlug())
	})

	for _, ctx := range []context.Context{context.Background(), signedIn(ada)} {
		w := httptest.NewRecorder()
		handler(w, httptest.NewRequest("GET", "/", nil).WithContext(ctx))
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 401 please sign in
	// 200 hello user_ada of acme
}

// Lookup tells a signed-out caller from a route that no middleware guards.
func ExampleLookup() {
	_, err := authobject.Lookup(context.Background())
	fmt.Println(errors.Is(err, authobject.ErrNoMiddleware))

	ctx := authobject.NewContext(context.Background(), authobject.SignedOut(clerk.ReasonNoCredentials))
	me, err := authobject.Lookup(ctx)
	fmt.Println(me.IsSignedIn(), me.Reason(), err)
	// Output:
	// true
	// false session-token-and-uat-missing <nil>
}

// Custom claims of the session token's template are decoded into a type of one's own.
func ExampleClaimsAs() {
	type claims struct {
		Metadata struct {
			Tier  string `json:"tier"`
			Seats int    `json:"seats"`
		} `json:"metadata"`
		Teams []string `json:"teams"`
	}
	me, _ := authobject.FromContext(signedIn(ada))
	mine, err := authobject.ClaimsAs[claims](me)
	fmt.Println(mine.Metadata.Tier, mine.Metadata.Seats, mine.Teams, err)

	_, err = authobject.ClaimsAs[struct {
		Teams int `json:"teams"`
	}](me)
	fmt.Println(err)
	// Output:
	// gold 12 [red blue] <nil>
	// the claims do not fit struct { Teams int "json:\"teams\"" }: claim "teams" is not a int
}

// Several checks must all be met. Without a check Has is false.
func ExampleAuth_Has() {
	me, _ := authobject.FromContext(signedIn(ada))
	fmt.Println(me.Has(authobject.Role("org:admin"), authobject.Plan("pro")))
	fmt.Println(me.Has(authobject.Role("org:admin"), authobject.Plan("enterprise")))
	fmt.Println(me.Has())
	// Output:
	// true
	// false
	// false
}

// Check says why, where Has says whether.
func ExampleAuth_Check() {
	me, _ := authobject.FromContext(signedIn(ada))
	err := me.Check(authobject.Permission("org:audit:write"))
	var refusal *authobject.Refusal
	if errors.As(err, &refusal) {
		fmt.Println(refusal.Reason)
		fmt.Println(refusal.Detail)
	}
	// Output:
	// permission-missing
	// the caller lacks permission org:audit:write in the active organization
}

// The prefix of a role may be left out; its case may not be changed.
func ExampleRole() {
	me, _ := authobject.FromContext(signedIn(ada))
	fmt.Println(me.Has(authobject.Role("org:admin")), me.Has(authobject.Role("admin")), me.Has(authobject.Role("Admin")))
	// Output: true true false
}

// A claim is named by a path, and compared with one value or several. Of a list one element has to match.
func ExampleClaim() {
	me, _ := authobject.FromContext(signedIn(ada))
	fmt.Println(me.Has(authobject.Claim("metadata.tier", "gold", "platinum")))
	fmt.Println(me.Has(authobject.Claim("metadata.seats", 12)))
	fmt.Println(me.Has(authobject.Claim("metadata.seats", "12"))) // text is no number
	fmt.Println(me.Has(authobject.Claim("teams", "blue")))
	// Output:
	// true
	// true
	// false
	// true
}

// A sensitive route asks for a factor that was confirmed a short time ago. The refusal tells the front end what to ask for.
func ExampleReverified() {
	me, _ := authobject.FromContext(signedIn(ada))
	fmt.Println(me.Has(authobject.Reverified(authobject.Strict)))

	err := me.Check(authobject.ReverifiedWithin(authobject.FirstFactor, 3*time.Minute))
	var refusal *authobject.Refusal
	if errors.As(err, &refusal) && refusal.Reverification != nil {
		fmt.Println(refusal.Reverification.Level, refusal.Reverification.MaxAge)
	}
	// Output:
	// true
	// first_factor 3m0s
}

func ExampleAny() {
	me, _ := authobject.FromContext(signedIn(ada))
	check := authobject.Any(authobject.Role("org:billing"), authobject.Permission("org:invoices:write"))
	fmt.Println(check)
	fmt.Println(me.Has(check))
	// Output:
	// any of (role org:billing, permission org:invoices:write)
	// true
}

// Not refuses as well where the token does not tell: this caller has no organization, and so no role to be judged by.
func ExampleNot() {
	notGuest := authobject.Not(authobject.Role("org:guest"))
	me, _ := authobject.FromContext(signedIn(ada))
	fmt.Println(me.Has(notGuest))

	loner, _ := authobject.FromContext(signedIn(`{"sub":"user_bob"}`))
	fmt.Println(loner.Has(notGuest))
	// Output:
	// true
	// false
}

// A rule of one's own is a function, and combines like any other check.
func ExampleFunc() {
	inPerson := authobject.Func("not impersonated", func(a *authobject.Auth) bool {
		_, impersonated := a.Actor()
		return !impersonated
	})
	me, _ := authobject.FromContext(signedIn(ada))
	fmt.Println(me.Has(authobject.Role("org:admin"), inPerson))

	support, _ := authobject.FromContext(signedIn(`{"sub":"user_ada","act":{"sub":"user_support"}}`))
	fmt.Println(support.Check(inPerson))
	// Output:
	// true
	// the check not impersonated refused (reason=check-refused)
}

// A program's credential is good for its scopes, and for nothing that users are asked for.
func ExampleScope() {
	key, err := authobject.FromMachine(authobject.Machine{
		Kind: authobject.APIKey, ID: "ak_1", Subject: "org_acme", Scopes: []string{"reports:read"},
	}, "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(key.Has(authobject.Scope("reports:read")), key.Check(authobject.Scope("reports:write")))
	fmt.Println(key.Check(authobject.Role("org:admin")))
	fmt.Println(key.Has(authobject.Any(authobject.Role("org:admin"), authobject.Scope("reports:read"))))
	// Output:
	// true the caller's credential lacks scope reports:write (reason=scope-missing)
	// the caller is a program, and role org:admin is for users with a session (reason=token-type-mismatch)
	// true
}

// A handler for programs asks for them by name; FromContext would return false for each of them.
func ExampleMachineFromContext() {
	report := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, ok := authobject.MachineFromContext(r.Context())
		if !ok {
			http.Error(w, "for programs only", http.StatusForbidden)
			return
		}
		fmt.Fprintf(w, "the report of %s\n", caller.OrgID())
	})
	key, err := authobject.FromMachine(authobject.Machine{Kind: authobject.APIKey, ID: "ak_1", Subject: "org_acme"}, "")
	if err != nil {
		log.Fatal(err)
	}
	for _, ctx := range []context.Context{authobject.NewContext(context.Background(), key), signedIn(ada)} {
		w := httptest.NewRecorder()
		report.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", http.NoBody).WithContext(ctx))
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 200 the report of org_acme
	// 403 for programs only
}

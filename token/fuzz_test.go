package token_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// FuzzSession sends arbitrary text to a verifier: nothing but tokens that this instance's key signed may pass, and whatever
// does not pass has a typed reason.
func FuzzSession(f *testing.F) {
	k := newKit(f)
	verifier := k.verifier(f, func(o *clerk.Options) { o.AuthorizedParties = []string{"https://app.example.com"} })
	good := k.sign(f, k.header(), k.claims())
	f.Add(good)
	for _, row := range hostileTokens(f, k) {
		if len(row.text) < 4<<10 {
			f.Add(row.text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		auth, err := verifier.Session(context.Background(), text)
		if reason := reasonOf(t, err); (reason == "") != (auth != nil) {
			t.Fatalf("auth %v beside reason %q", auth, reason)
		}
		if auth != nil && text != good {
			t.Fatalf("a second spelling of the one good token passes: %q", text)
		}
	})
}

// FuzzClaims signs arbitrary claims: whatever passes has a user, a deadline that has not passed, and checks that do not panic.
func FuzzClaims(f *testing.F) {
	k := newKit(f)
	verifier := k.verifier(f, func(o *clerk.Options) { o.Issuers = []string{clerk.AnyIssuer} })
	for _, claims := range []members{
		k.claims(), k.claims().with(members{"v": absent, "org_id": "org_1", "org_role": "org:admin", "org_permissions": []string{"org:a:b"}}),
		k.claims().with(members{"act": nil, "fva": "5,-1"}), k.claims().with(members{"aud": []any{"a", nil}}), {},
	} {
		text, err := json.Marshal(claims)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{`null`, `[]`, `5`, `{"sub":"u","exp":1e9,"exp":2e9}`, `{"sub":"u","exp":9e9,"o":{"id":"o","per":"a","fpm":"99999999999999999999999999"},"fea":"o:x","v":2}`} {
		f.Add([]byte(text))
	}
	checks := []authobject.Check{
		authobject.Role("admin"), authobject.Permission("a:b"), authobject.Feature("x"), authobject.Plan("x"), authobject.Claim("o.id", "o"),
		authobject.Reverified(authobject.Lax), authobject.Not(authobject.Role("admin")),
	}
	f.Fuzz(func(t *testing.T, claims []byte) {
		auth, err := verifier.Session(context.Background(), k.sign(t, k.header(), string(claims)))
		if reasonOf(t, err) != "" {
			return
		}
		if auth.UserID() == "" || auth.ExpiresAt().Before(moment.Add(-6e9)) {
			t.Fatalf("passed: user %q, expires %v, claims %q", auth.UserID(), auth.ExpiresAt(), claims)
		}
		for _, check := range checks {
			_ = auth.Has(check)
		}
		if auth.OrgID() == "" && auth.Has(authobject.Any(authobject.Role("admin"), authobject.Permission("a:b"))) {
			t.Fatalf("an organization check passes without an organization: %q", claims)
		}
	})
}

package authobject_test

import (
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

func TestRole(t *testing.T) {
	org := func(role string) string { return `"org_id":"org_1","org_role":` + role }
	for _, row := range []struct {
		name, claims, role string
		want               verdict
	}{
		{"the same role", org(`"org:admin"`), "org:admin", met},
		{"the prefix may be left out of the check", org(`"org:admin"`), "admin", met},
		{"the prefix may stand in the check twice", org(`"org:admin"`), "org:org:admin", met},
		{"the prefix may be left out of the token", org(`"admin"`), "org:admin", met},
		{"the prefix may stand in the token twice", org(`"org:org:admin"`), "admin", met},
		{"version 2 puts the prefix on", `"v":2,"o":{"id":"org_1","rol":"admin"}`, "org:admin", met},
		{"version 2 puts a second prefix on", `"v":2,"o":{"id":"org_1","rol":"org:admin"}`, "org:admin", met},
		{"another role", org(`"org:member"`), "org:admin", refused},
		{"another case of the role", org(`"org:admin"`), "org:Admin", refused},
		{"another case of the prefix", org(`"org:admin"`), "ORG:admin", refused},
		{"a longer role", org(`"org:admin_x"`), "org:admin", refused},
		{"white space is part of a role", org(`"org:admin"`), " admin", refused},
		{"a list of roles", org(`["org:admin"]`), "org:admin", unknown},
		{"an empty role in the token", org(`""`), "org:admin", unknown},
		{"a role of the prefix alone", org(`"org:"`), "org:admin", refused},
		{"no role in the token", `"org_id":"org_1"`, "org:admin", unknown},
		{"a role without an organization", `"org_role":"org:admin"`, "org:admin", unknown},
		{"a role beside an empty organization", `"org_id":"","org_role":"org:admin"`, "org:admin", unknown},
		{"a role of version 1 in a version 2 token", `"v":2,"org_id":"org_1","org_role":"org:admin"`, "org:admin", unknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth, check := caller(t, row.claims), authobject.Role(row.role)
			if got := judge(t, auth, check); got != row.want {
				t.Errorf("%v is %s, want %s", check, got, row.want)
			}
			if r := refusal(t, auth, check); r != nil && (r.Reason != clerk.ReasonRole || r.SignedOut || r.Reverification != nil) {
				t.Errorf("refused with %+v", r)
			}
		})
	}
}

func TestPermission(t *testing.T) {
	org := func(list string) string { return `"org_id":"org_1","org_permissions":` + list }
	for _, row := range []struct {
		name, claims, permission string
		want                     verdict
	}{
		{"a permission of version 1", org(`["org:b:read","org:a:read"]`), "org:a:read", met},
		{"a permission of version 2", `"v":2,"fea":"o:a","o":{"id":"org_1","per":"read","fpm":"1"}`, "org:a:read", met},
		{"the prefix may be left out of the check", org(`["org:a:read"]`), "a:read", met},
		{"the prefix may stand in the check twice", org(`["org:a:read"]`), "org:org:a:read", met},
		{"the token's entries are taken as they are", org(`["a:read","org:org:a:read"]`), "a:read", refused},
		{"another permission", org(`["org:a:read"]`), "org:a:write", refused},
		{"another case", org(`["org:a:read"]`), "org:A:read", refused},
		{"a part of a permission", org(`["org:a:read"]`), "org:a", refused},
		{"an empty list", org(`[]`), "org:a:read", refused},
		{"a system permission in a version 2 token", `"v":2,"o":{"id":"org_1"}`, "org:sys_memberships:manage", refused},
		{"a text instead of a list", org(`"org:a:read"`), "org:a:read", unknown},
		{"no claim", `"org_id":"org_1"`, "org:a:read", unknown},
		{"permissions without an organization", `"org_permissions":["org:a:read"]`, "org:a:read", unknown},
		{"version 2 permissions without an organization's id", `"v":2,"fea":"o:a","o":{"per":"read","fpm":"1"}`, "org:a:read", unknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth, check := caller(t, row.claims), authobject.Permission(row.permission)
			if got := judge(t, auth, check); got != row.want {
				t.Errorf("%v is %s, want %s", check, got, row.want)
			}
			if r := refusal(t, auth, check); r != nil && (r.Reason != clerk.ReasonPermission || r.SignedOut || r.Reverification != nil) {
				t.Errorf("refused with %+v", r)
			}
		})
	}
}

// TestFeatureAndPlan asks the same of both checks, for they read two claims of one form.
func TestFeatureAndPlan(t *testing.T) {
	const some = `"o:dash,u:beta,ou:both"`
	for _, row := range []struct {
		name, claim, query string
		want               verdict
	}{
		{"the organization's, asked without a scope", some, "dash", met},
		{"the user's, asked without a scope", some, "beta", met},
		{"the organization's, asked of o", some, "o:dash", met},
		{"the organization's, asked of org", some, "org:dash", met},
		{"the organization's, asked of organization", some, "organization:dash", met},
		{"the organization's, asked of u", some, "u:dash", refused},
		{"the organization's, asked of user", some, "user:dash", refused},
		{"the user's, asked of u", some, "u:beta", met},
		{"the user's, asked of user", some, "user:beta", met},
		{"the user's, asked of o", some, "o:beta", refused},
		{"the user's, asked of organization", some, "organization:beta", refused},
		{"both have it, asked of o", some, "o:both", met},
		{"both have it, asked of u", some, "u:both", met},
		{"both have it the other way round", `"uo:both"`, "u:both", met},
		{"what follows a second colon does not count", some, "o:dash:zzz", met},
		{"nobody has it", some, "other", refused},
		{"another case", some, "Dash", refused},
		{"a part of a name", some, "das", refused},
		{"white space around an entry", `" o:dash , u:beta "`, "dash", met},
		{"white space after the colon is part of the name", `"o: dash"`, "dash", refused},
		{"an unknown scope in the claim", `"x:dash,o:a"`, "dash", refused},
		{"another case of the scope in the claim", `"O:dash"`, "dash", refused},
		{"nothing in the claim", `""`, "dash", unknown},
		{"an entry without a colon", `"o:dash,beta"`, "dash", unknown},
		{"a comma at the end", `"o:dash,"`, "dash", unknown},
		{"a list", `["o:dash"]`, "dash", unknown},
		{"a number", `5`, "dash", unknown},
		{"null", `null`, "dash", unknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, kind := range []struct {
				claim, other string
				check        authobject.Check
				reason       clerk.Reason
			}{
				{"fea", "pla", authobject.Feature(row.query), clerk.ReasonFeature},
				{"pla", "fea", authobject.Plan(row.query), clerk.ReasonPlan},
			} {
				auth := caller(t, `"`+kind.claim+`":`+row.claim)
				if got := judge(t, auth, kind.check); got != row.want {
					t.Errorf("%v is %s, want %s", kind.check, got, row.want)
				}
				if r := refusal(t, auth, kind.check); r != nil && r.Reason != kind.reason {
					t.Errorf("refused with %+v", r)
				}
				if got := judge(t, caller(t, `"`+kind.other+`":`+row.claim), kind.check); got != unknown {
					t.Errorf("%v is %s by claim %s", kind.check, got, kind.other)
				}
			}
		})
	}
	if got := judge(t, caller(t, `"pla":"u:free,o:pro"`), authobject.Plan("o:free")); got != refused {
		t.Errorf("the user's plan passes for the organization's: %s", got)
	}
	if got := judge(t, caller(t, ``), authobject.Plan("free")); got != unknown {
		t.Errorf("without claim pla a plan is %s", got)
	}
}

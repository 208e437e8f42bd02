package authobject_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// TestOrganizationClaims holds both versions of the claims against the fields that they fill (Clerk: session token claims).
func TestOrganizationClaims(t *testing.T) {
	const (
		v1 = `"org_id":"org_1","org_slug":"one","org_role":"org:admin","org_permissions":["org:a:read"]`
		v2 = `"fea":"o:b","o":{"id":"org_2","slg":"two","rol":"member","per":"write","fpm":"1"}`
	)
	// Without a permission the third field is "unknown" when the token does not tell any, and "" when it tells that there are none.
	for _, row := range []struct{ name, claims, want string }{
		{"version 1, without v", v1, "org_1 one org:admin org:a:read"},
		{"version 2", `"v":2,` + v2, "org_2 two org:member org:b:write"},
		{"version 2 as the float 2.0", `"v":2.0,` + v2, "org_2 two org:member org:b:write"},
		{"version 2 as 2e0", `"v":2e0,` + v2, "org_2 two org:member org:b:write"},
		{"v after the organization", v2 + `,"v":2`, "org_2 two org:member org:b:write"},
		{"white space around values does not count", `"v" : 2 , "fea" : "o:b" , "o" : { "id" : "org_2" , "per" : "write" , "fpm" : "1" } `, "org_2   org:b:write"},
		{"both spellings without v are version 1", v1 + `,` + v2, "org_1 one org:admin org:a:read"},
		{"both spellings with v 2 are version 2", `"v":2,` + v1 + `,` + v2, "org_2 two org:member org:b:write"},
		{"version 2 with the names of version 1 alone has no organization", `"v":2,` + v1, "   unknown"},
		{"version 1 with the names of version 2 alone has no organization", v2, "   unknown"},
		{`the text "2" is not version 2`, `"v":"2",` + v1 + `,` + v2, "org_1 one org:admin org:a:read"},
		{"version 3 is read as version 1", `"v":3,` + v1 + `,` + v2, "org_1 one org:admin org:a:read"},
		{"version 2.5 is read as version 1", `"v":2.5,` + v1 + `,` + v2, "org_1 one org:admin org:a:read"},
		{"v null is version 1", `"v":null,` + v1 + `,` + v2, "org_1 one org:admin org:a:read"},
		{"v true is version 1", `"v":true,` + v1 + `,` + v2, "org_1 one org:admin org:a:read"},
		{"v in a list is version 1", `"v":[2],` + v1 + `,` + v2, "org_1 one org:admin org:a:read"},
		{"V is not v", `"V":2,` + v1 + `,` + v2, "org_1 one org:admin org:a:read"},

		{"version 2 without o", `"v":2`, "   unknown"},
		{"o null", `"v":2,"o":null`, "   unknown"},
		{"o empty", `"v":2,"o":{}`, "   "},
		{"o a text", `"v":2,"o":"org_2"`, "   unknown"},
		{"o a list", `"v":2,"o":["org_2"]`, "   unknown"},
		{"o a list of what it should be", `"v":2,"o":[{"id":"org_2"}]`, "   unknown"},
		{"O is not o", `"v":2,"O":{"id":"org_2"}`, "   unknown"},
		{"members of o are matched exactly", `"v":2,"o":{"ID":"org_2","Slg":"two","ROL":"member"}`, "   "},
		{"members of o of other types are absent", `"v":2,"o":{"id":2,"slg":["two"],"rol":{"a":1}}`, "   "},
		{"an empty role stays empty", `"v":2,"o":{"id":"org_2","rol":""}`, "org_2   "},
		{"the prefix of a role is put on blindly", `"v":2,"o":{"id":"org_2","rol":"org:admin"}`, "org_2  org:org:admin "},

		{"version 1 without an organization", ``, "   unknown"},
		{"version 1 claims of other types are absent", `"org_id":1,"org_slug":true,"org_role":["org:admin"],"org_permissions":"org:a:read"`, "   unknown"},
		{"a role of version 1 stays as it is", `"org_id":"org_1","org_role":"admin"`, "org_1  admin unknown"},
		{"permissions of version 1 stay as they are", `"org_id":"org_1","org_permissions":["a:read","org:sys_x:y","org:a:read"]`, "org_1   a:read,org:sys_x:y,org:a:read"},
		{"an empty list of permissions tells that there are none", `"org_id":"org_1","org_permissions":[]`, "org_1   "},
		{"permissions null", `"org_id":"org_1","org_permissions":null`, "org_1   unknown"},
		{"permissions an object", `"org_id":"org_1","org_permissions":{"0":"org:a:read"}`, "org_1   unknown"},
		{"texts in a mixed list of permissions count", `"org_id":"org_1","org_permissions":[5,null,"org:a:read",["org:b:read"]]`, "org_1   org:a:read"},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth := caller(t, row.claims)
			got := auth.OrgID() + " " + auth.OrgSlug() + " " + auth.OrgRole() + " " + strings.Join(auth.OrgPermissions(), ",")
			want := row.want
			if known, isUnknown := strings.CutSuffix(want, "unknown"); isUnknown {
				want = known
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if auth.OrgID() == "" {
				return
			}
			told := judge(t, auth, authobject.Permission("nobody:has")) != unknown
			if told != (want == row.want) {
				t.Errorf("does the token tell about permissions? %v", told)
			}
		})
	}
}

func TestSessionClaims(t *testing.T) {
	auth, err := authobject.FromClaims([]byte(`{"sub":"user_1","sid":"sess_1","sts":"active","iss":"https://clerk.example.com",
		"azp":"https://example.com","jti":"token_1","iat":1700000000,"exp":1700000060.9,"nbf":1}`), "e.y.J")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name      string
		got, want any
	}{
		{"user", auth.UserID(), "user_1"},
		{"session", auth.SessionID(), "sess_1"},
		{"status", auth.Status(), authobject.StatusActive},
		{"issuer", auth.Issuer(), "https://clerk.example.com"},
		{"authorized party", auth.AuthorizedParty(), "https://example.com"},
		{"token id", auth.TokenID(), "token_1"},
		{"issued", auth.IssuedAt(), time.Date(2023, 11, 14, 22, 13, 20, 0, time.UTC)},
		{"expires, to the second", auth.ExpiresAt(), time.Date(2023, 11, 14, 22, 14, 20, 0, time.UTC)},
		{"kind", auth.Kind(), authobject.SessionToken},
		{"reason", auth.Reason(), clerk.Reason("")},
		{"token", auth.Token().Reveal(), "e.y.J"},
		{"signed in", auth.IsSignedIn(), true},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %v, want %v", row.name, row.got, row.want)
		}
	}
}

func TestSessionClaimsOfOtherTypesAreAbsent(t *testing.T) {
	for _, value := range []string{`1`, `null`, `true`, `["a"]`, `{"a":"b"}`} {
		var members []string
		for _, name := range []string{"sid", "sts", "iss", "azp", "jti"} {
			members = append(members, `"`+name+`":`+value)
		}
		auth := caller(t, strings.Join(members, ","))
		if got := auth.SessionID() + string(auth.Status()) + auth.Issuer() + auth.AuthorizedParty() + auth.TokenID(); got != "" {
			t.Errorf("%s is taken for %q", value, got)
		}
	}
	for _, value := range []string{`"1700000000"`, `null`, `true`, `[1]`, `{}`, `1e400`, `1e300`, `-1e300`, `8640000000001`} {
		auth := caller(t, `"iat":`+value+`,"exp":`+value)
		if !auth.IssuedAt().IsZero() || !auth.ExpiresAt().IsZero() {
			t.Errorf("%s is taken for the date %v", value, auth.IssuedAt())
		}
	}
	if got := caller(t, `"exp":0`).ExpiresAt(); !got.Equal(time.Unix(0, 0)) {
		t.Errorf("exp 0 is %v, want the epoch", got)
	}
	if got := caller(t, `"exp":8640000000000`).ExpiresAt().Year(); got != 275760 {
		t.Errorf("the last date of JavaScript is in the year %d", got)
	}
}

func TestActorClaim(t *testing.T) {
	for _, row := range []struct {
		name, claims string
		want         authobject.Actor
		ok           bool
	}{
		{"all members", `"act":{"sub":"user_2","iss":"https://i","sid":"sess_2","type":"agent"}`,
			authobject.Actor{Subject: "user_2", Issuer: "https://i", SessionID: "sess_2", Type: "agent"}, true},
		{"a subject alone, and members that nobody knows", `"act":{"sub":"user_2","x":{"sub":"user_3"}}`, authobject.Actor{Subject: "user_2"}, true},
		{"optional members of other types are absent", `"act":{"sub":"user_2","iss":1,"sid":null,"type":["agent"]}`, authobject.Actor{Subject: "user_2"}, true},
		{"no claim", ``, authobject.Actor{}, false},
		{"no subject is an actor nobody knows", `"act":{"iss":"https://i"}`, authobject.Actor{Issuer: "https://i"}, true},
		{"an empty subject", `"act":{"sub":""}`, authobject.Actor{}, true},
		{"Sub is not sub", `"act":{"Sub":"user_2"}`, authobject.Actor{}, true},
		{"null", `"act":null`, authobject.Actor{}, false},
		{"a text", `"act":"user_2"`, authobject.Actor{}, true},
		{"a list", `"act":[{"sub":"user_2"}]`, authobject.Actor{}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok := caller(t, row.claims).Actor()
			if got != row.want || ok != row.ok {
				t.Errorf("got %+v, %v, want %+v, %v", got, ok, row.want, row.ok)
			}
		})
	}
}

func TestFromClaimsRefusesWhatCannotBeASession(t *testing.T) {
	for _, row := range []struct{ name, claims string }{
		{"nothing", ``},
		{"not JSON", `{"sub":"user_1"`},
		{"JSON and more", `{"sub":"user_1"}x`},
		{"null", `null`},
		{"a text", `"user_1"`},
		{"a list", `["sub","user_1"]`},
		{"no sub", `{"sid":"sess_1"}`},
		{"Sub is not sub", `{"Sub":"user_1","SUB":"user_1"}`},
		{"an empty sub", `{"sub":""}`},
		{"sub a number", `{"sub":1}`},
		{"sub null", `{"sub":null}`},
		{"sub inside another object", `{"a":{"sub":"user_1"}}`},
		{"a sub that is taken back", `{"sub":"user_1","sub":null}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth, err := authobject.FromClaims([]byte(row.claims), "e.y.J")
			if auth != nil || !errors.Is(err, authobject.ErrClaims) {
				t.Errorf("got %v, %v, want ErrClaims", auth, err)
			}
		})
	}
}

func TestAuthDoesNotChange(t *testing.T) {
	const claims = `{"sub":"user_1","org_id":"org_1","org_role":"org:admin","org_permissions":["org:a:read","org:a:write"],"tier":"gold"}`
	checks := authobject.All(authobject.Role("admin"), authobject.Permission("a:read"), authobject.Claim("tier", "gold"), authobject.Claim("org_permissions", "org:a:write"))
	input := []byte(claims)
	auth, err := authobject.FromClaims(input, "e.y.J")
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(b []byte) {
		for i := range b[:cap(b)] {
			b[:cap(b)][i] = 'x'
		}
	}
	raw, ok := auth.Claims().Get("tier")
	if !ok {
		t.Fatal("no tier")
	}
	permissions := auth.OrgPermissions()
	for _, row := range []struct {
		name  string
		spoil func()
	}{
		{"the bytes that it was made from", func() { spoil(input) }},
		{"the result of Raw", func() { spoil(auth.Claims().Raw()) }},
		{"the result of Get", func() { spoil(raw) }},
		{"the result of OrgPermissions", func() { permissions[0] = "org:x:y"; _ = append(permissions[:1], "org:x:z") }},
	} {
		row.spoil()
		if err := auth.Check(checks); err != nil {
			t.Errorf("after writing to %s: %v", row.name, err)
		}
		if got := string(auth.Claims().Raw()); got != claims {
			t.Errorf("after writing to %s the claims are %s", row.name, got)
		}
		if got := strings.Join(auth.OrgPermissions(), " "); got != "org:a:read org:a:write" {
			t.Errorf("after writing to %s the permissions are %s", row.name, got)
		}
	}

	packed := caller(t, `"v":2,"fea":"o:a","o":{"id":"org_1","per":"read,write","fpm":"3"}`)
	packed.OrgPermissions()[0] = "org:x:y"
	if got := strings.Join(packed.OrgPermissions(), " "); got != "org:a:read org:a:write" {
		t.Errorf("after writing to a version 2 list the permissions are %s", got)
	}
}

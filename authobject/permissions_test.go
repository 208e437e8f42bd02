package authobject_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
)

// packed returns the caller of a version 2 token with these texts in fea, o.per and o.fpm.
func packed(t testing.TB, fea, per, fpm string) *authobject.Auth {
	t.Helper()
	claims, err := json.Marshal(map[string]any{
		"sub": "user_1", "v": 2, "fea": fea, "o": map[string]string{"id": "org_1", "rol": "member", "per": per, "fpm": fpm},
	})
	if err != nil {
		t.Fatal(err)
	}
	auth, err := authobject.FromClaims(claims, "")
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

// numbered returns p0,p1,… with n names.
func numbered(n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("p%d", i)
	}
	return strings.Join(names, ",")
}

// TestPermissionMasks holds the unpacking of o.fpm against worked examples (Clerk: session token claims v2).
func TestPermissionMasks(t *testing.T) {
	bit := func(n uint) string { return new(big.Int).Lsh(big.NewInt(1), n).String() }
	for _, row := range []struct{ name, fea, per, fpm, want string }{
		{"two features of the organization", "o:dashboard,o:teams", "manage,read", "3,2",
			"org:dashboard:manage org:dashboard:read org:teams:read"},
		{"a feature of the user alone takes no mask", "o:repositories,u:goldborder,uo:projects", "read,create,update,delete,revoke", "7,21",
			"org:repositories:read org:repositories:create org:repositories:update org:projects:read org:projects:update org:projects:revoke"},
		{"white space around entries, and a mask of zero", "o:reports, o:audit ,o:keys", "view, edit ,purge", "5,0,6",
			"org:reports:view org:reports:purge org:keys:edit org:keys:purge"},
		{"a mask that no float64 can hold", "o:feature", numbered(54), "9007199254740993", "org:feature:p0 org:feature:p53"},
		{"leading zeros, and a mask too many", "o:a", "read", "0001,1", "org:a:read"},

		{"a leading feature of the user does not shift masks", "u:beta,o:a", "read,write", "3", "org:a:read org:a:write"},
		{"a mask meant for the user's feature goes to the organization's", "u:beta,o:a", "read,write", "0,3", ""},
		{"features of both count, either way round", "ou:a,uo:b", "read", "1,1", "org:a:read org:b:read"},
		{"features of unknown scope take no mask", "x:z,o:a,:y,oo:w,O:v,o:b", "read", "1,1", "org:a:read org:b:read"},
		{"the feature is all after the first colon", "o:a:b", "read", "1", "org:a:b:read"},
		{"fewer masks than features", "o:a,o:b", "read", "1", "org:a:read"},
		{"bits past the names", "o:a", "read", "255", "org:a:read"},
		{"white space around masks", "o:a,o:b", "read", " 1 ,\t1\n", "org:a:read org:b:read"},
		{"empty masks", "o:a,o:b,o:c", "read", ",1,", "org:b:read"},
		{"a byte order mark is white space, as in JavaScript", "\ufeffo:a", "read", "\ufeff1", "org:a:read"},
		{"the next-line character is none", "o:a,o:b", "read", "\u00851,1", "org:b:read"},

		{"a negative mask", "o:a,o:b", "read", "-1,1", "org:b:read"},
		{"a signed mask", "o:a,o:b", "read", "+1,1", "org:b:read"},
		{"a fraction", "o:a,o:b", "read", "1.5,1", "org:b:read"},
		{"an exponent", "o:a,o:b", "read", "1e0,1", "org:b:read"},
		{"digits and more", "o:a,o:b", "read", "1x,1", "org:b:read"},
		{"hexadecimal", "o:a,o:b", "read", "0x1,1", "org:b:read"},
		{"digits apart", "o:a,o:b", "read", "1_1,1 1", ""},
		{"digits of another script", "o:a,o:b", "read", "١,1", "org:b:read"},

		{"bit 63", "o:a", numbered(70), bit(63), "org:a:p63"},
		{"bit 64", "o:a", numbered(70), bit(64), "org:a:p64"},
		{"bit 300", "o:a", numbered(301), bit(300), "org:a:p300"},
		{"bit 300 without such a name", "o:a", numbered(300), bit(300), ""},
		{"2^64 + 1", "o:a", numbered(65), "18446744073709551617", "org:a:p0 org:a:p64"},

		{"no names", "o:a", "", "1", ""},
		{"no masks", "o:a", "read", "", ""},
		{"no features", "", "read", "1", ""},
		{"an entry of fea without a colon", "o:a,b", "read", "1,1", ""},
		{"a comma at the end of fea", "o:a,", "read", "1", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth := packed(t, row.fea, row.per, row.fpm)
			if got := strings.Join(auth.OrgPermissions(), " "); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
			for _, permission := range auth.OrgPermissions() {
				if err := auth.Check(authobject.Permission(permission)); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestUnreadablePermissions tells what is known to be missing from what nobody can know.
func TestUnreadablePermissions(t *testing.T) {
	org := func(members string) string { return `"o":{"id":"org_1",` + members + `}` }
	for _, row := range []struct {
		name, claims string
		want         verdict
	}{
		{"no names and no masks are no permissions", `"fea":"o:a",` + org(`"rol":"member"`), refused},
		{"names without masks are no permissions", `"fea":"o:a",` + org(`"per":"read"`), refused},
		{"null counts as absent", `"fea":null,` + org(`"per":null,"fpm":null`), refused},
		{"no feature of the organization", `"fea":"u:a",` + org(`"per":"read","fpm":"1"`), refused},
		{"an empty mask grants nothing", `"fea":"o:a",` + org(`"per":"read","fpm":",1"`), refused},
		{"a mask beyond the features, however odd", `"fea":"o:a",` + org(`"per":"read","fpm":"0,x"`), refused},
		{"fea a number", `"fea":5,` + org(`"per":"read","fpm":"1"`), unknown},
		{"fea a list", `"fea":["o:a"],` + org(`"per":"read","fpm":"1"`), unknown},
		{"fea with an entry without a colon", `"fea":"o:a,b",` + org(`"per":"read","fpm":"1"`), unknown},
		{"per a list", `"fea":"o:a",` + org(`"per":["read"],"fpm":"1"`), unknown},
		{"fpm a number", `"fea":"o:a",` + org(`"per":"read","fpm":1`), unknown},
		{"a mask that is no number", `"fea":"o:a",` + org(`"per":"read","fpm":"x"`), unknown},
		{"a mask that is no number before a good one", `"fea":"o:a,o:b",` + org(`"per":"read","fpm":"-1,1"`), unknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := judge(t, caller(t, `"v":2,`+row.claims), authobject.Permission("a:read")); got != row.want {
				t.Errorf("Permission(a:read) is %s, want %s", got, row.want)
			}
		})
	}
	if got := judge(t, packed(t, "o:a,o:b", "read", "x,1"), authobject.Permission("b:read")); got != met {
		t.Errorf("what can be read beside an odd mask is %s, want met", got)
	}
}

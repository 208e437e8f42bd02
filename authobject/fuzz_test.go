package authobject_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/usher-auth/usher/authobject"
)

// trimLikeJavaScript takes away white space as ECMAScript defines it: Unicode's space separators and some control characters.
func trimLikeJavaScript(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.Is(unicode.Zs, r) || strings.ContainsRune("\t\n\v\f\r\u2028\u2029\ufeff", r)
	})
}

// slowPermissions unpacks masks the long way: it writes each as a list of binary digits, by dividing it by two again and again.
// It shares no code and no shortcut with the package. It reports false where fea or a mask that counts cannot be read.
func slowPermissions(fea, per, fpm string) ([]string, bool) {
	if per == "" || fpm == "" {
		return nil, true
	}
	var features []string
	if fea != "" {
		for _, entry := range strings.Split(fea, ",") {
			entry = trimLikeJavaScript(entry)
			colon := strings.IndexByte(entry, ':')
			if colon < 0 {
				return nil, false
			}
			if slices.Contains([]string{"o", "ou", "uo"}, entry[:colon]) {
				features = append(features, entry[colon+1:])
			}
		}
	}
	var out []string
	readable := true
	names := strings.Split(per, ",")
	for i, text := range strings.Split(fpm, ",") {
		text = trimLikeJavaScript(text)
		if i >= len(features) || text == "" {
			continue
		}
		mask, two := new(big.Int), big.NewInt(2)
		for _, digit := range text {
			if digit < '0' || digit > '9' {
				mask, readable = nil, false
				break
			}
			mask.Mul(mask, big.NewInt(10)).Add(mask, big.NewInt(int64(digit-'0')))
		}
		for j := 0; mask != nil && mask.Sign() > 0 && j < len(names); j++ {
			bit := new(big.Int)
			mask.DivMod(mask, two, bit)
			if bit.Sign() > 0 {
				out = append(out, "org:"+features[i]+":"+trimLikeJavaScript(names[j]))
			}
		}
	}
	return out, readable
}

// comesFrom reports whether a permission is org:, then a feature in fea, then a name in per. Both may hold colons.
func comesFrom(permission, fea, per string) bool {
	rest, ok := strings.CutPrefix(permission, "org:")
	for i := range len(rest) {
		if ok && rest[i] == ':' && strings.Contains(fea, ":"+rest[:i]) && strings.Contains(per, rest[i+1:]) {
			return true
		}
	}
	return false
}

// FuzzPermissionMasks holds the unpacking of version 2 permissions against the slow way, and against what may come out at all.
func FuzzPermissionMasks(f *testing.F) {
	for _, seed := range [][3]string{
		{"o:dashboard,o:teams", "manage,read", "3,2"},
		{"o:repositories,u:goldborder,uo:projects", "read,create,update,delete,revoke", "7,21"},
		{"o:reports, o:audit ,o:keys", "view, edit ,purge", "5,0,6"},
		{"o:feature", numbered(54), "9007199254740993"},
		{"o:a", "read", "0001,1"}, {"u:beta,o:a", "read", "0,3"}, {"o:a,", "read", "1"}, {"o:a,b", "read", "1"}, {"o:", ",", "3"},
		{"o:a,o:b", "read", "-1,1x"}, {"o:org:a", "org:", " 1"}, {"", "", ""}, {"o:a", numbered(65), "18446744073709551617"}, {"ou:a:b,x:c", "\u00a0r", "\u0661,1"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, fea, per, fpm string) {
		if len(fea)+len(per)+len(fpm) > 4<<10 || !utf8.ValidString(fea) || !utf8.ValidString(per) || !utf8.ValidString(fpm) {
			return // JSON has no way to write them
		}
		auth := packed(t, fea, per, fpm)
		got := auth.OrgPermissions()
		want, readable := slowPermissions(fea, per, fpm)
		if !slices.Equal(got, want) {
			t.Fatalf("fea %q, per %q, fpm %q: got %q, want %q", fea, per, fpm, got, want)
		}
		for i, permission := range got {
			if !comesFrom(permission, fea, per) {
				t.Fatalf("%q comes not from %q and %q", permission, fea, per)
			}
			// Checks write a name that starts with org: once more with one prefix only, and so never meet such a feature.
			// A few permissions will do: each check unpacks them all.
			if i < 4 && !strings.HasPrefix(permission, "org:org:") && !auth.Has(authobject.Permission(permission)) {
				t.Fatalf("%q is listed and not held", permission)
			}
		}
		never := authobject.Permission("no\x00body:has")
		if slices.Contains(want, "org:no\x00body:has") {
			return
		}
		if auth.Has(never) || auth.Has(authobject.Not(never)) != readable {
			t.Fatalf("fea %q, per %q, fpm %q: readable is %v", fea, per, fpm, readable)
		}
	})
}

// FuzzFromClaims reads arbitrary bytes as claims. Whatever is accepted has a user, answers every question and does not change.
func FuzzFromClaims(f *testing.F) {
	for _, seed := range []string{
		fullClaims, `{"sub":"user_1"}`, ``, `null`, `[]`, `"sub"`, `{"sub":""}`, `{"sub":1}`, `{"sub":"a","sub":null}`, `{"Sub":"user_1"}`,
		`{"sub":"u","org_id":"org_1","org_role":"org:admin","org_permissions":["org:a:read",5],"fea":"o:x","pla":"u:x","fva":[0,-1]}`,
		`{"sub":"u","org_role":"org:admin","org_permissions":["org:a:read"],"o":{"rol":"admin"}}`,
		`{"sub":"u","v":2,"o":{"rol":"admin","per":"read","fpm":"1"},"fea":"o:a"}`, `{"sub":"u","v":2.0,"o":[],"fea":5,"pla":{},"fva":{"0":0}}`,
		`{"sub":"u","x":{"y":[{"z":true},1e999,-0]},"iat":1e9,"exp":"1","act":{"sub":"s","type":"agent"}}`, "{\"\\u0073ub\":\"\\ud800\"}", " {\n\"sub\" : \"u\" } ",
	} {
		f.Add([]byte(seed))
	}
	organization := []authobject.Check{authobject.Role("admin"), authobject.Permission("a:read")}
	checks := append([]authobject.Check{
		authobject.Feature("x"), authobject.Feature("o:x"), authobject.Plan("x"), authobject.Plan("user:x"), authobject.Claim("x.y.0.z", true), authobject.Claim("/x/y", 1, "a", 2.5),
		authobject.Claim("sub", "u"), authobject.Func("even length", func(a *authobject.Auth) bool { return len(a.UserID())%2 == 0 }),
		authobject.ReverifiedWithin(authobject.FirstFactor, time.Minute),
	}, append(organization, demands...)...)
	for _, check := range checks[:8] {
		checks = append(checks, authobject.All(check, organization[0]), authobject.Any(check, organization[1]))
	}
	f.Fuzz(func(t *testing.T, claims []byte) {
		before := string(claims)
		auth, err := authobject.FromClaims(claims, "e.y.J")
		var members map[string]json.RawMessage
		var sub string
		if json.Unmarshal(claims, &members) != nil || json.Unmarshal(members["sub"], &sub) != nil {
			sub = ""
		}
		if (auth == nil) != (sub == "") || (err == nil) != (sub != "") || (err != nil && !errors.Is(err, authobject.ErrClaims)) {
			t.Fatalf("%q with sub %q: got %v, %v", claims, sub, auth, err)
		}
		if auth == nil {
			return
		}
		answers := func() string {
			var all strings.Builder
			value := reflect.ValueOf(auth)
			for i := range value.NumMethod() {
				fmt.Fprintln(&all, value.Type().Method(i).Name, call(value.Method(i)))
			}
			return all.String()
		}
		first := answers()
		if auth.UserID() != sub || !auth.IsSignedIn() || auth.Reason() != "" || string(auth.Claims().Raw()) != before || auth.Token().Reveal() != "e.y.J" {
			t.Fatalf("%q is read as %v", claims, auth)
		}
		for _, check := range checks {
			judge(t, auth, check)
		}
		if auth.OrgID() == "" {
			for _, check := range organization {
				if judge(t, auth, check) != unknown {
					t.Fatalf("%q: without an organization %v is not unknown", claims, check)
				}
			}
		}
		for name := range members {
			pointer := "/" + strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
			if got, ok := auth.Claims().Get(pointer); !ok || !json.Valid(got) {
				t.Fatalf("%q: the claim at %q is %s, %v", claims, pointer, got, ok)
			}
		}
		if _, err := authobject.ClaimsAs[any](auth); err != nil && !strings.Contains(before, "e") && !strings.Contains(before, "E") { // 1e999 fits no float64
			t.Fatalf("%q is nothing: %v", claims, err)
		}
		_, _ = authobject.ClaimsAs[nested](auth)
		_, _ = authobject.ClaimsAs[tree](auth)
		if _, err := json.Marshal(auth); err != nil {
			t.Fatalf("%q makes no JSON: %v", claims, err)
		}
		clear(claims)
		if second := answers(); first != second {
			t.Fatalf("writing to the input changed the answers from\n%s\nto\n%s", first, second)
		}
	})
}

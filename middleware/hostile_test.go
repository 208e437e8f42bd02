package middleware_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
)

// TestHostileHeaders sends what may stand in, or instead of, an Authorization header through a guard. Package token has the
// table of hostile tokens; here it is the header and the whole path down to the response. Every answer is a 401 with a reason.
func TestHostileHeaders(t *testing.T) {
	h := newHouse(t)
	good := h.ck.SignIn(h.ada).OrgRole("acme", "org:admin").Token()
	const none, invalid = "dev-browser-missing", "token-invalid"
	rows := []struct{ name, value, reason string }{
		{"an empty value", "", none},
		{"a space", " ", none},
		{"the scheme alone", "Bearer", invalid},
		{"the scheme and a space", "Bearer ", invalid},
		{"two spaces", "Bearer  " + good, invalid},
		{"a tab", "Bearer\t" + good, invalid},
		{"a colon", "Bearer: " + good, none},
		{"lower case", "bearer " + good, none},
		{"upper case", "BEARER " + good, none},
		{"the scheme twice", "Bearer Bearer " + good, invalid},
		{"Basic", "Basic dXNlcjpwYXNz", none},
		{"Digest", `Digest username="ada", realm="x"`, none},
		{"Negotiate", "Negotiate YII=", none},
		{"DPoP", "DPoP " + good, none},
		{"an AWS signature", "AWS4-HMAC-SHA256 Credential=x/y, SignedHeaders=host, Signature=z", none},
		{"a comma list", "Bearer " + good + ", Bearer " + good, invalid},
		{"quotes", `Bearer "` + good + `"`, invalid},
		{"angle brackets", "Bearer <token>", invalid},
		{"a newline", "Bearer " + good + "\n", invalid},
		{"CRLF and a header", "Bearer " + good + "\r\nX-Admin: 1", invalid},
		{"NUL", "Bearer " + good + "\x00", invalid},
		{"NUL alone", "\x00", invalid},
		{"bytes that are not UTF-8", "Bearer \xff\xfe\xfd", invalid},
		{"1 MiB", "Bearer " + strings.Repeat("a", 1<<20), invalid},
		{"1 MiB of spaces", strings.Repeat(" ", 1<<20), invalid},
		{"1 MiB of dots", strings.Repeat(".", 1<<20), invalid},
		{"just over the limit", "Bearer " + strings.Repeat("a", 16<<10+1), invalid},
		{"just at the limit", "Bearer " + strings.Repeat("a", 16<<10), invalid},
		{"JSON", `Bearer {"alg":"none"}`, invalid},
		{"flattened JWS", `{"payload":"e30","signature":"e30"}`, invalid},
		{"an environment variable", "Bearer ${CLERK_TOKEN}", invalid},
		{"undefined", "Bearer undefined", invalid},
		{"null", "Bearer null", invalid},
		{"a secret key", "Bearer sk_live_0123456789", invalid},
		{"an API key", "Bearer ak_0123456789", invalid},
		{"a cookie", "__session=" + good, invalid},
		{"padding", "Bearer " + good + "==", "token-invalid-signature"},
	}
	for i := range 60 { // and one byte of every low value where it hurts
		rows = append(rows, struct{ name, value, reason string }{fmt.Sprintf("byte %#x after the token", i), "Bearer " + good + string(rune(i)), ""})
	}
	guard := h.Require(authobject.Role("org:admin"))(whoami)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r := get()
			r.Header["Authorization"] = []string{row.value}
			w := serve(guard, r)
			if row.reason == "" {
				// A space ends the token, and what follows it does not count; letters and digits make another signature.
				if w.Code >= 500 || (w.Code == 200) != strings.HasSuffix(row.value, " ") {
					t.Errorf("answered %d %s", w.Code, w.Body)
				}
				return
			}
			if w.Code != http.StatusUnauthorized {
				t.Fatalf("answered %d %s", w.Code, w.Body)
			}
			if got := problemOf(t, w).Reason; got != row.reason {
				t.Errorf("reason %q, want %q", got, row.reason)
			}
			for name, values := range w.Header() {
				if strings.ContainsAny(strings.Join(values, ""), "\r\n\x00") {
					t.Errorf("the header %s is %q", name, values)
				}
			}
			if len(row.value) > 40 && strings.Contains(w.Body.String(), good) {
				t.Error("the answer quotes the token")
			}
		})
	}
}

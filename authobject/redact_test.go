package authobject_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/template"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

const (
	secretToken = "eyJhbGciOiJSUzI1NiJ9.sHhTokenText.c2ln" // the text of the token
	secretClaim = "sHhClaimValue"                          // the value of a custom claim
	fullClaims  = `{"sub":"user_1","sid":"sess_1","sts":"active","v":2,"fea":"o:a","o":{"id":"org_1","slg":"one","rol":"admin","per":"read","fpm":"1"},
		"fva":[3,-1],"act":{"sub":"user_2"},"private":{"note":"` + secretClaim + `"}}`
)

func secretive(t testing.TB) *authobject.Auth {
	t.Helper()
	auth, err := authobject.FromClaims([]byte(fullClaims), secretToken)
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

// traces are the ways in which a secret could show: as it is, and as the verbs and encodings of bytes write it.
func traces() []string {
	var out []string
	for _, secret := range []string{"sHhTokenText", secretClaim} {
		b := []byte(secret)
		inner := func(s, open string) string {
			return strings.TrimSuffix(s[strings.Index(s, open)+1:], string(s[len(s)-1]))
		}
		out = append(out, secret, fmt.Sprintf("%x", b), fmt.Sprintf("%X", b), fmt.Sprintf("% x", b), fmt.Sprintf("% X", b), fmt.Sprintf("%# x", b),
			inner(fmt.Sprintf("%d", b), "["), inner(fmt.Sprintf("%#v", b), "{"), inner(fmt.Sprintf("%o", b), "["), inner(fmt.Sprintf("%b", b), "["),
			inner(fmt.Sprintf("%U", b), "["), inner(fmt.Sprintf("%q", []rune(secret)), "["))
	}
	return append(out, base64.StdEncoding.EncodeToString([]byte(fullClaims))[:40], base64.StdEncoding.EncodeToString([]byte(secretToken))[:40])
}

type (
	exported struct {
		Auth   *authobject.Auth
		Token  authobject.Token
		Claims authobject.Claims
	}
	// In unexported fields fmt may not call methods, and prints what it finds by reflection.
	unexported struct {
		auth   *authobject.Auth
		token  authobject.Token
		claims authobject.Claims
	}
	unexportedValue struct{ auth authobject.Auth }
	// A number in front makes verbs for text fail, on which fmt prints the whole value once more without calling methods.
	afterNumber struct {
		n     int
		Token authobject.Token
		Auth  authobject.Auth
	}
	deep struct{ inner *unexported }
)

// hidingPlaces are values that hold a token and claims, each in another way.
func hidingPlaces(t testing.TB) map[string]any {
	t.Helper()
	auth := secretive(t)
	token, claims := auth.Token(), auth.Claims()
	u := unexported{auth, token, claims}
	return map[string]any{
		"*Auth": auth, "Auth": *auth, "**Auth": &auth, "Token": token, "*Token": &token, "Claims": claims, "*Claims": &claims,
		"exported fields": exported{auth, token, claims}, "pointer to exported fields": &exported{auth, token, claims},
		"unexported fields": u, "pointer to unexported fields": &u, "unexported Auth": unexportedValue{*auth},
		"after a number": afterNumber{1, token, *auth}, "deep": deep{&u}, "pointer to deep": &deep{&u},
		"slices": []any{auth, *auth, token, claims, u}, "list of values": []authobject.Auth{*auth}, "list of tokens": []authobject.Token{token},
		"map": map[string]any{"a": auth, "b": *auth, "c": token, "d": claims, "e": u}, "array": [1]unexportedValue{{*auth}},
		"refusal": auth.Check(authobject.Claim("private.note", "other")), "error": fmt.Errorf("caller %v: %w", auth, errors.New("x")),
	}
}

func hold(t *testing.T, what, text string) {
	t.Helper()
	for _, trace := range traces() {
		if strings.Contains(text, trace) {
			t.Errorf("%s shows %q: %s", what, trace, text)
			return
		}
	}
}

func TestFmtShowsNoSecret(t *testing.T) {
	hidden := hidingPlaces(t)
	for name, value := range hidden {
		for _, verb := range "vsqxXdboOcUtTeEfFgGpw!" {
			for _, flags := range []string{"", "+", "#", " ", "# ", "+#", "0", "-40", "8.3", "040"} {
				format := "%" + flags + string(verb)
				hold(t, format+" of "+name, fmt.Sprintf(format, value))
			}
		}
		hold(t, "Sprintln of "+name, fmt.Sprintln(value, value))
		hold(t, "Errorf of "+name, fmt.Errorf("problem: %v", value).Error())
	}
}

// TestTracesAreFound keeps the tests of this file honest: what they look for is found where a secret does show.
func TestTracesAreFound(t *testing.T) {
	type leak struct{ text []byte }
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%o", "%b", "%U"} {
		found := false
		text := fmt.Sprintf(verb, leak{[]byte(secretClaim)})
		for _, trace := range traces() {
			found = found || strings.Contains(text, trace)
		}
		if !found {
			t.Errorf("%s: a leak is not found in %s", verb, text)
		}
	}
}

func TestSlogShowsNoSecret(t *testing.T) {
	for name, value := range hidingPlaces(t) {
		var out bytes.Buffer
		for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			logger := slog.New(handler)
			logger.Info("request", "value", value)
			logger.With("value", value).WithGroup("group").Info("request", slog.Group("inner", "value", value))
		}
		hold(t, "slog of "+name, out.String())
	}
}

func TestEncodersShowNoSecret(t *testing.T) {
	show := template.Must(template.New("").Parse(`{{.}} {{printf "%v %+v %#v %s %q %x" . . . . . .}} {{println .}} {{html .}} {{js .}}`))
	for name, value := range hidingPlaces(t) {
		text, err := json.Marshal(value)
		if err != nil {
			t.Errorf("JSON of %s: %v", name, err)
		}
		hold(t, "JSON of "+name, string(text))
		text, _ = xml.Marshal(value) // of a map there is no XML
		hold(t, "XML of "+name, string(text))
		var out strings.Builder
		if err := show.Execute(&out, value); err != nil {
			t.Errorf("template of %s: %v", name, err)
		}
		hold(t, "template of "+name, out.String())
	}
}

func TestWhatIsPrinted(t *testing.T) {
	auth := secretive(t)
	personal := caller(t, `"sid":"sess_1"`)
	var nobody *authobject.Auth
	logged := func(handler func(*bytes.Buffer) slog.Handler, value any) string {
		var out bytes.Buffer
		slog.New(handler(&out)).Info("m", "a", value)
		_, text, _ := strings.Cut(strings.TrimSpace(out.String()), "msg")
		return text
	}
	asText := func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) }
	asJSON := func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) }
	marshal := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	for _, row := range []struct{ name, got, want string }{
		{"a caller in an organization, impersonated", fmt.Sprint(auth), "user=user_1 session=sess_1 org=org_1 role=org:admin actor=user_2"},
		{"a caller without an organization", fmt.Sprint(personal), "user=user_1 session=sess_1"},
		{"every verb prints the same", fmt.Sprintf("%+v|%#v|%s|%d", personal, personal, personal, personal), strings.Repeat("|user=user_1 session=sess_1", 4)[1:]},
		{"nobody", fmt.Sprint(nobody), "signed out (reason=middleware-missing)"},
		{"a token", fmt.Sprintf("%v %s %q %#v", auth.Token(), auth.Token(), auth.Token(), auth.Token()), "[redacted] [redacted] [redacted] [redacted]"},
		{"claims", fmt.Sprintf("%v %s %x", auth.Claims(), auth.Claims(), auth.Claims()), "[redacted] [redacted] [redacted]"},
		{"a caller in a text log", logged(asText, auth), "=m a.signed_in=true a.user=user_1 a.session=sess_1 a.org=org_1 a.role=org:admin a.actor=user_2"},
		{"a caller in a JSON log", logged(asJSON, auth), `":"m","a":{"signed_in":true,"user":"user_1","session":"sess_1","org":"org_1","role":"org:admin","actor":"user_2"}}`},
		{"nobody in a text log", logged(asText, nobody), "=m a.signed_in=false a.reason=middleware-missing"},
		{"a token in a JSON log", logged(asJSON, auth.Token()), `":"m","a":"[redacted]"}`},
		{"claims in a text log", logged(asText, auth.Claims()), "=m a=[redacted]"},
		{"a caller as JSON", marshal(auth), `{"signedIn":true,"tokenType":"session_token","userId":"user_1","sessionId":"sess_1","sessionStatus":"active",` +
			`"orgId":"org_1","orgSlug":"one","orgRole":"org:admin","orgPermissions":["org:a:read"],"actor":"user_2","factorVerificationAge":[3,-1]}`},
		{"a signed-out caller as JSON", marshal(authobject.SignedOut(clerk.ReasonSessionPending)),
			`{"signedIn":false,"reason":"session-pending","tokenType":"session_token","sessionStatus":"pending"}`},
		{"a token and claims as JSON", marshal(exported{Token: auth.Token(), Claims: auth.Claims()}), `{"Auth":null,"Token":"[redacted]","Claims":"[redacted]"}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.got != row.want {
				t.Errorf("got  %s\nwant %s", row.got, row.want)
			}
		})
	}
	if got := auth.Token().Reveal(); got != secretToken {
		t.Errorf("Reveal returns %q", got)
	}
	if got := string(auth.Claims().Raw()); got != fullClaims {
		t.Errorf("Raw returns %s", got)
	}
}

// TestRefusalsQuoteNoClaims holds that what goes back to a caller, or into a log, says nothing that the token said.
func TestRefusalsQuoteNoClaims(t *testing.T) {
	auth, err := authobject.FromClaims([]byte(`{"sub":"user_hush","sid":"sess_hush","org_id":"org_hush","org_role":"org:hush","org_permissions":["org:hush:hush"],
		"fea":"o:hush,u:hush","pla":"u:hush","fva":[7777,7777],"private":"hush","act":{"sub":"hush"}}`), "hush")
	if err != nil {
		t.Fatal(err)
	}
	checks := append([]authobject.Check{
		authobject.Role("admin"), authobject.Permission("a:read"), authobject.Feature("a"), authobject.Plan("a"), authobject.Claim("private", "other"),
		authobject.Claim("private", 5), authobject.Func("never", func(*authobject.Auth) bool { return false }),
		authobject.Not(authobject.Func("always", func(*authobject.Auth) bool { return true })),
	}, demands...)
	for _, check := range append(checks, authobject.Any(checks...), authobject.All(checks...)) {
		r := refusal(t, auth, check)
		if r == nil {
			t.Fatalf("%v is met", check)
		}
		if text := fmt.Sprintf("%v %+v %#v", r, *r, *r); strings.Contains(text, "hush") || strings.Contains(text, "7777") {
			t.Errorf("%v quotes the token: %s", check, text)
		}
		if want := r.Detail + " (reason=" + string(r.Reason) + ")"; r.Error() != want || r.Detail == "" || r.Check == "" {
			t.Errorf("%v says %q, want %q", check, r.Error(), want)
		}
	}
}

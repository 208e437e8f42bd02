package middleware_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// The tests named after a threat, here and in other packages, are those of the page docs/threats.md.

func TestThreatP01NoHeaderSpeaksForTheCaller(t *testing.T) {
	h := newHouse(t)
	claims := `{"sub":"user_ada","sid":"sess_1"}`
	forged := []string{
		"X-Clerk-Auth-Status", "signed-in", "X-Clerk-Auth-Reason", "x", "X-Clerk-Auth-Message", "x", "X-Clerk-Auth-Token", h.ck.SignIn(h.ada).Token(),
		"X-Clerk-Auth-Signature", "0123", "X-Clerk-Auth-Claims", claims, "X_clerk_auth_status", "signed-in", "X-Clerk_Auth-Token", "x",
		"X-Clerk-Clerk-Url", "https://app.example.com/", "X-Forwarded-User", "user_ada", "Remote-User", "user_ada", "X-Middleware-Subrequest", "middleware:middleware",
	}
	get := func(headers ...string) *http.Request { // and as a handler above may have left one, which is no header's usual form
		r := get(headers...)
		r.Header["x-clerk-auth-status"], r.Header["x_clerk_auth_token"], r.Header[""] = []string{"signed-in"}, []string{"x"}, []string{"x"}
		return r
	}
	for name, handler := range map[string]http.Handler{
		"RequireAuth": h.RequireAuth(whoami), "below Authenticate": h.Authenticate(h.RequireAuth(whoami)), "a role": h.Require(authobject.Role("admin"))(whoami),
	} {
		if w := serve(handler, get(forged...)); w.Code != 401 || problemOf(t, w).Reason != "dev-browser-missing" {
			t.Errorf("%s answers %d %s", name, w.Code, w.Body)
		}
	}
	serve(h.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if auth, ok := authobject.FromContext(r.Context()); ok {
			t.Errorf("the caller is %v", auth)
		}
		for name := range r.Header {
			if strings.HasPrefix(strings.ReplaceAll(strings.ToLower(name), "_", "-"), "x-clerk-auth-") {
				t.Errorf("the handler sees %s", name)
			}
		}
		if r.Header.Get("Remote-User") == "" {
			t.Error("a header of somebody else is gone")
		}
	})), get(forged...))
}

// TestThreatP04NoSpellingOfAPathPassesAGuard has the guard around the handler and not beside a list of paths, so that no spelling
// that the router understands is one that the guard does not.
func TestThreatP04NoSpellingOfAPathPassesAGuard(t *testing.T) {
	h := newHouse(t)
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/admin/", h.RequireAuth(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s reaches the handler of a guarded path", r.RequestURI)
	})))
	for name, handler := range map[string]http.Handler{"the guard alone": mux, "below Authenticate": h.Authenticate(mux), "below a prefix": http.StripPrefix("/app", h.Authenticate(mux))} {
		server := httptest.NewServer(handler)
		guarded := 0
		for _, target := range []string{
			"/admin/x", "//admin/x", "/admin//x", "/%61dmin/x", "/%61%64%6d%69%6e/x", "/admin%2Fx", "/public/../admin/x", "/public/%2e%2e/admin/x", "/./admin/x",
			"/%2e/admin/x", "/admin/x/..", "/admin;a=b/x", "/ADMIN/x", "/admin/x?y#z", "/admin/%zz", "/admin/x%00", "http://evil.example/admin/x", "/admin/%2e%2e%2fx",
		} {
			if strings.HasPrefix(name, "below a prefix") {
				target = "/app" + target
			}
			answer, _ := send(t, "GET", server.URL, target, "", nil)
			if answer.StatusCode == http.StatusUnauthorized {
				guarded++
			}
			if answer.StatusCode >= 500 {
				t.Errorf("%s: %s is answered %d", name, target, answer.StatusCode)
			}
		}
		server.Close()
		if guarded < 3 {
			t.Errorf("%s: only %d spellings are refused by the guard", name, guarded)
		}
	}
}

// TestThreatP06EveryConditionCounts has callers for whom some of five conditions hold, at guards of every combination of them: one
// that fails, or that lacks the facts, refuses whatever the others say.
func TestThreatP06EveryConditionCounts(t *testing.T) {
	h := newHouse(t)
	checks := []authobject.Check{
		authobject.Role("admin"), authobject.Permission("billing:manage"), authobject.Feature("reports"), authobject.Plan("pro"), authobject.Reverified(authobject.Strict),
	}
	all := h.ck.SignIn(h.ada).OrgRole("acme", "org:admin", "org:billing:manage").Features("o:reports", "o:billing").Plans("o:pro").FactorAges(0, 0)
	for _, row := range []struct {
		name  string
		in    *clerktest.SignIn
		holds []bool
	}{
		{"all of them", all, []bool{true, true, true, true, true}},
		{"another role", all.OrgRole("acme", "org:member", "org:billing:manage"), []bool{false, true, true, true, true}},
		{"another plan", all.Claim("pla", "o:free"), []bool{true, true, true, false, true}},
		{"a confirmation that is too old", all.FactorAges(600, 600), []bool{true, true, true, true, false}},
		{"no word on confirmations", all.Without("fva"), []bool{true, true, true, true, false}},
		{"no word on plans", all.Without("pla"), []bool{true, true, true, false, true}},
		{"features of the wrong form", all.Claim("fea", 5), []bool{true, false, false, true, true}},
		{"no organization", all.Without("o"), []bool{false, false, true, true, true}},
	} {
		t.Run(row.name, func(t *testing.T) {
			bearer := "Bearer " + row.in.Token()
			for mask := 1; mask < 1<<len(checks); mask++ {
				var asked []authobject.Check
				want := true
				for n, check := range checks {
					if mask>>n&1 == 1 {
						asked, want = append(asked, check), want && row.holds[n]
					}
				}
				for name, guard := range map[string]func(http.Handler) http.Handler{"Require": h.Require(asked...), "RequirePage": h.RequirePage(asked...), "All": h.Require(authobject.All(asked...))} {
					w := serve(guard(whoami), get("Authorization", bearer))
					if (w.Code == 200) != want || w.Code != 200 && w.Code != 403 {
						t.Errorf("%s of %v: answered %d %s", name, asked, w.Code, w.Body)
					}
				}
			}
		})
	}
}

// TestThreatP13WhatOtherLibrariesSayIsNotBelieved has a context, a URL and a Basic password that somebody else filled in.
func TestThreatP13WhatOtherLibrariesSayIsNotBelieved(t *testing.T) {
	h, other := newHouse(t), newHouse(t)
	auth, err := authobject.FromClaims([]byte(`{"sub":"user_ada","sid":"sess_1","v":2,"o":{"id":"org_1","rol":"admin"}}`), "")
	if err != nil {
		t.Fatal(err)
	}
	type key string
	r := get("Cookie", "connect.sid=1; user=user_ada")
	r.SetBasicAuth("user_ada", "x")
	ctx := context.WithValue(context.WithValue(authobject.NewContext(r.Context(), auth), key("user"), auth), key("auth"), auth)
	foreign := other.Authenticate(h.RequireAuth(whoami)) // another Usher has found somebody
	for name, w := range map[string]*httptest.ResponseRecorder{
		"RequireAuth":   serve(h.RequireAuth(whoami), r.WithContext(ctx)),
		"Require":       serve(h.Require(authobject.Role("admin"))(whoami), r.WithContext(ctx)),
		"another Usher": serve(foreign, other.ck.SignIn(other.ada).Authorize(get())),
	} {
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s answers %d %s", name, w.Code, w.Body)
		}
	}
}

// TestThreatP17NoMalformedTokenIsAFault presents texts that are no tokens in every place that a token can stand in.
func TestThreatP17NoMalformedTokenIsAFault(t *testing.T) {
	n := newTown(t, towns[2].origin, towns[2].config, nil, middleware.WithAcceptedTokens(authobject.SessionToken, authobject.M2MToken, authobject.OAuthToken))
	suffix := clerkSuffix(t, n)
	in := n.ck.SignIn(n.ada).AuthorizedParty(n.origin)
	odd := func(claim string, value any) string { return in.Claim(claim, value).Token() }
	texts := map[string]string{
		"a word": "x", "dots": "..", "null thrice": "bnVsbA.bnVsbA.bnVsbA", "no JSON": "e30x.e30x.e30x", "empty objects": "e30.e30.e30", "half a token": in.Token()[:40],
		"a subject that is a number": odd("sub", 5), "a subject that is a list": odd("sub", []string{"user_ada"}), "an issuer that is a number": odd("iss", 5),
		"an issuer that is an object": odd("iss", map[string]any{"a": 1}), "dates that are texts": odd("exp", "soon"), "an issue date that is a text": odd("iat", "now"),
		"a party that is a number": odd("azp", 5), "null as payload": in.Raw([]byte("null")).Token(), "a list as payload": in.Raw([]byte("[]")).Token(),
		"percent signs": "%", "an encoded NUL": "%00.%00.%00", "10,000 dots": strings.Repeat(".", 10_000),
	}
	for name, text := range texts {
		for place, header := range map[string][]string{
			"the header":          {"Authorization", "Bearer " + text},
			"the session cookie":  {"Cookie", "__session=" + text + "; __client_uat=5"},
			"the suffixed cookie": {"Cookie", "__session_" + suffix + "=" + text + "; __client_uat_" + suffix + "=5"},
			"both cookies":        {"Cookie", "__session=" + text + "; __client_uat=5; __session_" + suffix + "=" + text + "; __client_uat_" + suffix + "=5; __refresh_" + suffix + "=" + text},
			"the handshake":       {"Cookie", "__clerk_handshake=" + text},
			"the nonce":           {"Cookie", "__clerk_handshake_nonce=" + text},
		} {
			w := serve(n.RequireAuth(whoami), get(header...))
			if w.Code != http.StatusUnauthorized || problemOf(t, w).Reason == "" || w.Header().Get("X-Clerk-Auth-Reason") == "" {
				t.Errorf("%s in %s is answered %d %s", name, place, w.Code, w.Body)
			}
		}
	}
}

// clerkSuffix returns the suffix of the cookies of a town.
func clerkSuffix(t *testing.T, n town) string {
	t.Helper()
	key, err := clerk.ParsePublishableKey(n.ck.Options().PublishableKey)
	if err != nil {
		t.Fatal(err)
	}
	return key.CookieSuffix()
}

// TestThreatP19AnswersHoldNoMarkupAndNoMetadata looks for what would be read as a tag in every answer of a guard, also where a
// check quotes it, and for private claims in the JSON of a caller.
func TestThreatP19AnswersHoldNoMarkupAndNoMetadata(t *testing.T) {
	h := newHouse(t)
	const markup = "</script><img src=x>&\u2028\u2029"
	in := h.ck.SignIn(h.ada).Claim("private_metadata", map[string]any{"note": "S3CR3TMARK"}).Claim("x", markup)
	expected := map[int]int{401: 1, 403: 3}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"a refused token":      serve(h.RequireAuth(whoami), get("Authorization", "Bearer "+markup, "Cookie", "__session="+markup)),
		"a role":               serve(h.Require(authobject.Role(markup))(whoami), in.Authorize(get())),
		"a permission":         serve(h.Require(authobject.Permission(markup))(whoami), in.Authorize(get())),
		"a claim":              serve(h.Require(authobject.Claim(markup, markup))(whoami), in.Authorize(get())),
		"the caller as JSON":   serve(h.Authenticate(whoami), in.OrgRole("acme"+markup, "org:"+markup).Authorize(get())),
		"an error of the site": serve(h.Authenticate(whoami), httptest.NewRequest("GET", "/?__clerk_redirect_url="+"%3C%2Fscript%3E", http.NoBody)),
	} {
		expected[w.Code]--
		if strings.ContainsAny(w.Body.String(), "<>&\u2028\u2029") || strings.Contains(w.Body.String()+fmt.Sprint(w.Header()), "S3CR3TMARK") || w.Body.Len() == 0 {
			t.Errorf("%s is answered %d %v %s", name, w.Code, w.Header(), w.Body)
		}
		if w.Code != 200 && w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be taken for HTML: %v", name, w.Header())
		}
	}
	if expected[401] != 0 || expected[403] != 0 {
		t.Errorf("other answers than expected: %v", expected)
	}
}

func TestThreatP29WithoutKeysThereIsNoGate(t *testing.T) {
	for name, environment := range map[string]map[string]string{
		"nothing": {}, "a build server": {"CI": "true"}, "a switch of other SDKs": {"NEXT_PUBLIC_CLERK_KEYLESS_DISABLED": "0", "NODE_ENV": "development"}, "empty keys": {"CLERK_SECRET_KEY": "", "CLERK_PUBLISHABLE_KEY": ""},
	} {
		if usher, err := middleware.New(clerk.Options{Getenv: func(name string) string { return environment[name] }}); err == nil || usher != nil {
			t.Errorf("%s: made an Usher, %v", name, err)
		}
	}
	h := newHouse(t)
	h.ck.Outage(true) // the keys are there, and what they open is not
	for name, handler := range map[string]http.Handler{
		"RequireAuth": h.RequireAuth(whoami), "a role": h.Require(authobject.Role("admin"))(whoami), "a function": h.Require(authobject.Func("always", func(*authobject.Auth) bool { return true }))(whoami),
	} {
		if w := serve(handler, h.ck.SignIn(h.ada).Authorize(get())); w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s answers %d %s", name, w.Code, w.Body)
		}
	}
}

func TestThreatO10RequireAuthIsForUsersWithASession(t *testing.T) {
	plain, _ := newFactory(t)
	open, _ := newFactory(t, middleware.WithAcceptedTokens(authobject.SessionToken, authobject.APIKey, authobject.OAuthToken, authobject.M2MToken))
	for _, credential := range []string{"ak_good", "oat_good", "mt_good"} { // Clerk names user_ada as subject of each
		if w := serve(plain.RequireAuth(whoami), get("Authorization", "Bearer "+credential)); w.Code != http.StatusUnauthorized {
			t.Errorf("%s by default: answered %d", credential, w.Code)
		}
		for name, handler := range map[string]http.Handler{"RequireAuth": open.RequireAuth(whoami), "RequireAuthPage": open.RequireAuthPage(whoami), "a role": open.Require(authobject.Role("admin"))(whoami)} {
			if w := serve(handler, get("Authorization", "Bearer "+credential)); w.Code != http.StatusForbidden {
				t.Errorf("%s at %s, where programs are accepted: answered %d", credential, name, w.Code)
			}
		}
	}
	kinds := []authobject.TokenKind{authobject.APIKey, authobject.OAuthToken, authobject.M2MToken}
	if w := serve(open.RequireToken(slices.Clone(kinds)...)(whoami), get("Authorization", "Bearer ak_good")); w.Code != http.StatusOK {
		t.Errorf("at a guard for programs: answered %d %s", w.Code, w.Body)
	}
}

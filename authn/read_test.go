package authn_test

import (
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

func TestTheAuthorizationHeaderIsReadAsTheOfficialSDKReadsIt(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	for _, row := range []struct {
		name, header, want string
	}{
		{"no header", "", ""},
		{"scheme and token", "Bearer X", "X"},
		{"what follows a second space does not count", "Bearer X junk", "X"},
		{"the scheme is spelled exactly so", "bearer X", ""},
		{"in capitals neither", "BEARER X", ""},
		{"a token without a scheme", "X", "X"},
		{"the scheme alone is a token, of the wrong form", "Bearer", "Bearer"},
		{"the scheme and a space", "Bearer ", "Bearer"},
		{"two spaces", "Bearer  X", "Bearer"},
		{"another scheme is somebody else's", "Basic dXNlcjpwYXNz", ""},
		{"a colon makes another scheme", "Bearer: X", ""},
		{"another scheme and nothing behind it is a token, of the wrong form", "Basic ", "Basic"},
		{"a tab is not a space", "Bearer\tX", "Bearer\tX"},
		{"a comma belongs to the token", "Bearer X, Bearer Y", "X,"},
		{"quotes belong to the token", `Bearer "X"`, `"X"`},
		{"a space before", " Bearer X", ""},
		{"bytes that are not UTF-8", "Bearer \xff\xfe", "\xff\xfe"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := request("GET", "/")
			if row.header != "" {
				r.Header["Authorization"] = []string{row.header}
			}
			if got := a.Read(r).Credentials; got.HeaderToken.Reveal() != row.want || got.HeaderOversized {
				t.Errorf("read %q, want %q", got.HeaderToken.Reveal(), row.want)
			}
		})
	}
	t.Run("of two headers the first counts", func(t *testing.T) {
		r := request("GET", "/", "Authorization", "Bearer first", "Authorization", "Bearer second")
		if got := a.Read(r).Credentials.HeaderToken.Reveal(); got != "first" {
			t.Errorf("read %q", got)
		}
	})
	t.Run("a header of 1 MiB is not kept", func(t *testing.T) {
		got := a.Read(request("GET", "/", "Authorization", "Bearer "+strings.Repeat("x", 1<<20))).Credentials
		if !got.HeaderToken.IsZero() || !got.HeaderOversized || got.IsZero() {
			t.Errorf("kept %d bytes, oversized %v, zero %v", len(got.HeaderToken.Reveal()), got.HeaderOversized, got.IsZero())
		}
	})
}

func TestCookiesAreSplitFirstAndDecodedThen(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	for _, row := range []struct {
		name    string
		cookies []string
		want    string // of __session
	}{
		{"one cookie", []string{"__session=A"}, "A"},
		{"no space behind the semicolon", []string{"x=1;__session=A"}, "A"},
		{"white space around name and value", []string{" \t__session \t= \tA \t; x=1"}, "A"},
		{"the first of two counts", []string{"__session=A; __session=B"}, "A"},
		{"the first of two headers counts", []string{"__session=A", "__session=B"}, "A"},
		{"an empty first one hides the second", []string{"__session=; __session=B"}, ""},
		{"everything behind the first equals sign", []string{"__session=a=b="}, "a=b="},
		{"a segment without an equals sign", []string{"__session; x"}, ""},
		{"an encoded semicolon starts no cookie", []string{"x=1%3B%20__session=B"}, ""},
		{"an encoded name is another name", []string{"%5F_session=A"}, ""},
		{"case matters in names", []string{"__Session=A"}, ""},
		{"values are decoded", []string{"__session=a%2Eb"}, "a.b"},
		{"what is not well encoded stays", []string{"__session=a%2"}, "a%2"},
		{"what decodes to no UTF-8 stays", []string{"__session=a%FFb"}, "a%FFb"},
		{"quotation marks stay", []string{`__session="A"`}, `"A"`},
		{"a comma separates nothing", []string{"__session=A, __client_uat=1"}, "A, __client_uat=1"},
		{"bytes that package net/http would drop", []string{"__session=a\x7fb"}, "a\x7fb"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := request("GET", "/")
			r.Header["Cookie"] = row.cookies
			if got := a.Read(r).Credentials.Plain.Session.Reveal(); got != row.want {
				t.Errorf("read %q, want %q", got, row.want)
			}
		})
	}
}

func TestWhichNamesCarryTheSuffix(t *testing.T) {
	cookies := join("__session=S", "__session_naoXFJnI=SS", "__client_uat=1", "__client_uat_naoXFJnI=2", "__clerk_db_jwt=D",
		"__clerk_db_jwt_naoXFJnI=DD", "__refresh=R", "__refresh_naoXFJnI=RR", "__clerk_handshake=H", "__clerk_handshake_naoXFJnI=HH",
		"__clerk_handshake_nonce=N", "__clerk_redirect_count=2", "__session_other=X")
	got := authenticatorOf(t, live(), ada, authn.Config{}).Read(request("GET", "/", "Cookie", cookies)).Credentials
	for name, row := range map[string][2]string{
		"session":          {got.Plain.Session.Reveal(), "S"},
		"suffixed session": {got.Suffixed.Session.Reveal(), "SS"},
		"uat":              {got.Plain.ClientUAT, "1"},
		"suffixed uat":     {got.Suffixed.ClientUAT, "2"},
		"browser":          {got.Plain.DevBrowser.Reveal(), "D"},
		"suffixed browser": {got.Suffixed.DevBrowser.Reveal(), "DD"},
		"refresh":          {got.Refresh.Reveal(), "RR"},
		"handshake":        {got.Handshake.Reveal(), "H"},
		"nonce":            {got.Nonce.Reveal(), "N"},
	} {
		if row[0] != row[1] {
			t.Errorf("%s: read %q, want %q", name, row[0], row[1])
		}
	}
	if got.RedirectCount != 2 || got.HandshakeInQuery || got.NonceInQuery {
		t.Errorf("read %+v", got.RedirectCount)
	}
	without := authenticatorOf(t, clerk.Options{SecretKey: "sk_live_x"}, ada, authn.Config{}).Read(request("GET", "/", "Cookie", cookies+"; __session_=E")).Credentials
	if !without.Suffixed.Session.IsZero() || !without.Refresh.IsZero() || without.Plain.Session.Reveal() != "S" {
		t.Error("without a publishable key there are no suffixed cookies")
	}
}

func TestTheQueryGoesBeforeTheCookies(t *testing.T) {
	a := authenticatorOf(t, test(), ada, authn.Config{})
	const cookies = "__clerk_handshake=cookie; __clerk_handshake_nonce=cookie"
	for _, row := range []struct {
		name, query, handshake, nonce string
		inQuery                       bool
	}{
		{"nothing in the query", "", "cookie", "cookie", false},
		{"both in the query", "?__clerk_handshake=a&__clerk_handshake_nonce=b", "a", "b", true},
		{"the first of two counts", "?__clerk_handshake=a&__clerk_handshake=b&__clerk_handshake_nonce=c", "a", "c", true},
		{"an empty parameter is none", "?__clerk_handshake=&__clerk_handshake_nonce", "cookie", "cookie", false},
		{"encoded names and values", "?%5F_clerk_handshake=a%2Eb&__clerk_handshake_nonce=c+d", "a.b", "c d", true},
		{"semicolons separate nothing", "?x=1;__clerk_handshake=a", "cookie", "cookie", false},
		{"what is not well encoded stays", "?__clerk_handshake=a%2&__clerk_handshake_nonce=%zz", "a%2", "%zz", true},
		{"a query of 100 KB is not looked at", "?" + strings.Repeat("x", 100_000) + "&__clerk_handshake=a", "cookie", "cookie", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := a.Read(request("GET", "/"+row.query, "Cookie", cookies)).Credentials
			if got.Handshake.Reveal() != row.handshake || got.Nonce.Reveal() != row.nonce || got.HandshakeInQuery != row.inQuery || got.NonceInQuery != row.inQuery {
				t.Errorf("read %q and %q, from the query %v", got.Handshake.Reveal(), got.Nonce.Reveal(), got.HandshakeInQuery)
			}
		})
	}
}

func TestTheRedirectCount(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	for text, want := range map[string]int{
		"": 0, "0": 0, "1": 1, "2": 2, "3": 3, "3.0": 3, "%203": 3, "2.9": 2, "0x3": 3, "1e1": 10, "99999999999": 99, "1e400": 0,
		"-1": 0, "abc": 0, "3abc": 0, "NaN": 0, "Infinity": 99, "0xzz": 0,
		"1_0": 0, "inf": 0, "0x1p4": 0, "+2": 2, ".5": 0,
	} {
		if got := a.Read(request("GET", "/", "Cookie", "__clerk_redirect_count="+text)).Credentials.RedirectCount; got != want {
			t.Errorf("%q counts as %d, want %d", text, got, want)
		}
	}
}

// FuzzAuthorizationHeader sends any header value through reading and deciding.
func FuzzAuthorizationHeader(f *testing.F) {
	for _, seed := range []string{"", "Bearer X", "Bearer", "Bearer  X", "bearer X", "Basic eA==", "X", " ", "Bearer \x00", "\xff", strings.Repeat("Bearer ", 100)} {
		f.Add(seed)
	}
	a := authenticatorOf(f, live(), faulty(clerk.ReasonTokenInvalid), authn.Config{})
	f.Fuzz(func(t *testing.T, value string) {
		r := request("GET", "/")
		r.Header["Authorization"] = []string{value}
		c := a.Read(r).Credentials
		text := c.HeaderToken.Reveal()
		if len(value) <= authn.MaxAuthorizationSize && !strings.Contains(value, text) {
			t.Fatalf("the token %q is not part of the header %q", text, value)
		}
		if strings.Contains(text, " ") {
			t.Fatalf("the token %q of %q holds a space", text, value)
		}
		d := a.Authenticate(r)
		if d.Status != authn.SignedOut || (d.Reason != clerk.ReasonNoCredentials && d.Reason != clerk.ReasonTokenInvalid) {
			t.Fatalf("decided %v", d)
		}
		if d.Presented() != !c.IsZero() || (d.Reason == clerk.ReasonNoCredentials) != c.IsZero() {
			t.Fatalf("presented %v for %q", d.Presented(), value)
		}
	})
}

// FuzzCookies sends any Cookie header through reading and deciding: nobody is signed in by a verifier that refuses everything,
// and whatever is sent back fits into a header.
func FuzzCookies(f *testing.F) {
	for _, seed := range []string{
		"", "__session=A", "__session=" + session(1) + "; __client_uat=1", "__client_uat=1", "x=1%3B%20__session=B", ";;=;==;__session",
		"__session" + liveSuffix + "=A; __client_uat" + liveSuffix + "=0", "__clerk_redirect_count=-1; __client_uat=0x1", "__session=%00%0d%0a",
		"__clerk_handshake=a.b.c; __clerk_handshake_nonce=n", "__client_uat=99999999999999999999999999", "__session=\xff\xfe",
	} {
		f.Add(seed)
	}
	a := authenticatorOf(f, live(), faulty(clerk.ReasonTokenExpired), authn.Config{})
	f.Fuzz(func(t *testing.T, value string) {
		r := page("/", "")
		r.Header["Cookie"] = []string{value}
		d := a.Authenticate(r)
		if d.Status != authn.SignedOut && d.Status != authn.Handshake {
			t.Fatalf("decided %v", d)
		}
		checkHeader(t, d)
	})
}

// checkHeader fails a test when a header of a decision cannot be sent, or when a redirect does not lead to the Frontend API.
func checkHeader(t *testing.T, d *authn.Decision) {
	t.Helper()
	h := d.Header()
	for name, values := range h {
		for _, value := range values {
			if strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c == 0x7f }) {
				t.Fatalf("%s is %q", name, value)
			}
		}
	}
	if d.Status == authn.Handshake && (!strings.HasPrefix(h.Get("Location"), liveIssuer+"/v1/client/handshake?") || h.Get("Cache-Control") != "no-store") {
		t.Fatalf("the redirect is %v", h)
	}
}

package authn_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

// sized returns a value for Set-Cookie of so many bytes, of a cookie of Clerk's.
func sized(n, size int) string {
	name := fmt.Sprintf("__client_uat_%03d=", n)
	return name + strings.Repeat("1", size-len(name))
}

func several(n, size int) (list []string) {
	for i := range n {
		list = append(list, sized(i, size))
	}
	return list
}

// TestWhatAHandshakeMaySet holds the bounds of what a handshake hands over, which a stranger can have made and Clerk have signed.
func TestWhatAHandshakeMaySet(t *testing.T) {
	for _, row := range []struct {
		name    string
		options clerk.Options
		list    []string
		want    int // cookies
	}{
		{"a cookie of 4 KiB", live(), []string{sized(0, 4<<10)}, 1},
		{"and a byte", live(), []string{sized(0, 4<<10+1)}, 0},
		{"cookies of 32 KiB", live(), several(8, 4<<10), 8},
		{"and one more", live(), several(9, 4<<10), 8},
		{"a small one fits in beside one that does not", live(), append(several(7, 4<<10), sized(7, 3<<10), sized(8, 2<<10), sized(9, 1<<10)), 9},
		{"64 cookies", live(), several(64, 20), 64},
		{"and one more", live(), several(65, 20), 64},
		{"development has the same bounds", test(), append(several(64, 20), sized(64, 20)), 64},
		{"no name", live(), []string{"=1", "; Path=/", ""}, 0},
		{"a name that is none", live(), []string{"__session x=1", "__session\x00=1", "__session_é=1"}, 0},
		{"a line break", live(), []string{"__client_uat=1\r\nX-Evil: 1", "__client_uat=1\n"}, 0},
		{"what is not ASCII", live(), []string{"__client_uat=é"}, 0},
		{"a cookie of the application", live(), []string{"shop=1", "__sessionx=1", "session=1", "__session_=1"}, 0},
		{"the same, in development", test(), []string{"shop=1"}, 1},
		{"each of Clerk's, with a suffix and without", live(), []string{
			"__session=", "__client_uat=1", "__client_uat_x=1", "__refresh_x=1", "__clerk_db_jwt=1", "__clerk_handshake=1",
			"__clerk_handshake_nonce=1", "__clerk_redirect_count=1", "__client=1", "clerk_active_context=1"}, 10},
		{"this host and the ones above it", live(), []string{"__client_uat=1; Domain=app.example.com", "__client_uat=1; domain=.EXAMPLE.com"}, 2},
		{"other hosts", live(), []string{
			"__client_uat=1; Domain=example.org", "__client_uat=1; Domain=com", "__client_uat=1; Domain=", "__client_uat=1; Domain=ample.com",
			"__client_uat=1; Domain=x.app.example.com"}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := ada
			v.directives = row.list
			d := authenticatorOf(t, row.options, v, authn.Config{}).Authenticate(page("https://app.example.com/", "__clerk_handshake=H"))
			if got := d.Header()["Set-Cookie"]; len(got) != row.want {
				t.Errorf("%d cookies are set, want %d: decided %v", len(got), row.want, d)
			}
		})
	}
}

func TestHowMuchOfARequestIsRead(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	fill := func(prefix string, size int) string { return prefix + strings.Repeat("x", size-len(prefix)) }
	for _, row := range []struct {
		name string
		size int // the bound
		ask  func(size int) (within bool)
	}{
		{"the Authorization header", authn.MaxAuthorizationSize, func(size int) bool {
			c := a.Read(request("GET", "/", "Authorization", fill("Bearer ", size))).Credentials
			return !c.HeaderOversized && !c.HeaderToken.IsZero()
		}},
		{"the cookies", authn.MaxCookieSize, func(size int) bool {
			c := a.Read(request("GET", "/", "Cookie", fill("__session=S; x=", size))).Credentials
			return !c.CookiesOversized && !c.Plain.Session.IsZero()
		}},
		{"the cookies in two headers", authn.MaxCookieSize, func(size int) bool {
			c := a.Read(request("GET", "/", "Cookie", "__session=S; x=1", "Cookie", fill("y=", size-16))).Credentials
			return !c.CookiesOversized && !c.Plain.Session.IsZero()
		}},
		{"the query", 64 << 10, func(size int) bool {
			return !a.Read(page("/?"+fill("__clerk_handshake=H&x=", size), "")).Credentials.Handshake.IsZero()
		}},
		{"an address to come back to", 64 << 10, func(size int) bool {
			return a.Read(page("/"+strings.Repeat("x", size-1), "")).URL() != ""
		}},
		{"the session token in the address of a handshake", 16 << 10, func(size int) bool {
			r := page("/", join("__session="+strings.Repeat("x", size), "__client_uat=5"))
			d := authenticatorOf(t, live(), faulty(clerk.ReasonTokenNotActiveYet), authn.Config{}).Authenticate(r)
			return strings.Contains(d.Header().Get("Location"), "&__session=x")
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if !row.ask(row.size) {
				t.Errorf("%d bytes are too many", row.size)
			}
			if row.ask(row.size + 1) {
				t.Errorf("%d bytes are not too many", row.size+1)
			}
		})
	}
}

func TestWhichNoncesClerkIsAskedAbout(t *testing.T) {
	for _, row := range []struct {
		name, nonce string
		want        bool
	}{
		{"256 characters", strings.Repeat("n", 256), true},
		{"257 characters", strings.Repeat("n", 257), false},
		{"the marks that need no escape", "aZ09-._~", true},
		{"an escape", "a%2541", false},
		{"a slash", "a/b", false},
		{"a plus", "a+b", false},
		{"a quotation mark", `a"b`, false},
		{"not ASCII", "é", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			var asked []string
			a := authenticatorOf(t, live(), ada, authn.Config{Nonces: exchange{asked: &asked}})
			a.Authenticate(page("/", "__clerk_handshake_nonce="+row.nonce))
			if (len(asked) == 1) != row.want {
				t.Errorf("Clerk is asked about %q", asked)
			}
		})
	}
}

// told is a Refresher that keeps how many bytes of headers it was told.
type told struct{ bytes int }

func (r *told) Refresh(_ context.Context, _ string, params *backend.SessionRefreshParams) (*backend.SessionRefresh, error) {
	headers, _ := params.RequestHeaders.Get()
	for name, values := range headers {
		r.bytes += len(name) + len(strings.Join(values, ""))
	}
	return nil, refusal(404)
}

func TestClerkIsToldOf16KiBOfHeadersAtMost(t *testing.T) {
	for size, want := range map[int]int{
		16<<10 - len("accept"): 16 << 10, 16<<10 - len("accept") + 1: 0,
	} {
		r := request("GET", "/", "Authorization", "Bearer "+session(999), "Accept", strings.Repeat("x", size))
		r.Header.Set("Cookie", "__refresh"+liveSuffix+"=r")
		cookie := len("cookie__refresh" + liveSuffix + "=r")
		asked := &told{}
		authenticatorOf(t, live(), faulty(clerk.ReasonTokenExpired), authn.Config{Refresher: asked}).Authenticate(r)
		if want == 0 {
			want = cookie // what is smaller still goes along
		}
		if asked.bytes != want {
			t.Errorf("an Accept header of %d bytes: Clerk is told %d, want %d", size, asked.bytes, want)
		}
	}
}

func TestSixteenTrustedProxiesAtMost(t *testing.T) {
	o := live()
	a := authenticatorOf(t, proxied(o, "192.0.2.0/24"), ada, authn.Config{})
	through := func(n int) string { return strings.TrimSuffix(strings.Repeat("192.0.2.7, ", n), ", ") }
	hosts := func(n int) string { return strings.TrimSuffix(strings.Repeat("www.example.org, ", n), ", ") }
	for _, row := range []struct {
		entries int
		want    string
	}{{16, "http://www.example.org/"}, {17, "http://app.example.com/"}} {
		r := request("GET", "http://app.example.com/", "X-Forwarded-For", through(40), "X-Forwarded-Host", hosts(row.entries))
		if got := a.Read(r).URL(); got != row.want {
			t.Errorf("%d entries: %s, want %s", row.entries, got, row.want)
		}
	}
}

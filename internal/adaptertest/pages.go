package adaptertest

import (
	"encoding/json"
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
)

// pages is what becomes of browsers.
func pages() []behaviour {
	site := func(w *world, j *journal) Service {
		u := w.usher()
		return Service{Group: Group{
			Routes: []Route{
				{Methods: "GET", Path: "/page", Mounts: []Mount{{Usher: u, Guard: "RequireAuthPage"}}, Handler: j.who},
				{Methods: "GET", Path: "/boss", Mounts: []Mount{{Usher: u, Guard: "RequirePage", Checks: []authobject.Check{authobject.Role("org:admin")}}}, Handler: j.who},
				{Methods: "GET POST", Path: "/alone", Mounts: []Mount{requireAuth(u)}, Handler: j.who},
			},
		}}
	}
	expired := func(c *client) *clerktest.SignIn { return c.signIn((*clerktest.SignIn).Expired) }
	return []behaviour{
		{"Authenticate sends a browser to Clerk for a handshake", shop, func(c *client) { c.do("GET", "/public", document) },
			[]string{"307 Temporary Redirect", "Cache-Control: no-store", "Location: ", "/v1/client/handshake?", "Set-Cookie: ", "X-Clerk-Auth-Status: handshake", "length 0", "handlers:\n"}},
		{"a guard sends a browser to Clerk by itself", site, func(c *client) { c.do("GET", "/alone?a=1", document) },
			[]string{"307 Temporary Redirect", "/v1/client/handshake?", "length 0"}},
		{"a page guard sends a stranger to the sign-in page", site, func(c *client) { c.do("GET", "/page?a=1") },
			[]string{"303 See Other", "Cache-Control: no-store", "Location: ", "/sign-in?", "Set-Cookie: __usher_sign_in_count=1; ", "length 0", "handlers:\n"}},
		{"a page guard with a check sends a stranger to the sign-in page", site, func(c *client) { c.do("GET", "/boss") },
			[]string{"303 See Other", "/sign-in?"}},
		{"a loop of sign-ins ends with 401", site, func(c *client) { c.do("GET", "/page", header("Cookie", "__usher_sign_in_count=5")) },
			[]string{"401 Unauthorized", "Www-Authenticate: Bearer\n"}},
		{"a page guard lets a user in", site, get(user, "/page"), []string{"200 OK", `user "user_ada"`}},
		{"a page guard refuses a user without the role", site, get(user, "/boss"), []string{"403 Forbidden", "insufficient_scope"}},
		{"a page guard lets in whoever has the role", site, get(member("org:admin"), "/boss"), []string{"200 OK", `role "org:admin"`}},
		{"a refresh renews the cookies and goes on to the handler", site, func(c *client) {
			in := expired(c)
			c.keep(in)
			c.do("GET", "/alone", document, c.kept)
		}, []string{"200 OK", "Cache-Control: no-store", "Set-Cookie: __session=", "Set-Cookie: __session_", `true, user "user_ada"`}},
		{"a refresh reaches a page as well", site, func(c *client) {
			c.keep(expired(c))
			c.do("GET", "/page", document, c.kept)
		}, []string{"200 OK", "Set-Cookie: __session=", `true, user "user_ada"`}},
		{"the way back from Clerk sets the cookies and cleans the address", shop, func(c *client) {
			c.keep(c.signIn())
			c.do("GET", "/public?a=1&__clerk_handshake="+c.handshake(), document, c.kept)
		}, []string{"307 Temporary Redirect", "Cache-Control: no-store", "Location: http://" + host + "/public?a=1\n", "Set-Cookie: __session=", "length 0", "handlers:\n"}},
		{"cookies do not count in what another site has the browser send", site, func(c *client) {
			c.do("POST", "/alone", c.browser(), header("Origin", "https://evil.example"), header("Sec-Fetch-Site", "cross-site"))
		}, []string{"403 Forbidden", "X-Clerk-Auth-Reason: cross-origin-request", `"reason":"cross-origin-request"`, "handlers:\n"}},
		{"cookies count in what the application itself has the browser send", site, func(c *client) {
			c.do("POST", "/alone", c.browser(), header("Origin", "http://"+host), header("Sec-Fetch-Site", "same-origin"))
		}, []string{"200 OK", "ran POST /alone"}},
		{"a token in the header counts from anywhere", site, func(c *client) {
			c.do("POST", "/alone", c.user(), header("Origin", "https://evil.example"), header("Sec-Fetch-Site", "cross-site"))
		}, []string{"200 OK", "ran POST /alone"}},
	}
}

// handshake returns what Clerk sends along when a browser comes back: the cookies that were kept.
func (w *world) handshake() string {
	var lines []string
	for _, cookie := range w.cookies {
		lines = append(lines, cookie.Name+"="+cookie.Value+"; Path=/; SameSite=Lax")
	}
	payload, err := json.Marshal(map[string]any{"handshake": lines, "iat": w.Now().Unix()})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.Sign(nil, payload)
}

// keep has both frameworks of a comparison be sent the same cookies.
func (w *world) keep(in *clerktest.SignIn) {
	if w.cookies == nil {
		w.cookies = in.Cookies()
	}
}

func (w *world) kept(r *http.Request) {
	for _, cookie := range w.cookies {
		r.AddCookie(cookie)
	}
}

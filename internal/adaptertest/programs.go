package adaptertest

import (
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/middleware"
)

// programs is what becomes of callers that are no users.
func programs() []behaviour {
	factory := func(w *world, j *journal) Service {
		u := w.usher(middleware.WithAcceptedTokens(authobject.SessionToken, authobject.APIKey, authobject.OAuthToken))
		key := Mount{Usher: u, Guard: "RequireToken", Kinds: []authobject.TokenKind{authobject.APIKey}}
		machine := func(x Exchange) {
			program, ok := authobject.MachineFromContext(x.R.Context())
			_, isUser := x.Auth()
			j.note("ran %s: program %v %q, a user %v", x.R.URL.Path, ok, program.Subject(), isUser)
		}
		return Service{Group: Group{
			Mounts: []Mount{authenticate(u)},
			Routes: []Route{
				{Methods: "GET", Path: "/any", Handler: machine},
				{Methods: "GET", Path: "/me", Mounts: []Mount{requireAuth(u)}, Handler: j.who},
				{Methods: "GET", Path: "/keys", Mounts: []Mount{key}, Handler: machine},
				{Methods: "GET", Path: "/reports", Mounts: []Mount{require(u, authobject.Scope("reports:read"))}, Handler: machine},
				{Methods: "GET", Path: "/secrets", Mounts: []Mount{require(u, authobject.Scope("secrets:read"))}, Handler: machine},
			},
		}}
	}
	bearer := func(text string) func(*client) func(*http.Request) {
		return func(*client) func(*http.Request) { return header("Authorization", "Bearer "+text) }
	}
	return []behaviour{
		{"RequireToken lets a key in", factory, get(bearer("ak_good"), "/keys"), []string{"200 OK", `ran /keys: program true "user_ada", a user false`}},
		{"RequireToken refuses a user", factory, get(user, "/keys"), []string{"403 Forbidden", "token-type-mismatch", "handlers:\n"}},
		{"RequireToken refuses a stranger and a guess", factory, func(c *client) {
			c.do("GET", "/keys")
			c.do("GET", "/keys", header("Authorization", "Bearer ak_guess"))
		}, []string{"401 Unauthorized", "401 Unauthorized", "handlers:\n"}},
		{"RequireToken refuses another kind of credential", factory, get(bearer("oat_good"), "/keys"), []string{"403 Forbidden", "token-type-mismatch"}},
		{"a scope lets a key in, and the lack of one does not", factory, get(bearer("ak_good"), "/reports", "/secrets"),
			[]string{"200 OK", "403 Forbidden", `ran /reports: program true "user_ada"`}},
		{"a program is no user", factory, get(bearer("ak_good"), "/any", "/me"), []string{"200 OK", "403 Forbidden", `ran /any: program true "user_ada", a user false`}},
	}
}

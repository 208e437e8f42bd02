package contract

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

var jwksScenes = scenes{
	"GetJWKS": func(*stage) ask { return ask{} },
}

// signIn signs a user in, and returns the cookies of the browser too.
func (s *stage) signIn() (*clerktest.SignIn, []*http.Cookie) {
	in := s.ck.SignIn(s.ck.AddUser(clerktest.User{Username: "ada"}))
	return in, in.Cookies()
}

// named returns the value of the cookie whose name begins so.
func named(cookies []*http.Cookie, prefix string) string {
	for _, cookie := range cookies {
		if strings.HasPrefix(cookie.Name, prefix) {
			return cookie.Value
		}
	}
	return ""
}

// refresh asks for a new token in a form.
func refresh(format string) func(*stage) ask {
	return func(s *stage) ask {
		in, cookies := s.signIn()
		return ask{ids: []string{in.SessionID()}, body: fields{
			"expired_token": in.Expired().Token(), "refresh_token": named(cookies, clerk.CookieRefresh),
			"request_origin": "http://localhost:3000", "format": format,
		}}
	}
}

var sessionScenes = scenes{
	"GetSessionList": func(s *stage) ask {
		in, _ := s.signIn()
		return ask{query: "status=active&user_id=" + s.do("GET", "/sessions/"+in.SessionID(), nil).text("user_id")}
	},
	"GetSessionList paginated": func(s *stage) ask {
		in, _ := s.signIn()
		return ask{query: "paginated=true&client_id=" + s.do("GET", "/sessions/"+in.SessionID(), nil).text("client_id")}
	},
	"createSession": func(s *stage) ask {
		org, admin := s.org()
		return ask{body: fields{"user_id": admin.id(), "active_organization_id": org.id()}}
	},
	"GetClientList":           func(s *stage) ask { s.signIn(); return ask{query: "limit=1"} },
	"GetClientList paginated": func(s *stage) ask { s.signIn(); return ask{query: "paginated=true"} },
	"GetSession":              func(s *stage) ask { in, _ := s.signIn(); return ask{ids: []string{in.SessionID()}} },
	"RevokeSession":           func(s *stage) ask { in, _ := s.signIn(); return ask{ids: []string{in.SessionID()}} },
	"CreateSessionToken": func(s *stage) ask {
		in, _ := s.signIn()
		return ask{ids: []string{in.SessionID()}, body: fields{"expires_in_seconds": 60}}
	},
	"CreateSessionTokenFromTemplate": func(s *stage) ask {
		in, _ := s.signIn()
		s.do("POST", "/jwt_templates", fields{"name": "shop", "claims": fields{"aud": "shop"}})
		return ask{ids: []string{in.SessionID(), "shop"}, body: fields{"expires_in_seconds": 60}}
	},
	"RefreshSession":         refresh("token"),
	"RefreshSession cookies": refresh("cookie"),
	"GetClient": func(s *stage) ask {
		in, _ := s.signIn()
		session := s.do("GET", "/sessions/"+in.SessionID(), nil)
		return ask{ids: []string{session.text("client_id")}}
	},
	"VerifyClient": func(s *stage) ask {
		// Only production instances know browsers by this token.
		s.ck = clerktest.New(s.t, clerktest.Config{
			PublishableKey: "pk_live_" + base64.StdEncoding.EncodeToString([]byte("clerk.example.com$")),
		})
		b := s.ck.Browser()
		b.SignIn(s.ck.AddUser(clerktest.User{}), "")
		return ask{body: fields{"token": named(b.Cookies("https://clerk.example.com/"), "__client_")}}
	},
}

package authn_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// TestMessagesSpeakToWhoReadsThem says that people at a page are told what they can do, and programs what they can send.
func TestMessagesSpeakToWhoReadsThem(t *testing.T) {
	const (
		header = "Authorization: Bearer <token>"
		signIn = "sign in, and load the page anew"
		reload = "load the page anew, and sign in if that does not help"
		renew  = "or send a session token as Authorization"
	)
	machines := authn.Config{Accepts: authn.AcceptOnly(authobject.APIKey), Machines: programs{}}
	form := request("POST", "/", "Sec-Fetch-Dest", "document")
	for _, row := range []struct {
		name    string
		options clerk.Options
		config  authn.Config
		request *http.Request
		want    string
	}{
		{"a page, and nobody", live(), authn.Config{}, page("/", ""), signIn},
		{"a page of an old browser, and nobody", live(), authn.Config{}, request("GET", "/", "Accept", "text/html,*/*"), signIn},
		{"a form, and nobody", live(), authn.Config{}, form, signIn},
		{"a form, and a browser that a development instance does not know", test(), authn.Config{}, form, signIn},
		{"a script, and nobody", live(), authn.Config{}, request("GET", "/", "Sec-Fetch-Dest", "empty"), header},
		{"a program, and nobody", test(), authn.Config{}, request("GET", "/"), header},
		{"a page that is redirected", live(), authn.Config{}, page("/", "__client_uat=5"), reload},
		{"a form that cannot be redirected", live(), authn.Config{}, request("POST", "/", "Sec-Fetch-Dest", "document", "Cookie", "__client_uat=5"), reload},
		{"a script that cannot be redirected", live(), authn.Config{}, request("GET", "/", "Cookie", "__client_uat=5"), renew},
		{"a page after three rounds", live(), authn.Config{}, page("/", "__client_uat=5; __clerk_redirect_count=3"), "several times"},
		{"a page that is for programs", live(), machines, page("/", ""), header},
		{"a program without its key", live(), machines, request("GET", "/"), header},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := authenticatorOf(t, row.options, ada, row.config).Authenticate(row.request).Message()
			if !strings.Contains(got, row.want) || row.want != header && row.want != renew && strings.Contains(got, "Authorization") {
				t.Errorf("the message is %q, want %q in it", got, row.want)
			}
		})
	}
}

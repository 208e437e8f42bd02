package authn_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/clerk"
)

func TestExchangingANonce(t *testing.T) {
	for _, row := range []struct {
		name, nonce, body string
		status            int
		want              []string
		problem           string
	}{
		{"a handshake", "a-b.c", `{"directives":["a=b","c=d"]}`, 200, []string{"a=b", "c=d"}, ""},
		{"an empty one", "n", `{"directives":[]}`, 200, nil, ""},
		{"an unknown nonce", "n", `{"errors":[{"code":"resource_not_found"}]}`, 404, nil, "404"},
		{"a redirect is not followed", "n", "", 302, nil, "302"},
		{"no JSON", "n", "<html>", 200, nil, "200"},
		{"another shape", "n", `{"directives":"a=b"}`, 200, nil, "200"},
		{"a nonce of 2 KB", strings.Repeat("n", 2000), "", 200, nil, "400"},
		{"an answer of a megabyte", "n", `{"directives":["` + strings.Repeat("x", 1<<20) + `"]}`, 200, nil, "200"},
	} {
		t.Run(row.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != "GET" || r.URL.Path != "/v1/clients/handshake_payload" || r.URL.Query().Get("nonce") != row.nonce ||
					r.Header.Get("Authorization") != "Bearer sk_test_x" || r.Header.Get("Clerk-API-Version") != clerk.APIVersionDate {
					t.Errorf("asked %s %s with %v", r.Method, r.URL, r.Header)
				}
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(row.status)
				_, _ = fmt.Fprint(w, row.body)
			}))
			defer server.Close()
			nonces := authn.NewNonces(instanceOf(t, clerk.Options{SecretKey: "sk_test_x", APIURL: server.URL, HTTPClient: server.Client()}))
			got, err := nonces.Exchange(t.Context(), row.nonce)
			if !slices.Equal(got, row.want) || (err != nil) != (row.problem != "") || err != nil && !strings.Contains(err.Error(), row.problem) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	t.Run("nobody is there, and the error keeps the nonce to itself", func(t *testing.T) {
		nonces := authn.NewNonces(instanceOf(t, clerk.Options{SecretKey: "sk_test_x", APIURL: "http://127.0.0.1:1"}))
		if _, err := nonces.Exchange(t.Context(), "secret-nonce"); err == nil || strings.Contains(err.Error(), "secret-nonce") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a caller who has gone", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		nonces := authn.NewNonces(instanceOf(t, clerk.Options{SecretKey: "sk_test_x", APIURL: "http://127.0.0.1:1"}))
		if _, err := nonces.Exchange(ctx, "n"); err == nil {
			t.Error("got an answer")
		}
	})
	if authn.NewNonces(instanceOf(t, live())) != nil {
		t.Error("without a secret key there is nobody to ask")
	}
}

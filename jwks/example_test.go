package jwks_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
)

// published is what an instance with one key answers.
const published = `{"keys":[{"use":"sig","kty":"RSA","kid":"ins_2abc","alg":"RS256","e":"AQAB","n":"` +
	"vx49gBzKmKB4qvBb2iuhU64BGY8kkgXAa6rKFX5um2nIb61Ke1D0a_jAnNdGq4sZbqPc-lX8dXyfx3RJ-9ns4w5-Ju103j0r" +
	"G9G9oHjS4tTSj06w2U6O4RZ2bxpfG5g5xiEQIMHspxjUw2yTaMfPcysWvoto0gOmMiNKXspkHWXa_rh1VatjeVmx0m5EOF-A" +
	"ZHaoJvJt0mLAYJ8NoVw_igmalTsGMyJlQCPgJ-xuuxjMFcv9x_XpbKfQreYCmZ7ctTznbSQ7t7IIayItEwmNcXqJO8o7xk3H" +
	"a6vK6D-7P1lt2UHtCE9_k5BBgkd2exxzl2GMJ3gXM5vnoQma6xONvw" +
	`"}]}`

// newBackendAPI stands in for Clerk's Backend API, so that the examples run anywhere.
func newBackendAPI() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, published)
	}))
}

// A cache is made once, at start-up, and asked for the key that a token names.
func ExampleNew() {
	api := newBackendAPI()
	defer api.Close()
	instance, err := clerk.Options{
		SecretKey: "sk_test_not_a_real_one",
		APIURL:    api.URL, // leave it out to reach Clerk
		Getenv:    func(string) string { return "" },
	}.Resolve()
	if err != nil {
		fmt.Println(err)
		return
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer keys.Close()

	key, err := keys.Key(context.Background(), "ins_2abc")
	fmt.Println(key.ID(), err)

	_, err = keys.Key(context.Background(), "ins_made_up")
	var refused *jwks.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Reason, refused.Unavailable)
	}
	// Output:
	// ins_2abc <nil>
	// jwk-kid-mismatch false
}

// A readiness probe asks whether tokens can be verified right now, and waits for nothing.
func ExampleCache_Ready() {
	api := newBackendAPI()
	defer api.Close()
	instance, err := clerk.Options{
		SecretKey: "sk_test_not_a_real_one",
		APIURL:    api.URL,
		Getenv:    func(string) string { return "" },
	}.Resolve()
	if err != nil {
		fmt.Println(err)
		return
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer keys.Close()

	probe := func() {
		recorder := httptest.NewRecorder()
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if err := keys.Ready(); err != nil {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/ready", http.NoBody))
		fmt.Println(recorder.Code)
	}
	probe()
	if err := keys.Preload(context.Background()); err != nil {
		fmt.Println(err)
	}
	probe()
	// Output:
	// 503
	// 200
}

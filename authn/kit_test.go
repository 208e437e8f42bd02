package authn_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Two instances that do not exist: of the first the Frontend API is clerk.example.com, of the second
// foo-bar-13.clerk.accounts.dev.
const (
	liveKey    = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"
	liveSuffix = "_naoXFJnI"
	testKey    = "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk"
	testSuffix = "_nx2hSE6I"

	liveIssuer = "https://clerk.example.com"
	now        = 1_800_000_000 // the moment at which all tests decide
)

// instanceOf resolves options, with the clock of the tests and without an environment.
func instanceOf(tb testing.TB, o clerk.Options) *clerk.Instance {
	tb.Helper()
	o.Getenv = func(string) string { return "" }
	o.Logger = slog.New(slog.DiscardHandler)
	o.Now = func() time.Time { return time.Unix(now, 0) }
	instance, err := o.Resolve()
	if err != nil {
		tb.Fatal(err)
	}
	return instance
}

// authenticatorOf makes an authenticator of options and a verifier.
func authenticatorOf(tb testing.TB, o clerk.Options, v authn.Verifier, config authn.Config) *authn.Authenticator {
	tb.Helper()
	a, err := authn.New(instanceOf(tb, o), v, config)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// live and test are the options of the two instances.
func live() clerk.Options { return clerk.Options{PublishableKey: liveKey} }
func test() clerk.Options { return clerk.Options{PublishableKey: testKey} }

// jwt writes a token with these claims that nobody has signed.
func jwt(claims map[string]any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256","kid":"k"}`)) + "." + encode(body) + "." + encode([]byte("signature"))
}

// session is a token of the live instance that was made so many seconds before now.
func session(ago int) string {
	return jwt(map[string]any{"sub": "user_1", "sid": "sess_1", "iss": liveIssuer, "iat": now - ago, "exp": now - ago + 60})
}

// A verdict is a verifier that says what it is told, and remembers what it was asked.
type verdict struct {
	claims     string // of who is signed in
	err        error  // instead of claims
	developer  error  // what DeveloperSession says
	directives []string
	handshake  error
	asked      *[]string
}

func (v verdict) Session(_ context.Context, text string) (*authobject.Auth, error) {
	if v.asked != nil {
		*v.asked = append(*v.asked, text)
	}
	if v.err != nil {
		return nil, v.err
	}
	return authobject.FromClaims([]byte(v.claims), text)
}

func (v verdict) DeveloperSession(ctx context.Context, text string) (*authobject.Auth, error) {
	if v.developer != nil {
		return nil, v.developer
	}
	v.err = nil
	return v.Session(ctx, text)
}

func (v verdict) Handshake(context.Context, string) ([]string, error) {
	return v.directives, v.handshake
}

// ada is a verifier that finds everything good.
var ada = verdict{claims: `{"sub":"user_ada","sid":"sess_1"}`}

// faulty is a verifier that refuses everything for one reason.
func faulty(reason clerk.Reason) verdict {
	return verdict{err: &token.Error{Reason: reason, Detail: "a sentence"}}
}

// request makes a request with headers in pairs. The address can be absolute; its host then is the Host header, and https is TLS.
func request(method, address string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, address, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

// page is a browser loading a page with these cookies.
func page(address, cookies string, headers ...string) *http.Request {
	r := request("GET", address, append(headers, "Sec-Fetch-Dest", "document")...)
	if cookies != "" {
		r.Header.Set("Cookie", cookies)
	}
	return r
}

// join joins cookies.
func join(cookies ...string) string { return strings.Join(cookies, "; ") }

// textLogger writes records as text.
func textLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

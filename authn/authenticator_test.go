package authn_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

func TestNewSaysWhatIsWrong(t *testing.T) {
	instance := instanceOf(t, live())
	for _, row := range []struct {
		name     string
		instance *clerk.Instance
		verifier authn.Verifier
		config   authn.Config
		want     string
	}{
		{"no instance", nil, ada, authn.Config{}, "instance is nil"},
		{"no verifier", instance, nil, authn.Config{}, "verifier is nil"},
		{"a kind that does not exist", instance, ada, authn.Config{Accepts: authn.AcceptOneOf("cookie_token")}, "cookie_token"},
		{"machines that nobody can judge", instance, ada, authn.Config{Accepts: authn.AcceptAny()}, "Machines is nil"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if a, err := authn.New(row.instance, row.verifier, row.config); a != nil || err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("returned %v, %v", a, err)
			}
		})
	}
	_, err := authn.New(nil, nil, authn.Config{Accepts: authn.AcceptAny()})
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) || len(joined.Unwrap()) != 3 {
		t.Errorf("the problems are %v", err)
	}
}

func TestHeaderTokens(t *testing.T) {
	for _, row := range []struct {
		name     string
		verdict  verdict
		request  *http.Request
		status   authn.Status
		reason   clerk.Reason
		signedIn bool
	}{
		{"a good token", ada, request("GET", "/", "Authorization", "Bearer T"), authn.SignedIn, "", true},
		{"a good token on any method", ada, request("DELETE", "/", "Authorization", "Bearer T"), authn.SignedIn, "", true},
		{"a good token of a pending session", verdict{claims: `{"sub":"user_1","sts":"pending"}`}, request("GET", "/", "Authorization", "Bearer T"), authn.SignedIn, "", false},
		{"no token", verdict{}, request("GET", "/"), authn.SignedOut, clerk.ReasonNoCredentials, false},
		{"another scheme", verdict{}, request("GET", "/", "Authorization", "Basic eA=="), authn.SignedOut, clerk.ReasonNoCredentials, false},
		{"an oversized header", verdict{}, request("GET", "/", "Authorization", strings.Repeat("x", 1<<20)), authn.SignedOut, clerk.ReasonTokenInvalid, false},
		{"oversized cookies", verdict{}, request("GET", "/", "Cookie", strings.Repeat("x", 1<<20)), authn.SignedOut, clerk.ReasonTokenInvalid, false},
		{"a good token beside oversized cookies", ada, request("GET", "/", "Authorization", "Bearer T", "Cookie", strings.Repeat("x", 1<<20)), authn.SignedIn, "", true},
		{"an expired token", faulty(clerk.ReasonTokenExpired), request("GET", "/", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenExpired, false},
		{"an expired token on POST", faulty(clerk.ReasonTokenExpired), request("POST", "/", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenExpiredNonGET, false},
		{"an expired token on HEAD", faulty(clerk.ReasonTokenExpired), request("HEAD", "/", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenExpiredNonGET, false},
		{"an expired token of a page load", faulty(clerk.ReasonTokenExpired), page("/", "", "Authorization", "T"), authn.Handshake, clerk.ReasonSessionTokenExpired, false},
		{"a token from tomorrow", faulty(clerk.ReasonTokenNotActiveYet), request("GET", "/", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenNBF, false},
		{"a token made tomorrow", faulty(clerk.ReasonTokenIATInTheFuture), request("GET", "/", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenIATInTheFuture, false},
		{"any other reason stays", faulty(clerk.ReasonTokenInvalidSignature), page("/", "", "Authorization", "T"), authn.SignedOut, clerk.ReasonTokenInvalidSignature, false},
		{"a wrapped token error", verdict{err: fmt.Errorf("x: %w", faulty(clerk.ReasonTokenInvalid).err)}, request("GET", "/", "Authorization", "T"), authn.SignedOut, clerk.ReasonTokenInvalid, false},
		{"an error of another type", verdict{err: errors.New("boom")}, request("GET", "/", "Authorization", "T"), authn.SignedOut, clerk.ReasonUnexpectedError, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, live(), row.verdict, authn.Config{}).Authenticate(row.request)
			if d.Status != row.status || d.Reason != row.reason || d.Auth().IsSignedIn() != row.signedIn || d.Kind() != authobject.SessionToken {
				t.Fatalf("decided %s, reason %q, auth %v, kind %s", d.Status, d.Reason, d.Auth(), d.Kind())
			}
			if (d.Message() == "") != (d.Status == authn.SignedIn) {
				t.Errorf("message is %q", d.Message())
			}
			wantStatus := string(d.Status)
			if d.Status == authn.SignedIn {
				wantStatus = ""
			}
			h := d.Header()
			if h.Get("x-clerk-auth-status") != wantStatus || h.Get("x-clerk-auth-reason") != string(d.Reason) {
				t.Errorf("headers are %v", h)
			}
			if d.Redirects() != (d.Status == authn.Handshake) || d.FailureStatus() != 0 {
				t.Errorf("redirects %v, failure %d", d.Redirects(), d.FailureStatus())
			}
		})
	}
}

func TestUnavailabilityIsPassedOn(t *testing.T) {
	missing := &token.Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Unavailable: true, RetryAfter: 7 * time.Second}
	for _, row := range []struct {
		name    string
		verdict verdict
		r       *http.Request
		want    bool
	}{
		{"keys that cannot be had", verdict{err: missing}, request("GET", "/", "Authorization", "T"), true},
		{"an error that nobody knows", verdict{err: errors.New("boom")}, request("GET", "/", "Authorization", "T"), true},
		{"a bad token", faulty(clerk.ReasonTokenInvalid), request("GET", "/", "Authorization", "T"), false},
		{"a session cookie without keys", verdict{err: missing}, page("/", join("__session="+session(1), "__client_uat=1")), true},
		{"a production handshake without keys, and nothing else", verdict{handshake: missing}, page("/", "__clerk_handshake=H"), true},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, live(), row.verdict, authn.Config{}).Authenticate(row.r)
			if d.Unavailable != row.want || d.Status != authn.SignedOut || d.Auth().IsSignedIn() {
				t.Errorf("decided %v, unavailable %v", d, d.Unavailable)
			}
		})
	}
	d := authenticatorOf(t, live(), verdict{err: missing}, authn.Config{}).Authenticate(request("GET", "/", "Authorization", "T"))
	if d.RetryAfter != 7*time.Second {
		t.Errorf("retry after %v", d.RetryAfter)
	}
}

func TestAHeaderTokenGoesBeforeTheCookies(t *testing.T) {
	var asked []string
	v := ada
	v.asked = &asked
	a := authenticatorOf(t, live(), v, authn.Config{})
	cookie := session(1)
	a.Authenticate(request("GET", "/", "Authorization", "Bearer A", "Cookie", "__session="+cookie+"; __client_uat=1"))
	a.Authenticate(request("GET", "/", "Cookie", "__session="+cookie+"; __client_uat=1"))
	if len(asked) != 2 || asked[0] != "A" || asked[1] != cookie {
		t.Errorf("the verifier was asked about %q", asked)
	}
}

// secrets are all the places of a request that hold a credential.
func secretRequest(secret string) *http.Request {
	r := request("GET", "/?__clerk_handshake="+secret+"&__clerk_handshake_nonce="+secret+"&__clerk_db_jwt="+secret,
		"Authorization", "Bearer "+secret, "Sec-Fetch-Dest", "document")
	r.Header.Set("Cookie", join("__session="+secret, "__session"+testSuffix+"="+secret, "__refresh"+testSuffix+"="+secret,
		"__clerk_db_jwt="+secret, "__client_uat=1"))
	return r
}

func TestThreatO09ADecisionNeverPrintsItsCredentials(t *testing.T) {
	const secret = "secret-token-text"
	for _, v := range []verdict{ada, faulty(clerk.ReasonTokenInvalid), faulty(clerk.ReasonTokenExpired)} {
		a := authenticatorOf(t, test(), v, authn.Config{})
		d, read := a.Authenticate(secretRequest(secret)), a.Read(secretRequest(secret))
		hidden := struct {
			c authn.Credentials
			d authn.Decision
		}{read.Credentials, *d}
		asJSON, err := json.Marshal(map[string]any{"credentials": read.Credentials, "decision": d, "request": read})
		if err != nil {
			t.Fatal(err)
		}
		texts := []string{string(asJSON), d.LogValue().String(), read.LogValue().String(), read.Credentials.LogValue().String(), d.Message()}
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			texts = append(texts, fmt.Sprintf(format, d), fmt.Sprintf(format, read), fmt.Sprintf(format, read.Credentials))
		}
		texts = append(texts, fmt.Sprintf("%+v", hidden), fmt.Sprintf("%#v", hidden))
		for _, text := range texts {
			if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
				t.Errorf("prints %s", text)
			}
		}
	}
}

// silent is a verifier that breaks its promise: it returns neither an error nor a user.
type silent struct{ verdict }

func (silent) Session(context.Context, string) (*authobject.Auth, error) { return nil, nil }
func (silent) DeveloperSession(context.Context, string) (*authobject.Auth, error) {
	return nil, nil
}

func TestAVerifierThatNamesNobodySignsNobodyIn(t *testing.T) {
	v := silent{verdict{directives: []string{"__session=T"}}}
	for _, r := range []*http.Request{
		request("GET", "/", "Authorization", "T"),
		request("GET", "/", "Cookie", join("__session="+session(1), "__client_uat=1")),
		request("GET", "/", "Cookie", "__clerk_handshake=H"),
	} {
		for _, o := range []clerk.Options{live(), test()} {
			if d := authenticatorOf(t, o, v, authn.Config{}).Authenticate(r); d.Status == authn.SignedIn || d.Auth() == nil || d.Auth().IsSignedIn() {
				t.Errorf("decided %v", d)
			}
		}
	}
}

func TestCoversComparesCredentials(t *testing.T) {
	a := authenticatorOf(t, live(), ada, authn.Config{})
	first := request("GET", "/", "Authorization", "Bearer A", "Cookie", "__session=B")
	d := a.Authenticate(first)
	if !d.Covers(a.Read(first).Credentials) || d.Covers(authn.Credentials{}) {
		t.Error("a decision must cover its own credentials and no others")
	}
	for _, other := range []*http.Request{
		request("GET", "/", "Authorization", "Bearer X", "Cookie", "__session=B"),
		request("GET", "/", "Authorization", "Bearer A", "Cookie", "__session=X"),
		request("GET", "/", "Authorization", "Bearer A", "Cookie", "__session=B; __client_uat=1"),
		request("GET", "/?__clerk_handshake=H", "Authorization", "Bearer A", "Cookie", "__session=B"),
	} {
		if d.Covers(a.Read(other).Credentials) {
			t.Errorf("covers %v", other.Header)
		}
	}
}

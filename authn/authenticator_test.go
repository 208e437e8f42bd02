package authn_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

// A verdict is a verifier that says what it is told, and remembers what it was asked.
type verdict struct {
	claims string
	err    error
	asked  *[]string
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

func request(method string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "/", http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

// TestReadCredentials is the table of how an Authorization header is read, the same as the official SDK reads it.
func TestReadCredentials(t *testing.T) {
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
			r := request("GET")
			if row.header != "" {
				r.Header["Authorization"] = []string{row.header}
			}
			if got := authn.ReadCredentials(r); got.HeaderToken.Reveal() != row.want || got.HeaderOversized {
				t.Errorf("read %q, want %q", got.HeaderToken.Reveal(), row.want)
			}
		})
	}
	t.Run("of two headers the first counts", func(t *testing.T) {
		r := request("GET", "Authorization", "Bearer first", "Authorization", "Bearer second")
		if got := authn.ReadCredentials(r).HeaderToken.Reveal(); got != "first" {
			t.Errorf("read %q", got)
		}
	})
	t.Run("a header of 1 MiB is not kept", func(t *testing.T) {
		got := authn.ReadCredentials(request("GET", "Authorization", "Bearer "+strings.Repeat("x", 1<<20)))
		if !got.HeaderToken.IsZero() || !got.HeaderOversized || got.IsZero() {
			t.Errorf("kept %d bytes, oversized %v, zero %v", len(got.HeaderToken.Reveal()), got.HeaderOversized, got.IsZero())
		}
	})
}

func TestDecisions(t *testing.T) {
	tokenError := func(reason clerk.Reason) error { return &token.Error{Reason: reason, Detail: "a sentence"} }
	for _, row := range []struct {
		name     string
		verdict  verdict
		request  *http.Request
		status   authn.Status
		reason   clerk.Reason
		signedIn bool
	}{
		{"a good token", verdict{claims: `{"sub":"user_1"}`}, request("GET", "Authorization", "Bearer T"), authn.SignedIn, "", true},
		{"a good token on any method", verdict{claims: `{"sub":"user_1"}`}, request("DELETE", "Authorization", "Bearer T"), authn.SignedIn, "", true},
		{"a good token of a pending session", verdict{claims: `{"sub":"user_1","sts":"pending"}`}, request("GET", "Authorization", "Bearer T"), authn.SignedIn, "", false},
		{"no token", verdict{}, request("GET"), authn.SignedOut, clerk.ReasonNoCredentials, false},
		{"another scheme", verdict{}, request("GET", "Authorization", "Basic eA=="), authn.SignedOut, clerk.ReasonNoCredentials, false},
		{"only a cookie", verdict{}, request("GET", "Cookie", "__session=T"), authn.SignedOut, clerk.ReasonNoCredentials, false},
		{"an oversized header", verdict{}, request("GET", "Authorization", strings.Repeat("x", 1<<20)), authn.SignedOut, clerk.ReasonTokenInvalid, false},
		{"an expired token", verdict{err: tokenError(clerk.ReasonTokenExpired)}, request("GET", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenExpired, false},
		{"an expired token on POST", verdict{err: tokenError(clerk.ReasonTokenExpired)}, request("POST", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenExpiredNonGET, false},
		{"an expired token on HEAD", verdict{err: tokenError(clerk.ReasonTokenExpired)}, request("HEAD", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenExpiredNonGET, false},
		{"a token from tomorrow", verdict{err: tokenError(clerk.ReasonTokenNotActiveYet)}, request("GET", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenNBF, false},
		{"a token made tomorrow", verdict{err: tokenError(clerk.ReasonTokenIATInTheFuture)}, request("GET", "Authorization", "T"), authn.SignedOut, clerk.ReasonSessionTokenIATInTheFuture, false},
		{"any other reason stays", verdict{err: tokenError(clerk.ReasonTokenInvalidSignature)}, request("GET", "Authorization", "T"), authn.SignedOut, clerk.ReasonTokenInvalidSignature, false},
		{"a wrapped token error", verdict{err: fmt.Errorf("x: %w", tokenError(clerk.ReasonTokenInvalid))}, request("GET", "Authorization", "T"), authn.SignedOut, clerk.ReasonTokenInvalid, false},
		{"an error of another type", verdict{err: errors.New("boom")}, request("GET", "Authorization", "T"), authn.SignedOut, clerk.ReasonUnexpectedError, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authn.New(row.verdict).Authenticate(row.request)
			if d.Status != row.status || d.Reason != row.reason || d.Auth().IsSignedIn() != row.signedIn {
				t.Fatalf("decided %s, reason %q, auth %v", d.Status, d.Reason, d.Auth())
			}
			if (d.Message() == "") != (d.Status == authn.SignedIn) {
				t.Errorf("message is %q", d.Message())
			}
			wantStatus := string(authn.SignedOut)
			if d.Status == authn.SignedIn {
				wantStatus = ""
			}
			h := d.Header()
			if h.Get("x-clerk-auth-status") != wantStatus || h.Get("x-clerk-auth-reason") != string(d.Reason) {
				t.Errorf("headers are %v", h)
			}
		})
	}
}

func TestUnavailabilityIsPassedOn(t *testing.T) {
	for _, row := range []struct {
		name string
		err  error
		want bool
	}{
		{"keys that cannot be had", &token.Error{Reason: clerk.ReasonJWKRemoteFailedToLoad, Unavailable: true, RetryAfter: 7 * time.Second}, true},
		{"an error that nobody knows", errors.New("boom"), true},
		{"a bad token", &token.Error{Reason: clerk.ReasonTokenInvalid}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authn.New(verdict{err: row.err}).Authenticate(request("GET", "Authorization", "T"))
			if d.Unavailable != row.want || d.Auth().IsSignedIn() {
				t.Errorf("unavailable %v, signed in %v", d.Unavailable, d.Auth().IsSignedIn())
			}
		})
	}
	d := authn.New(verdict{err: &token.Error{Unavailable: true, RetryAfter: 7 * time.Second}}).Authenticate(request("GET", "Authorization", "T"))
	if d.RetryAfter != 7*time.Second {
		t.Errorf("retry after %v", d.RetryAfter)
	}
}

func TestAHeaderTokenIsAskedAboutOnce(t *testing.T) {
	var asked []string
	a := authn.New(verdict{claims: `{"sub":"user_1"}`, asked: &asked})
	a.Authenticate(request("GET", "Authorization", "Bearer A", "Cookie", "__session=B"))
	a.Authenticate(request("GET", "Cookie", "__session=B"))
	if len(asked) != 1 || asked[0] != "A" {
		t.Errorf("the verifier was asked about %q", asked)
	}
}

func TestADecisionNeverPrintsItsToken(t *testing.T) {
	const secret = "secret-token-text"
	for _, v := range []verdict{{claims: `{"sub":"user_1"}`}, {err: &token.Error{Reason: clerk.ReasonTokenInvalid, Detail: "d"}}} {
		d := authn.New(v).Authenticate(request("GET", "Authorization", "Bearer "+secret))
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			if text := fmt.Sprintf(format, d); strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
				t.Errorf("%s prints %s", format, text)
			}
		}
		if text := d.LogValue().String(); strings.Contains(text, secret) {
			t.Errorf("the log value is %s", text)
		}
		c := authn.ReadCredentials(request("GET", "Authorization", "Bearer "+secret))
		hidden := struct {
			c authn.Credentials
			d authn.Decision
		}{c, *d}
		asJSON, err := json.Marshal(map[string]any{"credentials": c, "decision": d})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{fmt.Sprintf("%+v %#v %v", c, c, hidden), fmt.Sprintf("%+v %#v", hidden, hidden), string(asJSON)} {
			if strings.Contains(text, secret) {
				t.Errorf("prints %s", text)
			}
		}
	}
}

// silent is a verifier that breaks its promise: it returns neither an error nor a user.
type silent struct{}

func (silent) Session(context.Context, string) (*authobject.Auth, error) { return nil, nil }

func TestAVerifierThatNamesNobodySignsNobodyIn(t *testing.T) {
	d := authn.New(silent{}).Authenticate(request("GET", "Authorization", "T"))
	if d.Status != authn.SignedOut || d.Auth() == nil || d.Auth().IsSignedIn() || d.Reason != clerk.ReasonUnexpectedError {
		t.Errorf("decided %v", d)
	}
}

func TestCoversComparesCredentials(t *testing.T) {
	a := authn.New(verdict{claims: `{"sub":"user_1"}`})
	first := request("GET", "Authorization", "Bearer A")
	d := a.Authenticate(first)
	if !d.Covers(authn.ReadCredentials(first)) || d.Covers(authn.ReadCredentials(request("GET", "Authorization", "Bearer B"))) || d.Covers(authn.Credentials{}) {
		t.Error("a decision must cover its own credentials and no others")
	}
}

// FuzzAuthorizationHeader sends any header value through reading and deciding.
func FuzzAuthorizationHeader(f *testing.F) {
	for _, seed := range []string{"", "Bearer X", "Bearer", "Bearer  X", "bearer X", "Basic eA==", "X", " ", "Bearer \x00", "\xff", strings.Repeat("Bearer ", 100)} {
		f.Add(seed)
	}
	a := authn.New(verdict{err: &token.Error{Reason: clerk.ReasonTokenInvalid, Detail: "d"}})
	f.Fuzz(func(t *testing.T, value string) {
		r := request("GET")
		r.Header["Authorization"] = []string{value}
		c := authn.ReadCredentials(r)
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

package authn_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/token"
)

// programs is a judge of credentials that answers alike, and remembers what it was asked.
type programs struct {
	auth  *authobject.Auth
	err   error
	asked *[]authobject.TokenKind
}

func (p programs) Verify(_ context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, error) {
	if p.asked != nil {
		*p.asked = append(*p.asked, kind)
	}
	if p.auth != nil || p.err != nil {
		return p.auth, p.err
	}
	return authobject.FromMachine(authobject.Machine{Kind: kind, Subject: "mch_1"}, text)
}

// TestWhichCredentialsAreAccepted is the table of what a credential decides, by the kinds that are accepted.
func TestWhichCredentialsAreAccepted(t *testing.T) {
	const (
		sess, key, m2m, oauth = authobject.SessionToken, authobject.APIKey, authobject.M2MToken, authobject.OAuthToken
		mismatch, nothing     = clerk.ReasonTokenTypeMismatch, clerk.ReasonNoTokenInHeader
	)
	machineJWT := jwt(map[string]any{"sub": "mch_1", "exp": now + 60})
	header := func(text string) *http.Request { return page("/", "", "Authorization", "Bearer "+text) }
	cookie := page("/", join("__session="+session(9), "__client_uat=5"))
	for _, row := range []struct {
		name    string
		accepts authn.Accepts
		request *http.Request
		status  authn.Status
		kind    authobject.TokenKind
		reason  clerk.Reason
	}{
		{"the default takes sessions", authn.Accepts{}, header(session(9)), authn.SignedIn, sess, ""},
		{"the default has no eye for API keys", authn.Accepts{}, header("ak_x"), authn.SignedIn, sess, ""}, // the verifier here takes everything
		{"one kind", authn.AcceptOnly(key), header("ak_x"), authn.SignedIn, key, ""},
		{"another kind", authn.AcceptOnly(key), header("mt_x"), authn.SignedOut, key, mismatch},
		{"a session where a machine is wanted", authn.AcceptOnly(m2m), header(session(9)), authn.SignedOut, m2m, mismatch},
		{"nothing where a machine is wanted", authn.AcceptOnly(oauth), page("/", ""), authn.SignedOut, oauth, nothing},
		{"a session cookie where a machine is wanted", authn.AcceptOnly(m2m), cookie, authn.SignedOut, m2m, nothing},
		{"a machine's JWT", authn.AcceptOnly(m2m), header(machineJWT), authn.SignedIn, m2m, ""},
		{"any kind, a session", authn.AcceptAny(), header(session(9)), authn.SignedIn, sess, ""},
		{"any kind, a machine", authn.AcceptAny(), header("oat_x"), authn.SignedIn, oauth, ""},
		{"any kind, cookies", authn.AcceptAny(), cookie, authn.SignedIn, sess, ""},
		{"any kind, nothing", authn.AcceptAny(), page("/", ""), authn.SignedOut, sess, clerk.ReasonNoCredentials},
		{"several, one of them", authn.AcceptOneOf(sess, key), header("ak_x"), authn.SignedIn, key, ""},
		{"several, another one", authn.AcceptOneOf(sess, key), header("mt_x"), authn.SignedOut, "", mismatch},
		{"several machines, a session", authn.AcceptOneOf(key, m2m), header(session(9)), authn.SignedOut, "", mismatch},
		{"several machines, cookies", authn.AcceptOneOf(key, m2m), cookie, authn.SignedOut, "", mismatch},
		{"a list of one machine, nothing", authn.AcceptOneOf(key), page("/", ""), authn.SignedOut, "", mismatch},
		{"an empty list", authn.AcceptOneOf(), cookie, authn.SignedOut, "", mismatch},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, live(), ada, authn.Config{Accepts: row.accepts, Machines: programs{}}).Authenticate(row.request)
			if d.Status != row.status || d.Kind() != row.kind || d.Reason != row.reason || d.Auth().Kind() != row.kind {
				t.Errorf("decided %v of kind %q, auth of kind %q", d, d.Kind(), d.Auth().Kind())
			}
			if d.Auth().IsSignedIn() != (row.status == authn.SignedIn && row.kind == sess) || d.Auth().IsMachine() != (row.status == authn.SignedIn && row.kind != sess) {
				t.Errorf("signed in %v, machine %v", d.Auth().IsSignedIn(), d.Auth().IsMachine())
			}
		})
	}
}

func TestAMachineThatIsRefused(t *testing.T) {
	another, err := authobject.FromMachine(authobject.Machine{Kind: authobject.M2MToken, Subject: "mch_1"}, "mt_x")
	if err != nil {
		t.Fatal(err)
	}
	person, err := authobject.FromClaims([]byte(`{"sub":"user_1"}`), "x")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name        string
		programs    programs
		kind        authobject.TokenKind
		reason      clerk.Reason
		unavailable bool
	}{
		{"by Clerk", programs{err: &token.Error{Reason: clerk.ReasonTokenInvalid, Kind: authobject.APIKey}}, authobject.APIKey, clerk.ReasonTokenInvalid, false},
		{"as another kind", programs{err: &token.Error{Reason: clerk.ReasonTokenInvalid, Kind: authobject.M2MToken}}, authobject.M2MToken, clerk.ReasonTokenInvalid, false},
		{"for want of Clerk", programs{err: &token.Error{Reason: clerk.ReasonUnexpectedError, Unavailable: true, RetryAfter: time.Second}}, authobject.APIKey, clerk.ReasonUnexpectedError, true},
		{"a judge that names another kind", programs{auth: another}, authobject.APIKey, clerk.ReasonUnexpectedError, true},
		{"a judge that names a user", programs{auth: person}, authobject.APIKey, clerk.ReasonUnexpectedError, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := authenticatorOf(t, live(), ada, authn.Config{Accepts: authn.AcceptAny(), Machines: row.programs}).Authenticate(page("/", "", "Authorization", "ak_x"))
			if d.Status != authn.SignedOut || d.Kind() != row.kind || d.Reason != row.reason || d.Unavailable != row.unavailable || d.Auth().IsAuthenticated() {
				t.Errorf("decided %v of kind %q, unavailable %v", d, d.Kind(), d.Unavailable)
			}
		})
	}
}

// TestOnlyAcceptedMachinesCostARequest says that strangers cannot have Clerk asked about credentials that would not count.
func TestOnlyAcceptedMachinesCostARequest(t *testing.T) {
	for _, row := range []struct {
		name    string
		accepts authn.Accepts
		want    int
	}{
		{"the default", authn.Accepts{}, 0},
		{"another kind", authn.AcceptOnly(authobject.M2MToken), 0},
		{"other kinds", authn.AcceptOneOf(authobject.SessionToken, authobject.OAuthToken), 0},
		{"this kind", authn.AcceptOneOf(authobject.SessionToken, authobject.APIKey), 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			var asked []authobject.TokenKind
			a := authenticatorOf(t, live(), faulty(clerk.ReasonTokenInvalid), authn.Config{Accepts: row.accepts, Machines: programs{asked: &asked}})
			a.Authenticate(page("/", "__session=ak_x; __client_uat=5", "Authorization", "ak_x"))
			a.Authenticate(page("/", "__session=ak_x; __client_uat=5"))
			if len(asked) != row.want {
				t.Errorf("asked about %v", asked)
			}
		})
	}
}

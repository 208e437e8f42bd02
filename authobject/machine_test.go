package authobject_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

var (
	keyOfUser = authobject.Machine{Kind: authobject.APIKey, ID: "ak_id", Name: "Nightly import", Subject: "user_1", Scopes: []string{"read", "write"},
		Claims: []byte(`{"plan":"` + secretClaim + `","role":"admin"}`), ExpiresAt: time.Unix(1_800_000_000, 0)}
	keyOfOrg   = authobject.Machine{Kind: authobject.APIKey, ID: "ak_id", Subject: "org_1", Scopes: []string{"read"}}
	m2mToken   = authobject.Machine{Kind: authobject.M2MToken, ID: "mt_id", Subject: "mch_1", Scopes: []string{"mch_2"}, Claims: []byte(`{"role":"admin"}`)}
	oauthToken = authobject.Machine{Kind: authobject.OAuthToken, ID: "oat_id", Subject: "user_1", ClientID: "client_1", Scopes: []string{"email"}}
)

func machine(t testing.TB, m authobject.Machine) *authobject.Auth {
	t.Helper()
	auth, err := authobject.FromMachine(m, secretToken)
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

func TestWhatIsKnownOfMachines(t *testing.T) {
	for _, row := range []struct {
		name                                            string
		m                                               authobject.Machine
		userID, orgID, machineID, clientID, text, asLog string
	}{
		{"a user's API key acts for the user", keyOfUser, "user_1", "", "", "", "machine=api_key id=ak_id subject=user_1",
			"a.signed_in=false a.machine=api_key a.id=ak_id a.subject=user_1"},
		{"an organization's API key acts for the organization", keyOfOrg, "", "org_1", "", "", "machine=api_key id=ak_id subject=org_1",
			"a.signed_in=false a.machine=api_key a.id=ak_id a.subject=org_1"},
		{"an M2M token acts for a machine", m2mToken, "", "", "mch_1", "", "machine=m2m_token id=mt_id subject=mch_1",
			"a.signed_in=false a.machine=m2m_token a.id=mt_id a.subject=mch_1"},
		{"an OAuth token acts for the user who granted it", oauthToken, "user_1", "", "", "client_1", "machine=oauth_token id=oat_id subject=user_1 client=client_1",
			"a.signed_in=false a.machine=oauth_token a.id=oat_id a.subject=user_1 a.client=client_1"},
		{"an API key of a machine acts for nobody else", authobject.Machine{Kind: authobject.APIKey, Subject: "mch_1"}, "", "", "", "", "machine=api_key subject=mch_1",
			"a.signed_in=false a.machine=api_key a.subject=mch_1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth := machine(t, row.m)
			var out bytes.Buffer
			slog.New(slog.NewTextHandler(&out, nil)).Info("m", "a", auth)
			_, logged, _ := strings.Cut(strings.TrimSpace(out.String()), "msg=m ")
			for _, fact := range []struct{ what, got, want string }{
				{"kind", string(auth.Kind()), string(row.m.Kind)}, {"subject", auth.Subject(), row.m.Subject}, {"id", auth.TokenID(), row.m.ID},
				{"user", auth.UserID(), row.userID}, {"organization", auth.OrgID(), row.orgID}, {"machine", auth.MachineID(), row.machineID},
				{"client", auth.ClientID(), row.clientID}, {"name", auth.Name(), row.m.Name}, {"claims", string(auth.Claims().Raw()), string(row.m.Claims)},
				{"token", auth.Token().Reveal(), secretToken}, {"text", fmt.Sprintf("%+v", auth), row.text}, {"log", logged, row.asLog},
				{"session", auth.SessionID(), ""}, {"role", auth.OrgRole(), ""}, {"reason", string(auth.Reason()), ""},
			} {
				if fact.got != fact.want {
					t.Errorf("%s is %q, want %q", fact.what, fact.got, fact.want)
				}
			}
			if !slices.Equal(auth.Scopes(), row.m.Scopes) || !auth.ExpiresAt().Equal(row.m.ExpiresAt) {
				t.Errorf("scopes %v, end %v", auth.Scopes(), auth.ExpiresAt())
			}
			if auth.IsSignedIn() || !auth.IsMachine() || !auth.IsAuthenticated() {
				t.Error("a program is known, and is not a user who is signed in")
			}
		})
	}
}

func TestWhatNoMachineCanBe(t *testing.T) {
	for _, row := range []struct {
		name string
		m    authobject.Machine
	}{
		{"a session", authobject.Machine{Kind: authobject.SessionToken, Subject: "user_1"}},
		{"no kind", authobject.Machine{Subject: "user_1"}},
		{"an unknown kind", authobject.Machine{Kind: "robot", Subject: "user_1"}},
		{"no subject", authobject.Machine{Kind: authobject.APIKey, ID: "ak_1"}},
		{"claims that are not JSON", authobject.Machine{Kind: authobject.APIKey, Subject: "user_1", Claims: []byte(`{`)}},
		{"claims that are a list", authobject.Machine{Kind: authobject.APIKey, Subject: "user_1", Claims: []byte(`[]`)}},
		{"claims that are null", authobject.Machine{Kind: authobject.APIKey, Subject: "user_1", Claims: []byte(`null`)}},
	} {
		if auth, err := authobject.FromMachine(row.m, ""); auth != nil || !errors.Is(err, authobject.ErrMachine) {
			t.Errorf("%s: got %v, error %v", row.name, auth, err)
		}
	}
}

func TestAMachineIsACopy(t *testing.T) {
	m := m2mToken
	m.Scopes, m.Claims = slices.Clone(m.Scopes), slices.Clone(m.Claims)
	auth := machine(t, m)
	m.Scopes[0], m.Claims[2] = "mch_evil", 'X'
	auth.Scopes()[0] = "mch_evil"
	if !auth.Has(authobject.Scope("mch_2")) || auth.Has(authobject.Scope("mch_evil")) || string(auth.Claims().Raw()) != `{"role":"admin"}` {
		t.Errorf("scopes %v, claims %s", auth.Scopes(), auth.Claims().Raw())
	}
	other := auth.WithToken("other")
	if other.Token().Reveal() != "other" || auth.Token().Reveal() != secretToken || !other.IsMachine() {
		t.Error("WithToken does not return a copy with another token")
	}
}

func TestCodeForUsersTakesNoMachine(t *testing.T) {
	user := caller(t, `"sid":"sess_1"`)
	for _, row := range []struct {
		name              string
		auth              *authobject.Auth
		signedIn, machine bool
	}{
		{"a user", user, true, false},
		{"a program that acts for a user", machine(t, keyOfUser), false, true},
		{"a program that a user granted access", machine(t, oauthToken), false, true},
		{"a machine", machine(t, m2mToken), false, true},
		{"nobody", authobject.Unauthenticated(authobject.APIKey, clerk.ReasonTokenInvalid), false, false},
	} {
		ctx := authobject.NewContext(context.Background(), row.auth)
		asUser, signedIn := authobject.FromContext(ctx)
		asMachine, isMachine := authobject.MachineFromContext(ctx)
		if signedIn != row.signedIn || isMachine != row.machine || row.auth.IsAuthenticated() != (row.signedIn || row.machine) {
			t.Errorf("%s: signed in %v, machine %v, authenticated %v", row.name, signedIn, isMachine, row.auth.IsAuthenticated())
		}
		if asUser != row.auth || asMachine != row.auth {
			t.Errorf("%s: the context holds another caller", row.name)
		}
	}
	if auth, ok := authobject.MachineFromContext(context.Background()); ok || auth == nil || auth.Reason() != clerk.ReasonMiddlewareMissing {
		t.Errorf("without middleware: %v, %v", auth, ok)
	}
	none := authobject.Unauthenticated("", clerk.ReasonTokenTypeMismatch)
	if none.Kind() != "" || none.Reason() != clerk.ReasonTokenTypeMismatch || none.IsAuthenticated() {
		t.Errorf("got %v of kind %q", none, none.Kind())
	}
}

func TestMachinesAndChecks(t *testing.T) {
	user := caller(t, `"sid":"sess_1","org_id":"org_1","org_role":"org:admin"`)
	key, org, m2m := machine(t, keyOfUser), machine(t, keyOfOrg), machine(t, m2mToken)
	always := authobject.Func("always", func(*authobject.Auth) bool { return true })
	scope, admin := authobject.Scope("read"), authobject.Role("admin")
	for _, row := range []struct {
		name  string
		auth  *authobject.Auth
		check authobject.Check
		want  clerk.Reason
	}{
		{"a scope that the key has", key, scope, ""},
		{"a scope is compared exactly", key, authobject.Scope("Read"), clerk.ReasonScope},
		{"a scope that the key lacks", key, authobject.Scope("delete"), clerk.ReasonScope},
		{"a user has no scopes", user, scope, clerk.ReasonScope},
		{"nobody has no scopes", authobject.SignedOut(clerk.ReasonNoCredentials), scope, clerk.ReasonNoCredentials},
		{"a machine names the machines that it may call", m2m, authobject.Scope("mch_2"), ""},
		{"no scope is named", key, authobject.Scope(""), clerk.ReasonCheckInvalid},
		{"spaces are no scope", key, authobject.Scope(" read"), clerk.ReasonCheckInvalid},
		{"both scopes", key, authobject.All(scope, authobject.Scope("write")), ""},
		{"one scope of two", org, authobject.All(scope, authobject.Scope("write")), clerk.ReasonScope},
		{"the scope must be missing, and is there", key, authobject.Not(scope), clerk.ReasonNot},
		{"the scope must be missing, and is", key, authobject.Not(authobject.Scope("delete")), ""},
		{"a user who must lack a scope", user, authobject.Not(scope), clerk.ReasonScope},
		{"admins and keys: a key", key, authobject.Any(admin, scope), ""},
		{"admins and keys: an admin", user, authobject.Any(admin, scope), ""},
		{"admins and keys: a key that lacks the scope", m2m, authobject.Any(admin, scope), clerk.ReasonAny},
		{"a role, also for an organization's key", org, admin, clerk.ReasonTokenTypeMismatch},
		{"no role", key, authobject.Not(admin), clerk.ReasonTokenTypeMismatch},
		{"a permission", org, authobject.Permission("a:read"), clerk.ReasonTokenTypeMismatch},
		{"a feature", org, authobject.Feature("a"), clerk.ReasonTokenTypeMismatch},
		{"a plan", org, authobject.Plan("a"), clerk.ReasonTokenTypeMismatch},
		{"a claim, which machines could choose", m2m, authobject.Claim("role", "admin"), clerk.ReasonTokenTypeMismatch},
		{"a reverification", key, authobject.Reverified(authobject.Lax), clerk.ReasonTokenTypeMismatch},
		{"a function, which was written for users", key, always, clerk.ReasonTokenTypeMismatch},
		{"not a function", key, authobject.Not(always), clerk.ReasonTokenTypeMismatch},
		{"no check at all", key, authobject.All(), clerk.ReasonCheckInvalid},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := refusal(t, row.auth, row.check)
			switch {
			case (r == nil) != (row.want == ""):
				t.Errorf("refusal %v, want %q", r, row.want)
			case r != nil && r.Reason != row.want:
				t.Errorf("reason %q, want %q", r.Reason, row.want)
			case r != nil && row.auth.IsAuthenticated() && r.SignedOut:
				t.Error("a program counts as nobody")
			}
		})
	}
}

func TestMachinesPrintNoSecrets(t *testing.T) {
	auth := machine(t, keyOfUser)
	text, err := json.Marshal(auth)
	const want = `{"signedIn":false,"authenticated":true,"tokenType":"api_key","id":"ak_id","subject":"user_1","name":"Nightly import","userId":"user_1","scopes":["read","write"]}`
	if err != nil || string(text) != want {
		t.Errorf("JSON is %s, error %v", text, err)
	}
	for name, value := range map[string]any{"*Auth": auth, "Auth": *auth, "in a struct": struct{ a *authobject.Auth }{auth}, "list": []any{auth, *auth}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			hold(t, verb+" of "+name, fmt.Sprintf(verb, value))
		}
		var out bytes.Buffer
		slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "a", value)
		hold(t, "log of "+name, out.String())
	}
}

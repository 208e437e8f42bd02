package clerktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// A door is a service that lets programs in, and says whom it let in.
type door struct{ handler http.Handler }

func newDoor(t *testing.T, opts clerk.Options) door {
	t.Helper()
	usher, err := middleware.New(opts, middleware.WithAcceptedTokens(authobject.APIKey, authobject.M2MToken, authobject.OAuthToken))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	return door{usher.RequireToken(authobject.APIKey, authobject.M2MToken, authobject.OAuthToken)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		auth, _ := authobject.MachineFromContext(r.Context())
		fmt.Fprint(w, auth.Kind(), " ", auth.TokenID(), " ", auth.Subject(), " ", strings.Join(auth.Scopes(), "+"))
	}))}
}

// let returns the status of a request with a credential, and what the service said.
func (g door) let(credential string) (int, string) {
	r := httptest.NewRequest(http.MethodGet, "https://api.example.com/", http.NoBody)
	r.Header.Set("Authorization", "Bearer "+credential)
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestUsherLetsProgramsInThatTheInstanceKnows(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{Now: atMoment})
	ada := ck.AddUser(clerktest.User{ID: "user_ada"})
	acme := ck.AddOrg(clerktest.Org{ID: "org_acme", Slug: "acme"})
	billing := ck.AddMachine(clerktest.Machine{Name: "billing"})
	shop := ck.AddMachine(clerktest.Machine{Name: "shop", MayCall: []string{billing.ID}})
	g := newDoor(t, ck.Options())

	key := ck.IssueAPIKey(clerktest.APIKey{Subject: ada.ID, Scopes: []string{"read", "write"}, Claims: map[string]any{"plan": "gold"}})
	ofOrg := ck.IssueAPIKey(clerktest.APIKey{Subject: acme.ID})
	m2m := ck.IssueM2MToken(clerktest.M2MToken{MachineID: shop.ID, Claims: map[string]any{"a": 1}})
	m2mJWT := ck.IssueM2MToken(clerktest.M2MToken{MachineID: shop.ID, Claims: map[string]any{"a": 1}, JWT: true})
	access := ck.IssueOAuthToken(clerktest.OAuthToken{UserID: ada.ID})
	accessJWT := ck.IssueOAuthToken(clerktest.OAuthToken{UserID: ada.ID, Scopes: []string{"email"}, ClientID: access.ClientID, JWT: true})
	for _, row := range []struct{ name, credential, want string }{
		{"an API key of a user", key.Secret, "api_key " + key.ID + " user_ada read+write"},
		{"an API key of an organization", ofOrg.Secret, "api_key " + ofOrg.ID + " org_acme "},
		{"an opaque M2M token", m2m.Token, "m2m_token " + m2m.ID + " " + shop.ID + " " + billing.ID},
		{"an M2M token in the form of a JWT", m2mJWT.Token, "m2m_token " + m2mJWT.ID + " " + shop.ID + " " + billing.ID},
		{"an opaque access token", access.Token, "oauth_token " + access.ID + " user_ada profile+email"},
		{"an access token in the form of a JWT", accessJWT.Token, "oauth_token " + accessJWT.ID + " user_ada email"},
	} {
		if status, said := g.let(row.credential); status != 200 || said != row.want {
			t.Errorf("%s: got %d %s, want %s", row.name, status, said, row.want)
		}
	}

	other := clerktest.New(t, clerktest.Config{Now: atMoment})
	eve := other.AddUser(clerktest.User{ID: "user_ada"})
	for name, credential := range map[string]string{
		"an API key of another instance":              other.IssueAPIKey(clerktest.APIKey{Subject: eve.ID}).Secret,
		"an M2M token of another instance":            other.IssueM2MToken(clerktest.M2MToken{}).Token,
		"a JWT of a machine of another instance":      other.IssueM2MToken(clerktest.M2MToken{JWT: true}).Token,
		"a JWT of an application of another instance": other.IssueOAuthToken(clerktest.OAuthToken{UserID: eve.ID, JWT: true}).Token,
		"an API key that has expired":                 ck.IssueAPIKey(clerktest.APIKey{Subject: ada.ID, ExpiresIn: -time.Second}).Secret,
		"an M2M token that has expired":               ck.IssueM2MToken(clerktest.M2MToken{ExpiresIn: -time.Second}).Token,
		"a JWT of a machine that has expired":         ck.IssueM2MToken(clerktest.M2MToken{ExpiresIn: -time.Hour, JWT: true}).Token,
		"an access token that has expired":            ck.IssueOAuthToken(clerktest.OAuthToken{UserID: ada.ID, ExpiresIn: -time.Second}).Token,
		"a session token":                             ck.SignIn(ada).Token(),
	} {
		if status, said := g.let(credential); status != 401 {
			t.Errorf("%s: got %d %s", name, status, said)
		}
	}
}

func TestUsherRefusesWhatWasRevoked(t *testing.T) {
	ck := clerktest.New(t)
	client := newBackend(t, ck)
	ada := ck.AddUser(clerktest.User{})
	key := ck.IssueAPIKey(clerktest.APIKey{Subject: ada.ID})
	m2m := ck.IssueM2MToken(clerktest.M2MToken{})
	access := ck.IssueOAuthToken(clerktest.OAuthToken{UserID: ada.ID})
	apps := must[*backend.Page[backend.OAuthApplication]](t)(client.OAuthApplications.List(t.Context(), nil))

	must[*backend.APIKey](t)(client.APIKeys.Revoke(t.Context(), key.ID, nil))
	must[*backend.M2MToken](t)(client.M2MTokens.Revoke(t.Context(), m2m.ID, nil))
	err := client.OAuthApplications.RevokeToken(t.Context(), apps.Data[0].ID, &backend.OAuthApplicationRevokeTokenParams{Token: access.Token})
	if err != nil {
		t.Fatal(err)
	}
	g := newDoor(t, ck.Options())
	for _, credential := range []string{key.Secret, m2m.Token, access.Token} {
		if status, said := g.let(credential); status != 401 || !strings.Contains(said, "token-inactive") {
			t.Errorf("got %d %s", status, said)
		}
	}
}

// A service that has the key of its machine and not that of the instance.
func TestAMachineKnowsOnlyTheTokensForIt(t *testing.T) {
	ck := clerktest.New(t)
	billing := ck.AddMachine(clerktest.Machine{})
	shop := ck.AddMachine(clerktest.Machine{MayCall: []string{billing.ID}})
	opts := ck.Options()
	opts.SecretKey, opts.MachineSecretKey = "", billing.SecretKey
	usher, err := middleware.New(opts, middleware.WithAcceptedTokens(authobject.M2MToken))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = usher.Close() })
	g := door{usher.RequireToken(authobject.M2MToken)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))}
	if status, said := g.let(ck.IssueM2MToken(clerktest.M2MToken{MachineID: shop.ID}).Token); status != 200 {
		t.Errorf("a token for this machine: %d %s", status, said)
	}
	if status, said := g.let(ck.IssueM2MToken(clerktest.M2MToken{MachineID: billing.ID}).Token); status != 401 {
		t.Errorf("a token for nobody: %d %s", status, said)
	}
}

func TestAMachineMakesTokensWithPackageBackend(t *testing.T) {
	ck := clerktest.New(t)
	billing := ck.AddMachine(clerktest.Machine{})
	shop := ck.AddMachine(clerktest.Machine{MayCall: []string{billing.ID}, TokenLifetime: time.Minute})
	opts := ck.Options()
	opts.MachineSecretKey = shop.SecretKey
	client := must[*backend.Client](t)(backend.New(opts, backend.WithRetry(backend.Retry{Attempts: 1})))
	made := must[*backend.M2MToken](t)(client.M2MTokens.Create(t.Context(), nil))
	if made.Subject != shop.ID || strings.Join(made.Scopes, " ") != billing.ID || made.Expiration.Sub(made.CreatedAt.Time) != time.Minute {
		t.Errorf("made is %+v", made)
	}
	if _, err := client.M2MTokens.List(t.Context(), &backend.M2MTokenListParams{Subject: billing.ID}); !strings.Contains(fmt.Sprint(err), "403") {
		t.Errorf("the tokens of another machine: %v", err)
	}
}

func TestMistakesInTheCredentialsOfPrograms(t *testing.T) {
	for _, row := range []struct {
		name  string
		do    func(ck *clerktest.Clerk)
		wants string
	}{
		{"an API key of nobody", func(ck *clerktest.Clerk) { ck.IssueAPIKey(clerktest.APIKey{}) }, "IssueAPIKey"},
		{"an API key of a user who is not there", func(ck *clerktest.Clerk) { ck.IssueAPIKey(clerktest.APIKey{Subject: "user_x"}) }, "user_x"},
		{"claims that are no JSON", func(ck *clerktest.Clerk) {
			ck.IssueM2MToken(clerktest.M2MToken{Claims: map[string]any{"a": func() {}}})
		}, "no JSON"},
		{"claims that Clerk sets", func(ck *clerktest.Clerk) {
			ck.IssueM2MToken(clerktest.M2MToken{Claims: map[string]any{"sub": "mch_x"}, JWT: true})
		}, "sub"},
		{"a machine that is not there", func(ck *clerktest.Clerk) { ck.IssueM2MToken(clerktest.M2MToken{MachineID: "mch_x"}) }, "AddMachine"},
		{"a machine that may call one that is not there", func(ck *clerktest.Clerk) {
			ck.AddMachine(clerktest.Machine{MayCall: []string{"mch_x"}})
		}, "mch_x"},
		{"an access token of nobody", func(ck *clerktest.Clerk) { ck.IssueOAuthToken(clerktest.OAuthToken{}) }, "AddUser"},
		{"an access token of an application that is not there", func(ck *clerktest.Clerk) {
			ck.IssueOAuthToken(clerktest.OAuthToken{UserID: ck.AddUser(clerktest.User{}).ID, ClientID: "x"})
		}, "no OAuth application"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := failure(func(tb clerktest.TB) { row.do(clerktest.New(tb)) })
			if !strings.Contains(got, row.wants) {
				t.Errorf("the mistake is told with %q, which lacks %q", got, row.wants)
			}
		})
	}
}

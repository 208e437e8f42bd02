package clerktest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// Every way to make a good token, and what a handler below Usher's middleware finds out from it.
func TestTokensThatAreAccepted(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	session := n.ck.SignIn(n.ada)

	for _, row := range []struct {
		name string
		sign *clerktest.SignIn
		want facts
	}{
		{"a session is the user's, has just begun, and has no organization", session, facts{
			"user": "user_ada", "session": session.SessionID(), "status": "active", "issuer": n.ck.URL(), "party": "", "actor": nil,
			"org": "", "role": "", "first": 0, "second": -1, "claim v": 2, "token id": true, "claim fea": nil, "claim pla": nil,
			"issued": moment, "expires": moment.Add(time.Minute), "claim nbf": moment.Unix() - 10,
		}},
		{"Org takes role, permissions and features from the membership", session.Org(n.acme), facts{
			"org": "org_1", "slug": "acme", "role": "org:admin",
			"permissions": "[org:audit:read org:invoices:read org:invoices:pay]",
			"claim fea":   `"o:audit,o:invoices"`, "claim o.per": `"read,pay"`, "claim o.fpm": `"1,3"`,
		}},
		{"OrgRole takes any role in an organization that exists", session.OrgRole("acme", "auditor", "audit:read"), facts{
			"org": "org_1", "slug": "acme", "role": "org:auditor", "permissions": "[org:audit:read]",
		}},
		{"OrgRole makes up an organization that does not exist", session.OrgRole("shop", "org:admin", "org:posts:edit"), facts{
			"org": "org_shop", "slug": "shop", "role": "org:admin", "permissions": "[org:posts:edit]", "claim fea": `"o:posts"`,
		}},
		{"a role without permissions has none", session.OrgRole("acme", "org:member"), facts{
			"role": "org:member", "permissions": "[]", "claim o.per": nil, "claim o.fpm": nil, "claim fea": `"o:audit"`,
		}},
		{"Version 1 writes the organization in the old claims", session.Org(n.acme).Version(1), facts{
			"org": "org_1", "slug": "acme", "role": "org:admin",
			"permissions": "[org:invoices:read org:invoices:pay org:audit:read]",
			"claim v":     nil, "claim fea": nil, "claim o.per": nil, "token id": false,
		}},
		{"Version 1 without permissions has an empty list", session.OrgRole("acme", "org:member").Version(1), facts{
			"role": "org:member", "permissions": "[]", "claim org_permissions": "[]",
		}},
		{"Features and Plans come after the organization's", session.Org(n.acme).Features("u:beta", "o:audit").Features("uo:export").Plans("o:team", "u:pro"), facts{
			"claim fea": `"o:audit,u:beta,uo:export,o:invoices"`, "claim pla": `"o:team,u:pro"`,
			"permissions": "[org:audit:read org:invoices:read org:invoices:pay]",
		}},
		{"Actor acts in the user's name", session.Actor("user_support"), facts{"actor": "user_support", "user": "user_ada"}},
		{"FactorAges are in minutes", session.FactorAges(12.5, 3), facts{"first": 12.5, "second": 3}},
		{"AuthorizedParty is an origin", session.AuthorizedParty("https://app.example.com"), facts{"party": "https://app.example.com"}},
		{"ExpiresIn moves the end alone", session.ExpiresIn(time.Hour), facts{"issued": moment, "expires": moment.Add(time.Hour)}},
		{"IssuedAt moves everything", session.IssuedAt(moment.Add(-30 * time.Second)), facts{
			"issued": moment.Add(-30 * time.Second), "expires": moment.Add(30 * time.Second), "claim nbf": moment.Unix() - 40,
		}},
		{"ExpiresIn takes Expired back", session.Expired().ExpiresIn(time.Second), facts{"expires": moment.Add(time.Second)}},
		{"Claim adds a claim of one's own", session.Claim("tier", "gold"), facts{"claim tier": `"gold"`}},
		{"Claim replaces one of Clerk's, whatever the order", session.Claim("sub", "user_other").Org(n.acme), facts{"user": "user_other"}},
		{"Claim writes times as seconds", session.Claim("exp", moment.Add(2*time.Hour)), facts{"expires": moment.Add(2 * time.Hour)}},
		{"the last Claim or Without counts", session.Claim("tier", 1).Without("tier").Claim("tier", 2), facts{"claim tier": 2}},
		{"Without leaves a claim out", session.Without("sid"), facts{"session": "", "user": "user_ada"}},
		{"WithoutHeader leaves a header out that need not be there", session.WithoutHeader("typ").WithoutHeader("cat"), facts{"user": "user_ada"}},
		{"Raw is signed as it is", session.Raw([]byte(`{"sub":"user_raw","exp":4102444800, "iss":"` + n.ck.Issuer() + `"}`)), facts{
			"user": "user_raw", "session": "", "expires": time.Unix(4102444800, 0).UTC(),
		}},
		{"SignedBy the instance itself changes nothing", session.Forged().SignedBy(n.ck), facts{"user": "user_ada"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth, reason := g.ask(row.sign.Authorize(request()))
			if auth == nil {
				t.Fatalf("the token was refused: %s", reason)
			}
			factsOf(auth).want(t, row.want)
		})
	}
	if got := n.ck.JWKSFetches(); got != 1 {
		t.Errorf("the keys were fetched %d times, want once", got)
	}
}

// Every way to make a bad one, and the reason that Usher's middleware refuses it with.
func TestTokensThatAreRefused(t *testing.T) {
	n := newTown(t)
	opts := n.ck.Options()
	opts.AuthorizedParties = []string{"https://app.example.com"}
	opts.Audience = []string{"api"}
	g := newGate(t, opts)
	good := n.ck.SignIn(n.ada).AuthorizedParty("https://app.example.com")
	stranger := clerktest.New(t, clerktest.Config{Now: atMoment})
	namesake := clerktest.New(t, clerktest.Config{Now: atMoment, KeyID: n.ck.KeyID()})

	for _, row := range []struct {
		name string
		sign *clerktest.SignIn
		want clerk.Reason
	}{
		{"the good one, for comparison", good, ""},
		{"expired", good.Expired(), clerk.ReasonSessionTokenExpired},
		{"expired, in whatever order", good.ExpiresIn(time.Hour).Expired(), clerk.ReasonSessionTokenExpired},
		{"expired a moment ago, beyond the clock skew", good.ExpiresIn(-6 * time.Second), clerk.ReasonSessionTokenExpired},
		{"issued tomorrow", good.IssuedAt(moment.Add(24 * time.Hour)), clerk.ReasonSessionTokenNBF},
		{"issued in the future, though valid now", good.Claim("iat", moment.Add(time.Hour)), clerk.ReasonSessionTokenIATInTheFuture},
		{"pending", good.Pending(), clerk.ReasonSessionPending},
		{"for another party", good.AuthorizedParty("https://evil.example"), clerk.ReasonTokenInvalidAuthorizedParties},
		{"for no party", good.Without("azp"), clerk.ReasonTokenInvalidAuthorizedParties},
		{"for another audience", good.Claim("aud", []string{"web"}), clerk.ReasonTokenVerificationFailed},
		{"of another issuer", good.Claim("iss", "https://clerk.evil.example"), clerk.ReasonTokenInvalidIssuer},
		{"without an end", good.Without("exp"), clerk.ReasonTokenVerificationFailed},
		{"with an end that is text", good.Claim("exp", "tomorrow"), clerk.ReasonTokenVerificationFailed},
		{"without a user", good.Without("sub"), clerk.ReasonTokenVerificationFailed},
		{"with a user that is a number", good.Claim("sub", 7), clerk.ReasonTokenVerificationFailed},
		{"forged under the id of the instance's key", good.Forged(), clerk.ReasonTokenInvalidSignature},
		{"signed by another instance", good.SignedBy(stranger), clerk.ReasonJWKKidMismatch},
		{"signed by another instance whose key has the same id", good.SignedBy(namesake), clerk.ReasonTokenInvalidSignature},
		{"forged in the end, in whatever order", good.SignedBy(stranger).Forged(), clerk.ReasonTokenInvalidSignature},
		{"without the id of a key", good.WithoutHeader("kid"), clerk.ReasonJWKKidMismatch},
		{"of another type", good.Header("typ", "jwt"), clerk.ReasonTokenInvalid},
		{"made from a template", good.Header("cat", "cl_B7d4PD222AAA"), clerk.ReasonTokenTypeMismatch},
		{"with an extension that nobody understands", good.Header("crit", []string{"exp"}), clerk.ReasonTokenInvalid},
		{"with no signature", good.Header("alg", "none"), clerk.ReasonTokenInvalidAlgorithm},
		{"with the public key as the shared secret", good.Header("alg", "HS256"), clerk.ReasonTokenInvalidAlgorithm},
		{"with another padding", good.Header("alg", "PS256"), clerk.ReasonTokenInvalidAlgorithm},
		{"with an algorithm that the key is not for", good.Header("alg", "RS512"), clerk.ReasonTokenVerificationFailed},
		{"whose payload is no JSON", good.Raw([]byte("sub=user_ada")), clerk.ReasonTokenInvalid},
		{"whose payload is empty", good.Raw(nil), clerk.ReasonTokenInvalid},
		{"with a claim that stands twice", good.Raw([]byte(`{"sub":"user_ada","sub":"user_bob","exp":4102444800}`)), clerk.ReasonTokenInvalid},
	} {
		t.Run(row.name, func(t *testing.T) { g.wantReason(t, row.sign.Token(), row.want) })
	}
}

func TestPendingSessionsPassWhereTheyMay(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options(), middleware.WithPendingSessions())
	auth, reason := g.ask(n.ck.SignIn(n.ada).Pending().Authorize(request()))
	if auth == nil {
		t.Fatalf("refused: %s", reason)
	}
	factsOf(auth).want(t, facts{"user": "user_ada", "status": authobject.StatusPending})
}

func TestASignInNeverChanges(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	session := n.ck.SignIn(n.ada)
	base := session.Claim("a", 1).Header("x", 1).Features("u:a")
	for _, other := range []*clerktest.SignIn{
		base.Claim("tier", "gold"), base.Claim("sub", "user_other"), base.Without("sid"), base.Features("u:b"), base.Plans("u:p"),
		base.Header("alg", "none"), base.WithoutHeader("kid"), base.Forged(), base.Expired(), base.Pending(), base.Actor("user_x"),
		base.Org(n.acme), base.Version(1), base.Raw([]byte("x")), base.FactorAges(9, 9), base.AuthorizedParty("https://x.example"),
	} {
		other.Token()
	}
	auth, reason := g.present(base.Token())
	if auth == nil {
		t.Fatalf("refused: %s", reason)
	}
	factsOf(auth).want(t, facts{"user": "user_ada", "session": session.SessionID(), "org": "", "claim fea": `"u:a"`, "claim tier": nil,
		"claim pla": nil, "actor": nil, "party": "", "first": 0, "claim v": 2})
}

func TestVariationsOfASignInDoNotMix(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	base := n.ck.SignIn(n.ada)
	for i := range 10 { // a shared list has room for one more at some lengths and not at others
		base = base.Claim(fmt.Sprint("c", i), i).Features(fmt.Sprint("u:f", i)).Header(fmt.Sprint("h", i), i)
		gold, iron := base.Claim("tier", "gold").Features("u:gold"), base.Claim("tier", "iron").Features("u:iron")
		good, bad := base.Header("typ", "JWT"), base.Header("typ", "bad")
		for session, want := range map[*clerktest.SignIn]string{gold: "gold", iron: "iron"} {
			auth, reason := g.present(session.Token())
			if got := auth.Claims(); reason != "" || !auth.Has(authobject.Claim("tier", want), authobject.Feature(want)) {
				t.Errorf("after %d claims the %s one has %s (%s)", i+1, want, got.Raw(), reason)
			}
		}
		g.wantReason(t, good.Token(), "")
		g.wantReason(t, bad.Token(), clerk.ReasonTokenInvalid)
	}
}

func TestTokensOfASessionShareItAndNothingElse(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options())
	session := n.ck.SignIn(n.ada)
	first, _ := g.present(session.Token())
	second, _ := g.present(session.Token())
	other, _ := g.present(n.ck.SignIn(n.ada).Token())
	if first.SessionID() != second.SessionID() || first.SessionID() == other.SessionID() {
		t.Errorf("sessions are %s, %s and %s", first.SessionID(), second.SessionID(), other.SessionID())
	}
	if first.TokenID() == second.TokenID() {
		t.Errorf("two tokens have the id %s", first.TokenID())
	}
	if !strings.HasPrefix(first.SessionID(), "sess_") {
		t.Errorf("the session is called %s", first.SessionID())
	}
}

package clerktest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/middleware"
)

func TestWhatBecomesOfTokensWhenKeysChange(t *testing.T) {
	for _, row := range []struct {
		name     string
		change   func(*clerktest.Clerk)
		sameID   bool
		old, new clerk.Reason
	}{
		{"nothing changes", func(*clerktest.Clerk) {}, true, "", ""},
		{"RotateKeys withdraws the old key", (*clerktest.Clerk).RotateKeys, false, clerk.ReasonJWKKidMismatch, ""},
		{"ReplaceKey keeps its id", (*clerktest.Clerk).ReplaceKey, true, clerk.ReasonTokenInvalidSignature, ""},
		{"AddKey leaves it in place", (*clerktest.Clerk).AddKey, false, "", ""},
		{"RotateKeys withdraws added keys too", func(ck *clerktest.Clerk) { ck.AddKey(); ck.RotateKeys() }, false, clerk.ReasonJWKKidMismatch, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			n := newTown(t)
			g := newGate(t, n.ck.Options())
			session, oldID := n.ck.SignIn(n.ada), n.ck.KeyID()
			old := session.Token()
			g.wantReason(t, old, "")
			row.change(n.ck)
			if same := n.ck.KeyID() == oldID; same != row.sameID {
				t.Errorf("the key was %s and is %s", oldID, n.ck.KeyID())
			}
			g.wantReason(t, session.Token(), row.new)
			g.wantReason(t, old, row.old)
		})
	}
}

// The primes of all keys are the same, and the keys are not.
func TestInstancesHaveDifferentKeys(t *testing.T) {
	seen := map[string]bool{}
	for range 20 {
		ck := clerktest.New(t, clerktest.Config{KeyID: "ins_shared"})
		if ck.KeyID() != "ins_shared" {
			t.Fatalf("the key is called %s", ck.KeyID())
		}
		seen[ck.PublicKeyPEM()] = true
		ck.ReplaceKey()
		seen[ck.PublicKeyPEM()] = true
	}
	if len(seen) != 40 {
		t.Errorf("20 instances with two keys each have %d different ones", len(seen))
	}
}

func TestEveryWayToGetTheKeys(t *testing.T) {
	n := newTown(t)
	live := clerktest.New(t, clerktest.Config{Kind: clerk.KindProduction, Now: atMoment})
	eve := live.AddUser(clerktest.User{})
	for _, row := range []struct {
		name    string
		options clerk.Options
		token   string
		fetches int
	}{
		{"with the secret key from the Backend API", n.ck.Options(), n.ck.SignIn(n.ada).Token(), 1},
		{"without it from the Frontend API", n.ck.PublicOptions(), n.ck.SignIn(n.ada).Token(), 1},
		{"from a PEM without a network", n.ck.PEMOptions(), n.ck.SignIn(n.ada).Token(), 0},
		{"of a live instance", live.Options(), live.SignIn(eve).Token(), 1},
		{"of a live instance in public", live.PublicOptions(), live.SignIn(eve).Token(), 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := n.ck.JWKSFetches() + live.JWKSFetches()
			newGate(t, row.options).wantReason(t, row.token, "")
			if got := n.ck.JWKSFetches() + live.JWKSFetches() - before; got != row.fetches {
				t.Errorf("the keys were fetched %d times, want %d", got, row.fetches)
			}
		})
	}
}

func TestAPEMIsOfItsMoment(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.PEMOptions())
	n.ck.RotateKeys()
	g.wantReason(t, n.ck.SignIn(n.ada).Token(), clerk.ReasonTokenInvalidSignature)
	newGate(t, n.ck.PEMOptions()).wantReason(t, n.ck.SignIn(n.ada).Token(), "")
	if pem := n.ck.PublicKeyPEM(); !strings.HasPrefix(pem, "-----BEGIN PUBLIC KEY-----\n") {
		t.Errorf("the PEM is %q", pem)
	}
}

func TestTheClockMovesTokensAndServices(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{})
	g := newGate(t, ck.Options())
	before := time.Now()
	if now := ck.Now(); now.Before(before) || now.Sub(before) > time.Minute {
		t.Errorf("a new instance says that it is %s", now)
	}

	token := ck.SignIn(ada).Token()
	g.wantReason(t, token, "")
	ck.Advance(2 * time.Minute)
	g.wantReason(t, token, clerk.ReasonSessionTokenExpired)
	g.wantReason(t, ck.SignIn(ada).Token(), "")
	ck.Advance(-2 * time.Minute)
	g.wantReason(t, token, "")

	ck.SetTime(moment)
	if passed := ck.Now().Sub(moment); passed < 0 || passed > time.Minute {
		t.Errorf("SetTime(%s) left the clock at %s", moment, ck.Now())
	}
	g.wantReason(t, token, clerk.ReasonSessionTokenNBF)
	g.wantReason(t, ck.SignIn(ada).Token(), "")

	still := clerktest.New(t, clerktest.Config{Now: atMoment})
	still.Advance(time.Hour)
	if want := moment.Add(time.Hour); !still.Now().Equal(want) {
		t.Errorf("the clock that stood still says %s, want %s", still.Now(), want)
	}
	still.SetTime(moment.Add(-time.Hour))
	if want := moment.Add(-time.Hour); !still.Options().Now().Equal(want) {
		t.Errorf("the options say that it is %s, want %s", still.Options().Now(), want)
	}
}

// What an outage does to a service is the service's own test; here it shows that this server can be in one and recover.
func TestServicesSurviveAnOutage(t *testing.T) {
	n := newTown(t)
	g := newGate(t, n.ck.Options(), middleware.WithKeyOptions(jwks.Options{Timeout: 50 * time.Millisecond}))
	token := n.ck.SignIn(n.ada).Token()
	n.ck.Outage(true)
	g.wantReason(t, token, clerk.ReasonUnexpectedError)
	if n.ck.JWKSFetches() == 0 {
		t.Error("a request that is dropped does not count")
	}
	n.ck.Outage(false)
	n.ck.Advance(2 * time.Second) // services leave a server alone that has just failed
	g.wantReason(t, token, "")
	n.ck.Outage(true)
	n.ck.Advance(10 * time.Second)
	g.wantReason(t, n.ck.SignIn(n.ada).Token(), "")
}

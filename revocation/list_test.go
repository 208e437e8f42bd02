package revocation_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/revocation"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newList(t *testing.T, opts revocation.Options) *revocation.List {
	t.Helper()
	list, err := revocation.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// session is a caller with these claims.
func session(t *testing.T, claims string) *authobject.Auth {
	t.Helper()
	auth, err := authobject.FromClaims([]byte(claims), "")
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

// program is a caller that speaks for a subject.
func program(t *testing.T, kind authobject.TokenKind, subject string) *authobject.Auth {
	t.Helper()
	auth, err := authobject.FromMachine(authobject.Machine{Kind: kind, Subject: subject}, "")
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

func TestWhoIsOnTheList(t *testing.T) {
	list := newList(t, revocation.Options{})
	for _, err := range []error{list.RevokeSession("sess_over"), list.RevokeUser("user_gone"), list.RevokeUser("user_gone"), list.RevokeUser("org_gone")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		name   string
		caller *authobject.Auth
		want   bool
	}{
		{"a session that is over", session(t, `{"sub":"user_ada","sid":"sess_over"}`), true},
		{"another session of its user", session(t, `{"sub":"user_ada","sid":"sess_1"}`), false},
		{"any session of a user who is gone", session(t, `{"sub":"user_gone","sid":"sess_1"}`), true},
		{"a session without an id", session(t, `{"sub":"user_ada"}`), false},
		{"a user with the id of a session", session(t, `{"sub":"sess_over","sid":"sess_1"}`), false},
		{"a session with the id of a user", session(t, `{"sub":"user_ada","sid":"user_gone"}`), false},
		{"somebody who is gone, in another's name", session(t, `{"sub":"user_ada","sid":"sess_1","act":{"sub":"user_gone"}}`), true},
		{"from a session that is over, in another's name", session(t, `{"sub":"user_ada","sid":"sess_1","act":{"sub":"user_eve","sid":"sess_over"}}`), true},
		{"somebody else in another's name", session(t, `{"sub":"user_ada","sid":"sess_1","act":{"sub":"user_eve"}}`), false},
		{"an API key of a user who is gone", program(t, authobject.APIKey, "user_gone"), true},
		{"an OAuth token of a user who is gone", program(t, authobject.OAuthToken, "user_gone"), true},
		{"an API key of an organization", program(t, authobject.APIKey, "org_1"), false},
		{"a machine", program(t, authobject.M2MToken, "mch_1"), false},
		{"nobody", nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := list.Revoked(t.Context(), row.caller); got != row.want {
				t.Errorf("revoked: %t", got)
			}
		})
	}
}

func TestAnEntryIsKeptAsLongAsATokenCanLive(t *testing.T) {
	for _, row := range []struct {
		name string
		opts revocation.Options
		keep time.Duration
	}{
		{"by default", revocation.Options{}, 20 * time.Minute},
		{"where tokens live for a day", revocation.Options{TokenLifetime: 24 * time.Hour}, 24*time.Hour + 10*time.Minute},
		{"where they live for a minute, and clocks differ", revocation.Options{TokenLifetime: time.Minute}, 11 * time.Minute},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				list := newList(t, row.opts)
				ada, bob := session(t, `{"sub":"user_ada","sid":"sess_1"}`), session(t, `{"sub":"user_bob","sid":"sess_2"}`)
				if err := errors.Join(list.RevokeSession("sess_1"), list.RevokeUser("user_bob")); err != nil {
					t.Fatal(err)
				}
				<-time.After(row.keep - time.Millisecond)
				if !list.Revoked(t.Context(), ada) || !list.Revoked(t.Context(), bob) {
					t.Error("forgotten early")
				}
				<-time.After(time.Millisecond)
				if list.Revoked(t.Context(), ada) || list.Revoked(t.Context(), bob) {
					t.Error("not forgotten")
				}
			})
		})
	}
}

func TestAFullListForgetsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		list := newList(t, revocation.Options{Limit: 3})
		for i := range 3 {
			if err := errors.Join(list.RevokeSession(fmt.Sprint("sess_", i)), list.RevokeUser(fmt.Sprint("user_", i))); err != nil {
				t.Fatal(err)
			}
		}
		if err := list.RevokeSession("sess_3"); !errors.Is(err, revocation.ErrFull) {
			t.Errorf("a session too many: %v", err)
		}
		if err := list.RevokeUser("user_3"); !errors.Is(err, revocation.ErrFull) {
			t.Errorf("a user too many: %v", err)
		}
		if err := list.RevokeSession("sess_0"); err != nil {
			t.Errorf("one that is there already: %v", err)
		}
		for i := range 4 {
			caller := session(t, fmt.Sprintf(`{"sub":"user_x","sid":"sess_%d"}`, i))
			if got := list.Revoked(t.Context(), caller); got != (i < 3) {
				t.Errorf("session %d is revoked: %t", i, got)
			}
		}
		<-time.After(20*time.Minute + time.Second)
		if err := list.RevokeSession("sess_3"); err != nil {
			t.Errorf("there is no room after the others have ended: %v", err)
		}
	})
}

func TestWhatCannotBeAnID(t *testing.T) {
	list := newList(t, revocation.Options{})
	for _, id := range []string{"", strings.Repeat("a", 257)} {
		for _, err := range []error{list.RevokeSession(id), list.RevokeUser(id)} {
			if err == nil || errors.Is(err, revocation.ErrFull) || !strings.Contains(err.Error(), "256") {
				t.Errorf("an id of %d bytes: %v", len(id), err)
			}
		}
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	_, err := revocation.New(revocation.Options{TokenLifetime: -1, Limit: -1})
	if err == nil || !strings.Contains(err.Error(), "TokenLifetime") || !strings.Contains(err.Error(), "Limit") {
		t.Errorf("got %v", err)
	}
}

func TestWhoWatchesIsToldAfterEachEntry(t *testing.T) {
	list := newList(t, revocation.Options{Limit: 2})
	ada := session(t, `{"sub":"user_ada","sid":"sess_1"}`)
	var one, two int
	stop := list.Watch(func() {
		one++
		if !list.Revoked(t.Context(), ada) {
			t.Error("told before the entry is there")
		}
	})
	list.Watch(func() { two++ })
	_, _, _ = list.RevokeSession("sess_1"), list.RevokeUser(""), list.RevokeUser("user_bob")
	stop()
	stop()
	_, _ = list.RevokeSession("sess_2"), list.RevokeSession("sess_3") // for the last there is no room
	if one != 2 || two != 3 {
		t.Errorf("told %d and %d times", one, two)
	}
}

func TestAListIsSafeForConcurrentUse(t *testing.T) {
	list := newList(t, revocation.Options{})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			id := fmt.Sprint("sess_", i)
			caller := session(t, `{"sub":"user_x","sid":"`+id+`"}`)
			for range 100 {
				stop := list.Watch(func() {})
				if err := list.RevokeSession(id); err != nil || !list.Revoked(t.Context(), caller) {
					t.Errorf("%s is not revoked: %v", id, err)
				}
				stop()
			}
		})
	}
	all.Wait()
}

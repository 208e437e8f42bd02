package clerktest_test

import (
	"strings"
	"testing"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
)

func TestASnapshotIsTakenToAnotherInstance(t *testing.T) {
	n := newTown(t)
	other := clerktest.New(t)
	eve := other.AddUser(clerktest.User{Username: "eve"})
	if err := other.Restore(n.ck.Snapshot()); err != nil {
		t.Fatal(err)
	}
	if _, ok := other.User(eve.ID); ok {
		t.Error("who was there before still is")
	}
	if ada, ok := other.User(n.ada.ID); !ok || ada.FirstName != "Ada" {
		t.Errorf("Ada is %+v", ada)
	}
	if auth, reason := newGate(t, other.Options()).present(other.SignIn(n.ada).Org(n.acme).Token()); auth == nil ||
		auth.OrgRole() != "org:admin" || !auth.Has(authobject.Permission("org:invoices:read")) {
		t.Errorf("Ada is refused there: %s", reason)
	}
	err := other.Restore([]byte(`{"version":1,"tables":{"cats":[]}}`))
	if err == nil || !strings.Contains(err.Error(), "cats") {
		t.Errorf("a table that is unknown: %v", err)
	}
	if _, ok := other.User(n.ada.ID); !ok {
		t.Error("a snapshot that was refused changed something")
	}
}

func TestWhoIsDeletedIsSignedOut(t *testing.T) {
	n := newTown(t)
	in := n.ck.SignIn(n.ada)
	if got := send(n.ck, "DELETE", "/v1/users/"+n.ada.ID, ""); got.status != 200 {
		t.Fatal(got.body)
	}
	if got := send(n.ck, "GET", "/v1/sessions/"+in.SessionID(), "").body; !strings.Contains(got, `"status":"revoked"`) {
		t.Errorf("the session is %s", got)
	}
}

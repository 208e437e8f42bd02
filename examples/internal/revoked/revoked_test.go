package revoked_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/internal/revoked"
	"github.com/usher-auth/usher/middleware"
)

func TestASessionIsOnTheListUntilItsLastTokenHasExpired(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	ck := clerktest.New(t, clerktest.Config{Now: func() time.Time { return now }})
	auth, err := middleware.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = auth.Close() }()
	list := revoked.New(ck.Now)
	ada, bob := ck.SignIn(ck.AddUser(clerktest.User{})), ck.SignIn(ck.AddUser(clerktest.User{}))
	door := auth.Require(list.Check())(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	knock := func(who *clerktest.SignIn) int {
		w := httptest.NewRecorder()
		door.ServeHTTP(w, who.Authorize(httptest.NewRequest("GET", "/", http.NoBody)))
		return w.Code
	}
	if knock(ada) != 200 {
		t.Fatal("she is refused, before her session is over")
	}
	if n := list.End(auth, ada.SessionID()); n != 0 {
		t.Errorf("%d connections have ended, of none", n)
	}
	if knock(ada) != 403 || knock(bob) != 200 {
		t.Errorf("her session answers %d, his %d", knock(ada), knock(bob))
	}
	ck.Advance(10*time.Minute - time.Second)
	if list.End(auth, bob.SessionID()); knock(ada) != 403 {
		t.Error("her session is forgotten early")
	}
	ck.Advance(time.Second)
	if knock(ada) != 200 || knock(bob) != 403 { // Clerk makes no token for her any more; only a test does
		t.Error("her session is not forgotten, or his is")
	}
}

package people

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// morning is when the first thing happens.
var morning = time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)

func at(millisecond int) time.Time {
	return morning.Add(time.Duration(millisecond) * time.Millisecond)
}

func open(t *testing.T, file string) *Store {
	t.Helper()
	s, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func fresh(t *testing.T) *Store {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "people.db"))
}

// receiver returns what answers deliveries. A new one stands for a restart: its Mux remembers nothing.
func receiver(t *testing.T, ck *clerktest.Clerk, s *Store) http.Handler {
	t.Helper()
	options := ck.Options()
	options.WebhookSigningSecrets = []string{ck.WebhookSigningSecret()}
	verifier, err := webhooks.New(options)
	if err != nil {
		t.Fatal(err)
	}
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		t.Fatal(err)
	}
	webhooks.On(mux, s.UserCreated)
	webhooks.On(mux, s.UserUpdated)
	webhooks.On(mux, s.UserDeleted)
	return mux
}

// A step is something that happens to a user.
type step struct {
	id       string // of the event
	kind     string // "created", "updated" or "deleted"
	name     string // afterwards
	updated  int    // updated_at of the data, in milliseconds
	happened int    // timestamp of the event, in milliseconds
}

// webhook returns the event of a step for one user. The id of the event has the id of the user in it.
func (s step) webhook(ck *clerktest.Clerk, user string) *clerktest.Webhook {
	data := map[string]any{
		"object": "user", "id": user, "first_name": s.name, "last_name": nil, "updated_at": at(s.updated).UnixMilli(),
		"primary_email_address_id": "idn_2",
		"email_addresses": []map[string]string{
			{"id": "idn_1", "email_address": "other@example.com"},
			{"id": "idn_2", "email_address": s.name + "@example.com"},
		},
	}
	if s.kind == "deleted" {
		data = map[string]any{"object": "user", "id": user, "deleted": true}
	}
	return ck.Webhook("user."+s.kind, data).ID("msg_" + user + "_" + s.id).HappenedAt(at(s.happened))
}

func deliver(t *testing.T, handler http.Handler, w *clerktest.Webhook, want int) {
	t.Helper()
	if got := w.Deliver(handler); got.Code != want {
		t.Fatalf("%s is answered with %d, not %d: %s", w.Header().Get("Svix-Id"), got.Code, want, got.Body)
	}
}

// count returns the number of rows of a table.
func count(t *testing.T, s *Store, table string) (n int) {
	t.Helper()
	if err := s.db.QueryRowContext(t.Context(), fmt.Sprintf("SELECT count(*) FROM %s", table)).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// wantRows compares how many users, handled events and changes there are.
func wantRows(t *testing.T, s *Store, users, handled, changes int) {
	t.Helper()
	got := [3]int{count(t, s, "users"), count(t, s, "handled_events"), count(t, s, "changes")}
	if want := [3]int{users, handled, changes}; got != want {
		t.Errorf("users, handled events and changes are %v, not %v", got, want)
	}
}

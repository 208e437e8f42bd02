package clerktest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/webhooks"
)

// An inbox is a receiver that verifies what arrives, and refuses as long as it is told to.
type inbox struct {
	url string

	mu     sync.Mutex
	got    []*webhooks.Event
	refuse int // so many deliveries
}

// newInbox starts a receiver of the webhooks of an instance that connect returns.
func newInbox(t *testing.T, refuse int, connect func(url string) *clerktest.Clerk) (*inbox, *clerktest.Clerk) {
	t.Helper()
	in := &inbox{refuse: refuse}
	var v *webhooks.Verifier
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in.mu.Lock()
		defer in.mu.Unlock()
		event, err := v.VerifyRequest(r)
		if err != nil {
			t.Error(err)
		}
		if in.refuse--; in.refuse >= 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		in.got = append(in.got, event)
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(server.Close)
	in.url = server.URL
	in.mu.Lock()
	defer in.mu.Unlock()
	ck := connect(server.URL)
	v = receiver(t, ck)
	return in, ck
}

func (in *inbox) types() string {
	in.mu.Lock()
	defer in.mu.Unlock()
	var all []string
	for _, e := range in.got {
		all = append(all, string(e.Type))
	}
	return strings.Join(all, " ")
}

// arrived waits until nothing is on its way.
func arrived(t *testing.T, ck *clerktest.Clerk) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := ck.WaitForDeliveries(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestEveryChangeIsDelivered(t *testing.T) {
	in, ck := newInbox(t, 0, func(url string) *clerktest.Clerk { return clerktest.New(t, clerktest.Config{WebhookURL: url}) })
	ada := ck.AddUser(clerktest.User{Username: "ada", FirstName: "Ada"})
	ck.AddMember(ck.AddOrg(clerktest.Org{Name: "Acme"}), ada, "admin")
	for request, body := range map[string]string{"PATCH /v1/users/" + ada.ID: `{"first_name":"Augusta"}`} {
		method, path, _ := strings.Cut(request, " ")
		if got := send(ck, method, path, body); got.status != 200 {
			t.Fatal(got.body)
		}
	}
	if got := send(ck, "DELETE", "/v1/users/"+ada.ID, ""); got.status != 200 {
		t.Fatal(got.body)
	}
	arrived(t, ck)
	const want = "user.created organization.created organizationMembership.created user.updated " +
		"organizationMembership.deleted user.deleted"
	if got := in.types(); got != want {
		t.Errorf("there arrived\n%s, want\n%s", got, want)
	}
	created, err := webhooks.As[webhooks.UserCreated](in.got[0])
	if err != nil || created.Data.ID != ada.ID || created.Data.Username != "ada" {
		t.Errorf("the first is %+v, %v", created, err)
	}
	log := ck.Deliveries()
	for i, e := range in.got {
		if d := log[i]; d.ID != e.ID || d.Type != string(e.Type) || d.State != clerktest.DeliveryDone || d.URL != in.url ||
			string(d.Body) != string(e.Raw) || len(d.Attempts) != 1 || d.Attempts[0].Status != 204 || !d.Next.IsZero() {
			t.Errorf("%s is in the log as %+v", e.Type, d)
		}
	}
}

func TestARefusedChangeIsNotDelivered(t *testing.T) {
	in, ck := newInbox(t, 0, func(url string) *clerktest.Clerk { return clerktest.New(t, clerktest.Config{WebhookURL: url}) })
	if got := send(ck, "POST", "/v1/users", `{"username":"ada","password":"short"}`); got.status != 422 {
		t.Fatal(got.body)
	}
	ck.AddUser(clerktest.User{Username: "bob"})
	arrived(t, ck)
	if got := in.types(); got != "user.created" {
		t.Errorf("there arrived %s", got)
	}
}

func TestWhatDidNotArriveIsDeliveredAgain(t *testing.T) {
	in, ck := newInbox(t, 2, func(url string) *clerktest.Clerk {
		return clerktest.New(t, clerktest.Config{WebhookURL: url, Now: atMoment, WebhookRetries: []time.Duration{time.Minute, time.Hour}})
	})
	ck.AddUser(clerktest.User{Username: "ada"})
	state := func(attempts int) clerktest.Delivery {
		for deadline := t.Context(); deadline.Err() == nil; {
			if log := ck.Deliveries(); len(log) == 1 && len(log[0].Attempts) == attempts {
				return log[0]
			}
			runtime.Gosched()
		}
		t.Fatal("the test ended")
		return clerktest.Delivery{}
	}
	if d := state(1); d.State != clerktest.DeliveryWaiting || d.Attempts[0].Status != 503 || !d.Next.Equal(moment.Add(time.Minute)) {
		t.Errorf("after one attempt: %+v", d)
	}
	ck.Advance(time.Minute)
	if d := state(2); d.State != clerktest.DeliveryWaiting || !d.Next.Equal(moment.Add(time.Minute+time.Hour)) {
		t.Errorf("after two: %+v", d)
	}
	ck.SetTime(moment.Add(2 * time.Hour))
	arrived(t, ck)
	if d := state(3); d.State != clerktest.DeliveryDone || d.ID != in.got[0].ID {
		t.Errorf("after three: %+v", d)
	}
}

func TestDeliveriesThatFail(t *testing.T) {
	for _, row := range []struct {
		name     string
		retries  []time.Duration
		attempts int
	}{
		{"after the last attempt", []time.Duration{0, time.Millisecond}, 3},
		{"at once, without further attempts", []time.Duration{}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			in, ck := newInbox(t, row.attempts, func(url string) *clerktest.Clerk {
				return clerktest.New(t, clerktest.Config{WebhookURL: url, WebhookRetries: row.retries})
			})
			ck.AddUser(clerktest.User{})
			arrived(t, ck)
			if d := ck.Deliveries()[0]; d.State != clerktest.DeliveryFailed || len(d.Attempts) != row.attempts || in.types() != "" {
				t.Errorf("got %+v and %s", d, in.types())
			}
			ck.AddUser(clerktest.User{})
			arrived(t, ck)
			if d := ck.Deliveries()[1]; d.State != clerktest.DeliveryDone {
				t.Errorf("the next event is %+v", d)
			}
		})
	}
}

func TestAReceiverThatIsNotThere(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{WebhookURL: "http://127.0.0.1:1/hooks", WebhookRetries: []time.Duration{}})
	ck.AddUser(clerktest.User{})
	arrived(t, ck)
	if d := ck.Deliveries()[0]; d.State != clerktest.DeliveryFailed || d.Attempts[0].Status != 0 || d.Attempts[0].Err == nil {
		t.Errorf("got %+v", d)
	}
}

func TestDeliverWebhooksElsewhereAndNowhere(t *testing.T) {
	first, ck := newInbox(t, 0, func(string) *clerktest.Clerk { return clerktest.New(t) })
	ck.AddUser(clerktest.User{}) // told to nobody
	ck.DeliverWebhooks(first.url + "/a")
	ck.AddUser(clerktest.User{})
	ck.DeliverWebhooks("")
	ck.AddUser(clerktest.User{})
	arrived(t, ck)
	if log := ck.Deliveries(); len(log) != 1 || log[0].URL != first.url+"/a" || log[0].State != clerktest.DeliveryDone {
		t.Errorf("the log is %+v", log)
	}
}

func TestTheLogOfDeliveriesIsBounded(t *testing.T) {
	in, ck := newInbox(t, 0, func(url string) *clerktest.Clerk { return clerktest.New(t, clerktest.Config{WebhookURL: url}) })
	ck.AddUser(clerktest.User{ID: "user_first"})
	arrived(t, ck)
	ck.DeliverWebhooks("http://127.0.0.1:1") // refuses at once, and is tried again
	for range 1000 {
		ck.AddUser(clerktest.User{})
	}
	if log := ck.Deliveries(); len(log) != 1000 || slices.ContainsFunc(log, func(d clerktest.Delivery) bool { return d.URL == in.url }) {
		t.Errorf("the log has %d deliveries, the first to %s", len(log), log[0].URL)
	}
}

func TestCloseEndsDeliveries(t *testing.T) {
	began := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		began <- struct{}{}
		<-r.Context().Done() // until nobody waits any more
	}))
	defer server.Close()
	ck, err := clerktest.Start(clerktest.Config{WebhookURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	ck.AddUser(clerktest.User{})
	<-began
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ck.WaitForDeliveries(ctx); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "user.created") {
		t.Errorf("while it is under way: %v", err)
	}
	if err := ck.Close(); err != nil {
		t.Error(err)
	}
	ck.AddUser(clerktest.User{})
	ck.DeliverWebhooks(server.URL) // too late; TestMain sees no goroutine
	if log := ck.Deliveries(); len(log) != 1 || len(log[0].Attempts) != 0 {
		t.Errorf("the log is %+v", log)
	}
}

// For the race detector: what a receiver does by the Backend API makes further events.
func TestDeliveriesWhileTheWorldChanges(t *testing.T) {
	var ck *clerktest.Clerk
	var wait sync.WaitGroup
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for _, d := range ck.Deliveries() {
			_ = d.State
		}
		w.WriteHeader(http.StatusOK)
	}))
	defer server.Close()
	ck = clerktest.New(t, clerktest.Config{})
	ck.DeliverWebhooks(server.URL)
	for n := range 4 {
		wait.Go(func() {
			for i := range 10 {
				ck.AddUser(clerktest.User{Username: fmt.Sprintf("u%d-%d", n, i)})
				ck.Advance(time.Millisecond)
			}
		})
	}
	wait.Wait()
	arrived(t, ck)
	if log := ck.Deliveries(); len(log) != 40 {
		t.Errorf("%d events were delivered", len(log))
	}
}

func TestConfigMiddlewareSeesEveryRequest(t *testing.T) {
	var seen []string
	ck := clerktest.New(t, clerktest.Config{Middleware: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen = append(seen, r.URL.Path)
			next.ServeHTTP(w, r)
		})
	}})
	if _, err := newBackend(t, ck).Users.Count(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(seen, []string{"/v1/users/count"}) {
		t.Errorf("it saw %v", seen)
	}
}

package clerktest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest"
)

func TestFaultsOfSomeRequests(t *testing.T) {
	const users, one = "/v1/users", "/v1/users/user_1"
	for _, row := range []struct {
		name  string
		fault clerktest.Fault
		asked string
		want  []int // what requests are answered with in turn; 0 for no answer
	}{
		{"a status for one operation", clerktest.Fault{Requests: "GET /v1/users/{user_id}", Status: 503}, one, []int{503, 503}},
		{"and not for another one", clerktest.Fault{Requests: "GET /v1/users/{user_id}", Status: 503}, users, []int{200}},
		{"nor for another method", clerktest.Fault{Requests: "POST /v1/users", Status: 503}, users, []int{200}},
		{"for all below a path", clerktest.Fault{Requests: "/v1/users/", Status: 500}, one, []int{500}},
		{"for every request", clerktest.Fault{Requests: "/", Status: 500}, frontendKeys, []int{500}},
		{"for what the server does not have", clerktest.Fault{Requests: "/v1/nothing", Status: 502}, "/v1/nothing", []int{502}},
		{"no answer", clerktest.Fault{Requests: "/", Drop: true, Status: 500}, users, []int{0}},
		{"some times", clerktest.Fault{Requests: "/", Status: 500, Times: 2}, users, []int{500, 500, 200}},
		{"after some", clerktest.Fault{Requests: "/", Status: 500, After: 1, Times: 1}, users, []int{200, 500, 200}},
	} {
		t.Run(row.name, func(t *testing.T) {
			ck := clerktest.New(t)
			ck.AddUser(clerktest.User{ID: "user_1"})
			remove := ck.Fault(row.fault)
			for i, want := range row.want {
				status, _, err := get(t, ck.URL()+row.asked, "Bearer "+ck.Options().SecretKey)
				if status != want || (err != nil) != (want == 0) {
					t.Errorf("request %d: got status %d (%v), want %d", i, status, err, want)
				}
			}
			remove()
			remove()
			if status, _, _ := get(t, ck.URL()+users, "Bearer "+ck.Options().SecretKey); status != 200 {
				t.Errorf("without the fault the status is %d", status)
			}
		})
	}
}

func TestAFaultSaysWhenToComeBack(t *testing.T) {
	ck := clerktest.New(t)
	ck.Fault(clerktest.Fault{Requests: "/", Status: 429, RetryAfter: 1500 * time.Millisecond})
	got := send(ck, http.MethodGet, "/v1/users", "")
	if got.header.Get("Retry-After") != "2" || !strings.Contains(got.body, "too_many_requests") {
		t.Errorf("Retry-After is %q, and the body %s", got.header.Get("Retry-After"), got.body)
	}
}

func TestAFaultDelays(t *testing.T) {
	ck := clerktest.New(t)
	const delay = 20 * time.Millisecond
	ck.Fault(clerktest.Fault{Requests: "GET /v1/users", Delay: delay})
	start := time.Now()
	if status := send(ck, http.MethodGet, "/v1/users", "").status; status != 200 || time.Since(start) < delay {
		t.Errorf("got status %d after %s, want 200 after %s", status, time.Since(start), delay)
	}
}

func TestFaultsThatAreMistakes(t *testing.T) {
	for _, row := range []struct {
		fault clerktest.Fault
		want  string
	}{
		{clerktest.Fault{Requests: "/"}, "nothing goes wrong"},
		{clerktest.Fault{Requests: "/", Status: 200}, "400 to 599"},
		{clerktest.Fault{Requests: "/", Status: 500, Times: -1}, "negative"},
		{clerktest.Fault{Requests: "", Status: 500}, "Requests"},
		{clerktest.Fault{Requests: "GET /{", Status: 500}, "Requests"},
	} {
		if got := failure(func(tb clerktest.TB) { clerktest.New(tb).Fault(row.fault) }); !strings.Contains(got, row.want) {
			t.Errorf("%+v: %q does not mention %q", row.fault, got, row.want)
		}
	}
}

func TestRateLimits(t *testing.T) {
	const most = 100 // of a development instance in ten seconds
	for _, row := range []struct {
		name    string
		config  clerktest.Config
		path    string
		allowed int
	}{
		{"there are none by default", clerktest.Config{}, "/v1/users/count", most + 1},
		{"of an instance", clerktest.Config{RateLimits: true}, "/v1/users/count", most},
		{"the keys have none", clerktest.Config{RateLimits: true}, backendKeys, most + 1},
		{"the Frontend API has none here", clerktest.Config{RateLimits: true}, frontendKeys, most + 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.config.Now = atMoment
			ck := clerktest.New(t, row.config)
			for i := range most + 1 {
				want := 200
				if i >= row.allowed {
					want = 429
				}
				if got := send(ck, http.MethodGet, row.path, ""); got.status != want {
					t.Fatalf("request %d: got %d %s, want %d", i, got.status, got.body, want)
				}
			}
		})
	}
}

func TestARateLimitIsThatOfAnObjectAndPasses(t *testing.T) {
	ck := clerktest.New(t, clerktest.Config{RateLimits: true, Now: atMoment})
	ada, bob := ck.AddUser(clerktest.User{Username: "ada"}), ck.AddUser(clerktest.User{Username: "bob"})
	update := func(user clerktest.User, path string) reply {
		return send(ck, http.MethodPatch, "/v1/users/"+user.ID+path, `{}`)
	}
	for range 5 {
		if a, b := update(ada, ""), update(ada, "/metadata"); a.status != 200 || b.status != 200 {
			t.Fatal(a.body, b.body)
		}
	}
	ck.Advance(3 * time.Second)
	if got := update(ada, ""); got.status != 429 || got.header.Get("Retry-After") != "7" {
		t.Errorf("the eleventh: %d, Retry-After %q", got.status, got.header.Get("Retry-After"))
	}
	if got := update(bob, ""); got.status != 200 {
		t.Errorf("another user: %s", got.body)
	}
	if got := send(ck, http.MethodGet, "/v1/users/"+ada.ID, ""); got.status != 200 {
		t.Errorf("another operation: %s", got.body)
	}
	ck.Advance(7 * time.Second)
	if got := update(ada, ""); got.status != 200 {
		t.Errorf("ten seconds later: %s", got.body)
	}
}

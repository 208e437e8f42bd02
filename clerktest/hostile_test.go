package clerktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/usher-auth/usher/clerktest"
)

// hostileBodies are what no client of Clerk's sends.
func hostileBodies(userID string) []string {
	deep := strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)
	return []string{
		"", "null", "[]", "{}", "1", `"x"`, "{", `{"a":`, `[null]`, `[{}]`, `[1]`, `{"user_ids":[null]}`, `{"scopes":[null]}`,
		strings.Repeat("[", 20_000), deep, `{"public_metadata":` + deep + `}`, `{"name":"\ud800"}`, "{\"name\":\"\xff\"}",
		`{"email_address":["\u0000@x"],"first_name":"` + strings.Repeat("a", 100_000) + `"}`,
		`{"expires_in_seconds":1e400}`, `{"expires_in_days":9223372036854775808}`, `{"user_id":"` + userID + `","expires_in_seconds":-1}`,
		`{"subject":"` + userID + `","name":"abc","seconds_until_expiration":1e-300}`, `{"created_at":"9999-12-31T23:59:59Z","username":"q"}`,
	}
}

func TestNothingThatIsSentMakesTheServerFail(t *testing.T) {
	ck := clerktest.New(t)
	ada := ck.AddUser(clerktest.User{Email: "ada@example.com"})
	bodies := hostileBodies(ada.ID)
	ask := func(pattern, id, query, contentType, body string) {
		t.Helper()
		method, path, _ := strings.Cut(pattern, " ")
		for strings.Contains(path, "{") {
			from, to := strings.Index(path, "{"), strings.Index(path, "}")
			path = path[:from] + id + path[to+1:]
		}
		r := httptest.NewRequest(method, ck.URL()+path+query, strings.NewReader(body))
		r.RequestURI = ""
		r.Header.Set("Authorization", "Bearer "+ck.Options().SecretKey)
		r.Header.Set("Content-Type", contentType)
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Errorf("%s %s with %.60q: %v", pattern, query, body, err)
			return
		}
		_ = response.Body.Close()
		if response.StatusCode >= 500 && response.StatusCode != http.StatusNotImplemented {
			t.Errorf("%s %s with %.60q is answered with %d", pattern, query, body, response.StatusCode)
		}
	}
	for _, pattern := range ck.Operations() {
		ask(pattern, "%00%ff", "", "application/json", "{}")
		if strings.HasPrefix(pattern, "DELETE ") {
			continue // Ada stays
		}
		for _, query := range []string{"?limit=-1&offset=99999999999999999999&order_by=%00&query=%ff", "?limit=500&offset=2147483647&status=x", "?%zz"} {
			ask(pattern, ada.ID, query, "application/json", "{}")
		}
		if strings.HasPrefix(pattern, "GET ") {
			continue
		}
		for _, body := range bodies {
			ask(pattern, ada.ID, "", "application/json", body)
		}
	}
	for _, path := range []string{"/v1/client/sign_ups", "/v1/client/sign_ins", "/v1/client/sessions/{id}/tokens", "/v1/dev_browser", "/sign-in", "/switch"} {
		for _, body := range append(bodies, "identifier=%00&password=%ff&strategy=password", "unsafe_metadata="+strings.Repeat("[", 9000), "%zz", "email_address=@") {
			ask("POST "+path, ada.ID, "", "application/x-www-form-urlencoded", body)
			ask("POST "+path, ada.ID, "?_is_native=1", "application/x-www-form-urlencoded", body)
		}
	}
}

func TestSnapshotsAreTakenWhileOthersWriteAndAfterClose(t *testing.T) {
	ck, other := clerktest.New(t), clerktest.New(t)
	ada := ck.AddUser(clerktest.User{Email: "ada@example.com"})
	var wg sync.WaitGroup
	for i, work := range []func(n int){
		func(n int) {
			if got := send(ck, "POST", "/v1/users", fmt.Sprintf(`{"username":"made%d"}`, n)); got.status != 200 {
				t.Errorf("a user is not made: %d %s", got.status, got.body)
			}
		},
		func(int) { send(ck, "GET", "/v1/users?limit=500", "") },
		func(int) {
			if err := other.Restore(ck.Snapshot()); err != nil {
				t.Errorf("what is taken while others write is no snapshot: %v", err)
			}
		},
		func(int) { ck.SignIn(ada).Token() },
		func(int) { ck.RotateKeys() },
	} {
		wg.Go(func() {
			for n := range 20 {
				work(100*i + n)
			}
		})
	}
	wg.Wait()
	if n := strings.Count(send(ck, "GET", "/v1/users?limit=500&query=made", "").body, `"username":"made`); n != 20 {
		t.Errorf("of 20 users there are %d", n)
	}

	if err := ck.Close(); err != nil {
		t.Error(err)
	}
	if err := ck.Close(); err != nil {
		t.Error(err)
	}
	ck.SignIn(ada).Token() // tokens are made without a server
	if ck.AddUser(clerktest.User{}).ID == "" || len(ck.Snapshot()) == 0 {
		t.Error("an instance that is closed has forgotten what it knew")
	}
	if got := send(other, "GET", "/v1/users/"+ada.ID, ""); got.status != 200 {
		t.Errorf("the instance beside it is answered with %d", got.status)
	}
}

package backendapi

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// A bench is an API whose clock can be set.
type bench struct {
	api        *API
	w          *world.World
	mux        *http.ServeMux
	now        time.Time
	key        string // what the requests have
	production bool
	least      int // of characters in a username
	events     []string
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{now: moment, key: "sk_test_x", mux: http.NewServeMux()}
	b.w = world.New(func() time.Time { return b.now }, t.Name())
	a := New(b.w, "sk_test_x", "https://images.example.com/")
	b.api = a
	a.Instance = func() Instance { return instanceOf(b) }
	for _, o := range a.Operations() {
		b.mux.HandleFunc(o.Method+" "+o.Path, a.Handler(o, func() string { return "trace" }))
	}
	b.w.Listen(func(events []world.Event) {
		for _, e := range events {
			b.events = append(b.events, e.Type)
		}
	})
	return b
}

// An answer is a status, the codes of a refusal with the params that they are about, and the object.
type answer struct {
	status int
	codes  string
	body   string
	object map[string]any
}

func (a answer) id() string { id, _ := a.object["id"].(string); return id }

// ask makes a request: "POST /users", and a body of JSON, or "".
func (b *bench) ask(request, body string) answer {
	method, path, _ := strings.Cut(request, " ")
	var content io.Reader = http.NoBody
	if body != "" {
		content = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, path, content)
	r.Header.Set("Authorization", "Bearer "+b.key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	out := answer{status: w.Code, body: w.Body.String()}
	_ = json.Unmarshal(w.Body.Bytes(), &out.object) // a list is no object
	var refused struct {
		Errors []struct {
			Code string
			Meta struct {
				ParamName string `json:"param_name"`
			}
		}
	}
	_ = json.Unmarshal(w.Body.Bytes(), &refused)
	var codes []string
	for _, e := range refused.Errors {
		if e.Meta.ParamName != "" {
			e.Code += "(" + e.Meta.ParamName + ")"
		}
		codes = append(codes, e.Code)
	}
	out.codes = strings.Join(codes, " ")
	return out
}

// make creates something, and returns its id.
func (b *bench) make(t testing.TB, request, body string) string {
	t.Helper()
	got := b.ask(request, body)
	if got.status != http.StatusOK || got.id() == "" {
		t.Fatalf("%s %s: %d %s", request, body, got.status, got.body)
	}
	return got.id()
}

// A refusalRow is a request that is refused, or not: codes "" is success.
type refusalRow struct {
	request, body string
	status        int
	codes         string
}

func (b *bench) refusals(t *testing.T, rows []refusalRow) {
	t.Helper()
	for _, row := range rows {
		got := b.ask(row.request, row.body)
		if got.status != row.status || got.codes != row.codes {
			t.Errorf("%s %s: got %d %s, want %d %s", row.request, row.body, got.status, got.codes, row.status, row.codes)
		}
	}
}

// signIn begins sessions of users.
func (b *bench) signIn(t testing.TB, users ...string) {
	t.Helper()
	for _, id := range users {
		b.make(t, "POST /sessions", `{"user_id":"`+id+`"}`)
	}
}

// ended returns whose sessions have been ended, in the order of the sessions.
func (b *bench) ended() []string {
	var users []string
	for s := range b.w.Sessions.Rows().All() {
		if s.Ended != "" {
			users = append(users, s.UserID)
		}
	}
	return users
}

// instanceOf is the instance of a bench. Its tokens are signed with a text that everybody knows.
func instanceOf(b *bench) Instance {
	return Instance{
		ID: "ins_bench", FrontendAPI: "https://clerk.example.com", Production: b.production, MinUsername: b.least,
		Sign: func(header map[string]any, claims []byte) (string, error) {
			return signWith("HS256", "key", header, claims)
		},
		Open: func(token string) (Opened, bool) {
			parts := strings.Split(token, ".")
			if len(parts) != 3 {
				return Opened{}, false
			}
			var header struct{ Typ, Cat string }
			text, _ := base64.RawURLEncoding.DecodeString(parts[0])
			_ = json.Unmarshal(text, &header)
			claims, err := base64.RawURLEncoding.DecodeString(parts[1])
			input := []byte(parts[0] + "." + parts[1])
			sum, _ := algorithms["HS256"].sign("key", input)
			return Opened{header.Typ, header.Cat, claims}, err == nil && base64.RawURLEncoding.EncodeToString(sum) == parts[2]
		},
	}
}

package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/internal/programtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A reader reads the events of a stream.
type reader struct {
	t      *testing.T
	answer *http.Response
	lines  *bufio.Scanner
}

// listen opens the stream.
func listen(t *testing.T, p *programtest.Program, header ...string) *reader {
	t.Helper()
	answer, err := p.Client.Do(p.Request(t, "GET", "/events", "", append([]string{"Accept: text/event-stream"}, header...)...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("GET /events answers %d %v", answer.StatusCode, answer.Header)
	}
	return &reader{t, answer, bufio.NewScanner(answer.Body)}
}

// An event is what an EventSource makes of a few lines.
type event struct {
	name, id string
	data     map[string]any
}

// next returns the next event, and false at the end of the stream.
func (r *reader) next() (event, bool) {
	r.t.Helper()
	var e event
	for r.lines.Scan() {
		field, value, _ := strings.Cut(r.lines.Text(), ": ")
		switch field {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.data); err != nil {
				r.t.Fatal(err)
			}
		case "":
			if e.name != "" {
				return e, true
			}
		}
	}
	return e, false
}

// expect fails the test unless the next event is of this name, with this member in its data.
func (r *reader) expect(name, member, want string) event {
	r.t.Helper()
	e, ok := r.next()
	if !ok || e.name != name || e.data[member] != want {
		r.t.Fatalf("the next event is %v (%t), want %s with %s %q", e, ok, name, member, want)
	}
	return e
}

func (r *reader) expectEnd() {
	r.t.Helper()
	if e, ok := r.next(); ok {
		r.t.Errorf("the stream goes on with %v", e)
	}
}

func TestTheStreamEndsWithTheTokenAndTheNextOneGoesOn(t *testing.T) {
	t.Parallel()
	p := programtest.Start(t, example().Run, nil, "-token-lifetime", "2s")
	if page := p.SignIn(t, "/", "Ada"); page.Status != 200 || !strings.Contains(page.Body, "<h1>Notes</h1>") {
		t.Fatalf("after the sign-in there is %d %s", page.Status, page.Body)
	}
	first := listen(t, p)
	first.expect("hello", "user", "user_ada")
	if answer := p.Do(t, p.Request(t, "POST", "/notes", "it rains")); answer.Status != 204 {
		t.Fatalf("POST /notes answers %d %s", answer.Status, answer.Body)
	}
	note := first.expect("note", "text", "it rains")
	first.expect("goodbye", "reason", "token-expired") // two seconds later at most
	first.expectEnd()

	// The browser connects again by itself. Its token has expired, and Usher refreshes it on the way.
	second := listen(t, p, "Last-Event-ID: "+note.id)
	second.expect("hello", "user", "user_ada")
	if answer := p.Do(t, p.Request(t, "POST", "/notes", "it stops")); answer.Status != 204 {
		t.Fatalf("POST /notes answers %d %s", answer.Status, answer.Body)
	}
	second.expect("note", "text", "it stops") // and not the one that it has got

	if code := p.End(); code != 0 {
		t.Errorf("Ctrl-C beside an open stream ends the program with %d: %s", code, p.Output)
	}
	second.expect("goodbye", "reason", "bond-ended")
	second.expectEnd()
}

func TestARevokedSessionHasNoStreamAndGetsNone(t *testing.T) {
	t.Parallel()
	p := programtest.Start(t, example().Run, nil)
	p.SignIn(t, "/", "Bob")
	stream := listen(t, p)
	stream.expect("hello", "user", "user_bob")
	if answer := p.Do(t, p.Request(t, "POST", "/revoke", "")); answer.Status != 204 {
		t.Fatalf("POST /revoke answers %d %s", answer.Status, answer.Body)
	}
	stream.expect("goodbye", "reason", "session-revoked")
	stream.expectEnd()
	// The token is good for a while. Its session is known to be over.
	for _, request := range []string{"GET /events", "POST /notes", "POST /revoke"} {
		method, path, _ := strings.Cut(request, " ")
		if answer := p.Do(t, p.Request(t, method, path, "x")); answer.Status != 401 || answer.Header.Get("X-Clerk-Auth-Reason") != "session-revoked" {
			t.Errorf("%s answers %d %s", request, answer.Status, answer.Body)
		}
	}
	if answer := p.Do(t, p.Request(t, "GET", "/", "", "Sec-Fetch-Dest: document", "Accept: text/html")); !strings.Contains(answer.URL, "/sign-in?") {
		t.Errorf("the page leads to %s: %d", answer.URL, answer.Status)
	}
}

func TestAWebhookEndsTheStreamsOfItsSession(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"session.revoked", "session.ended", "session.removed"} {
		t.Run(kind, func(t *testing.T) {
			ck := clerktest.New(t)
			p := programtest.Start(t, example().Run, programtest.Env(ck))
			ada, bob := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"})), ck.SignIn(ck.AddUser(clerktest.User{ID: "user_bob"}))
			hers, his := listen(t, p, "Authorization: Bearer "+ada.Token()), listen(t, p, "Authorization: Bearer "+bob.Token())
			hers.expect("hello", "user", "user_ada")
			his.expect("hello", "user", "user_bob")

			over := ck.Webhook(kind, map[string]any{"object": "session", "id": ada.SessionID(), "user_id": "user_ada", "status": "revoked"})
			if answer, err := over.Forged().Send(t.Context(), p.URL+"/webhooks"); err != nil || answer.Code != 400 {
				t.Errorf("a forged event is answered with %v, %v", answer, err)
			}
			if answer, err := over.Send(t.Context(), p.URL+"/webhooks"); err != nil || answer.Code >= 300 {
				t.Fatalf("the event is answered with %v, %v", answer, err)
			}
			hers.expect("goodbye", "reason", "session-revoked")
			hers.expectEnd()
			if answer := p.Do(t, p.Request(t, "GET", "/events", "", "Authorization: Bearer "+ada.Token())); answer.Status != 401 {
				t.Errorf("a new stream of the session answers %d %s", answer.Status, answer.Body)
			}
			p.Do(t, p.Request(t, "POST", "/notes", "still here", "Authorization: Bearer "+bob.Token()))
			his.expect("note", "text", "still here")
		})
	}
}

func TestWhoMayComeIn(t *testing.T) {
	t.Parallel()
	ck := clerktest.New(t)
	p := programtest.Start(t, example().Run, programtest.Env(ck))
	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	p.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, row := range []struct {
		name, method, path, body string
		header                   string
		change                   func(*http.Request) *http.Request
		status                   int
	}{
		{"a stranger, on the page", "GET", "/", "", "Sec-Fetch-Dest: document", nil, 307},
		{"a stranger, with a script", "GET", "/events", "", "", nil, 401},
		{"a user, with a cookie", "POST", "/notes", "hi", "Sec-Fetch-Site: same-origin", ada.AddCookies, 204},
		{"a user, on a page of another site", "POST", "/notes", "hi", "Sec-Fetch-Site: cross-site", ada.AddCookies, 403},
		{"a user, with a token", "POST", "/notes", "hi", "", ada.Authorize, 204},
		{"with nothing to say", "POST", "/notes", " \n", "", ada.Authorize, 400},
		{"with too much", "POST", "/notes", strings.Repeat("é", 501), "", ada.Authorize, 400},
		{"with more than that", "POST", "/notes", strings.Repeat("é", 5000), "", ada.Authorize, 400},
		{"with what is no text", "POST", "/notes", "\xff", "", ada.Authorize, 400},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := p.Request(t, row.method, row.path, row.body)
			if name, value, ok := strings.Cut(row.header, ": "); ok {
				r.Header.Set(name, value)
			}
			if row.change != nil {
				r = row.change(r)
			}
			if answer := p.Do(t, r); answer.Status != row.status {
				t.Errorf("the answer is %d, not %d: %s", answer.Status, row.status, answer.Body)
			}
		})
	}
}

func TestAServerThatCannotStreamIsLeftAlone(t *testing.T) {
	w := httptest.NewRecorder() // which knows no deadlines
	if err := (stream{w, http.NewResponseController(w)}).begin(); err == nil {
		t.Error("the stream begins without deadlines")
	}
}

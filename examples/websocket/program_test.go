package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"go.uber.org/goleak"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/internal/programtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A client is the browser's end of a socket.
type client struct {
	t      *testing.T
	socket *websocket.Conn
}

// dial opens a socket with the cookies of the program's client, and expects the welcome of a user.
func dial(t *testing.T, p *programtest.Program, user string, header ...string) *client {
	t.Helper()
	socket, response, err := websocket.Dial(t.Context(), p.URL+"/chat", &websocket.DialOptions{HTTPClient: p.Client, HTTPHeader: head(header...)}) //nolint:bodyclose // Dial has read what there is
	if err != nil {
		t.Fatalf("%v: %v", response, err)
	}
	t.Cleanup(func() { _ = socket.CloseNow() })
	c := &client{t, socket}
	c.expect(message{Type: "welcome", From: user})
	return c
}

func head(lines ...string) http.Header {
	h := http.Header{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		h.Set(name, value)
	}
	return h
}

func (c *client) send(m message) {
	c.t.Helper()
	if err := wsjson.Write(c.t.Context(), c.socket, m); err != nil {
		c.t.Fatal(err)
	}
}

// expect fails the test unless the next message is want, but for sentences and times.
func (c *client) expect(want message) (got message) {
	c.t.Helper()
	if err := wsjson.Read(c.t.Context(), c.socket, &got); err != nil {
		c.t.Fatalf("no message, want %v: %v", want, err)
	}
	bare := got
	bare.Detail, bare.Until = "", 0
	if bare != want {
		c.t.Fatalf("the message is %v, want %v", got, want)
	}
	return got
}

// expectEnd fails the test unless the socket is closed next, with this code and reason.
func (c *client) expectEnd(code websocket.StatusCode, reason string) {
	c.t.Helper()
	var m message
	err := wsjson.Read(c.t.Context(), c.socket, &m)
	if websocket.CloseStatus(err) != code || !strings.Contains(err.Error(), reason) {
		c.t.Errorf("the socket goes on with %v, or ends with %v; want %d %s", m, err, code, reason)
	}
}

// freshToken has the program make a token, as the page does.
func freshToken(t *testing.T, p *programtest.Program) string {
	t.Helper()
	answer := p.Do(t, p.Request(t, "POST", "/token", ""))
	var made struct{ Token string }
	if err := json.Unmarshal([]byte(answer.Body), &made); err != nil || answer.Status != 200 || made.Token == "" {
		t.Fatalf("POST /token answers %d", answer.Status)
	}
	return made.Token
}

func TestAConnectionOutlivesItsTokenWhileItIsRenewed(t *testing.T) {
	t.Parallel()
	p := programtest.Start(t, example().Run, nil, "-token-lifetime", "3s")
	if page := p.SignIn(t, "/", "Ada"); page.Status != 200 || !strings.Contains(page.Body, "<h1>Chat</h1>") {
		t.Fatalf("after the sign-in there is %d %s", page.Status, page.Body)
	}
	token := freshToken(t, p)
	renewed, left := dial(t, p, "user_ada"), dial(t, p, "user_ada")

	// A token that is made later lasts longer. They tell their end in whole seconds.
	renewed.send(message{Type: "token", Token: token})
	first := renewed.expect(message{Type: "renewed"}).Until
	renewed.send(message{Type: "say", Text: "hello"})
	renewed.expect(message{Type: "said", From: "user_ada", Text: "hello"})
	left.expect(message{Type: "said", From: "user_ada", Text: "hello"})
	for last := first; last == first; {
		renewed.send(message{Type: "token", Token: freshToken(t, p)})
		last = renewed.expect(message{Type: "renewed"}).Until
	}
	left.expectEnd(codeSignedOut, "token-expired")
	renewed.send(message{Type: "say", Text: "still here"})
	renewed.expect(message{Type: "said", From: "user_ada", Text: "still here"})
	renewed.expectEnd(codeSignedOut, "token-expired")

	// The page connects again, with a token that has expired and that Usher refreshes on the way.
	again := dial(t, p, "user_ada")
	code := make(chan int)
	go func() { code <- p.End() }() // which waits until the client agrees
	again.expectEnd(codeSignedOut, "bond-ended")
	if code := <-code; code != 0 {
		t.Errorf("Ctrl-C beside an open socket ends the program with %d: %s", code, p.Output)
	}
	if output := p.Output.String(); strings.Contains(output, "eyJ") {
		t.Error("the program prints a token")
	}
}

func TestTokensThatDoNotRenew(t *testing.T) {
	t.Parallel()
	ck := clerktest.New(t)
	p := programtest.Start(t, example().Run, programtest.Env(ck))
	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	c := dial(t, p, "user_ada", "Authorization: Bearer "+ada.Token())
	for _, row := range []struct {
		name, token, reason string
	}{
		{"one of somebody else", ck.SignIn(ck.AddUser(clerktest.User{ID: "user_bob"})).Token(), "caller-changed"},
		{"one of another session of hers", ck.SignIn(ck.AddUser(clerktest.User{ID: "user_eve"})).Claim("sub", "user_ada").Token(), "caller-changed"},
		{"one that has expired", ada.Expired().Token(), "token-expired"},
		{"a forged one", ada.Forged().Token(), "token-invalid-signature"},
		{"no token", "abc", "token-invalid"},
	} {
		c.send(message{Type: "token", Token: row.token})
		if got := c.expect(message{Type: "refused", Reason: row.reason}); got.Detail == "" {
			t.Errorf("%s: there is no sentence", row.name)
		}
	}
	// The connection holds as long as it did.
	c.send(message{Type: "say", Text: " still here "})
	c.expect(message{Type: "said", From: "user_ada", Text: "still here"})
	c.send(message{Type: "token", Token: ada.Token()})
	c.expect(message{Type: "renewed"})
}

func TestARevokedSessionIsClosedAndNotOpenedAgain(t *testing.T) {
	t.Parallel()
	ck := clerktest.New(t)
	p := programtest.Start(t, example().Run, programtest.Env(ck))
	ada, bob := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"})), ck.SignIn(ck.AddUser(clerktest.User{ID: "user_bob"}))
	hers, his := dial(t, p, "user_ada", "Authorization: Bearer "+ada.Token()), dial(t, p, "user_bob", "Authorization: Bearer "+bob.Token())
	event := ck.Webhook("session.ended", map[string]any{"object": "session", "id": ada.SessionID()})
	if answer, err := event.Send(t.Context(), p.URL+"/webhooks"); err != nil || answer.Code >= 300 {
		t.Fatalf("the event is answered with %v, %v", answer, err)
	}
	hers.expectEnd(codeSignedOut, "session-revoked")
	if answer := p.Do(t, p.Request(t, "POST", "/revoke", "", "Authorization: Bearer "+bob.Token())); answer.Status != 204 {
		t.Fatalf("POST /revoke answers %d %s", answer.Status, answer.Body)
	}
	his.expectEnd(codeSignedOut, "session-revoked")
	for _, token := range []string{ada.Token(), bob.Token()} {
		for _, request := range []string{"GET /chat", "POST /token", "POST /revoke"} {
			method, path, _ := strings.Cut(request, " ")
			if answer := p.Do(t, p.Request(t, method, path, "", "Authorization: Bearer "+token)); answer.Status != 401 {
				t.Errorf("%s answers %d %s", request, answer.Status, answer.Body)
			}
		}
	}
}

func TestWhoseUpgradeCounts(t *testing.T) {
	t.Parallel()
	ck := clerktest.New(t)
	p := programtest.Start(t, example().Run, programtest.Env(ck))
	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	const evil = "Origin: https://evil.example"
	home := "Origin: " + p.URL
	cookies := ada.AddCookies(&http.Request{Header: http.Header{}}).Header.Get("Cookie")
	for _, row := range []struct {
		name   string
		header []string
		status int
		says   string
	}{
		{"a page of the application, with cookies", []string{home, "Cookie: " + cookies}, 101, ""},
		{"which says so in the newer way", []string{home, "Sec-Fetch-Site: same-origin", "Cookie: " + cookies}, 101, ""},
		{"a page of another site, with cookies", []string{evil, "Cookie: " + cookies}, 403, "cross-origin-request"},
		{"which says so in the newer way", []string{evil, "Sec-Fetch-Site: cross-site", "Cookie: " + cookies}, 403, "cross-origin-request"},
		{"of another port of this machine", []string{"Origin: http://127.0.0.1:1", "Cookie: " + cookies}, 403, "cross-origin-request"},
		{"of a sandboxed frame", []string{"Origin: null", "Cookie: " + cookies}, 403, "cross-origin-request"},
		{"a page of another site, with a token", []string{evil, "Authorization: Bearer " + ada.Token()}, 403, "not authorized for Host"},
		{"a program, with a token", []string{"Authorization: Bearer " + ada.Token()}, 101, ""},
		{"a stranger", []string{home}, 401, "reason"},
	} {
		t.Run(row.name, func(t *testing.T) {
			socket, response, err := websocket.Dial(t.Context(), p.URL+"/chat", &websocket.DialOptions{HTTPClient: p.Client, HTTPHeader: head(row.header...)}) //nolint:bodyclose // Dial has read what there is
			if err == nil {
				defer func() { _ = socket.CloseNow() }()
			}
			if response.StatusCode != row.status {
				t.Fatalf("the answer is %d, not %d: %v", response.StatusCode, row.status, err)
			}
			if text := body(t, response); !strings.Contains(text, row.says) {
				t.Errorf("the answer is %s, without %q", text, row.says)
			}
		})
	}
	t.Run("nor does the page of another site get a token", func(t *testing.T) {
		if answer := p.Do(t, p.Request(t, "POST", "/token", "", evil, "Cookie: "+cookies)); answer.Status != 403 {
			t.Errorf("POST /token answers %d", answer.Status)
		}
	})
}

// body returns what a refusal says: Dial keeps the first KiB.
func body(t *testing.T, response *http.Response) string {
	t.Helper()
	if response.StatusCode == 101 {
		return ""
	}
	text := make([]byte, 1024)
	n, _ := response.Body.Read(text)
	return string(text[:n])
}

func TestMessagesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	ck := clerktest.New(t)
	p := programtest.Start(t, example().Run, programtest.Env(ck))
	token := "Authorization: Bearer " + ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"})).Token()
	c := dial(t, p, "user_ada", token)
	for _, m := range []message{{}, {Type: "shout"}, {Type: "say"}, {Type: "say", Text: strings.Repeat("é", maxText+1)}} {
		c.send(m)
		c.expect(message{Type: "refused"})
	}
	for name, row := range map[string]struct {
		text string
		code websocket.StatusCode
	}{
		"no JSON":  {"{", websocket.StatusInvalidFramePayloadData},
		"too long": {`{"type":"say","text":"` + strings.Repeat("a", maxMessage) + `"}`, websocket.StatusMessageTooBig},
	} {
		t.Run(name, func(t *testing.T) {
			c := dial(t, p, "user_ada", token)
			if err := c.socket.Write(t.Context(), websocket.MessageText, []byte(row.text)); err != nil {
				t.Fatal(err)
			}
			c.expectEnd(row.code, "")
		})
	}
}

func TestWhoDoesNotReadIsLeftBehind(t *testing.T) {
	r := newRoom()
	dropped := 0
	slow, quick := r.join(func() { dropped++ }), r.join(func() { t.Error("who reads is dropped") })
	for range backlog + 2 {
		r.tell(message{Type: "said"})
		<-quick.inbox
	}
	if dropped != 1 || len(slow.inbox) != backlog {
		t.Errorf("dropped %d times with %d messages waiting", dropped, len(slow.inbox))
	}
	if code, why := farewell(errBehind); code != websocket.StatusTryAgainLater || why == "" {
		t.Errorf("the socket is closed with %d %s", code, why)
	}
	if code, _ := farewell(context.Canceled); code != websocket.StatusNormalClosure {
		t.Errorf("a client that has gone is told %d", code)
	}
}

package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/examples/internal/program"
	"github.com/usher-auth/usher/middleware"
)

// reads has the server read what a client sends, and nobody write, until talk returns and the socket is closed. What is said goes to the
// member.
func reads(t *testing.T, change func(*connection), talk func(c *client, in *clerktest.SignIn, told <-chan message), others func(*member)) {
	t.Helper()
	ck := clerktest.New(t)
	auth, err := middleware.New(ck.Options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = auth.Close() })
	a := &app{Setup: program.Setup{Auth: auth}, room: newRoom()}
	listener := a.room.join(func() {})
	read := make(chan struct{})
	server := httptest.NewServer(auth.RequireAuth(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(read)
		_, bond, err := a.Auth.Bind(r)
		if err != nil {
			t.Error(err)
			return
		}
		defer bond.Release()
		socket, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = socket.CloseNow() }()
		pace := make(chan time.Time)
		close(pace)
		c := &connection{app: a, bond: bond, socket: socket, pace: pace}
		change(c)
		_ = c.read(context.WithoutCancel(r.Context()))
	})))
	t.Cleanup(server.Close)
	in := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	socket, _, err := websocket.Dial(t.Context(), server.URL, &websocket.DialOptions{HTTPHeader: head("Authorization: Bearer " + in.Token())}) //nolint:bodyclose // Dial has read what there is
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t, socket}
	c.expect(message{Type: "welcome", From: "user_ada"})
	told := make(chan message, 100)
	go func() {
		defer close(told)
		for m := (message{}); wsjson.Read(t.Context(), socket, &m) == nil; m = (message{}) {
			told <- m
		}
	}()
	talk(c, in, told)
	_ = socket.Close(websocket.StatusNormalClosure, "") // the server reads all that was sent before
	<-read
	for m := range told {
		t.Errorf("the client is told %v", m)
	}
	others(listener)
}

// TestMessagesAfterTheEndDoNotCount has a client that goes on sending while the writer is closing the socket.
func TestMessagesAfterTheEndDoNotCount(t *testing.T) {
	t.Parallel()
	reads(t, func(c *connection) { c.bond.Release() }, func(c *client, in *clerktest.SignIn, _ <-chan message) {
		for _, m := range []message{{Type: "say", Text: "too late"}, {Type: "token", Token: in.Token()}, {}} {
			c.send(m)
		}
	}, func(others *member) {
		if len(others.inbox) != 0 {
			t.Errorf("the others are told %v", <-others.inbox)
		}
	})
}

func TestAFloodIsHandedOnAsFastAsOthersCanRead(t *testing.T) {
	t.Parallel()
	pace := make(chan time.Time)
	reads(t, func(c *connection) { c.pace = pace }, func(c *client, _ *clerktest.SignIn, told <-chan message) {
		for range 3 {
			c.send(message{Type: "say", Text: "hello"})
		}
		c.send(message{Type: "say", Text: strings.Repeat("a", maxText+1)}) // which nobody is told
		for range 3 {
			select {
			case pace <- time.Time{}:
			case <-told: // about the last
				t.Fatal("the server has read everything at once")
			}
		}
		if m := <-told; m.Type != "refused" {
			t.Errorf("the client is told %v", m)
		}
	}, func(others *member) {
		if len(others.inbox) != 3 {
			t.Errorf("the others are told %d messages", len(others.inbox))
		}
	})
}

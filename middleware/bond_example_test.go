package middleware_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
)

// Server-sent events until the token expires or the session is over. The browser then connects anew by itself, with the cookie
// that it has by then, or is refused.
func ExampleUsher_Bind() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	news := make(chan string, 1)
	events := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, bond, err := auth.Bind(r)
		if refused := (*middleware.Error)(nil); errors.As(err, &refused) {
			middleware.WriteError(w, r, refused)
			return
		}
		defer bond.Release()
		w.Header().Set("Content-Type", "text/event-stream")
		for {
			select {
			case item := <-news:
				fmt.Fprintf(w, "data: %s\n\n", item)
				_ = http.NewResponseController(w).Flush()
			case <-ctx.Done():
				return
			}
		}
	})
	server := httptest.NewServer(auth.RequireAuth(events))
	defer server.Close()

	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	r, _ := http.NewRequest("GET", server.URL, http.NoBody)
	news <- "it rains"
	answer, err := http.DefaultClient.Do(ada.AddCookies(r))
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	lines.Scan()
	fmt.Println(lines.Text())

	// Say, a webhook tells that the session was revoked.
	n := auth.EndBonds(func(caller *authobject.Auth) bool { return caller.SessionID() == ada.SessionID() })
	for lines.Scan() && lines.Text() == "" {
	}
	fmt.Println("ended:", n)
	// Output:
	// data: it rains
	// ended: 1
}

// A connection in both directions, such as a WebSocket, goes on with tokens that the client sends over it. The protocol here is one
// line for a message; with a library for WebSockets it is the same loop.
func ExampleBond_Renew() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer ck.Close()
	auth, err := middleware.New(ck.Options())
	if err != nil {
		log.Fatal(err)
	}
	defer auth.Close()

	chat := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, bond, err := auth.Bind(r)
		if refused := (*middleware.Error)(nil); errors.As(err, &refused) {
			middleware.WriteError(w, r, refused)
			return
		}
		defer bond.Release()
		conn, stream, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		defer context.AfterFunc(ctx, func() { conn.Close() })() // ends the wait for a message
		fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: lines\r\n\r\n")
		for {
			line, err := stream.ReadString('\n')
			if err != nil || bond.Err() != nil {
				return
			}
			if token, ok := strings.CutPrefix(strings.TrimSpace(line), "token "); ok {
				var refused *middleware.Error
				if errors.As(bond.Renew(ctx, token), &refused) {
					fmt.Fprintln(conn, "refused:", refused.Reason)
				} else {
					fmt.Fprintln(conn, "renewed")
				}
				continue
			}
			fmt.Fprintf(conn, "%s says %s", bond.Auth().UserID(), line)
		}
	})
	server := httptest.NewServer(auth.RequireAuth(chat))
	defer server.Close()

	ada := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_ada"}))
	bob := ck.SignIn(ck.AddUser(clerktest.User{ID: "user_bob"}))
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: lines\r\nAuthorization: Bearer %s\r\n\r\n", ada.Token())
	lines := bufio.NewScanner(conn)
	for lines.Scan() && lines.Text() != "" {
	}
	for _, message := range []string{"hello", "token " + ada.Token(), "token " + bob.Token()} {
		fmt.Fprintln(conn, message)
		lines.Scan()
		fmt.Println(lines.Text())
	}
	// Output:
	// user_ada says hello
	// renewed
	// refused: caller-changed
}

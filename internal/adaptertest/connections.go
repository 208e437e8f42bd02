package adaptertest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/usher-auth/usher/clerktest"
)

// connections is what becomes of responses that are more than one piece, and of many at once.
func connections() []behaviour {
	behindAuth := func(handler func(j *journal) Handler) func(*world, *journal) Service {
		return func(w *world, j *journal) Service {
			u := w.usher()
			return Service{Recover: true, Group: Group{Mounts: []Mount{authenticate(u)}, Groups: []Group{{
				Prefix: "/in", Mounts: []Mount{requireAuth(u)},
				Routes: []Route{{Methods: "GET POST", Path: "/it", Handler: handler(j)}, {Methods: "GET", Path: "/who", Handler: j.who}},
			}}}}
		}
	}
	upgrade := func(r *http.Request) {
		r.Header.Set("Connection", "Upgrade")
		r.Header.Set("Upgrade", "websocket")
	}
	switched := behindAuth(func(j *journal) Handler { return j.hijack })
	return []behaviour{
		{"server-sent events leave when they are flushed", behindAuth(func(j *journal) Handler { return j.events }), func(c *client) {
			r := c.request("GET", "/in/it", c.user())
			response, err := c.transport.RoundTrip(r)
			if err != nil {
				c.note("no answer: %v", err)
				return
			}
			defer response.Body.Close()
			first := make([]byte, len("data: 1\n\n"))
			_, err = io.ReadFull(response.Body, first)
			c.note("%q %v, and the second is not yet sent", first, err)
			c.journal.release <- struct{}{}
			c.note("%s", dump(r, response))
		}, []string{`"data: 1\n\n" <nil>, and the second is not yet sent`, "200 OK", "Content-Type: text/event-stream", "length -1 [chunked]", "data: 2\n\n"}},
		{"a connection is handed over to a handler", switched, func(c *client) { c.raw(c.request("GET", "/in/it", c.user(), upgrade)) },
			[]string{"101 Switching Protocols", "Upgrade: websocket", `then "you said ping, user_ada\n", <nil>`, "handed over"}},
		{"a connection is handed over by cookies of the application's own page", switched, func(c *client) {
			c.raw(c.request("GET", "/in/it", c.browser(), upgrade, header("Origin", "http://"+host), header("Sec-Fetch-Site", "same-origin")))
		}, []string{"101 Switching Protocols", "you said ping, user_ada"}},
		{"a connection is not handed over to a stranger", switched, func(c *client) { c.raw(c.request("GET", "/in/it", upgrade)) },
			[]string{"401 Unauthorized", "application/problem+json", "handlers:\n"}},
		{"a connection is not handed over to another site's page", switched, func(c *client) {
			c.raw(c.request("GET", "/in/it", c.browser(), upgrade, header("Origin", "https://evil.example")))
		}, []string{"403 Forbidden", "cross-origin-request", "handlers:\n"}},
		{"http.ResponseController reaches the connection", behindAuth(func(j *journal) Handler {
			return func(x Exchange) {
				control := http.NewResponseController(x.W)
				j.note("write deadline %v", control.SetWriteDeadline(time.Now().Add(time.Minute)))
				j.note("read deadline %v", control.SetReadDeadline(time.Now().Add(time.Minute)))
				j.note("full duplex %v", control.EnableFullDuplex())
				j.note("flush %v", control.Flush())
			}
		}), func(c *client) { c.do("POST", "/in/it", c.user()) },
			[]string{"200 OK", "write deadline <nil>\nread deadline <nil>\nfull duplex <nil>\nflush <nil>"}},
		{"a panic below the guards reaches the recovery above, and harms no other request", behindAuth(func(j *journal) Handler {
			return func(x Exchange) {
				j.note("ran %s", x.R.URL.Path)
				panic("a mistake")
			}
		}), func(c *client) {
			c.do("GET", "/in/it", c.user())
			c.do("GET", "/in/who", c.user())
			c.do("GET", "/in/who")
			c.do("GET", "/in/it")
		}, []string{"500 Internal Server Error", "Vary: Authorization, Cookie", "length 0", "200 OK", `true, user "user_ada"`, "401 Unauthorized", "401 Unauthorized", "handlers:\nran /in/it\nran GET /in/who"}},
		{"a client that leaves ends the context of the handler", behindAuth(func(j *journal) Handler {
			return func(x Exchange) {
				j.arrived <- struct{}{}
				<-x.R.Context().Done()
				j.note("the context: %v", x.R.Context().Err())
				j.left <- struct{}{}
			}
		}), func(c *client) {
			r := c.request("GET", "/in/it", c.user())
			ctx, leave := context.WithCancel(r.Context())
			defer leave()
			go func() {
				c.await("handler", c.journal.arrived)
				leave()
			}()
			response, err := c.transport.RoundTrip(r.WithContext(ctx))
			c.note("the answer: %v", err)
			if err == nil {
				_ = response.Body.Close()
			}
			c.await("end of the handler", c.journal.left)
		}, []string{"the answer: context canceled", "the context: context canceled"}},
		{"the deadline of the server is that of the handler", behindAuth(func(j *journal) Handler {
			return func(x Exchange) {
				deadline, ok := x.R.Context().Deadline()
				j.note("deadline %v %v", deadline, ok)
			}
		}), get(func(c *client) func(*http.Request) { return c.user() }, "/in/it"), []string{"200 OK", "deadline 2100-01-01 00:00:00 +0000 UTC true"}},
		{"a large response streams through the guards", behindAuth(func(*journal) Handler {
			return func(x Exchange) {
				for range 300 {
					_, _ = io.WriteString(x.W, strings.Repeat("a line of forty characters, or nearly so", 10))
				}
			}
		}), func(c *client) {
			text := c.answer(c.request("GET", "/in/it", c.user()))
			c.note("%d characters: %.400s", len(text), text)
		}, []string{"200 OK", "[chunked]", "a line of forty"}},
		{"many users at once are each their own", shop, crowd, []string{"200 OK", `user "user_00"`, `user "user_31"`}},
	}
}

// events sends two events, the second when it is told to.
func (j *journal) events(x Exchange) {
	x.W.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(x.W)
	for i, wait := range []<-chan struct{}{nil, j.release} {
		if wait != nil {
			select {
			case <-wait:
			case <-x.R.Context().Done():
				return
			}
		}
		_, err := fmt.Fprintf(x.W, "data: %d\n\n", i+1)
		j.note("sent %d: %v %v", i+1, err, control.Flush())
	}
}

// hijack takes the connection over, as a WebSocket library does, and answers one line.
func (j *journal) hijack(x Exchange) {
	auth, _ := x.Auth()
	hijacker, ok := x.W.(http.Hijacker)
	if !ok {
		j.note("the writer is no http.Hijacker")
		return
	}
	conn, both, err := hijacker.Hijack()
	j.note("handed over: %v", err)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	_, _ = both.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	_ = both.Flush()
	line, _ := both.ReadString('\n')
	_, _ = fmt.Fprintf(both, "you said %s, %s\n", strings.TrimSpace(line), auth.UserID())
	_ = both.Flush()
}

// crowd sends requests of 32 users and of strangers at once, and writes the answers down in order.
func crowd(c *client) {
	const users, each = 32, 8
	answers := make([]string, 0, users*each)
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range users {
		id := fmt.Sprintf("user_%02d", i)
		person, ok := c.User(id)
		if !ok {
			person = c.AddUser(clerktest.User{ID: id})
		}
		token := c.SignIn(person)
		all.Go(func() {
			for n := range each {
				r := c.request("GET", "/me", func(r *http.Request) {
					if n%4 != 3 {
						token.Authorize(r)
					}
				})
				text := c.answer(r)
				mu.Lock()
				answers = append(answers, text)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(answers)
	c.note("%s", strings.Join(answers, ""))
}

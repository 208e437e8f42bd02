package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/usher-auth/usher/middleware"
)

const (
	maxMessage = 20 << 10         // bytes: a token has up to 16 KiB
	maxText    = 500              // characters
	patience   = 10 * time.Second // with a client that does not read or answer
	heartbeat  = 30 * time.Second
	sayEvery   = 100 * time.Millisecond // at most, or whoever sends a flood would leave all others too far behind
)

// errBehind ends a connection whose client does not read.
var errBehind = errors.New("too far behind")

// chat is a connection from its beginning to its end.
//
// Two things keep other sites out, whose pages can open a WebSocket here and have the browser send the cookies along. Usher does not
// count cookies in an upgrade from another origin, so the guard above answers 403; it would do so for any library. And Accept
// refuses every Origin but the host of the request, whatever the credential is. For a front end on another origin, name that
// in WithTrustedOrigins and in OriginPatterns.
func (a *app) chat(w http.ResponseWriter, r *http.Request) {
	a.Sockets.Add(1)
	defer a.Sockets.Done()
	ctx, bond, err := a.Auth.Bind(r)
	if refused := (*middleware.Error)(nil); errors.As(err, &refused) {
		middleware.WriteError(w, r, refused)
		return
	}
	defer bond.Release()
	socket, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // it was answered
	}
	defer func() { _ = socket.CloseNow() }() // where it is closed already, this tells nothing more
	socket.SetReadLimit(maxMessage)

	ctx, end := context.WithCancelCause(ctx)
	me := a.room.join(func() { end(errBehind) })
	defer a.room.leave(me)
	pace := time.NewTicker(sayEvery)
	defer pace.Stop()
	c := &connection{app: a, bond: bond, socket: socket, pace: pace.C}
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.write(ctx, me.inbox)
	}()
	// Reading does not end with the bond, but with the socket, which the writer closes: the client is told why first.
	end(c.read(context.WithoutCancel(ctx)))
	<-written
}

// A connection is a socket and who is at its other end.
type connection struct {
	app    *app
	bond   *middleware.Bond
	socket *websocket.Conn
	pace   <-chan time.Time // one for each message that is handed on; a client that is faster has to wait until we read
}

// read acts on what the client sends, until the socket is closed.
func (c *connection) read(ctx context.Context) error {
	c.send(ctx, message{Type: "welcome", From: c.bond.Auth().UserID(), Until: c.bond.Until().UnixMilli()})
	for {
		var m message
		if err := wsjson.Read(ctx, c.socket, &m); err != nil {
			return err
		}
		if c.bond.Err() != nil {
			continue // what comes after the end does not count; the writer is closing the socket
		}
		switch text := strings.TrimSpace(m.Text); m.Type {
		case "token":
			c.renew(ctx, m.Token)
		case "say":
			if text == "" || utf8.RuneCountInString(text) > maxText {
				c.send(ctx, message{Type: "refused", Detail: fmt.Sprintf("say 1 to %d characters", maxText)})
				continue
			}
			<-c.pace
			if c.bond.Err() == nil { // it may have ended meanwhile
				c.app.room.tell(message{Type: "said", From: c.bond.Auth().UserID(), Text: text})
			}
		default:
			c.send(ctx, message{Type: "refused", Detail: "a message is of type say or token"})
		}
	}
}

// renew goes on with a new token. One that does not do leaves the connection as it is.
func (c *connection) renew(ctx context.Context, token string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var refused *middleware.Error
	if errors.As(c.bond.Renew(ctx, token), &refused) {
		c.send(ctx, message{Type: "refused", Reason: string(refused.Reason), Detail: refused.Detail})
		return
	}
	c.send(ctx, message{Type: "renewed", Until: c.bond.Until().UnixMilli()})
}

// write hands on what is said until ctx ends, and then closes the socket.
func (c *connection) write(ctx context.Context, inbox <-chan message) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for ctx.Err() == nil {
		select {
		case m := <-inbox:
			if ctx.Err() == nil { // both may be ready, and what is said after the end is not for this client
				c.send(context.WithoutCancel(ctx), m) // whose end would break the socket off in the middle of a message
			}
		case <-beat.C:
			if !c.isAlive(ctx) {
				_ = c.socket.CloseNow()
				return
			}
		case <-ctx.Done():
		}
	}
	code, why := farewell(context.Cause(ctx))
	_ = c.socket.Close(code, why) // it waits five seconds at most for the client to agree
}

// isAlive reports whether the client answers, or need not any more.
func (c *connection) isAlive(ctx context.Context) bool {
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return c.socket.Ping(waiting) == nil || ctx.Err() != nil
}

// send writes a message. A client that takes it too slowly finds its socket closed.
func (c *connection) send(ctx context.Context, m message) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_ = wsjson.Write(ctx, c.socket, m) // a socket that fails is closed, and reading tells so
}

// Codes with which this application closes a socket (RFC 6455 section 7.4.2), for its own client.
const (
	codeSignedOut = 4401 // send a new token with a new connection, or sign in
	codeForbidden = 4403 // the token is good, and its user may not be here any more
)

// farewell returns the code and the reason that a socket is closed with. A reason has 123 bytes at most.
func farewell(why error) (websocket.StatusCode, string) {
	var ended *middleware.Error
	switch {
	case errors.As(why, &ended) && ended.Status == http.StatusForbidden:
		return codeForbidden, string(ended.Reason)
	case errors.As(why, &ended):
		return codeSignedOut, string(ended.Reason)
	case errors.Is(why, errBehind):
		return websocket.StatusTryAgainLater, why.Error()
	}
	return websocket.StatusNormalClosure, ""
}

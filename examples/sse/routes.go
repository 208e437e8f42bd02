package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/examples/internal/program"
	"github.com/usher-auth/usher/middleware"
)

//go:embed page.html page.js
var files embed.FS

const (
	patience  = 10 * time.Second // with a client that does not read
	heartbeat = 15 * time.Second // so that what stands between does not take the stream for dead
	maxNote   = 500              // characters
)

// An app is what you would write yourself.
type app struct {
	program.Setup
	notes *feed
}

func routes(_ context.Context, with program.Setup) (http.Handler, error) {
	a := &app{Setup: with, notes: newFeed(with.Now())}
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", with.Auth.RequireAuthPage(program.Files(files)))
	mux.Handle("GET /page.js", program.Files(files))
	mux.Handle("GET /events", with.Auth.RequireAuth(http.HandlerFunc(a.events)))
	mux.Handle("POST /notes", with.Auth.RequireAuth(http.HandlerFunc(a.write)))
	mux.Handle("POST /revoke", with.Auth.RequireAuth(http.HandlerFunc(a.revoke)))
	if with.Webhooks != nil {
		mux.Handle("POST /webhooks", with.Webhooks)
	}
	return with.Auth.Authenticate(mux), nil
}

// events is the stream. It ends with the bond, and the client comes back: an EventSource does so by itself, with the cookie that it
// has by then, or is refused.
func (a *app) events(w http.ResponseWriter, r *http.Request) {
	ctx, bond, err := a.Auth.Bind(r)
	if refused := (*middleware.Error)(nil); errors.As(err, &refused) {
		middleware.WriteError(w, r, refused)
		return
	}
	defer bond.Release()
	stream := stream{w: w, control: http.NewResponseController(w)}
	if err := stream.begin(); err != nil {
		return
	}
	at := a.notes.position(r.Header.Get("Last-Event-ID"))
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if stream.send("hello", 0, greeting{bond.Auth().UserID(), bond.Until().UnixMilli()}) != nil {
		return
	}
	for {
		notes, more := a.notes.after(at)
		for _, n := range notes {
			if ctx.Err() != nil || stream.send("note", n.id, n) != nil {
				return // the bond has ended, or the client has gone
			}
			at = n.id
		}
		select {
		case <-more:
		case <-beat.C:
			if stream.print(": still here\n\n") != nil {
				return
			}
		case <-ctx.Done():
			stream.goodbye(context.Cause(ctx))
			return
		}
	}
}

// A greeting tells whom the stream is for, and when it ends, in milliseconds since 1970.
type greeting struct {
	User  string `json:"user"`
	Until int64  `json:"until"`
}

// A stream writes events (HTML standard, section 9.2). Its deadlines are its own: those of the server are for a whole answer.
type stream struct {
	w       io.Writer
	control *http.ResponseController
}

func (s stream) begin() error {
	w := s.w.(http.ResponseWriter)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would collect the events otherwise
	if err := s.control.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	return s.print("retry: 1000\n\n")
}

// send writes an event, with its id unless that is 0.
func (s stream) send(name string, id int64, data any) error {
	text, err := json.Marshal(data) // one line, so nothing in it can begin another field
	if err != nil {
		return err
	}
	event := "event: " + name + "\n"
	if id != 0 {
		event += fmt.Sprintf("id: %d\n", id)
	}
	return s.print(event + "data: " + string(text) + "\n\n")
}

func (s stream) print(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := io.WriteString(s.w, text); err != nil {
		return err
	}
	return s.control.Flush()
}

// goodbye says why the stream ends, if that is the bond. After it the client connects again, or has gone.
func (s stream) goodbye(why error) {
	if ended := (*middleware.Error)(nil); errors.As(why, &ended) {
		_ = s.send("goodbye", 0, map[string]string{"reason": string(ended.Reason), "detail": ended.Detail})
	}
}

// write takes a note, as plain text.
func (a *app) write(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4*maxNote))
	note := strings.TrimSpace(string(text))
	if err != nil || note == "" || !utf8.ValidString(note) || utf8.RuneCountInString(note) > maxNote {
		http.Error(w, fmt.Sprintf("send a note of 1 to %d characters", maxNote), http.StatusBadRequest)
		return
	}
	me, _ := authobject.FromContext(r.Context())
	a.notes.add(me.UserID(), note)
	w.WriteHeader(http.StatusNoContent)
}

// revoke ends the caller's session, as an administrator would end somebody's, and all its streams at once.
func (a *app) revoke(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	if _, err := a.Backend.Sessions.Revoke(r.Context(), me.SessionID()); err != nil {
		http.Error(w, "Clerk could not be told to end the session; try again", http.StatusBadGateway)
		return
	}
	if err := a.Over.RevokeSession(me.SessionID()); err != nil {
		http.Error(w, "the session has ended, and its token lives on for a moment: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

package main

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/internal/peer"
)

// maxAsked is how long the body of a request to the console may be, in bytes.
const maxAsked = 64 << 10

// A console is what usher dev serves beside the emulator: its page, and what the other commands ask a running one.
type console struct {
	app         string // where browsers go that have signed in, "" for nowhere
	allowRemote bool
	journal     journal
	next        http.Handler     // the emulator
	ck          *clerktest.Clerk // nil until open
	client      *backend.Client
	routes      *http.ServeMux
	ready       chan struct{} // closed by open
}

func newConsole(app string) *console {
	c := &console{app: app, routes: http.NewServeMux(), ready: make(chan struct{})}
	foreign := http.NewCrossOriginProtection() // no other site may send the form
	c.routes.HandleFunc("GET /{$}", c.page)
	c.routes.Handle("POST /usher/users", foreign.Handler(http.HandlerFunc(c.addUser)))
	c.routes.HandleFunc("POST /usher/token", c.withKey(c.token))
	c.routes.HandleFunc("GET /usher/webhooks", c.withKey(c.webhooks))
	return c
}

// open has the console answer for an instance.
func (c *console) open(ck *clerktest.Clerk, allowRemote bool) (err error) {
	c.ck, c.allowRemote = ck, allowRemote
	options := ck.Options()
	options.HTTPClient = &http.Client{Timeout: 10 * time.Second, Transport: c}
	if c.client, err = backend.New(options); err != nil {
		return err
	}
	close(c.ready)
	return nil
}

// RoundTrip asks the emulator past the network and the journal, in which the console's own questions would be noise.
func (c *console) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	if r.Body == nil {
		r = r.Clone(r.Context())
		r.Body = http.NoBody
	}
	c.next.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// middleware serves the console's own addresses and hands on the others.
func (c *console) middleware(next http.Handler) http.Handler {
	c.next = next
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := c.routes.Handler(r); pattern == "" {
			c.journal.watch(next, w, r)
			return
		}
		select {
		case <-c.ready:
		case <-r.Context().Done():
			return
		}
		// A page elsewhere whose name leads to this machine shall not read what is here.
		if host := (&url.URL{Host: r.Host}).Hostname(); !c.allowRemote && !peer.IsLoopback(host) {
			http.Error(w, "usher dev answers on this machine only, and under its names", http.StatusMisdirectedRequest)
			return
		}
		c.routes.ServeHTTP(w, r)
	})
}

// withKey lets those in who have the secret key.
func (c *console) withKey(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+c.ck.Options().SecretKey)) == 0 {
			refuse(w, http.StatusUnauthorized, "the secret key is not the one of this usher dev; take what it printed as CLERK_SECRET_KEY")
			return
		}
		next(w, r)
	}
}

// A message is what the console answers when it refuses.
type message struct {
	Message string `json:"message"`
}

func refuse(w http.ResponseWriter, status int, text string) { answer(w, status, message{text}) }

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client has gone; there is nobody to tell
}

// token makes a session token.
func (c *console) token(w http.ResponseWriter, r *http.Request) {
	var wish wish
	if err := json.NewDecoder(io.LimitReader(r.Body, maxAsked)).Decode(&wish); err != nil {
		refuse(w, http.StatusBadRequest, "the body is no JSON: "+err.Error())
		return
	}
	token, err := wish.mint(r.Context(), c.ck, c.client)
	if err != nil {
		refuse(w, http.StatusUnprocessableEntity, err.Error())
		return
	}
	answer(w, http.StatusOK, minted{token})
}

type minted struct {
	Token string `json:"token"`
}

// A stored is an event that was delivered.
type stored struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	URL      string `json:"url"`
	State    string `json:"state"`
	Attempts int    `json:"attempts"`
	Body     []byte `json:"body"` // as base64, to the byte
}

// webhooks answers with what was delivered.
func (c *console) webhooks(w http.ResponseWriter, _ *http.Request) {
	all := []stored{}
	for _, d := range c.ck.Deliveries() {
		all = append(all, stored{d.ID, d.Type, d.URL, string(d.State), len(d.Attempts), d.Body})
	}
	answer(w, http.StatusOK, all)
}

// addUser adds a user that the form on the page describes.
func (c *console) addUser(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxAsked)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the body is no form of this page", http.StatusBadRequest)
		return
	}
	p := &backend.UserCreateParams{
		EmailAddress: []string{strings.TrimSpace(r.PostForm.Get("email"))},
		FirstName:    backend.Some(strings.TrimSpace(r.PostForm.Get("name"))),
	}
	if _, err := c.client.Users.Create(r.Context(), p); err != nil {
		http.Error(w, "there is no new user: "+err.Error(), http.StatusUnprocessableEntity)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// allowApp lets browsers be sent to an application.
func allowApp(ck *clerktest.Clerk, app string) error {
	u, err := url.Parse(app)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return usageError(fmt.Sprintf("-app is %q; it must be an absolute http or https address, as in http://127.0.0.1:8080/", app))
	}
	return try(func() { ck.AllowOrigin(u.Scheme + "://" + u.Host) })
}

// try turns the panic by which clerktest tells a program of a mistake into an error.
func try(f func()) (err error) {
	defer func() {
		switch told := recover().(type) {
		case nil:
		case string:
			err = errors.New(told)
		default:
			panic(told)
		}
	}()
	f()
	return nil
}

package clerktest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/usher-auth/usher/internal/peer"
)

// isLoopback reports whether addr is a host that is sure to be this machine, not an IPv6 address, and a port.
func isLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && peer.IsLoopback(host) && !strings.Contains(host, ":")
}

// listen starts the server and sets what depends on its address.
func (c *Clerk) listen() error {
	ctx, cancel := context.WithCancel(context.Background())
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", c.config.Addr)
	if err != nil {
		cancel()
		return fmt.Errorf("clerktest: the server cannot listen: %w", err)
	}
	c.url = "http://" + reachable(listener.Addr())
	if c.config.PublishableKey == "" {
		c.config.PublishableKey = c.config.publishableKey(c.url)
	}
	c.handler = c.routes()
	server := &http.Server{
		Handler: c.wrapped(c.handler),
		// There are no timeouts for whole requests and answers: those would end the wait that SetDelay asks for.
		ReadHeaderTimeout: 5 * time.Second,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	// With a connection for each request, faults hit exactly the requests they are meant for: a client repeats a request by
	// itself when a connection that it kept breaks. No client keeps goroutines for idle connections either.
	server.SetKeepAlivesEnabled(false)

	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	c.stop = func() error {
		cancel() // ends delays
		patience, done := context.WithTimeout(context.Background(), time.Second)
		defer done()
		err := server.Shutdown(patience)
		if err != nil {
			err = server.Close() // somebody connected and sends nothing
		}
		if ended := <-served; !errors.Is(ended, http.ErrServerClosed) {
			err = errors.Join(err, ended)
		}
		return err
	}
	return nil
}

// reachable returns the address under which this machine reaches a listener, which may listen on all addresses.
func reachable(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return addr.String()
}

// wrapped puts what Config.Middleware says before a handler.
func (c *Clerk) wrapped(next http.Handler) http.Handler {
	if c.config.Middleware == nil {
		return next
	}
	return c.config.Middleware(next)
}

// routes is the part of Clerk that there is.
func (c *Clerk) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/jwks.json", c.count(c.faults.disturb(c.frontendKeys)))
	for pattern, handler := range c.backendRoutes() {
		mux.HandleFunc(pattern, handler)
	}
	for pattern, handler := range c.frontendRoutes() {
		mux.HandleFunc(pattern, c.faults.disturb(handler))
	}
	for pattern, handler := range c.browserRoutes() {
		mux.HandleFunc(pattern, c.faults.disturb(handler))
	}
	for pattern, handler := range c.portalRoutes() {
		mux.HandleFunc(pattern, c.faults.disturb(handler))
	}
	mux.HandleFunc("/v1/", c.faults.disturb(notImplemented))
	mux.HandleFunc("/", c.faults.disturb(notFound))
	return c.viaProxy(c.acrossOrigins(c.ofOrganizations(mux)))
}

// JWKSFetches returns how many requests for the keys have arrived, at either address and whatever came of them.
func (c *Clerk) JWKSFetches() int { return int(c.fetches.Load()) }

func (c *Clerk) count(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c.fetches.Add(1)
		next(w, r)
	}
}

func (c *Clerk) backendKeys(w http.ResponseWriter, r *http.Request) {
	if refused := c.checkKey(r); refused != nil {
		refused.write(w)
		return
	}
	c.frontendKeys(w, r)
}

func (c *Clerk) frontendKeys(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, c.keys.set())
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	refuse(http.StatusNotFound, "resource_not_found", "Not found",
		"This instance answers below /v1, as the Backend API and the Frontend API, GET /.well-known/jwks.json, and has the pages "+
			"/sign-in and /sign-out.").write(w)
}

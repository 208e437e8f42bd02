package adaptertest

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// A Build makes a service in one framework.
type Build func(s Service) http.Handler

// A behaviour is one sentence of the suite.
type behaviour struct {
	name string
	// service is built for each framework anew.
	service func(w *world, j *journal) Service
	// act is what a client does.
	act func(c *client)
	// want is found in the transcript, in this order.
	want []string
}

// behaviours returns the whole suite.
func behaviours() []behaviour {
	return slices.Concat(access(), pages(), answers(), methods(), connections(), programs(), wiring(), accounts())
}

// Run plays every behaviour on net/http and on the framework, and reports each in which they differ.
func Run(t *testing.T, build Build) {
	t.Helper()
	for _, b := range behaviours() {
		t.Run(b.name, func(t *testing.T) {
			if problem := compare(newWorld(t), b, build); problem != "" {
				t.Error(problem)
			}
		})
	}
}

// compare returns what is wrong with a framework in one behaviour, or "".
func compare(w *world, b behaviour, build Build) string {
	want := play(w, b, NetHTTP)
	rest := want
	for _, part := range b.want {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			return fmt.Sprintf("net/http itself does not do %q; it does\n%s", part, want)
		}
		rest = after
	}
	if got := play(w, b, build); got != want {
		return fmt.Sprintf("the framework does\n%s\nand net/http\n%s", got, want)
	}
	return ""
}

// theEnd is the deadline of all requests.
var theEnd = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// play serves the service, lets the client act, and returns what it saw and which handlers ran.
func play(w *world, b behaviour, build Build) string {
	j := &journal{arrived: make(chan struct{}, 1), release: make(chan struct{}, 1), left: make(chan struct{}, 1)}
	server := httptest.NewUnstartedServer(build(b.service(w, j)))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.BaseContext = func(net.Listener) context.Context {
		ctx, cancel := context.WithDeadline(context.Background(), theEnd)
		w.t.Cleanup(cancel)
		return ctx
	}
	server.Start()
	defer server.Close()
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	c := &client{world: w, journal: j, address: server.Listener.Addr().String(), transport: transport}
	b.act(c)
	return c.transcript() + "handlers:\n" + j.String()
}

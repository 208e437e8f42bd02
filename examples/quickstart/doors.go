package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// doors are where the program listens, and where browsers find it.
type doors struct {
	listener, satellite     net.Listener // satellite is nil if there is none
	origin, satelliteOrigin string
}

// open listens for the application, and for its satellite where there is one.
func open(ctx context.Context, s setup, withSatellite bool) (*doors, error) {
	if !withSatellite && s.satelliteAddr != "" {
		return nil, errors.New("-satellite-addr is for the people inside the process; a satellite of your own instance has to be set up at Clerk")
	}
	d := &doors{}
	var err error
	if d.listener, err = listen(ctx, "-addr", s.addr); err != nil {
		return nil, err
	}
	name, port := address(d.listener)
	d.origin = "http://" + net.JoinHostPort(name, port)
	if !withSatellite {
		return d, nil
	}
	if d.satellite, err = listenNextTo(ctx, s, port); err != nil {
		d.close()
		return nil, err
	}
	satelliteName, satellitePort := address(d.satellite)
	if satelliteName == name {
		if satelliteName = otherName(name); satelliteName == "" {
			d.close()
			return nil, fmt.Errorf("the satellite is on %s as well, and cookies do not know ports; choose another host for one of them, "+
				"as in -satellite-addr 127.0.0.1:0", name)
		}
	}
	d.satelliteOrigin = "http://" + net.JoinHostPort(satelliteName, satellitePort)
	return d, nil
}

func (d *doors) close() {
	for _, listener := range []net.Listener{d.listener, d.satellite} {
		if listener != nil {
			_ = listener.Close() // which the server has done already, if it came to serving
		}
	}
}

// listenNextTo listens for the satellite: where it was told, or on the port after the one of the application, or on a free one.
func listenNextTo(ctx context.Context, s setup, port string) (net.Listener, error) {
	if s.satelliteAddr != "" {
		return listen(ctx, "-satellite-addr", s.satelliteAddr)
	}
	const host = "127.0.0.1"
	if n, err := strconv.Atoi(port); err == nil && n < 65535 {
		if listener, err := listen(ctx, "", net.JoinHostPort(host, strconv.Itoa(n+1))); err == nil {
			return listener, nil
		}
	}
	return listen(ctx, "-satellite-addr", net.JoinHostPort(host, "0"))
}

func listen(ctx context.Context, flag, addr string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken by another program; end that one, or choose another port, as in %s 127.0.0.1:0 for any free one", addr, flag)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	return listener, nil
}

// address returns the host and port that a browser on this machine finds a listener at.
func address(listener net.Listener) (name, port string) {
	name, port, _ = net.SplitHostPort(listener.Addr().String())
	if ip := net.ParseIP(name); ip == nil || ip.IsUnspecified() {
		name = "localhost"
	}
	return name, port
}

// otherName returns the other name of this machine, or "" if there is none. Cookies do not know ports: two applications under one
// name share a session, whatever Clerk says.
func otherName(name string) string {
	switch ip := net.ParseIP(name); {
	case name == "localhost":
		return "127.0.0.1"
	case ip != nil && ip.IsLoopback():
		return "localhost"
	}
	return ""
}

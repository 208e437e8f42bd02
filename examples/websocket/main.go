// Command websocket is a chat over WebSockets, each of which ends with the token that it was opened with, unless the client sends a new
// one over it.
//
//	go run ./websocket -addr 127.0.0.1:8080
//
// It needs no account: the people come from a Clerk inside the process. With CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY set, they
// come from your own instance.
package main

import "github.com/usher-auth/usher/examples/internal/program"

func main() { example().Main() }

func example() program.Program {
	return program.Program{Name: "websocket", Title: "a chat", Routes: routes}
}

// Command sse serves notes as server-sent events, which end when the token does that they were asked for with.
//
//	go run ./sse -addr 127.0.0.1:8080
//
// It needs no account: the people come from a Clerk inside the process. With CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY set, they
// come from your own instance.
package main

import "github.com/usher-auth/usher/examples/internal/program"

func main() { example().Main() }

func example() program.Program {
	return program.Program{Name: "sse", Title: "notes, as they are written", Routes: routes}
}

// Command echo is a small service on echo behind Usher's guards: routes for everybody, for users and for admins, and a page.
//
//	go run ./echo -addr 127.0.0.1:8080
//
// It needs no account: the people come from a Clerk inside the process. With CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY set, they
// come from your own instance.
package main

import "github.com/usher-auth/usher/examples/internal/program"

func main() { example().Main() }

func example() program.Program { return program.Router("echo", routes) }

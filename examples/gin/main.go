// Command gin is a small service on gin behind Usher's guards: routes for everybody, for users and for admins, and a page.
//
//	go run ./gin
//
// It needs no account: the people come from a Clerk inside the process. With CLERK_SECRET_KEY set, they come from your own instance.
package main

import "github.com/usher-auth/usher/examples/internal/app"

var program = app.Program{Name: "gin", Routes: routes}

func main() { program.Main() }

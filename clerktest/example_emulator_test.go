package clerktest_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

// The second request for a user fails, and the client repeats it.
func ExampleClerk_Fault() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = ck.Close() }()
	ada := ck.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada"})
	remove := ck.Fault(clerktest.Fault{Requests: "GET /v1/users/{user_id}", After: 1, Times: 1, Status: 503})
	defer remove()

	client, err := backend.New(ck.Options())
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for range 2 {
		user, err := client.Users.Get(ctx, ada.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(user.ID)
	}
	// Output:
	// user_ada
	// user_ada
}

// A seed is JSON; see testdata/seed.json of this package for all that one can have.
func ExampleClerk_Load() {
	ck, err := clerktest.Start(clerktest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = ck.Close() }()
	err = ck.Load(strings.NewReader(`{
		"users": [{"id": "user_ada", "email": "ada@example.com", "password": "correct horse"}],
		"organizations": [{"name": "Acme", "slug": "acme"}],
		"memberships": [{"organization": "acme", "user": "ada@example.com", "role": "org:admin"}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	acme, _ := ck.Org("acme")
	ada, _ := ck.User("user_ada")
	fmt.Println(acme.Name, ada.Email)
	fmt.Println(ck.Load(strings.NewReader(`{"users": [{"mail": "bob@example.com"}]}`)) != nil)
	// Output:
	// Acme ada@example.com
	// true
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

// sinkPath is where the instance that makes examples has them delivered: to itself.
const sinkPath = "/usher/sink"

// examples lets an instance live through a story and returns the events of it, one of each type.
func examples(ctx context.Context) (map[string]json.RawMessage, error) {
	ck, err := clerktest.Start(clerktest.Config{Middleware: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != sinkPath {
				next.ServeHTTP(w, r)
			}
		})
	}})
	if err != nil {
		return nil, err
	}
	defer func() { _ = ck.Close() }()
	ck.DeliverWebhooks(ck.URL() + sinkPath)
	if err := story(ctx, ck); err != nil {
		return nil, fmt.Errorf("the examples cannot be made: %w", err)
	}
	all := map[string]json.RawMessage{}
	for _, d := range ck.Deliveries() {
		var envelope struct{ Data json.RawMessage }
		if err := json.Unmarshal(d.Body, &envelope); err != nil {
			return nil, err
		}
		if _, known := all[d.Type]; !known {
			all[d.Type] = envelope.Data
		}
	}
	return all, nil
}

// story is what happens in the instance: everything once that an event tells of.
func story(ctx context.Context, ck *clerktest.Clerk) error {
	client, err := backend.New(ck.Options())
	if err != nil {
		return err
	}
	ada := ck.AddUser(clerktest.User{FirstName: "Ada", LastName: "Example", Email: "ada@example.com", Username: "ada"})
	bob := ck.AddUser(clerktest.User{FirstName: "Bob", Email: "bob@example.com"})
	org := ck.AddOrg(clerktest.Org{Name: "Acme", Slug: "acme"})
	ck.AddMember(org, ada, "admin")
	ck.AddMember(org, bob, "member")
	ck.AddMember(org, bob, "admin")
	session := ck.SignIn(ada)
	ck.EndSession(session)
	_, updated := client.Users.Update(ctx, ada.ID, &backend.UserUpdateParams{LastName: backend.Some("Lovelace")})
	_, renamed := client.Organizations.Update(ctx, org.ID, &backend.OrganizationUpdateParams{Name: backend.Some("Acme Corporation")})
	invitation, invited := client.OrganizationInvitations.Create(ctx, org.ID, &backend.OrganizationInvitationCreateParams{
		EmailAddress: "eve@example.com", Role: "org:member",
	})
	if err := errors.Join(updated, renamed, invited); err != nil {
		return err
	}
	_, revoked := client.OrganizationInvitations.Revoke(ctx, org.ID, invitation.ID, nil)
	_, left := client.OrganizationMemberships.Delete(ctx, org.ID, bob.ID)
	_, gone := client.Users.Delete(ctx, bob.ID)
	_, closed := client.Organizations.Delete(ctx, org.ID)
	return errors.Join(revoked, left, gone, closed)
}

// example returns the data of an example of a type.
func example(ctx context.Context, eventType string) (json.RawMessage, error) {
	all, err := examples(ctx)
	if err != nil {
		return nil, err
	}
	if data, ok := all[eventType]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("there is no example of %.80q; give its data with -data, or take one of: %s", eventType, strings.Join(types(all), ", "))
}

func types(all map[string]json.RawMessage) []string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func listExamples(ctx context.Context, t terminal) error {
	all, err := examples(ctx)
	if err != nil {
		return err
	}
	t.print("%s\n", strings.Join(types(all), "\n"))
	return nil
}

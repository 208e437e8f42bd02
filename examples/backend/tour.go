package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/usher-auth/usher/backend"
)

// A tour is a walk through the users of an instance.
type tour struct {
	client *backend.Client
	out    io.Writer
	tag    string   // in the email address of everybody who is made, so that they can be found among others
	made   []string // the ids of those who are to be deleted

	breakDown, repair func() // put the instance out of order and back; nil for one that is real
}

// walk makes people, takes the steps with them, and deletes them whatever happens.
func (t *tour) walk(ctx context.Context, people int) (err error) {
	defer func() { err = errors.Join(err, t.deleteAll(ctx)) }()
	for _, step := range []struct {
		title string
		take  func(context.Context) error
	}{
		{"Create people", func(ctx context.Context) error { return t.seed(ctx, people) }},
		{"List a page", t.list},
		{"Iterate, and stop early", t.iterate},
		{"Count", t.count},
		{"Create, and get", t.createAndGet},
		{"Update: set and clear", t.update},
		{"Metadata: merge, replace, decode", t.metadata},
		{"Not found", t.notFound},
		{"Taken already", t.taken},
		{"Retries", t.retry},
		{"Delete", t.deleteOne},
	} {
		t.say("\n%s", step.title)
		if err := step.take(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.title, err)
		}
	}
	t.say("\nDone.")
	return nil
}

func (t *tour) say(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format+"\n", args...) }

// address returns the email address of somebody who is made here. Clerk sends nothing to an address with +clerk_test.
func (t *tour) address(name string) string { return name + "." + t.tag + "+clerk_test@example.com" }

// seed makes people to walk among.
func (t *tour) seed(ctx context.Context, people int) error {
	for n := range people {
		if _, err := t.create(ctx, fmt.Sprintf("person%02d", n+1), fmt.Sprintf("Person %02d", n+1)); err != nil {
			return err
		}
	}
	t.say("  made %d people", people)
	return nil
}

// deleteAll deletes everybody who was made, also when the walk was interrupted.
func (t *tour) deleteAll(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	var problems []error
	for _, id := range t.made {
		if _, err := t.client.Users.Delete(ctx, id); err != nil && !errors.Is(err, backend.ErrNotFound) {
			problems = append(problems, fmt.Errorf("%s is left behind: %w", id, err))
		}
	}
	return errors.Join(problems...)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/usher-auth/usher/backend"
)

// list asks for one page. A page does not say how many users there are in all; count does.
func (t *tour) list(ctx context.Context) error {
	page, err := t.client.Users.List(ctx, &backend.UserListParams{
		EmailAddressQuery: t.tag, // leave it out to list everybody
		OrderBy:           "+created_at",
		Limit:             3,
	})
	if err != nil {
		return err
	}
	for _, user := range page.Data {
		address := "no email address"
		if primary := user.PrimaryEmailAddress(); primary != nil {
			address = primary.EmailAddress
		}
		t.say("  %s, %s", user.FullName(), address)
	}
	return nil
}

// iterate goes through users without a thought of pages: they are asked for as they are needed, here two.
func (t *tour) iterate(ctx context.Context) error {
	seen := 0
	for user, err := range t.client.Users.All(ctx, &backend.UserListParams{EmailAddressQuery: t.tag, Limit: 2}) {
		if err != nil {
			return err // the iteration ends with it
		}
		t.say("  %s", user.FirstName)
		if seen++; seen == 4 {
			break // no further page is asked for
		}
	}
	return nil
}

// count takes the filters of list.
func (t *tour) count(ctx context.Context) error {
	n, err := t.client.Users.Count(ctx, &backend.UserCountParams{EmailAddressQuery: t.tag})
	if err != nil {
		return err
	}
	t.say("  there are %d of them", n)
	return nil
}

// create makes a user. What a user must have is up to the settings of the instance.
func (t *tour) create(ctx context.Context, mailbox, name string) (*backend.User, error) {
	user, err := t.client.Users.Create(ctx, &backend.UserCreateParams{
		EmailAddress:            []string{t.address(mailbox)},
		FirstName:               backend.Some(name),
		SkipPasswordRequirement: backend.Some(true), // for an instance with passwords
	})
	if err != nil {
		return nil, err
	}
	t.made = append(t.made, user.ID)
	return user, nil
}

// createAndGet makes a user and reads the same user again.
func (t *tour) createAndGet(ctx context.Context) error {
	created, err := t.create(ctx, "grace", "Grace")
	if err != nil {
		return err
	}
	user, err := t.client.Users.Get(ctx, created.ID)
	if err != nil {
		return err
	}
	t.say("  %s is %s, created at %s", user.ID, user.FirstName, user.CreatedAt.UTC().Format(time.RFC3339))
	return nil
}

// update sets what is Some, clears what is Null, and leaves alone what is not mentioned.
func (t *tour) update(ctx context.Context) error {
	user, err := t.create(ctx, "ada", "Ada")
	if err != nil {
		return err
	}
	if user, err = t.client.Users.Update(ctx, user.ID, &backend.UserUpdateParams{LastName: backend.Some("Lovelace")}); err != nil {
		return err
	}
	t.say("  after Some: first name %q, last name %q", user.FirstName, user.LastName)
	if user, err = t.client.Users.Update(ctx, user.ID, &backend.UserUpdateParams{LastName: backend.Null[string]()}); err != nil {
		return err
	}
	t.say("  after Null: first name %q, last name %q", user.FirstName, user.LastName)
	return nil
}

// A subscription is what this application keeps in the public metadata of its users.
type subscription struct {
	Plan  string `json:"plan"`
	Seats int    `json:"seats"`
}

// metadata replaces, merges and decodes.
func (t *tour) metadata(ctx context.Context) error {
	user, err := t.create(ctx, "mary", "Mary")
	if err != nil {
		return err
	}
	user, err = t.client.Users.ReplaceMetadata(ctx, user.ID, &backend.UserReplaceMetadataParams{
		PublicMetadata:  backend.JSON(subscription{Plan: "free", Seats: 3}), // all that there is now
		PrivateMetadata: backend.JSON(map[string]any{"crm": "42"}),
	})
	if err != nil {
		return err
	}
	t.say("  replaced: %s, %s", user.PublicMetadata, user.PrivateMetadata)
	user, err = t.client.Users.MergeMetadata(ctx, user.ID, &backend.UserMergeMetadataParams{
		PublicMetadata:  backend.JSON(map[string]any{"plan": "pro"}), // seats stay
		PrivateMetadata: backend.JSON(map[string]any{"crm": nil}),    // null removes
	})
	if err != nil {
		return err
	}
	t.say("  merged:   %s, %s", user.PublicMetadata, user.PrivateMetadata)

	var s subscription
	if err := user.PublicMetadata.Decode(&s); err != nil {
		return err
	}
	t.say("  decoded:  plan %s with %d seats", s.Plan, s.Seats)
	return nil
}

// notFound asks for somebody who does not exist. errors.Is tells the status.
func (t *tour) notFound(ctx context.Context) error {
	_, err := t.client.Users.Get(ctx, "user_2aNobodyHasThisId000000000")
	switch {
	case errors.Is(err, backend.ErrNotFound):
		t.say("  there is no such user, which errors.Is(err, backend.ErrNotFound) says")
		return nil
	case err != nil:
		return err
	}
	return errors.New("a user was found whom nobody made")
}

// taken gives an email address to a second user. HasCode tells the reason, errors.As everything.
func (t *tour) taken(ctx context.Context) error {
	_, err := t.create(ctx, "person01", "Twin")
	if err == nil {
		return errors.New("two users were given the same address")
	}
	if !backend.HasCode(err, "form_identifier_exists") {
		return err // something else went wrong
	}
	var refusal *backend.Error
	if errors.As(err, &refusal) {
		t.say("  %d %s: %s", refusal.Status, refusal.Errors[0].Code, refusal.Errors[0].ParamName())
	}
	return nil
}

// retry makes a call that fails at first. The client repeats it by itself, and the hook tells.
func (t *tour) retry(ctx context.Context) error {
	if t.breakDown == nil {
		t.say("  a real instance does not break down on demand; see this step without -live")
		return nil
	}
	t.breakDown()
	if _, err := t.client.Users.Count(ctx, nil); err != nil {
		return err
	}
	t.say("  and the call was answered")
	return nil
}

// onRetry is the hook: it runs before the wait for the next try, and is the place to count and to log.
func (t *tour) onRetry(_ context.Context, a backend.Attempt) {
	var refusal *backend.Error
	status := 0 // no answer at all
	if errors.As(a.Err, &refusal) {
		status = refusal.Status
	}
	t.say("  try %d of %s %s failed with status %d; once more", a.Number, a.Method, a.Path, status)
	if t.repair != nil && a.Number == 2 {
		t.repair()
	}
}

// deleteOne deletes the last user who was made, and looks for them.
func (t *tour) deleteOne(ctx context.Context) error {
	id := t.made[len(t.made)-1]
	if _, err := t.client.Users.Delete(ctx, id); err != nil {
		return err
	}
	if _, err := t.client.Users.Get(ctx, id); !errors.Is(err, backend.ErrNotFound) {
		return fmt.Errorf("%s was deleted; want that they are not found, got %v", id, err) //nolint:errorlint // err may be nil
	}
	t.say("  one is gone for good; the others follow")
	return nil
}

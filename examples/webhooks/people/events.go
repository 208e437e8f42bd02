package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/webhooks"
)

// UserCreated inserts the user, unless something newer is known already. It is a function for [webhooks.On]; an error means
// that nothing was changed.
//
// Nothing happens to a user before the creation, so that among versions which are otherwise equal it is the oldest.
func (s *Store) UserCreated(ctx context.Context, e webhooks.UserCreated) error {
	return s.put(ctx, e.Event, e.Data, time.UnixMilli(0))
}

// UserUpdated overwrites the user with what the event holds, which is all of the user, if that is newer than the row; a user
// who is not there yet is inserted. It is a function for [webhooks.On]; an error means that nothing was changed.
//
// The later updated_at of the data is newer. Where two are equal, which takes two changes within a millisecond, the event that
// happened later is; where those are equal too, the one with the higher id, which is arbitrary but the same for every order
// of delivery. When an event arrived says nothing.
func (s *Store) UserUpdated(ctx context.Context, e webhooks.UserUpdated) error {
	return s.put(ctx, e.Event, e.Data, e.Timestamp)
}

const putUser = `
INSERT INTO users (id, first_name, last_name, email, updated_at, event_at, event_id) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
    updated_at = excluded.updated_at, event_at = excluded.event_at, event_id = excluded.event_id
WHERE NOT users.deleted
    AND (excluded.updated_at, excluded.event_at, excluded.event_id) > (users.updated_at, users.event_at, users.event_id)`

func (s *Store) put(ctx context.Context, e webhooks.Event, user *backend.User, happened time.Time) error {
	updated := user.UpdatedAt.Time
	if updated.IsZero() {
		updated = e.Timestamp // Clerk always sends updated_at; this is the next best
	}
	return s.once(ctx, e, user.ID, func(tx *sql.Tx) (sql.Result, error) {
		return tx.ExecContext(ctx, putUser, user.ID, user.FirstName, user.LastName, primaryEmail(user),
			milliseconds(updated), milliseconds(happened), e.ID)
	})
}

// UserDeleted empties the row of the user and marks it as deleted, for good. It is a function for [webhooks.On]; an error means
// that nothing was changed.
//
// The event does not say which version it deletes, and need not: nothing about a user happens after the deletion, and Clerk
// does not give an id to somebody else later. So the mark wins over every other event, whenever that arrives. The row has to
// stay: without it, an update that comes late would look like a user who is not there yet, and bring back somebody who
// asked to be forgotten.
func (s *Store) UserDeleted(ctx context.Context, e webhooks.UserDeleted) error {
	const bury = `
INSERT INTO users (id, first_name, last_name, email, updated_at, event_at, event_id, deleted) VALUES (?, '', '', '', ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET
    first_name = '', last_name = '', email = '', deleted = 1,
    updated_at = excluded.updated_at, event_at = excluded.event_at, event_id = excluded.event_id
WHERE NOT users.deleted`
	return s.once(ctx, e.Event, e.Data.ID, func(tx *sql.Tx) (sql.Result, error) {
		at := milliseconds(e.Timestamp)
		return tx.ExecContext(ctx, bury, e.Data.ID, at, at, e.ID)
	})
}

// once makes the change of an event and remembers the event, in one transaction, unless that was done before. change returns
// no affected row if the table knew something newer, which is remembered like any other outcome.
func (s *Store) once(ctx context.Context, e webhooks.Event, userID string, change func(*sql.Tx) (sql.Result, error)) error {
	if userID == "" {
		return fmt.Errorf("people: %s has no id of a user in its data", e)
	}
	err := s.inTransaction(ctx, func(tx *sql.Tx) error {
		first, err := affected(tx.ExecContext(ctx, `INSERT INTO handled_events (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING`,
			e.ID, s.now().UnixMilli()))
		if err != nil || !first {
			return err
		}
		applied, err := affected(change(tx))
		if err != nil {
			return err
		}
		// Whatever else has to happen exactly once begins with a row that is written here: a mail to send, a job to run.
		_, err = tx.ExecContext(ctx, `INSERT INTO changes (event_id, type, user_id, applied) VALUES (?, ?, ?, ?)`,
			e.ID, string(e.Type), userID, applied)
		return err
	})
	if err != nil {
		return fmt.Errorf("people: %s: %w", e, err)
	}
	return nil
}

func affected(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// primaryEmail returns the address that the user is to be written to, or "": it is the one that primary_email_address_id
// names, which need not be the first of the list.
func primaryEmail(user *backend.User) string {
	for _, address := range user.EmailAddresses {
		if address.ID == user.PrimaryEmailAddressID {
			return address.EmailAddress
		}
	}
	return ""
}

// milliseconds since 1970; 0 for a time that is not known, so that everything else is newer.
func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Retention is how long handled events should be remembered: 30 days. The sender tries for a little under 28 hours, but an
// event can be sent again by hand from the Clerk Dashboard long after that.
const Retention = 30 * 24 * time.Hour

// Prune forgets the events that were handled longer ago than keep, and returns how many there were. The users are not touched,
// the marks of the deleted ones included.
//
// A forgotten event that comes again counts as new: it gets another row in the table of changes. The table of users stays
// right even then, since the event is no newer than before.
func (s *Store) Prune(ctx context.Context, keep time.Duration) (int64, error) {
	if keep <= 0 {
		return 0, errors.New("people: Prune needs a duration above zero, such as people.Retention")
	}
	result, err := s.db.ExecContext(ctx, `DELETE FROM handled_events WHERE at < ?`, s.now().Add(-keep).UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("people: cannot prune: %w", err)
	}
	return result.RowsAffected()
}

package people

import (
	"context"
	"database/sql"
	"fmt"
)

// A User is a row of the table.
type User struct {
	ID        string `json:"id"`         // "user_…"
	FirstName string `json:"first_name"` // "" if there is none
	LastName  string `json:"last_name"`  // "" if there is none
	Email     string `json:"email"`      // the primary address, or ""
	UpdatedAt int64  `json:"updated_at"` // last change by Clerk's clock, in milliseconds since 1970
}

// Users returns the users who have not been deleted, by id. The slice is never nil.
func (s *Store) Users(ctx context.Context) ([]User, error) {
	const query = `SELECT id, first_name, last_name, email, updated_at FROM users WHERE NOT deleted ORDER BY id`
	return list(ctx, s.db, query, func(rows *sql.Rows, u *User) error {
		return rows.Scan(&u.ID, &u.FirstName, &u.LastName, &u.Email, &u.UpdatedAt)
	})
}

// A Change is what one event came to.
type Change struct {
	EventID string // "msg_…"
	Type    string // "user.updated"
	UserID  string // whom it was about
	Applied bool   // false if the table knew something newer already
}

// Changes returns what the events came to, in the order in which they were handled: one Change for each event, as often as it
// was delivered. The slice is never nil.
func (s *Store) Changes(ctx context.Context) ([]Change, error) {
	const query = `SELECT event_id, type, user_id, applied FROM changes ORDER BY n`
	return list(ctx, s.db, query, func(rows *sql.Rows, c *Change) error {
		return rows.Scan(&c.EventID, &c.Type, &c.UserID, &c.Applied)
	})
}

func list[T any](ctx context.Context, db *sql.DB, query string, scan func(*sql.Rows, *T) error) ([]T, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells what there is to tell
	all := []T{}
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, fmt.Errorf("people: %w", err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return all, nil
}

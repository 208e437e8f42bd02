package people

import (
	"context"
	"database/sql"
	_ "embed" // for the schema
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the database driver "sqlite"
)

//go:embed schema.sql
var schema string

// A Store is the table of users, and what is needed to keep it right. [Open] makes one. It is safe for concurrent use, by
// several processes on one machine too.
type Store struct {
	db  *sql.DB
	now func() time.Time
}

// Open opens the database in a file, and creates both where they are missing. The file is readable for its owner only.
func Open(ctx context.Context, file string) (*Store, error) {
	source, err := dataSource(file)
	if err != nil {
		return nil, fmt.Errorf("people: cannot open %s: %w", file, err)
	}
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, fmt.Errorf("people: cannot open %s: %w", file, err)
	}
	// SQLite has one writer at a time. With one connection, those who wait stand in the queue of database/sql, which is in
	// order and ends with their context; busy_timeout is for other processes, and only asks again and again.
	db.SetMaxOpenConns(1)
	s := &Store{db: db, now: time.Now}
	if err := s.inTransaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, schema)
		return err
	}); err != nil {
		return nil, errors.Join(fmt.Errorf("people: cannot set up the tables in %s: %w", file, err), db.Close())
	}
	return s, nil
}

// dataSource creates the file if need be and says how to open it.
func dataSource(file string) (string, error) {
	// SQLite would let the group and everybody read a file that it creates; what it puts beside one has the same rights.
	created, err := os.OpenFile(filepath.Clean(file), os.O_RDWR|os.O_CREATE, 0o600)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", errors.New("its directory does not exist; create that first")
	case err != nil:
		return "", err
	}
	if err := created.Close(); err != nil {
		return "", err
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	if path = filepath.ToSlash(path); !strings.HasPrefix(path, "/") {
		path = "/" + path // a Windows drive
	}
	options := url.Values{
		// Readers do not wait for the writer, and the writer not for them.
		"_journal_mode": {"WAL"},
		// A commit is on the disk when it returns. With NORMAL a power failure could take back what was answered with 204,
		// and nobody would send that again.
		"_synchronous": {"FULL"},
		// How many milliseconds to wait for the lock of another process before SQLITE_BUSY.
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"on"},
		// BEGIN IMMEDIATE takes the lock for writing at once. A transaction that began by reading could not wait for it: what
		// it has read might no longer hold, so SQLite fails it with SQLITE_BUSY whatever the timeout.
		"_txlock": {"immediate"},
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: options.Encode()}).String(), nil
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// inTransaction commits what do has changed, or nothing if it fails.
func (s *Store) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit; otherwise do has failed, or panicked
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

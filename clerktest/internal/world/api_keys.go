package world

import (
	"encoding/json"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// An APIKey lets a program act for its subject: a user, an organization or a machine.
type APIKey struct {
	ID, Type, Name, Description string
	Subject                     string
	CreatedBy                   string // the id of a user, "" for nobody
	Claims                      json.RawMessage
	Scopes                      []string
	Secret                      string
	Standing
	LastUsedAt           time.Time
	CreatedAt, UpdatedAt time.Time
}

// APIKeys are the keys of users, organizations and machines.
type APIKeys struct {
	*table.Table[APIKey]
	BySubject *table.Multi[APIKey]
	BySecret  *table.Unique[APIKey]
}

func newAPIKeys(s *table.Store) APIKeys {
	t := table.New(s, "api_keys", func(k *APIKey) string { return k.ID }, func(k *APIKey) time.Time { return k.CreatedAt })
	return APIKeys{
		t,
		t.Multi(func(k *APIKey) []string { return []string{k.Subject} }),
		t.Unique("secret", func(k *APIKey) []string { return []string{k.Secret} }),
	}
}

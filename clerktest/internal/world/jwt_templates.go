package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A JWTTemplate says which claims a token for another service has.
type JWTTemplate struct {
	ID, Name             string
	Claims               Metadata // with shortcodes, such as {{user.id}}
	Lifetime, Skew       time.Duration
	Algorithm            string
	Key                  string // "" for the key of the instance
	CreatedAt, UpdatedAt time.Time
}

// JWTTemplates are the JWT templates.
type JWTTemplates struct {
	*table.Table[JWTTemplate]
	ByName *table.Unique[JWTTemplate]
}

func newJWTTemplates(s *table.Store) JWTTemplates {
	t := table.New(s, "jwt_templates", func(t *JWTTemplate) string { return t.ID }, func(t *JWTTemplate) time.Time { return t.CreatedAt })
	return JWTTemplates{t, t.Unique("name", func(t *JWTTemplate) []string { return []string{t.Name} })}
}

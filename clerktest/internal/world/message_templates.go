package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A MessageTemplate is an email or a text message as somebody has changed it.
type MessageTemplate struct {
	ID, Type, Slug                string // Type is "email" or "sms"
	Name, Subject, Markup, Body   string
	FromEmailName, ReplyEmailName string
	Undelivered                   bool // Clerk does not deliver it
	CreatedAt, UpdatedAt          time.Time
}

// MessageTemplates are those that were changed.
type MessageTemplates struct {
	*table.Table[MessageTemplate]
	both *table.Unique[MessageTemplate]
}

func newMessageTemplates(s *table.Store) MessageTemplates {
	t := table.New(s, "message_templates",
		func(t *MessageTemplate) string { return t.ID }, func(t *MessageTemplate) time.Time { return t.CreatedAt })
	return MessageTemplates{t, t.Unique("slug", func(t *MessageTemplate) []string { return []string{pair(t.Type, t.Slug)} })}
}

// Find returns what became of the template of a type, or nil if it is as it was.
func (t MessageTemplates) Find(kind, slug string) *MessageTemplate {
	return t.both.Get(pair(kind, slug))
}

package authn

import (
	"context"

	"github.com/usher-auth/usher/authobject"
)

// A countedMemory counts what is recalled.
type countedMemory struct {
	memory
	recalled int
}

func (m *countedMemory) Recall(ctx context.Context, text string) *authobject.Auth {
	auth := m.memory.Recall(ctx, text)
	if auth != nil {
		m.recalled++
	}
	return auth
}

// CountRecalled returns how many tokens an authenticator has recalled from now on. Nobody may be asking it yet.
func CountRecalled(a *Authenticator) *int {
	m := &countedMemory{memory: a.memory}
	a.memory = m
	return &m.recalled
}

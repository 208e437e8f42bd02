package world

import (
	"encoding/json"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A Machine is a service that others know by its tokens.
type Machine struct {
	ID, Name             string
	TokenTTL             time.Duration // of its tokens, where they do not say otherwise
	Keys                 []MachineKey  // the one that counts is the last; those before it were rotated away
	CreatedAt, UpdatedAt time.Time
}

// A MachineKey is a secret key of a machine.
type MachineKey struct {
	Secret    string
	ExpiresAt time.Time // zero: never
}

// Secret returns the secret key of a machine, "" for one without, as only a snapshot that somebody wrote can have.
func (m *Machine) Secret() string {
	if len(m.Keys) == 0 {
		return ""
	}
	return m.Keys[len(m.Keys)-1].Secret
}

// Machines are the machines.
type Machines struct {
	*table.Table[Machine]
	byKey *table.Unique[Machine]
}

func newMachines(s *table.Store) Machines {
	t := table.New(s, "machines", func(m *Machine) string { return m.ID }, func(m *Machine) time.Time { return m.CreatedAt })
	return Machines{t, t.Unique("secret_key", func(m *Machine) []string {
		secrets := make([]string, len(m.Keys))
		for i, key := range m.Keys {
			secrets[i] = key.Secret
		}
		return secrets
	})}
}

// WithKey returns the machine that has this secret key, or nil.
func (t Machines) WithKey(secret string, now time.Time) *Machine {
	m := t.byKey.Get(secret)
	if m == nil {
		return nil
	}
	for _, key := range m.Keys {
		if key.Secret == secret && (key.ExpiresAt.IsZero() || now.Before(key.ExpiresAt)) {
			return m
		}
	}
	return nil
}

// DeleteMachine deletes a machine and all that belongs to it.
func (w *World) DeleteMachine(id string) {
	w.MachineScopes.DeleteAll(w.MachineScopes.ByFrom.Get(id))
	w.MachineScopes.DeleteAll(w.MachineScopes.byTo.Get(id))
	w.M2MTokens.DeleteAll(w.M2MTokens.ByMachine.Get(id))
	w.APIKeys.DeleteAll(w.APIKeys.BySubject.Get(id))
	w.Machines.Delete(id)
}

// A MachineScope lets a machine call another one.
type MachineScope struct {
	ID, From, To string
	CreatedAt    time.Time
}

// MachineScopes say which machines may call which.
type MachineScopes struct {
	*table.Table[MachineScope]
	ByFrom *table.Multi[MachineScope]
	byTo   *table.Multi[MachineScope]
	both   *table.Unique[MachineScope]
}

func newMachineScopes(s *table.Store) MachineScopes {
	t := table.New(s, "machine_scopes", func(s *MachineScope) string { return s.ID }, func(s *MachineScope) time.Time { return s.CreatedAt })
	return MachineScopes{
		t,
		t.Multi(func(s *MachineScope) []string { return []string{s.From} }),
		t.Multi(func(s *MachineScope) []string { return []string{s.To} }),
		t.Unique("to_machine_id", func(s *MachineScope) []string { return []string{pair(s.From, s.To)} }),
	}
}

// Find returns the scope from one machine to another, or nil.
func (t MachineScopes) Find(from, to string) *MachineScope { return t.both.Get(pair(from, to)) }

// Of returns the ids of the machines that a machine may call, the oldest scope first, never nil.
func (t MachineScopes) Of(from string) []string {
	scopes := t.ByFrom.Get(from)
	ids := make([]string, 0, scopes.Len())
	for s := range scopes.Each() {
		ids = append(ids, s.To)
	}
	return ids
}

// An M2MToken is what a machine shows to another one. Those in the form of a JWT are not kept.
type M2MToken struct {
	ID, MachineID, Token string
	Claims               json.RawMessage
	Scopes               []string // the ids of the machines that it is for
	Standing
	LastUsedAt           time.Time
	CreatedAt, UpdatedAt time.Time
}

// M2MTokens are the opaque tokens of machines.
type M2MTokens struct {
	*table.Table[M2MToken]
	ByMachine *table.Multi[M2MToken]
	ByToken   *table.Unique[M2MToken]
}

func newM2MTokens(s *table.Store) M2MTokens {
	t := table.New(s, "m2m_tokens", func(t *M2MToken) string { return t.ID }, func(t *M2MToken) time.Time { return t.CreatedAt })
	return M2MTokens{
		t,
		t.Multi(func(t *M2MToken) []string { return []string{t.MachineID} }),
		t.Unique("token", func(t *M2MToken) []string { return []string{t.Token} }),
	}
}

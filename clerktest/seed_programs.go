package clerktest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// The programs of a seed: machines, and API keys.

type seedMachine struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	SecretKey string   `json:"secret_key"`
	Scoped    []string `json:"scoped_machines"`
	TTL       int64    `json:"default_token_ttl"`
}

type seedAPIKey struct {
	ID           string         `json:"id"`
	Secret       string         `json:"secret"`
	Name         string         `json:"name"`
	Description  string         `json:"description"`
	User         string         `json:"user"`
	Organization string         `json:"organization"`
	Machine      string         `json:"machine"`
	Scopes       []string       `json:"scopes"`
	Claims       map[string]any `json:"claims"`
	Seconds      float64        `json:"seconds_until_expiration"`
}

// secretForm is what the secrets of a seed look like: the prefix tells a service what to take them for.
var secretForm = regexp.MustCompile(`^ak_[0-9A-Za-z_-]{1,200}$`)

func checkSecret(member, secret string) error {
	if secret != "" && !secretForm.MatchString(secret) {
		return fmt.Errorf("%s must be ak_ and letters, digits, - and _ after it", member)
	}
	return nil
}

// maxSeedSeconds is how long a credential of a seed may live: ten years, as in the Backend API.
const maxSeedSeconds = 315_360_000

func (m *seedMachine) plant(w *world.World) error {
	switch {
	case m.Name == "":
		return errors.New("a machine needs a name")
	case m.TTL < 0 || m.TTL > maxSeedSeconds:
		return fmt.Errorf("default_token_ttl is %d; it must be from 1 to %d seconds", m.TTL, maxSeedSeconds)
	case m.ID != "" && w.Machines.Get(m.ID) != nil:
		return fmt.Errorf("there is a machine %s already", m.ID)
	}
	if err := checkSecret("secret_key", m.SecretKey); err != nil {
		return err
	}
	now := w.Now()
	row := world.Machine{
		ID: m.ID, Name: m.Name, TokenTTL: time.Duration(cmp.Or(m.TTL, 3600)) * time.Second, Keys: []world.MachineKey{{Secret: m.SecretKey}},
		CreatedAt: now, UpdatedAt: now,
	}
	if row.ID == "" {
		row.ID = w.ID("mch")
	}
	if row.Keys[0].Secret == "" {
		row.Keys[0].Secret = w.ID("ak")
	}
	m.ID = row.ID
	return w.Machines.Put(row)
}

// plantScopes lets a machine call others, once all are there.
func (m *seedMachine) plantScopes(w *world.World) error {
	for _, name := range m.Scoped {
		to, err := seededMachine(w, name)
		if err != nil {
			return fmt.Errorf("scoped_machines: %w", err)
		}
		if w.MachineScopes.Find(m.ID, to.ID) != nil {
			return fmt.Errorf("scoped_machines has %q twice", name)
		}
		if err := w.MachineScopes.Put(world.MachineScope{ID: w.ID("mchs"), From: m.ID, To: to.ID, CreatedAt: w.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// seededMachine returns the machine with this id, or the only one with this name.
func seededMachine(w *world.World, name string) (*world.Machine, error) {
	if m := w.Machines.Get(name); m != nil {
		return m, nil
	}
	var found *world.Machine
	for m := range w.Machines.Rows().Each() {
		switch {
		case m.Name != name:
		case found != nil:
			return nil, fmt.Errorf("there are several machines with the name %q; name it by its id", name)
		default:
			found = m
		}
	}
	if found == nil {
		return nil, fmt.Errorf("there is no machine with the id or name %q", name)
	}
	return found, nil
}

func (k *seedAPIKey) plant(w *world.World) error {
	switch {
	case k.Name == "":
		return errors.New("an API key needs a name")
	case k.Seconds < 0 || k.Seconds > maxSeedSeconds:
		return fmt.Errorf("seconds_until_expiration is %v; it must be over 0, and %d at most", k.Seconds, maxSeedSeconds)
	case k.ID != "" && w.APIKeys.Get(k.ID) != nil:
		return fmt.Errorf("there is an API key %s already", k.ID)
	}
	if err := checkSecret("secret", k.Secret); err != nil {
		return err
	}
	subject, err := k.subject(w)
	if err != nil {
		return err
	}
	now := w.Now()
	row := world.APIKey{
		ID: k.ID, Type: "api_key", Name: k.Name, Description: k.Description, Subject: subject, Secret: k.Secret, Scopes: k.Scopes,
		CreatedAt: now, UpdatedAt: now,
	}
	if row.ID == "" {
		row.ID = w.HexID("ak")
	}
	if row.Secret == "" {
		row.Secret = w.ID("ak")
	}
	if k.Claims != nil {
		if row.Claims, err = json.Marshal(k.Claims); err != nil {
			return err
		}
	}
	if k.Seconds > 0 {
		row.ExpiresAt = now.Add(time.Duration(k.Seconds * float64(time.Second)))
	}
	return w.APIKeys.Put(row)
}

// subject returns the id of whom a key is for.
func (k *seedAPIKey) subject(w *world.World) (string, error) {
	named := 0
	for _, name := range []string{k.User, k.Organization, k.Machine} {
		if name != "" {
			named++
		}
	}
	switch {
	case named != 1:
		return "", errors.New("an API key has either a user, an organization or a machine")
	case k.User != "":
		u, err := seededUser(w, k.User)
		if err != nil {
			return "", err
		}
		return u.ID, nil
	case k.Organization != "":
		o, err := seededOrg(w, k.Organization)
		if err != nil {
			return "", err
		}
		return o.ID, nil
	default:
		m, err := seededMachine(w, k.Machine)
		if err != nil {
			return "", err
		}
		return m.ID, nil
	}
}

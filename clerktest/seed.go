package clerktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// maxSeed is how many bytes a seed may have.
const maxSeed = 64 << 20

// Load adds what a seed says to what is there. A seed is a JSON object with these lists, all of which may be missing; the members
// of their items have the names and the meaning of the Backend API's:
//
//	users           id, email, phone, username, external_id, first_name, last_name, password, public_metadata,
//	                private_metadata, unsafe_metadata, banned, locked, created_at
//	organizations   id, name, slug, features, roles, max_allowed_memberships, public_metadata, private_metadata, created_at
//	memberships     organization, user, role, public_metadata, private_metadata
//	machines        id, name, secret_key, scoped_machines (by id or name), default_token_ttl (seconds)
//	api_keys        id, secret, name, description, user or organization or machine, scopes, claims, seconds_until_expiration
//	plans           id, slug, name, description, payer_type (user, org), amount, annual_monthly_amount, currency, default,
//	                free_trial_days, features (each with slug, name, description)
//	discounts       id, name, percent_off or amount_off, cycles
//	subscriptions   user or organization, plan, period (month, annual)
//
// An organization is named by its id or slug, a user by id, username, external id or email address, a machine by its id or name, and a
// plan by its id or slug. Ids and secrets that are missing are made; secrets begin with ak_. Times are those of RFC 3339, amounts are in cents, and passwords are in plain text: a seed is for
// tests, and holds no real ones. Email addresses and phone numbers count as verified. The roles of an organization go
// before those of the instance.
//
// A member with another name is an error, which says where it is. After an error nothing has been added. testdata/seed.json of this
// package is an example.
func (c *Clerk) Load(r io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(r, maxSeed+1))
	if err != nil {
		return fmt.Errorf("clerktest: Load: %w", err)
	}
	if len(text) > maxSeed {
		return fmt.Errorf("clerktest: Load: the seed has over %d bytes", maxSeed)
	}
	s, err := decodeSeed(text)
	if err != nil {
		return fmt.Errorf("clerktest: Load: %w", err)
	}
	if err := c.world.Update(func() error { return s.plant(c.world) }); err != nil {
		return fmt.Errorf("clerktest: Load: %w", err)
	}
	return nil
}

func (c *Clerk) loadFile(name string) error {
	f, err := os.Open(name) //nolint:gosec // the file is that of whoever starts the instance
	if err != nil {
		return fmt.Errorf("clerktest: Config.SeedFile: %w", err)
	}
	defer func() { _ = f.Close() }()
	if err := c.Load(f); err != nil {
		return fmt.Errorf("clerktest: Config.SeedFile: %s: %w", name, err)
	}
	return nil
}

// A seed is what Load reads.
type seed struct {
	Users         []seedUser         `json:"users"`
	Organizations []seedOrg          `json:"organizations"`
	Memberships   []seedMembership   `json:"memberships"`
	Machines      []seedMachine      `json:"machines"`
	APIKeys       []seedAPIKey       `json:"api_keys"`
	Plans         []seedPlan         `json:"plans"`
	Discounts     []seedDiscount     `json:"discounts"`
	Subscriptions []seedSubscription `json:"subscriptions"`
}

type seedUser struct {
	ID              string         `json:"id"`
	Email           string         `json:"email"`
	Phone           string         `json:"phone"`
	Username        string         `json:"username"`
	ExternalID      string         `json:"external_id"`
	FirstName       string         `json:"first_name"`
	LastName        string         `json:"last_name"`
	Password        string         `json:"password"`
	PublicMetadata  map[string]any `json:"public_metadata"`
	PrivateMetadata map[string]any `json:"private_metadata"`
	UnsafeMetadata  map[string]any `json:"unsafe_metadata"`
	Banned          bool           `json:"banned"`
	Locked          bool           `json:"locked"`
	CreatedAt       time.Time      `json:"created_at"`
}

type seedOrg struct {
	ID              string              `json:"id"`
	Name            string              `json:"name"`
	Slug            string              `json:"slug"`
	Features        []string            `json:"features"`
	Roles           map[string][]string `json:"roles"`
	MaxMembers      int64               `json:"max_allowed_memberships"`
	PublicMetadata  map[string]any      `json:"public_metadata"`
	PrivateMetadata map[string]any      `json:"private_metadata"`
	CreatedAt       time.Time           `json:"created_at"`
}

type seedMembership struct {
	Organization    string         `json:"organization"`
	User            string         `json:"user"`
	Role            string         `json:"role"`
	PublicMetadata  map[string]any `json:"public_metadata"`
	PrivateMetadata map[string]any `json:"private_metadata"`
}

type seedPlan struct {
	ID            string        `json:"id"`
	Slug          string        `json:"slug"`
	Name          string        `json:"name"`
	Description   string        `json:"description"`
	PayerType     string        `json:"payer_type"`
	Amount        *int64        `json:"amount"`
	AnnualMonthly *int64        `json:"annual_monthly_amount"`
	Currency      string        `json:"currency"`
	Default       bool          `json:"default"`
	TrialDays     int64         `json:"free_trial_days"`
	Features      []seedFeature `json:"features"`
}

type seedFeature struct {
	Slug        string `json:"slug"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

type seedDiscount struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	PercentOff float64 `json:"percent_off"`
	AmountOff  int64   `json:"amount_off"`
	Cycles     *int64  `json:"cycles"`
}

type seedSubscription struct {
	User         string `json:"user"`
	Organization string `json:"organization"`
	Plan         string `json:"plan"`
	Period       string `json:"period"`
}

// decodeSeed decodes a seed, and nothing else. The error says in which line something is wrong.
func decodeSeed(text []byte) (*seed, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	var s *seed
	if err := decoder.Decode(&s); err != nil {
		at := decoder.InputOffset()
		var syntax *json.SyntaxError
		var mismatch *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			at = syntax.Offset
		case errors.As(err, &mismatch):
			at = mismatch.Offset
		}
		at = min(at, int64(len(text)))
		return nil, fmt.Errorf("the seed is no seed, near line %d: %w; the documentation of Clerk.Load lists what there is", 1+bytes.Count(text[:at], []byte("\n")), err)
	}
	if s == nil {
		return nil, errors.New("the seed is null; {} adds nothing")
	}
	if decoder.More() {
		return nil, errors.New("something follows the JSON object of the seed")
	}
	return s, nil
}

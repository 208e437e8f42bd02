package clerktest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// The credentials of programs. What is issued here is what the Backend API of the instance then knows: package backend lists,
// verifies and revokes it.

// An APIKey lets a program act for a user or an organization.
type APIKey struct {
	// ID is set by [Clerk.IssueAPIKey]: "ak_" and hexadecimal digits. It is no secret.
	ID string
	// Secret is set by [Clerk.IssueAPIKey]: the text that a request brings as its bearer token.
	Secret string
	// Subject is the id of a user, an organization or a machine that was added.
	Subject string
	// Name is for whoever lists the keys. Default: "clerktest".
	Name string
	// Scopes are what the key is for, such as "read:invoices". Default: none.
	Scopes []string
	// Claims are more about the key, as JSON. Default: none.
	Claims map[string]any
	// ExpiresIn is how long the key is good, by the clock of the instance; one below 0 has expired already. Default: 0, for ever.
	ExpiresIn time.Duration
}

// IssueAPIKey makes an API key and returns it with its ID and Secret. A Subject that is not there is a mistake, and so are Claims
// that are no JSON.
func (c *Clerk) IssueAPIKey(key APIKey) APIKey {
	c.tb.Helper()
	key.Name = cmp.Or(key.Name, "clerktest")
	row := world.APIKey{Type: "api_key", Name: key.Name, Subject: key.Subject, Scopes: key.Scopes}
	c.issue("IssueAPIKey", func() (err error) {
		if row.Claims, err = claimsOf(key.Claims); err != nil {
			return err
		}
		if key.ExpiresIn != 0 {
			row.ExpiresAt = c.world.Now().Add(key.ExpiresIn)
		}
		row, err = c.api.NewAPIKey(row)
		return err
	})
	key.ID, key.Secret = row.ID, row.Secret
	return key
}

// A Machine is a service that others know by its M2M tokens.
type Machine struct {
	// ID is set by [Clerk.AddMachine]: "mch_" and random text.
	ID string
	// SecretKey is set by [Clerk.AddMachine]: what clerk.Options.MachineSecretKey of that service is.
	SecretKey string
	// Name is for whoever lists the machines. Default: "clerktest".
	Name string
	// MayCall are the ids of the machines that this one may call: the scopes of its tokens. Default: none.
	MayCall []string
	// TokenLifetime is how long its tokens are valid where they do not say otherwise. Default: an hour, as with Clerk.
	TokenLifetime time.Duration
}

// AddMachine adds a machine and returns it with its ID and SecretKey. An id in MayCall that is not there is a mistake.
func (c *Clerk) AddMachine(machine Machine) Machine {
	c.tb.Helper()
	machine.Name = cmp.Or(machine.Name, "clerktest")
	machine.TokenLifetime = cmp.Or(machine.TokenLifetime, time.Hour)
	row := world.Machine{Name: machine.Name, TokenTTL: machine.TokenLifetime}
	c.issue("AddMachine", func() (err error) {
		row, err = c.api.NewMachine(row, machine.MayCall)
		return err
	})
	machine.ID, machine.SecretKey = row.ID, row.Secret()
	return machine
}

// An M2MToken is what a machine shows to another one.
type M2MToken struct {
	// ID is set by [Clerk.IssueM2MToken]: "mt_" and hexadecimal digits. It is no secret.
	ID string
	// Token is set by [Clerk.IssueM2MToken]: the text that a request brings as its bearer token.
	Token string
	// MachineID is the machine that shows it. Default: a new one, which may call nobody.
	MachineID string
	// Claims are more about the token, as JSON. Default: none.
	Claims map[string]any
	// JWT makes it a signed token that is verified without asking Clerk and cannot be revoked. Default: an opaque one.
	JWT bool
	// ExpiresIn is how long the token is good, by the clock of the instance; one below 0 has expired already. Default: what the
	// machine says.
	ExpiresIn time.Duration
}

// IssueM2MToken makes a token of a machine and returns it with its ID, Token and MachineID. The machines that it is for are those
// which the machine may call. A MachineID that is not there is a mistake, and so are Claims that are no JSON or that Clerk sets.
func (c *Clerk) IssueM2MToken(token M2MToken) M2MToken {
	c.tb.Helper()
	if token.MachineID == "" {
		token.MachineID = c.AddMachine(Machine{}).ID
	}
	var row world.M2MToken
	c.issue("IssueM2MToken", func() error {
		machine := c.world.Machines.Get(token.MachineID)
		if machine == nil {
			return fmt.Errorf("there is no machine %q; add one with AddMachine", token.MachineID)
		}
		claims, err := claimsOf(token.Claims)
		if err != nil {
			return err
		}
		row, err = c.api.NewM2MToken(machine, token.JWT, claims, cmp.Or(token.ExpiresIn, machine.TokenTTL), nil)
		return err
	})
	token.ID, token.Token = row.ID, row.Token
	return token
}

// An OAuthToken is an access token that a user lets an OAuth application have.
type OAuthToken struct {
	// ID is set by [Clerk.IssueOAuthToken]: "oat_" and hexadecimal digits. It is no secret.
	ID string
	// Token is set by [Clerk.IssueOAuthToken]: the text that a request brings as its bearer token.
	Token string
	// UserID is the user who was added that it acts for.
	UserID string
	// ClientID is that of an OAuth application of the instance. Default: a new one.
	ClientID string
	// Scopes are what the user agreed to. Default: profile and email.
	Scopes []string
	// JWT makes it a signed token that is verified without asking Clerk and cannot be revoked. Default: an opaque one.
	JWT bool
	// ExpiresIn is how long the token is good, by the clock of the instance; one below 0 has expired already. Default: a day, as
	// with Clerk.
	ExpiresIn time.Duration
}

// IssueOAuthToken makes an access token as the flow of OAuth does, and returns it with its ID, Token and ClientID. A user or an
// application that is not there is a mistake.
func (c *Clerk) IssueOAuthToken(token OAuthToken) OAuthToken {
	c.tb.Helper()
	if token.Scopes == nil {
		token.Scopes = []string{"profile", "email"}
	}
	var row world.OAuthToken
	c.issue("IssueOAuthToken", func() error {
		if c.world.Users.Get(token.UserID) == nil {
			return fmt.Errorf("there is no user %q; add one with AddUser", token.UserID)
		}
		app := c.world.OAuthApps.ByClientID.Get(token.ClientID)
		if app == nil {
			if token.ClientID != "" {
				return fmt.Errorf("there is no OAuth application with the client id %q; create one with package backend", token.ClientID)
			}
			added, err := c.api.NewOAuthApp(world.OAuthApp{Name: "clerktest", Scopes: strings.Join(token.Scopes, " ")})
			if err != nil {
				return err
			}
			app = &added
		}
		token.ClientID = app.ClientID
		var err error
		row, err = c.api.NewOAuthToken(app, token.UserID, token.Scopes, token.JWT, cmp.Or(token.ExpiresIn, 24*time.Hour))
		return err
	})
	token.ID, token.Token = row.ID, row.Token
	return token
}

// issue changes the world, and ends the test where that fails.
func (c *Clerk) issue(method string, f func() error) {
	c.tb.Helper()
	if err := c.world.Update(f); err != nil {
		c.fail("%s: %v", method, err)
	}
}

// claimsOf returns claims as JSON, nil for none.
func claimsOf(claims map[string]any) (json.RawMessage, error) {
	if claims == nil {
		return nil, nil
	}
	text, err := json.Marshal(claims)
	if err != nil {
		return nil, errors.New("the Claims are no JSON: " + err.Error())
	}
	return text, nil
}

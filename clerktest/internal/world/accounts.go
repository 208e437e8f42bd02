package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// An ExternalAccount is an account that a user has elsewhere. Users connect theirs in a browser, so the Backend API makes none:
// they come from seeds.
type ExternalAccount struct {
	ID, UserID, IdentificationID             string
	Provider, ProviderUserID                 string // "oauth_google"
	Email, FirstName, LastName, Username     string
	Phone, Image, Label, Scopes, AccessToken string
	PublicMetadata                           Metadata
	CreatedAt, UpdatedAt, TokenExpiresAt     time.Time
}

// ExternalAccounts are the accounts elsewhere.
type ExternalAccounts struct {
	*table.Table[ExternalAccount]
	ByUser *table.Multi[ExternalAccount]
}

func newExternalAccounts(s *table.Store) ExternalAccounts {
	t := table.New(s, "external_accounts",
		func(a *ExternalAccount) string { return a.ID }, func(a *ExternalAccount) time.Time { return a.CreatedAt })
	return ExternalAccounts{t, t.Multi(func(a *ExternalAccount) []string { return []string{a.UserID} })}
}

// A Passkey is one of a user; it comes from a seed.
type Passkey struct {
	ID, UserID, Name                 string
	CreatedAt, UpdatedAt, LastUsedAt time.Time
}

// Passkeys are the passkeys.
type Passkeys struct {
	*table.Table[Passkey]
	ByUser *table.Multi[Passkey]
}

func newPasskeys(s *table.Store) Passkeys {
	t := table.New(s, "passkeys", func(p *Passkey) string { return p.ID }, func(p *Passkey) time.Time { return p.CreatedAt })
	return Passkeys{t, t.Multi(func(p *Passkey) []string { return []string{p.UserID} })}
}

// A TrustedDevice is a phone that a user has enrolled; it comes from a seed.
type TrustedDevice struct {
	ID, UserID                                  string
	Platform, AppIdentifier, Name               string
	CreatedAt, UpdatedAt, LastUsedAt, RevokedAt time.Time
}

// TrustedDevices are the trusted devices.
type TrustedDevices struct {
	*table.Table[TrustedDevice]
	ByUser *table.Multi[TrustedDevice]
}

func newTrustedDevices(s *table.Store) TrustedDevices {
	t := table.New(s, "trusted_devices",
		func(d *TrustedDevice) string { return d.ID }, func(d *TrustedDevice) time.Time { return d.CreatedAt })
	return TrustedDevices{t, t.Multi(func(d *TrustedDevice) []string { return []string{d.UserID} })}
}

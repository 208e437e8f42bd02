package world

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// Settings are what can be set of an instance. There is one row of them at most.
type Settings struct {
	ID string

	TestMode, HIBP, CookielessDev, URLSync          bool
	SupportEmail, FromEmail                         string
	ClerkJSVersion, DevelopmentOrigin, FirstFactor  string
	ProgressiveSignUp                               bool
	AllowedOrigins                                  []string // nil: none were set
	HomeURL                                         string   // what a change of the domain asked for, "" for none
	Secondary                                       bool
	Allowlist, Blocklist, ListsOffOnSignIn          bool
	BlockSubaddresses, BlockDisposable              bool
	ProtectRules, ProtectSpecter                    bool
	BlockedCountries                                []string
	ClientRegistration, JWTAccessTokens             bool // of OAuth applications
	AdvertiseCIMD, OnlyKnownCIMD, BlockImplicitCIMD bool // client ID metadata documents
	DefaultScopes                                   []string
	Orgs                                            OrgSettings
}

// OrgSettings are what can be set for organizations.
type OrgSettings struct {
	Disabled, NoAdminDelete, Domains, NoSlugs bool
	MaxMembers                                int64 // of new ones; 0: any number
	EnrollmentModes                           []string
}

// AllSettings are the settings.
type AllSettings struct{ *table.Table[Settings] }

func newSettings(s *table.Store) AllSettings {
	return AllSettings{table.New(s, "settings", func(s *Settings) string { return s.ID }, func(*Settings) time.Time { return time.Time{} })}
}

const theSettings = "settings"

// Set returns the settings: those of a new instance where nothing was changed. Whoever changes the copy puts it back.
func (w *World) Set() Settings {
	if s := w.Settings.Get(theSettings); s != nil {
		return *s
	}
	return Settings{ID: theSettings, URLSync: true, FromEmail: "notifications", FirstFactor: "password", ListsOffOnSignIn: true}
}

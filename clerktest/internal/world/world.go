package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// A World is all that an instance knows. Its tables are read within View and changed within Update.
type World struct {
	store table.Store
	clock func() time.Time
	ids   ids
	feed  feed

	Allowlist        List
	APIKeys          APIKeys
	Blocklist        List
	Domains          Domains
	JWTTemplates     JWTTemplates
	M2MTokens        M2MTokens
	Machines         Machines
	MachineScopes    MachineScopes
	MessageTemplates MessageTemplates
	OAuthApps        OAuthApps
	OAuthTokens      OAuthTokens
	ProxyChecks      ProxyChecks
	RedirectURLs     RedirectURLs
	SvixApps         SvixApps
	Users            Users
	Identifications  Identifications
	ExternalAccounts ExternalAccounts
	Passkeys         Passkeys
	TrustedDevices   TrustedDevices
	Organizations    Organizations
	Memberships      Memberships
	LastOrgs         LastOrgs
	OrgDomains       OrgDomains
	OrgInvitations   OrgInvitations
	OrgPermissions   Permissions
	OrgRoles         Roles
	RoleSets         RoleSets
	Invitations      Invitations
	ActorTokens      ActorTokens
	Agents           Agents
	AgentTasks       AgentTasks
	SignInTokens     SignInTokens
	SignIns          SignIns
	SignUps          SignUps
	Clients          Clients
	Sessions         Sessions
	Billing          Billing
	Connections      Connections
	Directories      Directories
	GroupMappings    GroupMappings
	PortalTokens     PortalTokens
	Settings         AllSettings
	TestRuns         TestRuns
	Waitlist         Waitlist
}

// New returns the world of a new instance with this clock. With a seed the ids are the same in every run that does the same; "" makes them
// random.
func New(clock func() time.Time, seed string) *World {
	w := &World{clock: clock, ids: ids{seed: seed}}
	w.Allowlist = newList(&w.store, "allowlist_identifiers")
	w.APIKeys = newAPIKeys(&w.store)
	w.Blocklist = newList(&w.store, "blocklist_identifiers")
	w.Domains = newDomains(&w.store)
	w.JWTTemplates = newJWTTemplates(&w.store)
	w.M2MTokens = newM2MTokens(&w.store)
	w.Machines = newMachines(&w.store)
	w.MachineScopes = newMachineScopes(&w.store)
	w.MessageTemplates = newMessageTemplates(&w.store)
	w.OAuthApps = newOAuthApps(&w.store)
	w.OAuthTokens = newOAuthTokens(&w.store)
	w.ProxyChecks = newProxyChecks(&w.store)
	w.RedirectURLs = newRedirectURLs(&w.store)
	w.SvixApps = newSvixApps(&w.store)
	w.Users = newUsers(&w.store)
	w.Identifications = newIdentifications(&w.store)
	w.ExternalAccounts = newExternalAccounts(&w.store)
	w.Passkeys = newPasskeys(&w.store)
	w.TrustedDevices = newTrustedDevices(&w.store)
	w.Organizations = newOrganizations(&w.store)
	w.Memberships = newMemberships(&w.store)
	w.LastOrgs = newLastOrgs(&w.store)
	w.OrgInvitations = newOrgInvitations(&w.store)
	w.OrgDomains = newOrgDomains(&w.store)
	w.OrgPermissions = newPermissions(&w.store)
	w.OrgRoles = newRoles(&w.store)
	w.RoleSets = newRoleSets(&w.store)
	w.Invitations = newInvitations(&w.store)
	w.ActorTokens = newActorTokens(&w.store)
	w.Agents = newAgents(&w.store)
	w.AgentTasks = newAgentTasks(&w.store)
	w.SignInTokens = newSignInTokens(&w.store)
	w.SignIns = newSignIns(&w.store)
	w.SignUps = newSignUps(&w.store)
	w.Clients = newClients(&w.store)
	w.Sessions = newSessions(&w.store)
	w.Billing = newBilling(&w.store)
	w.Connections = newConnections(&w.store)
	w.Directories = newDirectories(&w.store)
	w.GroupMappings = newGroupMappings(&w.store)
	w.PortalTokens = newPortalTokens(&w.store)
	w.Settings = newSettings(&w.store)
	w.TestRuns = newTestRuns(&w.store)
	w.Waitlist = newWaitlist(&w.store)
	w.keepOrders()
	if err := w.store.Update(w.begin); err != nil {
		panic(err) // nothing is taken in an empty world
	}
	return w
}

// Now is the time of the instance, to the millisecond, which is all that answers can say.
func (w *World) Now() time.Time { return w.clock().Truncate(time.Millisecond) }

// View runs f while nothing changes. What f found may be kept. f calls neither View nor Update.
func (w *World) View(f func()) { w.store.View(f) }

// Update runs f while nobody else reads or writes. If f returns an error, nothing has happened: no row and no event. f calls neither
// View nor Update.
func (w *World) Update(f func() error) error {
	return w.store.Update(func() error {
		w.feed.begin()
		if err := f(); err != nil {
			return err
		}
		return w.feed.publish(w.Now())
	})
}

// A snapshot is a World as JSON.
type snapshot struct {
	Version int             `json:"version"`
	IDs     uint64          `json:"ids"` // how many were made
	Tables  json.RawMessage `json:"tables"`
}

const snapshotVersion = 1

// Snapshot returns everything as JSON. Passwords are in it as digests, other secrets as they are.
func (w *World) Snapshot() ([]byte, error) {
	var out []byte
	var err error
	w.View(func() {
		s := snapshot{Version: snapshotVersion, IDs: w.ids.made.Load()}
		if s.Tables, err = w.store.Snapshot(); err == nil {
			out, err = json.Marshal(s)
		}
	})
	return out, err
}

// Restore replaces everything by what a Snapshot has. After an error nothing has changed. No events tell of it.
func (w *World) Restore(data []byte) error {
	var s snapshot
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("world: the snapshot is no JSON object: %w", err)
	}
	if s.Version != snapshotVersion {
		return fmt.Errorf("world: the snapshot has version %d, and this is version %d", s.Version, snapshotVersion)
	}
	if s.Tables == nil {
		return errors.New("world: the snapshot has no tables")
	}
	return w.Update(func() error {
		if err := w.store.Restore(s.Tables); err != nil {
			return err
		}
		if err := w.checkReferences(); err != nil {
			return err
		}
		w.ids.made.Store(s.IDs)
		return w.begin()
	})
}

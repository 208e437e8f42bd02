package world

import (
	"errors"
	"fmt"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/table"
)

// checkReferences returns what rows refer to that is not there. Operations never leave such rows behind; a snapshot that somebody
// wrote may have them.
func (w *World) checkReferences() error {
	return errors.Join(
		refers(w.M2MTokens.Table, "machine", w.Machines.Table, func(t *M2MToken) string { return t.MachineID }),
		refers(w.MachineScopes.Table, "machine", w.Machines.Table, func(s *MachineScope) string { return s.From }),
		refers(w.MachineScopes.Table, "machine", w.Machines.Table, func(s *MachineScope) string { return s.To }),
		refers(w.OAuthTokens.Table, "OAuth application", w.OAuthApps.Table, func(t *OAuthToken) string { return t.AppID }),
		refers(w.OAuthTokens.Table, "user", w.Users.Table, func(t *OAuthToken) string { return t.UserID }),
		refers(w.Identifications.Table, "user", w.Users.Table, func(i *Identification) string { return i.UserID }),
		refers(w.ExternalAccounts.Table, "user", w.Users.Table, func(a *ExternalAccount) string { return a.UserID }),
		refers(w.Passkeys.Table, "user", w.Users.Table, func(p *Passkey) string { return p.UserID }),
		refers(w.TrustedDevices.Table, "user", w.Users.Table, func(d *TrustedDevice) string { return d.UserID }),
		refers(w.Memberships.Table, "user", w.Users.Table, func(m *Membership) string { return m.UserID }),
		refers(w.Memberships.Table, "organization", w.Organizations.Table, func(m *Membership) string { return m.OrgID }),
		refers(w.LastOrgs.Table, "user", w.Users.Table, func(l *LastOrg) string { return l.UserID }),
		refers(w.LastOrgs.Table, "organization", w.Organizations.Table, func(l *LastOrg) string { return l.OrgID }),
		refers(w.OrgInvitations.Table, "organization", w.Organizations.Table, func(i *OrgInvitation) string { return i.OrgID }),
		refers(w.ActorTokens.Table, "user", w.Users.Table, func(t *ActorToken) string { return t.UserID }),
		refers(w.AgentTasks.Table, "agent", w.Agents.Table, func(t *AgentTask) string { return t.AgentID }),
		refers(w.AgentTasks.Table, "user", w.Users.Table, func(t *AgentTask) string { return t.UserID }),
		refers(w.SignInTokens.Table, "user", w.Users.Table, func(t *SignInToken) string { return t.UserID }),
		refers(w.OrgDomains.Table, "organization", w.Organizations.Table, func(d *OrgDomain) string { return d.OrgID }),
		refers(w.Sessions.Table, "client", w.Clients.Table, func(s *Session) string { return s.ClientID }),
		refers(w.SignIns.Table, "client", w.Clients.Table, func(i *SignIn) string { return i.ClientID }),
		refersToAll(w.SignUps.Table, "client", w.Clients.Table, func(u *SignUp) []string { return some(u.ClientID) }),
		refersToAll(w.Organizations.Table, "role set", w.RoleSets.Table, func(o *Organization) []string { return some(o.RoleSetID) }),
		refersToAll(w.OrgRoles.Table, "permission", w.OrgPermissions.Table, func(r *Role) []string { return r.PermissionIDs }),
		refersToAll(w.RoleSets.Table, "role", w.OrgRoles.Table, func(r *RoleSet) []string {
			return append(slices.Clone(r.RoleIDs), r.DefaultRoleID, r.CreatorRoleID)
		}),
		refers(w.Billing.Prices, "billing plan", w.Billing.Plans, func(p *Price) string { return p.PlanID }),
		refers(w.Billing.Items, "subscription", w.Billing.Subscriptions, func(i *Item) string { return i.SubscriptionID }),
		refers(w.Billing.Items, "billing plan", w.Billing.Plans, func(i *Item) string { return i.PlanID }),
		refers(w.Billing.Items, "billing price", w.Billing.Prices, func(i *Item) string { return i.PriceID }),
		refers(w.Billing.Payments, "statement", w.Billing.Statements, func(p *Payment) string { return p.StatementID }),
		refers(w.Billing.Payments, "subscription item", w.Billing.Items, func(p *Payment) string { return p.ItemID }),
		refers(w.Billing.Redemptions, "subscription item", w.Billing.Items, func(r *Redemption) string { return r.ItemID }),
		refers(w.Billing.Redemptions, "discount", w.Billing.Discounts, func(r *Redemption) string { return r.DiscountID }),
		w.checkPayers(),
		refers(w.Directories.Table, "enterprise connection", w.Connections.Table, func(d *Directory) string { return d.ConnectionID }),
		refers(w.GroupMappings.Table, "directory", w.Directories.Table, func(m *GroupMapping) string { return m.DirectoryID }),
		refers(w.GroupMappings.Table, "role", w.OrgRoles.Table, func(m *GroupMapping) string { return m.RoleID }),
		refers(w.TestRuns.Table, "enterprise connection", w.Connections.Table, func(r *TestRun) string { return r.ConnectionID }),
	)
}

// refers returns the first row of a table that refers to nothing.
func refers[T, R any](from *table.Table[T], kind string, to *table.Table[R], id func(*T) string) error {
	return refersToAll(from, kind, to, func(v *T) []string { return []string{id(v)} })
}

// refersToAll is refers for rows that refer to several.
func refersToAll[T, R any](from *table.Table[T], kind string, to *table.Table[R], ids func(*T) []string) error {
	for v := range from.Rows().All() {
		for _, id := range ids(v) {
			if to.Get(id) == nil {
				return fmt.Errorf("world: %q belongs to the %s %q, and there is none", from.ID(v), kind, id)
			}
		}
	}
	return nil
}

// some returns what is no "".
func some(ids ...string) []string {
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

// checkPayers is refers for what belongs to a user or an organization.
func (w *World) checkPayers() error {
	payer := func(kind, id string) error {
		if kind == ForOrg && w.Organizations.Get(id) != nil || kind == ForUser && w.Users.Get(id) != nil {
			return nil
		}
		return fmt.Errorf("world: something is billed to the %s %q, and there is none", kind, id)
	}
	for s := range w.Billing.Subscriptions.Rows().Each() {
		if err := payer(s.PayerType, s.OwnerID); err != nil {
			return err
		}
	}
	for s := range w.Billing.Statements.Rows().Each() {
		if err := payer(s.PayerType, s.OwnerID); err != nil {
			return err
		}
	}
	return nil
}

package backendapi

import (
	"encoding/hex"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// adminPortal is links to the portal where the administrator of a customer sets a connection up. There is no such portal here.
func (a *API) adminPortal() []Operation {
	return []Operation{
		write("POST /admin_portal_link_tokens", a.createPortalToken),
		write("POST /admin_portal_link_tokens/{token_id}/revoke", a.revokePortalToken),
	}
}

type portalTokenCreate struct {
	OrgID     Opt[string]   `body:"organization_id"`
	ContactID Opt[string]   `body:"it_contact_id"`
	Scopes    Opt[[]string] `body:"scopes"`
	Seconds   Opt[int64]    `body:"seconds_until_expiration"`
}

const (
	defaultPortalSeconds = 3600
	maxPortalSeconds     = 86400
)

func (p *portalTokenCreate) check(wrong *problems) {
	if s := p.Seconds.Value; s < 0 || s > maxPortalSeconds {
		wrong.invalid("seconds_until_expiration", "must be an integer from 0 to %d.", maxPortalSeconds)
	}
}

func (a *API) createPortalToken(_ Call, p portalTokenCreate) (any, error) {
	if p.OrgID.Set {
		if _, err := named(a.w.Organizations.Table, "organization_id", "organization", p.OrgID.Value); err != nil {
			return nil, err
		}
	}
	seconds := int64(defaultPortalSeconds)
	p.Seconds.Keep(&seconds)
	now, digits := a.w.Now(), func(use string) string { return hex.EncodeToString([]byte(a.w.Text(use))[:16]) }
	t := world.PortalToken{
		ID: "aplt_" + digits("aplt"), LinkID: a.w.ID("apl"), OrgID: p.OrgID.Value, ContactID: p.ContactID.Value, Scopes: p.Scopes.Value,
		ExpiresAt: now.Add(time.Duration(seconds) * time.Second), CreatedAt: now, UpdatedAt: now,
	}
	view := a.viewPortalToken(&t)
	view.Token = "aplt_" + a.w.Text("portal token")
	return reply{http.StatusCreated, view}, a.w.PortalTokens.Put(t)
}

type portalTokenRevoke struct {
	Reason Opt[string] `body:"revocation_reason,nullable"`
}

func (a *API) revokePortalToken(c Call, p portalTokenRevoke) (any, error) {
	before, err := found(a.w.PortalTokens.Table, "admin portal link token", c.id("token_id"))
	if err != nil {
		return nil, err
	}
	if before.Revoked {
		return nil, refusal.New(http.StatusBadRequest, "admin_portal_link_token_already_revoked", "Already revoked", "The token was revoked before.")
	}
	t := *before
	t.Revoked, t.Reason, t.UpdatedAt = true, p.Reason.Value, a.w.Now()
	return a.viewPortalToken(&t), a.w.PortalTokens.Put(t)
}

// A portalTokenView is such a token in an answer. The secret is told once.
type portalTokenView struct {
	Object           string   `json:"object"`
	ID               string   `json:"id"`
	LinkID           string   `json:"admin_portal_link_id"`
	InstanceID       string   `json:"instance_id"`
	OrganizationID   *string  `json:"organization_id"`
	ITContactID      *string  `json:"it_contact_id"`
	Scopes           []string `json:"scopes"`
	Token            string   `json:"token,omitempty"`
	Revoked          bool     `json:"revoked"`
	RevocationReason *string  `json:"revocation_reason"`
	Expired          bool     `json:"expired"`
	Expiration       *int64   `json:"expiration"`
	CreatedAt        int64    `json:"created_at"`
	UpdatedAt        int64    `json:"updated_at"`
}

func (a *API) viewPortalToken(t *world.PortalToken) portalTokenView {
	return portalTokenView{
		Object: "admin_portal_link_token", ID: t.ID, LinkID: t.LinkID, InstanceID: a.Instance().ID, OrganizationID: orNull(t.OrgID),
		ITContactID: orNull(t.ContactID), Scopes: t.Scopes, Revoked: t.Revoked, RevocationReason: orNull(t.Reason),
		Expired: !a.w.Now().Before(t.ExpiresAt), Expiration: millis(t.ExpiresAt), CreatedAt: t.CreatedAt.UnixMilli(), UpdatedAt: t.UpdatedAt.UnixMilli(),
	}
}

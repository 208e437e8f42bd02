package clerktest

import (
	"cmp"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// pathTicket is where sign-in tokens, actor tokens and tasks of agents lead.
const pathTicket = "/v1/tickets/accept"

// A found ticket is one of whatever kind.
type foundTicket struct {
	kind    string // of its refusals: "sign_in_token"
	status  world.Status
	expires time.Time // zero: never
	session world.Session
	back    string // where it leads afterwards, "" for where the request says
	accept  func() error
}

// findTicket returns the ticket with this text, or nil. The caller is within change.
func (c *Clerk) findTicket(text string) *foundTicket {
	w := c.world
	now := w.Now()
	if t := w.SignInTokens.ByToken.Get(text); t != nil {
		return &foundTicket{"sign_in_token", t.Status, t.ExpiresAt, world.Session{UserID: t.UserID, OrgID: t.OrgID}, "", func() error {
			next := *t
			next.Status, next.UpdatedAt = world.Accepted, now
			return w.SignInTokens.Put(next)
		}}
	}
	if t := w.ActorTokens.ByToken.Get(text); t != nil {
		session := world.Session{UserID: t.UserID, Actor: t.Actor, ExpireAt: now.Add(t.Session)}
		return &foundTicket{"actor_token", t.Status, t.ExpiresAt, session, "", func() error {
			next := *t
			next.Status, next.UpdatedAt = world.Accepted, now
			return w.ActorTokens.Put(next)
		}}
	}
	if t := w.AgentTasks.ByToken.Get(text); t != nil {
		session := world.Session{UserID: t.UserID, ExpireAt: now.Add(t.Session)}
		return &foundTicket{"agent_task", t.Status, time.Time{}, session, t.RedirectURL, func() error {
			next := *t
			next.Status, next.UpdatedAt = world.Accepted, now
			return w.AgentTasks.Put(next)
		}}
	}
	return nil
}

// refusal says why a ticket cannot be used, or nil (Clerk: sign-in token errors, actor token errors).
func (t *foundTicket) refusal(w *world.World) *refusal {
	no := func(what, long string) *refusal {
		return refuse(http.StatusBadRequest, t.kind+"_"+what+"_code", "The ticket is not good", long)
	}
	u := w.Users.Get(t.session.UserID)
	switch {
	case t.status == world.Revoked:
		return no("revoked", "It has been revoked.")
	case t.status == world.Accepted:
		return no("already_used", "It has been used; each works once.")
	case !t.expires.IsZero() && !w.Now().Before(t.expires):
		return no("cannot_be_used", "It has expired; create another one.")
	}
	return barred(u.Banned, u.Locked)
}

// barred refuses whom the instance keeps out, and is nil for others.
func barred(banned, locked bool) *refusal {
	switch {
	case banned:
		return refuse(http.StatusForbidden, "user_banned", "The user may not sign in", "The user is banned.")
	case locked:
		return refuse(http.StatusForbidden, "user_locked", "The user may not sign in", "The user is locked.")
	}
	return nil
}

// acceptTicket signs a browser in that comes with a ticket. Clerk has its components in the application do this.
func (c *Clerk) acceptTicket(w http.ResponseWriter, r *http.Request) {
	v, ok := c.open(w, r, r.URL.Query())
	if !ok {
		return
	}
	var st standing
	var refused *refusal
	c.change(func() error {
		t := c.findTicket(r.URL.Query().Get("ticket"))
		if t == nil {
			refused = refuse(http.StatusNotFound, "resource_not_found", "Not found", "There is no ticket like this.")
			return nil
		}
		if refused = t.refusal(c.world); refused != nil {
			return nil
		}
		if t.back != "" {
			target, why := c.target(t.back)
			if why != "" {
				refused = unprocessable(invalid(clerk.QueryRedirectURL, "%s", why))
				return nil
			}
			v.back = target
		}
		in, err := c.callerOrNew(r, v.devBrowser)
		if err != nil {
			return err
		}
		c.world.SignedIn(t.session.UserID)
		t.session.ClientID, t.session.Token.SecondFactor = in.ID, -1
		t.session.OrgID = cmp.Or(t.session.OrgID, c.world.LastOrg(t.session.UserID))
		if _, err := c.world.Begin(t.session); err != nil {
			return err
		}
		st = c.standing(in)
		return t.accept()
	})
	if refused != nil {
		refused.write(w)
		return
	}
	c.leave(w, r, v, st)
}

package backendapi

import (
	"fmt"
	"net/http"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// Lifetimes (Clerk: CreateSignInToken, CreateActorToken, CreateTestingToken).
const (
	signInTokenLifetime  = 30 * 24 * time.Hour
	actorTokenLifetime   = time.Hour
	actorSession         = 30 * time.Minute
	testingTokenLifetime = time.Hour
)

// tickets are what lets somebody in once, without a password.
func (a *API) tickets() []Operation {
	return []Operation{
		write("POST /sign_in_tokens", a.createSignInToken),
		write("POST /sign_in_tokens/{sign_in_token_id}/revoke", a.revokeSignInToken),
		write("POST /actor_tokens", a.createActorToken),
		write("POST /actor_tokens/{actor_token_id}/revoke", a.revokeActorToken),
		write("POST /testing_tokens", a.createTestingToken),
	}
}

// maxSeconds keeps durations within what a time can hold: ten years.
const maxSeconds = 315_360_000

// checkLasting refuses a number of seconds that is none.
func checkLasting(param string, n Opt[int64], wrong *problems) {
	if n.Set && !n.Null && (n.Value < 1 || n.Value > maxSeconds) {
		wrong.invalid(param, "must be an integer from 1 to %d.", maxSeconds)
	}
}

// lasting returns a duration that is sent, or one that is not.
func lasting(n Opt[int64], fallback time.Duration) time.Duration {
	if n.Set && !n.Null {
		return time.Duration(n.Value) * time.Second
	}
	return fallback
}

// newTicket returns the text of a new token. Clerk's are signed; here none of them can be guessed either.
func (a *API) newTicket() string { return a.w.Text("ticket") + a.w.Text("ticket") }

// notPending refuses to revoke what is not pending.
func notPending(code string, status world.Status) error {
	return refusal.Newf(http.StatusBadRequest, code, "Not pending", "It is %s; only what is pending can be revoked.", status)
}

type signInTokenCreate struct {
	UserID  string      `body:"user_id,required"`
	OrgID   Opt[string] `body:"org_id,nullable"`
	Seconds Opt[int64]  `body:"expires_in_seconds,nullable"`
}

func (p *signInTokenCreate) check(wrong *problems) {
	checkLasting("expires_in_seconds", p.Seconds, wrong)
}

func (a *API) createSignInToken(_ Call, p signInTokenCreate) (any, error) {
	u, err := found(a.w.Users.Table, "user", p.UserID)
	if err != nil {
		return nil, err
	}
	if err := a.checkActiveOrg("org_id", p.OrgID.Value, u.ID); err != nil {
		return nil, err
	}
	now := a.w.Now()
	t := world.SignInToken{
		ID: a.w.ID("sit"), UserID: u.ID, OrgID: p.OrgID.Value, Token: a.newTicket(), Status: world.Pending,
		ExpiresAt: now.Add(lasting(p.Seconds, signInTokenLifetime)), CreatedAt: now, UpdatedAt: now,
	}
	return a.viewSignInToken(&t), a.w.SignInTokens.Put(t)
}

// checkActiveOrg refuses an organization that cannot be the active one of a user.
func (a *API) checkActiveOrg(param, orgID, userID string) error {
	if orgID == "" {
		return nil
	}
	if _, err := named(a.w.Organizations.Table, param, "organization", orgID); err != nil {
		return err
	}
	if a.w.Memberships.Find(orgID, userID) == nil {
		return refusal.Newf(http.StatusForbidden, "not_a_member_in_organization", "Not a member",
			"The user %.80q is no member of the organization in %s.", userID, param)
	}
	return nil
}

func (a *API) revokeSignInToken(c Call, _ none) (any, error) {
	before, err := found(a.w.SignInTokens.Table, "sign-in token", c.id("sign_in_token_id"))
	if err != nil {
		return nil, err
	}
	if before.Status != world.Pending {
		return nil, notPending("sign_in_token_cannot_be_revoked_code", before.Status)
	}
	t := *before
	t.Status, t.UpdatedAt = world.Revoked, a.w.Now()
	return a.viewSignInToken(&t), a.w.SignInTokens.Put(t)
}

type actorTokenCreate struct {
	UserID         string         `body:"user_id,required"`
	Actor          world.Metadata `body:"actor,required"`
	Seconds        Opt[int64]     `body:"expires_in_seconds"`
	SessionSeconds Opt[int64]     `body:"session_max_duration_in_seconds"`
}

func (p *actorTokenCreate) check(wrong *problems) {
	checkLasting("expires_in_seconds", p.Seconds, wrong)
	checkLasting("session_max_duration_in_seconds", p.SessionSeconds, wrong)
	if sub, _ := p.Actor["sub"].(string); p.Actor != nil && sub == "" {
		wrong.invalid("actor", "must have the member sub: who acts, such as the id of a user.")
	}
	checkMetadata("actor", p.Actor, wrong)
}

func (a *API) createActorToken(_ Call, p actorTokenCreate) (any, error) {
	u, err := named(a.w.Users.Table, "user_id", "user", p.UserID)
	if err != nil {
		return nil, err
	}
	now := a.w.Now()
	t := world.ActorToken{
		ID: a.w.ID("act"), UserID: u.ID, Actor: p.Actor, Token: a.newTicket(), Status: world.Pending,
		Session: lasting(p.SessionSeconds, actorSession), ExpiresAt: now.Add(lasting(p.Seconds, actorTokenLifetime)),
		CreatedAt: now, UpdatedAt: now,
	}
	return a.viewActorToken(&t), a.w.ActorTokens.Put(t)
}

func (a *API) revokeActorToken(c Call, _ none) (any, error) {
	before, err := found(a.w.ActorTokens.Table, "actor token", c.id("actor_token_id"))
	if err != nil {
		return nil, err
	}
	if before.Status != world.Pending {
		return nil, notPending("actor_token_cannot_be_revoked_code", before.Status)
	}
	t := *before
	t.Status, t.UpdatedAt = world.Revoked, a.w.Now()
	return a.viewActorToken(&t), a.w.ActorTokens.Put(t)
}

// createTestingToken makes what Clerk's own tools for tests send along to get past its defence against robots. There is none here,
// so any token does.
func (a *API) createTestingToken(Call, none) (any, error) {
	expires := a.w.Now().Add(testingTokenLifetime).Unix()
	return testingTokenView{"testing_token", fmt.Sprintf("%d-c_%s", expires, a.w.Text("testing_token")), expires}, nil
}

// A testingTokenView is a testing token in an answer. Its time is in seconds, as in the token.
type testingTokenView struct {
	Object    string `json:"object"`
	Token     string `json:"token"`
	ExpiresAt int64  `json:"expires_at"`
}

// A signInTokenView is a sign-in token in an answer.
type signInTokenView struct {
	Object    string       `json:"object"`
	ID        string       `json:"id"`
	UserID    string       `json:"user_id"`
	Token     string       `json:"token"`
	Status    world.Status `json:"status"`
	URL       *string      `json:"url"`
	CreatedAt int64        `json:"created_at"`
	UpdatedAt int64        `json:"updated_at"`
}

func (a *API) viewSignInToken(t *world.SignInToken) signInTokenView {
	return signInTokenView{
		Object: "sign_in_token", ID: t.ID, UserID: t.UserID, Token: t.Token, Status: t.Status, URL: orNull(a.Tickets + t.Token),
		CreatedAt: t.CreatedAt.UnixMilli(), UpdatedAt: t.UpdatedAt.UnixMilli(),
	}
}

// An actorTokenView is an actor token in an answer.
type actorTokenView struct {
	Object    string         `json:"object"`
	ID        string         `json:"id"`
	UserID    string         `json:"user_id"`
	Actor     world.Metadata `json:"actor"`
	Token     string         `json:"token"`
	Status    world.Status   `json:"status"`
	URL       string         `json:"url"`
	CreatedAt int64          `json:"created_at"`
	UpdatedAt int64          `json:"updated_at"`
}

func (a *API) viewActorToken(t *world.ActorToken) actorTokenView {
	return actorTokenView{
		Object: "actor_token", ID: t.ID, UserID: t.UserID, Actor: t.Actor, Token: t.Token, Status: t.Status, URL: a.Tickets + t.Token,
		CreatedAt: t.CreatedAt.UnixMilli(), UpdatedAt: t.UpdatedAt.UnixMilli(),
	}
}

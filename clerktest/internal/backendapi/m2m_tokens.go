package backendapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// m2mTokens are what machines show to each other. A machine makes its own with its secret key; the other operations take that
// key or the one of the instance.
func (a *API) m2mTokens() []Operation {
	operations := bare(
		write("POST /m2m_tokens", a.createM2MToken),
		read("GET /m2m_tokens", a.listM2MTokens),
		write("POST /m2m_tokens/{m2m_token_id}/revoke", a.revokeM2MToken),
		write("POST /m2m_tokens/verify", a.verifyM2MToken),
	)
	for i := range operations {
		operations[i].Authorize = a.authorizeMachine
	}
	return operations
}

// authorizeMachine refuses requests with neither the secret key of the instance nor that of a machine.
func (a *API) authorizeMachine(r *http.Request) error {
	err := a.Authorize(r)
	if err == nil {
		return nil
	}
	a.w.View(func() {
		if a.callingMachine(r) != nil {
			err = nil
		}
	})
	return err
}

// callingMachine returns the machine whose key a request has, or nil.
func (a *API) callingMachine(r *http.Request) *world.Machine {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil
	}
	return a.w.Machines.WithKey(key, a.w.Now())
}

// caller returns the machine that asks; nil, without an error, is the instance itself.
func (a *API) caller(c Call) (*world.Machine, error) {
	if m := a.callingMachine(c.r); m != nil {
		return m, nil
	}
	return nil, a.Authorize(c.r) // the key may have been taken away a moment ago
}

type m2mCreate struct {
	Format       Opt[string]          `body:"token_format" oneof:"opaque jwt"`
	Seconds      Opt[float64]         `body:"seconds_until_expiration,nullable"`
	Claims       Opt[json.RawMessage] `body:"claims,nullable"`
	MinRemaining Opt[int64]           `body:"min_remaining_ttl_seconds"`
}

func (p *m2mCreate) check(wrong *problems) {
	checkSeconds(p.Seconds, wrong)
	if p.MinRemaining.Value < 0 {
		wrong.invalid("min_remaining_ttl_seconds", "must not be negative.")
	}
}

func (a *API) createM2MToken(c Call, p m2mCreate) (any, error) {
	m, err := a.caller(c)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, refusal.New(http.StatusUnauthorized, "machine_secret_key_required", "No machine asks",
			"A token of a machine is made with the secret key of that machine, and this is the one of the instance.")
	}
	t, err := a.NewM2MToken(m, p.Format.Value == formatJWT, p.Claims.Value, lifetimeOr(p.Seconds, m.TokenTTL), reuse(p.MinRemaining))
	if err != nil {
		return nil, err
	}
	return reply{http.StatusCreated, struct {
		m2mView
		Token string `json:"token"`
	}{a.viewM2MToken(&t), t.Token}}, nil
}

func lifetimeOr(seconds Opt[float64], fallback time.Duration) time.Duration {
	if seconds.Set && !seconds.Null {
		return lifetime(seconds.Value)
	}
	return fallback
}

// reuse returns how long a token has to be good for still to be used again: nil for never.
func reuse(seconds Opt[int64]) *time.Duration {
	if !seconds.Set {
		return nil
	}
	// More than any token lives is refused later; this keeps the product in its type.
	d := time.Duration(min(seconds.Value, maxTokenTTL+1)) * time.Second
	return &d
}

// NewM2MToken makes a token of a machine, or returns one that there is already and that is good for as long as again says. Those
// in the form of a JWT are not kept. It is called within Update.
func (a *API) NewM2MToken(m *world.Machine, jwt bool, claims json.RawMessage, life time.Duration, again *time.Duration) (world.M2MToken, error) {
	now := a.w.Now()
	scopes := a.w.MachineScopes.Of(m.ID)
	if again != nil && !jwt {
		if *again >= life {
			return world.M2MToken{}, refusal.Unprocessable(refusal.Invalid("min_remaining_ttl_seconds",
				"must be less than the lifetime of the token, which is %v.", life))
		}
		for t := range a.w.M2MTokens.ByMachine.Get(m.ID).Each() {
			if t.Good(now) && !t.ExpiresAt.Before(now.Add(*again)) && slices.Equal(t.Scopes, scopes) && sameJSON(t.Claims, claims) {
				return *t, nil
			}
		}
	}
	t := world.M2MToken{
		ID: a.w.HexID("mt"), MachineID: m.ID, Claims: claims, Scopes: scopes, Standing: world.Standing{ExpiresAt: now.Add(life)},
		CreatedAt: now, UpdatedAt: now,
	}
	if jwt {
		var err error
		t.Token, err = a.signM2MToken(&t)
		return t, err
	}
	t.Token = a.w.ID("mt")
	return t, a.w.M2MTokens.Put(t)
}

// sameJSON compares claims whatever the spelling; none is the same as null.
func sameJSON(a, b json.RawMessage) bool {
	return bytes.Equal(canonical(a), canonical(b))
}

func canonical(text json.RawMessage) []byte {
	var value any
	if len(text) == 0 || decodeExactly(text, &value) != nil {
		return []byte("null")
	}
	out, _ := json.Marshal(value) // what was decoded can be encoded
	return out
}

type m2mList struct {
	narrowWindow
	Subject string `query:"subject,required"`
	Revoked bool   `query:"revoked"`
	Expired bool   `query:"expired"`
}

func (p *m2mList) check(wrong *problems) {
	p.checkLimit(wrong)
	checkSubject(p.Subject, wrong)
}

// listM2MTokens lists the tokens of a machine that are good, and with the params those that were revoked or have expired.
func (a *API) listM2MTokens(c Call, p m2mList) (any, error) {
	by, err := a.caller(c)
	if err != nil {
		return nil, err
	}
	if by != nil && by.ID != p.Subject {
		return nil, refusal.New(http.StatusForbidden, "authorization_invalid", "Not yours",
			"A machine lists its own tokens, and subject is another one.")
	}
	if _, err := found(a.w.Machines.Table, "machine", p.Subject); err != nil {
		return nil, err
	}
	now := a.w.Now()
	views, total := list(source[world.M2MToken]{a.w.M2MTokens.ByMachine.Get(p.Subject), func(t *world.M2MToken) bool {
		return (p.Revoked || !t.Revoked) && (p.Expired || !t.Expired(now))
	}, nil}, newest, p.window, a.viewM2MToken)
	return struct {
		Tokens     any `json:"m2m_tokens"`
		TotalCount int `json:"total_count"`
	}{views, total}, nil
}

func (a *API) revokeM2MToken(c Call, p revocation) (any, error) {
	by, err := a.caller(c)
	if err != nil {
		return nil, err
	}
	before, err := found(a.w.M2MTokens.Table, "M2M token", c.id("m2m_token_id"))
	if err != nil {
		return nil, err
	}
	if by != nil && by.ID != before.MachineID {
		return nil, refusal.NotFound("M2M token", before.ID)
	}
	t := *before
	t.Revoke(p.Reason.Value)
	t.UpdatedAt = a.w.Now()
	return a.viewM2MToken(&t), a.w.M2MTokens.Put(t)
}

type m2mVerify struct {
	Token string `body:"token,required"`
}

// verifyM2MToken answers whose a token is. One that is revoked or expired is shown as such. To a machine that the token is not for
// it does not exist.
func (a *API) verifyM2MToken(c Call, p m2mVerify) (any, error) {
	by, err := a.caller(c)
	if err != nil {
		return nil, err
	}
	t, stored := a.w.M2MTokens.ByToken.Get(p.Token), true
	if t == nil {
		t, stored = a.openM2MToken(p.Token), false
	}
	if t == nil || by != nil && !slices.Contains(t.Scopes, by.ID) {
		return nil, notFoundSecret("M2M token")
	}
	view := a.viewM2MToken(t)
	if !stored || !t.Good(a.w.Now()) {
		return view, nil
	}
	used := *t
	used.LastUsedAt = a.w.Now()
	return view, a.w.M2MTokens.Put(used)
}

// An m2mView is a token of a machine in an answer, without its text.
type m2mView struct {
	Object  string          `json:"object"`
	ID      string          `json:"id"`
	Subject string          `json:"subject"`
	Claims  json.RawMessage `json:"claims"`
	Scopes  []string        `json:"scopes"`
	standingView
	LastUsedAt *int64 `json:"last_used_at"`
	CreatedAt  int64  `json:"created_at"`
	UpdatedAt  int64  `json:"updated_at"`
}

func (a *API) viewM2MToken(t *world.M2MToken) m2mView {
	return m2mView{
		Object: "machine_to_machine_token", ID: t.ID, Subject: t.MachineID, Claims: t.Claims, Scopes: append([]string{}, t.Scopes...),
		standingView: a.viewStanding(&t.Standing), LastUsedAt: millis(t.LastUsedAt), CreatedAt: t.CreatedAt.UnixMilli(),
		UpdatedAt: t.UpdatedAt.UnixMilli(),
	}
}

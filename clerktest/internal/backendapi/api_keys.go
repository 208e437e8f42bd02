package backendapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// apiKeys are the keys with which programs act for users, organizations and machines. The text of one is in the answer that
// creates it, and nowhere else but in the operation that asks for it.
func (a *API) apiKeys() []Operation {
	return bare(
		write("POST /api_keys", a.createAPIKey),
		read("GET /api_keys", a.listAPIKeys),
		read("GET /api_keys/{api_key_id}", func(c Call, _ none) (any, error) {
			k, err := a.apiKey(c)
			if err != nil {
				return nil, err
			}
			return a.viewAPIKey(k), nil
		}),
		write("PATCH /api_keys/{api_key_id}", a.updateAPIKey),
		write("DELETE /api_keys/{api_key_id}", func(c Call, _ none) (any, error) {
			k, err := a.apiKey(c)
			if err != nil {
				return nil, err
			}
			a.w.APIKeys.Delete(k.ID)
			return deleted("api_key", k.ID), nil
		}),
		read("GET /api_keys/{api_key_id}/secret", func(c Call, _ none) (any, error) {
			k, err := a.apiKey(c)
			if err != nil {
				return nil, err
			}
			return struct {
				Secret string `json:"secret"`
			}{k.Secret}, nil
		}),
		write("POST /api_keys/{api_key_id}/revoke", a.revokeAPIKey),
		write("POST /api_keys/verify", a.verifyAPIKey),
	)
}

// apiKey returns the key in the path. Its id may be written with the old prefix too.
func (a *API) apiKey(c Call) (*world.APIKey, error) {
	id := c.id("api_key_id")
	if rest, old := strings.CutPrefix(id, "api_key_"); old {
		id = "ak_" + rest
	}
	return found(a.w.APIKeys.Table, "API key", id)
}

// apiKeyType is the type of keys that say nothing else.
const apiKeyType = "api_key"

// An apiKeyCreate is the params of a new key.
type apiKeyCreate struct {
	Type        Opt[string]          `body:"type"`
	Name        string               `body:"name,required"`
	Description Opt[string]          `body:"description,nullable"`
	Subject     string               `body:"subject,required"`
	Claims      Opt[json.RawMessage] `body:"claims,nullable"`
	Scopes      Opt[[]string]        `body:"scopes"`
	CreatedBy   Opt[string]          `body:"created_by,nullable"`
	Seconds     Opt[float64]         `body:"seconds_until_expiration,nullable"`
}

func (p *apiKeyCreate) check(wrong *problems) {
	if p.Type.Set && (len(p.Type.Value) < 3 || len(p.Type.Value) > 25) {
		wrong.invalid("type", "must have 3 to 25 characters.")
	}
	if p.Name != "" && (len(p.Name) < 3 || strings.TrimSpace(p.Name) != p.Name) {
		wrong.invalid("name", "must have 3 characters or more, and no white space around them.")
	}
	checkLength("description", p.Description.Value, maxName, wrong)
	checkSubject(p.Subject, wrong)
	checkSeconds(p.Seconds, wrong)
}

func (a *API) createAPIKey(_ Call, p apiKeyCreate) (any, error) {
	now := a.w.Now()
	var wrong problems
	if !a.hasSubject(p.Subject) {
		wrong.add(refusal.NoResource("subject", "subject", p.Subject))
	}
	if by := p.CreatedBy.Value; by != "" && a.w.Users.Get(by) == nil {
		wrong.add(refusal.NoResource("created_by", "user", by))
	}
	if err := wrong.refusal(); err != nil {
		return nil, err
	}
	for other := range a.w.APIKeys.BySubject.Get(p.Subject).Each() {
		if other.Name == p.Name && other.Good(now) {
			return nil, refusal.Newf(http.StatusConflict, "api_key_name_already_exists", "The name is taken",
				"The subject has an API key with the name %.80q already.", p.Name)
		}
	}
	k := world.APIKey{
		Type: apiKeyType, Name: p.Name, Description: p.Description.Value, Subject: p.Subject, CreatedBy: p.CreatedBy.Value,
		Claims: p.Claims.Value, Scopes: p.Scopes.Value,
	}
	p.Type.Keep(&k.Type)
	if p.Seconds.Value > 0 {
		k.ExpiresAt = now.Add(lifetime(p.Seconds.Value))
	}
	k, err := a.NewAPIKey(k)
	return struct {
		apiKeyView
		Secret string `json:"secret"`
	}{a.viewAPIKey(&k), k.Secret}, err
}

// NewAPIKey adds an API key, with an id and a text. It is called within Update.
func (a *API) NewAPIKey(k world.APIKey) (world.APIKey, error) {
	if !a.hasSubject(k.Subject) {
		return k, refusal.Unprocessable(refusal.NoResource("subject", "subject", k.Subject))
	}
	k.ID, k.Secret, k.CreatedAt = a.w.HexID("ak"), a.w.ID("ak"), a.w.Now()
	k.UpdatedAt = k.CreatedAt
	return k, a.w.APIKeys.Put(k)
}

type apiKeyList struct {
	narrowWindow
	Type           string `query:"type" default:"api_key"`
	Subject        string `query:"subject,required"`
	IncludeInvalid bool   `query:"include_invalid"`
	Query          string `query:"query"`
}

func (p *apiKeyList) check(wrong *problems) {
	p.checkLimit(wrong)
	checkSubject(p.Subject, wrong)
}

func (a *API) listAPIKeys(_ Call, p apiKeyList) (any, error) {
	if !a.hasSubject(p.Subject) {
		return nil, refusal.NotFound("subject", p.Subject)
	}
	now := a.w.Now()
	f := filter[world.APIKey]{func(k *world.APIKey) bool { return k.Type == p.Type }}
	if !p.IncludeInvalid {
		f.when(func(k *world.APIKey) bool { return k.Good(now) })
	}
	if text := strings.ToLower(p.Query); text != "" {
		f.when(func(k *world.APIKey) bool { return contains(text, k.ID, k.Name, k.Description) })
	}
	return paged(source[world.APIKey]{a.w.APIKeys.BySubject.Get(p.Subject), f.keep(), nil}, newest, p.window, a.viewAPIKey), nil
}

type apiKeyUpdate struct {
	Claims      Opt[json.RawMessage] `body:"claims,nullable"`
	Scopes      Opt[[]string]        `body:"scopes"`
	Description Opt[string]          `body:"description,nullable"`
	Subject     Opt[string]          `body:"subject"`
	Seconds     Opt[float64]         `body:"seconds_until_expiration,nullable"`
}

func (p *apiKeyUpdate) check(wrong *problems) {
	checkLength("description", p.Description.Value, maxName, wrong)
	if p.Subject.Set && p.Subject.Value == "" {
		wrong.add(refusal.About("subject", "form_param_nil", "is empty", "must not be empty."))
	}
	checkSubject(p.Subject.Value, wrong)
	checkSeconds(p.Seconds, wrong)
}

func (a *API) updateAPIKey(c Call, p apiKeyUpdate) (any, error) {
	before, err := a.apiKey(c)
	if err != nil {
		return nil, err
	}
	if p.Subject.Set && !a.hasSubject(p.Subject.Value) {
		return nil, refusal.Unprocessable(refusal.NoResource("subject", "subject", p.Subject.Value))
	}
	k := *before
	k.UpdatedAt = a.w.Now()
	p.Claims.Into(&k.Claims)
	p.Scopes.Keep(&k.Scopes)
	p.Description.Into(&k.Description)
	p.Subject.Keep(&k.Subject)
	switch {
	case p.Seconds.Null:
		k.ExpiresAt = time.Time{}
	case p.Seconds.Set:
		k.ExpiresAt = k.UpdatedAt.Add(lifetime(p.Seconds.Value))
	}
	return a.viewAPIKey(&k), a.w.APIKeys.Put(k)
}

type revocation struct {
	Reason Opt[string] `body:"revocation_reason,nullable"`
}

func (a *API) revokeAPIKey(c Call, p revocation) (any, error) {
	before, err := a.apiKey(c)
	if err != nil {
		return nil, err
	}
	k := *before
	k.Revoke(p.Reason.Value)
	k.UpdatedAt = a.w.Now()
	return a.viewAPIKey(&k), a.w.APIKeys.Put(k)
}

type apiKeyVerify struct {
	Secret string `body:"secret,required"`
}

// verifyAPIKey answers whose a key is. One that is revoked or expired is shown as such.
func (a *API) verifyAPIKey(_ Call, p apiKeyVerify) (any, error) {
	before := a.w.APIKeys.BySecret.Get(p.Secret)
	if before == nil {
		return nil, notFoundSecret("API key")
	}
	k := *before
	view := a.viewAPIKey(&k) // as it was before this use of it
	if k.Good(a.w.Now()) {
		k.LastUsedAt = a.w.Now()
	}
	return view, a.w.APIKeys.Put(k)
}

// An apiKeyView is an API key in an answer, without its text.
type apiKeyView struct {
	Object      string          `json:"object"`
	ID          string          `json:"id"`
	Type        string          `json:"type"`
	Subject     string          `json:"subject"`
	Name        string          `json:"name"`
	Description *string         `json:"description"`
	Claims      json.RawMessage `json:"claims"`
	Scopes      []string        `json:"scopes"`
	standingView
	CreatedBy  *string `json:"created_by"`
	LastUsedAt *int64  `json:"last_used_at"`
	CreatedAt  int64   `json:"created_at"`
	UpdatedAt  int64   `json:"updated_at"`
}

func (a *API) viewAPIKey(k *world.APIKey) apiKeyView {
	return apiKeyView{
		Object: "api_key", ID: k.ID, Type: k.Type, Subject: k.Subject, Name: k.Name, Description: orNull(k.Description),
		Claims: k.Claims, Scopes: append([]string{}, k.Scopes...), standingView: a.viewStanding(&k.Standing), CreatedBy: orNull(k.CreatedBy),
		LastUsedAt: millis(k.LastUsedAt), CreatedAt: k.CreatedAt.UnixMilli(), UpdatedAt: k.UpdatedAt.UnixMilli(),
	}
}

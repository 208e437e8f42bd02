package backendapi

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// jwtTemplates say which claims the tokens for other services have. [API.MintTemplate] makes such tokens.
func (a *API) jwtTemplates() []Operation {
	return []Operation{
		read("GET /jwt_templates", func(_ Call, p barePage) (any, error) {
			views, total := list(source[world.JWTTemplate]{a.w.JWTTemplates.Rows(), nil, nil}, newest, p.window, viewJWTTemplate)
			return bareOrPaged(p.Paginated, views, total), nil
		}),
		write("POST /jwt_templates", a.createJWTTemplate),
		read("GET /jwt_templates/{template_id}", func(c Call, _ none) (any, error) {
			t, err := a.jwtTemplate(c)
			if err != nil {
				return nil, err
			}
			return viewJWTTemplate(t), nil
		}),
		write("PATCH /jwt_templates/{template_id}", a.updateJWTTemplate),
		write("DELETE /jwt_templates/{template_id}", func(c Call, _ none) (any, error) {
			t, err := a.jwtTemplate(c)
			if err != nil {
				return nil, err
			}
			a.w.JWTTemplates.Delete(t.ID)
			return deleted("jwt_template", t.ID), nil
		}),
	}
}

func (a *API) jwtTemplate(c Call) (*world.JWTTemplate, error) {
	return found(a.w.JWTTemplates.Table, "JWT template", c.id("template_id"))
}

// What templates may say (Clerk: CreateJWTTemplate).
const (
	minLifetime     = 30          // seconds
	maxLifetime     = 315_360_000 // seconds
	maxSkew         = 300         // seconds
	defaultLifetime = 60          // seconds
	defaultSkew     = 5           // seconds
)

// templateClaims are set by Clerk in every token of a template.
var templateClaims = []string{"azp", "exp", "iat", "iss", "jti", "nbf", "sub"}

var templateName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

// A jwtTemplateParams is the params of a template, of which the name and the claims are always there.
type jwtTemplateParams struct {
	Name       string         `body:"name,required"`
	Claims     world.Metadata `body:"claims,required"`
	Lifetime   Opt[int64]     `body:"lifetime,nullable"`
	Skew       Opt[int64]     `body:"allowed_clock_skew,nullable"`
	CustomKey  Opt[bool]      `body:"custom_signing_key"`
	Algorithm  Opt[string]    `body:"signing_algorithm,nullable"`
	SigningKey Opt[string]    `body:"signing_key,nullable"`
}

func (p *jwtTemplateParams) check(wrong *problems) {
	if p.Name != "" && !templateName.MatchString(p.Name) {
		wrong.add(refusal.About("name", "form_param_format_invalid", "is invalid", "must have letters, digits, - and _ only, 255 at most."))
	}
	for _, name := range templateClaims {
		if _, reserved := p.Claims[name]; reserved {
			wrong.invalid("claims", "must not have the member %s, which Clerk sets.", name)
		}
	}
	if p.Lifetime.Set && !p.Lifetime.Null && (p.Lifetime.Value < minLifetime || p.Lifetime.Value > maxLifetime) {
		wrong.invalid("lifetime", "must be an integer from %d to %d seconds.", minLifetime, maxLifetime)
	}
	if p.Skew.Value < 0 || p.Skew.Value > maxSkew {
		wrong.invalid("allowed_clock_skew", "must be an integer from 0 to %d seconds.", maxSkew)
	}
	if p.CustomKey.Value {
		p.checkKey(wrong)
	}
}

func (p *jwtTemplateParams) checkKey(wrong *problems) {
	switch algorithms := sortedAlgorithms(); {
	case p.Algorithm.Value == "":
		wrong.add(missing("signing_algorithm"))
	case !slices.Contains(algorithms, p.Algorithm.Value):
		wrong.invalid("signing_algorithm", "must be one of %s.", strings.Join(algorithms, ", "))
	case p.SigningKey.Value == "":
		wrong.add(missing("signing_key"))
	default:
		if _, err := signWith(p.Algorithm.Value, p.SigningKey.Value, map[string]any{}, nil); err != nil {
			wrong.invalid("signing_key", "is no key for %s: it must be %s.", p.Algorithm.Value, keyFormOf(p.Algorithm.Value))
		}
	}
}

// into puts the params into a template. What is missing stays.
func (p *jwtTemplateParams) into(t *world.JWTTemplate) {
	t.Name, t.Claims = p.Name, p.Claims
	for _, seconds := range []struct {
		sent  Opt[int64]
		place *time.Duration
	}{{p.Lifetime, &t.Lifetime}, {p.Skew, &t.Skew}} {
		if seconds.sent.Set && !seconds.sent.Null {
			*seconds.place = time.Duration(seconds.sent.Value) * time.Second
		}
	}
	switch {
	case p.CustomKey.Value:
		t.Algorithm, t.Key = p.Algorithm.Value, p.SigningKey.Value
	case p.CustomKey.Set:
		t.Algorithm, t.Key = algorithmRS256, ""
	}
}

func (a *API) createJWTTemplate(_ Call, p jwtTemplateParams) (any, error) {
	now := a.w.Now()
	t := world.JWTTemplate{
		ID: a.w.ID("jtmp"), Lifetime: defaultLifetime * time.Second, Skew: defaultSkew * time.Second, Algorithm: algorithmRS256,
		CreatedAt: now, UpdatedAt: now,
	}
	p.into(&t)
	return viewJWTTemplate(&t), a.w.JWTTemplates.Put(t)
}

func (a *API) updateJWTTemplate(c Call, p jwtTemplateParams) (any, error) {
	before, err := a.jwtTemplate(c)
	if err != nil {
		return nil, err
	}
	t := *before
	p.into(&t)
	t.UpdatedAt = a.w.Now()
	return viewJWTTemplate(&t), a.w.JWTTemplates.Put(t)
}

// A jwtTemplateView is a JWT template in an answer, without its key.
type jwtTemplateView struct {
	Object           string         `json:"object"`
	ID               string         `json:"id"`
	Name             string         `json:"name"`
	Claims           world.Metadata `json:"claims"`
	Lifetime         int64          `json:"lifetime"`
	AllowedClockSkew int64          `json:"allowed_clock_skew"`
	CustomSigningKey bool           `json:"custom_signing_key"`
	SigningAlgorithm string         `json:"signing_algorithm"`
	CreatedAt        int64          `json:"created_at"`
	UpdatedAt        int64          `json:"updated_at"`
}

func viewJWTTemplate(t *world.JWTTemplate) jwtTemplateView {
	return jwtTemplateView{
		"jwt_template", t.ID, t.Name, orEmpty(t.Claims), int64(t.Lifetime / time.Second), int64(t.Skew / time.Second), t.Key != "",
		t.Algorithm, t.CreatedAt.UnixMilli(), t.UpdatedAt.UnixMilli(),
	}
}

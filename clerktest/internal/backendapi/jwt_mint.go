package backendapi

import (
	"encoding/json"
	"fmt"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// categoryTemplate is the header member cat of tokens of templates.
const categoryTemplate = "cl_B7d4PD222AAA"

// A Bearer is whom a token of a template is about.
type Bearer struct {
	UserID    string
	OrgID     string // "" without an active organization
	SessionID string
	Actor     map[string]any // who acts as the user, nil for nobody
	Party     string         // the origin that the token is for, "" for none
}

// MintTemplate makes a token by the JWT template with this name, for a user of the instance. seconds is how long it is valid, where
// that is not what the template says; 0 is what it says. The error is a *refusal.Error. It is called within View or Update.
func (a *API) MintTemplate(name string, b Bearer, seconds int64) (string, error) {
	t := a.w.JWTTemplates.ByName.Get(name)
	if t == nil {
		return "", refusal.NotFound("JWT template", name)
	}
	u, err := found(a.w.Users.Table, "user", b.UserID)
	if err != nil {
		return "", err
	}
	claims := shortcodes{a.facts(u, b)}.object(t.Claims)
	now := a.w.Now()
	if seconds == 0 {
		seconds = int64(t.Lifetime.Seconds())
	}
	instance := a.Instance()
	claims["iss"], claims["sub"], claims["jti"] = instance.FrontendAPI, u.ID, a.w.Text("jti")
	claims["iat"], claims["nbf"], claims["exp"] = now.Unix(), now.Add(-t.Skew).Unix(), now.Unix()+seconds
	if b.Party != "" {
		claims["azp"] = b.Party
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("the claims of the template %s are no JSON: %w", name, err)
	}
	header := map[string]any{"typ": "JWT", "cat": categoryTemplate}
	if t.Key != "" {
		header["kid"] = instance.ID
		return signWith(t.Algorithm, t.Key, header, payload)
	}
	return instance.Sign(header, payload)
}

// facts are what shortcodes can name, as nested objects.
func (a *API) facts(u *world.User, b Bearer) map[string]any {
	w := a.w
	email := w.Identifications.Get(u.PrimaryEmailID)
	phone := w.Identifications.Get(u.PrimaryPhoneID)
	organizations := map[string]any{}
	for m := range w.Memberships.ByUser.Get(u.ID).Each() {
		organizations[m.OrgID] = m.Role
	}
	full := fullName(u)
	facts := map[string]any{
		"user": map[string]any{
			"id": u.ID, "external_id": text(u.ExternalID), "username": text(u.Username), "first_name": text(u.FirstName),
			"last_name": text(u.LastName), "full_name": text(full), "image_url": a.image(u.Image, u.ID), "has_image": u.Image != "",
			"primary_email_address": text(w.Value(u, world.Email)), "primary_phone_number": text(w.Value(u, world.Phone)),
			"primary_web3_wallet":   text(w.Value(u, world.Wallet)),
			"email_verified":        email != nil && email.State == world.Verified,
			"phone_number_verified": phone != nil && phone.State == world.Verified,
			"two_factor_enabled":    a.twoFactors(u),
			"created_at":            u.CreatedAt.Unix(), "updated_at": u.UpdatedAt.Unix(),
			"last_sign_in_at": seconds(u), "organizations": organizations,
			"public_metadata": orEmpty(u.PublicMetadata), "unsafe_metadata": orEmpty(u.UnsafeMetadata),
		},
		"session": map[string]any{"id": text(b.SessionID)},
	}
	if b.Actor != nil {
		facts["session"] = map[string]any{"id": text(b.SessionID), "actor": b.Actor}
	}
	o, m := w.Organizations.Get(b.OrgID), w.Memberships.Find(b.OrgID, u.ID)
	if o != nil && m != nil {
		permissions, _ := w.Permissions(o, m.Role)
		facts["org"] = map[string]any{
			"id": o.ID, "name": o.Name, "slug": text(o.Slug), "role": m.Role, "image_url": a.image(o.Image, o.ID), "has_image": o.Image != "",
			"public_metadata": orEmpty(o.PublicMetadata),
		}
		facts["org_membership"] = map[string]any{
			"permissions": append([]string{}, permissions...), "public_metadata": orEmpty(m.PublicMetadata),
		}
	}
	return facts
}

// text returns nil for "": what is not set is null in a claim.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// seconds returns when a user last signed in, in seconds, or nil.
func seconds(u *world.User) any {
	if u.LastSignInAt.IsZero() {
		return nil
	}
	return u.LastSignInAt.Unix()
}

// fullName returns the first and the last name, as far as they are known.
func fullName(u *world.User) string {
	if u.FirstName == "" || u.LastName == "" {
		return u.FirstName + u.LastName
	}
	return u.FirstName + " " + u.LastName
}

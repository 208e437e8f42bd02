package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// An answer is what Usher decided, in the words of the recording.
type answer struct {
	Name            string            `json:"name"`
	Status          string            `json:"status"`
	Reason          *string           `json:"reason"`
	TokenType       *string           `json:"tokenType"`
	IsAuthenticated bool              `json:"isAuthenticated"`
	Token           *string           `json:"token"`
	Headers         map[string]string `json:"headers"`
	SetCookies      []string          `json:"setCookies"`
	Auth            map[string]any    `json:"auth"`
	AuthPendingOK   map[string]any    `json:"authPendingOk"`
	GetToken        *string           `json:"getToken"`
	Has             []bool            `json:"has"`
	HasPendingOK    []bool            `json:"hasPendingOk"`
}

// decide answers one case. A case whose configuration Usher refuses is an error, as in the recording.
func decide(c testCase) answer {
	a := answer{Name: c.Name, Status: "error", Headers: map[string]string{}, SetCookies: []string{}}
	r, err := c.request()
	if err != nil {
		return a
	}
	instance, err := c.instance()
	if err != nil {
		return a
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		return a
	}
	defer func() { _ = keys.Close() }()
	if !c.acceptsSession() {
		a.Status, a.Reason = string(authn.SignedOut), clerk.Value(string(clerk.ReasonTokenTypeMismatch))
		nobody := fields(authobject.SignedOut(clerk.ReasonTokenTypeMismatch))
		a.Auth, a.AuthPendingOK = nobody, nobody
		a.Has, a.HasPendingOK = make([]bool, len(c.Checks)), make([]bool, len(c.Checks))
		return a
	}
	return a.fill(c, authn.New(token.New(instance, keys)).Authenticate(r))
}

func (a answer) fill(c testCase, d *authn.Decision) answer {
	a.Status = string(d.Status)
	a.TokenType = clerk.Value(string(authobject.SessionToken))
	auth, pendingOK := d.Auth(), d.AuthWithPending()
	if d.Status == authn.SignedIn {
		a.IsAuthenticated = true
		a.Token = clerk.Value(pendingOK.Token().Reveal())
	} else {
		a.Reason = clerk.Value(string(d.Reason))
	}
	for name, values := range d.Header() {
		if name == "Set-Cookie" {
			a.SetCookies = values
			continue
		}
		a.Headers[strings.ToLower(http.CanonicalHeaderKey(name))] = values[0]
	}
	a.Auth, a.AuthPendingOK = fields(auth), fields(pendingOK)
	if sid, _ := auth.Claims().Get("sid"); auth.IsSignedIn() && truthy(sid) {
		a.GetToken = a.Token
	}
	checks := make([]authobject.Check, len(c.Checks))
	for i, params := range c.Checks {
		checks[i] = check(params)
	}
	a.Has, a.HasPendingOK = results(auth, checks), results(pendingOK, checks)
	return a
}

func results(auth *authobject.Auth, checks []authobject.Check) []bool {
	out := []bool{}
	for _, c := range checks {
		out = append(out, auth.Has(c))
	}
	return out
}

// fields writes an Auth in the words of the recording. Where a claim has a shape that Auth leaves out because Go code could
// not use it, the recording has the claim as it came, and so has this.
func fields(auth *authobject.Auth) map[string]any {
	out := map[string]any{
		"tokenType": auth.Kind(), "isAuthenticated": auth.IsSignedIn(), "userId": auth.UserID(), "sessionStatus": auth.Status(),
		"sessionId": auth.SessionID(), "orgId": auth.OrgID(), "orgSlug": auth.OrgSlug(), "orgRole": auth.OrgRole(),
		"orgPermissions": auth.OrgPermissions(),
	}
	if !auth.IsSignedIn() {
		return out
	}
	claims := auth.Claims()
	out["sessionClaims"] = json.RawMessage(claims.Raw())
	asItCame := func(field string, paths ...string) {
		for _, path := range paths {
			if raw, ok := claims.Get(path); ok {
				out[field] = raw
			}
		}
	}
	asItCame("factorVerificationAge", "fva")
	asItCame("actor", "act")
	if auth.Status() == "" {
		asItCame("sessionStatus", "sts")
	}
	if auth.SessionID() == "" {
		asItCame("sessionId", "sid")
	}
	var version float64
	if raw, _ := claims.Get("v"); json.Unmarshal(raw, &version) != nil || version != 2 {
		asItCame("orgId", "org_id")
		asItCame("orgSlug", "org_slug")
		asItCame("orgRole", "org_role")
		asItCame("orgPermissions", "org_permissions")
		return out
	}
	if auth.OrgID() == "" {
		asItCame("orgId", "o.id")
	}
	if auth.OrgSlug() == "" {
		asItCame("orgSlug", "o.slg")
	}
	return out
}

// truthy is JavaScript's idea of it, for a claim that is not checked for its type.
func truthy(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", "false", "0", `""`:
		return false
	}
	return true
}

// check translates the parameters of the official has(): every dimension that is named must hold, unknown ones do not
// count, and none at all is false.
func check(params map[string]json.RawMessage) authobject.Check {
	var all []authobject.Check
	for _, name := range slices.Sorted(maps.Keys(params)) {
		var text string
		isText := json.Unmarshal(params[name], &text) == nil && string(params[name]) != "null"
		switch name {
		case "role":
			all = append(all, authobject.Role(text))
		case "permission":
			all = append(all, authobject.Permission(text))
		case "feature":
			all = append(all, authobject.Feature(text))
		case "plan":
			all = append(all, authobject.Plan(text))
		case "reverification":
			all = append(all, reverification(params[name], text, isText))
		}
	}
	return authobject.All(all...)
}

package main

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
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
	a := answer{Name: c.Name, Status: string(authn.Failed), Headers: map[string]string{}, SetCookies: []string{}}
	d, err := authenticate(c)
	if err != nil || d.Status == authn.Failed {
		return a
	}
	return a.fill(c, d)
}

// authenticate builds all that decides about a request, and takes the decision.
func authenticate(c testCase) (d *authn.Decision, err error) {
	r, err := c.request()
	if err != nil {
		return nil, err
	}
	opts, err := c.configure(r)
	if err != nil {
		return nil, err
	}
	instance, err := opts.Resolve()
	if err != nil {
		return nil, err
	}
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, keys.Close()) }()
	config := authn.Config{Accepts: c.accepts(), Nonces: authn.NewNonces(instance)}
	if opts.SecretKey != "" || opts.MachineSecretKey != "" {
		client, err := backend.New(opts, backend.WithRetry(backend.Retry{Attempts: 1}))
		if err != nil {
			return nil, err
		}
		machines, err := token.NewMachines(instance, keys, client, token.MachineOptions{})
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, machines.Close()) }()
		config.Refresher, config.Machines = client.Sessions, machines
	}
	authenticator, err := authn.New(instance, token.New(instance, keys), config)
	if err != nil {
		return nil, err
	}
	return authenticator.Authenticate(r), nil
}

func (a answer) fill(c testCase, d *authn.Decision) answer {
	a.Status = string(d.Status)
	a.TokenType = clerk.Value(string(d.Kind()))
	if d.Kind() == "" {
		a.TokenType = nil
	}
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
	if d.Status == authn.Handshake {
		return a // nobody is there to have an auth object
	}
	a.Auth, a.AuthPendingOK = fields(auth), fields(pendingOK)
	if sid, _ := auth.Claims().Get("sid"); auth.IsSignedIn() && truthy(sid) || auth.IsMachine() {
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
	if auth.Kind() != authobject.SessionToken {
		return machineFields(auth)
	}
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

// machineFields is fields for the credentials of programs, and for those of no accepted kind.
func machineFields(auth *authobject.Auth) map[string]any {
	out := map[string]any{
		"tokenType": auth.Kind(), "isAuthenticated": auth.IsAuthenticated(), "id": auth.TokenID(), "subject": auth.Subject(),
		"name": auth.Name(), "userId": auth.UserID(), "orgId": auth.OrgID(), "scopes": auth.Scopes(), "clientId": auth.ClientID(),
		"machineId": auth.MachineID(),
	}
	if raw := auth.Claims().Raw(); len(raw) > 0 && auth.Kind() != authobject.OAuthToken {
		out["claims"] = json.RawMessage(raw)
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

package replay

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// comparedAuth are the fields of auth objects that count.
var comparedAuth = [...]string{
	"id", "subject", "name", "userId", "orgId", "orgRole", "orgSlug", "orgPermissions", "sessionId", "sessionStatus", "actor",
	"sessionClaims", "factorVerificationAge", "claims", "scopes", "clientId", "machineId", "tokenType", "isAuthenticated",
}

// comparedHeaders are the response headers that count.
var comparedHeaders = [...]string{
	"location", "cache-control", "access-control-allow-origin", "access-control-allow-credentials", "x-clerk-auth-status", "x-clerk-auth-reason",
}

// Compare returns what differs between an answer and the recording, in words; nothing when they agree.
func Compare(want, got Answer) []string {
	var out []string
	differ := func(what string, w, g any) {
		if !same(w, g) {
			out = append(out, fmt.Sprintf("%s: recorded %s, decided %s", what, short(w), short(g)))
		}
	}
	differ("status", want["status"], got["status"])
	if want["status"] == "error" || len(out) > 0 {
		return out
	}
	for _, field := range [...]string{"reason", "tokenType", "isAuthenticated", "token", "getToken", "has", "hasPendingOk"} {
		differ(field, want[field], got[field])
	}
	for _, object := range [...]string{"auth", "authPendingOk"} {
		w, g := child(want[object]), child(got[object])
		for _, field := range comparedAuth {
			differ(object+"."+field, w[field], g[field])
		}
	}
	w, g := child(want["headers"]), child(got["headers"])
	for _, name := range comparedHeaders {
		if name == "location" {
			differ(name, location(w[name]), location(g[name]))
			continue
		}
		differ(name, w[name], g[name])
	}
	differ("setCookies", cookies(want["setCookies"]), cookies(got["setCookies"]))
	return out
}

func child(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// same compares with null, absent, "" and [] all counting as nothing.
func same(want, got any) bool {
	if nothing(want) && nothing(got) {
		return true
	}
	return reflect.DeepEqual(want, got)
}

func nothing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

// location makes redirects comparable: parameters in any order and escaping, also inside redirect_url, and of the API version
// only its presence.
func location(v any) any {
	text, _ := v.(string)
	u, err := url.Parse(text)
	if err != nil || text == "" {
		return v
	}
	query := u.Query()
	if query.Has("__clerk_api_version") {
		query.Set("__clerk_api_version", "present")
	}
	if inner := query.Get("redirect_url"); inner != "" && strings.Contains(inner, "?") {
		query.Set("redirect_url", fmt.Sprint(location(inner)))
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// cookies makes Set-Cookie lines comparable: attributes in any order and case.
func cookies(v any) any {
	list, _ := v.([]any)
	var out []any
	for _, line := range list {
		text, _ := line.(string)
		parts := strings.Split(text, ";")
		for i := range parts[1:] {
			parts[i+1] = strings.ToLower(strings.TrimSpace(parts[i+1]))
		}
		slices.Sort(parts[1:])
		out = append(out, strings.Join(parts, "; "))
	}
	return out
}

func short(v any) string {
	text, _ := json.Marshal(v)
	if len(text) > 120 {
		return string(text[:117]) + "…"
	}
	return string(text)
}

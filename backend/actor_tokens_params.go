package backend

import (
	"encoding/json"
	"maps"
)

// ActorTokenCreateParams are the params of ActorTokensService.Create.
type ActorTokenCreateParams struct {
	// UserID is who is impersonated: user_…. It is required.
	UserID string `json:"user_id"`
	// Actor is who impersonates. It is required.
	Actor ActorTokenActor `json:"actor"`
	// ExpiresInSeconds is how long the token can be used. Default: 3600 (one hour).
	ExpiresInSeconds Opt[int] `json:"expires_in_seconds,omitzero"`
	// SessionMaxDurationInSeconds is how long the session may last that is made with it. Default: 1800 (half an hour).
	SessionMaxDurationInSeconds Opt[int] `json:"session_max_duration_in_seconds,omitzero"`
}

// An ActorTokenActor says who acts in a user's name. It becomes the claim act (RFC 8693, section 4.1) of every token of the
// session, where authobject.Actor reads it.
type ActorTokenActor struct {
	// Sub is the id of the actor, usually that of a support engineer: user_…. It is required.
	Sub string `json:"sub"`
	// Extra are more members of the claim, such as "iss" or "sid". It travels in each token, so it must be short and no secret.
	// A member "sub" in it does not count.
	Extra map[string]any `json:"-"`
}

// MarshalJSON returns an object with sub and the members of Extra. The error is that of a value of Extra that has no JSON.
func (a ActorTokenActor) MarshalJSON() ([]byte, error) {
	members := map[string]any{}
	maps.Copy(members, a.Extra)
	members["sub"] = a.Sub
	return json.Marshal(members)
}

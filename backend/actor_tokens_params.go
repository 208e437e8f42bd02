package backend

type ActorTokenCreateParams struct {
	UserID                      string          `json:"user_id"`
	Actor                       ActorTokenActor `json:"actor"`
	ExpiresInSeconds            Opt[int64]      `json:"expires_in_seconds,omitzero"`
	SessionMaxDurationInSeconds Opt[int64]      `json:"session_max_duration_in_seconds,omitzero"`
}

type ActorTokenActor struct {
	Sub string `json:"sub"`
}

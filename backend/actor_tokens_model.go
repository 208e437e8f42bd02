package backend

// An ActorToken signs its actor in as a user, once.
type ActorToken struct {
	Object string      `json:"object"`  // "actor_token"
	ID     string      `json:"id"`      // its id, which Revoke takes
	Status TokenStatus `json:"status"`  // whether it can still be used
	UserID string      `json:"user_id"` // who is impersonated
	Actor  Metadata    `json:"actor"`   // who impersonates, as an object with sub and what else Create was told
	// Token is what a sign-in with the strategy "ticket" takes. Revoke does not return it.
	Token Secret `json:"token"`
	// URL is a page that signs the actor in: it has the token in its query. string(URL) is the address.
	URL       Secret `json:"url"`
	CreatedAt Time   `json:"created_at"` // when it was made
	UpdatedAt Time   `json:"updated_at"` // when it last changed
}

package backend

// A SignInToken signs a user in, once.
type SignInToken struct {
	Object string      `json:"object"`  // "sign_in_token"
	ID     string      `json:"id"`      // its id, which Revoke takes
	Status TokenStatus `json:"status"`  // whether it can still be used
	UserID string      `json:"user_id"` // who signs in with it
	// Token is what a sign-in with the strategy "ticket" takes. Revoke does not return it.
	Token Secret `json:"token"`
	// URL is a page that signs the user in: it has the token in its query. string(URL) is the address.
	URL       Secret `json:"url"`
	CreatedAt Time   `json:"created_at"` // when it was made
	UpdatedAt Time   `json:"updated_at"` // when it last changed
}

// A TokenStatus is the state of a token that can be used once.
type TokenStatus string

// The statuses of sign-in tokens and actor tokens. One whose time is over stays pending.
const (
	TokenStatusPending  TokenStatus = "pending"  // nobody has used it
	TokenStatusAccepted TokenStatus = "accepted" // it was used, and cannot be used again
	TokenStatusRevoked  TokenStatus = "revoked"  // it was ended before anybody used it
)

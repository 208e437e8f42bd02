package backend

type ActorToken struct {
	Object    string      `json:"object"`
	ID        string      `json:"id"`
	Status    TokenStatus `json:"status"`
	UserID    string      `json:"user_id"`
	Actor     Metadata    `json:"actor"`
	Token     Secret      `json:"token"`
	URL       string      `json:"url"`
	CreatedAt Time        `json:"created_at"`
	UpdatedAt Time        `json:"updated_at"`
}

type TokenStatus string

const (
	TokenStatusPending  TokenStatus = "pending"
	TokenStatusAccepted TokenStatus = "accepted"
	TokenStatusRevoked  TokenStatus = "revoked"
)

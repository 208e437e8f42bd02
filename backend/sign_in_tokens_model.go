package backend

type SignInToken struct {
	Object    string      `json:"object"`
	ID        string      `json:"id"`
	Status    TokenStatus `json:"status"`
	UserID    string      `json:"user_id"`
	Token     Secret      `json:"token"`
	URL       string      `json:"url"`
	CreatedAt Time        `json:"created_at"`
	UpdatedAt Time        `json:"updated_at"`
}

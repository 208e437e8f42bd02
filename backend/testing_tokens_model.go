package backend

type TestingToken struct {
	Object    string `json:"object"`
	Token     Secret `json:"token"`
	ExpiresAt Time   `json:"expires_at"`
}

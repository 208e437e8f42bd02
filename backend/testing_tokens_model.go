package backend

// A TestingToken lets a test past Clerk's bot protection.
type TestingToken struct {
	// Object is always "testing_token".
	Object string `json:"object"`
	// Token is the value of the query parameter __clerk_testing_token, which goes with requests to the Frontend API.
	Token Secret `json:"token"`
	// ExpiresAt is when the token ends.
	ExpiresAt Time `json:"expires_at"`
}

package backend

// A JWTTemplate describes a JWT.
type JWTTemplate struct {
	Object           string   `json:"object"`             // always "jwt_template"
	ID               string   `json:"id"`                 // the id of the template
	Name             string   `json:"name"`               // the name that tokens are asked for by
	Claims           Metadata `json:"claims"`             // the claims, with shortcodes such as {{user.id}} in them
	Lifetime         int      `json:"lifetime"`           // how long a token is good, in seconds
	AllowedClockSkew int      `json:"allowed_clock_skew"` // how far clocks may be apart, in seconds
	CustomSigningKey bool     `json:"custom_signing_key"` // whether tokens are signed with a key of the application's own
	SigningAlgorithm string   `json:"signing_algorithm"`  // what they are signed with: "RS256"
	CreatedAt        Time     `json:"created_at"`         // when it was made
	UpdatedAt        Time     `json:"updated_at"`         // when it was last changed
}

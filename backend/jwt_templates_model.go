package backend

type JWTTemplate struct {
	Object           string   `json:"object"`
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	Claims           Metadata `json:"claims"`
	Lifetime         int64    `json:"lifetime"`
	AllowedClockSkew int64    `json:"allowed_clock_skew"`
	CustomSigningKey bool     `json:"custom_signing_key"`
	SigningAlgorithm string   `json:"signing_algorithm"`
	CreatedAt        Time     `json:"created_at"`
	UpdatedAt        Time     `json:"updated_at"`
}

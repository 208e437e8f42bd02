package clerktest

import (
	"maps"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	"github.com/usher-auth/usher/internal/jose"
)

// describe says what the answers of the Backend API say of the instance.
func (c *Clerk) describe() backendapi.Instance {
	return backendapi.Instance{
		ID: c.instanceID(), FrontendAPI: c.Issuer(), Production: c.config.Kind == clerk.KindProduction,
		MinUsername: c.config.MinUsername, Sign: c.signAs, Open: c.openToken,
	}
}

// signAs signs claims with the key that the instance signs with now.
func (c *Clerk) signAs(header map[string]any, claims []byte) (string, error) {
	key := c.keys.current()
	full := maps.Clone(header)
	full["alg"], full["kid"] = string(jose.RS256), key.id
	return compact(key, full, claims)
}

// openToken returns what is in a token that one of the published keys has signed.
func (c *Clerk) openToken(token string) (backendapi.Opened, bool) {
	parts, ok := signed(token, c.keys.good())
	if !ok {
		return backendapi.Opened{}, false
	}
	return backendapi.Opened{Type: parts.Header.Type.Text, Category: parts.Header.Category.Text, Claims: []byte(parts.Claims.Text())}, true
}

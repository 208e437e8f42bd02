package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleJWKSService_Get() {
	c := stub(map[string]string{
		"GET /jwks": `{"keys": [{"use": "sig", "kty": "RSA", "kid": "ins_1", "alg": "RS256", "n": "0vx7", "e": "AQAB"}]}`,
	})

	set, err := c.JWKS.Get(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, key := range set.Keys {
		if key.Type == backend.JWKTypeRSA {
			fmt.Println(key.KeyID, key.Algorithm)
		}
	}
	// Output: ins_1 RS256
}

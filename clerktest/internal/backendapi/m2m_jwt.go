package backendapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A token of a machine can be a JWT, which carries all that there is to know and is not kept.
const (
	formatJWT         = "jwt"
	categoryMachine   = "cl_B7d4PD333AAA" // the header member cat of tokens of machines (Clerk: token categories)
	reservedJWTClaims = " iss sub aud exp nbf iat jti scopes "
)

// signM2MToken makes the JWT of a token. The claims of the machine do not replace Clerk's.
func (a *API) signM2MToken(t *world.M2MToken) (string, error) {
	claims := map[string]any{}
	if len(t.Claims) > 0 && string(t.Claims) != "null" && decodeExactly(t.Claims, &claims) != nil {
		return "", refusal.Unprocessable(refusal.Invalid("claims", "must be a JSON object in a token of the format jwt."))
	}
	for name := range claims {
		if strings.Contains(reservedJWTClaims, " "+name+" ") {
			return "", refusal.Newf(http.StatusBadRequest, "machine_token_reserved_claim", "Reserved claim",
				"claims must not have the member %.80q, which Clerk sets.", name)
		}
	}
	instance := a.Instance()
	claims["iss"], claims["sub"], claims["jti"] = instance.FrontendAPI, t.MachineID, t.ID
	claims["aud"], claims["scopes"] = t.Scopes, strings.Join(t.Scopes, " ")
	claims["iat"], claims["nbf"], claims["exp"] = t.CreatedAt.Unix(), t.CreatedAt.Unix(), t.ExpiresAt.Unix()
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	return instance.Sign(map[string]any{"cat": categoryMachine, "typ": "JWT"}, payload)
}

// openM2MToken returns what is in a token in the form of a JWT that this instance made, or nil.
func (a *API) openM2MToken(token string) *world.M2MToken {
	opened, ok := a.Instance().Open(token)
	var claims struct {
		Subject string   `json:"sub"`
		ID      string   `json:"jti"`
		Scopes  []string `json:"aud"`
		Issued  int64    `json:"iat"`
		Expires int64    `json:"exp"`
	}
	own := map[string]any{}
	if !ok || opened.Category != categoryMachine || decodeExactly(opened.Claims, &claims) != nil || decodeExactly(opened.Claims, &own) != nil {
		return nil
	}
	for name := range strings.FieldsSeq(reservedJWTClaims) {
		delete(own, name)
	}
	t := &world.M2MToken{
		ID: claims.ID, MachineID: claims.Subject, Scopes: claims.Scopes, Standing: world.Standing{ExpiresAt: time.Unix(claims.Expires, 0)},
		CreatedAt: time.Unix(claims.Issued, 0), UpdatedAt: time.Unix(claims.Issued, 0),
	}
	if len(own) > 0 {
		t.Claims, _ = json.Marshal(own) // what was decoded can be encoded
	}
	return t
}

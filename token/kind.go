package token

import (
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
)

// Values of the header member cat, by which Clerk tells apart what its tokens are for (Clerk: token categories).
const (
	categorySession = "cl_B7d4PD111AAA"
	categoryMachine = "cl_B7d4PD333AAA"
	categoryOptOut  = "cl_I7d4PD111III" // the instance does without categories; carries no information
)

// machineSubject starts the subject of tokens that a machine holds.
const machineSubject = "mch_"

// checkKind refuses genuine tokens that are not session tokens. It needs no key: a token that lies about its kind fails by
// its signature instead.
func checkKind(c *jose.Compact) *Error {
	if isAccessToken(c.Header) {
		return refuse(clerk.ReasonTokenTypeMismatch, "typ", "this is an OAuth access token, and a session token is required")
	}
	if cat := c.Header.Category; cat.Present && !cat.Is(categorySession) && !cat.Is(categoryOptOut) {
		return refuse(clerk.ReasonTokenTypeMismatch, "cat", "this token was not made for a session (a JWT template or a machine has it), and a session token is required")
	}
	if isMachineSubject(&c.Claims) {
		return refuse(clerk.ReasonTokenTypeMismatch, "sub", "this is a machine's token, and a session token is required")
	}
	return nil
}

package backend

import (
	"context"
	"iter"
)

// M2MTokensService makes and checks the tokens with which one machine calls another; see [MachinesService]. Reach it as
// Client.M2MTokens.
//
// A machine makes its tokens with its own secret key: the option MachineSecretKey (CLERK_MACHINE_SECRET_KEY) or
// [WithMachineSecretKey]. The other methods use that key if the client has one and the secret key of the instance if not,
// and what they reach depends on it: a machine's key its own tokens, the instance's key those of every machine.
type M2MTokensService service

// Create makes a token for the machine whose secret key this client has, and returns it with its text. A client without
// such a key fails with [ErrNoKey] and asks nothing.
func (s *M2MTokensService) Create(ctx context.Context, params *M2MTokenCreateParams) (*M2MToken, error) {
	return do[M2MToken](ctx, s.settings, post("/m2m_tokens", params).by(machineKey))
}

// List returns one page of the opaque tokens of a machine, without their texts; tokens in JWT format are not on record.
// Revoked and expired tokens are left out unless params ask for them. With a machine's key the subject must be that machine,
// or the error is an [ErrForbidden].
func (s *M2MTokensService) List(ctx context.Context, params *M2MTokenListParams) (*Page[M2MToken], error) {
	return do[Page[M2MToken]](ctx, s.settings, get("/m2m_tokens", params).by(eitherKey))
}

// All returns an iterator over the tokens that List returns in pages.
func (s *M2MTokensService) All(ctx context.Context, params *M2MTokenListParams) iter.Seq2[*M2MToken, error] {
	return all[M2MToken](ctx, s.settings, get("/m2m_tokens", params).by(eitherKey))
}

// Revoke ends an opaque token by its id (mt_…) and returns it. With a machine's key the token must be that machine's own.
// Tokens in JWT format cannot be revoked.
func (s *M2MTokensService) Revoke(ctx context.Context, m2mTokenID string, params *M2MTokenRevokeParams) (*M2MToken, error) {
	return do[M2MToken](ctx, s.settings, post("/m2m_tokens/{m2m_token_id}/revoke", params, m2mTokenID).by(eitherKey))
}

// Verify asks whether a token that another machine presented is genuine, and returns it. Without an error it has an id and a
// subject, is not revoked and has not expired, by Clerk's clock and by the client's.
//
// With a machine's key the answer is yes only if that machine is among the Scopes of the token. With the key of the instance
// it is yes for the token of any machine, whatever its scopes: then the caller must look at Scopes before it lets anyone in.
//
// The error is an [ErrNotFound] for a token that is none, an [ErrTokenInactive] for one that is revoked or expired, an
// [ErrBadAnswer] for an answer that does not say whose token it is. An [ErrUnauthorized] is about the key of this client. No
// error shows the token. A failure is tried again as that of a GET would be.
func (s *M2MTokensService) Verify(ctx context.Context, params *M2MTokenVerifyParams) (*M2MToken, error) {
	var token string
	if params != nil {
		token = params.Token
	}
	c := post("/m2m_tokens/verify", params).by(eitherKey).again()
	return verified(ctx, s.settings, c.hiding(token), func(t *M2MToken) standing {
		return standing{id: t.ID, subject: t.Subject, expiration: t.Expiration}
	})
}

package token

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/asking"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// lookUp asks Clerk what an opaque credential is. The methods of the client return nothing but credentials in good standing; whom an
// OAuth token is for is left to us, as with one in the form of a JWT.
func (d *desk) lookUp(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Machine, error) {
	client := d.client
	switch kind {
	case authobject.APIKey:
		k, err := client.APIKeys.Verify(ctx, &backend.APIKeyVerifyParams{Secret: text})
		if err != nil {
			return nil, err
		}
		return &authobject.Machine{Kind: kind, ID: k.ID, Name: k.Name, Subject: k.Subject, Scopes: k.Scopes, Claims: objectOrNone(k.Claims),
			IssuedAt: k.CreatedAt.Time, ExpiresAt: k.Expiration.Time}, nil
	case authobject.M2MToken:
		t, err := client.M2MTokens.Verify(ctx, &backend.M2MTokenVerifyParams{Token: text})
		if err != nil {
			return nil, orNotForUs(client, err)
		}
		return &authobject.Machine{Kind: kind, ID: t.ID, Subject: t.Subject, Scopes: t.Scopes, Claims: objectOrNone(t.Claims),
			IssuedAt: t.CreatedAt.Time, ExpiresAt: t.Expiration.Time}, nil
	case authobject.OAuthToken:
		params := &backend.OAuthApplicationVerifyAccessTokenParams{AccessToken: text}
		t, err := client.OAuthApplications.VerifyAccessToken(ctx, params)
		if err != nil {
			return nil, err
		}
		if refusal := d.forUs(t.Audience); refusal != nil {
			return nil, refusal
		}
		return &authobject.Machine{Kind: kind, ID: t.ID, Subject: t.Subject, ClientID: t.ClientID, Scopes: t.Scopes,
			IssuedAt: t.CreatedAt.Time, ExpiresAt: t.Expiration.Time}, nil
	}
	return nil, mismatch(kind)
}

// orNotForUs turns the error into a refusal where Clerk says that the machine that asks may not see the token: it was made for
// others. That is the caller's fault, and were it an outage, whoever holds such a token could have Clerk left alone for everybody.
// The key of an instance may see all tokens of machines, so what is forbidden to it is forbidden to us.
func orNotForUs(client *backend.Client, err error) error {
	var answer *backend.Error
	if !client.HasMachineKey() || !errors.As(err, &answer) || answer.Status != http.StatusForbidden || !speaksOfIt(answer) {
		return err
	}
	refusal := refuse(clerk.ReasonUnexpectedError, "", "the token was not made for this machine; give the calling machine access to it, and have a new one made")
	refusal.Err = err
	return refusal
}

// objectOrNone takes claims that are a JSON object; others are nobody's.
func objectOrNone(claims backend.Metadata) []byte {
	if !jsonmember.IsObject(claims) {
		return nil
	}
	return claims
}

// sizeOf returns about how many bytes it takes to remember a credential.
func sizeOf(m *authobject.Machine) int {
	size := len(m.Claims) + len(m.Name) + len(m.Subject) + len(m.ID) + len(m.ClientID)
	for _, scope := range m.Scopes {
		size += len(scope) + 16 // and the header of the string
	}
	return size
}

// answerOf says what an error of the client means for the caller, and whether asking again soon is in vain for any credential.
//
// Only what Clerk itself says of the credential is the caller's fault: a 400, 404 or 422 whose body has Clerk's errors, and see
// orNotForUs. What it says of our key, our rate or our rights, and what anything between it and us says, a firewall or a gateway, is not, and the caller must
// not throw away a credential that may be good.
func answerOf(err error) (refusal *Error, opens bool) {
	var answer *backend.Error
	var own *Error
	status := 0
	if errors.As(err, &answer) {
		status = answer.Status
	}
	switch {
	case errors.As(err, &own):
		return own, false
	case errors.Is(err, backend.ErrTokenInactive):
		refusal = refuse(clerk.ReasonTokenInactive, "", "the credential was genuine, and is revoked, expired or not active any more")
	case status == http.StatusNotFound && speaksOfIt(answer):
		refusal = refuse(clerk.ReasonTokenInvalid, "", "Clerk knows no such credential; it may be of another instance")
	case (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity) && speaksOfIt(answer):
		refusal = refuse(clerk.ReasonUnexpectedError, "", "Clerk refused to look the credential up")
	case errors.Is(err, backend.ErrNoKey):
		return unavailable(clerk.ReasonSecretKeyInvalid, "there is no key to ask Clerk with; set SecretKey (CLERK_SECRET_KEY), or MachineSecretKey for M2M tokens", err), true
	case errors.Is(err, backend.ErrUnauthorized):
		return unavailable(clerk.ReasonSecretKeyInvalid, "Clerk does not accept the key of this service; compare it with the Clerk Dashboard", err), true
	case errors.Is(err, backend.ErrRateLimited):
		refusal, opens = unavailable(clerk.ReasonUnexpectedError, "Clerk's rate limit of the instance is used up", err), true
	case status == http.StatusNotFound: // the reason is the official one, the verdict is not
		refusal = unavailable(clerk.ReasonTokenInvalid, "something that is not Clerk's lookup answered with 404; compare APIURL, and look at what stands in between", err)
	case status >= 400 && status < 500:
		refusal = unavailable(clerk.ReasonUnexpectedError, "the question about the credential was turned away, which says nothing of the credential", err)
		opens = answer.RetryAfter > 0
	default:
		refusal = unavailable(clerk.ReasonUnexpectedError, "Clerk could not be asked about the credential", err)
		opens = answer != nil && answer.RetryAfter > 0
	}
	refusal.Err = err
	if answer != nil && refusal.Unavailable {
		refusal.RetryAfter = max(answer.RetryAfter, asking.MinRest)
	}
	return refusal, opens
}

// speaksOfIt reports whether a refusal comes from Clerk's lookup: it names an error by a code. The pages of gateways do not, and
// those that answer in JSON number their errors.
func speaksOfIt(answer *backend.Error) bool {
	return slices.ContainsFunc(answer.Errors, func(d backend.ErrorDetail) bool { return d.Code != "" })
}

package token

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/jose"
	"github.com/usher-auth/usher/internal/jsonmember"
)

// accessTokenTypes are the values of typ that an OAuth access token may have (RFC 9068 section 2.1).
var accessTokenTypes = []string{"at+jwt", "application/at+jwt"}

// verifyJWT judges a text in the form of a JWT, with the same strictness and in the same order as a session token.
func (m *Machines) verifyJWT(ctx context.Context, kind authobject.TokenKind, text string) (*authobject.Auth, *Error) {
	compact, err := jose.Split(text)
	if err != nil {
		return nil, &Error{Reason: clerk.ReasonTokenInvalid, Kind: authobject.M2MToken, Err: err,
			Detail: "this is neither a machine's credential nor a JWT of Clerk's: " + err.Error()}
	}
	if is, ok := kindOfCompact(compact); !ok || is != kind {
		return nil, mismatch(kind)
	}
	types, wantAudience := accessTokenTypes, true
	if kind == authobject.M2MToken {
		types, wantAudience = m.jwts.instance.HeaderTypes, m.jwts.instance.RequireAudience
		if cat := compact.Header.Category; cat.Present && !cat.Is(categoryMachine) {
			return nil, refuse(clerk.ReasonTokenInvalid, "cat", "the token was made for something else than machines")
		}
	}
	if err := m.jwts.checkHeaderOf(compact.Header, types); err != nil {
		return nil, failed(err)
	}
	if _, err := m.jwts.checkSignature(ctx, compact); err != nil {
		return nil, failed(err)
	}
	if _, err := m.jwts.checkClaims(&compact.Claims, wantAudience); err != nil {
		return nil, failed(err)
	}
	auth, err := authobject.FromMachine(machineOf(kind, &compact.Claims), text)
	if err != nil {
		return nil, &Error{Reason: clerk.ReasonTokenVerificationFailed, Claim: "sub", Detail: "the claims name no machine", Err: err}
	}
	return auth, nil
}

// failed returns a refusal under the one reason that the official SDK has for machines' JWTs; the cause keeps its own.
func failed(cause *Error) *Error {
	err := *cause
	err.Reason, err.Err = clerk.ReasonTokenVerificationFailed, cause
	return &err
}

// machineOf reads the verified claims of a machine's JWT.
func machineOf(kind authobject.TokenKind, claims *jsonmember.Object) authobject.Machine {
	m := authobject.Machine{Kind: kind}
	var audience, scopes, scope, scp jsonmember.Value
	var rest []string
	for name, value := range claims.All() {
		text, _ := value.Text()
		switch name {
		case "sub":
			m.Subject = text
			continue
		case "jti":
			m.ID = text
			continue
		case "iss":
			m.Issuer = text
			continue
		case "iat":
			m.IssuedAt = dateOf(value)
			continue
		case "exp":
			m.ExpiresAt = dateOf(value)
			continue
		case "nbf":
			continue
		case "aud":
			audience = value
		case "scopes":
			scopes = value
		case "scope":
			scope = value
		case "scp":
			scp = value
		case "client_id":
			if kind == authobject.OAuthToken {
				m.ClientID = text
			}
		}
		quoted, _ := json.Marshal(name) // text always can be
		rest = append(rest, string(quoted)+":"+string(value))
	}
	if len(rest) > 0 {
		m.Claims = []byte("{" + strings.Join(rest, ",") + "}")
	}
	if kind == authobject.M2MToken {
		m.Scopes = scopesOf(scopes, audience)
	} else {
		m.Scopes = scopesOf(scp, scope)
	}
	return m
}

// scopesOf reads the first of the claims that is there: text with a space between each two scopes, or a list of texts. What is
// neither grants nothing.
func scopesOf(claims ...jsonmember.Value) []string {
	i := slices.IndexFunc(claims, func(raw jsonmember.Value) bool { return raw != "" && raw != "null" })
	if i < 0 {
		return nil
	}
	if text, ok := claims[i].Text(); ok {
		return strings.Split(text, " ")
	}
	var list []string
	for element := range claims[i].Elements() {
		if text, ok := element.Text(); ok {
			list = append(list, text)
		}
	}
	return list
}

// dateOf reads a claim as a time, or returns the zero time.
func dateOf(raw jsonmember.Value) time.Time {
	seconds, ok := raw.Date()
	if !ok {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

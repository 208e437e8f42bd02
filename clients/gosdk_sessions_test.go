package clients

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/clerk/clerk-sdk-go/v2"
	clerkhttp "github.com/clerk/clerk-sdk-go/v2/http"
	"github.com/clerk/clerk-sdk-go/v2/jwks"
	"github.com/clerk/clerk-sdk-go/v2/jwt"
	"github.com/clerk/clerk-sdk-go/v2/session"
	"github.com/clerk/clerk-sdk-go/v2/signintoken"
	"github.com/clerk/clerk-sdk-go/v2/user"
)

// mint has usher dev make a token, as the command usher token does.
func (b *bench) mint(wish map[string]any) (string, error) {
	text, err := json.Marshal(wish)
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(b.ctx, http.MethodPost, b.printed["CLERK_API_URL"]+"/usher/token", bytes.NewReader(text))
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+b.printed["CLERK_SECRET_KEY"])
	response, err := (&http.Client{Timeout: 10 * time.Second}).Do(r)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var answer struct{ Token, Message string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Token == "" {
		return "", fmt.Errorf("usher dev answers %s %s: %w", response.Status, answer.Message, err)
	}
	return answer.Token, nil
}

// sessions checks sessions, tokens, keys and the SDK's middleware.
func (b *bench) sessions() {
	ctx, c, keys := b.ctx, session.NewClient(b.config), jwks.NewClient(b.config)
	var ada *clerk.User
	made(b, "sessions: somebody to sign in", &ada, func() (*clerk.User, error) {
		return user.NewClient(b.config).Create(ctx, &user.CreateParams{Username: clerk.String("grace")})
	})
	var token *string
	made(b, "tokens: one of usher dev", &token, func() (*string, error) {
		text, err := b.mint(map[string]any{"user": ada.ID, "org": "lab", "role": "org:admin", "permissions": []string{"org:invoices:read"}})
		return &text, err
	})
	// The SDK takes issuers on Clerk's own hosts for good, and others where they are named as the proxy.
	issuer := clerk.String(b.printed["CLERK_API_URL"])
	b.check("JWKS: get", func() error {
		set, err := keys.Get(ctx, &jwks.GetParams{})
		if err != nil {
			return err
		}
		return equal([]any{len(set.Keys), set.Keys[0].Algorithm}, []any{1, "RS256"})
	})
	var claims *clerk.SessionClaims
	made(b, "tokens: verified", &claims, func() (*clerk.SessionClaims, error) {
		claims, err := jwt.Verify(ctx, &jwt.VerifyParams{Token: *token, JWKSClient: keys, ProxyURL: issuer})
		if err == nil {
			err = equal([]any{claims.Subject, claims.ActiveOrganizationSlug, claims.HasRole("org:admin"), claims.HasPermission("org:invoices:read")},
				[]any{ada.ID, "lab", true, true})
		}
		return claims, err
	})
	b.check("tokens: one that has expired is refused", func() error {
		old, err := b.mint(map[string]any{"user": ada.ID, "seconds": -60})
		if err != nil {
			return err
		}
		if _, err := jwt.Verify(ctx, &jwt.VerifyParams{Token: old, JWKSClient: keys, ProxyURL: issuer}); err == nil {
			return fmt.Errorf("it was not refused")
		}
		return nil
	})
	guarded := clerkhttp.RequireHeaderAuthorization(clerkhttp.JWKSClient(keys), clerkhttp.ProxyURL(*issuer))(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, _ := clerk.SessionClaimsFromContext(r.Context())
		_, _ = fmt.Fprint(w, claims.Subject)
	}))
	ask := func(header string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(ctx, "GET", "/", nil)
		if header != "" {
			r.Header.Set("Authorization", header)
		}
		recorder := httptest.NewRecorder()
		guarded.ServeHTTP(recorder, r)
		return recorder
	}
	b.check("middleware: a caller who is signed in", func() error {
		answer := ask("Bearer " + *token)
		return equal([]any{answer.Code, answer.Body.String()}, []any{200, ada.ID})
	})
	b.check("middleware: a stranger", func() error { return equal(ask("").Code, 403) })
	b.check("sessions: get", func() error {
		got, err := c.Get(ctx, claims.SessionID)
		if err != nil {
			return err
		}
		return equal([]any{got.UserID, got.Status}, []any{ada.ID, "active"})
	})
	b.check("sessions: make a token", func() error {
		made, err := c.CreateToken(ctx, &session.CreateTokenParams{ID: claims.SessionID, ExpiresInSeconds: clerk.Int64(300)})
		if err != nil {
			return err
		}
		got, err := jwt.Verify(ctx, &jwt.VerifyParams{Token: made.JWT, JWKSClient: keys, ProxyURL: issuer})
		if err != nil {
			return err
		}
		return equal(*got.Expiry-*got.IssuedAt, 300)
	})
	b.check("sessions: list", func() error {
		list, err := c.List(ctx, &session.ListParams{UserID: &ada.ID, Status: clerk.String("active")})
		if err != nil {
			return err
		}
		return equal(list.Sessions[0].UserID, ada.ID)
	})
	b.check("sessions: create", func() error {
		got, err := c.Create(ctx, &session.CreateParams{UserID: ada.ID})
		if err != nil {
			return err
		}
		return equal(got.Status, "active")
	})
	b.check("sessions: revoke", func() error {
		got, err := c.Revoke(ctx, &session.RevokeParams{ID: claims.SessionID})
		if err != nil {
			return err
		}
		return equal(got.Status, "revoked")
	})
	var in *clerk.SignInToken
	tickets := signintoken.NewClient(b.config)
	made(b, "sign-in tokens: create", &in, func() (*clerk.SignInToken, error) {
		return tickets.Create(ctx, &signintoken.CreateParams{UserID: &ada.ID, ExpiresInSeconds: clerk.Int64(60)})
	})
	b.check("sign-in tokens: revoke", func() error {
		in, err := from(b, in, "sign-in tokens: create")
		if err != nil {
			return err
		}
		got, err := tickets.Revoke(ctx, in.ID)
		if err != nil {
			return err
		}
		return equal(got.Status, "revoked")
	})
}

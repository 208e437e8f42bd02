package authn_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/jwks"
	"github.com/usher-auth/usher/token"
)

// stricter is a verifier that wraps the usual one, all of whose methods it takes over, and refuses somebody on its own account.
type stricter struct {
	*token.Verifier
	refused string
}

func (s stricter) Session(ctx context.Context, text string) (*authobject.Auth, error) {
	auth, err := s.Verifier.Session(ctx, text)
	if err == nil && auth.UserID() == s.refused {
		return nil, &token.Error{Reason: clerk.ReasonTokenInvalid, Detail: "not here"}
	}
	return auth, err
}

// remembering returns a verifier of the production instance, which remembers a token that is good for a minute.
func remembering(t *testing.T, instance *clerk.Instance, text string) *token.Verifier {
	t.Helper()
	keys, err := jwks.New(instance, jwks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := token.New(instance, keys)
	if _, err := v.Session(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestAVerifierThatWrapsTheUsualOneIsAskedItself presents a token that the wrapped one remembers.
func TestAVerifierThatWrapsTheUsualOneIsAskedItself(t *testing.T) {
	text := sign(t, 0, map[string]any{"sub": "user_1", "sid": "sess_1", "iss": liveIssuer, "iat": now - 5, "exp": now + 55})
	options := live()
	options.JWTKey = publicKeyPEM(t)
	instance := instanceOf(t, options)
	v := remembering(t, instance, text)
	for name, row := range map[string]struct {
		config  authn.Config
		refused string
		want    authn.Status
	}{
		"it refuses the user":                             {authn.Config{}, "user_1", authn.SignedOut},
		"it refuses the user, and there is a list":        {authn.Config{Revocations: revokedUser("user_2")}, "user_1", authn.SignedOut},
		"it refuses somebody else":                        {authn.Config{}, "user_2", authn.SignedIn},
		"it refuses somebody else, and the list the user": {authn.Config{Revocations: revokedUser("user_1")}, "user_2", authn.SignedOut},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := authn.New(instance, stricter{v, row.refused}, row.config)
			if err != nil {
				t.Fatal(err)
			}
			cookies := join("__session="+text, "__session"+liveSuffix+"="+text, "__client_uat=5", "__client_uat"+liveSuffix+"=5")
			for how, r := range map[string]*authn.Decision{
				"in cookies":    a.Authenticate(request("GET", "https://app.example.com/", "Cookie", cookies)),
				"in the header": a.Authenticate(request("GET", "https://app.example.com/", "Authorization", "Bearer "+text)),
			} {
				if r.Status != row.want {
					t.Errorf("%s: %v, want %s", how, r, row.want)
				}
			}
		})
	}
}

// slowly is Clerk that takes its time to say that it knows no handshake by a nonce; meanwhile happens what a test has happen.
type slowly struct{ meanwhile func() }

func (s slowly) Exchange(context.Context, string) ([]string, error) {
	s.meanwhile()
	return nil, errors.New("there is no such nonce")
}

// switchedList is a list of revocations on which everybody stands, or nobody.
type switchedList struct{ all atomic.Bool }

func (l *switchedList) Revoked(context.Context, *authobject.Auth) bool { return l.all.Load() }

// TestATokenIsJudgedAfterClerkWasAsked has time go by between the look at a request's cookies and the verdict about them.
func TestATokenIsJudgedAfterClerkWasAsked(t *testing.T) {
	text := sign(t, 0, map[string]any{"sub": "user_1", "sid": "sess_1", "iss": liveIssuer, "iat": now - 5, "exp": now + 20})
	for _, row := range []struct {
		name   string
		after  time.Duration
		listed bool
		want   authn.Status
		reason clerk.Reason
	}{
		{"nothing happens", 0, false, authn.SignedIn, ""},
		{"the token expires", time.Minute, false, authn.Handshake, "session-token-expired-refresh-non-eligible-no-refresh-cookie"},
		{"its session ends", 0, true, authn.SignedOut, clerk.ReasonSessionRevoked},
	} {
		t.Run(row.name, func(t *testing.T) {
			var passed atomic.Int64
			options := live()
			options.JWTKey = publicKeyPEM(t)
			options.Getenv = func(string) string { return "" }
			options.Now = func() time.Time { return time.Unix(now, passed.Load()) }
			instance, err := options.Resolve()
			if err != nil {
				t.Fatal(err)
			}
			list := new(switchedList)
			a, err := authn.New(instance, remembering(t, instance, text), authn.Config{Revocations: list, Nonces: slowly{func() {
				passed.Store(int64(row.after))
				list.all.Store(row.listed)
			}}})
			if err != nil {
				t.Fatal(err)
			}
			d := a.Authenticate(page("https://app.example.com/", join("__session="+text, "__session"+liveSuffix+"="+text, "__client_uat=5",
				"__client_uat"+liveSuffix+"=5", "__clerk_handshake_nonce=N")))
			if d.Status != row.want || d.Reason != row.reason {
				t.Errorf("%v, want %s for %q", d, row.want, row.reason)
			}
		})
	}
}

package clerktest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"net/http"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/world"
	"github.com/usher-auth/usher/internal/jose"
)

// cookieClient is the cookie of the Frontend API that says which client a browser is. On a domain of its own Clerk needs no
// suffix for it; here one is added, because cookies do not know ports and instances on loopback share a host.
const cookieClient = "__client"

// categoryClient is the header member cat of the token in that cookie, so that nobody takes it for a session token.
const categoryClient = "clerktest_client"

const tenYears = 315_360_000 // seconds

// suffixed returns the name of a cookie of this instance alone.
func (c *Clerk) suffixed(name string) string { return name + "_" + c.instance.CookieSuffix() }

// caller returns the client that a request comes from, or nil. A development instance knows it by the dev browser, in the query
// or a cookie, and a production one by its own cookie. The caller holds the lock of the world.
func (c *Clerk) caller(r *http.Request, devBrowser string) *world.Client {
	if c.config.Kind == clerk.KindProduction {
		for _, cookie := range r.CookiesNamed(c.suffixed(cookieClient)) {
			if known := c.clientOf(cookie.Value); known != nil {
				return known
			}
		}
		return nil
	}
	if known := c.world.Clients.ByDevBrowser.Get(devBrowser); known != nil {
		return known
	}
	for _, name := range []string{c.suffixed(clerk.CookieDevBrowser), clerk.CookieDevBrowser} {
		for _, cookie := range r.CookiesNamed(name) {
			if known := c.world.Clients.ByDevBrowser.Get(cookie.Value); known != nil {
				return known
			}
		}
	}
	return nil
}

// callerOrNew returns the client that a request comes from, which is a new one where it is not known. The caller is within change.
func (c *Clerk) callerOrNew(r *http.Request, devBrowser string) (*world.Client, error) {
	if known := c.caller(r, devBrowser); known != nil {
		return known, nil
	}
	return c.world.NewClient()
}

// remember sets the cookie by which the server knows the client again.
func (c *Clerk) remember(w http.ResponseWriter, r *http.Request, st standing) {
	cookie := http.Cookie{
		Name: c.suffixed(clerk.CookieDevBrowser), Value: st.devBrowser, Path: "/", MaxAge: tenYears,
		SameSite: http.SameSiteLaxMode, Secure: c.isSecure(r), // scripts of a development instance read it
	}
	if c.config.Kind == clerk.KindProduction {
		cookie.Name, cookie.Value, cookie.HttpOnly = c.suffixed(cookieClient), c.clientToken(st.clientID), true
	}
	http.SetCookie(w, &cookie)
}

// clientClaims are the payload of a client's token.
type clientClaims struct {
	ID       string `json:"id"`
	Rotating string `json:"rotating_token"`
}

// clientToken returns the token of a client, "" if there is no such client.
func (c *Clerk) clientToken(id string) string {
	var known *world.Client
	c.world.View(func() { known = c.world.Clients.Get(id) })
	if known == nil {
		return ""
	}
	claims, err := json.Marshal(clientClaims{known.ID, known.Rotating}) // neither ever changes
	if err != nil {
		return ""
	}
	token, err := c.sealed(categoryClient, claims)
	if err != nil {
		return ""
	}
	return token
}

// clientOf returns the client that a token names, or nil. The caller holds the lock of the world.
func (c *Clerk) clientOf(token string) *world.Client {
	payload, ok := opened(token, categoryClient, c.keys.own()) // browsers stay known when keys change
	if !ok {
		return nil
	}
	var claims clientClaims
	if json.Unmarshal(payload, &claims) != nil {
		return nil
	}
	known := c.world.Clients.Get(claims.ID)
	if known == nil || !same(known.Rotating, claims.Rotating) {
		return nil
	}
	return known
}

// sealed signs a payload with the key of the instance.
func (c *Clerk) sealed(category string, payload []byte) (string, error) {
	key := c.keys.current()
	header := sessionHeader(key)
	header["cat"] = category
	return compact(key, header, payload)
}

// opened returns the payload of a token that was signed with one of the keys.
func opened(token, category string, keys []signingKey) ([]byte, bool) {
	parts, ok := signed(token, keys)
	if !ok || !parts.Header.Category.Is(category) {
		return nil, false
	}
	return []byte(parts.Claims.Text()), true
}

// signed returns the parts of a token that one of the keys has signed.
func signed(token string, keys []signingKey) (*jose.Compact, bool) {
	parts, err := jose.Split(token)
	if err != nil || parts.Header.Algorithm != jose.RS256 {
		return nil, false
	}
	sum := sha256.Sum256(parts.SigningInput)
	for _, key := range keys {
		if key.id == parts.Header.KeyID && rsa.VerifyPKCS1v15(&key.private.PublicKey, crypto.SHA256, sum[:], parts.Signature) == nil {
			return parts, true
		}
	}
	return nil, false
}

package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	ginjwt "github.com/appleboy/gin-jwt/v2"
	jwtmiddleware "github.com/auth0/go-jwt-middleware/v3"
	auth0jwks "github.com/auth0/go-jwt-middleware/v3/jwks"
	"github.com/auth0/go-jwt-middleware/v3/validator"
	clerksdk "github.com/clerk/clerk-sdk-go/v2"
	clerkhttp "github.com/clerk/clerk-sdk-go/v2/http"
	clerkjwks "github.com/clerk/clerk-sdk-go/v2/jwks"
	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/jwtauth/v5"
	"github.com/golang-jwt/jwt/v5"
	echojwt "github.com/labstack/echo-jwt/v4"
	"github.com/labstack/echo/v4"
	"github.com/lestrrat-go/jwx/v2/jwk"
	jwxjwt "github.com/lestrrat-go/jwx/v2/jwt"

	"github.com/usher-auth/usher/middleware"
)

// A peer is one way to guard a route with session tokens, set up as its own documentation says.
type peer struct {
	name    string
	module  string // whose version the report tells
	guard   func(w *world) (http.Handler, error)
	fetches bool // its keys come from the endpoint, so that it takes part in the test of that
}

// ok is the handler behind every guard. It says what it answers with, as handlers do, and so pays for the place that the first entry of
// a header takes, unless a guard has paid for that already.
var ok = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
	w.Header()["Content-Type"] = contentType
	w.WriteHeader(http.StatusOK)
})

var contentType = []string{"application/json"}

// usher makes a peer of Usher with options.
func usher(name string, with ...middleware.Option) peer {
	return peer{name, "github.com/usher-auth/usher", func(w *world) (http.Handler, error) {
		u, err := middleware.New(options(w), with...)
		if err != nil {
			return nil, err
		}
		return u.RequireAuth(ok), nil
	}, true}
}

// peers are all that take part; Usher is the first.
func peers() []peer {
	return []peer{
		usher("Usher"),
		usher("Usher, without its cache", middleware.WithoutTokenCache()),
		{"clerk-sdk-go, keys fetched", "github.com/clerk/clerk-sdk-go/v2", clerkFetched, true},
		{"clerk-sdk-go, key as PEM", "github.com/clerk/clerk-sdk-go/v2", clerkPEM, false},
		{"keyfunc and golang-jwt", "github.com/MicahParks/keyfunc/v3", withKeyfunc, true},
		{"go-jwt-middleware of Auth0", "github.com/auth0/go-jwt-middleware/v3", withAuth0, true},
		{"go-oidc", "github.com/coreos/go-oidc/v3", withOIDC, true},
		{"jwtauth", "github.com/go-chi/jwtauth/v5", withJWTAuth, false},
		{"echo-jwt", "github.com/labstack/echo-jwt/v4", withEcho, false},
		{"gin-jwt", "github.com/appleboy/gin-jwt/v2", withGin, false},
		{"jwx, jwt.Parse", "github.com/lestrrat-go/jwx/v2", withJWX, true},
	}
}

func clerkFetched(w *world) (http.Handler, error) {
	client := clerkjwks.NewClient(&clerksdk.ClientConfig{BackendConfig: clerksdk.BackendConfig{
		URL: clerksdk.String(w.server.URL), Key: clerksdk.String("sk_test_benchmark"), HTTPClient: &http.Client{Timeout: 5 * time.Second}}})
	return clerkhttp.RequireHeaderAuthorization(clerkhttp.JWKSClient(client))(ok), nil
}

func clerkPEM(w *world) (http.Handler, error) {
	return clerkhttp.RequireHeaderAuthorization(clerkhttp.JSONWebKey(w.pem()))(ok), nil
}

type tokenKey struct{}

// bearer is what those who have no middleware write themselves.
func bearer(verify func(ctx context.Context, token string) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !found {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		verified, err := verify(r.Context(), text)
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		ok.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), tokenKey{}, verified)))
	})
}

func withKeyfunc(w *world) (http.Handler, error) {
	keys, err := keyfunc.NewDefaultCtx(context.Background(), []string{w.jwksURL()})
	if err != nil {
		return nil, err
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer(issuer), jwt.WithAudience(audience), jwt.WithExpirationRequired())
	return bearer(func(_ context.Context, text string) (any, error) {
		return parser.ParseWithClaims(text, &jwt.RegisteredClaims{}, keys.Keyfunc)
	}), nil
}

func withAuth0(w *world) (http.Handler, error) {
	address, err := url.Parse(w.server.URL)
	if err != nil {
		return nil, err
	}
	custom, err := url.Parse(w.jwksURL())
	if err != nil {
		return nil, err
	}
	provider, err := auth0jwks.NewCachingProvider(auth0jwks.WithIssuerURL(address), auth0jwks.WithCustomJWKSURI(custom))
	if err != nil {
		return nil, err
	}
	v, err := validator.New(validator.WithKeyFunc(provider.KeyFunc), validator.WithAlgorithm(validator.RS256), validator.WithIssuer(issuer), validator.WithAudience(audience))
	if err != nil {
		return nil, err
	}
	m, err := jwtmiddleware.New(jwtmiddleware.WithValidator(v))
	if err != nil {
		return nil, err
	}
	return m.CheckJWT(ok), nil
}

func withOIDC(w *world) (http.Handler, error) {
	v := oidc.NewVerifier(issuer, oidc.NewRemoteKeySet(context.Background(), w.jwksURL()), &oidc.Config{ClientID: audience})
	return bearer(func(ctx context.Context, text string) (any, error) { return v.Verify(ctx, text) }), nil
}

func withJWTAuth(w *world) (http.Handler, error) {
	auth := jwtauth.New("RS256", nil, &w.current().private.PublicKey)
	return jwtauth.Verifier(auth)(jwtauth.Authenticator(auth)(ok)), nil
}

func withEcho(w *world) (http.Handler, error) {
	e := echo.New()
	e.Use(echojwt.WithConfig(echojwt.Config{SigningMethod: "RS256", SigningKey: &w.current().private.PublicKey,
		NewClaimsFunc: func(echo.Context) jwt.Claims { return new(jwt.RegisteredClaims) }}))
	e.GET("/me", func(c echo.Context) error { ok(c.Response(), c.Request()); return nil })
	return e, nil
}

func withGin(w *world) (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	auth, err := ginjwt.New(&ginjwt.GinJWTMiddleware{Realm: "benchmark", SigningAlgorithm: "RS256", PrivKeyBytes: w.privatePEM(), PubKeyBytes: []byte(w.pem())})
	if err != nil {
		return nil, err
	}
	engine := gin.New()
	engine.GET("/me", auth.MiddlewareFunc(), func(c *gin.Context) { ok(c.Writer, c.Request) })
	return engine, nil
}

func withJWX(w *world) (http.Handler, error) {
	cache := jwk.NewCache(context.Background())
	if err := cache.Register(w.jwksURL(), jwk.WithMinRefreshInterval(15*time.Minute)); err != nil {
		return nil, err
	}
	if _, err := cache.Refresh(context.Background(), w.jwksURL()); err != nil {
		return nil, err
	}
	set := jwk.NewCachedSet(cache, w.jwksURL())
	return bearer(func(_ context.Context, text string) (any, error) {
		return jwxjwt.Parse([]byte(text), jwxjwt.WithKeySet(set), jwxjwt.WithIssuer(issuer), jwxjwt.WithAudience(audience))
	}), nil
}

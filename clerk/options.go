package clerk

import (
	"log/slog"
	"net/http"
	"net/netip"
	"time"
)

// AnyIssuer as the only entry of [Options.Issuers] turns the check of the iss claim off.
const AnyIssuer = "*"

// AnyOrigin as the only entry of [Options.SatelliteOrigins] has the primary application of a development instance send browsers
// back to whatever address a link names, as Clerk's own libraries do. It is unsafe: whoever writes the link is handed the token
// that the instance knows the browser by. With production keys it is a configuration problem.
const AnyOrigin = "*"

// Options describe an instance. The zero Options take everything from the environment. For each field an option that is
// set goes before its environment variables, in the order in which they are named, and those go before the default; a
// variable that is set to the empty string counts as not set. A variable that nothing reads and that is nearly one of these, or has
// one of these at its end, leaves a warning where the right one is missing.
//
// At least one of SecretKey, PublishableKey, JWTKey, MachineSecretKey and WebhookSigningSecrets must be found. White space around a value is refused, not removed.
//
// Printing Options never shows a secret, but fmt can only keep that promise where it may call Format: do not keep
// Options in an unexported field of something that gets printed. Keep the [Instance] instead.
type Options struct {
	// SecretKey opens the Backend API, from which verification keys are fetched: sk_test_… or sk_live_….
	// Environment: CLERK_SECRET_KEY; deprecated: CLERK_API_KEY. Default: none. It must be of the same kind, test or live,
	// as the publishable key.
	SecretKey string

	// PublishableKey names the instance: pk_test_… or pk_live_…. The Frontend API, the Backend API, the suffix of the
	// cookies and the issuer of tokens follow from it.
	// Environment: CLERK_PUBLISHABLE_KEY, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY; deprecated: CLERK_FRONTEND_API, where it
	// holds a publishable key. Default: none, and then the issuer is not checked unless Issuers says so.
	PublishableKey string

	// JWTKey is the public key that session tokens are verified with, in PEM form or as bare base64. With it no
	// verification keys are fetched, and a rotated key must be replaced by hand. The two characters \n count as a line
	// break, because many systems cannot hold real ones in a variable.
	// Environment: CLERK_JWT_KEY. Default: none.
	JWTKey string

	// MachineSecretKey is the secret key of one machine of the instance, with which it makes tokens for calls to other
	// machines: ak_…. Only the Backend API client uses it.
	// Environment: CLERK_MACHINE_SECRET_KEY. Default: none.
	MachineSecretKey string

	// WebhookSigningSecrets are the signing secrets of the webhook endpoint: whsec_…. There are two of them while one
	// replaces the other, and a delivery that either has signed is genuine.
	// Environment: CLERK_WEBHOOK_SIGNING_SECRET, where commas or white space stand between several; so white space around a
	// secret is refused in this field, and no part of it in the variable. Default: none.
	WebhookSigningSecrets []string

	// APIURL is where the Backend API is: an absolute https URL, without the version. Plain http is allowed for localhost and
	// loopback addresses only, as the secret key travels with each request. A slash at the end is dropped.
	// Environment: CLERK_API_URL. Default: what the publishable key implies, which is https://api.clerk.com outside Clerk.
	APIURL string

	// APIVersion is the path segment after APIURL: lower-case letters, digits, dots and hyphens.
	// Environment: CLERK_API_VERSION. Default: "v1".
	APIVersion string

	// Domain is the host of a satellite application, without a scheme. On a production satellite, clerk.<Domain> is the
	// Frontend API and an issuer of tokens.
	// Environment: CLERK_DOMAIN, NEXT_PUBLIC_CLERK_DOMAIN. Default: none.
	Domain string

	// IsSatellite says that users of this application sign in on another domain, the primary one. A satellite needs
	// Domain or ProxyURL, and with test keys also SignInURL. Set it with Value(true); Value(false) overrides the
	// environment.
	// Environment: CLERK_IS_SATELLITE, NEXT_PUBLIC_CLERK_IS_SATELLITE; true are "true" in any case and what begins with
	// an integer above 0. Default: false.
	IsSatellite *bool

	// SatelliteAutoSync sends the first page load of a browser that this satellite does not know to the primary application,
	// to find out whether somebody is signed in there. Without it a satellite asks only when a sign-in comes back from there.
	// Environment: none. Default: false. Without IsSatellite it does nothing.
	SatelliteAutoSync bool

	// SatelliteOrigins are the origins of the satellites of this application, which is the primary one of a development instance:
	// "https://satellite.example", spelled as in AuthorizedParties. A browser is sent back to these, to loopback addresses, to
	// AuthorizedParties and to this application itself, with the token that the development instance knows it by, and to nowhere
	// else. AnyOrigin alone lifts that limit, which is unsafe. Production instances do not need it.
	// Environment: none. Default: none.
	SatelliteOrigins []string

	// ProxyURL is where the application itself serves the Frontend API: an absolute https URL, or http for localhost and
	// loopback addresses; or, where PublicURL is set, a path on it that begins with a slash. A slash at the end is dropped.
	// It may be a host of its own, without a path. It is an issuer of tokens.
	// Environment: CLERK_PROXY_URL, NEXT_PUBLIC_CLERK_PROXY_URL. Default: none.
	ProxyURL string

	// ProxyUpstream is where Clerk serves the Frontend API to the proxy at ProxyURL: an absolute https URL, or http for localhost
	// and loopback addresses, as the secret key travels with each request. A slash at the end is dropped. Only a proxy uses it.
	// Environment: CLERK_FAPI_URL. Default: what the publishable key implies, which is https://frontend-api.clerk.dev outside Clerk.
	ProxyUpstream string

	// SignInURL is the page that users sign in on: an absolute http or https URL, or a path that begins with a slash. A
	// satellite with test keys needs an absolute one.
	// Environment: CLERK_SIGN_IN_URL, NEXT_PUBLIC_CLERK_SIGN_IN_URL. Default: none.
	SignInURL string

	// SignUpURL is the page that users sign up on, in the form of SignInURL.
	// Environment: CLERK_SIGN_UP_URL, NEXT_PUBLIC_CLERK_SIGN_UP_URL. Default: none, and then it follows from SignInURL.
	SignUpURL string

	// PublicURL is the origin under which browsers know this application: "https://app.example.com", with the port if it is
	// not the default one, and no path. Redirects come back to it whatever host a request names. Set it wherever the
	// application has one address only.
	// Environment: none. Default: the scheme and host of each request, which TrustedProxies may correct.
	PublicURL string

	// TrustedProxies are the addresses of the reverse proxies in front of this application. X-Forwarded-Host and
	// X-Forwarded-Proto are believed in requests that come from one of them, and only there: a browser that could set them
	// would choose where redirects lead. Such a proxy must overwrite both, whatever a client sent, and not append to them. Of a
	// list the last entry counts, which is what the proxy next to this application wrote; and a list that has more entries
	// than the request has passed trusted proxies, by X-Forwarded-For, is not believed: the host of the request itself counts
	// then. AnyProxy trusts everybody, and takes the first entry.
	// Environment: none. Default: none is trusted. Next to PublicURL it is a configuration problem, as it would do nothing.
	TrustedProxies []netip.Prefix

	// OrganizationSync says which pages belong to which organization. A browser that loads one of them with another
	// organization active is sent to Clerk to activate the right one.
	// Environment: none. Default: no page does.
	OrganizationSync OrganizationSync

	// AuthorizedParties are the origins whose session tokens are accepted, compared with the azp claim character by
	// character: "https://app.example.com", with the port if it is not the default one, without a path or a slash at the
	// end. Without it a token made for any other application of the instance is accepted, also one on a subdomain that
	// somebody else controls, so production should set it.
	// Environment: none. Default: any party.
	AuthorizedParties []string

	// RequireAuthorizedParties makes it a configuration problem that AuthorizedParties is empty. So a service whose configuration
	// got lost does not start, instead of accepting tokens of any party.
	// Environment: none. Default: false; package middleware then warns where the instance is a production one.
	RequireAuthorizedParties bool

	// Audience are the accepted values of the aud claim; one of a token's values must be among them.
	// Environment: none. Default: aud is not checked.
	Audience []string

	// RequireAudience also refuses tokens without aud when Audience is set. Clerk's own libraries let them pass, and so
	// does the default, because session tokens have no aud unless the instance customises them. OAuth tokens without aud are
	// refused anyway where Audience is set.
	// Environment: none. Default: false. Without Audience it is a configuration problem.
	RequireAudience bool

	// Issuers are the accepted values of the iss claim, in place of those that PublishableKey, Domain and ProxyURL imply.
	// AnyIssuer alone turns the check off.
	// Environment: none. Default: the implied ones; if nothing implies one, any issuer, as the key that made the
	// signature then is what ties a token to the instance.
	Issuers []string

	// HeaderTypes are the accepted values of the typ header of a token, compared exactly. A token without typ is then
	// refused.
	// Environment: none. Default: "JWT" or absent.
	HeaderTypes []string

	// ClockSkew is how far the clocks of Clerk and of this machine may differ, 0 or from a millisecond to 5 minutes: expired tokens
	// are accepted that long. Set it with Value(2*time.Second).
	// Environment: none. Default: 5 seconds; Value(time.Duration(0)) is honoured.
	ClockSkew *time.Duration

	// HTTPClient makes the requests to Clerk. Each request ends by its context in any case, whether or not the client has a Timeout;
	// redirects are never followed.
	// Environment: none. Default: a client with timeouts, made by the package that needs one.
	HTTPClient *http.Client

	// Logger receives what an operator should know. It is never given a secret or a token.
	// Environment: none. Default: what slog.Default returns when the Options are resolved.
	Logger *slog.Logger

	// Now tells the time for every check of a token and every cache. It must be safe for concurrent use.
	// Environment: none. Default: time.Now.
	Now func() time.Time

	// Getenv reads an environment variable, "" if it is not set. It is asked while the Options are resolved and never
	// again. A function that always returns "" keeps the environment out.
	// Default: os.Getenv.
	Getenv func(string) string
}

// Value returns a pointer to v, for the options that tell "not set" from a zero value.
func Value[T any](v T) *T { return &v }

package clerk

import (
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"time"
)

// An Instance is what [Options.Resolve] makes of Options: every setting checked, every default filled in. Its fields are
// for reading; whoever changes them after handing the Instance on has a data race. Only Options.Resolve makes one.
type Instance struct {
	// SecretKey opens the Backend API. It is zero if none was found.
	SecretKey Secret
	// PublishableKey names the instance. It is zero if none was found.
	PublishableKey PublishableKey
	// Kind follows from the publishable key or else from the secret key; it is empty if there is neither.
	Kind InstanceKind

	// JWTKey is the public key for session tokens, PEM or bare base64, with real line breaks. It is not parsed yet, and
	// empty if keys are to be fetched.
	JWTKey string
	// MachineSecretKey opens the machine tokens of one machine. It is zero if none was found.
	MachineSecretKey Secret
	// WebhookSigningSecrets are the secrets that webhook deliveries may be signed with, each with its prefix whsec_. Empty
	// means that there are no webhooks.
	WebhookSigningSecrets []Secret
	// APIURL is the address of the Backend API, without a slash at the end. It is never empty.
	APIURL string
	// APIVersion is the path segment after APIURL. It is never empty.
	APIVersion string
	// Domain is the host of the satellite in lower case, or empty.
	Domain string
	// ProxyURL is where the application serves the Frontend API, without a slash at the end, or empty.
	ProxyURL string
	// ProxyUpstream is where Clerk serves the Frontend API to a proxy, without a slash at the end. It is never empty.
	ProxyUpstream string
	// SignInURL is an absolute URL or a path, or empty.
	SignInURL string
	// SignUpURL is an absolute URL or a path, or empty.
	SignUpURL string
	// IsSatellite says that users sign in on another domain.
	IsSatellite bool
	// SatelliteAutoSync says that a satellite asks the primary application about every browser that it does not know.
	SatelliteAutoSync bool
	// SatelliteOrigins are the origins that the primary application of a development instance sends browsers back to, or
	// AnyOrigin alone.
	SatelliteOrigins []string

	// PublicURL is the origin under which browsers know the application, or empty if each request says so itself.
	PublicURL string
	// TrustedProxies are the addresses whose forwarding headers count; see [Instance.TrustsProxy].
	TrustedProxies []netip.Prefix

	// AuthorizedParties are the accepted azp values. Empty means any.
	AuthorizedParties []string
	// Audience are the accepted aud values. Empty means that aud is not checked.
	Audience []string
	// RequireAudience says that a token without aud is refused. It implies that Audience is not empty.
	RequireAudience bool
	// Issuers are the accepted iss values. Empty means any.
	Issuers []string
	// HeaderTypes are the accepted typ headers. Empty means "JWT" or absent.
	HeaderTypes []string
	// ClockSkew is the tolerance of time checks, from 0 to 5 minutes.
	ClockSkew time.Duration

	// HTTPClient is the client that was passed, or nil: who needs one makes it.
	HTTPClient *http.Client
	// Logger is never nil.
	Logger *slog.Logger
	// Now is never nil and safe for concurrent use.
	Now func() time.Time

	patterns organizationPatterns
	warnings []string
}

// FrontendAPI returns the address of the Frontend API without a slash at the end: the proxy URL if there is one; on a
// production satellite with a domain https://clerk.<domain>; else the host of the publishable key, with https. It is
// empty if none of them is known.
//
// The scheme is http only where the host is a loopback address, as in a publishable key of an emulator on
// 127.0.0.1:1234: it has no certificate for that address, and requests to it never leave the machine.
func (i *Instance) FrontendAPI() string {
	if i.ProxyURL != "" {
		return i.ProxyURL
	}
	if satellite := i.satelliteFrontendAPI(); satellite != "" {
		return satellite
	}
	return i.primaryFrontendAPI()
}

// satelliteFrontendAPI returns the Frontend API on the satellite's own domain, or "". Satellites of development
// instances have none: they use the one of the publishable key.
func (i *Instance) satelliteFrontendAPI() string {
	if i.Domain == "" || !i.IsSatellite || i.Kind != KindProduction {
		return ""
	}
	return "https://clerk." + i.Domain
}

// primaryFrontendAPI returns the Frontend API that the publishable key names, or "".
func (i *Instance) primaryFrontendAPI() string {
	if i.PublishableKey.IsZero() {
		return ""
	}
	return originOf(i.PublishableKey.FrontendAPIHost())
}

// CookieSuffix returns what tells this instance's cookies from those of others on the same domain: the suffixed name of
// a cookie is its name, an underscore and the suffix. It is empty if there is no publishable key.
func (i *Instance) CookieSuffix() string { return i.PublishableKey.CookieSuffix() }

// Warnings returns what an operator should change although it works for now, one sentence each, such as the use of a
// deprecated environment variable. It holds no secrets. The slice is the caller's own.
func (i *Instance) Warnings() []string { return slices.Clone(i.warnings) }

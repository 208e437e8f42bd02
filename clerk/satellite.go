package clerk

import (
	"slices"
	"strings"
)

// satellite reads whether this is one, and then requires what a satellite cannot do without.
func (r *resolver) satellite(s settings) {
	i := &r.instance
	if s.isSatellite.value != "" {
		var known bool
		i.IsSatellite, known = parseBoolean(s.isSatellite.value)
		if problem, fix := blemish(s.isSatellite.value); problem != "" {
			r.refuse(s.isSatellite, problem, fix)
		} else if !known {
			r.warn("the environment variable " + s.isSatellite.env + " is neither true nor false and counts as false")
		}
	}
	if !i.IsSatellite {
		return
	}
	if s.domain.value == "" && s.proxyURL.value == "" {
		r.refuse(
			setting{option: "Domain, ProxyURL", env: "CLERK_DOMAIN, CLERK_PROXY_URL"},
			"a satellite application has neither",
			"set Domain to the host of this application, or ProxyURL if it serves the Frontend API itself",
		)
	}
	if i.Kind != KindDevelopment {
		return
	}
	example := "https://primary.example/sign-in"
	if host := i.PublishableKey.FrontendAPIHost(); host != "" {
		example = accountsURL(host) + "/sign-in"
	}
	fix := "set the absolute URL of the sign-in page of the primary application, or of the account portal, as in " + example
	switch {
	case s.signInURL.value == "":
		r.refuse(s.signInURL, "a satellite of a development instance has no sign-in page to send users to", fix)
	case strings.HasPrefix(s.signInURL.value, "/"):
		r.refuse(s.signInURL, "it is a path, but users of a satellite sign in on another domain", fix)
	}
}

// satelliteOnly warns of what has no effect but on a satellite, which somebody may have meant this to be.
func (r *resolver) satelliteOnly(s settings, o Options) {
	if r.instance.IsSatellite || s.isSatellite.value != "" {
		return
	}
	const but = " does nothing, because IsSatellite (CLERK_IS_SATELLITE) is not set"
	if s.domain.value != "" {
		r.warn("Domain (CLERK_DOMAIN)" + but)
	}
	if o.SatelliteAutoSync {
		r.warn("SatelliteAutoSync" + but)
	}
}

// satelliteOrigins reads where the primary application sends browsers back to.
func (r *resolver) satelliteOrigins(o Options) {
	option := setting{option: "SatelliteOrigins"}
	switch {
	case !slices.Contains(o.SatelliteOrigins, AnyOrigin):
		r.instance.SatelliteOrigins = r.list(option.option, o.SatelliteOrigins, origin)
	case len(o.SatelliteOrigins) > 1:
		r.refuse(option, "it names AnyOrigin together with others, which would then not matter",
			"set AnyOrigin alone to send browsers back to any address, or better remove it")
	case r.instance.Kind != KindDevelopment:
		r.refuse(option, "it is AnyOrigin, which is for development instances only",
			"remove it; the satellites of a production instance need no list")
	default:
		r.instance.SatelliteOrigins = []string{AnyOrigin}
	}
}

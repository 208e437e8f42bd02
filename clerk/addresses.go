package clerk

import "strings"

// addresses reads everything that is a URL, a host or a part of one.
func (r *resolver) addresses(s settings) {
	i := &r.instance

	i.APIURL = apiURLFor(i.PublishableKey.FrontendAPIHost())
	if s.apiURL.value != "" {
		i.APIURL = r.serviceURL(s.apiURL, "it is plain http, so the secret key would travel unencrypted")
	}
	i.APIVersion = defaultAPIVersion
	if s.apiVersion.value != "" {
		i.APIVersion = s.apiVersion.value
		if !isAPIVersion(i.APIVersion) {
			r.refuse(s.apiVersion, "it is not one path segment of lower-case letters, digits, dots and hyphens",
				"write a version as in v1, or leave it out")
		}
	}
	if s.apiURL.value != "" && strings.HasSuffix(i.APIURL, "/"+i.APIVersion) {
		r.refuse(s.apiURL, "it ends in the version of the API, which would then come twice", "remove the version, as in https://api.clerk.com")
	}
	if s.proxyURL.value != "" {
		path := strings.HasPrefix(s.proxyURL.value, "/") && !strings.HasPrefix(s.proxyURL.value, "//")
		if path && i.PublicURL == "" {
			r.refuse(s.proxyURL, "it is a path, and a path alone does not say which issuer to expect in tokens",
				"write the absolute URL that browsers see, as in https://app.example.com/__clerk, or set PublicURL")
		} else {
			if path {
				s.proxyURL.value = i.PublicURL + s.proxyURL.value
			}
			i.ProxyURL = r.serviceURL(s.proxyURL, "it is plain http, so session tokens would travel unencrypted")
		}
	}
	i.ProxyUpstream = proxyUpstreamFor(i.PublishableKey.FrontendAPIHost())
	if s.proxyUpstream.value != "" {
		i.ProxyUpstream = r.serviceURL(s.proxyUpstream, "it is plain http, so the secret key would travel unencrypted")
	}
	i.SignInURL, i.SignUpURL = r.pageURL(s.signInURL), r.pageURL(s.signUpURL)
	if s.domain.value != "" {
		i.Domain = strings.ToLower(s.domain.value)
		if problem, fix := blemish(s.domain.value); problem != "" {
			r.refuse(s.domain, problem, fix)
		} else if !plausibleHost(s.domain.value) {
			r.refuse(s.domain, "it is not a host name", "write the host alone, without a scheme or a slash, as in satellite.example")
		}
	}
}

func (r *resolver) serviceURL(s setting, plainHTTP string) string {
	clean, problem, fix := serviceURL(s.value, plainHTTP)
	if problem != "" {
		r.refuse(s, problem, fix)
	}
	return clean
}

// pageURL returns the address of a page, "" if there is none.
func (r *resolver) pageURL(s setting) string {
	if s.value == "" {
		return ""
	}
	if problem, fix := pageURL(s.value); problem != "" {
		r.refuse(s, problem, fix)
	}
	return s.value
}

func isAPIVersion(s string) bool {
	return s != "." && s != ".." && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

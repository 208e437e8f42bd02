package clerk

import "strings"

// settings are the values that the environment may supply, before anyone has judged them.
type settings struct {
	secretKey, publishableKey, jwtKey        setting
	machineSecretKey, webhookSecrets         setting
	apiURL, apiVersion                       setting
	domain, isSatellite, proxyURL, signInURL setting
	signUpURL, proxyUpstream                 setting
}

// gather fills the settings: the option if it is set, else the first variable that is not empty, else the deprecated
// variable. The table is all there is to know about the environment.
func (r *resolver) gather(o Options) settings {
	var s settings
	for _, row := range [...]struct {
		to         *setting
		option     string
		passed     string
		variables  []string
		deprecated string
	}{
		{&s.secretKey, "SecretKey", o.SecretKey, []string{"CLERK_SECRET_KEY"}, "CLERK_API_KEY"},
		{
			&s.publishableKey, "PublishableKey", o.PublishableKey,
			[]string{"CLERK_PUBLISHABLE_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"}, frontendAPIVariable,
		},
		{&s.jwtKey, "JWTKey", o.JWTKey, []string{"CLERK_JWT_KEY"}, ""},
		{&s.machineSecretKey, "MachineSecretKey", o.MachineSecretKey, []string{"CLERK_MACHINE_SECRET_KEY"}, ""},
		{
			&s.webhookSecrets, "WebhookSigningSecrets", strings.Join(o.WebhookSigningSecrets, ","),
			[]string{"CLERK_WEBHOOK_SIGNING_SECRET"}, "",
		},
		{&s.apiURL, "APIURL", o.APIURL, []string{"CLERK_API_URL"}, ""},
		{&s.apiVersion, "APIVersion", o.APIVersion, []string{"CLERK_API_VERSION"}, ""},
		{&s.domain, "Domain", o.Domain, []string{"CLERK_DOMAIN", "NEXT_PUBLIC_CLERK_DOMAIN"}, ""},
		{
			&s.isSatellite, "IsSatellite", booleanText(o.IsSatellite),
			[]string{"CLERK_IS_SATELLITE", "NEXT_PUBLIC_CLERK_IS_SATELLITE"}, "",
		},
		{&s.proxyURL, "ProxyURL", o.ProxyURL, []string{"CLERK_PROXY_URL", "NEXT_PUBLIC_CLERK_PROXY_URL"}, ""},
		{&s.signInURL, "SignInURL", o.SignInURL, []string{"CLERK_SIGN_IN_URL", "NEXT_PUBLIC_CLERK_SIGN_IN_URL"}, ""},
		{&s.signUpURL, "SignUpURL", o.SignUpURL, []string{"CLERK_SIGN_UP_URL", "NEXT_PUBLIC_CLERK_SIGN_UP_URL"}, ""},
		{&s.proxyUpstream, "ProxyUpstream", o.ProxyUpstream, []string{"CLERK_FAPI_URL"}, ""},
	} {
		*row.to = r.read(row.option, row.passed, row.variables, row.deprecated)
		r.known = append(r.known, row.deprecated)
		r.known = append(r.known, row.variables...)
		if row.to.value == "" {
			r.missing = append(r.missing, row.variables[0])
		}
	}
	return s
}

// frontendAPIVariable once held the bare host of the Frontend API and later the publishable key; only the key counts.
const frontendAPIVariable = "CLERK_FRONTEND_API"

// A setting is one value and where it came from.
type setting struct {
	option string // the field of Options
	env    string // the variable that the value was read from; those that could have supplied it if there is no value
	value  string
}

func (r *resolver) read(option, passed string, variables []string, deprecated string) setting {
	if passed != "" {
		return setting{option: option, value: passed}
	}
	for _, variable := range variables {
		if value := r.getenv(variable); value != "" {
			return setting{option, variable, value}
		}
	}
	if deprecated != "" {
		if value := r.getenv(deprecated); value != "" && r.admits(deprecated, value, variables[0]) {
			return setting{option, deprecated, value}
		}
	}
	return setting{option: option, env: strings.Join(variables, ", ")}
}

// admits says whether the value of a deprecated variable counts, and leaves a warning either way.
func (r *resolver) admits(variable, value, successor string) bool {
	if variable == frontendAPIVariable && !strings.HasPrefix(strings.TrimSpace(value), "pk_") {
		r.warn("the environment variable " + variable + " is ignored because it holds no publishable key (pk_…): remove it, " +
			"and set " + successor)
		return false
	}
	r.warn("the environment variable " + variable + " is deprecated: rename it to " + successor)
	return true
}

func booleanText(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "true"
	default:
		return "false"
	}
}

// parseBoolean reads a boolean as Clerk's libraries do: "true" and "false" in any case; otherwise an integer above 0 at
// the beginning is true and everything else false. known is false for what is neither a word nor a number.
func parseBoolean(s string) (value, known bool) {
	switch {
	case strings.EqualFold(s, "true"):
		return true, true
	case strings.EqualFold(s, "false"):
		return false, true
	}
	unsigned := strings.TrimPrefix(s, "+")
	negative := strings.HasPrefix(s, "-")
	if negative {
		unsigned = s[1:]
	}
	digits := unsigned[:len(unsigned)-len(strings.TrimLeft(unsigned, "0123456789"))]
	return !negative && strings.Trim(digits, "0") != "", digits != ""
}

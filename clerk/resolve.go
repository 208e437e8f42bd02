package clerk

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"
)

const (
	defaultAPIVersion = "v1"
	defaultClockSkew  = 5 * time.Second
	maxClockSkew      = 5 * time.Minute
)

// Resolve fills what is not set from the environment and the defaults, checks everything, and returns the Instance. It
// opens no connection: a key of the right form that Clerk does not know is found out at the first request.
//
// The error joins (errors.Join) one [*OptionError] per problem, so that all can be mended in one go; where a key was
// refused, errors.As also finds the [*KeyError] with its reason. No error holds a value, least of all the secret key.
// The Options are not changed, and the Instance shares no slice with them.
func (o Options) Resolve() (*Instance, error) {
	r := resolver{getenv: o.Getenv}
	if r.getenv == nil {
		r.getenv = os.Getenv
	}
	s := r.gather(o)
	if o.Getenv == nil {
		r.misspelled(os.Environ())
	}

	r.instance.HTTPClient = o.HTTPClient
	r.instance.Logger = o.Logger
	if o.Logger == nil {
		r.instance.Logger = slog.Default()
	}
	r.instance.Now = o.Now
	if o.Now == nil {
		r.instance.Now = time.Now
	}

	r.keys(s)
	r.otherSecrets(s, o)
	r.publicURL(o)
	r.addresses(s)
	r.satellite(s)
	r.satelliteOnly(s, o)
	r.instance.SatelliteAutoSync = o.SatelliteAutoSync
	r.satelliteOrigins(o)
	r.organizationSync(o.OrganizationSync)
	r.tokenRules(o)
	r.issuers(o)
	if len(r.problems) > 0 {
		return nil, errors.Join(r.problems...)
	}
	return &r.instance, nil
}

// A resolver collects what Resolve finds out. The instance is only handed out if there is no problem.
type resolver struct {
	getenv   func(string) string
	instance Instance
	problems []error

	known   []string // the environment variables that are read
	missing []string // of them the first of each setting that has no value
	slips   []string // sentences about variables that look like a missing one
}

func (r *resolver) refuse(s setting, problem, fix string) {
	r.problems = append(r.problems, &OptionError{Option: s.option, Env: s.env, Problem: problem, Fix: fix})
}

func (r *resolver) refuseKey(s setting, err error) {
	var key *KeyError
	if errors.As(err, &key) {
		r.problems = append(r.problems, &OptionError{s.option, s.env, key.Problem, key.Fix, key})
	}
}

func (r *resolver) warn(text string) { r.instance.warnings = append(r.instance.warnings, text) }

// keys reads the three keys and requires one of them.
func (r *resolver) keys(s settings) {
	i := &r.instance
	keys := s.secretKey.value + s.publishableKey.value + s.jwtKey.value
	if keys == "" && s.machineSecretKey.value == "" && s.webhookSecrets.value == "" {
		r.refuse(
			setting{option: "SecretKey, PublishableKey, JWTKey", env: "CLERK_SECRET_KEY, CLERK_PUBLISHABLE_KEY, CLERK_JWT_KEY"},
			"there is no key, so no token can be verified and no Clerk API be called",
			strings.Join(append([]string{"set the secret key and the publishable key, which are on the API keys page of the Clerk Dashboard (to verify " +
				"tokens, any of the three is enough); a program that only receives webhooks needs CLERK_WEBHOOK_SIGNING_SECRET instead"}, r.slips...), "; "),
		)
	}

	var secretKind InstanceKind
	if s.secretKey.value != "" {
		var err error
		if i.SecretKey, secretKind, err = ParseSecretKey(s.secretKey.value); err != nil {
			r.refuseKey(s.secretKey, err)
		}
	}
	if s.publishableKey.value != "" {
		var err error
		if i.PublishableKey, err = ParsePublishableKey(s.publishableKey.value); err != nil {
			r.refuseKey(s.publishableKey, err)
		}
	}
	i.Kind = i.PublishableKey.Kind()
	switch {
	case i.Kind == "":
		i.Kind = secretKind
	case secretKind != "" && secretKind != i.Kind:
		r.refuse(
			setting{option: "SecretKey, PublishableKey", env: joinNames(s.secretKey.env, s.publishableKey.env)},
			fmt.Sprintf("the secret key is of a %s instance and the publishable key of a %s instance", secretKind, i.Kind),
			"take both from the API keys page of the same instance",
		)
	}
	r.jwtKey(s.jwtKey)
}

// jwtKey turns line breaks that were written as \n into real ones. Whether the text is a key is for those to say who
// parse it; here only what is plainly something else is refused.
func (r *resolver) jwtKey(s setting) {
	pem := strings.NewReplacer(`\r\n`, "\n", `\n`, "\n").Replace(s.value)
	begin := strings.TrimSpace(pem)
	switch {
	case s.value == "":
	case begin == "":
		r.refuse(s, "it holds nothing but white space", "set the public key, or leave the option out altogether")
	case isQuoted(begin):
		r.refuse(s, quotedProblem, quotedFix)
	case strings.HasPrefix(begin, pemBegin) && strings.Contains(begin, "PRIVATE KEY-----"):
		r.refuse(s, "it is a private key", "set the public key; nothing but Clerk needs the private one")
	case !strings.HasPrefix(begin, pemBegin) && looksSecret(begin) || strings.HasPrefix(begin, "pk_"):
		r.refuse(s, "it is another kind of key, not the public key for session tokens",
			"copy the JWKS public key in PEM form from the API keys page of the Clerk Dashboard")
	default:
		r.instance.JWTKey = pem
	}
}

// tokenRules reads what tokens have to fulfil, other than the issuer. None of it comes from the environment.
func (r *resolver) tokenRules(o Options) {
	i := &r.instance
	i.AuthorizedParties = r.list("AuthorizedParties", o.AuthorizedParties, origin)
	i.Audience = r.list("Audience", o.Audience, edges)
	i.HeaderTypes = r.list("HeaderTypes", o.HeaderTypes, blemish)
	if o.RequireAuthorizedParties && len(o.AuthorizedParties) == 0 {
		r.refuse(setting{option: "RequireAuthorizedParties"}, "it requires authorized parties, but AuthorizedParties names none",
			"set AuthorizedParties to the origins of the front end, or leave RequireAuthorizedParties out")
	}

	i.RequireAudience = o.RequireAudience
	if o.RequireAudience && len(o.Audience) == 0 {
		r.refuse(setting{option: "RequireAudience"}, "it requires an audience, but Audience names none",
			"set Audience, or leave RequireAudience out")
	}

	i.ClockSkew = defaultClockSkew
	if o.ClockSkew != nil {
		i.ClockSkew = *o.ClockSkew
		switch {
		case *o.ClockSkew < 0:
			r.refuse(setting{option: "ClockSkew"}, "it is negative", "set a duration from 0 to 5 minutes")
		case *o.ClockSkew > 0 && *o.ClockSkew < time.Millisecond:
			r.refuse(setting{option: "ClockSkew"}, "it is under a millisecond, as a number without a unit is",
				"write the unit, as in 5*time.Second, or 0 for none")
		case *o.ClockSkew > maxClockSkew:
			r.refuse(setting{option: "ClockSkew"}, "it is over 5 minutes, so expired tokens would stay valid that long",
				"set a shorter duration and synchronise the clock of this machine")
		}
	}
}

// issuers copies the issuers that were set, or derives them from the rest of the instance.
func (r *resolver) issuers(o Options) {
	i := &r.instance
	switch {
	case len(o.Issuers) == 0:
		for _, issuer := range [...]string{i.primaryFrontendAPI(), i.satelliteFrontendAPI(), i.ProxyURL} {
			if issuer != "" && !slices.Contains(i.Issuers, issuer) {
				i.Issuers = append(i.Issuers, issuer)
			}
		}
	case len(o.Issuers) == 1 && o.Issuers[0] == AnyIssuer:
	case slices.Contains(o.Issuers, AnyIssuer):
		r.refuse(setting{option: "Issuers"}, "it names AnyIssuer together with others, which would then not matter",
			"set AnyIssuer alone to accept every issuer, or remove it")
	default:
		i.Issuers = r.list("Issuers", o.Issuers, blemish)
		for n, issuer := range i.Issuers {
			if strings.HasSuffix(issuer, "/") || !strings.Contains(issuer, "://") {
				r.warn(fmt.Sprintf("Issuers: entry %d is compared as it is written, and Clerk writes an issuer with https:// and "+
					"without a slash at the end", n+1))
			}
		}
	}
}

// list copies a list and checks its entries. A problem names an entry by its place, counted from 1, and not by its text,
// which could be anything.
func (r *resolver) list(option string, entries []string, check func(string) (problem, fix string)) []string {
	for n, entry := range entries {
		problem, fix := check(entry)
		if entry == "" {
			problem, fix = "it is empty", "remove it, or find out why its value is missing"
		}
		if problem != "" {
			r.refuse(setting{option: option}, fmt.Sprintf("entry %d: %s", n+1, problem), fix)
		}
	}
	return slices.Clone(entries)
}

func joinNames(names ...string) string {
	return strings.Join(slices.DeleteFunc(names, func(name string) bool { return name == "" }), ", ")
}

package clerk

import (
	"fmt"
	"log/slog"
	"strings"
)

// String returns the options that are set, with secrets redacted.
func (o Options) String() string { return describe("Options", o.attrs()) }

// Format writes what String returns, whatever the verb and its flags.
func (o Options) Format(f fmt.State, _ rune) { writeText(f, o.String()) }

// LogValue returns the options that are set as a group, with secrets redacted.
func (o Options) LogValue() slog.Value { return slog.GroupValue(o.attrs()...) }

func (o Options) attrs() []slog.Attr {
	var p printer
	p.secret("SecretKey", NewSecret(o.SecretKey))
	p.text("PublishableKey", o.PublishableKey)
	p.present("JWTKey", o.JWTKey != "")
	p.secret("MachineSecretKey", NewSecret(o.MachineSecretKey))
	p.present("WebhookSigningSecrets", len(o.WebhookSigningSecrets) > 0)
	p.text("APIURL", o.APIURL)
	p.text("APIVersion", o.APIVersion)
	p.text("Domain", o.Domain)
	if o.IsSatellite != nil {
		p.add(slog.Bool("IsSatellite", *o.IsSatellite))
	}
	p.text("ProxyURL", o.ProxyURL)
	p.text("ProxyUpstream", o.ProxyUpstream)
	p.text("SignInURL", o.SignInURL)
	p.text("SignUpURL", o.SignUpURL)
	if o.SatelliteAutoSync {
		p.add(slog.Bool("SatelliteAutoSync", true))
	}
	p.list("SatelliteOrigins", o.SatelliteOrigins)
	p.text("PublicURL", o.PublicURL)
	p.list("TrustedProxies", prefixTexts(o.TrustedProxies))
	p.list("OrganizationPatterns", o.OrganizationSync.OrganizationPatterns)
	p.list("PersonalAccountPatterns", o.OrganizationSync.PersonalAccountPatterns)
	p.list("AuthorizedParties", o.AuthorizedParties)
	if o.RequireAuthorizedParties {
		p.add(slog.Bool("RequireAuthorizedParties", true))
	}
	p.list("Audience", o.Audience)
	if o.RequireAudience {
		p.add(slog.Bool("RequireAudience", true))
	}
	p.list("Issuers", o.Issuers)
	p.list("HeaderTypes", o.HeaderTypes)
	if o.ClockSkew != nil {
		p.add(slog.Duration("ClockSkew", *o.ClockSkew))
	}
	p.present("HTTPClient", o.HTTPClient != nil)
	p.present("Logger", o.Logger != nil)
	p.present("Now", o.Now != nil)
	p.present("Getenv", o.Getenv != nil)
	return p.attrs
}

// String returns the settings that are not empty, with secrets redacted.
func (i *Instance) String() string {
	if i == nil {
		return "<nil>"
	}
	return describe("Instance", i.attrs())
}

// Format writes what String returns, whatever the verb and its flags.
func (i *Instance) Format(f fmt.State, _ rune) { writeText(f, i.String()) }

// LogValue returns the settings that are not empty as a group, with secrets redacted.
func (i *Instance) LogValue() slog.Value {
	if i == nil {
		return slog.StringValue(i.String())
	}
	return slog.GroupValue(i.attrs()...)
}

func (i *Instance) attrs() []slog.Attr {
	var p printer
	p.secret("SecretKey", i.SecretKey)
	p.text("PublishableKey", i.PublishableKey.String())
	p.text("Kind", string(i.Kind))
	p.present("JWTKey", i.JWTKey != "")
	p.secret("MachineSecretKey", i.MachineSecretKey)
	p.present("WebhookSigningSecrets", len(i.WebhookSigningSecrets) > 0)
	p.text("APIURL", i.APIURL)
	p.text("APIVersion", i.APIVersion)
	p.text("FrontendAPI", i.FrontendAPI())
	p.text("Domain", i.Domain)
	if i.IsSatellite {
		p.add(slog.Bool("IsSatellite", true))
	}
	p.text("ProxyURL", i.ProxyURL)
	if i.ProxyUpstream != proxyUpstreamFor(i.PublishableKey.FrontendAPIHost()) {
		p.text("ProxyUpstream", i.ProxyUpstream)
	}
	p.text("SignInURL", i.SignInURL)
	p.text("SignUpURL", i.SignUpURL)
	if i.SatelliteAutoSync {
		p.add(slog.Bool("SatelliteAutoSync", true))
	}
	p.list("SatelliteOrigins", i.SatelliteOrigins)
	p.text("PublicURL", i.PublicURL)
	p.list("TrustedProxies", prefixTexts(i.TrustedProxies))
	p.list("AuthorizedParties", i.AuthorizedParties)
	p.list("Audience", i.Audience)
	if i.RequireAudience {
		p.add(slog.Bool("RequireAudience", true))
	}
	p.list("Issuers", i.Issuers)
	p.list("HeaderTypes", i.HeaderTypes)
	p.add(slog.Duration("ClockSkew", i.ClockSkew))
	p.list("Warnings", i.warnings)
	return p.attrs
}

// describe puts attributes on one line, as in "clerk.Options{APIURL: https://api.clerk.com}".
func describe(name string, attrs []slog.Attr) string {
	parts := make([]string, len(attrs))
	for n, attr := range attrs {
		parts[n] = attr.Key + ": " + attr.Value.String()
	}
	return "clerk." + name + "{" + strings.Join(parts, ", ") + "}"
}

// A printer collects what may be seen of the settings that are set.
type printer struct{ attrs []slog.Attr }

func (p *printer) add(attr slog.Attr) { p.attrs = append(p.attrs, attr) }

func (p *printer) secret(name string, value Secret) {
	if !value.IsZero() {
		p.add(slog.String(name, value.String()))
	}
}

func (p *printer) present(name string, isSet bool) {
	if isSet {
		p.add(slog.String(name, "[set]"))
	}
}

func (p *printer) text(name, value string) {
	if value != "" {
		p.add(slog.String(name, presentable(value)))
	}
}

func (p *printer) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	shown := make([]string, len(values))
	for n, value := range values {
		shown[n] = presentable(value)
	}
	p.add(slog.Any(name, shown))
}

// presentable returns the text of a setting that is no secret, unless one was put there by mistake: Options print
// themselves before anyone has checked them.
func presentable(value string) string {
	if looksSecret(value) || strings.Contains(value, "@") {
		return redacted
	}
	return value
}

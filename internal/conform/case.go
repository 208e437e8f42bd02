package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/usher-auth/usher/authn"
	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// A testCase is one recorded request and the options that it was decided with.
type testCase struct {
	Name    string `json:"name"`
	Request struct {
		URL     string            `json:"url"`
		Method  string            `json:"method"`
		Headers map[string]string `json:"headers"`
	} `json:"request"`
	Options options                      `json:"options"`
	Checks  []map[string]json.RawMessage `json:"checks"`
	Now     int64                        `json:"now"`
}

// options are the official SDK's. Those that it does not check have no type here either.
type options struct {
	PublishableKey    string          `json:"publishableKey"`
	SecretKey         string          `json:"secretKey"`
	MachineSecretKey  string          `json:"machineSecretKey"`
	JWTKey            string          `json:"jwtKey"`
	APIURL            string          `json:"apiUrl"`
	APIVersion        string          `json:"apiVersion"`
	Domain            string          `json:"domain"`
	IsSatellite       bool            `json:"isSatellite"`
	SatelliteAutoSync json.RawMessage `json:"satelliteAutoSync"`
	ProxyURL          string          `json:"proxyUrl"`
	SignInURL         string          `json:"signInUrl"`
	AuthorizedParties json.RawMessage `json:"authorizedParties"`
	Audience          json.RawMessage `json:"audience"`
	HeaderType        json.RawMessage `json:"headerType"`
	ClockSkewInMs     json.RawMessage `json:"clockSkewInMs"`
	AcceptsToken      json.RawMessage `json:"acceptsToken"`
	OrganizationSync  struct {
		OrganizationPatterns    []string `json:"organizationPatterns"`
		PersonalAccountPatterns []string `json:"personalAccountPatterns"`
	} `json:"organizationSyncOptions"`
}

// request rebuilds the recorded request.
func (c testCase) request() (*http.Request, error) {
	r, err := http.NewRequestWithContext(context.Background(), c.Request.Method, c.Request.URL, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("the recorded request cannot be rebuilt: %w", err)
	}
	if r.URL.Scheme == "https" {
		r.TLS = &tls.ConnectionState{}
	}
	for name, value := range c.Request.Headers {
		if name == "host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, strings.Trim(value, " \t\r\n")) // as every HTTP server does
	}
	return r, nil
}

// clerkOptions are the options of an application that moved over from the official SDK: its own carry over, the environment is
// empty, forwarding headers are believed from everybody, a development instance sends browsers back to any address, and the check
// of the issuer, which the official SDK does not make unless asked, is off.
func (c testCase) clerkOptions() clerk.Options {
	o := c.Options
	opts := clerk.Options{
		PublishableKey: o.PublishableKey, SecretKey: o.SecretKey, MachineSecretKey: o.MachineSecretKey, JWTKey: o.JWTKey,
		APIURL: o.APIURL, APIVersion: o.APIVersion, Domain: o.Domain, IsSatellite: clerk.Value(o.IsSatellite),
		SatelliteAutoSync: string(o.SatelliteAutoSync) == "true", ProxyURL: o.ProxyURL, SignInURL: o.SignInURL,
		TrustedProxies: clerk.AnyProxy(), OrganizationSync: clerk.OrganizationSync(o.OrganizationSync),
		AuthorizedParties: texts(o.AuthorizedParties), Audience: texts(o.Audience), HeaderTypes: texts(o.HeaderType),
		Issuers: []string{clerk.AnyIssuer},
		Now:     func() time.Time { return time.Unix(c.Now, 0) },
		Getenv:  func(string) string { return "" },
		Logger:  slog.New(slog.DiscardHandler),
	}
	if strings.HasPrefix(o.PublishableKey, "pk_test_") {
		opts.SatelliteOrigins = []string{clerk.AnyOrigin} // a problem with any other key
	}
	// A skew that is no number counts as none given, as in the official SDK.
	var skew *float64
	if json.Unmarshal(o.ClockSkewInMs, &skew) == nil && skew != nil {
		opts.ClockSkew = clerk.Value(time.Duration(*skew * float64(time.Millisecond)))
	}
	return opts
}

// configure completes the options by what the official SDK reads off each request: a proxy URL that is a path lies at the origin of
// the request, and Usher wants that said. Without a scheme it is https.
func (c testCase) configure(r *http.Request) (clerk.Options, error) {
	opts := c.clerkOptions()
	switch {
	case opts.ProxyURL == "" || strings.Contains(opts.ProxyURL, "://"):
		return opts, nil
	case !strings.HasPrefix(opts.ProxyURL, "/"):
		opts.ProxyURL = "https://" + opts.ProxyURL
		return opts, nil
	}
	without := opts
	without.ProxyURL, without.IsSatellite = "", nil
	instance, err := without.Resolve()
	if err != nil {
		return opts, err
	}
	reader, err := authn.New(instance, noVerifier{}, authn.Config{})
	if err != nil {
		return opts, err
	}
	u, err := url.Parse(reader.Read(r).URL())
	if err != nil {
		return opts, err
	}
	opts.PublicURL, opts.TrustedProxies = u.Scheme+"://"+u.Host, nil
	return opts, nil
}

// noVerifier is for an authenticator that only reads.
type noVerifier struct{ authn.Verifier }

// accepts translates acceptsToken, which is a kind, a list of kinds, or "any".
func (c testCase) accepts() authn.Accepts {
	var kind authobject.TokenKind
	var kinds []authobject.TokenKind
	switch raw := c.Options.AcceptsToken; {
	case len(raw) == 0 || string(raw) == "null":
		return authn.Accepts{}
	case json.Unmarshal(raw, &kind) == nil && kind == "any":
		return authn.AcceptAny()
	case json.Unmarshal(raw, &kind) == nil:
		return authn.AcceptOnly(kind)
	default:
		_ = json.Unmarshal(raw, &kinds) // what is no list either accepts nothing
		return authn.AcceptOneOf(kinds...)
	}
}

// texts reads an option that is a string or a list of strings; empty ones do not count.
func texts(raw json.RawMessage) []string {
	var list []string
	var one string
	if json.Unmarshal(raw, &one) == nil {
		list = []string{one}
	} else {
		_ = json.Unmarshal(raw, &list) // what is neither is no list
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

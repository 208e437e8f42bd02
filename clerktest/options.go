package clerktest

import (
	"encoding/base64"
	"strings"

	"github.com/usher-auth/usher/clerk"
)

// Options returns the options of a service that uses this instance: its keys, the secret that its webhooks are signed with,
// the address of its Backend API and its clock. They see no environment variable. The caller may change them.
func (c *Clerk) Options() clerk.Options {
	o := c.PublicOptions()
	o.SecretKey, o.APIURL = c.config.SecretKey, c.url
	o.WebhookSigningSecrets = []string{c.WebhookSigningSecret()}
	return o
}

// PublicOptions returns [Clerk.Options] without the secret key: such a service fetches the verification keys from the
// public address of the Frontend API.
func (c *Clerk) PublicOptions() clerk.Options {
	return clerk.Options{
		PublishableKey: c.config.PublishableKey,
		Now:            c.Now,
		Logger:         c.config.Logger,
		Getenv:         func(string) string { return "" },
	}
}

// PEMOptions returns [Clerk.PublicOptions] with the public key of this moment, so that such a service needs no network at
// all. It does not notice when the instance changes its keys.
func (c *Clerk) PEMOptions() clerk.Options {
	o := c.PublicOptions()
	o.JWTKey = c.PublicKeyPEM()
	return o
}

// URL returns the address of the server, without a slash at the end: "http://127.0.0.1:1234". It answers
//
//	GET /v1/jwks                 the keys, for those who send Authorization: Bearer and the secret key
//	GET /.well-known/jwks.json   the keys, for everybody
//
// and anything else with 404. Errors have the form of the Backend API's.
func (c *Clerk) URL() string { return c.url }

// Issuer returns the issuer of session tokens, which is the address of the Frontend API that the publishable key names:
// that of [Clerk.URL], unless Config.PublishableKey names another one.
func (c *Clerk) Issuer() string { return c.instance.FrontendAPI() }

// publishableKey returns the key that names the server at url as the Frontend API.
func (c *Config) publishableKey(url string) string {
	host := strings.TrimPrefix(url, "http://")
	return c.prefix("pk") + base64.StdEncoding.EncodeToString([]byte(host+"$"))
}

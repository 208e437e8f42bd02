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

// URL returns the address of the server, without a slash at the end: "http://127.0.0.1:1234". To everybody it answers
//
//	GET        /.well-known/jwks.json   the keys
//	GET        /v1/client/handshake     sends a browser back, with who is signed in there
//	POST       /v1/dev_browser          a dev browser, in development instances
//	GET        /v1/tickets/accept       signs a browser in that has the url of a sign-in token, an actor token or a task of an agent
//	GET        /v1/environment          how the instance is set up
//	all        /v1/client, /v1/me       what Clerk's own library for browsers asks, see below
//	GET, POST  /sign-in, /sign-out      the pages of the account portal, without passwords
//	POST       /switch                  puts another account of the browser in front, from the page /sign-in
//
// and to those who send Authorization: Bearer and the secret key the Backend API, as far as [Clerk.Operations] lists it: all of
// users and what identifies them, organizations, memberships, roles, permissions and invitations, sessions and clients, sign-in
// tokens, actor tokens and more; of machines, API keys, OAuth applications, JWT templates, domains and lists; the waitlist, the
// settings of the instance, enterprise and SAML connections, directories, links to the admin portal, and billing.
//
// @clerk/clerk-js, unchanged, signs up and in with it (a password, an email code, a new password by way of an email code, and then a code
// of an authenticator app or a backup code), keeps several sessions in a browser, gets tokens, switches sessions and organizations and signs
// out. Users change their names, metadata and password, add, verify and take away email addresses, see and end their sessions, delete
// themselves, create, change, leave and delete organizations and list their members. Pages of other origins may use it as
// browsers ask for it (CORS), a POST stands for the method in its _method, and an app with _is_native has the token of its client in
// the header Authorization. Two things are to know. That library speaks https only, except to a proxy: serve the Frontend API on
// the origin of the application with middleware.NewProxy and give the library proxyUrl "/__clerk". And it makes dev browsers only
// for an instance whose name ends in .clerk.accounts.dev: set Config.PublishableKey to a key of such a name. What it has beyond that is
// answered with 501: phone numbers, wallets, passkeys and accounts elsewhere (as strategies 422), email links, pictures, turning second
// factors on, reverification, invitations, domains, roles and membership requests of organizations, API keys and billing. A request
// for /v1/organizations is one of a browser if it has no secret key and a param that Clerk's libraries add.
//
// What else is below /v1 is answered with 501 and the code not_implemented, and other paths with 404. Errors have the form and,
// where Clerk documents one, the code of the Backend API's.
//
// What is there follows the rules of the Backend API: what is unique, what params may be, how metadata merges, how lists are
// filtered, ordered and divided, what goes when something else is deleted. Nobody gets mail: every code that is sent is 424242.
// A session begins in the organization that its user was last active in, but for those of [Clerk.SignIn]. The settings of organizations
// hold for those that are made. The allow-list and the block-list hold for sign-ups, and if the restrictions say so for sign-ins, once
// the restrictions have put them on. Other settings are kept, and change nothing: a user needs one identifier, a password eight
// characters, a username what Config.MinUsername says, and no feature lacks a plan. Nobody signs in through a connection, and no directory
// provisions anybody. Plans, discounts and subscriptions come from a seed, see [Clerk.Load]; no money moves, every payment succeeds,
// and webhooks tell of what operations and seeds do to them. The clock of the instance ends trials, periods and what was canceled, without
// further payments or webhooks.
//
// The handshake hands over in the query in development instances, where a browser is known by its dev browser, and in cookies in
// production ones. Those only reach applications on the host of the Frontend API, or, where that is clerk.example.com, on
// example.com and below it. Browsers are sent back to loopback and to Config.Origins alone. Cookies are plain and suffixed, and
// secure where the application is; a session lasts seven days. The Frontend API of a production satellite, clerk. and its host,
// asks the primary one by way of /v1/client/sync and /v1/client/link; in development a satellite's SignInURL is
// [Clerk.SignInURL] or a page of the primary application. A request with Clerk-Proxy-Url and Clerk-Secret-Key counts as one to the
// host of that proxy, whose cookies reach the applications on it and below its parent domain; tokens keep the issuer of the instance.
func (c *Clerk) URL() string { return c.url }

// Issuer returns the issuer of session tokens, which is the address of the Frontend API that the publishable key names:
// that of [Clerk.URL], unless Config.PublishableKey names another one.
func (c *Clerk) Issuer() string { return c.instance.FrontendAPI() }

// publishableKey returns the key that names the server at url as the Frontend API.
func (c *Config) publishableKey(url string) string {
	host := strings.TrimPrefix(url, "http://")
	return c.prefix("pk") + base64.StdEncoding.EncodeToString([]byte(host+"$"))
}

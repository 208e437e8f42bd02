// Package browser holds the end-to-end tests: the quickstart in headless Chromium, clicked through as each of its people, and
// with a session in cookies: signing in and out, a token that ends, a second tab, a satellite, and browsers that keep no cookies,
// or none of third parties. And the pages of the examples with connections that outlive a token.
//
// Clerk's own library for browsers, @clerk/clerk-js from npm, runs unchanged against clerktest too, behind Usher's proxy: it signs up
// and in, has tokens that Usher accepts, switches sessions and organizations and signs out. `npm ci` in clerkjs fetches the version of
// the package-lock.json there; where there is no npm, that test is skipped, or fails as those without Chromium do.
//
// It has nothing but tests, and is a module of its own so that what drives the browser stays out of the module graph of
// those who use Usher. Run it with `make browser`. Chromium is looked for in $CHROMIUM and then in PATH; where there is
// none, the tests are skipped, or fail when USHER_REQUIRE_BROWSER=1 or CI=true. Set USHER_SCREENSHOTS to a directory to
// keep pictures of what the tests saw.
package browser

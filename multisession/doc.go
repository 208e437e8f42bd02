// Package multisession finds out which session a request means, in applications where one browser holds several: somebody who is
// signed in with two accounts, in two tabs.
//
// A browser has one session cookie for all of its tabs. So the session that the cookie proves is the one that was last active,
// and another tab can change that between the moment in which a page was rendered and the moment in which its button is pressed.
// What was meant as one account is then done as another. The cure is that pages and scripts name the session that they belong
// to, in the query parameter _clerk_session_id, as Clerk's first SDKs had it, and that the service holds them to it. [URL], [Field]
// and [Meta] write it into pages.
//
// A [Policy] says what comes of a request that names a session:
//
//   - [Assert], the default: it must be the session that the request proves.
//   - [Select]: it must be one of those whose tokens the request brings, and that token is judged.
//   - [Lookup]: it may be another one of the same browser, which Clerk is asked about.
//
// Under each of them nobody is ever signed in to another session than the named one. A request that names none is judged as ever,
// by the session that was last active; middleware.Usher.RequireExplicitSession refuses those, for actions.
//
// Package authn asks a [Chooser] when it decides about a request, and middleware.WithMultiSession makes one. Nothing here verifies
// a token: what counts as proof is for the verifier to say.
package multisession

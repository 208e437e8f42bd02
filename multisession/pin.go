package multisession

import (
	"html/template"
	"net/url"
	"strings"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// URL returns an address of the application that names the session of the caller, for the links and forms of a page that was
// rendered for that caller:
//
//	<form method="post" action="{{.Pin "/notes?tab=1"}}">
//
// What names a session already names this one afterwards; the rest of the address stays as it is written. Forms by POST need it in
// their action, since the body of a request is never read. A form by GET drops the query of its action: see [Field].
//
// An address of another host comes back as it is: the id of a session is no secret, and is nobody else's business. For a caller
// without a session the address names none.
func URL(auth *authobject.Auth, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(address, "//") || strings.Contains(address, `\`) {
		return address
	}
	rest, fragment, hasFragment := strings.Cut(address, "#")
	path, raw, _ := strings.Cut(rest, "?")
	var pairs []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		if pair != "" && name != clerk.QuerySessionID {
			pairs = append(pairs, pair)
		}
	}
	if id := sessionOf(auth); id != "" {
		pairs = append(pairs, clerk.QuerySessionID+"="+url.QueryEscape(id))
	}
	if len(pairs) > 0 {
		path += "?" + strings.Join(pairs, "&")
	}
	if hasFragment {
		path += "#" + fragment
	}
	return path
}

// Field returns a hidden field that names the session of the caller, for forms by GET, such as a search. It does nothing in a form
// by POST, whose body is never read: there, [URL] goes into the action. For a caller without a session it is empty.
func Field(auth *authobject.Auth) template.HTML {
	return element(auth, `<input type="hidden" name="`+clerk.QuerySessionID+`" value="`)
}

// Meta returns an element for the head of a page, by which its scripts know the session that the page was rendered for:
//
//	const id = document.querySelector('meta[name="_clerk_session_id"]').content
//	fetch("/notes", { method: "POST", headers: { "X-Clerk-Session-Id": id } })
//
// The header is the one of Policy.Header. For a caller without a session it is empty.
func Meta(auth *authobject.Auth) template.HTML {
	return element(auth, `<meta name="`+clerk.QuerySessionID+`" content="`)
}

// element closes an element whose last attribute is the id of the session.
func element(auth *authobject.Auth, begin string) template.HTML {
	id := sessionOf(auth)
	if id == "" {
		return ""
	}
	return template.HTML(begin + template.HTMLEscapeString(id) + `">`) //nolint:gosec // the id is escaped, and all else is fixed
}

// sessionOf returns the session of a user, and "" for everybody else.
func sessionOf(auth *authobject.Auth) string {
	if !auth.IsSignedIn() {
		return ""
	}
	return auth.SessionID()
}

package clerktest

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

// A choice is a user on the page.
type choice struct {
	ID, Name, Email string
	Barred          bool // banned or locked
}

// A portalPage is what the account portal shows.
type portalPage struct {
	Style   template.CSS
	Back    string // where the browser goes afterwards, "" for nowhere
	Users   []choice
	More    int    // users that are not shown
	Current string // who is signed in, "" for nobody
	// Accounts are the sessions that go on in the browser, where there are several.
	Accounts []Account
	origins  []string
}

func (c *Clerk) page(v visit) portalPage {
	p := portalPage{Style: portalStyle, origins: c.origins.all()}
	if v.back != nil {
		p.Back = v.back.String()
		p.origins = append(p.origins, originOf(v.back))
	}
	return p
}

// show writes a page. Whatever users are called, it is text there, and nothing that a page loads or frames is let through.
func (c *Clerk) show(w http.ResponseWriter, name string, p portalPage) {
	var text strings.Builder
	if err := portalPages.ExecuteTemplate(&text, name, p); err != nil {
		refuse(http.StatusInternalServerError, "internal_clerk_error", "The page failed", "It could not be written.").write(w)
		return
	}
	// Browsers hold redirects that follow a form to form-action, so it names where the browser may end up.
	targets := "'self' http://localhost:* https://localhost:* http://127.0.0.1:* https://127.0.0.1:* " + strings.Join(p.origins, " ")
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+portalStyleHash+"'; base-uri 'none'; "+
		"frame-ancestors 'none'; form-action "+strings.TrimSpace(targets))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin") // the address may hold a dev browser
	_, _ = w.Write([]byte(text.String()))   // the client has gone; there is nobody to tell
}

const portalStyle = `body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1c1c1e}` +
	`li{list-style:none;margin:.5rem 0}ul{padding:0}button{font:inherit;width:100%;text-align:left;padding:.6rem .9rem;` +
	`border:1px solid #c7c7cc;border-radius:.5rem;background:#fff;cursor:pointer}button:disabled{color:#8e8e93;cursor:default}` +
	`small{color:#636366;display:block}`

var portalStyleHash = func() string {
	sum := sha256.Sum256([]byte(portalStyle))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}()

var portalPages = template.Must(template.New("").Parse(`
{{- define "head"}}<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.}}</title>{{end}}

{{- define "back"}}{{if .Back}}<input type="hidden" name="redirect_url" value="{{.Back}}">{{end}}{{end}}

{{- define "sign-in"}}{{template "head" "Sign in"}}<style>{{.Style}}</style></head>
<body><main>
<h1>Sign in</h1>
<p>This is an instance of clerktest, for development and tests. Nobody needs a password here.</p>
{{if .Current}}<p>You are signed in as <strong>{{.Current}}</strong>. <a href="/sign-out">Sign out</a></p>{{end}}
{{if .Accounts}}<h2>Switch account</h2>
<ul>{{range .Accounts}}<li><form method="post" action="/switch">{{template "back" $}}<input type="hidden" name="session_id" value="{{.SessionID}}">
<button{{if .Active}} aria-current="true"{{end}}>{{if .Active}}Go on as{{else}}Switch to{{end}} {{.Name}}<small>{{.SessionID}}</small></button></form></li>
{{end}}</ul>
{{end}}{{if .Current}}<h2>Add another account</h2>
{{end}}{{if .Users}}<ul>
{{range .Users}}<li><form method="post" action="/sign-in">{{template "back" $}}<input type="hidden" name="user_id" value="{{.ID}}">
<button{{if .Barred}} disabled{{end}}>Sign in as {{.Name}}<small>{{.Email}} {{.ID}}{{if .Barred}} (banned or locked){{end}}</small></button></form></li>
{{end}}</ul>{{else}}<p>There are no users yet. Add one with AddUser, or with the Backend API.</p>{{end}}
{{if .More}}<p>{{.More}} more users are not shown.</p>{{end}}
</main></body></html>
{{end}}

{{- define "sign-out"}}{{template "head" "Sign out"}}<style>{{.Style}}</style></head>
<body><main>
<h1>Sign out</h1>
{{if .Current}}<p>You are signed in as <strong>{{.Current}}</strong>.</p>
{{range .Accounts}}<form method="post" action="/sign-out">{{template "back" $}}<input type="hidden" name="session_id" value="{{.SessionID}}">
<p><button>Sign out {{.Name}} alone</button></p></form>
{{end}}<form method="post" action="/sign-out">{{template "back" .}}<button>Sign out</button></form>
{{else}}<p>Nobody is signed in. <a href="/sign-in">Sign in</a></p>{{end}}
</main></body></html>
{{end}}`))

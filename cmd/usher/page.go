package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
)

// What the page lists at most.
const (
	maxUsersShown    = 50
	maxSessionsShown = 5 // of each user
	maxEventsShown   = 100
)

// A view is what the page shows.
type view struct {
	Style    template.CSS
	URL, App string
	Users    []userView
	More     bool // there are users who are not shown
	Requests []seen
	Webhooks []clerktest.Delivery
	Trouble  string
}

// A userView is a user on the page.
type userView struct {
	ID, Name, Email string
	Sessions        []backend.Session
}

// page shows what is in the instance.
func (c *console) page(w http.ResponseWriter, r *http.Request) {
	v := view{Style: pageStyle, URL: c.ck.URL(), App: c.app, Requests: c.journal.newest()}
	all := c.ck.Deliveries()
	for i := len(all) - 1; i >= 0 && len(v.Webhooks) < maxEventsShown; i-- {
		v.Webhooks = append(v.Webhooks, all[i])
	}
	page, err := c.client.Users.List(r.Context(), &backend.UserListParams{Limit: maxUsersShown + 1})
	if err != nil {
		v.Trouble = err.Error() // as when a fault is set on the instance
	} else {
		v.More = len(page.Data) > maxUsersShown
		for _, u := range page.Data[:min(len(page.Data), maxUsersShown)] {
			v.Users = append(v.Users, c.viewUser(r, &u))
		}
	}

	targets := "'self'"
	if u, err := url.Parse(c.app); err == nil && u.Host != "" {
		targets += " " + u.Scheme + "://" + u.Host // where the form of signing in leads in the end
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+pageStyleHash+"'; base-uri 'none'; frame-ancestors 'none'; form-action "+targets)
	_ = pageTemplate.Execute(w, v) // the client has gone; there is nobody to tell
}

func (c *console) viewUser(r *http.Request, u *backend.User) userView {
	out := userView{ID: u.ID, Name: strings.TrimSpace(u.FirstName + " " + u.LastName)}
	for _, e := range u.EmailAddresses {
		if e.ID == u.PrimaryEmailAddressID {
			out.Email = e.EmailAddress
		}
	}
	out.Name = cmp.Or(out.Name, u.Username, out.Email, u.ID)
	if sessions, err := c.client.Sessions.List(r.Context(), &backend.SessionListParams{UserID: u.ID, Limit: maxSessionsShown}); err == nil {
		out.Sessions = sessions.Data
	}
	return out
}

const pageStyle = `body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1c1c1e}` +
	`table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #e5e5ea;vertical-align:top}` +
	`code,small{color:#48484a}button,input{font:inherit;padding:.25rem .6rem}form{display:inline}` +
	`.failed{color:#b00020}p.note{background:#fff4d6;padding:.6rem .9rem;border-radius:.4rem}`

var pageStyleHash = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}()

var pageTemplate = template.Must(template.New("").Funcs(template.FuncMap{
	"clock": func(t time.Time) string { return t.Format("15:04:05") },
	"last":  func(all []clerktest.DeliveryAttempt) clerktest.DeliveryAttempt { return all[len(all)-1] },
}).Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>usher dev</title><style>{{.Style}}</style></head>
<body><main>
<h1>usher dev</h1>
<p class="note">An emulator of Clerk at <code>{{.URL}}</code>, for development only. Nobody needs a password here, and what it knows is gone when it ends.</p>
{{with .Trouble}}<p class="failed">The users cannot be listed: {{.}}</p>{{end}}
<h2>Users</h2>
{{if .Users}}<table><tr><th>User</th><th>Sessions</th><th></th></tr>
{{range .Users}}<tr><td>{{.Name}}<br><small>{{.Email}} {{.ID}}</small></td>
<td>{{range .Sessions}}<small>{{.ID}} {{.Status}}</small><br>{{end}}</td>
<td><form method="post" action="/sign-in"><input type="hidden" name="user_id" value="{{.ID}}">{{with $.App}}<input type="hidden" name="redirect_url" value="{{.}}">{{end}}<button>Sign in as {{.Name}}</button></form></td></tr>
{{end}}</table>{{if .More}}<p>There are more users.</p>{{end}}
{{else}}<p>There are no users yet.</p>{{end}}
<form method="post" action="/usher/users"><p><input name="name" placeholder="First name" aria-label="First name"> <input name="email" type="email" required placeholder="Email address" aria-label="Email address"> <button>Add a user</button></p></form>
<p><a href="/sign-out">Sign out</a></p>
<h2>Webhooks</h2>
{{if .Webhooks}}<table><tr><th>Event</th><th>To</th><th>State</th></tr>
{{range .Webhooks}}<tr><td>{{.Type}}<br><small>{{clock .At}} {{.ID}}</small></td><td><small>{{.URL}}</small></td>
<td{{if eq .State "failed"}} class="failed"{{end}}>{{.State}}{{if .Attempts}}, {{len .Attempts}} attempt(s), the last: {{with last .Attempts}}{{if .Err}}{{.Err}}{{else}}{{.Status}}{{end}}{{end}}{{end}}</td></tr>
{{end}}</table>{{else}}<p>None were sent. usher dev -webhook-url URL has them delivered.</p>{{end}}
<h2>Requests</h2>
{{if .Requests}}<table><tr><th>When</th><th>Request</th><th>Answer</th></tr>
{{range .Requests}}<tr><td>{{clock .At}}</td><td><code>{{.Method}} {{.Path}}</code></td><td>{{if .Status}}{{.Status}}{{else}}dropped{{end}} <small>{{.Took}}</small></td></tr>
{{end}}</table>{{else}}<p>None arrived yet.</p>{{end}}
</main></body></html>
`))

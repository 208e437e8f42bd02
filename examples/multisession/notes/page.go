package notes

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/multisession"
)

//go:embed assets
var assets embed.FS

var templates = template.Must(template.ParseFS(assets, "assets/*.html"))

// policy allows the pages their style sheet, an empty icon and their forms, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// A notebookPage is what somebody sees who is signed in.
type notebookPage struct {
	Me, UserID, SessionID string
	Mode                  multisession.Mode
	Notes                 []string
	Add, Reload           string // which name the session
	Others                []other
	Switch, Leave         string // of the account portal
}

// Another account of the browser.
type other struct {
	Name, UserID string
	InFront      bool   // it is the one that was last active
	Open         string // its notebook, "" where the browser has to switch first
}

// A refusalPage is what somebody sees whose request was refused.
type refusalPage struct {
	Title, Detail string
	Reason        clerk.Reason
	Switch        string
}

func (a *App) show(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, data); err != nil {
		http.Error(w, "the page cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // the visitor has gone; there is nobody to tell
}

func queryEscape(s string) string { return url.QueryEscape(s) }

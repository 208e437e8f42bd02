package demo

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"io/fs"
	"net/http"
)

//go:embed assets
var assets embed.FS

var templates = template.Must(template.ParseFS(assets, "assets/*.html"))

// policy allows the page what it brings along and nothing else: no inline script or style, nothing from other hosts.
const policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// A page is what the template shows.
type page struct {
	Embedded bool
	Personas []persona
	Routes   []route
	Source   string
	Links    links
}

// render makes the page. It depends on nothing in a request, so once is enough.
func (p page) render() ([]byte, error) {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, "page.html", p); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// showHTML writes a page that is about one request.
func showHTML(w http.ResponseWriter, status int, name string, data any) {
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

// showPage serves the rendered page.
func showPage(html []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(html) // the visitor has gone; there is nobody to tell
	})
}

// serveAssets serves the style sheet, the scripts and the icon.
func serveAssets() (http.Handler, error) {
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		return nil, err
	}
	return http.StripPrefix("/assets/", http.FileServerFS(files)), nil
}

// withHeaders sets the headers of every response.
func withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller has gone; there is nobody to tell
}

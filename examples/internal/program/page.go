package program

import (
	"io/fs"
	"net/http"
)

// Files serves page.html at the root and page.js beside it, of the same names in a file system. The page may talk to the application
// alone, and nobody may frame it.
func Files(files fs.FS) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", show(files, "page.html"))
	mux.HandleFunc("GET /page.js", show(files, "page.js"))
	return mux
}

func show(files fs.FS, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; "+
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		http.ServeFileFS(w, r, files, name)
	}
}

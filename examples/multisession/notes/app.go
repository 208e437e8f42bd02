package notes

import (
	"errors"
	"net/http"
	"time"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerktest"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
)

// A Config sets up an [App].
type Config struct {
	// Origin is where browsers find the application: "http://127.0.0.1:8080". It is required.
	Origin string
	// Mode is what comes of the session that a request names. Default: multisession.Assert.
	Mode multisession.Mode
}

// An App is the application, with a Clerk of its own in which Ada and Bob have accounts. Close it in the end.
type App struct {
	mux    *http.ServeMux
	mode   multisession.Mode
	origin string
	clerk  *clerktest.Clerk
	client *backend.Client
	auth   *middleware.Usher
	notes  *notebooks
}

// tokenLifetime is how long session tokens live here. Clerk's live a minute, and its script renews them as long as a page is open;
// these pages have no script.
const tokenLifetime = 10 * time.Minute

// New sets the application up. The error says what is wrong with the configuration.
func New(config Config) (*App, error) {
	a := &App{mux: http.NewServeMux(), mode: config.Mode, origin: config.Origin, notes: &notebooks{}}
	if a.mode == "" {
		a.mode = multisession.Assert
	}
	if err := a.open(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) open() (err error) {
	if a.clerk, err = clerktest.Start(clerktest.Config{TokenLifetime: tokenLifetime}); err != nil {
		return err
	}
	a.clerk.AddUser(clerktest.User{ID: "user_ada", FirstName: "Ada", Email: "ada@example.com"})
	a.clerk.AddUser(clerktest.User{ID: "user_bob", FirstName: "Bob", Email: "bob@example.com"})

	// What follows is all that a service of yours needs: the option, and the guard in front of what changes something.
	options := a.clerk.Options()
	options.PublicURL, options.AuthorizedParties = a.origin, []string{a.origin}
	options.SignInURL = a.clerk.SignInURL()
	if a.client, err = backend.New(options); err != nil {
		return err
	}
	a.auth, err = middleware.New(options,
		middleware.WithMultiSession(multisession.Policy{Mode: a.mode}),
		middleware.WithErrorHandler(a.showRefusal))
	if err != nil {
		return err
	}
	a.mux.Handle("GET /{$}", a.auth.RequireAuthPage(http.HandlerFunc(a.showNotebook)))
	a.mux.Handle("POST /notes", a.auth.RequireExplicitSession(http.HandlerFunc(a.addNote)))
	a.mux.Handle("GET /assets/", http.FileServerFS(assets))
	return nil
}

// ServeHTTP serves the application.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	a.mux.ServeHTTP(w, r)
}

// Close ends what works in the background.
func (a *App) Close() error {
	var problems []error
	if a.auth != nil {
		problems = append(problems, a.auth.Close())
	}
	if a.clerk != nil {
		problems = append(problems, a.clerk.Close())
	}
	return errors.Join(problems...)
}

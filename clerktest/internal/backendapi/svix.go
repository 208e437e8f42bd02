package backendapi

import (
	"net/http"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// svix is the account of the instance with what sends its webhooks: there is one or none. Nothing is at its address.
func (a *API) svix() []Operation {
	return []Operation{
		write("POST /webhooks/svix", func(Call, none) (any, error) {
			if a.svixApp() != nil {
				return nil, refusal.New(http.StatusBadRequest, "svix_app_exists", "There is one already",
					"The instance has a Svix app; DELETE /webhooks/svix takes it away.")
			}
			app := world.SvixApp{ID: a.w.ID("app"), CreatedAt: a.w.Now()}
			return a.svixURL(&app), a.w.SvixApps.Put(app)
		}),
		write("DELETE /webhooks/svix", func(Call, none) (any, error) {
			app := a.svixApp()
			if app == nil {
				return nil, noSvixApp()
			}
			a.w.SvixApps.Delete(app.ID)
			return reply{status: http.StatusNoContent}, nil
		}),
		write("POST /webhooks/svix_url", func(Call, none) (any, error) {
			app := a.svixApp()
			if app == nil {
				return nil, noSvixApp()
			}
			return a.svixURL(app), nil
		}),
	}
}

func (a *API) svixApp() *world.SvixApp {
	for app := range a.w.SvixApps.Rows().Each() {
		return app
	}
	return nil
}

func noSvixApp() error {
	return refusal.New(http.StatusBadRequest, "svix_app_missing", "There is none",
		"The instance has no Svix app; POST /webhooks/svix makes one.")
}

// svixURL answers with an address that opens the dashboard once.
func (a *API) svixURL(app *world.SvixApp) any {
	return struct {
		URL string `json:"svix_url"`
	}{a.images + "svix/" + app.ID + "#key=" + a.w.Text("svix")}
}

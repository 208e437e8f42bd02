package backendapi

import (
	"net/url"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// redirectURLs are where native applications may be sent back to.
func (a *API) redirectURLs() []Operation {
	return []Operation{
		read("GET /redirect_urls", func(_ Call, p barePage) (any, error) {
			views, total := list(source[world.RedirectURL]{a.w.RedirectURLs.Rows(), nil, nil}, newest, p.window, viewRedirectURL)
			return bareOrPaged(p.Paginated, views, total), nil
		}),
		write("POST /redirect_urls", a.createRedirectURL),
		read("GET /redirect_urls/{redirect_url_id}", func(c Call, _ none) (any, error) {
			r, err := a.redirectURL(c)
			if err != nil {
				return nil, err
			}
			return viewRedirectURL(r), nil
		}),
		write("DELETE /redirect_urls/{redirect_url_id}", func(c Call, _ none) (any, error) {
			r, err := a.redirectURL(c)
			if err != nil {
				return nil, err
			}
			a.w.RedirectURLs.Delete(r.ID)
			return deleted("redirect_url", r.ID), nil
		}),
	}
}

func (a *API) redirectURL(c Call) (*world.RedirectURL, error) {
	return found(a.w.RedirectURLs.Table, "redirect URL", c.id("redirect_url_id"))
}

// isURL reports whether a text is an address with a scheme and something after it: my-app://callback is one.
func isURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Path != "" || u.Opaque != "") && u.Scheme != "javascript" && u.Scheme != "data"
}

func badURL(param, text string) refusal.Detail {
	return refusal.About(param, "form_param_format_invalid", "is invalid",
		"is malformed: %.80q; it must be a whole address, as in https://app.example.com/callback or my-app://callback.", text)
}

type redirectURLCreate struct {
	URL string `body:"url,required"`
}

func (p *redirectURLCreate) check(wrong *problems) {
	if p.URL != "" && !isURL(p.URL) {
		wrong.add(badURL("url", p.URL))
	}
}

func (a *API) createRedirectURL(_ Call, p redirectURLCreate) (any, error) {
	now := a.w.Now()
	r := world.RedirectURL{ID: a.w.ID("ru"), URL: p.URL, CreatedAt: now, UpdatedAt: now}
	return viewRedirectURL(&r), a.w.RedirectURLs.Put(r)
}

// A redirectURLView is a redirect URL in an answer.
type redirectURLView struct {
	Object    string `json:"object"`
	ID        string `json:"id"`
	URL       string `json:"url"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
}

func viewRedirectURL(r *world.RedirectURL) redirectURLView {
	return redirectURLView{"redirect_url", r.ID, r.URL, r.CreatedAt.UnixMilli(), r.UpdatedAt.UnixMilli()}
}

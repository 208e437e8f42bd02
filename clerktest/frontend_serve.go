package clerktest

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// maxFrontendForm is how long the body of a request to the Frontend API may be, in bytes.
const maxFrontendForm = 256 << 10

// A visitor is a browser, or an app, that asks the Frontend API for something.
type visitor struct {
	r      *http.Request
	form   url.Values
	client *world.Client // nil where it is not known
	origin string        // of the application, "" where it has none
	native bool          // it keeps the token of its client itself and has no cookies
	made   bool          // its client is new

	refused error // why the answer is no, though what has changed stays
}

// A frontendOperation answers a visitor with what goes into "response". The caller is within change: after an error nothing has
// changed.
type frontendOperation func(v *visitor) (any, error)

// An unwrapped answer goes without the envelope that the others have.
type unwrapped struct{ body any }

// An envelope is an answer of the Frontend API: what was asked for, and how the client is then.
type envelope struct {
	Response any         `json:"response"`
	Client   *clientView `json:"client"`
}

// frontend makes a handler of an operation.
func (c *Clerk) frontend(f frontendOperation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		v, refused := c.visitorOf(w, r)
		if refused != nil {
			refused.write(w)
			return
		}
		var answer any
		var client *clientView
		err := c.world.Update(func() (err error) {
			v.client = c.visiting(v)
			if answer, err = f(v); err == nil && v.client != nil {
				v.client = c.world.Clients.Get(v.client.ID) // as the operation may have changed it
				client = c.viewClient(v)
			}
			return err
		})
		if err == nil {
			err = v.refused
		}
		if err != nil {
			(&refusal{backendapi.Refusal(err)}).write(w)
			return
		}
		c.introduce(w, r, v)
		if plain, ok := answer.(unwrapped); ok {
			ref.WriteJSON(w, http.StatusOK, plain.body)
			return
		}
		ref.WriteJSON(w, http.StatusOK, envelope{answer, client})
	}
}

// visitorOf reads who asks and what they say.
func (c *Clerk) visitorOf(w http.ResponseWriter, r *http.Request) (*visitor, *refusal) {
	if len(r.URL.RawQuery) > maxQuery {
		return nil, refuse(http.StatusRequestURITooLong, "uri_too_long", "The address is too long", "The query has over 32 KiB.")
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, readQuery(r).refusal()
	}
	v := &visitor{r: r, native: query.Get("_is_native") == "1", origin: r.Header.Get("Origin")}
	if proxy := proxyOf(r); v.origin == "" && proxy != nil {
		v.origin = originOf(proxy) // browsers name no origin in a GET to their own
	}
	if !v.native && v.origin != "" && !c.knowsOrigin(v.origin) {
		return nil, refuse(http.StatusBadRequest, "origin_invalid", "The origin is not allowed",
			"Applications elsewhere than on loopback have to be named in Config.Origins, or with AllowOrigin.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxFrontendForm)
	form := "application/x-www-form-urlencoded"
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); r.ContentLength != 0 && (err != nil || kind != form) {
		return nil, refuse(http.StatusUnsupportedMediaType, "unsupported_content_type", "The content type is not supported",
			"The Frontend API takes params as "+form+".")
	}
	if r.ParseForm() != nil {
		return nil, refuse(http.StatusBadRequest, "request_body_invalid", "Request body invalid",
			"The body must be encoded as form data, and have 256 KiB at most.")
	}
	v.form = r.PostForm
	return v, nil
}

// knowsOrigin reports whether an application at this origin may use the Frontend API.
func (c *Clerk) knowsOrigin(origin string) bool {
	_, why := c.target(origin)
	return why == ""
}

// visiting returns the client of a visitor, or nil. The caller holds the lock of the world.
func (c *Clerk) visiting(v *visitor) *world.Client {
	if v.native {
		return c.clientOf(strings.TrimPrefix(v.r.Header.Get("Authorization"), "Bearer "))
	}
	devBrowser := v.r.URL.Query().Get(clerk.QueryDevBrowser)
	if devBrowser == "" {
		devBrowser = v.r.Header.Get(clerk.QueryDevBrowser)
	}
	return c.caller(v.r, devBrowser)
}

// enrolled makes sure that a visitor has a client. Browsers of a development instance get theirs with a dev browser. The caller is
// within change.
func (c *Clerk) enrolled(v *visitor) (err error) {
	if v.client != nil {
		return nil
	}
	if !v.native && c.config.Kind != clerk.KindProduction {
		return refuse(http.StatusUnauthorized, "dev_browser_unauthenticated", "The browser is not known",
			"Requests to a development instance name a dev browser, in the query or a header "+clerk.QueryDevBrowser+
				"; POST /v1/dev_browser makes one.").Error
	}
	v.client, err = c.world.NewClient()
	v.made = true
	return err
}

// introduce tells a visitor how to make itself known the next time.
func (c *Clerk) introduce(w http.ResponseWriter, r *http.Request, v *visitor) {
	switch {
	case v.client == nil:
	case v.native:
		w.Header().Set("Authorization", c.clientToken(v.client.ID))
	case v.made:
		c.remember(w, r, standing{clientID: v.client.ID, devBrowser: v.client.DevBrowser})
	}
}

// overrides are the methods that a POST may stand for: browsers send no preflight for a POST.
var overrides = []string{http.MethodPut, http.MethodPatch, http.MethodDelete}

// acrossOrigins lets applications of other origins use the Frontend API, as browsers ask for it (Fetch standard, CORS protocol).
func (c *Clerk) acrossOrigins(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ofBrowsers(r.URL.Path) && !aboutOrganizations(r) {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Add("Vary", "Origin")
		if origin := r.Header.Get("Origin"); origin != "" && c.knowsOrigin(origin) {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Allow-Credentials", "true")
			h.Set("Access-Control-Expose-Headers", "Authorization, Retry-After")
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
				h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, "+clerk.QueryDevBrowser+
					", X-Mobile, X-Expo-Sdk-Version, X-Expo-Native-Module-Version")
				h.Set("Access-Control-Max-Age", "600")
				w.WriteHeader(http.StatusNoContent)
				return
			}
		}
		if method := r.URL.Query().Get("_method"); r.Method == http.MethodPost && slices.Contains(overrides, method) {
			// A form that was sent by another method is none to net/http, but for these three.
			r.Method = method
			if method == http.MethodDelete {
				r.Body, r.ContentLength = http.NoBody, 0
			}
		}
		next.ServeHTTP(w, r)
	})
}

// ofBrowsers reports whether a path is one of the Frontend API, and not of the Backend API at the same address.
func ofBrowsers(path string) bool {
	for _, of := range []string{"/v1/client", "/v1/environment", "/v1/me", "/v1/dev_browser"} {
		if rest, ok := strings.CutPrefix(path, of); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

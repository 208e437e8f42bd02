package middleware

import (
	"cmp"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/internal/peer"
)

// ProxyOptions tune a [Proxy]. The zero ProxyOptions are right for most services.
type ProxyOptions struct {
	// Upstream is the address that requests are sent on to: https, or http on loopback, as the secret key travels with each of
	// them. Default: clerk.Options.ProxyUpstream, which is https://frontend-api.clerk.dev if not set.
	Upstream string
	// ClientIP returns the address of the client, by which Clerk limits rates, or "" to send none. Default: the address of the
	// connection, or where that is one of clerk.Options.TrustedProxies, the last one in X-Forwarded-For that is not.
	ClientIP func(*http.Request) string
	// Transport makes the requests. Default: that of clerk.Options.HTTPClient, or else one with timeouts of its own.
	Transport http.RoundTripper
}

// A Proxy serves the Frontend API of an instance on the application's own domain, where nothing that a browser does to third
// parties reaches it. Clerk's front-end libraries talk to it instead of to Clerk, and so does the handshake. It is meant for
// production instances, and its address has to be registered in Clerk's dashboard.
//
// The address is clerk.Options.ProxyURL, such as "https://app.example.com/__clerk", or a host of its own, where
// clerk.Options.PublicURL says that the application has another. Mount it above authentication:
//
//	proxy, err := middleware.NewProxy(clerk.Options{}, middleware.ProxyOptions{})
//	http.ListenAndServe(addr, proxy.Intercept(auth.Authenticate(mux)))
//
// Each request is sent on with the secret key of the instance, to one fixed host, whatever its path says; a client can neither
// choose that host nor the key. Redirects are handed back to the browser and not followed. A Proxy is safe for concurrent use.
type Proxy struct {
	prefix    string   // path of ProxyURL, escaped, without a slash at its end
	public    *url.URL // ProxyURL
	upstream  *url.URL
	secret    clerk.Secret
	instance  *clerk.Instance
	clientIP  func(*http.Request) string
	own       *http.Transport // nil where somebody else's is used
	forwarder *httputil.ReverseProxy
}

// NewProxy returns the proxy of an instance, which needs its PublishableKey, SecretKey and ProxyURL. The error joins everything
// that is wrong with the configuration.
func NewProxy(opts clerk.Options, with ProxyOptions) (*Proxy, error) {
	var problems []error
	if with.Upstream != "" && parseUpstream(with.Upstream) == nil {
		problems = append(problems, errors.New("middleware: NewProxy: ProxyOptions.Upstream must be an https address, or http on loopback, without a user name, a query or a fragment, as in https://frontend-api.clerk.dev"))
	}
	instance, err := opts.Resolve()
	if err != nil {
		return nil, errors.Join(append([]error{err}, problems...)...)
	}
	if instance.PublishableKey.IsZero() {
		problems = append(problems, errors.New("middleware: NewProxy: set the option PublishableKey (CLERK_PUBLISHABLE_KEY), which names the instance"))
	}
	if instance.SecretKey.IsZero() {
		problems = append(problems, errors.New("middleware: NewProxy: set the option SecretKey (CLERK_SECRET_KEY), without which Clerk serves no proxy"))
	}
	public, err := url.Parse(instance.ProxyURL)
	switch {
	case err != nil || public.Host == "":
		problems = append(problems, errors.New("middleware: NewProxy: set the option ProxyURL (CLERK_PROXY_URL) to the address of the proxy, as in https://app.example.com/__clerk"))
	case public.Path == "" && (instance.PublicURL == "" || instance.PublicURL == instance.ProxyURL):
		problems = append(problems, errors.New("middleware: NewProxy: the option ProxyURL (CLERK_PROXY_URL) has no path, so that the proxy takes all of its host; "+
			"give it one, as in https://app.example.com/__clerk, or set PublicURL to the origin of the application, which must be another"))
	}
	upstream := parseUpstream(cmp.Or(with.Upstream, instance.ProxyUpstream)) // which Resolve has checked
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	p := &Proxy{
		prefix: strings.TrimRight(public.EscapedPath(), "/"), public: public, upstream: upstream, secret: instance.SecretKey,
		instance: instance, clientIP: with.ClientIP,
	}
	if p.clientIP == nil {
		p.clientIP = p.addressOf
	}
	p.forwarder = &httputil.ReverseProxy{
		Rewrite: p.rewrite, ModifyResponse: p.modify, ErrorHandler: p.failed, Transport: p.transport(with.Transport),
		ErrorLog: slog.NewLogLogger(instance.Logger.Handler(), slog.LevelDebug),
	}
	return p, nil
}

func parseUpstream(text string) *url.URL {
	u, err := url.Parse(strings.TrimRight(text, "/"))
	if err != nil || u.Host == "" || u.User != nil || strings.ContainsAny(text, "?#\\") {
		return nil
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !peer.IsLoopback(u.Hostname())) {
		return nil
	}
	return u
}

func (p *Proxy) transport(given http.RoundTripper) http.RoundTripper {
	if given != nil {
		return given
	}
	if client := p.instance.HTTPClient; client != nil && client.Transport != nil {
		return client.Transport
	}
	own := &http.Transport{Proxy: http.ProxyFromEnvironment}
	if standard, ok := http.DefaultTransport.(*http.Transport); ok {
		own = standard.Clone()
	}
	own.ResponseHeaderTimeout = 30 * time.Second
	own.MaxResponseHeaderBytes = 256 << 10
	p.own = own
	return own
}

// Close closes connections to Clerk that are idle.
func (p *Proxy) Close() error {
	if p.own != nil {
		p.own.CloseIdleConnections()
	}
	return nil
}

// Intercept answers requests for the path of the proxy, and what is below it, and hands all others on. Where the proxy has a host of
// its own and no path, it answers all requests whose Host header names that.
func (p *Proxy) Intercept(next http.Handler) http.Handler {
	mustHave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := p.below(r.URL); ok && (p.prefix != "" || p.isOwnHost(r.Host)) {
			p.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isOwnHost reports whether a request came to the host of a proxy that has one of its own.
func (p *Proxy) isOwnHost(host string) bool {
	standard := map[string]string{"https": ":443", "http": ":80"}[p.public.Scheme]
	return strings.TrimSuffix(strings.ToLower(host), standard) == strings.TrimSuffix(p.public.Host, standard)
}

// ServeHTTP sends a request on. The path must still have its prefix, and the host does not matter.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default: // the answer to TRACE would tell the client the secret key
		w.Header().Set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
		proxyError(w, http.StatusMethodNotAllowed, "proxy_method_not_allowed", "the Frontend API has no such method")
		return
	}
	path, ok := p.below(r.URL)
	switch {
	case !ok:
		proxyError(w, http.StatusBadRequest, "proxy_path_mismatch", "the path is not that of the proxy")
	case p.target(path, r.URL.RawQuery) == nil:
		proxyError(w, http.StatusBadRequest, "proxy_request_failed", "the path leads out of the Frontend API")
	default:
		p.forwarder.ServeHTTP(w, r)
	}
}

// below returns the escaped path below the prefix, and whether it is there.
func (p *Proxy) below(u *url.URL) (string, bool) {
	rest, ok := strings.CutPrefix(u.EscapedPath(), p.prefix)
	if !ok || rest != "" && !strings.HasPrefix(rest, "/") {
		return "", false
	}
	return rest, true
}

// proxyError answers in the form of the Frontend API, which Clerk's front-end libraries read.
func proxyError(w http.ResponseWriter, status int, code, message string) {
	type detail struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	body, _ := json.Marshal(struct {
		Errors []detail `json:"errors"`
	}{[]detail{{code, message}}})
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller has gone; there is nobody to tell
}

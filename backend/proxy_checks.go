package backend

import "context"

// ProxyChecksService tries the proxies that applications serve the Frontend API through.
type ProxyChecksService service

// Verify has Clerk reach its Frontend API through a proxy, and returns how that went. A nil error says no more than that it
// was tried: Successful alone decides whether the proxy works. It changes no domain, so call it before DomainsService.Update
// sets a proxy. [ErrBadRequest] and [ErrUnprocessable] mean that there was nothing that could be tried.
func (s *ProxyChecksService) Verify(ctx context.Context, params *ProxyCheckVerifyParams) (*ProxyCheck, error) {
	return do[ProxyCheck](ctx, s.settings, post("/proxy_checks", params).again())
}

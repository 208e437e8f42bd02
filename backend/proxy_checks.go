package backend

import (
	"context"
)

type ProxyChecksService service

// Verify SUMMARY(VerifyDomainProxy)
func (s *ProxyChecksService) Verify(ctx context.Context, params *ProxyCheckVerifyParams) (*ProxyCheck, error) {
	return do[ProxyCheck](ctx, s.settings, post("/proxy_checks", params).again())
}

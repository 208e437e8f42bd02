package backend_test

import (
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestNullTakesTheProxyFromADomain(t *testing.T) {
	c, asked := newStub(map[string]string{"PATCH /domains/dmn_1": `{"id":"dmn_1","proxy_url":null,"accounts_portal_url":null,"cname_targets":null}`})
	domain, err := c.Domains.Update(t.Context(), "dmn_1", &backend.DomainUpdateParams{ProxyURL: backend.Null[string]()})
	if err != nil || domain.ProxyURL != "" || domain.AccountsPortalURL != "" || domain.CNAMETargets != nil {
		t.Errorf("got %+v, error %v", domain, err)
	}
	if got := asked.last(t).body; got != `{"proxy_url":null}` {
		t.Errorf("sent %s", got)
	}
}

func TestDomainsComeAtOnce(t *testing.T) {
	c, asked := newStub(map[string]string{"GET /domains": `{"data":[{"id":"dmn_1"},{"id":"dmn_2"}],"total_count":2}`})
	var ids []string
	for domain, err := range c.Domains.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, domain.ID)
	}
	if len(ids) != 2 || len(asked.asked) != 1 || asked.last(t).query != "" {
		t.Errorf("got %v from %d requests", ids, len(asked.asked))
	}
}

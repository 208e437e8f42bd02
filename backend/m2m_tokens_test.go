package backend_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/clerk"
)

func TestWhichKeyAnM2MCallIsMadeWith(t *testing.T) {
	calls := map[string]func(context.Context, *backend.Client) error{
		"Create": func(ctx context.Context, c *backend.Client) error { _, err := c.M2MTokens.Create(ctx, nil); return err },
		"List": func(ctx context.Context, c *backend.Client) error {
			_, err := c.M2MTokens.List(ctx, &backend.M2MTokenListParams{Subject: "mch_1"})
			return err
		},
		"All": func(ctx context.Context, c *backend.Client) error {
			for _, err := range c.M2MTokens.All(ctx, &backend.M2MTokenListParams{Subject: "mch_1"}) {
				return err
			}
			return nil
		},
		"Revoke": func(ctx context.Context, c *backend.Client) error {
			_, err := c.M2MTokens.Revoke(ctx, "mt_1", nil)
			return err
		},
		"Verify": func(ctx context.Context, c *backend.Client) error {
			_, err := c.M2MTokens.Verify(ctx, &backend.M2MTokenVerifyParams{Token: "mt_2"})
			return err
		},
	}
	for _, row := range []struct {
		name                  string
		secretKey, machineKey string
		create, others        string // the key in the header; "" means that nothing is asked
	}{
		{
			name: "a client with both keys uses the machine's", secretKey: "sk_test_1", machineKey: "ak_1",
			create: "ak_1", others: "ak_1",
		},
		{name: "a machine has its own key only", machineKey: "ak_1", create: "ak_1", others: "ak_1"},
		{name: "a client without a machine's key can do all but create", secretKey: "sk_test_1", others: "sk_test_1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for name, do := range calls {
				o := options()
				o.SecretKey, o.MachineSecretKey = row.secretKey, row.machineKey
				c, asked := newStubWith(t, o, map[string]string{
					"POST /m2m_tokens": `{"id":"mt_1","subject":"mch_1","revoked":false,"expired":false}`, "GET /m2m_tokens": `{"m2m_tokens":[],"total_count":0}`,
					"POST /m2m_tokens/mt_1/revoke": `{}`, "POST /m2m_tokens/verify": `{"id":"mt_1","subject":"mch_1","revoked":false,"expired":false}`,
				})
				err := do(context.Background(), c)
				want := row.others
				if name == "Create" {
					want = row.create
				}
				if want == "" {
					if !errors.Is(err, backend.ErrNoKey) || len(asked.asked) > 0 {
						t.Errorf("%s asked %d times, error %v; want ErrNoKey before anything is asked", name, len(asked.asked), err)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if got := asked.last(t).header.Get("Authorization"); got != "Bearer "+want {
					t.Errorf("%s was made with %q, want the key %q", name, got, want)
				}
			}
		})
	}
}

// newStubWith is newStub for a client with options of its own.
func newStubWith(t *testing.T, o clerk.Options, answers map[string]string) (*backend.Client, *recorder) {
	t.Helper()
	r := &recorder{answers: answers}
	o.HTTPClient = &http.Client{Transport: r}
	c, err := backend.New(o, backend.WithRetry(backend.Retry{Attempts: 1}))
	if err != nil {
		t.Fatal(err)
	}
	return c, r
}

func TestListM2MTokens(t *testing.T) {
	c, asked := newStub(map[string]string{
		"GET /m2m_tokens": `{"m2m_tokens":[{"id":"mt_1","claims":{"a":1},"scopes":["mch_2"],"expiration":1800000000000.5}],"total_count":7}`,
	})
	page, err := c.M2MTokens.List(context.Background(), &backend.M2MTokenListParams{
		Subject: "mch_1", Revoked: backend.Some(false), Expired: backend.Some(true), Limit: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	if total, _ := page.TotalCount.Get(); total != 7 || len(page.Data) != 1 {
		t.Fatalf("got %+v", page)
	}
	if token := page.Data[0]; token.Claims.String() != `{"a":1}` || token.Expiration.UnixMilli() != 1800000000000 {
		t.Errorf("got %+v", token)
	}
	if got := asked.last(t).query; got != "expired=true&limit=1&revoked=false&subject=mch_1" {
		t.Errorf("the query is %q", got)
	}
}

package backend_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/usher-auth/usher/backend"
)

// Whoever opens one of these addresses is signed in, or may join.
func TestAnAddressThatIsACredentialIsNotShown(t *testing.T) {
	const address = "https://clerk.test/v1/tickets/accept?ticket=eyJ"
	for _, row := range []struct {
		name, request, member string
		call                  func(context.Context, *backend.Client) (any, backend.Secret, error)
	}{
		{"of a sign-in token", "POST /sign_in_tokens", "url", func(ctx context.Context, c *backend.Client) (any, backend.Secret, error) {
			v, err := c.SignInTokens.Create(ctx, nil)
			return v, v.URL, err
		}},
		{"of an actor token", "POST /actor_tokens", "url", func(ctx context.Context, c *backend.Client) (any, backend.Secret, error) {
			v, err := c.ActorTokens.Create(ctx, nil)
			return v, v.URL, err
		}},
		{"of an agent task", "POST /agents/tasks", "url", func(ctx context.Context, c *backend.Client) (any, backend.Secret, error) {
			v, err := c.AgentTasks.Create(ctx, nil)
			return v, v.URL, err
		}},
		{"of an invitation", "POST /invitations", "url", func(ctx context.Context, c *backend.Client) (any, backend.Secret, error) {
			v, err := c.Invitations.Create(ctx, nil)
			return v, v.URL, err
		}},
		{"of an invitation to an organization", "POST /organizations/org_1/invitations", "url",
			func(ctx context.Context, c *backend.Client) (any, backend.Secret, error) {
				v, err := c.OrganizationInvitations.Create(ctx, "org_1", nil)
				return v, v.URL, err
			}},
		{"of the dashboard of Svix", "POST /webhooks/svix_url", "svix_url", func(ctx context.Context, c *backend.Client) (any, backend.Secret, error) {
			v, err := c.Webhooks.GenerateSvixAuthURL(ctx)
			return v, v.URL, err
		}},
		{"of a test run", "POST /enterprise_connections/ent_1/test_runs", "url", func(ctx context.Context, c *backend.Client) (any, backend.Secret, error) {
			v, err := c.EnterpriseConnections.CreateTestRun(ctx, "ent_1")
			return v, v.URL, err
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := stub(map[string]string{row.request: fmt.Sprintf(`{%q:%q}`, row.member, address)})
			v, got, err := row.call(t.Context(), c)
			if err != nil || string(got) != address {
				t.Fatalf("the address is %q, error %v", string(got), err)
			}
			encoded, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var logged bytes.Buffer
			slog.New(slog.NewJSONHandler(&logged, nil)).Info("made", "it", v)
			for _, shown := range []string{fmt.Sprintf("%v %+v %#v", v, v, v), string(encoded), logged.String()} {
				if strings.Contains(shown, "ticket") || !strings.Contains(shown, "[redacted]") {
					t.Errorf("it shows %s", shown)
				}
			}
		})
	}
}

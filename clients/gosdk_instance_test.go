package clients

import (
	"encoding/json"

	"github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/allowlistidentifier"
	"github.com/clerk/clerk-sdk-go/v2/blocklistidentifier"
	"github.com/clerk/clerk-sdk-go/v2/domain"
	"github.com/clerk/clerk-sdk-go/v2/jwttemplate"
	"github.com/clerk/clerk-sdk-go/v2/machine"
	"github.com/clerk/clerk-sdk-go/v2/oauthapplication"
	"github.com/clerk/clerk-sdk-go/v2/redirecturl"
	"github.com/clerk/clerk-sdk-go/v2/testingtoken"
)

// instance checks what belongs to the instance, and what programs have. Each thing is made, found in its list and deleted.
func (b *bench) instance() {
	ctx := b.ctx
	allow := allowlistidentifier.NewClient(b.config)
	life(b, "allowlist", func() (*clerk.AllowlistIdentifier, error) {
		return allow.Create(ctx, &allowlistidentifier.CreateParams{Identifier: clerk.String("friend@example.com")})
	}, func(e *clerk.AllowlistIdentifier) error {
		list, err := allow.List(ctx, &allowlistidentifier.ListParams{})
		if err != nil {
			return err
		}
		return equal([]any{len(list.AllowlistIdentifiers), list.AllowlistIdentifiers[0].ID}, []any{1, e.ID})
	}, func(e *clerk.AllowlistIdentifier) (*clerk.DeletedResource, error) { return allow.Delete(ctx, e.ID) })

	block := blocklistidentifier.NewClient(b.config)
	life(b, "blocklist", func() (*clerk.BlocklistIdentifier, error) {
		return block.Create(ctx, &blocklistidentifier.CreateParams{Identifier: clerk.String("*@spam.example")})
	}, func(e *clerk.BlocklistIdentifier) error {
		list, err := block.List(ctx, &blocklistidentifier.ListParams{})
		if err != nil {
			return err
		}
		return equal([]any{len(list.BlocklistIdentifiers), list.BlocklistIdentifiers[0].ID}, []any{1, e.ID})
	}, func(e *clerk.BlocklistIdentifier) (*clerk.DeletedResource, error) { return block.Delete(ctx, e.ID) })

	domains := domain.NewClient(b.config)
	life(b, "domains", func() (*clerk.Domain, error) {
		return domains.Create(ctx, &domain.CreateParams{Name: clerk.String("satellite.example"), IsSatellite: clerk.Bool(true)})
	}, func(d *clerk.Domain) error {
		list, err := domains.List(ctx, &domain.ListParams{})
		if err != nil {
			return err
		}
		return equal(list.Domains[len(list.Domains)-1].ID, d.ID)
	}, func(d *clerk.Domain) (*clerk.DeletedResource, error) { return domains.Delete(ctx, d.ID) })

	redirects := redirecturl.NewClient(b.config)
	life(b, "redirect URLs", func() (*clerk.RedirectURL, error) {
		return redirects.Create(ctx, &redirecturl.CreateParams{URL: clerk.String("myapp://oauth")})
	}, func(u *clerk.RedirectURL) error {
		got, err := redirects.Get(ctx, u.ID)
		if err != nil {
			return err
		}
		return equal(got.URL, "myapp://oauth")
	}, func(u *clerk.RedirectURL) (*clerk.DeletedResource, error) { return redirects.Delete(ctx, u.ID) })

	apps := oauthapplication.NewClient(b.config)
	life(b, "OAuth applications", func() (*clerk.OAuthApplication, error) {
		return apps.Create(ctx, &oauthapplication.CreateParams{Name: "Partner", CallbackURL: "https://partner.example/callback", Scopes: "profile email"})
	}, func(a *clerk.OAuthApplication) error {
		got, err := apps.Get(ctx, a.ID)
		if err != nil {
			return err
		}
		return equal(got.Name, "Partner")
	}, func(a *clerk.OAuthApplication) (*clerk.DeletedResource, error) {
		return apps.DeleteOAuthApplication(ctx, a.ID)
	})

	templates := jwttemplate.NewClient(b.config)
	life(b, "JWT templates", func() (*clerk.JWTTemplate, error) {
		return templates.Create(ctx, &jwttemplate.CreateParams{Name: clerk.String("db"), Claims: json.RawMessage(`{"role":"x"}`)})
	}, func(t *clerk.JWTTemplate) error {
		got, err := templates.Get(ctx, t.ID)
		if err != nil {
			return err
		}
		return equal(got.Name, "db")
	}, func(t *clerk.JWTTemplate) (*clerk.DeletedResource, error) { return templates.Delete(ctx, t.ID) })

	machines := machine.NewClient(b.config)
	life(b, "machines", func() (*clerk.MachineWithScopedMachinesAndSecretKey, error) {
		return machines.Create(ctx, &machine.CreateParams{Name: "worker"})
	}, func(m *clerk.MachineWithScopedMachinesAndSecretKey) error {
		got, err := machines.Get(ctx, m.ID)
		if err != nil {
			return err
		}
		return equal(got.Name, "worker")
	}, func(m *clerk.MachineWithScopedMachinesAndSecretKey) (*clerk.DeletedResource, error) {
		return machines.Delete(ctx, m.ID)
	})
	b.check("testing tokens: create", func() error {
		_, err := testingtoken.NewClient(b.config).Create(ctx)
		return err
	})
}

// life makes something, finds it and deletes it.
func life[T any](b *bench, kind string, create func() (*T, error), find func(*T) error, remove func(*T) (*clerk.DeletedResource, error)) {
	var thing *T
	made(b, kind+": create", &thing, create)
	b.check(kind+": find", func() error {
		it, err := from(b, thing, kind+": create")
		if err != nil {
			return err
		}
		return find(it)
	})
	b.check(kind+": delete", func() error {
		it, err := from(b, thing, kind+": create")
		if err != nil {
			return err
		}
		_, err = remove(it)
		return err
	})
}

package backendapi

import "github.com/usher-auth/usher/clerktest/internal/world"

func (a *API) emailAddresses() []Operation {
	return []Operation{
		write("POST /email_addresses", a.createEmail),
		read("GET /email_addresses/{email_address_id}", a.getEmail),
		write("PATCH /email_addresses/{email_address_id}", a.updateEmail),
		write("DELETE /email_addresses/{email_address_id}", func(c Call, _ none) (any, error) {
			return a.deleteIdentification(world.Email, c.id("email_address_id"))
		}),
		write("POST /email_addresses/{email_address_id}/prepare_verification", func(c Call, _ none) (any, error) {
			return a.prepare(world.Email, c.id("email_address_id"))
		}),
		write("POST /email_addresses/{email_address_id}/attempt_verification", func(c Call, p attemptParams) (any, error) {
			return a.attempt(world.Email, c.id("email_address_id"), p)
		}),
		write("PUT /users/{user_id}/email_address", a.replaceEmail),
	}
}

// emailChanges are the params that email addresses are created and updated with. Nobody is notified: there is no mail.
type emailChanges struct {
	identificationChanges
	NotifyPrimaryChange Opt[bool] `body:"notify_primary_email_address_changed,nullable"`
}

type emailCreate struct {
	emailChanges
	UserID string `body:"user_id,required"`
	Email  string `body:"email_address,required"`
}

func (p *emailCreate) check(wrong *problems) {
	if p.Email != "" {
		checkForm(world.Email, p.Email, wrong)
	}
}

func (a *API) createEmail(_ Call, p emailCreate) (any, error) {
	i, err := a.identify(world.Identification{UserID: p.UserID, Kind: world.Email, Value: p.Email}, p.identificationChanges)
	if err != nil {
		return nil, err
	}
	return viewEmail(i), nil
}

func (a *API) getEmail(c Call, _ none) (any, error) {
	i, err := a.identification(world.Email, c.id("email_address_id"))
	if err != nil {
		return nil, err
	}
	return viewEmail(i), nil
}

func (a *API) updateEmail(c Call, p emailChanges) (any, error) {
	before, err := a.identification(world.Email, c.id("email_address_id"))
	if err != nil {
		return nil, err
	}
	i := *before
	if err := p.applyTo(a, &i); err != nil {
		return nil, err
	}
	return viewEmail(a.w.Identifications.Get(i.ID)), nil
}

type emailReplace struct {
	Email               string    `body:"email_address,required"`
	State               string    `body:"identification_status" oneof:"verified reserved unverified"`
	NotifyPrimaryChange Opt[bool] `body:"notify_primary_email_address_changed,nullable"`
}

func (p *emailReplace) check(wrong *problems) {
	if p.Email != "" {
		checkForm(world.Email, p.Email, wrong)
	}
}

func (a *API) replaceEmail(c Call, p emailReplace) (any, error) {
	i, err := a.replaceIdentifications(c, world.Email, p.Email, p.State)
	if err != nil {
		return nil, err
	}
	return viewEmail(i), nil
}

// An emailView is an email address in an answer.
type emailView struct {
	ID                   string            `json:"id"`
	Object               string            `json:"object"`
	EmailAddress         string            `json:"email_address"`
	Reserved             bool              `json:"reserved"`
	Verification         *verificationView `json:"verification"`
	LinkedTo             []struct{}        `json:"linked_to"`
	MatchesSSOConnection bool              `json:"matches_sso_connection"`
	CreatedAt            int64             `json:"created_at"`
	UpdatedAt            int64             `json:"updated_at"`
}

func viewEmail(i *world.Identification) emailView {
	return emailView{
		ID: i.ID, Object: "email_address", EmailAddress: i.Value, Reserved: i.State == world.Reserved, Verification: viewVerification(i),
		LinkedTo: []struct{}{}, CreatedAt: i.CreatedAt.UnixMilli(), UpdatedAt: i.UpdatedAt.UnixMilli(),
	}
}

// A walletView is a wallet in an answer. Wallets are created with their user.
type walletView struct {
	ID           string            `json:"id"`
	Object       string            `json:"object"`
	Web3Wallet   string            `json:"web3_wallet"`
	Verification *verificationView `json:"verification"`
	CreatedAt    int64             `json:"created_at"`
	UpdatedAt    int64             `json:"updated_at"`
}

func viewWallet(i *world.Identification) walletView {
	return walletView{
		ID: i.ID, Object: "web3_wallet", Web3Wallet: i.Value, Verification: viewVerification(i),
		CreatedAt: i.CreatedAt.UnixMilli(), UpdatedAt: i.UpdatedAt.UnixMilli(),
	}
}

package backendapi

import "github.com/usher-auth/usher/clerktest/internal/world"

func (a *API) phoneNumbers() []Operation {
	return []Operation{
		write("POST /phone_numbers", a.createPhone),
		read("GET /phone_numbers/{phone_number_id}", a.getPhone),
		write("PATCH /phone_numbers/{phone_number_id}", a.updatePhone),
		write("DELETE /phone_numbers/{phone_number_id}", func(c Call, _ none) (any, error) {
			return a.deleteIdentification(world.Phone, c.id("phone_number_id"))
		}),
		write("POST /phone_numbers/{phone_number_id}/prepare_verification", func(c Call, _ none) (any, error) {
			return a.prepare(world.Phone, c.id("phone_number_id"))
		}),
		write("POST /phone_numbers/{phone_number_id}/attempt_verification", func(c Call, p attemptParams) (any, error) {
			return a.attempt(world.Phone, c.id("phone_number_id"), p)
		}),
		write("PUT /users/{user_id}/phone_number", a.replacePhone),
	}
}

type phoneChanges struct {
	identificationChanges
	SecondFactor Opt[bool] `body:"reserved_for_second_factor,nullable"`
}

type phoneCreate struct {
	phoneChanges
	UserID string `body:"user_id,required"`
	Phone  string `body:"phone_number,required"`
}

func (p *phoneCreate) check(wrong *problems) {
	if p.Phone != "" {
		checkForm(world.Phone, p.Phone, wrong)
	}
}

func (a *API) createPhone(_ Call, p phoneCreate) (any, error) {
	i, err := a.identify(world.Identification{
		UserID: p.UserID, Kind: world.Phone, Value: p.Phone, SecondFactor: p.SecondFactor.Value,
	}, p.identificationChanges)
	if err != nil {
		return nil, err
	}
	return viewPhone(i), nil
}

func (a *API) getPhone(c Call, _ none) (any, error) {
	i, err := a.identification(world.Phone, c.id("phone_number_id"))
	if err != nil {
		return nil, err
	}
	return viewPhone(i), nil
}

func (a *API) updatePhone(c Call, p phoneChanges) (any, error) {
	before, err := a.identification(world.Phone, c.id("phone_number_id"))
	if err != nil {
		return nil, err
	}
	i := *before
	p.SecondFactor.Keep(&i.SecondFactor)
	if err := p.applyTo(a, &i); err != nil {
		return nil, err
	}
	return viewPhone(a.w.Identifications.Get(i.ID)), nil
}

type phoneReplace struct {
	Phone string `body:"phone_number,required"`
	State string `body:"identification_status" oneof:"verified reserved unverified"`
}

func (p *phoneReplace) check(wrong *problems) {
	if p.Phone != "" {
		checkForm(world.Phone, p.Phone, wrong)
	}
}

func (a *API) replacePhone(c Call, p phoneReplace) (any, error) {
	i, err := a.replaceIdentifications(c, world.Phone, p.Phone, p.State)
	if err != nil {
		return nil, err
	}
	return viewPhone(i), nil
}

// A phoneView is a phone number in an answer.
type phoneView struct {
	ID                      string            `json:"id"`
	Object                  string            `json:"object"`
	PhoneNumber             string            `json:"phone_number"`
	ReservedForSecondFactor bool              `json:"reserved_for_second_factor"`
	DefaultSecondFactor     bool              `json:"default_second_factor"`
	Reserved                bool              `json:"reserved"`
	Verification            *verificationView `json:"verification"`
	LinkedTo                []struct{}        `json:"linked_to"`
	BackupCodes             []string          `json:"backup_codes"`
	CreatedAt               int64             `json:"created_at"`
	UpdatedAt               int64             `json:"updated_at"`
}

func viewPhone(i *world.Identification) phoneView {
	return phoneView{
		ID: i.ID, Object: "phone_number", PhoneNumber: i.Value, ReservedForSecondFactor: i.SecondFactor,
		DefaultSecondFactor: i.DefaultSecondFactor, Reserved: i.State == world.Reserved, Verification: viewVerification(i),
		LinkedTo: []struct{}{}, CreatedAt: i.CreatedAt.UnixMilli(), UpdatedAt: i.UpdatedAt.UnixMilli(),
	}
}

package backendapi

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

func (a *API) users() []Operation {
	return []Operation{
		read("GET /users", a.listUsers),
		read("GET /users/count", a.countUsers),
		read("GET /users/{user_id}", a.getUser),
		write("POST /users", a.createUser),
		write("PATCH /users/{user_id}", a.updateUser),
		write("DELETE /users/{user_id}", a.deleteUser),
		write("PATCH /users/{user_id}/metadata", a.userMetadata(mergeMetadata)),
		write("PUT /users/{user_id}/metadata", a.userMetadata(replaceMetadata)),

		write("POST /users/{user_id}/ban", a.flagUser(a.ban)),
		write("POST /users/{user_id}/unban", a.flagUser(unban)),
		write("POST /users/{user_id}/lock", a.flagUser(func(u *world.User) { u.Locked = true })),
		write("POST /users/{user_id}/unlock", a.flagUser(func(u *world.User) { u.Locked = false })),
		write("POST /users/ban", a.flagUsers(a.ban)),
		write("POST /users/unban", a.flagUsers(unban)),
	}
}

func (a *API) user(c Call) (*world.User, error) {
	return found(a.w.Users.Table, "user", c.id("user_id"))
}

// changeUser puts a changed copy in the place of the user in the path, and answers with it.
func (a *API) changeUser(c Call, change func(u *world.User) error) (any, error) {
	before, err := a.user(c)
	if err != nil {
		return nil, err
	}
	u := *before
	if err := change(&u); err != nil {
		return nil, err
	}
	u.UpdatedAt = a.w.Now()
	if err := a.w.Users.Put(u); err != nil {
		return nil, err
	}
	return a.viewUser(&u), nil
}

func (a *API) getUser(c Call, _ none) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	return a.viewUser(u), nil
}

// userParams are the params that a user can be created and updated with.
type userParams struct {
	ExternalID         Opt[string]    `body:"external_id,nullable"`
	FirstName          Opt[string]    `body:"first_name,nullable"`
	LastName           Opt[string]    `body:"last_name,nullable"`
	Locale             Opt[string]    `body:"locale,nullable"`
	Username           Opt[string]    `body:"username,nullable"`
	Password           Opt[string]    `body:"password,nullable"`
	PasswordHasher     Opt[string]    `body:"password_hasher"`
	SkipPasswordChecks Opt[bool]      `body:"skip_password_checks,nullable"`
	TOTPSecret         Opt[string]    `body:"totp_secret,nullable"`
	BackupCodes        Opt[[]string]  `body:"backup_codes"`
	DeleteSelf         Opt[bool]      `body:"delete_self_enabled,nullable"`
	CreateOrgs         Opt[bool]      `body:"create_organization_enabled,nullable"`
	OrgLimit           Opt[int64]     `body:"create_organizations_limit,nullable"`
	LegalAcceptedAt    Opt[time.Time] `body:"legal_accepted_at,nullable"`
	SkipLegalChecks    Opt[bool]      `body:"skip_legal_checks,nullable"`
	CreatedAt          Opt[time.Time] `body:"created_at,nullable"`
	SkipClientTrust    Opt[bool]      `body:"bypass_client_trust,nullable"`
}

func (p *userParams) check(wrong *problems, digest Opt[string]) {
	if p.OrgLimit.Value < 0 {
		wrong.invalid("create_organizations_limit", "must not be negative; 0 is any number.")
	}
	p.checkPassword(wrong, digest)
	checkTOTP(p.TOTPSecret.Value, wrong)
}

// apply changes what these params are about.
func (p *userParams) apply(w *world.World, u *world.User, digest Opt[string]) {
	p.ExternalID.Into(&u.ExternalID)
	p.FirstName.Into(&u.FirstName)
	p.LastName.Into(&u.LastName)
	p.Locale.Into(&u.Locale)
	p.Username.Into(&u.Username)
	p.DeleteSelf.Keep(&u.DeleteSelf)
	p.CreateOrgs.Keep(&u.CreateOrgs)
	p.SkipClientTrust.Keep(&u.SkipClientTrust)
	p.CreatedAt.Keep(&u.CreatedAt)
	p.LegalAcceptedAt.Into(&u.LegalAcceptedAt)
	if p.OrgLimit.Set {
		u.OrgLimit = nil
		if !p.OrgLimit.Null {
			u.OrgLimit = &p.OrgLimit.Value
		}
	}
	p.applyCredentials(w, u, digest)
}

type userCreate struct {
	userParams
	PasswordDigest          Opt[string]         `body:"password_digest,nullable"`
	Emails                  []string            `body:"email_address"`
	EmailStates             []string            `body:"email_address_identification_status"`
	Phones                  []string            `body:"phone_number"`
	PhoneStates             []string            `body:"phone_number_identification_status"`
	Wallets                 []string            `body:"web3_wallet"`
	PublicMetadata          Opt[world.Metadata] `body:"public_metadata"`
	PrivateMetadata         Opt[world.Metadata] `body:"private_metadata"`
	UnsafeMetadata          Opt[world.Metadata] `body:"unsafe_metadata"`
	SkipPasswordRequirement Opt[bool]           `body:"skip_password_requirement,nullable"`
	SkipUserRequirement     Opt[bool]           `body:"skip_user_requirement,nullable"`
	Banned                  Opt[bool]           `body:"banned,nullable"`
	Locked                  Opt[bool]           `body:"locked,nullable"`
}

func (p *userCreate) check(wrong *problems) {
	p.userParams.check(wrong, p.PasswordDigest)
	checkIdentifications(world.Email, p.Emails, p.EmailStates, wrong)
	checkIdentifications(world.Phone, p.Phones, p.PhoneStates, wrong)
	checkIdentifications(world.Wallet, p.Wallets, nil, wrong)
}

func (a *API) createUser(_ Call, p userCreate) (any, error) {
	if len(p.Emails)+len(p.Phones)+len(p.Wallets) == 0 && p.Username.Value == "" {
		return nil, refusal.New(422, "form_data_missing", "Missing data",
			"A user needs an email_address, a phone_number, a web3_wallet or a username.")
	}
	if err := a.CheckUsername(p.Username.Value); err != nil {
		return nil, err
	}
	now := a.w.Now()
	u := world.User{ID: a.w.ID("user"), CreatedAt: now, UpdatedAt: now, DeleteSelf: true, CreateOrgs: true}
	p.apply(a.w, &u, p.PasswordDigest)
	p.Banned.Into(&u.Banned)
	p.Locked.Into(&u.Locked)
	if err := putMetadata(replaceMetadata,
		metadataParam{"public_metadata", p.PublicMetadata, &u.PublicMetadata},
		metadataParam{"private_metadata", p.PrivateMetadata, &u.PrivateMetadata},
		metadataParam{"unsafe_metadata", p.UnsafeMetadata, &u.UnsafeMetadata}); err != nil {
		return nil, err
	}
	if err := a.w.Users.Put(u); err != nil {
		return nil, err
	}
	for _, list := range []struct {
		kind           world.Kind
		values, states []string
	}{{world.Email, p.Emails, p.EmailStates}, {world.Phone, p.Phones, p.PhoneStates}, {world.Wallet, p.Wallets, nil}} {
		for i, value := range list.values {
			one := world.Identification{UserID: u.ID, Kind: list.kind, Value: value, State: world.Verified, Strategy: "admin"}
			if i < len(list.states) {
				one.State = world.State(list.states[i])
			}
			if _, err := a.w.Identify(one, false); err != nil {
				return nil, err
			}
		}
	}
	return a.viewUser(a.w.Users.Get(u.ID)), nil
}

type userUpdate struct {
	userParams
	PasswordDigest           Opt[string] `body:"password_digest"`
	PrimaryEmail             Opt[string] `body:"primary_email_address_id,nullable"`
	PrimaryPhone             Opt[string] `body:"primary_phone_number_id,nullable"`
	PrimaryWallet            Opt[string] `body:"primary_web3_wallet_id,nullable"`
	NotifyPrimaryEmailChange Opt[bool]   `body:"notify_primary_email_address_changed,nullable"`
	ProfileImage             Opt[string] `body:"profile_image_id,nullable"`
	SignOutOfOtherSessions   Opt[bool]   `body:"sign_out_of_other_sessions,nullable"`
}

func (p *userUpdate) check(wrong *problems) { p.userParams.check(wrong, p.PasswordDigest) }

func (a *API) updateUser(c Call, p userUpdate) (any, error) {
	return a.changeUser(c, func(u *world.User) error {
		if err := a.CheckUsername(p.Username.Value); err != nil {
			return err
		}
		p.apply(a.w, u, p.PasswordDigest)
		var wrong problems
		for _, primary := range []struct {
			param string
			id    Opt[string]
			kind  world.Kind
		}{
			{"primary_email_address_id", p.PrimaryEmail, world.Email}, {"primary_phone_number_id", p.PrimaryPhone, world.Phone},
			{"primary_web3_wallet_id", p.PrimaryWallet, world.Wallet},
		} {
			if !primary.id.Set || primary.id.Null {
				continue
			}
			wrong.add(a.SetPrimary(u, primary.kind, primary.param, primary.id.Value)...)
		}
		if p.ProfileImage.Set && !p.ProfileImage.Null {
			wrong.add(refusal.About("profile_image_id", "form_resource_not_found", "is missing",
				"must be the id of an image; upload one with POST /v1/users/{user_id}/profile_image."))
		}
		if p.SignOutOfOtherSessions.Value {
			a.w.EndSessions(u.ID)
		}
		return wrong.refusal()
	})
}

func (a *API) deleteUser(c Call, _ none) (any, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	a.w.DeleteUser(u.ID)
	view := deleted("user", u.ID)
	view.ExternalID = u.ExternalID
	return view, nil
}

type userMetadataParams struct {
	Public  Opt[world.Metadata] `body:"public_metadata"`
	Private Opt[world.Metadata] `body:"private_metadata"`
	Unsafe  Opt[world.Metadata] `body:"unsafe_metadata"`
}

func (a *API) userMetadata(change func(old, sent world.Metadata) world.Metadata) func(Call, userMetadataParams) (any, error) {
	return func(c Call, p userMetadataParams) (any, error) {
		return a.changeUser(c, func(u *world.User) error {
			return putMetadata(change,
				metadataParam{"public_metadata", p.Public, &u.PublicMetadata},
				metadataParam{"private_metadata", p.Private, &u.PrivateMetadata},
				metadataParam{"unsafe_metadata", p.Unsafe, &u.UnsafeMetadata})
		})
	}
}

// ban keeps a user from signing in, and ends what sessions there are.
func (a *API) ban(u *world.User) {
	u.Banned = true
	a.w.EndSessions(u.ID)
}

func unban(u *world.User) { u.Banned = false }

func (a *API) flagUser(change func(*world.User)) func(Call, none) (any, error) {
	return func(c Call, _ none) (any, error) {
		return a.changeUser(c, func(u *world.User) error { change(u); return nil })
	}
}

// maxBans is how many users one request bans (Clerk: UsersBan).
const maxBans = 50

type userIDs struct {
	UserIDs []string `body:"user_ids,required"`
}

func (p *userIDs) check(wrong *problems) {
	if len(p.UserIDs) > maxBans {
		wrong.add(refusal.About("user_ids", "form_param_array_size_exceeded", "exceeds maximum size", "must not have over %d values.", maxBans))
	}
}

func (a *API) flagUsers(change func(*world.User)) func(Call, userIDs) (any, error) {
	return func(_ Call, p userIDs) (any, error) {
		users := []userView{}
		for _, id := range p.UserIDs {
			before, err := named(a.w.Users.Table, "user_ids", "user", id)
			if err != nil {
				return nil, err
			}
			u := *before
			change(&u)
			u.UpdatedAt = a.w.Now()
			if err := a.w.Users.Put(u); err != nil {
				return nil, err
			}
			users = append(users, a.viewUser(&u))
		}
		return users, nil
	}
}

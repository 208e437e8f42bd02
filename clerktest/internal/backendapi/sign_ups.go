package backendapi

import (
	"net/http"
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

func (a *API) signUps() []Operation {
	return []Operation{
		read("GET /sign_ups/{id}", a.getSignUp),
		write("PATCH /sign_ups/{id}", a.updateSignUp),
	}
}

func (a *API) getSignUp(c Call, _ none) (any, error) {
	s, err := found(a.w.SignUps.Table, "sign-up", c.id("id"))
	if err != nil {
		return nil, err
	}
	return a.viewSignUp(s), nil
}

type signUpUpdate struct {
	ExternalID   Opt[string] `body:"external_id,nullable"`
	CustomAction Opt[bool]   `body:"custom_action,nullable"`
}

func (a *API) updateSignUp(c Call, p signUpUpdate) (any, error) {
	before, err := found(a.w.SignUps.Table, "sign-up", c.id("id"))
	if err != nil {
		return nil, err
	}
	if status := before.Status(a.w.Now()); status != "missing_requirements" {
		return nil, refusal.Newf(http.StatusForbidden, "sign_up_cannot_be_updated", "The sign-up has ended",
			"The sign-up is %s; only one that goes on can be changed.", status)
	}
	next := *before
	p.ExternalID.Into(&next.ExternalID)
	p.CustomAction.Keep(&next.CustomAction)
	next.UpdatedAt = a.w.Now()
	return a.viewSignUp(&next), a.w.SignUps.Put(next)
}

// A signUpView is a sign-up in an answer.
type signUpView struct {
	Object           string              `json:"object"`
	ID               string              `json:"id"`
	Status           string              `json:"status"`
	RequiredFields   []string            `json:"required_fields"`
	OptionalFields   []string            `json:"optional_fields"`
	MissingFields    []string            `json:"missing_fields"`
	UnverifiedFields []string            `json:"unverified_fields"`
	Verifications    signUpVerifications `json:"verifications"`
	Username         *string             `json:"username"`
	EmailAddress     *string             `json:"email_address"`
	PhoneNumber      *string             `json:"phone_number"`
	Web3Wallet       *string             `json:"web3_wallet"`
	PasswordEnabled  bool                `json:"password_enabled"`
	FirstName        *string             `json:"first_name"`
	LastName         *string             `json:"last_name"`
	UnsafeMetadata   world.Metadata      `json:"unsafe_metadata"`
	PublicMetadata   world.Metadata      `json:"public_metadata"`
	CustomAction     bool                `json:"custom_action"`
	ExternalID       *string             `json:"external_id"`
	CreatedSessionID *string             `json:"created_session_id"`
	CreatedUserID    *string             `json:"created_user_id"`
	AbandonAt        int64               `json:"abandon_at"`
	LegalAcceptedAt  *int64              `json:"legal_accepted_at"`
	Locale           *string             `json:"locale"`
}

// signUpVerifications say what is to be done next about each identification.
type signUpVerifications struct {
	EmailAddress    signUpVerification `json:"email_address"`
	PhoneNumber     signUpVerification `json:"phone_number"`
	Web3Wallet      signUpVerification `json:"web3_wallet"`
	ExternalAccount *struct{}          `json:"external_account"`
}

type signUpVerification struct {
	NextAction          string   `json:"next_action"`
	SupportedStrategies []string `json:"supported_strategies"`
}

func (a *API) viewSignUp(s *world.SignUp) signUpView {
	next := func(field string, strategies ...string) signUpVerification {
		if !slices.Contains(s.Unverified, field) {
			return signUpVerification{SupportedStrategies: []string{}}
		}
		return signUpVerification{"needs_prepare", strategies}
	}
	v := signUpView{
		Object: "sign_up_attempt", ID: s.ID, Status: s.Status(a.w.Now()), RequiredFields: listed(s.Required), OptionalFields: listed(s.Optional),
		MissingFields: listed(s.Missing), UnverifiedFields: listed(s.Unverified),
		Verifications: signUpVerifications{
			EmailAddress: next("email_address", "email_code", "email_link"), PhoneNumber: next("phone_number", "phone_code"),
			Web3Wallet: next("web3_wallet", "web3_metamask_signature"),
		},
		Username: orNull(s.Username), EmailAddress: orNull(s.Email), PhoneNumber: orNull(s.Phone), Web3Wallet: orNull(s.Wallet),
		PasswordEnabled: s.PasswordEnabled, FirstName: orNull(s.FirstName), LastName: orNull(s.LastName),
		UnsafeMetadata: orEmpty(s.UnsafeMetadata), PublicMetadata: orEmpty(s.PublicMetadata), CustomAction: s.CustomAction,
		ExternalID: orNull(s.ExternalID), CreatedSessionID: orNull(s.CreatedSessionID), CreatedUserID: orNull(s.CreatedUserID),
		LegalAcceptedAt: millis(s.LegalAcceptedAt), Locale: orNull(s.Locale),
	}
	if at := millis(s.AbandonAt); at != nil {
		v.AbandonAt = *at
	}
	return v
}

// listed returns texts as an array, never null.
func listed(texts []string) []string { return append([]string{}, texts...) }

package clerktest

import (
	"slices"

	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A signInView is a sign-in in an answer.
type signInView struct {
	Object               string            `json:"object"`
	ID                   string            `json:"id"`
	Status               string            `json:"status"`
	SupportedIdentifiers []string          `json:"supported_identifiers"`
	FirstFactors         []factorView      `json:"supported_first_factors"`
	SecondFactors        []factorView      `json:"supported_second_factors"`
	FirstVerification    *verificationView `json:"first_factor_verification"`
	SecondVerification   *verificationView `json:"second_factor_verification"`
	Identifier           *string           `json:"identifier"`
	UserData             *userDataView     `json:"user_data"`
	CreatedSessionID     *string           `json:"created_session_id"`
	AbandonAt            int64             `json:"abandon_at"`
}

// A factorView is a way to prove who one is.
type factorView struct {
	Strategy       string `json:"strategy"`
	SafeIdentifier string `json:"safe_identifier,omitempty"`
	EmailAddressID string `json:"email_address_id,omitempty"`
	Primary        bool   `json:"primary,omitempty"`
}

// userDataView is what is shown of a user before anything is proven.
type userDataView struct {
	FirstName *string `json:"first_name"`
	LastName  *string `json:"last_name"`
	ImageURL  string  `json:"image_url"`
	HasImage  bool    `json:"has_image"`
}

// viewSignIn shows a sign-in. The caller holds the lock of the world.
func (c *Clerk) viewSignIn(s *world.SignIn) signInView {
	out := signInView{
		Object: "sign_in", ID: s.ID, SupportedIdentifiers: []string{"email_address", "phone_number", "username"}, Status: "needs_identifier",
		FirstVerification: viewVerification(s.Strategy, s.Attempt, s.FirstFactor, c.Now()), Identifier: textOrNull(s.Identifier),
		SecondVerification: viewVerification(s.SecondStrategy, nil, s.SecondStrategy != "", c.Now()),
		CreatedSessionID:   textOrNull(s.SessionID), AbandonAt: s.AbandonAt.UnixMilli(),
	}
	u := c.world.Users.Get(s.UserID)
	if u == nil {
		return out
	}
	shown := c.api.PublicUser(u)
	out.UserData = &userDataView{shown.FirstName, shown.LastName, shown.ImageURL, shown.HasImage}
	switch {
	case s.SessionID != "":
		out.Status = "complete"
	case s.NewPassword:
		out.Status = "needs_new_password"
	case s.FirstFactor:
		out.Status, out.SecondFactors = "needs_second_factor", []factorView{{Strategy: byTOTP}}
		if len(u.BackupCodes) > 0 {
			out.SecondFactors = append(out.SecondFactors, factorView{Strategy: byBackup})
		}
	default:
		out.Status, out.FirstFactors = "needs_first_factor", c.factors(u)
	}
	return out
}

func (c *Clerk) factors(u *world.User) []factorView {
	list := []factorView{}
	if u.Password != nil {
		list = append(list, factorView{Strategy: byPassword})
	}
	emails := slices.DeleteFunc(c.world.Of(u, world.Email), func(i *world.Identification) bool { return i.State == world.Unverified })
	for _, i := range emails {
		list = append(list, factorView{byEmailCode, i.Value, i.ID, i.ID == u.PrimaryEmailID})
		if u.Password != nil {
			list = append(list, factorView{byReset, i.Value, i.ID, i.ID == u.PrimaryEmailID})
		}
	}
	return list
}

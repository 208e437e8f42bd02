package backendapi

import (
	"unicode/utf8"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// MaxUsername is how many characters a username has at most (Clerk: username settings).
const MaxUsername = 64

// CheckUsername refuses a username that nobody may have in this instance. "" is none.
func (a *API) CheckUsername(name string) error {
	if name == "" {
		return nil
	}
	if wellFormed(world.Phone, name) {
		return refusal.Unprocessable(refusal.About("username", "form_username_cannot_be_phone_number", "is a phone number",
			"must not be a phone number: people sign in with both."))
	}
	least := max(a.Instance().MinUsername, 1)
	if n := utf8.RuneCountInString(name); n >= least && n <= MaxUsername {
		return nil
	}
	detail := refusal.About("username", "form_username_invalid_length", "is too short or too long",
		"must have from %d to %d characters.", least, MaxUsername)
	detail.Meta["min_length"], detail.Meta["max_length"] = least, MaxUsername
	return refusal.Unprocessable(detail)
}

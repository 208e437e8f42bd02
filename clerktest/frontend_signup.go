package clerktest

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// newSignUpAttempt begins a sign-up.
func (c *Clerk) newSignUpAttempt(v *visitor) (any, error) {
	if err := c.enrolled(v); err != nil {
		return nil, err
	}
	return c.fillSignUp(v, c.world.NewSignUp(v.client.ID))
}

// signUpAttempt returns the sign-up in the path, which goes on in the client of the visitor.
func (c *Clerk) signUpAttempt(v *visitor) (world.SignUp, error) {
	id := v.r.PathValue("id")
	s := c.world.SignUps.Get(id)
	if v.client == nil || s == nil || s.ClientID != v.client.ID || s.Status(c.Now()) == "abandoned" {
		return world.SignUp{}, ref.NotFound("sign-up in this browser", id)
	}
	return *s, nil
}

// openSignUp is signUpAttempt for one that is not complete.
func (c *Clerk) openSignUp(v *visitor) (world.SignUp, error) {
	s, err := c.signUpAttempt(v)
	if err == nil && s.Complete {
		err = ref.New(http.StatusForbidden, "sign_up_cannot_be_updated", "The sign-up has ended", "The sign-up is complete.")
	}
	return s, err
}

func (c *Clerk) getSignUpAttempt(v *visitor) (any, error) {
	s, err := c.signUpAttempt(v)
	if err != nil {
		return nil, err
	}
	return c.viewSignUp(&s), nil
}

func (c *Clerk) changeSignUpAttempt(v *visitor) (any, error) {
	s, err := c.openSignUp(v)
	if err != nil {
		return nil, err
	}
	return c.fillSignUp(v, s)
}

// fillSignUp takes over what a sign-up is told, or all that is wrong with it.
func (c *Clerk) fillSignUp(v *visitor, s world.SignUp) (any, error) {
	var wrong []ref.Detail
	if v.form.Has("email_address") {
		email := strings.TrimSpace(v.form.Get("email_address"))
		switch {
		case !backendapi.WellFormed(world.Email, email):
			wrong = append(wrong, ref.About("email_address", "form_param_format_invalid", "is invalid", "must be an address as in ada@example.com."))
		case c.world.Identifications.Find(world.Email, email) != nil:
			wrong = append(wrong, taken("email_address"))
		case !c.world.Admits(email):
			return nil, notAdmitted(email)
		case c.world.Set().BlockSubaddresses && subaddressed(email):
			return nil, ref.New(http.StatusForbidden, "not_allowed_access", "Email subaddress not allowed.",
				"email_address must not have +, = or # before the @: the instance has block_email_subaddresses.")
		case email != s.Email:
			s.Email, s.Attempt = email, nil
		}
	}
	if name := v.form.Get("username"); name != "" {
		wrong = append(wrong, detailsOf(c.api.CheckUsername(name))...)
		if c.world.Users.ByUsername.Get(strings.ToLower(name)) != nil {
			wrong = append(wrong, taken("username"))
		}
		s.Username = name
	}
	if v.form.Has("password") {
		password := v.form.Get("password")
		wrong = append(wrong, backendapi.CheckPassword("password", password)...)
		s.Password, s.PasswordEnabled = c.world.NewPassword(password), true
	}
	if text := v.form.Get("unsafe_metadata"); text != "" {
		metadata, err := objectOf(text)
		if err != nil {
			wrong = append(wrong, ref.Invalid("unsafe_metadata", "must be a JSON object."))
		}
		s.UnsafeMetadata = metadata
	}
	if len(wrong) > 0 {
		return nil, ref.Unprocessable(wrong...)
	}
	for name, place := range map[string]*string{"first_name": &s.FirstName, "last_name": &s.LastName, "locale": &s.Locale} {
		if v.form.Has(name) {
			*place = v.form.Get(name)
		}
	}
	if v.form.Get("legal_accepted") == "true" {
		s.LegalAcceptedAt = c.world.Now()
	}
	s.Required, s.Optional = []string{"email_address"}, []string{"first_name", "last_name", "password", "username"}
	s.Missing, s.Unverified = s.Required, nil
	if s.Email != "" {
		s.Missing, s.Unverified = nil, s.Required
	}
	s.UpdatedAt = c.world.Now()
	return c.viewSignUp(&s), c.world.SignUps.Put(s)
}

// subaddressed reports whether an email address is one of several that lead to the same person (RFC 5233), as in ada+shop@example.com.
func subaddressed(email string) bool {
	local, _, _ := strings.Cut(email, "@")
	return strings.ContainsAny(local, "+=#")
}

// notAdmitted refuses whom the allow-list or the block-list keeps out.
func notAdmitted(identifier string) error {
	err := ref.Newf(http.StatusForbidden, "not_allowed_access", "Access not allowed.",
		"%.80q may not sign up or in: the allow-list or the block-list of the instance says so.", identifier)
	err.Details[0].Meta = map[string]any{"identifiers": []string{identifier}}
	return err
}

// taken says that somebody else has what a param names.
func taken(param string) ref.Detail {
	return ref.About(param, "form_identifier_exists", "is taken", "is taken. Please try another.")
}

// objectOf reads a JSON object with its numbers as they are written.
func objectOf(text string) (world.Metadata, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var object world.Metadata
	err := decoder.Decode(&object)
	return object, err
}

// prepareVerification sends a code to the address of a sign-up, so to speak.
func (c *Clerk) prepareVerification(v *visitor) (any, error) {
	s, err := c.openSignUp(v)
	if err != nil {
		return nil, err
	}
	if err := codeOfSignUp(v, s); err != nil {
		return nil, err
	}
	s.Attempt, s.UpdatedAt = c.newCode(), c.world.Now()
	return c.viewSignUp(&s), c.world.SignUps.Put(s)
}

// codeOfSignUp refuses what is no verification by a code of the address of a sign-up.
func codeOfSignUp(v *visitor, s world.SignUp) error {
	if strategy := v.form.Get("strategy"); strategy != byEmailCode {
		return ref.Unprocessable(ref.Invalid("strategy", "is %.40q; this instance has email_code.", strategy))
	}
	if s.Email == "" {
		return missing("email_address")
	}
	return nil
}

// attemptVerification takes the code, makes the user and signs them in.
func (c *Clerk) attemptVerification(v *visitor) (any, error) {
	s, err := c.openSignUp(v)
	if err != nil {
		return nil, err
	}
	if err := codeOfSignUp(v, s); err != nil {
		return nil, err
	}
	next, err := c.checkCode(s.Attempt, v.form.Get("code"))
	if err != nil {
		if next == nil {
			return nil, err
		}
		s.Attempt, v.refused = next, err
		return nil, c.world.SignUps.Put(s)
	}
	s.Attempt = next
	if !c.world.Admits(s.Email) { // a list has changed meanwhile
		return nil, notAdmitted(s.Email)
	}
	u := world.User{
		ID: c.world.ID("user"), Username: s.Username, FirstName: s.FirstName, LastName: s.LastName, Locale: s.Locale, Password: s.Password,
		ExternalID: s.ExternalID, PublicMetadata: s.PublicMetadata, UnsafeMetadata: s.UnsafeMetadata, LegalAcceptedAt: s.LegalAcceptedAt,
		DeleteSelf: true, CreateOrgs: true, CreatedAt: c.world.Now(), UpdatedAt: c.world.Now(),
	}
	if u.Password != nil {
		u.PasswordAt = u.CreatedAt
	}
	if err := c.world.Users.Put(u); err != nil {
		return nil, err
	}
	email := world.Identification{UserID: u.ID, Kind: world.Email, Value: s.Email, State: world.Verified, Strategy: byEmailCode}
	if _, err := c.world.Identify(email, true); err != nil {
		return nil, err
	}
	c.world.SignedIn(u.ID)
	session, err := c.arrive(v.client, u.ID)
	if err != nil {
		return nil, err
	}
	s.Complete, s.Missing, s.Unverified = true, nil, nil
	s.CreatedUserID, s.CreatedSessionID, s.UpdatedAt = u.ID, session.ID, c.world.Now()
	return c.viewSignUp(&s), c.world.SignUps.Put(s)
}

// viewSignUp shows a sign-up. The caller holds the lock of the world.
func (c *Clerk) viewSignUp(s *world.SignUp) any {
	verifications := map[string]any{"phone_number": nil, "web3_wallet": nil, "external_account": nil, "email_address": nil}
	if s.Email != "" {
		email := viewVerification(byEmailCode, s.Attempt, s.Complete, c.Now())
		email.SupportedStrategies = []string{byEmailCode}
		switch {
		case s.Complete:
		case s.Attempt == nil:
			email.NextAction = "needs_prepare"
		default:
			email.NextAction = "needs_attempt"
		}
		verifications["email_address"] = email
	}
	return c.api.FrontendSignUp(s, verifications)
}

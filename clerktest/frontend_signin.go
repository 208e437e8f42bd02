package clerktest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// The ways to prove who one is.
const (
	byPassword  = "password"
	byEmailCode = "email_code"
	byReset     = "reset_password_email_code" // an email code, and then another password
	byTOTP      = "totp"
	byBackup    = "backup_code"
)

// firstFactors are the ways to prove the first factor.
var firstFactors = []string{byPassword, byEmailCode, byReset}

// wrongStrategy refuses a way that this instance does not have.
func wrongStrategy(strategy string, has ...string) error {
	return ref.Unprocessable(ref.Invalid("strategy", "is %.40q; what there is here is %s.", strategy, strings.Join(has, ", ")))
}

// newSignInAttempt begins a sign-in, and with a password also ends it.
func (c *Clerk) newSignInAttempt(v *visitor) (any, error) {
	if err := c.enrolled(v); err != nil {
		return nil, err
	}
	s := c.world.NewSignIn(v.client.ID)
	s.Identifier = strings.TrimSpace(v.form.Get("identifier"))
	strategy := v.form.Get("strategy")
	if strategy != "" && !slices.Contains(firstFactors, strategy) {
		return nil, wrongStrategy(strategy, firstFactors...)
	}
	if s.Identifier == "" {
		if strategy != "" {
			return nil, missing("identifier")
		}
		return c.viewSignIn(&s), c.world.SignIns.Put(s)
	}
	u := c.identified(s.Identifier)
	if u == nil {
		return nil, ref.Unprocessable(ref.About("identifier", "form_identifier_not_found", "Couldn't find your account",
			"is that of nobody in this instance."))
	}
	s.UserID = u.ID
	if err := c.maySignIn(v, u); err != nil {
		return nil, err
	}
	if v.form.Has("password") {
		strategy = byPassword
	}
	switch strategy {
	case byPassword:
		return c.checkSignIn(v, s, byPassword)
	case byEmailCode, byReset:
		return c.sendSignInCode(v, s, strategy)
	}
	return c.viewSignIn(&s), c.world.SignIns.Put(s)
}

// identified returns the user whom an email address, a phone number or a username names, or nil. The caller holds the lock of the
// world.
func (c *Clerk) identified(text string) *world.User {
	for _, kind := range []world.Kind{world.Email, world.Phone} {
		if i := c.world.Identifications.Find(kind, text); i != nil {
			return c.world.Users.Get(i.UserID)
		}
	}
	return c.world.Users.ByUsername.Get(strings.ToLower(text))
}

// maySignIn refuses who is signed in there already, and whom the instance keeps out.
func (c *Clerk) maySignIn(v *visitor, u *world.User) error {
	switch {
	case u.Banned:
		return ref.New(http.StatusForbidden, "user_banned", "The user may not sign in", "The user is banned.")
	case u.Locked:
		return ref.New(http.StatusForbidden, "user_locked", "The user may not sign in", "The user is locked.")
	case !c.world.Set().ListsOffOnSignIn && !c.admitted(u):
		return notAdmitted(c.api.PublicUser(u).Identifier)
	case c.heldBy(v.client, u.ID) != nil:
		return ref.New(http.StatusBadRequest, "identifier_already_signed_in", "You're already signed in",
			"The user has a session in this browser; put it in front instead.")
	}
	return nil
}

// admitted reports whether the lists let a user in by one of their addresses or phone numbers. Who has none of these is on no list.
func (c *Clerk) admitted(u *world.User) bool {
	known := slices.Concat(c.world.Of(u, world.Email), c.world.Of(u, world.Phone))
	return len(known) == 0 || slices.ContainsFunc(known, func(i *world.Identification) bool { return c.world.Admits(i.Value) })
}

// signInAttempt returns the sign-in in the path, which goes on in the client of the visitor.
func (c *Clerk) signInAttempt(v *visitor) (world.SignIn, error) {
	id := v.r.PathValue("id")
	s := c.world.SignIns.Get(id)
	if v.client == nil || s == nil || s.ClientID != v.client.ID || !c.Now().Before(s.AbandonAt) {
		return world.SignIn{}, ref.NotFound("sign-in in this browser", id)
	}
	return *s, nil
}

// ongoing is signInAttempt for one whose first factor is to be proven.
func (c *Clerk) ongoing(v *visitor) (world.SignIn, error) {
	s, err := c.signInAttempt(v)
	switch {
	case err != nil:
		return s, err
	case s.UserID == "" || s.FirstFactor:
		return s, ref.New(http.StatusBadRequest, "verification_not_allowed", "Nothing to verify", "The sign-in does not wait for a first factor.")
	}
	u := c.world.Users.Get(s.UserID)
	if u == nil {
		return s, ref.NotFound("sign-in in this browser", s.ID)
	}
	return s, c.maySignIn(v, u)
}

func (c *Clerk) getSignInAttempt(v *visitor) (any, error) {
	s, err := c.signInAttempt(v)
	if err != nil {
		return nil, err
	}
	return c.viewSignIn(&s), nil
}

// prepareFirstFactor sends a code, so to speak.
func (c *Clerk) prepareFirstFactor(v *visitor) (any, error) {
	s, err := c.ongoing(v)
	if err != nil {
		return nil, err
	}
	strategy := v.form.Get("strategy")
	if strategy != byEmailCode && strategy != byReset {
		return nil, wrongStrategy(strategy, byEmailCode, byReset)
	}
	return c.sendSignInCode(v, s, strategy)
}

// sendSignInCode has a sign-in wait for the code that went to an email address of the user: the one that is named, or the primary one.
func (c *Clerk) sendSignInCode(v *visitor, s world.SignIn, strategy string) (any, error) {
	u := c.world.Users.Get(s.UserID)
	if strategy == byReset && u.Password == nil {
		return nil, noPassword(strategy)
	}
	id := v.form.Get("email_address_id")
	if id == "" {
		id = u.PrimaryEmailID
	}
	i := c.world.Identifications.Get(id)
	if i == nil || i.UserID != u.ID || i.Kind != world.Email || i.State == world.Unverified {
		return nil, ref.Unprocessable(ref.NoResource("email_address_id", "email address of the user", id))
	}
	s.Strategy, s.IdentificationID, s.Attempt, s.UpdatedAt = strategy, i.ID, c.newCode(), c.world.Now()
	return c.viewSignIn(&s), c.world.SignIns.Put(s)
}

// newCode is a code that was just sent.
func (c *Clerk) newCode() *world.Attempt {
	return &world.Attempt{ID: c.world.ID("ver"), Code: backendapi.TheCode, ExpireAt: c.world.Now().Add(backendapi.TheCodeLifetime)}
}

func (c *Clerk) attemptFirstFactor(v *visitor) (any, error) {
	s, err := c.ongoing(v)
	if err != nil {
		return nil, err
	}
	return c.checkSignIn(v, s, v.form.Get("strategy"))
}

// checkSignIn proves the first factor, or refuses. A wrong code counts.
func (c *Clerk) checkSignIn(v *visitor, s world.SignIn, strategy string) (any, error) {
	u := c.world.Users.Get(s.UserID)
	switch strategy {
	case byPassword:
		switch password := v.form.Get("password"); {
		case password == "":
			return nil, missing("password")
		case u.Password == nil:
			return nil, noPassword(strategy)
		case !u.Password.Matches(password):
			return nil, ref.Unprocessable(ref.About("password", "form_password_incorrect", "Password is incorrect", "is not that of the user."))
		}
		s.Attempt = nil
	case byEmailCode, byReset:
		if s.Attempt != nil && s.Strategy != strategy {
			return nil, wrongStrategy(strategy, s.Strategy)
		}
		next, err := c.checkCode(s.Attempt, v.form.Get("code"))
		if err != nil {
			if next == nil {
				return nil, err
			}
			s.Attempt, v.refused = next, err
			return nil, c.world.SignIns.Put(s)
		}
		s.Attempt = next
	default:
		return nil, wrongStrategy(strategy, firstFactors...)
	}
	s.Strategy, s.FirstFactor, s.NewPassword = strategy, true, strategy == byReset
	if s.NewPassword || u.TOTPSecret != "" { // and no session without either
		s.UpdatedAt = c.world.Now()
		return c.viewSignIn(&s), c.world.SignIns.Put(s)
	}
	err := c.finish(v, &s, -1)
	return c.viewSignIn(&s), err
}

// noPassword refuses a strategy for want of a password.
func noPassword(strategy string) error {
	return ref.Unprocessable(ref.About("strategy", "strategy_for_user_invalid", "The strategy is not one of the user's",
		"is %s, and the user has no password.", strategy))
}

// checkCode returns the attempt as it is after a guess, and why that was not right.
func (c *Clerk) checkCode(a *world.Attempt, code string) (*world.Attempt, error) {
	switch {
	case a == nil:
		return nil, ref.New(http.StatusBadRequest, "verification_missing", "Nothing was sent", "No code was sent; prepare it first.")
	case code == "":
		return a, missing("code")
	case a.Tries >= backendapi.MaxTries:
		return a, ref.New(http.StatusBadRequest, "verification_failed", "Too many attempts", "The code was guessed too often; prepare another one.")
	case !c.Now().Before(a.ExpireAt):
		return a, ref.New(http.StatusBadRequest, "verification_expired", "The code has expired", "The code is too old; prepare another one.")
	}
	next := *a
	next.Tries++
	if next.Done = same(code, a.Code); !next.Done {
		return &next, ref.Unprocessable(ref.About("code", "form_code_incorrect", "is incorrect", "is not the one that was sent."))
	}
	return &next, nil
}

// missing refuses a request without a param.
func missing(param string) error {
	return ref.Unprocessable(ref.About(param, "form_param_missing", "is missing", "is needed."))
}

package clerktest

import (
	"net/http"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// How a sign-in ends whose first factor is proven: with another password, with a second factor, and with a session.

// proven returns the sign-in in the path and its user, once the first factor is proven and while there is no session.
func (c *Clerk) proven(v *visitor) (world.SignIn, *world.User, error) {
	s, err := c.signInAttempt(v)
	if err != nil {
		return s, nil, err
	}
	u := c.world.Users.Get(s.UserID)
	switch {
	case s.UserID != "" && u == nil:
		return s, nil, ref.NotFound("sign-in in this browser", s.ID)
	case !s.FirstFactor || s.SessionID != "":
		return s, nil, ref.New(http.StatusBadRequest, "verification_not_allowed", "Nothing to go on with",
			"The first factor of the sign-in is not proven, or the sign-in is complete.")
	}
	return s, u, c.maySignIn(v, u)
}

// resetPassword gives the user of a sign-in another password, and goes on.
func (c *Clerk) resetPassword(v *visitor) (any, error) {
	s, u, err := c.proven(v)
	switch {
	case err != nil:
		return nil, err
	case !s.NewPassword:
		return nil, ref.New(http.StatusBadRequest, "verification_not_allowed", "No new password is needed",
			"The sign-in does not wait for a new password; prove the first factor with the strategy "+byReset+".")
	}
	password := v.form.Get("password")
	if password == "" {
		return nil, missing("password")
	}
	if wrong := backendapi.CheckPassword("password", password); len(wrong) > 0 {
		return nil, ref.Unprocessable(wrong...)
	}
	next := *u
	c.setPassword(&next, password)
	next.UpdatedAt = c.world.Now()
	if err := c.world.Users.Put(next); err != nil {
		return nil, err
	}
	s.NewPassword, s.UpdatedAt = false, c.world.Now()
	if err := c.signOutOthers(v, &world.Session{UserID: u.ID}); err != nil {
		return nil, err
	}
	if u.TOTPSecret != "" {
		return c.viewSignIn(&s), c.world.SignIns.Put(s)
	}
	err = c.finish(v, &s, -1)
	return c.viewSignIn(&s), err
}

// attemptSecondFactor takes a code of an authenticator app, or a backup code, and ends the sign-in.
func (c *Clerk) attemptSecondFactor(v *visitor) (any, error) {
	s, u, err := c.proven(v)
	if err != nil {
		return nil, err
	}
	if s.NewPassword {
		return nil, ref.New(http.StatusBadRequest, "verification_not_allowed", "A new password is needed", "The sign-in waits for a new password first.")
	}
	strategy, code := v.form.Get("strategy"), v.form.Get("code")
	switch {
	case strategy != byTOTP && strategy != byBackup:
		return nil, wrongStrategy(strategy, byTOTP, byBackup)
	case code == "":
		return nil, missing("code")
	case s.SecondTries >= backendapi.MaxTries:
		return nil, ref.New(http.StatusBadRequest, "verification_failed", "Too many attempts", "The code was guessed too often; begin another sign-in.")
	}
	if err := c.api.SecondFactor(u, strategy == byBackup, code); err != nil {
		s.SecondTries++
		v.refused = err
		return nil, c.world.SignIns.Put(s)
	}
	s.SecondStrategy = strategy
	err = c.finish(v, &s, 0)
	return c.viewSignIn(&s), err
}

// finish begins the session that a sign-in leads to. secondFactor is how many minutes ago that was proven, -1 for never.
func (c *Clerk) finish(v *visitor, s *world.SignIn, secondFactor float64) error {
	c.world.SignedIn(s.UserID)
	session, err := c.arrive(v.client, s.UserID)
	if err != nil {
		return err
	}
	if secondFactor >= 0 {
		session.Token.SecondFactor = secondFactor
		if err := c.world.Sessions.Put(*session); err != nil {
			return err
		}
	}
	s.SessionID, s.UpdatedAt = session.ID, c.world.Now()
	return c.world.SignIns.Put(*s)
}

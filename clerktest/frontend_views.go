package clerktest

import (
	"time"

	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A clientView is a client as its browser sees it.
type clientView struct {
	Object                     string            `json:"object"`
	ID                         string            `json:"id"`
	Sessions                   []frontendSession `json:"sessions"`
	SignIn                     *signInView       `json:"sign_in"`
	SignUp                     any               `json:"sign_up"`
	LastActiveSessionID        *string           `json:"last_active_session_id"`
	LastAuthenticationStrategy *string           `json:"last_authentication_strategy"`
	CookieExpiresAt            *int64            `json:"cookie_expires_at"`
	CaptchaBypass              bool              `json:"captcha_bypass"`
	CreatedAt                  int64             `json:"created_at"`
	UpdatedAt                  int64             `json:"updated_at"`
}

// A frontendSession is a session as its browser sees it.
type frontendSession struct {
	backendapi.SessionView
	User           backendapi.FrontendUser       `json:"user"`
	PublicUserData backendapi.FrontendPublicUser `json:"public_user_data"`
	FactorAges     [2]float64                    `json:"factor_verification_age"`
	LastToken      *tokenView                    `json:"last_active_token"`
	Tasks          []struct{}                    `json:"tasks"`
}

// viewClient shows the client of a visitor: the sessions that go on, and what has begun. The caller holds the lock of the world.
func (c *Clerk) viewClient(v *visitor) *clientView {
	of := v.client
	out := &clientView{
		Object: "client", ID: of.ID, Sessions: []frontendSession{}, CaptchaBypass: true, // there is nobody to tell robots by
		CreatedAt: of.CreatedAt.UnixMilli(), UpdatedAt: of.UpdatedAt.UnixMilli(),
	}
	for s := range c.world.Sessions.ByClient.Get(of.ID).Each() {
		if c.world.GoesOn(s) {
			out.Sessions = append(out.Sessions, c.viewSession(v, s))
		}
	}
	if current := c.world.Current(of); current != nil {
		out.LastActiveSessionID = &current.ID
	}
	for s := range c.world.SignIns.ByClient.Get(of.ID).Each() {
		if s.SessionID == "" && c.Now().Before(s.AbandonAt) {
			view := c.viewSignIn(s)
			out.SignIn = &view
		}
	}
	for s := range c.world.SignUps.ByClient.Get(of.ID).Each() {
		if !s.Complete && c.Now().Before(s.AbandonAt) {
			out.SignUp = c.viewSignUp(s)
		}
	}
	return out
}

// viewSession shows a session of a user who is there, with a token for the application. The caller holds the lock of the world.
func (c *Clerk) viewSession(v *visitor, s *world.Session) frontendSession {
	out := frontendSession{SessionView: c.api.ViewSession(s), Tasks: []struct{}{}}
	if u := c.world.Users.Get(s.UserID); u != nil { // the sessions of users who are gone have ended
		out.User, out.PublicUserData = c.api.FrontendUser(u), c.api.PublicUser(u)
	}
	signIn := c.signInOf(s)
	out.FactorAges = [2]float64{signIn.profile.ages.First, signIn.profile.ages.Second}
	if token, err := c.tokenFor(v, s); err == nil {
		out.LastToken = &token
	}
	return out
}

// tokenFor makes a token of a session for the application that asks. The caller holds the lock of the world.
func (c *Clerk) tokenFor(v *visitor, s *world.Session) (tokenView, error) {
	made, err := c.signInOf(s).AuthorizedParty(v.origin).sign()
	return tokenView{"token", made}, err
}

// textOrNull returns nil for "", which is null in answers.
func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// A verificationView is how far the proof of something is.
type verificationView struct {
	Object              string   `json:"object"`
	Status              string   `json:"status"`
	Strategy            string   `json:"strategy"`
	Attempts            *int64   `json:"attempts"`
	ExpireAt            *int64   `json:"expire_at"`
	NextAction          string   `json:"next_action,omitempty"`
	SupportedStrategies []string `json:"supported_strategies,omitempty"`
}

// viewVerification shows the proof of a code, nil for none.
func viewVerification(strategy string, attempt *world.Attempt, verified bool, now time.Time) *verificationView {
	if strategy == "" {
		return nil
	}
	out := &verificationView{Object: "verification", Status: "unverified", Strategy: strategy}
	if attempt != nil {
		tries, expires := attempt.Tries, attempt.ExpireAt.UnixMilli()
		out.Attempts, out.ExpireAt = &tries, &expires
		switch {
		case tries >= backendapi.MaxTries:
			out.Status = "failed"
		case !now.Before(attempt.ExpireAt):
			out.Status = "expired"
		}
	}
	if verified {
		out.Status = "verified"
	}
	return out
}

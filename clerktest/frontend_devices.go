package clerktest

import (
	"github.com/usher-auth/usher/clerktest/internal/backendapi"
	ref "github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// A deviceSession is a session as its user sees it from another one. What browser it is in, nobody notes.
type deviceSession struct {
	backendapi.SessionView
	Activity activityView `json:"latest_activity"`
}

type activityView struct {
	Object         string  `json:"object"`
	ID             string  `json:"id"`
	DeviceType     *string `json:"device_type"`
	IsMobile       bool    `json:"is_mobile"`
	BrowserName    *string `json:"browser_name"`
	BrowserVersion *string `json:"browser_version"`
	IPAddress      *string `json:"ip_address"`
	City           *string `json:"city"`
	Country        *string `json:"country"`
}

func (c *Clerk) viewDevice(s *world.Session) deviceSession {
	return deviceSession{c.api.ViewSession(s), activityView{Object: "session_activity", ID: "act_" + s.ID}}
}

// mySessions lists the sessions of the user that go on, in whichever browser, as an array without an envelope.
func (c *Clerk) mySessions(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	list := []deviceSession{}
	for s := range c.world.Sessions.ByUser.Get(u.ID).Each() {
		if c.world.GoesOn(s) {
			list = append(list, c.viewDevice(s))
		}
	}
	return unwrapped{list}, nil
}

// revokeMySession ends a session of the user, in whichever browser.
func (c *Clerk) revokeMySession(v *visitor) (any, error) {
	_, u, err := c.me(v)
	if err != nil {
		return nil, err
	}
	id := v.r.PathValue("id")
	s := c.world.Sessions.Get(id)
	if s == nil || s.UserID != u.ID {
		return nil, ref.NotFound("session of the user", id)
	}
	if s, err = c.world.EndSession(s, "revoked"); err != nil {
		return nil, err
	}
	return c.viewDevice(s), nil
}
